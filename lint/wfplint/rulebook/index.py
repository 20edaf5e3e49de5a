"""What of a rulebook decides which rules run and which files matter.

It is the first line of the compiled rules, so that most files are dismissed before a single fact is
decoded.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from wfplint.finding import Severity

if TYPE_CHECKING:
    from wfplint.rulebook.model import Rulebook


class Entry(NamedTuple):
    """A rule as selection sees it, and the functions whose callers it looks at."""

    id: str
    name: str
    severity: Severity
    profiles: tuple[str, ...]
    applies_to: tuple[str, ...]


class Index(NamedTuple):
    """`sites` are the functions that pend or complete; `followed` those whose effects can make a
    function worth following into another file, and the fields that a rule wants a value written to.
    """

    rules: tuple[Entry, ...] = ()
    removed: dict[str, str] = {}  # noqa: RUF012 - never changed
    sites: tuple[str, ...] = ()
    followed: tuple[str, ...] = ()


def index_of(book: Rulebook) -> Index:
    """The index of a rulebook that is loaded."""
    from wfplint.dataflow import effects as fx

    kinds = (fx.Acquire, fx.Release, fx.Wait, fx.Atomic, fx.ListOperation, fx.Defer, fx.Register,
             fx.AppliesAt)  # fmt: skip
    rules = tuple(
        Entry(rule.id, rule.name, rule.severity, rule.profiles, rule.applies_to)
        for rule in book.rules.values()
    )
    sites = _having(book, (fx.Pend, fx.Complete))
    return Index(rules, book.removed, sites, (*_having(book, kinds), *_written(book)))


def _having(book: Rulebook, kinds: tuple[type, ...]) -> tuple[str, ...]:
    return tuple(
        name
        for name, known in book.facts.functions.items()
        if any(isinstance(effect, kinds) for effect in known.effects)
    )


def _written(book: Rulebook) -> tuple[str, ...]:
    """Names of the fields that some rule wants one of certain values written to."""
    fields: set[str] = set()
    rules = book.rules.values()
    forms: list[Any] = [p for r in rules for p in (r.params, *(m.params for m in r.more))]
    while forms:
        form = forms.pop()
        if isinstance(form, Mapping):
            if "value" in form and "writes" in form:
                fields.add(str(form["writes"]).rpartition(".")[2])
            forms += form.values()
        elif isinstance(form, (list, tuple)):
            forms += form
    return tuple(sorted(fields))


class Header(NamedTuple):
    """The first line of the compiled rules: the digest of the files they were made of, what they
    are decoded to, and their index.
    """

    digest: str
    schema: str
    table: Index


def dumps(header: Header) -> str:
    """One line, without its end."""
    return json.dumps(header._asdict(), ensure_ascii=False, separators=(",", ":"))


def loads(line: str) -> Header:
    """The inverse of `dumps`. Raises ValueError for any other text."""
    try:
        data = json.loads(line)
        rules, removed, sites, followed = data["table"]
        entries = tuple(
            Entry(id_, name, Severity(severity), tuple(profiles), tuple(applies_to))
            for id_, name, severity, profiles, applies_to in rules
        )
        index = Index(entries, dict(removed), tuple(sites), tuple(followed))
        return Header(str(data["digest"]), str(data["schema"]), index)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not a compiled rulebook: {error}") from error
