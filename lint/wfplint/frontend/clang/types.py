"""Types and declarations of a unit, read once each and kept by libclang's own identity."""

from __future__ import annotations

import re
from typing import NamedTuple

from wfplint.frontend.clang import kinds as k
from wfplint.frontend.clang.cursors import children, fields, is_null
from wfplint.frontend.clang.library import CursorHandle, Library, TypeHandle
from wfplint.frontend.clang.places import Places
from wfplint.ir import Field, TypeRef

# how libclang spells what has no name: with the place in the file
_UNNAMED = re.compile(
    r"(?:struct |union |class |enum )?[\w:]*\((?:unnamed|anonymous|lambda)[^)]*\)"
)


class TypeInfo(NamedTuple):
    """What translation asks of a type; `kind` is that of the canonical type."""

    ref: TypeRef
    kind: int
    handle: TypeHandle

    @property
    def is_pointer(self) -> bool:
        return self.kind == k.T_POINTER

    @property
    def is_array(self) -> bool:
        return self.kind in k.ARRAY_TYPES

    @property
    def is_reference(self) -> bool:
        return self.kind in k.REFERENCE_TYPES

    @property
    def is_record(self) -> bool:
        return self.kind == k.T_RECORD


class FieldInfo(NamedTuple):
    """A field; `record` is the tag that its access step names, `name` is empty if anonymous."""

    name: str
    record: str
    type: TypeInfo


class Types:
    """Types, records and fields of one unit."""

    def __init__(self, lib: Library, places: Places) -> None:
        self._lib = lib
        self._places = places
        self._types: dict[int | None, TypeInfo] = {}
        self._tags: dict[int | None, str] = {}
        self._fields: dict[int | None, FieldInfo] = {}
        self._members: dict[int | None, list[FieldInfo]] = {}
        self._declarations: dict[str, CursorHandle] = {}

    def of(self, cursor: CursorHandle) -> TypeInfo:
        """The type of an expression or declaration."""
        return self.info(self._lib.type_of(cursor))

    def info(self, handle: TypeHandle) -> TypeInfo:
        key = handle.d0
        known = self._types.get(key)
        if known is None:
            known = self._types[key] = self._read(handle)
        return known

    def _read(self, handle: TypeHandle) -> TypeInfo:
        lib = self._lib
        canonical = lib.canonical(handle)
        text = lib.type_spelling(handle)
        if canonical.kind in k.REFERENCE_TYPES:
            text = text.rstrip("&").rstrip() + " *"
        pointers, inner = 0, canonical
        while True:
            if inner.kind == k.T_POINTER or inner.kind in k.REFERENCE_TYPES:
                inner = lib.pointee(inner)
            elif inner.kind in k.ARRAY_TYPES:
                inner = lib.element(inner)
            else:
                break
            pointers += 1
        record = ""
        if inner.kind == k.T_RECORD:
            declaration = lib.type_declaration(inner)
            record = self.tag(declaration)
        if "(" in text and _UNNAMED.search(text):
            text = _UNNAMED.sub(record, text).strip()
        return TypeInfo(TypeRef(text, record, pointers), canonical.kind, handle)

    def pointee(self, info: TypeInfo) -> TypeInfo:
        """The type behind a pointer or reference."""
        return self.info(self._lib.pointee(self._lib.canonical(info.handle)))

    def element(self, info: TypeInfo) -> TypeInfo:
        return self.info(self._lib.element(self._lib.canonical(info.handle)))

    def record_declaration(self, info: TypeInfo) -> CursorHandle:
        return self._lib.type_declaration(self._lib.canonical(info.handle))

    # --- records -------------------------------------------------------------------------

    def tag(self, declaration: CursorHandle) -> str:
        """The tag without underscores around it; of an unnamed record, of the one around it."""
        known = self._tags.get(declaration.d0)
        if known is None:
            known = self._tags[declaration.d0] = self._read_tag(declaration)
        return known

    def _read_tag(self, declaration: CursorHandle) -> str:
        lib = self._lib
        name = lib.spelling(declaration)
        if "(" not in name and " " not in name:
            tag = name.strip("_")
            self._declarations.setdefault(tag, declaration)
            return tag
        outer = lib.semantic_parent(declaration)
        if outer.kind not in k.RECORD_KINDS:
            return ""
        if lib.is_anonymous_record(declaration):
            return self.tag(outer)
        return self._named_by_field(declaration, outer)

    def _named_by_field(self, declaration: CursorHandle, outer: CursorHandle) -> str:
        """`OUTER.field` for a record without a name that is the type of a field."""
        lib = self._lib
        for field in children(lib, outer, lambda kind: kind == k.FIELD_DECL):
            inner = lib.canonical(lib.type_of(field))
            while inner.kind == k.T_POINTER or inner.kind in k.ARRAY_TYPES:
                inner = lib.pointee(inner) if inner.kind == k.T_POINTER else lib.element(inner)
            if lib.type_declaration(inner).d0 == declaration.d0:
                tag = f"{self.tag(outer)}.{lib.spelling(field)}"
                self._declarations.setdefault(tag, declaration)
                return tag
        return self.tag(outer)

    def field(self, declaration: CursorHandle) -> FieldInfo:
        known = self._fields.get(declaration.d0)
        if known is None:
            lib = self._lib
            record = self.tag(lib.semantic_parent(declaration))
            name = lib.spelling(declaration)
            known = FieldInfo("" if "(" in name else name, record, self.of(declaration))
            self._fields[declaration.d0] = known
        return known

    def members(self, declaration: CursorHandle) -> list[FieldInfo]:
        """The fields in order, anonymous structures and unions among them as nameless fields."""
        known = self._members.get(declaration.d0)
        if known is not None:
            return known
        lib = self._lib
        known = self._members[declaration.d0] = []
        definition = lib.definition(declaration)
        if is_null(definition):
            return known
        known += [self.field(child) for child in fields(lib, lib.type_of(definition))]
        return known

    def is_union(self, info: TypeInfo) -> bool:
        return self.record_declaration(info).kind == k.UNION_DECL

    def records(self) -> dict[str, tuple[Field, ...]]:
        """Every record met so far, and those inside them by value; incomplete ones are left out."""
        found: dict[str, tuple[Field, ...]] = {}
        pending = list(self._declarations)
        while pending:
            tag = pending.pop()
            if tag in found or tag not in self._declarations:
                continue
            fields = found[tag] = tuple(self._flat(self._declarations[tag]))
            pending += [f.type.record for f in fields if "*" not in f.type.text]
        return {tag: found[tag] for tag in sorted(found) if found[tag]}

    def _flat(self, declaration: CursorHandle) -> list[Field]:
        fields: list[Field] = []
        for member in self.members(declaration):
            if member.name:
                fields.append(Field(member.name, member.type.ref))
            else:
                fields += self._flat(self.record_declaration(member.type))
        return fields
