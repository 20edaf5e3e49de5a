"""The page of a rule: its record in a fixed order, with its samples and what the tool prints."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from wfplint.dcr.markdown import short_title
from wfplint.dcr.model import SourceRow
from wfplint.pages.html import chip, inline
from wfplint.rulebook.model import Rule
from wfplint.samples import Excerpt, Pair

GROUPS = {
    "WFP1xx": "The race with teardown",
    "WFP2xx": "Rundown protection",
    "WFP3xx": "Completing what was pended",
    "WFP4xx": "Pending in classifyFn",
    "WFP5xx": "Lifetimes and handles",
    "WFP6xx": "Layers, redirection and streams",
}


@dataclass(frozen=True, slots=True)
class Extras:
    """What a page shows beside the record."""

    pair: Pair | None = None
    output: str = ""
    diagram: str = ""


def render_rule_page(
    rule: Rule, sources: Mapping[str, SourceRow], extras: Extras = Extras()
) -> str:
    """Markdown, total over valid rules: a part without content is left out, the order stays."""
    parts = [
        f"# {rule.id} {rule.name}",
        chips(rule),
        rule.summary.strip(),
        _message(rule),
        _basis(rule, sources),
        _section("Why", rule.why),
        _section("What happens if it is ignored", rule.impact),
        _code(extras.pair),
        _output(extras.output),
        _section("How to fix it", rule.fix),
        f"## How it is decided\n\n{extras.diagram}" if extras.diagram else "",
        _list("Limitations", rule.limitations),
        _suppress(rule),
        _list("Applies to", [f"`{name}`" for name in rule.applies_to]),
        _list("Overlapping Microsoft checks", rule.overlaps),
        _dcr(rule, sources),
        _references(rule, sources),
        _origin(rule, extras.pair),
    ]
    return _front_matter(rule) + "\n\n".join(part for part in parts if part) + "\n"


def _front_matter(rule: Rule) -> str:
    title = f"{rule.id} {rule.name}"
    return f"---\ntitle: {title}\nsearch:\n  boost: 2\n---\n\n"


def chips(rule: Rule) -> str:
    """Severity, confidence, group and version."""
    label = rule.basis[0].label if rule.basis else "practice"
    items = [
        f'<span class="wl-tag wl-tag--{rule.severity.value}">{rule.severity.value}</span>',
        f'<span class="wl-tag">{rule.confidence} confidence</span>',
        f'<span class="wl-tag">{GROUPS.get(rule.group, rule.group)}</span>',
        f'<span class="wl-tag">since {rule.since}</span>',
        chip(label, (), {}),
    ]
    return f'<p class="wl-tags" data-search-exclude="1">{" ".join(items)}</p>'


def _message(rule: Rule) -> str:
    """The literal message as a heading: these are the words that people search for."""
    message = re.sub(r"\{(\w+)\}", r"<var>\1</var>", inline(rule.message))
    return f'## {message} {{ #message .wl-message data-toc-label="Message" }}'


def _basis(rule: Rule, sources: Mapping[str, SourceRow]) -> str:
    items = "".join(
        f"<li>{inline(basis.statement)} {chip(basis.label, basis.sources, sources)}</li>"
        for basis in rule.basis
    )
    return f'<ul class="wl-facts">{items}</ul>' if items else ""


def _section(title: str, text: str) -> str:
    return f"## {title}\n\n{text.strip()}" if text.strip() else ""


def _code(pair: Pair | None) -> str:
    if pair is None or not (pair.bad and pair.good):
        return ""
    return "## Example\n\n" + _tab("Bad", pair.bad) + "\n\n" + _tab("Good", pair.good)


def _tab(name: str, code: Excerpt) -> str:
    marked = f' hl_lines="{" ".join(map(str, code.marked))}"' if code.marked else ""
    head = f'```{code.language} title="{code.path}" linenums="{code.first}"{marked}'
    lines = ["", head, *code.text.splitlines(), "```"]
    return f'=== "{name}"\n' + "\n".join(f"    {line}".rstrip() for line in lines)


def _output(text: str) -> str:
    if not text.strip():
        return ""
    return f"## What wfplint prints\n\n```text\n{text.rstrip()}\n```"


def _list(title: str, items: tuple[str, ...] | list[str]) -> str:
    if not items:
        return ""
    return f"## {title}\n\n" + "\n".join("- " + " ".join(item.split()) for item in items)


def _suppress(rule: Rule) -> str:
    text = rule.suppress_when.strip()
    comment = f"// wfplint: ignore[{rule.id}]"
    paste = "" if comment in text else f"\n\n```c\n{comment} why this is all right\n```"
    return f"## When to suppress\n\n{text}{paste}"


def _dcr(rule: Rule, sources: Mapping[str, SourceRow]) -> str:
    if not rule.dcr:
        return ""
    items = []
    for words in rule.dcr:
        page = sources[words.page]
        items.append(f"{words.ask.strip()} ([{short_title(page.title)}]({page.url}))")
        items.append(f"Proposed sentence: {' '.join(words.proposed_text.split())}")
    return _list("What we ask of Microsoft", items)


def _references(rule: Rule, sources: Mapping[str, SourceRow]) -> str:
    links = {sources[key].url: sources[key].title for b in rule.basis for key in b.sources}
    links |= {ref.url: ref.title for ref in rule.references}
    return _list(
        "References { data-search-exclude }", [f"[{title}]({url})" for url, title in links.items()]
    )


def _origin(rule: Rule, pair: Pair | None) -> str:
    files = f" Samples: {', '.join(f'`{name}`' for name in pair.files)}." if pair else ""
    record = f"Record: `{rule.path}`, checker `{rule.checker}`.{files}"
    return f'<p class="wl-muted">{inline(record)}</p>'
