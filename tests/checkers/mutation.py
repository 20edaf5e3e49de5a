"""Changes of source text by tagged lines, as the guarded fragments describe them.

A fragment tags lines with `// @name` and ends with directives, one mutant each:

    //! title: edit; edit            (every completion must become unguarded)
    //! title: edit -> unknown       (or unknown, where that is the right answer)

Edits: `delete @a,@b`, "replace @a `old` `new`", "before @a `text`", "after @a `text`",
`move @a,@b before @c`, `move @a after @c`. A tag may stand on several lines.
"""

from __future__ import annotations

import re
from typing import NamedTuple

DIRECTIVE = re.compile(r"^//! ([\w ,-]+): (.+?)(?: -> (\w+))?$", re.M)
EDIT = re.compile(
    r"(?P<verb>delete|replace|move|before|after) (?P<tags>@\w+(?:,@\w+)*)"
    r"(?: `(?P<one>[^`]*)`)?(?: `(?P<two>[^`]*)`)?(?: (?P<where>before|after) (?P<to>@\w+))?"
)
TAG = re.compile(r"@\w+")


class Mutant(NamedTuple):
    title: str
    text: str
    expected: str


def mutants(text: str) -> list[Mutant]:
    """All mutants that a fragment describes."""
    code = [line for line in text.splitlines() if not line.startswith("//!")]
    return [
        Mutant(title, "\n".join(_edited(code, edits)) + "\n", expected or "unguarded")
        for title, edits, expected in DIRECTIVE.findall(text)
    ]


def _edited(lines: list[str], edits: str) -> list[str]:
    before = lines
    for edit in EDIT.finditer(edits):
        lines = _apply(lines, edit)
    assert lines != before, f"nothing changed by: {edits}"
    return lines


def _tags(line: str) -> set[str]:
    return set(TAG.findall(line.partition("//")[2]))


def _at(lines: list[str], tags: set[str]) -> list[int]:
    found = [i for i, line in enumerate(lines) if tags & _tags(line)]
    assert found, f"no line has {sorted(tags)}"
    return found


def _apply(lines: list[str], edit: re.Match[str]) -> list[str]:
    tags = set(edit["tags"].split(","))
    found = _at(lines, tags)
    if edit["verb"] == "delete":
        return [line for i, line in enumerate(lines) if i not in found]
    if edit["verb"] == "replace":
        return _replaced(lines, found, edit["one"], edit["two"])
    if edit["verb"] == "move":
        taken = [lines[i] for i in found]
        rest = [line for i, line in enumerate(lines) if i not in found]
        return _inserted(rest, taken, edit["where"], {edit["to"]})
    return _inserted(lines, [edit["one"]], edit["verb"], tags)


def _replaced(lines: list[str], found: list[int], old: str, new: str) -> list[str]:
    """The text is replaced on every tagged line that has it; one must."""
    result = list(lines)
    hits = [i for i in found if old in lines[i]]
    assert hits, f"`{old}` is not there"
    for i in hits:
        code, mark, comment = lines[i].partition("//")
        result[i] = code.replace(old, new) + mark + comment
    return result


def _inserted(lines: list[str], new: list[str], where: str, tags: set[str]) -> list[str]:
    found = _at(lines, tags)
    index = found[0] if where == "before" else found[-1] + 1
    return [*lines[:index], *new, *lines[index:]]
