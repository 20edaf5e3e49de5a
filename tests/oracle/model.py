"""The abstract programs of the oracle: what is generated, rendered as C, and interpreted.

A program is a set of functions over one record type. `pend` is the record a function works on,
`other` another one of the same type; `g` stands for globals. Contexts, states and flags are
numbers; text is chosen only when a program is rendered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields, replace
from typing import Any, Union

NUMBERS = {
    "FALSE": 0,
    "TRUE": 1,
    "RESERVED": 0,
    "PENDED": 1,
    "INFLIGHT": 2,
    "GONE": 3,
    "NULL": 0,
    "STATUS_SUCCESS": 0,
    "STATUS_PENDING": 0x103,
    "STATUS_DELETE_PENDING": -0x3FFFFFAA,
    "STATUS_UNSUCCESSFUL": -0x3FFFFFFF,
}
DOMAINS: dict[str, tuple[int, ...]] = {
    "Dead": (0, 1),
    "Claimed": (0, 1, 5),
    "State": (0, 1, 2, 3, 7),
    "Context": (0, 1),
    "gClosed": (0, 1),
}
FIELD_TYPES = {"Dead": "BOOLEAN", "Claimed": "LONG", "State": "LONG", "gClosed": "BOOLEAN"}


@dataclass(frozen=True)
class Object:
    """A lock, rundown reference or field: of the record a variable names, or global (`g`)."""

    owner: str
    name: str


# --- expressions ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Const:
    text: str

    @property
    def value(self) -> int:
        return NUMBERS[self.text] if self.text in NUMBERS else int(self.text)


@dataclass(frozen=True)
class Var:
    name: str


@dataclass(frozen=True)
class Read:
    """A plain read of shared state."""

    at: Object


@dataclass(frozen=True)
class Input:
    """A number that nothing in the program changes."""

    name: str


@dataclass(frozen=True)
class Ask:
    """A call whose answer may differ each time."""


@dataclass(frozen=True)
class Not:
    inner: Expr


@dataclass(frozen=True)
class Both:
    """`&&`, or `||` if not `all`."""

    left: Expr
    right: Expr
    all: bool = True


@dataclass(frozen=True)
class Compare:
    left: Expr
    operator: str
    right: Const


@dataclass(frozen=True)
class Success:
    inner: Expr


@dataclass(frozen=True)
class Choose:
    condition: Expr
    yes: Const
    no: Const


@dataclass(frozen=True)
class Enter:
    """Acquire rundown protection."""

    at: Object


@dataclass(frozen=True)
class Exchange:
    """Interlocked exchange; with `expected` a compare-exchange."""

    at: Object
    new: Const
    expected: Const | None = None


@dataclass(frozen=True)
class Call:
    """A call of a helper of the program; by name, with the variables of its parameters."""

    function: str


Expr = Union[
    Const, Var, Read, Input, Ask, Not, Both, Compare, Success, Choose, Enter, Exchange, Call
]

# --- statements ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Set:
    var: str
    value: Expr


@dataclass(frozen=True)
class Store:
    at: Object
    value: Const


@dataclass(frozen=True)
class Lock:
    at: Object


@dataclass(frozen=True)
class Unlock:
    at: Object


@dataclass(frozen=True)
class Leave:
    """Release rundown protection."""

    at: Object


@dataclass(frozen=True)
class Do:
    """Evaluate and ignore."""

    value: Expr


@dataclass(frozen=True)
class If:
    condition: Expr
    yes: Block
    no: Block = ()


@dataclass(frozen=True)
class Case:
    labels: tuple[Const, ...]
    body: Block
    falls: bool = False


@dataclass(frozen=True)
class Switch:
    value: Expr
    cases: tuple[Case, ...]
    default: Block = ()


@dataclass(frozen=True)
class Loop:
    """`form`: while, do (condition after the body), or jump (while, written with goto)."""

    form: str
    condition: Expr
    body: Block


@dataclass(frozen=True)
class Count:
    """`for (i = 0; i < limit; i++)`; the limit is a constant or an input."""

    var: str
    limit: Const | Input
    body: Block


@dataclass(frozen=True)
class Break:
    pass


@dataclass(frozen=True)
class Continue:
    pass


@dataclass(frozen=True)
class Return:
    value: Expr | None = None


@dataclass(frozen=True)
class Goto:
    """To one of the labels at the end of the function."""

    label: str


@dataclass(frozen=True)
class Complete:
    site: int
    context: Expr


@dataclass(frozen=True)
class Pop:
    """Take an entry off a list, if there is one: `ok` says so and `pend` is then its record.

    `form`: head, or walk (search, then RemoveEntryList).
    """

    queue: str
    ok: str
    form: str = "head"


@dataclass(frozen=True)
class Insert:
    queue: str


@dataclass(frozen=True)
class Queue:
    """Hand `pend` to another function. `form`: item, or thread (`status` gets the result)."""

    function: str
    form: str = "item"
    status: str = ""


@dataclass(frozen=True)
class Free:
    pass


@dataclass(frozen=True)
class Allocate:
    """`pend` becomes a new zeroed record; on failure NULL."""


@dataclass(frozen=True)
class Pend:
    """Pend the operation into `pend->Context`; `status` gets the result."""

    status: str


Stmt = Union[
    Set, Store, Lock, Unlock, Leave, Do, If, Switch, Loop, Count, Break, Continue, Return, Goto,
    Complete, Pop, Insert, Queue, Free, Allocate, Pend,
]  # fmt: skip
Block = tuple[Stmt, ...]


@dataclass(frozen=True)
class Function:
    """`role`: helper, worker, submit, classify, closure, flow-delete, or plain (an external
    function of no known role). `outs` are variables of the caller that a helper works on.
    """

    name: str
    role: str
    body: Block
    locals: tuple[tuple[str, str], ...] = ()
    labels: tuple[tuple[str, Block], ...] = ()
    returns: str = "void"
    values: tuple[str, ...] = ()
    outs: tuple[str, ...] = ()

    def type_of(self, var: str) -> str:
        return dict(self.locals)[var]


@dataclass(frozen=True)
class Program:
    functions: tuple[Function, ...]
    locks: tuple[tuple[str, str], ...] = ()
    style: int = 0
    registered: frozenset[str] = field(default_factory=frozenset)

    def function(self, name: str) -> Function:
        for function in self.functions:
            if function.name == name:
                return function
        raise KeyError(name)

    def with_function(self, function: Function) -> Program:
        others = tuple(function if f.name == function.name else f for f in self.functions)
        return replace(self, functions=others)


# --- walking -------------------------------------------------------------------------------------


def blocks_of(stmt: Stmt) -> tuple[Block, ...]:
    """The blocks directly inside a statement."""
    if isinstance(stmt, If):
        return (stmt.yes, stmt.no)
    if isinstance(stmt, Switch):
        return (*(c.body for c in stmt.cases), stmt.default)
    if isinstance(stmt, (Loop, Count)):
        return (stmt.body,)
    return ()


def with_blocks(stmt: Stmt, blocks: tuple[Block, ...]) -> Stmt:
    """The statement with other blocks inside."""
    if isinstance(stmt, If):
        return replace(stmt, yes=blocks[0], no=blocks[1])
    if isinstance(stmt, Switch):
        cases = tuple(replace(c, body=b) for c, b in zip(stmt.cases, blocks, strict=False))
        return replace(stmt, cases=cases, default=blocks[-1])
    if isinstance(stmt, (Loop, Count)):
        return replace(stmt, body=blocks[0])
    return stmt


def statements(block: Block) -> Iterator[Stmt]:
    """All statements of a block, outer before inner."""
    for stmt in block:
        yield stmt
        for inner in blocks_of(stmt):
            yield from statements(inner)


def all_statements(function: Function) -> Iterator[Stmt]:
    yield from statements(function.body)
    for _, block in function.labels:
        yield from statements(block)


def expressions(node: Any) -> Iterator[Any]:
    """All expressions in a statement (not in its blocks) or expression."""
    for each in fields(node):
        value = getattr(node, each.name)
        if hasattr(value, "__dataclass_fields__") and not isinstance(value, Object):
            yield value
            yield from expressions(value)


def rewrite(block: Block, change: Callable[[Stmt], Block]) -> Block:
    """The block with each statement replaced by what `change` makes of it, inner first."""
    result: list[Stmt] = []
    for stmt in block:
        inner = tuple(rewrite(b, change) for b in blocks_of(stmt))
        result += change(with_blocks(stmt, inner) if inner else stmt)
    return tuple(result)
