"""Mutation operators on the text of C: each breaks one statement, test or lock of a program.

A program has places that something stands at; `broken` applies an operator to one of them. Paths
that a mutant adds hang on `gChance`, of which nothing is known.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

CHANCE = "gChance"
_HEAD = re.compile(r"^(?!typedef|struct|extern|#|//|/\*|\})(\w[\w \t*]*?)\b(\w+)\(", re.M)
_BRANCH = re.compile(r"(?:if|while) \(")


class Place(NamedTuple):
    """A statement, from its first character to the one after its last."""

    text: str
    start: int
    end: int

    @property
    def statement(self) -> str:
        return self.text[self.start : self.end]

    def with_statement(self, new: str) -> str:
        return self.text[: self.start] + new + self.text[self.end :]


class Operator(NamedTuple):
    name: str
    apply: Callable[[Place], str]


def broken(text: str, at: str, operator: Operator) -> str:
    """The program with the operator applied to the statement that begins on the matching line."""
    found = re.search(at, text)
    assert found, f"nothing matches {at}"
    line = text.rfind("\n", 0, found.start()) + 1
    start = line + len(text[line:]) - len(text[line:].lstrip())
    changed = operator.apply(Place(text, start, end_of(text, start)))
    assert changed != text, f"{operator.name} changes nothing at {at}"
    if CHANCE in changed:
        last = list(re.finditer(r"^#include .*\n", changed, re.M))[-1].end()
        changed = f"{changed[:last]}extern LONG {CHANCE};\n{changed[last:]}"
    return changed


# --- finding things --------------------------------------------------------------------------


def _closing(text: str, opening: int) -> int:
    depth = 0
    for index in range(opening, len(text)):
        depth += (text[index] in "({") - (text[index] in ")}")
        if depth == 0:
            return index
    raise AssertionError("unbalanced")


def end_of(text: str, start: int) -> int:
    branch = _BRANCH.match(text, start)
    if branch:
        body = _closing(text, branch.end() - 1) + 1
        body += len(text[body:]) - len(text[body:].lstrip())
        return end_of(text, body)
    if text[start] == "{":
        return _closing(text, start) + 1
    depth = 0
    for index in range(start, len(text)):
        depth += (text[index] in "({") - (text[index] in ")}")
        if text[index] == ";" and depth == 0:
            return index + 1
    raise AssertionError("no end")


def condition_of(text: str, start: int) -> tuple[int, int]:
    """The extent of the condition of a branch."""
    branch = _BRANCH.match(text, start)
    assert branch, f"no branch: {text[start : start + 20]}"
    return branch.end(), _closing(text, branch.end() - 1)


def _leave(place: Place) -> str:
    heads = [m for m in _HEAD.finditer(place.text) if m.start() < place.start]
    plain = re.search(r"\bvoid\b", heads[-1][1], re.I) and "*" not in heads[-1][1]
    return "return;" if plain else "return 0;"


def _next(place: Place) -> Place:
    start = place.end + len(place.text[place.end :]) - len(place.text[place.end :].lstrip())
    return Place(place.text, start, end_of(place.text, start))


# --- statements ------------------------------------------------------------------------------

drop = Operator("drop", lambda p: p.with_statement(";"))
some_path = Operator(
    "some-path", lambda p: p.with_statement(f"{{ if ({CHANCE}) {p.statement} }}")
)  # fmt: skip
early_return = Operator(
    "early-return",
    lambda p: p.with_statement(f"{{ if ({CHANCE}) {_leave(p)} {p.statement} }}"),
)
twice = Operator("twice", lambda p: p.with_statement(f"{{ {p.statement} {p.statement} }}"))


def _swapped(place: Place) -> str:
    other = _next(place)
    between = place.text[place.end : other.start]
    return (
        place.text[: place.start] + other.statement + between + place.statement
        + place.text[other.end :]
    )  # fmt: skip


swapped = Operator("swapped", _swapped)


def replaced(old: str, new: str, name: str = "constant") -> Operator:
    """Another constant, argument or function in the statement."""
    return Operator(name, lambda p: p.with_statement(p.statement.replace(old, new)))


def then(text: str) -> Operator:
    """Undone, or repeated, by what follows."""
    return Operator("undone", lambda p: p.with_statement(f"{{ {p.statement} {text} }}"))


def moved(before: str) -> Operator:
    """Moved up, to stand before another statement."""

    def apply(place: Place) -> str:
        rest = place.with_statement(";")
        found = list(re.finditer(before, rest[: place.start]))[-1]
        line = rest.rfind("\n", 0, found.start()) + 1
        return f"{rest[:line]}    {place.statement}\n{rest[line:]}"

    return Operator("moved", apply)


# --- tests and locks -------------------------------------------------------------------------


def _tested(name: str, change: str) -> Operator:
    def apply(place: Place) -> str:
        start, end = condition_of(place.text, place.start)
        return place.text[:start] + change.format(place.text[start:end]) + place.text[end:]

    return Operator(name, apply)


always = _tested("test-true", "({}) || TRUE")
never = _tested("test-false", "({}) && FALSE")
negated = _tested("test-negated", "!({})")
widened = _tested("test-widened", f"({{}}) || {CHANCE}")
narrowed = _tested("test-narrowed", f"({{}}) && {CHANCE}")


def _unlocked(place: Place) -> str:
    release = place.statement.replace("Acquire", "Release").replace("&irql", "irql")
    assert release in place.text[place.end :], "no release"
    changed = place.with_statement(";")
    at = changed.index(release, place.start)
    return changed[:at] + ";" + changed[at + len(release) :]


unlocked = Operator("unlocked", _unlocked)
ignored = Operator(
    "result-ignored", lambda p: p.with_statement(re.sub(r"^[\w>.\-]+ = ", "", p.statement))
)
