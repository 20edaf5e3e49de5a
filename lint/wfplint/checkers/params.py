"""What each checker can be told: names, positions, states and flags; decoded from `params`.

`report` maps what a checker can find to a phrase; the phrase fills `{reason}` in the message and
its key becomes the finding's reason. A key that is left out is not reported.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, Literal

from wfplint.dataflow.effects import Irql, Operand

EffectName = Literal[
    "acquire", "release", "initialise", "wait", "pend", "complete", "free", "allocate", "defer"
]


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happens somewhere in the program: exactly one of `effect`, `calls`, `writes`,
    `reads`, `tests` and `enters`, restricted by the other fields.

    `effect`     a call with this effect, of one of the kinds (or families) in `kind`
    `calls`      a call of one of these functions, under any of its spellings
    `writes`     a store to a field, `RECORD.field`: of one of the constants in `value`, or one that
                 sets the bits `sets` or clears the bits `clears` and keeps the others
    `reads`      a load of a field
    `tests`      a branch on a field: on the bits `sets`, or on one of the constants in `value`
    `enters`     the start of a function that has this role

    `object` names what the event is about (default: the object or context of the effect, the
    structure of the field). `arguments` wants operands to be a constant, or to have its bits set.
    The event counts only in code reached from `roles` and not from `outside_roles`, and only at
    `layers` and not at `outside_layers`; a layer that is not visible counts as neither.
    """

    effect: EffectName | None = None
    kind: tuple[str, ...] = ()
    calls: tuple[str, ...] = ()
    writes: str = ""
    reads: str = ""
    tests: str = ""
    enters: str = ""
    value: tuple[str, ...] = ()
    sets: str = ""
    clears: str = ""
    object: Operand | None = None
    arguments: tuple[tuple[str, str], ...] = ()
    roles: tuple[str, ...] = ()
    outside_roles: tuple[str, ...] = ()
    layers: tuple[str, ...] = ()
    outside_layers: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        given = [n for n in _SUBJECTS if getattr(self, n)]
        if len(given) != 1:
            found = " and ".join(given) or "nothing"
            raise ValueError(f"an event needs exactly one of {', '.join(_SUBJECTS)}, not {found}")


_SUBJECTS = ("effect", "calls", "writes", "reads", "tests", "enters")

GuardKind = Literal["rundown", "flow-delete", "endpoint-closure", "resource-release"]
GuardDefect = Literal[
    # verdict reasons: the completion is unguarded
    "no-guard", "some-path", "released-before", "result-ignored", "check-not-atomic",
    "claim-only", "wrong-layer",
    # the guard is there, but its shape is empty
    "no-teardown-signal", "flowless-layer", "flow-delete-unregistered",
    "flow-context-never-associated", "exception-handler",
    # the completion is inline, and not on a failure path
    "inline-completion",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class GuardedCall:
    """Completion sites of a `family`, by verdict; only guards of the kinds in `guards` count.

    `yields` maps a reason to the rule that reports the same defect at its root: where that rule is
    selected, it alone reports, and names this one as related.
    """

    family: str
    report: tuple[tuple[GuardDefect, str], ...]
    guards: tuple[GuardKind, ...] = (
        "rundown", "flow-delete", "endpoint-closure", "resource-release",
    )  # fmt: skip
    yields: tuple[tuple[GuardDefect, str], ...] = ()


Transfer = Literal["store", "pass", "defer", "return"]


@dataclass(frozen=True, slots=True)
class PairedAcquireRelease:
    """References of the `kinds` (acquire and release effects) and operations of the families in
    `pends` (pend and complete effects) are given back on every path.

    `transfers` are the ways in which ownership leaves the function and tracking ends: stored in
    memory that outlives it, passed to a function whose body is not visible, handed to deferred
    work, returned.
    """

    report: tuple[tuple[Literal["leak", "over-release", "count-mismatch"], str], ...]
    kinds: tuple[str, ...] = ()
    pends: tuple[str, ...] = ()
    transfers: tuple[Transfer, ...] = ("store", "pass", "defer", "return")


@dataclass(frozen=True, slots=True)
class MustCheckResult:
    """The result of each event is tested before it matters.

    `ignored`: never tested, returned or stored. `used-on-failure`: what a success would have given
    is used on the path of failure. `only_if` limits it to programs in which one of those events
    happens anywhere; with `same_object`, to events whose object may be the object of one of those.
    """

    events: tuple[Event, ...]
    report: tuple[tuple[Literal["ignored", "used-on-failure"], str], ...]
    only_if: tuple[Event, ...] = ()
    same_object: bool = False


@dataclass(frozen=True, slots=True)
class AtMostOnce:
    """The event happens at most once within `scope`.

    `path`        for one value on one path, loops included
    `activation`  in one call of a root function; with `distinct`, only two different functions of
                  `event.calls` count
    `object`      for one object by two functions that can both reach it, if neither takes it first
                  (exchange with null, clear or unlink under a lock); with `also_in`, one of the two
                  is reached from these roles, and the other follows `after`, an event about
                  something that was found through the object
    `driver`      while the driver is loaded: not in the event's roles, which are called again and
                  again, unless a test of the stored result stands before it
    """

    event: Event
    scope: Literal["path", "activation", "object", "driver"]
    report: tuple[tuple[Literal["again"], str], ...]
    distinct: bool = False
    also_in: tuple[str, ...] = ()
    after: Event | None = None


@dataclass(frozen=True, slots=True)
class MustFollow:
    """Around each `event` stands one of `requires`, on every path.

    `after`      between the event and the end of the activation
    `before`     between the start of the activation and the event, with no write between them that
                 undoes it
    `at-return`  it is what holds when the activation ends: the last write to the field counts

    With `same_object` both concern one object. `only_with` limits it to activations in which that
    event happens too (with `same_object`: in the same call of a function), `only_if` to programs
    in which one of those events happens anywhere.
    `missing`: none of `requires` on some path. `contradicted`: a later write undoes it.
    """

    event: Event
    requires: tuple[Event, ...]
    order: Literal["after", "before", "at-return"]
    report: tuple[tuple[Literal["missing", "contradicted"], str], ...]
    same_object: bool = False
    only_with: Event | None = None
    only_if: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True)
