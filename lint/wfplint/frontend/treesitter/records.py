"""Records and enumerations: fields, methods, bases, enumerators, and other names of types."""

from __future__ import annotations

from collections.abc import Callable

from tree_sitter import Node

from wfplint.frontend.treesitter import constants
from wfplint.frontend.treesitter.declarators import UNNAMED, Declarators, Declared, Scope
from wfplint.frontend.treesitter.grammar import CPP, child, inner, unspaced
from wfplint.frontend.treesitter.types import (
    BUILTIN,
    INT,
    CType,
    FieldDecl,
    FunctionDecl,
    Record,
    Table,
    tag_of,
)
from wfplint.ir import TypeRef


class Records(Declarators):
    """Reads declarations of types, too."""

    def __init__(self, data: bytes, path: str, table: Table, language: str) -> None:
        super().__init__(data, path, table, language)
        self.inline_methods: list[tuple[Node, Scope]] = []
        # Where `#pragma pack` changes the alignment, and to what.
        self.packing: list[tuple[int, int]] = []
        record = self._record
        self._types.update(
            struct_specifier=record,
            union_specifier=record,
            class_specifier=record,
            enum_specifier=self._enum,
        )

    def _record(self, node: Node, hint: str) -> CType:
        name, body = child(node, "name"), child(node, "body")
        keyword = node.type.removesuffix("_specifier")
        spelled = unspaced(self.text(name)) if name else hint
        tag = tag_of(spelled.rsplit("::", 1)[-1])
        record = self.table.records.setdefault(tag, Record(tag))
        if body is not None:
            record.spelled = spelled
            record.union = keyword == "union"
            self._fill(record, node, body, spelled)
        plain = not name or (self.language == CPP and body is not None)
        text = spelled if plain else f"{keyword} {spelled}"
        return CType(TypeRef("" if text.startswith(UNNAMED) else text, tag))

    def _fill(self, record: Record, node: Node, body: Node, spelled: str) -> None:
        record.fields, record.members, record.bases = [], {}, []
        record.complete = True
        record.packing = max((at, n) for at, n in self._packings(node))[1]
        record.qualified = self.scope.prefix + spelled
        outer = self.scope
        self.scope = outer.inside(spelled, record=record.tag) if spelled else outer
        if self.language != CPP:
            self.scope = outer
        else:
            self._bases(record, node)
        for item in body.named_children:
            rule = _MEMBERS.get(item.type)
            if rule is not None:
                rule(self, record, item)
        self.scope = outer

    def _packings(self, node: Node) -> list[tuple[int, int]]:
        return [(-1, 0), *(item for item in self.packing if item[0] <= node.start_byte)]

    def _bases(self, record: Record, node: Node) -> None:
        for clause in node.named_children:
            if clause.type != "base_class_clause":
                continue
            for base in clause.named_children:
                if base.type in ("type_identifier", "qualified_identifier", "template_type"):
                    type_ = self.specified(base)
                    record.bases.append(type_.ref.record)
                    inherited = self.table.records.get(type_.ref.record)
                    if inherited:
                        record.members.update(inherited.members)

    def member(self, record: Record, node: Node) -> None:
        """A field declaration, or the declaration of a method."""
        declarators = node.children_by_field_name("declarator")
        outer = record.tag.split("#")[0]
        anonymous = f"{record.tag}#{len(record.fields)}" if not declarators else ""
        first = self._plain_name(declarators[0]) if declarators else None
        hint = f"{outer}.{first}" if first else anonymous
        base = self.base(node, hint)
        if not declarators:
            self._anonymous(record, base)
        width = self._width(node)
        for declarator in declarators:
            declared = self.declared(declarator, base)
            if declared.name is None:
                continue
            name = self.spelled(declared.name)
            if declared.type.is_function and declared.function is not None:
                self.method(record, name, declared, node)
            elif not self._is_static(node):
                record.fields.append(FieldDecl(name, declared.type, width))
                record.members[name] = declared.type

    def _anonymous(self, record: Record, type_: CType) -> None:
        held = self.table.records.get(type_.ref.record)
        if held is not None and type_.is_record:
            record.fields.append(FieldDecl("", type_))
            record.members.update(held.members)

    def _width(self, node: Node) -> int:
        for part in node.named_children:
            if part.type == "bitfield_clause":
                value = constants.evaluate(inner(part), self)
                return value[0] if value else 1
        return 0

    def _plain_name(self, node: Node) -> str | None:
        declared = self.declared(node, INT)
        return self.text(declared.name) if declared.name else None

    def _is_static(self, node: Node) -> bool:
        return any(
            part.type == "storage_class_specifier" and self.text(part) == "static"
            for part in node.children
        )

    def method(self, record: Record, name: str, declared: Declared, node: Node) -> None:
        """Note a member function, constructor or destructor."""
        required, defaults = self.defaults(declared.function)
        id_ = f"{record.qualified or record.tag}::{name}"
        static = self._is_static(node)
        decl = FunctionDecl(id_, name, declared.type, False, record.tag, static, required, defaults)
        decl = self.table.overload(id_, decl)
        first = self.table.overloads[id_][0]
        record.methods[name] = first
        self.table.functions[id_] = first
        own = record.tag.rsplit("::", 1)[-1]
        if name.startswith("~"):
            record.destructor = id_
        elif name in (own, "_" + own):
            record.constructor = id_
            record.default_constructor |= required == 0

    def inline_method(self, record: Record, node: Node) -> None:
        """A member function defined in its class."""
        declarator = child(node, "declarator")
        if declarator is None:
            return
        base = self.base(node) if child(node, "type") else BUILTIN["void"]
        declared = self.declared(declarator, base)
        if declared.name is not None:
            self.method(record, self.spelled(declared.name), declared, node)
            if child(node, "body") is not None:
                self.inline_methods.append((node, self.scope))

    def template_member(self, record: Record, node: Node) -> None:
        """A member template: the declaration inside it."""
        for item in node.named_children:
            rule = _MEMBERS.get(item.type)
            if rule is not None:
                rule(self, record, item)

    def nested(self, _record: Record, node: Node) -> None:
        """A type declared in a class."""
        self.specified(node)

    def alias(self, _record: Record | None, node: Node) -> None:
        """`using Name = type;` or `typedef type Name;`."""
        if node.type == "alias_declaration":
            name, wanted = child(node, "name"), child(node, "type")
            if name and wanted:
                self._typedef(self.text(name), self.described(wanted))
            return
        declarators = node.children_by_field_name("declarator")
        hint = next((self.text(d) for d in declarators if d.type == "type_identifier"), "")
        base = self.base(node, hint)
        for declarator in declarators:
            declared = self.declared(declarator, base)
            if declared.name is not None:
                self._typedef(self.text(declared.name), declared.type)

    def _typedef(self, name: str, type_: CType) -> None:
        self.table.typedefs[self.scope.prefix + name] = type_.named(name)

    def _enum(self, node: Node, hint: str) -> CType:
        name, body = child(node, "name"), child(node, "body")
        spelled = self.text(name) if name else hint
        type_ = CType(TypeRef(spelled if self.language == CPP else f"enum {spelled}"), -32)
        underlying = child(node, "base")
        if underlying is not None:
            type_ = CType(type_.ref, self.specified(underlying).bits or -32)
        if name is not None and self.language == CPP:
            self.table.enums[self.scope.prefix + spelled] = type_
        if body is not None:
            scoped = any(part.type in ("class", "struct") for part in node.children)
            self._enumerators(body, type_, f"{spelled}::" if scoped else "")
        return type_

    def _enumerators(self, body: Node, type_: CType, prefix: str) -> None:
        following: int | None = 0
        known = self.table.constants
        value_type = type_ if self.language == CPP else INT
        for item in body.named_children:
            name = child(item, "name") if item.type == "enumerator" else None
            if name is None:
                continue
            written = child(item, "value")
            if written is not None:
                value = constants.evaluate(written, self)
                following = value[0] if value else None
            if following is not None:
                known[self.scope.prefix + prefix + self.text(name)] = (following, value_type)
                following += 1


_MEMBERS: dict[str, Callable[[Records, Record, Node], None]] = {
    "field_declaration": Records.member,
    "declaration": Records.member,
    "function_definition": Records.inline_method,
    "template_declaration": Records.template_member,
    "struct_specifier": Records.nested,
    "union_specifier": Records.nested,
    "class_specifier": Records.nested,
    "enum_specifier": Records.nested,
    "alias_declaration": Records.alias,
    "type_definition": Records.alias,
}
