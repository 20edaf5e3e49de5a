"""The intermediate representation that both front ends produce and every analysis reads.

A `TranslationUnit` holds functions, each with a control-flow graph of basic blocks. Only `Load`,
`Store` and `Call` touch memory; a `Value` is a pure expression over local variables. What a front
end could not model is a `Havoc`, never silence.

Names
  A local variable or parameter is its spelling, made unique within the function with `#2`, ...;
  a temporary is `%1`, `%2`, ...; a global is `@name`, or `@path::name` with internal linkage.
  A function id is its name, qualified (`ns::Class::f`) in C++, or `path::name` with internal
  linkage.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple, Union

from wfplint.source import Span

# --- types -----------------------------------------------------------------------------------


class TypeRef(NamedTuple):
    """A type as far as the analysis needs it.

    `text` is the spelling, `record` the tag (or, without a tag, the typedef name) of the structure,
    union or class that remains when `pointers` levels of pointer, reference and array are removed.
    Underscores around a tag are dropped, so `struct _PEND`, `struct PEND_` and `PEND` are one.
    """

    text: str = ""
    record: str = ""
    pointers: int = 0


# --- access paths ----------------------------------------------------------------------------


class Member(NamedTuple):
    """A step to a field of a structure; `record` is a tag as in `TypeRef.record`."""

    record: str
    name: str


class Element(NamedTuple):
    """A step to an array element; `index` is None where it is not a constant, `variable` then names
    the local that holds it, if that is all the index is.
    """

    index: int | None  # type: ignore[assignment]  # hides tuple.index
    variable: str = ""


class Deref(NamedTuple):
    """A step through a pointer."""


DEREF = Deref()
Step = Union[Member, Element, Deref]


class AccessPath(NamedTuple):
    """An abstract location: a root variable and the steps from it.

    `p->Lock` is root `p` with steps (DEREF, Member("PEND", "Lock")); the variable itself has no
    steps. Anonymous structures and unions inside a record leave no step.
    """

    root: str
    steps: tuple[Step, ...] = ()


# --- values ----------------------------------------------------------------------------------


class Const(NamedTuple):
    """An integer, character, enumerator, boolean or null pointer constant (0), as signed 64 bit.

    A value whose C type is a signed 32-bit integer is negative where C says so: `NTSTATUS` errors
    are below zero.
    """

    value: int


class Text(NamedTuple):
    """A string literal, wide or narrow, without prefix and quotes."""

    value: str


class Var(NamedTuple):
    """The current value of a local variable, parameter or temporary (never of a global)."""

    name: str


class Address(NamedTuple):
    """The address of a location: `&p->Lock`, an array used as a pointer, or `&global`."""

    path: AccessPath


class FunctionRef(NamedTuple):
    """A function named in the source; `id` as in the module docstring."""

    id: str


class Op(NamedTuple):
    """A pure operator over values: `== != < <= > >= ! - ~ + * / % & | ^ << >>`.

    `in` has the tested value first and the `case` constants after it; it is the condition of a
    switch's edges. Logical `&&`, `||` and `?:` never appear: they are control flow.
    """

    op: str
    args: tuple[Value, ...]


class Cast(NamedTuple):
    """A pointer seen as a pointer to another record. Casts that change nothing else are dropped."""

    value: Value
    record: str


class Container(NamedTuple):
    """`CONTAINING_RECORD(value, record, field)`: the record that holds the field at `value`.

    `member` is the path of fields inside the record: `Link`, or `Header.Link` as two steps.
    """

    value: Value
    record: str
    member: tuple[Member, ...]


class Unknown(NamedTuple):
    """A value that was not modelled."""


UNKNOWN = Unknown()
Value = Union[Const, Text, Var, Address, FunctionRef, Op, Cast, Container, Unknown]

# --- instructions ----------------------------------------------------------------------------


class Assign(NamedTuple):
    """`dst = value`, where `dst` is a local variable or temporary."""

    dst: str
    value: Value
    span: Span


class Load(NamedTuple):
    """`dst = *path`: reads memory, that is a global or anything with a step."""

    dst: str
    path: AccessPath
    span: Span


class Store(NamedTuple):
    """`*path = value`: writes a global or anything with a step."""

    path: AccessPath
    value: Value
    span: Span


class Call(NamedTuple):
    """A call. `callee` is a `FunctionRef`, or any other value for a call through a pointer.

    `span` starts at the called name as written (the macro's name where a macro expands to the
    call, and then `macro` is the place inside the macro's body). Destructors and overloaded
    operators are ordinary calls whose first argument is the address of the object.
    """

    dst: str | None
    callee: Value
    args: tuple[Value, ...]
    span: Span
    macro: Span | None = None


class Return(NamedTuple):
    """Leaves the function; the block's only edge leads to the exit block."""

    value: Value | None
    span: Span


class Havoc(NamedTuple):
    """Something here was not modelled: anything reachable may have changed, anything been called.

    `reason` says what, for people; `clobbers` names the locals that are unknown afterwards.
    """

    reason: str
    span: Span
    clobbers: tuple[str, ...] = ()


Instruction = Union[Assign, Load, Store, Call, Return, Havoc]

# --- control flow ----------------------------------------------------------------------------


class Condition(NamedTuple):
    """An edge is taken when `value` is non-zero (`truth`) or zero (not `truth`).

    `assumed`: nothing tests it; the source asserts it of an object that the function was lent.
    """

    value: Value
    truth: bool
    span: Span
    assumed: bool = False


class Edge(NamedTuple):
    """A way to the block with index `target`; without a condition it may always be taken."""

    target: int
    condition: Condition | None = None


class BasicBlock(NamedTuple):
    """Instructions without a branch between them, then the edges out (none: the function ends)."""

    instructions: tuple[Instruction, ...]
    edges: tuple[Edge, ...]


class Cfg(NamedTuple):
    """Blocks by index; block 0 is the entry. Unreachable blocks are not kept."""

    blocks: tuple[BasicBlock, ...]
    exit: int


# --- functions and units ---------------------------------------------------------------------


class Variable(NamedTuple):
    """A parameter or local: name as in the IR, and type."""

    name: str
    type: TypeRef


@dataclass(frozen=True)
class Function:
    """A function definition.

    `name` is the unqualified spelling, `annotations` the names that say something of its role: a
    function typedef it was declared with (`KSTART_ROUTINE`, `EVT_WDF_TIMER`) and `_Wfp_*` or
    `_Function_class_(x)` annotations (as `x`). `span` covers head and body, `name_span` the name.
    """

    id: str
    name: str
    span: Span
    name_span: Span
    parameters: tuple[Variable, ...]
    result: TypeRef
    internal: bool
    cfg: Cfg
    locals: tuple[Variable, ...] = ()
    annotations: tuple[str, ...] = ()
    frontend: str = "libclang"


class Initialiser(NamedTuple):
    """One scalar of a global's initialiser: the steps from the global, and its value."""

    steps: tuple[Step, ...]
    value: Value


class Global(NamedTuple):
    """A variable at file or namespace scope; `id` starts with `@`."""

    id: str
    name: str
    type: TypeRef
    span: Span
    internal: bool
    initialisers: tuple[Initialiser, ...] = ()


class Field(NamedTuple):
    """A field of a record, in the order of declaration."""

    name: str
    type: TypeRef


class Notice(NamedTuple):
    """Something about a file that a person may want to know; never a finding."""

    span: Span
    message: str


@dataclass(frozen=True)
class TranslationUnit:
    """One analysed source file, and what of its headers matters.

    `functions` holds the definitions of this file and of every project file it includes;
    `declarations` maps a function's name to annotations from its prototypes.
    """

    path: str
    language: str
    functions: tuple[Function, ...]
    globals: tuple[Global, ...] = ()
    records: dict[str, tuple[Field, ...]] = field(default_factory=dict)
    declarations: dict[str, tuple[str, ...]] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()
    frontend: str = "libclang"
