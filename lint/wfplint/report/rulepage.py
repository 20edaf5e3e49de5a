"""A rule for people: the sections of its record, as terminal text, plain Markdown and JSON."""

from __future__ import annotations

import dataclasses
import re
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from wfplint.report.jsonreport import dumps
from wfplint.report.styled import Line, c_segments, line
from wfplint.rulebook.model import Rule, Source
from wfplint.samples import Excerpt, Pair

WIDTH = 96


class Section(NamedTuple):
    """A heading with its text; or with a list; or with code."""

    title: str
    text: str = ""
    items: tuple[str, ...] = ()
    code: str = ""
    language: str = ""


def sections(rule: Rule, pair: Pair | None, sources: Mapping[str, Source]) -> list[Section]:
    """The parts of a page in their fixed order; parts without content are left out."""
    parts = [
        Section("Message", code=rule.message),
        Section("Basis", items=tuple(_basis(rule, sources))),
        Section("Why", rule.why),
        Section("What happens if it is ignored", rule.impact),
        _sample("Bad", pair.bad if pair else None),
        _sample("Good", pair.good if pair else None),
        Section("How to fix it", rule.fix),
        Section("Limitations", items=rule.limitations),
        Section("When to suppress", rule.suppress_when),
        Section("", code=_suppression(rule), language="c"),
        Section("Applies to", ", ".join(rule.applies_to)),
        Section("Overlapping Microsoft checks", items=rule.overlaps),
        Section("References", items=tuple(_references(rule, sources))),
    ]
    return [part for part in parts if part.text.strip() or part.items or part.code]


def render_text(
    rule: Rule, pair: Pair | None, sources: Mapping[str, Source], *, width: int = WIDTH
) -> list[Line]:
    """The whole page for a terminal."""
    style = rule.severity.value
    lines = [
        line((rule.id, style), (f" {rule.name}", "strong")),
        line((f"{style}, {rule.confidence} confidence, since {rule.since}", "dim")),
        Line(),
        *_wrapped(rule.summary, width, ""),
    ]
    for part in sections(rule, pair, sources):
        lines.append(Line())
        if part.title:
            lines.append(line((part.title, "strong")))
        lines += _wrapped(part.text, width, "  ")
        for item in part.items:
            lines += _wrapped(item, width, "  ", bullet="- ")
        for text in part.code.splitlines():
            lines.append(Line((("    ", ""), *c_segments(text))))
    return lines


def render_markdown(rule: Rule, pair: Pair | None, sources: Mapping[str, Source]) -> str:
    """The page in plain Markdown, as SARIF viewers and issues show it."""
    parts = [
        f"# {rule.id} {rule.name}",
        f"*{rule.severity.value}, {rule.confidence} confidence, since {rule.since}*",
        rule.summary.strip(),
    ]
    for part in sections(rule, pair, sources):
        if part.title:
            parts.append(f"## {part.title}")
        if part.text.strip():
            parts.append(part.text.strip())
        if part.items:
            parts.append("\n".join("- " + " ".join(item.split()) for item in part.items))
        if part.code:
            parts.append(f"```{part.language or 'text'}\n{part.code.rstrip()}\n```")
    return "\n\n".join(parts) + "\n"


def render_list(rules: Iterable[Rule]) -> list[Line]:
    """One line a rule, in groups of a hundred."""
    lines: list[Line] = []
    ordered = sorted(rules, key=lambda rule: rule.id)
    name = max((len(rule.name) for rule in ordered), default=0)
    for index, rule in enumerate(ordered):
        if index and ordered[index - 1].group != rule.group:
            lines.append(Line())
        lines.append(
            line(
                (rule.id, rule.severity.value),
                f"  {rule.name:<{name}}  ",
                (f"{rule.severity.value:<7}  ", rule.severity.value),
                (" ".join(rule.title.split()), "dim"),
            )
        )
    return [*lines, Line(), line(("`wfplint rule ID` explains one of them.", "dim"))]


def render_json(rules: Sequence[Rule]) -> str:
    """Every field of every rule but `path` and `lines`, which only error messages need."""
    return dumps({"version": 1, "rules": [_plain(rule) for rule in rules]})


def _plain(rule: Rule) -> dict[str, Any]:
    values = {
        field.name: getattr(rule, field.name)
        for field in dataclasses.fields(rule)
        if field.name not in ("lines", "path")
    }
    listed = ("basis", "references", "dcr", "more")
    values |= {name: [dataclasses.asdict(item) for item in values[name]] for name in listed}
    return {**values, "severity": rule.severity.value, "group": rule.group}


def _basis(rule: Rule, sources: Mapping[str, Source]) -> Iterable[str]:
    for basis in rule.basis:
        named = "; ".join(sources[key].title for key in basis.sources if key in sources)
        yield f"{basis.label}: {basis.statement.strip()}" + (f" ({named})" if named else "")


def _references(rule: Rule, sources: Mapping[str, Source]) -> Iterable[str]:
    links = {sources[key].url: sources[key].title
             for basis in rule.basis for key in basis.sources if key in sources}  # fmt: skip
    links |= {reference.url: reference.title for reference in rule.references}
    return (f"{title}: {url}" for url, title in links.items())


def _suppression(rule: Rule) -> str:
    """The comment to paste, unless the record shows one already."""
    comment = f"// wfplint: ignore[{rule.id}]"
    return "" if comment in rule.suppress_when else f"{comment} why this is all right"


def _sample(title: str, excerpt: Excerpt | None) -> Section:
    if excerpt is None:
        return Section(title)
    return Section(title, code=excerpt.text, language=excerpt.language)


def _wrapped(text: str, width: int, indent: str, bullet: str = "") -> list[Line]:
    """Paragraphs and list items filled to a width, fenced code as it is."""
    lines: list[Line] = []
    for number, (is_code, part) in enumerate(_fenced(text)):
        if number:
            lines.append(Line())
        if is_code:
            lines += [Line(((indent + "  ", ""), *c_segments(row))) for row in part.splitlines()]
        else:
            lines += _filled(part, width, indent, bullet)
    return lines


def _fenced(text: str) -> list[tuple[bool, str]]:
    """The text in paragraphs; the content of a code fence is one part, marked."""
    parts: list[tuple[bool, str]] = []
    for number, piece in enumerate(re.split(r"^```.*\n?", text, flags=re.MULTILINE)):
        if number % 2:
            parts.append((True, piece.rstrip()))
        else:
            found = (paragraph.strip() for paragraph in re.split(r"\n\s*\n", piece))
            parts += [(False, paragraph) for paragraph in found if paragraph]
    return parts


def _filled(paragraph: str, width: int, indent: str, bullet: str) -> list[Line]:
    lines: list[Line] = []
    for block in _blocks(paragraph):
        mark = bullet or ("- " if block.startswith("- ") else "")
        filled = textwrap.wrap(
            " ".join((block if bullet else block.removeprefix("- ")).split()),
            width,
            initial_indent=indent + mark,
            subsequent_indent=indent + " " * len(mark),
            break_long_words=False,
            break_on_hyphens=False,
        )
        lines += [line(item) for item in filled]
    return lines


def _blocks(paragraph: str) -> list[str]:
    """A paragraph, parted at list items."""
    blocks: list[str] = []
    for text in paragraph.splitlines():
        if text.lstrip().startswith("- ") or not blocks:
            blocks.append(text.strip())
        else:
            blocks[-1] += " " + text.strip()
    return blocks
