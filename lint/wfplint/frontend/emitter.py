"""The ground of lowering: blocks, names, temporaries, jumps out of scopes, exception edges."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping

from wfplint.frontend.graph import Block, Exit
from wfplint.frontend.scopes import (
    DestructorScope,
    FinallyScope,
    Scope,
    first_cleanup,
)
from wfplint.frontend.syntax import FunctionSyntax, Stmt
from wfplint.frontend.values import constant_truth, tested
from wfplint.ir import (
    UNKNOWN,
    Address,
    Assign,
    Call,
    Condition,
    Field,
    FunctionRef,
    Global,
    Havoc,
    Initialiser,
    TypeRef,
    Value,
    Var,
    Variable,
)
from wfplint.source import Span

LIMIT = 60_000


class TooLarge(Exception):
    """The graph outgrew the limit; the function is given up as a whole."""


class Slot:
    """A declared local: its name in the IR and how its value is reached."""

    __slots__ = ("is_array", "is_global", "is_reference", "name", "type")

    def __init__(
        self, name: str, type: TypeRef, is_array: bool = False, is_global: bool = False
    ) -> None:
        self.name = name
        self.type = type
        self.is_array = is_array or type.text.endswith("]")
        self.is_reference = type.text.endswith("&")
        self.is_global = is_global


class Context:
    """What one unit knows besides the function: its records, and what lowering adds to it."""

    def __init__(
        self,
        records: Mapping[str, tuple[Field, ...]] | None = None,
        references: Mapping[str, tuple[bool, ...]] | None = None,
    ) -> None:
        self.records = records or {}
        self.references = references or {}
        self.statics: list[Global] = []


class Emitter(ABC):
    """State of the lowering of one function."""

    def __init__(
        self, function: FunctionSyntax, context: Context, captured: Mapping[str, Slot]
    ) -> None:
        self.function = function
        self.context = context
        self.captured = captured
        self.entry = self.current = Block()
        self.exit = Block()
        self.scope: Scope | None = None
        self.slots: dict[str, Slot] = {}
        self.used: dict[str, int] = {}
        self.locals: list[Variable] = []
        self.temporaries = 0
        self.size = 0
        self.deferred: list[Callable[[], None]] = []
        self.unwinds: dict[tuple[Scope, Block], Block] = {}

    # --- names ---------------------------------------------------------------------------

    def declare(self, name: str, id: str, type: TypeRef, is_array: bool = False) -> Slot:
        """Give a local its name in the IR, unique within the function."""
        count = self.used[name] = self.used.get(name, 0) + 1
        unique = name if count == 1 else f"{name}#{count}"
        slot = self.slots[id] = Slot(unique, type, is_array)
        self.locals.append(Variable(unique, type))
        return slot

    def declare_static(self, name: str, id: str, type: TypeRef, is_array: bool, span: Span) -> Slot:
        """A static local is a global that only this function can name."""
        owner = self.function
        prefix = owner.id if owner.internal else f"{owner.span.path}::{owner.id}"
        count = self.used[f"@{name}"] = self.used.get(f"@{name}", 0) + 1
        unique = f"@{prefix}::{name}" + ("" if count == 1 else f"#{count}")
        slot = self.slots[id] = Slot(unique, type, is_array, is_global=True)
        self.context.statics.append(Global(unique, name, type, span, True))
        return slot

    def set_initialisers(self, slot: Slot, values: tuple[Initialiser, ...]) -> None:
        statics = self.context.statics
        statics[-1] = statics[-1]._replace(initialisers=values)

    def temporary(self) -> str:
        self.temporaries += 1
        return f"%{self.temporaries}"

    def held(self, value: Value, span: Span) -> Var:
        """The value in a variable that nothing changes later."""
        if isinstance(value, Var) and value.name[0] == "%":
            return value
        name = self.temporary()
        self.current.instructions.append(Assign(name, value, span))
        return Var(name)

    # --- instructions and edges ----------------------------------------------------------

    def new_block(self) -> Block:
        self.size += 1
        if self.size > LIMIT:
            raise TooLarge
        return Block()

    def go(self, target: Block) -> None:
        """Leave the current block for `target`, without leaving a scope."""
        self.current.edges = [(target, None)]

    def start(self, block: Block) -> None:
        """Fall through from the current block into `block` and go on there."""
        self.go(block)
        self.current = block

    def branch(self, value: Value, yes: Block, no: Block, span: Span) -> None:
        """Leave the current block by the truth of `value`."""
        value, truth = tested(value, True)
        known = constant_truth(value)
        if known is not None:
            self.current.edges = [(yes if known == truth else no, None)]
        elif value == UNKNOWN:
            self.current.edges = [(yes, None), (no, None)]
        else:
            self.current.edges = [
                (yes, Condition(value, truth, span)),
                (no, Condition(value, not truth, span)),
            ]

    def call(self, call: Call) -> None:
        """Emit a call; if this function handles exceptions raised here, it may also end there."""
        self.current.instructions.append(call)
        if self.scope is not None and self.scope.guarded:
            self.may_raise()

    def may_raise(self) -> None:
        landing = self.landing(self.scope)
        if landing is None:
            return
        after = self.new_block()
        exits: list[Exit] = [(after, None), (landing, None)]
        self.current.edges = exits
        self.current = after

    def havoc(self, reason: str, span: Span) -> None:
        """What follows knows no local any more: the source that was not understood may set any."""
        names = tuple(slot.name for slot in self.slots.values() if not slot.is_global)
        self.current.instructions.append(Havoc(reason, span, names))
        if self.scope is not None and self.scope.guarded:
            self.may_raise()

    # --- leaving scopes ------------------------------------------------------------------

    def jump(self, target: Block, outside: Scope | None) -> None:
        """Leave every scope inside `outside`, running its clean-up, then go to `target`."""
        self.go(self.unwind(self.scope, outside, target))
        self.current = self.new_block()

    def unwind(self, scope: Scope | None, outside: Scope | None, target: Block) -> Block:
        """The block where the way from `scope` to `target` begins."""
        cleanup = first_cleanup(scope, outside)
        if cleanup is None:
            return target
        key = (cleanup, target)
        if key not in self.unwinds:
            block = self.unwinds[key] = self.new_block()

            def build() -> None:
                self.current, self.scope = block, cleanup.parent
                self.clean_up(cleanup, True)
                self.go(self.unwind(cleanup.parent, outside, target))

            self.deferred.append(build)
        return self.unwinds[key]

    def landing(self, scope: Scope | None) -> Block | None:
        """Where an exception raised in `scope` goes; None if it leaves the function."""
        while scope is not None and scope.guarded:
            if scope.landing is not None:
                return scope.landing
            if isinstance(scope, (DestructorScope, FinallyScope)):
                scope.landing = self._exceptional_cleanup(scope)
                return scope.landing
            scope = scope.parent
        return None

    def _exceptional_cleanup(self, cleanup: Scope) -> Block:
        block = self.new_block()

        def build() -> None:
            self.current, self.scope = block, cleanup.parent
            self.clean_up(cleanup, True)
            target = self.landing(cleanup.parent)
            if target is not None:
                self.go(target)

        self.deferred.append(build)
        return block

    def clean_up(self, scope: Scope, abnormal: bool) -> None:
        """Emit what leaving `scope` does; the scope in force is its parent already."""
        if isinstance(scope, DestructorScope):
            self.destroy(scope)
        elif isinstance(scope, FinallyScope):
            self.finally_copy(scope.handler, abnormal)

    def destroy(self, scope: DestructorScope) -> None:
        callee = FunctionRef(scope.id)
        self.call(Call(None, callee, (Address(scope.path),), scope.span))

    def leave_to(self, outside: Scope | None) -> None:
        """The normal end of a block: run the clean-up of its scopes in place."""
        while self.scope is not None and self.scope is not outside:
            scope, self.scope = self.scope, self.scope.parent
            if isinstance(scope, DestructorScope):
                self.destroy(scope)

    @abstractmethod
    def finally_copy(self, handler: Stmt, abnormal: bool) -> None:
        """Translate a `__finally` block once more, for one way to leave."""
