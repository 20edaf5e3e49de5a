"""What surrounds a statement: the chain of scopes that a jump has to leave.

A scope is a link of a chain that is never changed, so that a jump can be finished after the label
it names, or the handler it runs, has been seen.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeVar

from wfplint.frontend.graph import Block
from wfplint.frontend.syntax import Stmt
from wfplint.ir import AccessPath
from wfplint.source import Span

Kind = Literal["destructor", "finally", "guarded", "loop", "switch", "try", "labels", "inline"]
CLEANUPS = frozenset({"destructor", "finally"})


class Scope:
    """One link. `guarded` says that an exception raised here is handled in this function."""

    __slots__ = ("guarded", "kind", "landing", "parent")
    kind: Kind

    def __init__(self, parent: Scope | None) -> None:
        self.parent = parent
        self.guarded: bool = parent.guarded if parent else False
        self.landing: Block | None = None


class DestructorScope(Scope):
    """From a variable's construction on: leaving it calls the destructor `id`."""

    __slots__ = ("id", "path", "span")
    kind = "destructor"

    def __init__(self, parent: Scope | None, path: AccessPath, id: str, span: Span) -> None:
        super().__init__(parent)
        self.path, self.id, self.span = path, id, span


class FinallyScope(Scope):
    """The body of `__try {} __finally {}`: leaving it runs the handler."""

    __slots__ = ("handler",)
    kind = "finally"

    def __init__(self, parent: Scope | None, handler: Stmt) -> None:
        super().__init__(parent)
        self.handler = handler


class GuardedScope(Scope):
    """The body of a statement with `__except` or `catch`; `landing` is where exceptions go."""

    __slots__ = ()
    kind = "guarded"

    def __init__(self, parent: Scope | None, landing: Block) -> None:
        super().__init__(parent)
        self.landing = landing
        self.guarded = True


class LoopScope(Scope):
    __slots__ = ("after", "next")
    kind = "loop"

    def __init__(self, parent: Scope | None, after: Block, next: Block) -> None:
        super().__init__(parent)
        self.after, self.next = after, next


class SwitchScope(Scope):
    """`cases` and `default` are filled in while the body is lowered."""

    __slots__ = ("after", "cases", "default")
    kind = "switch"

    def __init__(self, parent: Scope | None, after: Block) -> None:
        super().__init__(parent)
        self.after = after
        self.cases: list[tuple[int | None, Block]] = []
        self.default: Block | None = None


class TryScope(Scope):
    """The body of any `__try`: `end` is where `__leave` goes."""

    __slots__ = ("end",)
    kind = "try"

    def __init__(self, parent: Scope | None, end: Block) -> None:
        super().__init__(parent)
        self.end = end


class LabelScope(Scope):
    """One copy of code whose labels are its own: a function, or one expansion of a handler."""

    __slots__ = ("abnormal", "labels")
    kind = "labels"

    def __init__(self, parent: Scope | None, abnormal: bool | None = None) -> None:
        super().__init__(parent)
        self.labels: dict[str, tuple[Block, Scope | None]] = {}
        self.abnormal = abnormal


class InlineScope(Scope):
    """The body of a lambda expanded in place: `return` stores `result` and goes to `end`."""

    __slots__ = ("end", "result")
    kind = "inline"

    def __init__(self, parent: Scope | None, end: Block, result: str) -> None:
        super().__init__(parent)
        self.end, self.result = end, result


ScopeT = TypeVar("ScopeT", bound=Scope)


def enclosing(scope: Scope | None, kind: type[ScopeT]) -> ScopeT | None:
    """The innermost scope of a kind, from `scope` outwards."""
    for link in chain(scope):
        if isinstance(link, kind):
            return link
    return None


def chain(scope: Scope | None) -> Iterator[Scope]:
    """The scope, then what surrounds it."""
    while scope is not None:
        yield scope
        scope = scope.parent


def first_cleanup(scope: Scope | None, stop: Scope | None) -> Scope | None:
    """The innermost scope from `scope` out to (without) `stop` that needs work when it is left."""
    for link in chain(scope):
        if link is stop:
            return None
        if link.kind in CLEANUPS:
            return link
    return None


def common(scope: Scope | None, other: Scope | None) -> Scope | None:
    """The innermost scope that holds both."""
    outer = set(chain(other))
    return next((link for link in chain(scope) if link in outer), None)
