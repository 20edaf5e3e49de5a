"""Definitions -> `Rulebook`, with every name checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from wfplint.dataflow.effects import Defer, FunctionFacts, Register, RoleFacts
from wfplint.errors import UserError
from wfplint.rulebook.definition import Definition, Document
from wfplint.rulebook.model import ApiFacts, LayerFacts, Rule, Rulebook
from wfplint.rulebook.sources import Sources


def base_of(definitions: Iterable[Definition]) -> Rulebook:
    """A rulebook of definitions that were checked before."""
    functions: dict[str, FunctionFacts] = {}
    sources = Sources(functions)
    book = Rulebook({}, ApiFacts(functions, {}, {}, {}), sources, {})
    tables = _tables(book)
    for item in definitions:
        tables[item.kind][item.name] = item.value
    _cited(sources, book.rules.values())
    return book


def _tables(book: Rulebook) -> dict[str, dict[str, Any]]:
    facts = book.facts
    return {
        "function": facts.functions,
        "role": facts.roles,
        "layer": facts.layers,
        "constant": facts.constants,
        "source": book.sources,
        "rule": book.rules,
        "removed": book.removed,
    }


def extend(base: Rulebook, known: Sequence[Definition], documents: Sequence[Document]) -> Rulebook:
    """`base`, whose definitions are `known`, with those of the documents added and checked.

    Raises UserError for a name that is defined twice or that nothing defines.
    """
    if not documents:
        return base
    places = {(item.kind, item.name): item for item in known}
    tables = _tables(base)
    for document in documents:
        for item in document.definitions:
            _refuse_duplicate(item, places, document)
            places[item.kind, item.name] = item
            tables[item.kind][item.name] = item.value
    _refuse_shared_spelling(base, places)
    for document in documents:
        _check_replaced(document, known)
        for item in document.definitions:
            _refuse_removed(item, base)
            _check_names(item, base)
    return base


def _refuse_duplicate(
    item: Definition, places: dict[tuple[str, str], Definition], document: Document
) -> None:
    first = places.get((item.kind, item.name))
    allowed = item.name in document.replaces and first and first.path != item.path
    if first and not allowed:
        raise UserError(
            f"{item.kind} '{item.name}' is defined twice (first at {first.path}:{first.line})",
            path=item.path,
            line=item.line,
            hint=f"to redefine it on purpose, list it in this file: replaces: [{item.name}]",
        )


def _refuse_removed(item: Definition, book: Rulebook) -> None:
    reason = book.removed.get(item.name) if item.kind == "rule" else None
    if reason is not None:
        raise UserError(
            f"rule id '{item.name}' was removed and is not used again: {reason}",
            path=item.path,
            line=item.line,
        )


def _check_replaced(document: Document, known: Sequence[Definition]) -> None:
    names = {item.name for item in known}
    for name, line in document.replaces.items():
        if name not in names:
            raise UserError(
                f"replaces: nothing named '{name}' is defined elsewhere",
                path=document.path,
                line=line,
            )


def spellings(functions: Iterable[FunctionFacts]) -> dict[str, FunctionFacts]:
    """Every spelling of every function: its name, its aliases, and the name without its version."""
    table: dict[str, FunctionFacts] = {}
    for function in functions:
        for spelling in _spellings(function):
            table.setdefault(spelling, function)
    return table


def _spellings(function: FunctionFacts) -> Iterator[str]:
    yield function.name
    yield from function.aliases
    if function.numberless:
        yield function.name.rstrip("0123456789")


def _refuse_shared_spelling(book: Rulebook, places: dict[tuple[str, str], Definition]) -> None:
    owner: dict[str, str] = {}
    for function in book.facts.functions.values():
        for spelling in _spellings(function):
            other = owner.setdefault(spelling, function.name)
            if other != function.name:
                item = places["function", function.name]
                raise UserError(
                    f"'{spelling}' is a spelling of '{other}' and of '{function.name}'",
                    path=item.path,
                    line=item.lines.get("aliases", item.line),
                )


def _cited(sources: Sources, rules: Iterable[Rule]) -> None:
    for rule in rules:
        for key, _ in _source_keys(rule):
            sources.get(key)


def _source_keys(value: Any) -> Iterator[tuple[str, str]]:
    """The source keys in a value, each with the dotted key it stands at."""
    if isinstance(value, Rule):
        for number, basis in enumerate(value.basis):
            for index, key in enumerate(basis.sources):
                yield key, f"basis[{number}].sources[{index}]"
        for number, words in enumerate(value.dcr):
            yield words.page, f"dcr[{number}].page"
    elif isinstance(value, (FunctionFacts, RoleFacts, LayerFacts)) and value.source:
        yield value.source, "source"


def _check_names(item: Definition, book: Rulebook) -> None:
    for key, place in _source_keys(item.value):
        _known(key, book.sources, "source", item, place)
    if isinstance(item.value, FunctionFacts):
        for role, place in _roles(item.value):
            _known(role, book.facts.roles, "role", item, place)
    if isinstance(item.value, LayerFacts):
        for index, name in enumerate(item.value.ids):
            _known(name, book.facts.constants, "constant", item, f"ids[{index}]")
    if isinstance(item.value, Rule):
        functions = spellings(book.facts.functions.values())
        for index, name in enumerate(item.value.applies_to):
            _known(name, functions, "function", item, f"applies_to[{index}]")


def _roles(function: FunctionFacts) -> Iterator[tuple[str, str]]:
    for number, effect in enumerate(function.effects):
        if isinstance(effect, Defer):
            yield effect.role, f"effects[{number}].defer.role"
        elif isinstance(effect, Register):
            for name, role in effect.roles:
                yield role, f"effects[{number}].register.roles.{name}"


def _known(name: str, table: Iterable[str], what: str, item: Definition, place: str) -> None:
    if name in table:
        return
    from wfplint.rulebook.decode import choices

    known = list(table)
    raise UserError(
        f"{item.kind} '{item.name}', {place}: unknown {what} '{name}'",
        path=item.path,
        line=item.lines.get(place, item.line),
        hint=choices(known, name) if len(known) < 200 else _nearest(name, known),
    )


def _nearest(name: str, known: list[str]) -> str:
    from difflib import get_close_matches

    close = get_close_matches(name, known, 3)
    return f"did you mean {' or '.join(close)}?" if close else "see rules/api for the known names"