class NotWhileHolding:
    """The event does not happen while a reference or lock of one of `kinds` is held.

    With `same_object` only a reference to the event's own object counts; with `taken_in` only a
    lock that code reached from one of these roles takes as well, `on_every_path` if so. With
    `layer_allows` code of layers whose `pendable` does not list the family of the event is left
    out.
    """

    event: Event
    kinds: tuple[str, ...]
    report: tuple[tuple[Literal["held"], str], ...]
    same_object: bool = False
    taken_in: tuple[str, ...] = ()
    on_every_path: bool = False
    layer_allows: bool = False


@dataclass(frozen=True, slots=True)
class MustRegister:
    """Where `event` happens, one of `requires` happens too: anywhere in the program, or `within`
    the same activation; with `reachable_from`, in code reached from one of these roles, if the
    program has such a root at all. Code of every root counts where that code calls one of
    `joined_by`, functions that wait for other threads. `only_if` limits it to programs in which one
    of those events happens anywhere.
    """

    event: Event
    requires: tuple[Event, ...]
    report: tuple[tuple[Literal["absent"], str], ...]
    same_object: bool = False
    within: Literal["program", "activation"] = "program"
    reachable_from: tuple[str, ...] = ()
    joined_by: tuple[str, ...] = ()
    only_if: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True)
class CallContext:
    """The event happens only where it may.

    `roles`           only in code reached from these roles (and no other)
    `outside_layers`  not in code that runs at these layers
    `layer_allows`    only at layers whose `pendable` lists the family of the event
    `irql`            never above this IRQL, as far as the path decides it: by the level of its role
                      where that is one of `irql_roles`, by locks held, by functions that raise it
    `unregistered_by` not in a callout that one of these functions registers
    `only_with`       limits it to activations in which that event happens too
    `unless_failed`   not on a path on which a call has failed: it returned an error status, or
                      allocated nothing
    """

    event: Event
    report: tuple[tuple[Literal["role", "layer", "irql", "registration"], str], ...]
    roles: tuple[str, ...] = ()
    outside_layers: tuple[str, ...] = ()
    layer_allows: bool = False
    irql: Irql | None = None
    irql_roles: tuple[str, ...] = ()
    unregistered_by: tuple[str, ...] = ()
    only_with: Event | None = None
    unless_failed: bool = False


@dataclass(frozen=True, slots=True)
class KeptPointer:
    """A pointer that a function of one of `roles` got as one of `parameters` (names of
    `RoleFacts.parameters`) is not used after the activation.

    Without `sinks`, storing it in memory that outlives the activation is reported, unless one of
    `kept_by` happens on the same pointer; with `sinks`, only a stored pointer that reaches one.
    """

    roles: tuple[str, ...]
    parameters: tuple[str, ...]
    report: tuple[tuple[Literal["kept"], str], ...]
    kept_by: tuple[Event, ...] = ()
    sinks: tuple[Event, ...] = ()


PARAMS: dict[str, Any] = {
    "guarded-call": GuardedCall,
    "paired-acquire-release": PairedAcquireRelease,
    "must-check-result": MustCheckResult,
    "at-most-once": AtMostOnce,
    "must-follow": MustFollow,
    "not-while-holding": NotWhileHolding,
    "must-register": MustRegister,
    "call-context": CallContext,
    "kept-pointer": KeptPointer,
}

_COMMON = frozenset({"function", "object", "call", "reason"})

# What a message may name: `call` is the spelling at the finding, `object` what it is about.
PLACEHOLDERS: dict[str, frozenset[str]] = {
    "guarded-call": _COMMON | {"guard", "layer", "role"},
    "paired-acquire-release": _COMMON | {"release"},
    "must-check-result": _COMMON,
    "at-most-once": _COMMON | {"other"},
    "must-follow": _COMMON | {"layer"},
    "not-while-holding": _COMMON | {"held", "role"},
    "must-register": _COMMON | {"role", "layer"},
    "call-context": _COMMON | {"role", "layer", "irql"},
    "kept-pointer": _COMMON | {"parameter"},
}


def events_of(params: Any) -> tuple[Event, ...]:
    """Every event that the parameters of a checker speak of."""
    found: list[Event] = []
    for field in fields(params):
        value = getattr(params, field.name)
        found += [v for v in (value if isinstance(value, tuple) else (value,)) if _is_event(v)]
    return tuple(found)


def _is_event(value: object) -> bool:
    return isinstance(value, Event)
