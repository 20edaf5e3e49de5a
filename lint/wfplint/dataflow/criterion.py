"""What an exploration is for, and what of a program that leaves."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from wfplint import ir
from wfplint.dataflow import effects as fx


class Criterion(NamedTuple):
    """What is watched. Effects by type and calls by name; stores and loads by class (`*` among
    stores: whatever may be an address); `fields` are those whose value matters wherever a path
    ends, `tested` those whose tests on a path matter, and `shared` those of whose changes, where
    they are shared state, others want to know. With `typestate` also what is held, claimed or
    shared on a path matters. `operands` are the arguments of watched calls that count, by name and
    position, and `results` says that it counts how tests of their results end.
    """

    effects: frozenset[type] = frozenset()
    calls: frozenset[str] = frozenset()
    stores: frozenset[str] = frozenset()
    loads: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()
    tested: frozenset[str] = frozenset()
    shared: frozenset[str] = frozenset()
    typestate: bool = True
    operands: frozenset[tuple[str, int]] = frozenset()
    results: bool = True


class Slice(NamedTuple):
    """What stays of a function: numbers of instructions, and of blocks whose branch, or whose
    assertion, matters.
    """

    items: frozenset[int]
    branches: frozenset[int]
    claims: frozenset[int] = frozenset()


class Surroundings(NamedTuple):
    """What the program says of calls: names a call may reach, the body behind a name, whether it is
    followed, the facts of known functions, what an unfollowed body writes (names of fields, None
    for any; positions of parameters that it stores); whether the engine needs an effect of a call
    whoever watches, whether a class is shared state, whether references may be handed to deferred
    work, and whether a pointer of a type may be the address of a record with shared state.
    """

    targets: Callable[[str, ir.Call], list[str]]
    body: Callable[[str], ir.Function | None]
    is_followed: Callable[[str], bool]
    facts: Callable[[str], fx.FunctionFacts | None]
    written_by: Callable[[ir.Function | None], tuple[frozenset[str] | None, frozenset[int]]]
    needs_effect: Callable[[str, ir.Call, fx.Effect], bool]
    is_state: Callable[[str], bool]
    hands_over: bool
    holds_state: Callable[[ir.TypeRef], bool]
