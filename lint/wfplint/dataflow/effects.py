"""What a called function does, as data: the vocabulary that `rules/api/*.yaml` is written in.

The engine interprets these effects; it knows no function by name. Each dataclass is decoded from a
mapping whose keys are the field names. An `operand` selects something of a call:

    arg0        the value of the first argument
    *arg1       what the second argument points to
    arg1.field  a field of the structure the second argument points to
    result      the value the call returns
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, NamedTuple

RESULT = -1
_OPERAND = re.compile(r"(\*?)(?:arg(\d+)|(result))((?:\.\w+)*)\Z")


class Operand(NamedTuple):
    """A decoded operand: argument index (or `RESULT`), whether dereferenced, fields after that."""

    index: int  # type: ignore[assignment]
    deref: bool = False
    fields: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Operand:
        """Raises ValueError, saying what is allowed, for anything else than the forms above."""
        match = _OPERAND.match(text)
        if not match:
            raise ValueError(f"'{text}' is not an operand: use arg0, *arg0, arg0.field or result")
        star, index, _, fields = match.groups()
        names = tuple(fields.split(".")[1:]) if fields else ()
        return cls(int(index) if index else RESULT, bool(star) or bool(names), names)


When = Literal["always", "nonzero", "zero", "success", "failure"]


@dataclass(frozen=True, slots=True)
class Acquire:
    """Takes one reference (or `count`) of `kind` on `object`, if the result satisfies `when`.

    `key` names where the release will find the object again: the handle of an in-stack queued lock.
    `mode` is exclusive or shared and matters for locks only. Whatever the result, the reference is
    taken if the operand `certain` is the constant `certain_when` says (a wait without timeout).
    With `object_type` it is taken only on an object of this record type.
    """

    kind: str
    object: Operand
    when: When = "always"
    count: Operand | None = None
    key: Operand | None = None
    mode: Literal["exclusive", "shared"] = "exclusive"
    certain: Operand | None = None
    certain_when: Literal["nonzero", "zero"] = "nonzero"
    object_type: str = ""


@dataclass(frozen=True, slots=True)
class Release:
    """Gives back one reference (or `count`) of `kind`; either `object` or `key` is given."""

    kind: str
    object: Operand | None = None
    count: Operand | None = None
    key: Operand | None = None


@dataclass(frozen=True, slots=True)
class Initialise:
    """Makes `object` usable as a `kind`."""

    kind: str
    object: Operand


@dataclass(frozen=True, slots=True)
class Wait:
    """Blocks until every reference of `kind` on `object` was given back; later acquires fail."""

    kind: str
    object: Operand


@dataclass(frozen=True, slots=True)
class Atomic:
    """An interlocked read-modify-write of `target`; the result is the `old` or the `new` value.

    For compare-exchange the store happens only if the old value equals `comparand`.
    """

    operation: Literal[
        "exchange",
        "compare-exchange",
        "increment",
        "decrement",
        "add",
        "and",
        "or",
        "xor",
        "test-and-set",
        "test-and-reset",
    ]
    target: Operand
    value: Operand | None = None
    comparand: Operand | None = None
    result: Literal["old", "new"] = "old"


@dataclass(frozen=True, slots=True)
class ListOperation:
    """A change or test of a linked list. `lock` is taken around it by the function itself.

    remove-head and remove-tail return the entry (for `null_when_empty`: or NULL; otherwise the
    head itself when the list is empty); remove-entry unlinks `entry` from whatever list it is on;
    splice moves every entry: from the list at `head` to the result, or the entries after `entry` to
    the list at `head`. An `interlocked` operation is atomic against the others on the same head.
    `first` is the field of the head that leads to the first entry, or to itself in an empty list.
    """

    operation: Literal["initialise", "insert", "remove-entry", "remove-head", "is-empty", "splice"]
    head: Operand | None = None
    entry: Operand | None = None
    lock: Operand | None = None
    null_when_empty: bool = False
    interlocked: bool = False
    first: str = ""


@dataclass(frozen=True, slots=True)
class Defer:
    """Causes `routine` to run later, in `role`, with `context` as its parameter number `passed_as`.

    `binds` says that the routine and context are only remembered on `object` (an initialised DPC,
    a created work item); a function with `starts` then makes what is bound to `object` run. A
    function that does both at once has neither. `synchronous` routines run before the call returns.
    """

    role: str
    routine: Operand | None = None
    context: Operand | None = None
    passed_as: int = 0
    object: Operand | None = None
    binds: bool = False
    starts: bool = False
    synchronous: bool = False


@dataclass(frozen=True, slots=True)
class Register:
    """Hands functions to the system: each entry of `roles` maps a field of the structure at
    `structure` (or an operand, for plain arguments) to the role its function gets.

    `identity` names the field that identifies the registration (a callout key); `handle` is where
    the function stores the number by which later calls name it (a callout id).
    """

    roles: tuple[tuple[str, str], ...]
    structure: Operand | None = None
    identity: str = ""
    handle: Operand | None = None


@dataclass(frozen=True, slots=True)
class Allocate:
    """Returns (or stores to `object`) new memory, NULL (or no success) on failure; all zero bytes
    if `zeroed`.
    """

    object: Operand = Operand(RESULT)  # noqa: RUF009 - a NamedTuple cannot be changed
    may_fail: bool = True
    zeroed: bool = False


@dataclass(frozen=True, slots=True)
class Free:
    """Ends the life of what `object` points to."""

    object: Operand


@dataclass(frozen=True, slots=True)
class Pend:
    """Starts an asynchronous operation; its context is stored at `context` if `when` holds.

    `family` ties the pend to its completion: `operation` or `classify`.
    """

    family: str
    context: Operand
    when: When = "success"


@dataclass(frozen=True, slots=True)
class Complete:
    """Ends the asynchronous operation whose context is `context`."""

    family: str
    context: Operand


@dataclass(frozen=True, slots=True)
class Copy:
    """Copies (or, without `source`, zeroes) the object at `target`."""

    target: Operand
    source: Operand | None = None


@dataclass(frozen=True, slots=True)
class Assign:
    """Stores the value of `value` at `target`: a function that fills one field of a structure."""

    target: Operand
    value: Operand


@dataclass(frozen=True, slots=True)
class AppliesAt:
    """Says at which filtering layer a registration is used: in the structure at `structure`, the
    field `identity` names the registration (see `Register.identity`) and `layer` the layer.
    """

    structure: Operand
    identity: str
    layer: str


@dataclass(frozen=True, slots=True)
class ResolveByName:
    """`result` is the address of the function whose name is the string at `name`.

    `name_of` says instead that the object at `name_of` now carries the string `name`
    (`RtlInitUnicodeString`).
    """

    name: Operand
    name_of: Operand | None = None


Effect = (
    Acquire
    | Release
    | Initialise
    | Wait
    | Atomic
    | ListOperation
    | Defer
    | Register
    | Allocate
    | Free
    | Pend
    | Complete
    | Copy
    | Assign
    | AppliesAt
    | ResolveByName
)

ResultKind = Literal["void", "status", "boolean", "pointer", "handle", "integer", "irql"]
Irql = Literal["PASSIVE", "APC", "DISPATCH", "HIGH"]


@dataclass(frozen=True, slots=True)
class FunctionFacts:
    """Everything known about one function.

    `aliases` are other spellings; a name ending in a digit version (`FwpsPendOperation0`) also
    matches without it when `numberless`. `effects` apply in order. `writes` lists the operands
    whose pointee gets an unknown value; a function without `writes` changes no memory of the caller
    beyond its effects. `result` is what the value means, `returns` an operand the result equals.
    `irql_max` is the highest IRQL it may be called at, `irql_after` the one it leaves behind,
    `irql_to` an operand that holds the level it leaves behind; `irql_restores` says that it goes
    back to the level from before the acquire that it ends. `irql_max_timed` is the limit when the
    operand `timeout` points to a zero timeout (the call does not block then). `logs`: it writes a
    message, and its arguments matter for nothing else.
    `source` is a key of the documentation source table.
    """

    name: str
    aliases: tuple[str, ...] = ()
    numberless: bool = False
    effects: tuple[Effect, ...] = ()
    writes: tuple[Operand, ...] = ()
    result: ResultKind = "integer"
    returns: Operand | None = None
    never_returns: bool = False
    irql_max: Irql | None = None
    irql_after: Irql | None = None
    irql_to: Operand | None = None
    irql_restores: bool = False
    timeout: Operand | None = None
    irql_max_timed: Irql | None = None
    logs: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class RoleFacts:
    """A way the system calls into the driver.

    `name` is used by `Defer.role` and `Register.roles`; `teardown` roles are the ones in which the
    system announces the end of an endpoint; `types` are the function typedefs and annotations that
    give a function this role without a visible registration. `irql` is the highest IRQL it runs at.
    `parameters` names the meaning of its parameters by position (`classifyOut`, `inMetaValues`),
    `variants` holds other parameter lists, told apart by their length. `fields` are the structure
    fields (`DRIVER_OBJECT.MajorFunction`) whose functions get this role wherever they are stored; a
    leading or trailing underscore of a tag does not count.
    """

    name: str
    description: str = ""
    irql: Irql = "PASSIVE"
    teardown: bool = False
    asynchronous: bool = True
    types: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()
    variants: tuple[tuple[str, ...], ...] = ()
    fields: tuple[str, ...] = ()
    source: str = ""
