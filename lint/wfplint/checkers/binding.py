"""Rules bound to checkers: `params` decoded strictly, names and placeholders checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from string import Formatter
from typing import Any, NamedTuple, NoReturn

from wfplint.checkers.params import PARAMS, PLACEHOLDERS, Event, events_of
from wfplint.dataflow.effects import Operand
from wfplint.errors import UserError
from wfplint.finding import Severity
from wfplint.rulebook.decode import choices, decode
from wfplint.rulebook.merge import spellings
from wfplint.rulebook.model import Binding, Rule, Rulebook
from wfplint.rulebook.nodes import from_plain


class Bound(NamedTuple):
    """One form of a rule: the checker, its parameters, and the message and severity to use."""

    rule: Rule
    checker: str
    params: Any
    message: str
    severity: Severity


def bind(rule: Rule, book: Rulebook) -> tuple[Bound, ...]:
    """Decode and check every binding of a rule.

    Raises UserError (file, line, key, allowed values) for an unknown checker, parameter, name or
    placeholder.
    """
    first = _bind(rule, book, Binding(rule.checker, rule.params), "")
    others = (_bind(rule, book, form, f"more[{n}].") for n, form in enumerate(rule.more))
    return (first, *others)


def _bind(rule: Rule, book: Rulebook, form: Binding, prefix: str) -> Bound:
    checker, key = form.checker, f"{prefix}params"
    if checker not in PARAMS:
        _fail(rule, f"{prefix}checker", f"unknown checker '{checker}'", choices(PARAMS, checker))
    value = decode(PARAMS[checker], from_plain(form.params, rule.lines, key), rule.path, key)
    for name, table, what in _names(value, book):
        if name not in table:
            hint = choices(table, name) if len(table) < 80 else ""
            _fail(rule, key, f"{key}: unknown {what} '{name}'", hint)
    text = form.message or rule.message
    _check_placeholders(rule, text, checker, f"{prefix}message" if form.message else "message")
    return Bound(rule, checker, value, text, form.severity or rule.severity)


def _check_placeholders(rule: Rule, text: str, checker: str, key: str) -> None:
    for name in placeholders(rule, text, key):
        if name not in PLACEHOLDERS[checker]:
            problem = f"{key}: the checker '{checker}' offers no placeholder '{name}'"
            _fail(rule, key, problem, choices(PLACEHOLDERS[checker], name))


def placeholders(rule: Rule, text: str, key: str = "message") -> list[str]:
    """The names between braces in a message; raises UserError for unbalanced braces."""
    try:
        return [name for _, name, _, _ in Formatter().parse(text) if name is not None]
    except ValueError as error:
        _fail(rule, key, f"{key}: {error}", "allowed: {name}, and {{ for a brace")


def _names(params: Any, book: Rulebook) -> Iterator[tuple[str, Mapping[str, Any], str]]:
    for event in events_of(params):
        yield from _event_names(event, book)
    for field, table, what in (
        ("roles", book.facts.roles, "role"),
        ("taken_in", book.facts.roles, "role"),
        ("also_in", book.facts.roles, "role"),
        ("reachable_from", book.facts.roles, "role"),
        ("irql_roles", book.facts.roles, "role"),
        ("outside_layers", book.facts.layers, "layer"),
        ("joined_by", book.facts.functions, "function"),
        ("unregistered_by", book.facts.functions, "function"),
    ):
        for name in getattr(params, field, ()):
            yield name, table, what
    for _, rule in getattr(params, "yields", ()):
        yield rule, book.rules, "rule"


def _event_names(event: Event, book: Rulebook) -> Iterator[tuple[str, Mapping[str, Any], str]]:
    facts = book.facts
    for name in event.calls:
        known = facts.functions
        yield name, known if name in known else spellings(known.values()), "function"
    for name in (*event.roles, *event.outside_roles, *filter(None, [event.enters])):
        yield name, facts.roles, "role"
    for name in (*event.layers, *event.outside_layers):
        yield name, facts.layers, "layer"
    constants = (*event.value, event.sets, event.clears, *(c for _, c in event.arguments))
    for name in filter(None, constants):
        yield name, facts.constants, "constant"
    for operand, _ in event.arguments:
        Operand.parse(operand)


def _fail(rule: Rule, key: str, message: str, hint: str) -> NoReturn:
    line = rule.lines.get(key) or rule.lines.get(key.partition(".")[0], 1)
    raise UserError(message, path=rule.path, line=line, hint=hint)
