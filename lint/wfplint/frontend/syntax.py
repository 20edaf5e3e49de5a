"""The syntax tree that both parsers are translated to, before `lowering.py` makes a graph of it.

It keeps what C and C++ mean and drops what only a parser needs: parentheses, implicit casts,
annotations. Macros are already expanded. A node that a front end could not translate is an
`Opaque` expression or statement, so that nothing disappears.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple, Union

from wfplint.ir import Field, Global, Notice, TypeRef
from wfplint.source import Span

# --- expressions -----------------------------------------------------------------------------


class Integer(NamedTuple):
    """A constant the front end could compute: literal, enumerator, `sizeof`, `true`, `NULL`."""

    value: int
    span: Span


class String(NamedTuple):
    value: str
    span: Span


class Name(NamedTuple):
    """A reference to a declared thing.

    `kind` is `local` (also parameters), `global` or `function`; `id` is unique: for a local any
    string that tells two declarations of one spelling apart, for the others the id of `wfplint.ir`.
    `is_array`: declared as an array here, so that its value is its address (a parameter never is).
    """

    name: str
    kind: str
    id: str
    type: TypeRef
    span: Span
    is_array: bool = False


class MemberOf(NamedTuple):
    """`object.name`, or `object->name` with `arrow`; `record` is the tag of the structure."""

    object: Expr
    name: str
    record: str
    arrow: bool
    type: TypeRef
    span: Span
    is_array: bool = False


class Subscript(NamedTuple):
    array: Expr
    index: Expr  # type: ignore[assignment]  # hides `tuple.index`, which a node has no use for
    type: TypeRef
    span: Span
    is_array: bool = False


class Unary(NamedTuple):
    """`op` is one of `* & ! - ~ +` or `++x --x x++ x--`."""

    op: str
    operand: Expr
    type: TypeRef
    span: Span


class Binary(NamedTuple):
    """Arithmetic, comparison, `&&`, `||` or `,`."""

    op: str
    left: Expr
    right: Expr
    type: TypeRef
    span: Span


class Assignment(NamedTuple):
    """`op` is `=` or a compound form such as `|=`."""

    op: str
    target: Expr
    value: Expr
    type: TypeRef
    span: Span


class Conditional(NamedTuple):
    test: Expr
    then: Expr
    otherwise: Expr
    type: TypeRef
    span: Span


class CastTo(NamedTuple):
    """An explicit cast; `type` is the target."""

    operand: Expr
    type: TypeRef
    span: Span


class CallOf(NamedTuple):
    """A call; `span` begins at the called name, `macro` as in `ir.Call`.

    For a method call the object's address is the first argument and `callee` the method.
    """

    callee: Expr
    arguments: tuple[Expr, ...]
    type: TypeRef
    span: Span
    macro: Span | None = None


class ContainerOf(NamedTuple):
    """`CONTAINING_RECORD` or the same arithmetic written out; `members` are (record, field)."""

    operand: Expr
    record: str
    members: tuple[tuple[str, str], ...]
    type: TypeRef
    span: Span


class InitList(NamedTuple):
    """`{...}`: pairs of designator path and expression, every position already resolved.

    A designator is a tuple of field names as (record, name) pairs and of array indexes.
    `type` is the aggregate's. Elements left out are zero.
    """

    items: tuple[tuple[tuple[tuple[str, str] | int, ...], Expr], ...]
    type: TypeRef
    span: Span


class LambdaOf(NamedTuple):
    """A lambda; `function` is its body with its parameters, captures are shared by reference."""

    function: FunctionSyntax
    span: Span


class Opaque(NamedTuple):
    """An expression or statement that was not translated; `reason` is for people."""

    reason: str
    span: Span
    type: TypeRef = TypeRef()


Expr = Union[
    Integer,
    String,
    Name,
    MemberOf,
    Subscript,
    Unary,
    Binary,
    Assignment,
    Conditional,
    CastTo,
    CallOf,
    ContainerOf,
    InitList,
    LambdaOf,
    Opaque,
]

# --- statements ------------------------------------------------------------------------------


class Compound(NamedTuple):
    """A scope: destructors of its variables run when it is left."""

    body: tuple[Stmt, ...]
    span: Span


class ExpressionStmt(NamedTuple):
    value: Expr
    span: Span


class Declare(NamedTuple):
    """A local variable. `destructor` is the id of the destructor that runs at the scope's end.

    `constructor` is the constructor's call, with the variable's address as first argument; it
    excludes `init`. `is_array` and `is_static` as in the source.
    """

    name: str
    id: str
    type: TypeRef
    init: Expr | None
    span: Span
    constructor: CallOf | None = None
    destructor: str | None = None
    is_array: bool = False
    is_static: bool = False


class If(NamedTuple):
    test: Expr
    then: Stmt
    otherwise: Stmt | None
    span: Span
    init: Stmt | None = None


class While(NamedTuple):
    test: Expr
    body: Stmt
    span: Span


class DoWhile(NamedTuple):
    body: Stmt
    test: Expr
    span: Span


class For(NamedTuple):
    init: Stmt | None
    test: Expr | None
    step: Expr | None
    body: Stmt
    span: Span


class ForEach(NamedTuple):
    """C++ `for (x : range)`: the body runs any number of times with an unknown `variable`."""

    variable: Declare
    range: Expr
    body: Stmt
    span: Span


class Switch(NamedTuple):
    """`body` contains `Case` and `Default` statements at any depth, as in C."""

    test: Expr
    body: Stmt
    span: Span


class Case(NamedTuple):
    """`value` is None where the constant is unknown; `body` is the statement after the colon."""

    value: int | None
    body: Stmt | None
    span: Span


class Default(NamedTuple):
    body: Stmt | None
    span: Span


class Label(NamedTuple):
    name: str
    body: Stmt | None
    span: Span


class Goto(NamedTuple):
    label: str
    span: Span


class Break(NamedTuple):
    span: Span


class Continue(NamedTuple):
    span: Span


class ReturnStmt(NamedTuple):
    value: Expr | None
    span: Span


class TryExcept(NamedTuple):
    """`__try {} __except (filter) {}`; also C++ `try {} catch`, with `filter` None."""

    body: Stmt
    filter: Expr | None
    handler: Stmt
    span: Span


class TryFinally(NamedTuple):
    body: Stmt
    handler: Stmt
    span: Span


class Leave(NamedTuple):
    """`__leave`: to the end of the innermost `__try` body."""

    span: Span


class Empty(NamedTuple):
    span: Span


Stmt = Union[
    Compound,
    ExpressionStmt,
    Declare,
    If,
    While,
    DoWhile,
    For,
    ForEach,
    Switch,
    Case,
    Default,
    Label,
    Goto,
    Break,
    Continue,
    ReturnStmt,
    TryExcept,
    TryFinally,
    Leave,
    Empty,
    Opaque,
]

# --- functions and units ---------------------------------------------------------------------


class ParameterSyntax(NamedTuple):
    name: str
    id: str
    type: TypeRef


@dataclass(frozen=True)
class FunctionSyntax:
    """A function definition before lowering; the fields are those of `ir.Function`."""

    id: str
    name: str
    span: Span
    name_span: Span
    parameters: tuple[ParameterSyntax, ...]
    result: TypeRef
    internal: bool
    body: Stmt
    annotations: tuple[str, ...] = ()
    frontend: str = "libclang"


class GlobalSyntax(NamedTuple):
    """A global and its initialiser, not yet flattened to scalars."""

    declared: Global
    init: Expr | None


@dataclass(frozen=True)
class UnitSyntax:
    """What a front end gives for one file."""

    path: str
    language: str
    functions: tuple[FunctionSyntax, ...]
    globals: tuple[GlobalSyntax, ...] = ()
    records: dict[str, tuple[Field, ...]] = field(default_factory=dict)
    declarations: dict[str, tuple[str, ...]] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()
