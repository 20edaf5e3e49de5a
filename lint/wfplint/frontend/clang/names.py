"""Declared things and the ids that the IR gives them."""

from __future__ import annotations

from typing import NamedTuple

from wfplint.frontend.clang import kinds as k
from wfplint.frontend.clang.cursors import children, is_null
from wfplint.frontend.clang.library import CursorHandle, Library
from wfplint.frontend.clang.places import Places
from wfplint.frontend.clang.types import TypeInfo, Types

_INTERNAL, _UNIQUE_EXTERNAL = 2, 3
_STATIC_STORAGE = 3


class Declared(NamedTuple):
    """A variable, parameter, function or enumerator.

    `kind` is that of `syntax.Name`, or `constant` with its `value`. For a function,
    `by_reference` tells which parameters are references.
    """

    name: str
    kind: str
    id: str
    type: TypeInfo
    cursor: CursorHandle
    value: int = 0
    by_reference: tuple[bool, ...] = ()
    returns_reference: bool = False
    internal: bool = False


class Names:
    """The declarations of one unit, each read once."""

    def __init__(self, lib: Library, places: Places, types: Types, cpp: bool) -> None:
        self._lib = lib
        self._places = places
        self._types = types
        self._cpp = cpp
        self._declared: dict[int | None, Declared] = {}
        self._scopes: dict[int | None, str] = {}
        self._overloads: dict[str, list[str]] = {}
        self._numbered_first: dict[str, list[CursorHandle]] = {}
        self._destructors: dict[int | None, Declared | None] = {}
        self._locals: dict[str, int] = {}

    def number_first(self, functions: dict[str, list[CursorHandle]]) -> None:
        """Functions by name that come, in this order, before all others of the name."""
        self._numbered_first = functions

    def start_function(self) -> None:
        """Count the locals of one spelling from one again."""
        self._locals.clear()

    def of_reference(self, cursor: CursorHandle) -> Declared | None:
        """What an expression refers to; None where libclang does not know."""
        declaration = self._lib.referenced(cursor)
        return None if is_null(declaration) else self.of(declaration)

    def is_met(self, declaration: CursorHandle) -> bool:
        """Whether something has referred to the declaration so far."""
        return declaration.d0 in self._declared

    def is_internal(self, declaration: CursorHandle) -> bool:
        """Whether each unit has a thing of its own of this name."""
        return self._lib.linkage(declaration) in (_INTERNAL, _UNIQUE_EXTERNAL)

    def of(self, declaration: CursorHandle) -> Declared | None:
        known = self._declared.get(declaration.d0)
        if known is None:
            read = _READERS.get(declaration.kind)
            if read is None:
                return None
            known = self._declared[declaration.d0] = read(self, declaration)
        return known

    # --- one reader a kind ---------------------------------------------------------------

    def _constant(self, cursor: CursorHandle) -> Declared:
        value = self._lib.enumerator_value(cursor)
        name = self._lib.spelling(cursor)
        return Declared(name, "constant", name, self._types.of(cursor), cursor, value)

    def _parameter(self, cursor: CursorHandle) -> Declared:
        return self._local(self._lib.spelling(cursor), cursor)

    def _local(self, name: str, cursor: CursorHandle) -> Declared:
        count = self._locals[name] = self._locals.get(name, 0) + 1
        id = name if count == 1 else f"{name}#{count}"
        return Declared(name, "local", id, self._types.of(cursor), cursor)

    def _variable(self, cursor: CursorHandle) -> Declared:
        lib = self._lib
        name = lib.spelling(cursor)
        parent = lib.semantic_parent(cursor)
        external = lib.linkage(cursor) > _UNIQUE_EXTERNAL
        if not external and parent.kind in k.FUNCTION_KINDS | {k.FUNCTION_TEMPLATE}:
            return self._local(name, cursor)
        qualified = self._qualified(name, parent)
        id, internal = self._with_linkage(qualified, cursor)
        return Declared(name, "global", f"@{id}", self._types.of(cursor), cursor, internal=internal)

    def _function(self, cursor: CursorHandle) -> Declared:
        lib, types = self._lib, self._types
        name = lib.spelling(cursor)
        parent = lib.semantic_parent(cursor)
        if parent.kind in k.RECORD_KINDS and "(lambda" in lib.spelling(parent):
            id, internal = name, True
        else:
            for earlier in self._numbered_first.pop(name, ()):
                self.of(earlier)
            qualified = self._qualified(name, parent)
            id, internal = self._with_linkage(self._overload(qualified, cursor), cursor)
        info = types.of(cursor)
        handle = lib.canonical(info.handle)
        count = max(lib.argument_count(handle), 0)
        arguments = [lib.canonical(lib.argument_type(handle, i)).kind for i in range(count)]
        flags = tuple(kind in k.REFERENCE_TYPES for kind in arguments)
        result = lib.canonical(lib.result_type(handle)).kind in k.REFERENCE_TYPES
        return Declared(
            name,
            "function",
            id,
            info,
            cursor,
            by_reference=flags if any(flags) else (),
            returns_reference=result,
            internal=internal,
        )

    def _overload(self, qualified: str, cursor: CursorHandle) -> str:
        """The second and later functions of a name carry their signature, as `f(int)`."""
        if not self._cpp:
            return qualified
        text = self._lib.type_spelling(self._lib.canonical(self._lib.type_of(cursor)))
        seen = self._overloads.setdefault(qualified, [])
        signature = text[text.find("(") :]
        if signature not in seen:
            seen.append(signature)
        return qualified if seen[0] == signature else qualified + signature

    # --- qualified names and linkage -----------------------------------------------------

    def _with_linkage(self, name: str, cursor: CursorHandle) -> tuple[str, bool]:
        if self._lib.linkage(cursor) not in (_INTERNAL, _UNIQUE_EXTERNAL):
            return name, False
        definition = self._lib.definition(cursor)
        source = self._places.source_of(cursor if is_null(definition) else definition)
        # what a model header defines is known by its plain name
        return (f"{source.path}::{name}", True) if source else (name, False)

    def _qualified(self, name: str, scope: CursorHandle) -> str:
        prefix = self._scope(scope)
        return f"{prefix}::{name}" if prefix else name

    def _scope(self, scope: CursorHandle) -> str:
        known = self._scopes.get(scope.d0)
        if known is None:
            known = self._scopes[scope.d0] = self._read_scope(scope)
        return known

    def _read_scope(self, scope: CursorHandle) -> str:
        if scope.kind not in k.SCOPE_KINDS | {k.CLASS_TEMPLATE}:
            return ""
        outer = self._scope(self._lib.semantic_parent(scope))
        name = "" if scope.kind == k.LINKAGE_SPEC else self._lib.spelling(scope)
        if "(" in name or " " in name:
            name = ""
        return f"{outer}::{name}" if outer and name else outer or name

    def destructor(self, info: TypeInfo) -> Declared | None:
        """The destructor that somebody wrote for a class or one of its bases."""
        if not self._cpp or not info.is_record:
            return None
        declaration = self._types.record_declaration(info)
        if declaration.d0 not in self._destructors:
            self._destructors[declaration.d0] = self._find_destructor(declaration)
        return self._destructors[declaration.d0]

    def _find_destructor(self, declaration: CursorHandle) -> Declared | None:
        lib = self._lib
        definition = lib.definition(declaration)
        if is_null(definition):
            return None
        wanted = (k.DESTRUCTOR, k.BASE_SPECIFIER)
        found = children(lib, definition, lambda kind: kind in wanted)
        for child in found:
            if child.kind == k.DESTRUCTOR:
                return self.of(child)
        for child in found:
            inherited = self.destructor(self._types.of(child))
            if inherited is not None:
                return inherited
        return None

    def is_static(self, cursor: CursorHandle) -> bool:
        return self._lib.storage_class(cursor) == _STATIC_STORAGE


_READERS = {
    k.ENUM_CONSTANT_DECL: Names._constant,
    k.PARM_DECL: Names._parameter,
    k.VAR_DECL: Names._variable,
    **dict.fromkeys(k.FUNCTION_KINDS, Names._function),
}
