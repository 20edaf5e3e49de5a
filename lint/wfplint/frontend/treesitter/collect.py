"""What one segment declares: types, constants, functions, globals, and the definitions in it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from tree_sitter import Node, Tree

from wfplint.frontend.treesitter.casts import mark_casts
from wfplint.frontend.treesitter.declarators import Declared, Scope
from wfplint.frontend.treesitter.grammar import CPP, child, inner, parse, unspaced
from wfplint.frontend.treesitter.pragmas import PACK
from wfplint.frontend.treesitter.records import Records
from wfplint.frontend.treesitter.segments import Segment
from wfplint.frontend.treesitter.types import (
    BUILTIN,
    CType,
    FunctionDecl,
    GlobalDecl,
    Record,
    Table,
    tag_of,
)

_CALLBACK = re.compile(r"EVT_\w+|DRIVER_\w+|K\w+_ROUTINE|\w+_ROUTINE|\w+_CALLBACK\w*|\w+_FN\d?")


class Definition(NamedTuple):
    """A function with a body: its node, where its names are looked up, and its declaration."""

    node: Node
    declarator: Node
    name: Node
    scope: Scope
    decl: FunctionDecl
    annotations: tuple[str, ...]


class Variable(NamedTuple):
    """A global that is defined here, with its initialiser's node."""

    decl: GlobalDecl
    name: Node
    init: Node | None
    scope: Scope


@dataclass
class Collected:
    """The result for one segment; `tree` keeps the nodes alive."""

    segment: Segment
    tree: Tree
    table: Table
    definitions: list[Definition] = field(default_factory=list)
    variables: list[Variable] = field(default_factory=list)


def collect(segment: Segment, known: Table, language: str) -> Collected:
    """Parse a segment and read its declarations into `known`; the same in the result's table."""
    mark_casts(segment, known)
    tree = parse(segment.data, language)
    collector = _Collector(segment, tree, known, language)
    collector.items(tree.root_node)
    collector.methods()
    return collector.result


class _Collector(Records):
    def __init__(self, segment: Segment, tree: Tree, known: Table, language: str) -> None:
        super().__init__(segment.data, segment.path, known, language)
        self.segment = segment
        self.result = Collected(segment, tree, known)
        self._marks = [mark for mark in segment.marks if not mark.name.startswith(PACK)]
        self.packing = [
            (mark.at, int(mark.name.split()[1]))
            for mark in segment.marks
            if mark.name.startswith(PACK)
        ]
        self._previous = 0

    def items(self, node: Node) -> None:
        """Every declaration below a translation unit, namespace or linkage specification."""
        for item in node.named_children:
            rule = _ITEMS.get(item.type)
            if rule is not None:
                rule(self, item)
            self._previous = item.end_byte

    def methods(self) -> None:
        """The member functions defined in their classes."""
        for node, scope in self.inline_methods:
            self.scope = scope
            self.definition(node)

    # --- annotations -------------------------------------------------------------------------

    def _taken(self, end: int) -> tuple[str, ...]:
        """The annotations between the previous declaration and `end`."""
        return tuple(
            dict.fromkeys(mark.name for mark in self._marks if self._previous <= mark.at <= end)
        )

    def _annotate(self, name: str, annotations: tuple[str, ...]) -> None:
        if annotations:
            known = self.table.annotations.get(name, ())
            self.table.annotations[name] = tuple(dict.fromkeys((*known, *annotations)))

    # --- containers --------------------------------------------------------------------------

    def linkage(self, node: Node) -> None:
        """`extern "C"` with a block or one declaration."""
        body = child(node, "body")
        if body is None:
            return
        if body.type == "declaration_list":
            self.items(body)
        else:
            rule = _ITEMS.get(body.type)
            if rule is not None:
                rule(self, body)

    def namespace(self, node: Node) -> None:
        """A namespace, nested (`a::b`) or without a name."""
        name, body = child(node, "name"), child(node, "body")
        if body is None:
            return
        outer = self.scope
        parts = unspaced(self.text(name)).split("::") if name else [""]
        for part in parts:
            self.scope = self.scope.inside(part, internal=not part)
        self.items(body)
        self.scope = outer

    def using(self, node: Node) -> None:
        """`using namespace name;`"""
        name = inner(node)
        if name is not None and any(part.type == "namespace" for part in node.children):
            self.scope = self.scope.using(unspaced(self.text(name)))

    def template(self, node: Node) -> None:
        """A template: what it declares is taken as it is written."""
        for item in node.named_children:
            rule = _ITEMS.get(item.type)
            if rule is not None:
                rule(self, item)

    def type_item(self, node: Node) -> None:
        """A structure, class or enumeration on its own."""
        self.specified(node)

    def typedef(self, node: Node) -> None:
        """A `typedef` or alias."""
        self.alias(None, node)

    # --- functions and variables -------------------------------------------------------------

    def declaration(self, node: Node) -> None:
        """Prototypes, variables, and functions declared through a function typedef."""
        base = self.base(node)
        words = self._storage(node)
        for declarator in node.children_by_field_name("declarator"):
            target, init = declarator, None
            if declarator.type == "init_declarator":
                inside = child(declarator, "declarator")
                target, init = inside or declarator, child(declarator, "value")
            declared = self.declared(target, base)
            if declared.name is None:
                continue
            name = unspaced(self.text(declared.name))
            if declared.type.is_function or self._is_callback(node, base, name, words):
                annotations = self._taken(declared.name.start_byte)
                if declared.function is None:
                    annotations = (*annotations, base.ref.text)
                self.function_named(name, declared, "static" in words)
                self._annotate(name, annotations)
            else:
                self._variable(declared.name, name, declared.type, init, words)

    def _storage(self, node: Node) -> frozenset[str]:
        words = {self.text(p) for p in node.children if p.type == "storage_class_specifier"}
        if node.parent is not None and node.parent.type == "linkage_specification":
            words.add("extern")
        qualifiers = {self.text(p) for p in node.children if p.type == "type_qualifier"}
        return frozenset(words | (qualifiers & {"const", "constexpr"}))

    def _is_callback(self, node: Node, base: CType, name: str, words: frozenset[str]) -> bool:
        """A declaration `EVT_SOMETHING Name;` whose type no header declares."""
        if base.ref.pointers or self.table.is_type(base.ref.text) or len(node.children) != 3:
            return False
        return not words and _CALLBACK.fullmatch(base.ref.text) is not None and name[:1].isalpha()

    def function_named(self, name: str, declared: Declared, static: bool) -> FunctionDecl:
        """Declare a function at namespace scope, or a method by its qualified name."""
        qualified = self._qualified(name)
        known = self.table.functions.get(qualified)
        internal = static or self.scope.internal or (known is not None and known.internal)
        record, is_static = self._owner(qualified)
        if record:
            internal, is_static = self.scope.internal, bool(known and known.is_static)
        required, defaults = self.defaults(declared.function)
        earlier = self._declared_alike(qualified, declared.type)
        if earlier is not None and earlier.required < required:
            required, defaults = earlier.required, earlier.defaults
        id_ = f"{self.path}::{qualified}" if internal and not self.segment.system else qualified
        short = qualified.rsplit("::", 1)[-1]
        type_ = declared.type
        decl = FunctionDecl(id_, short, type_, internal, record, is_static, required, defaults)
        if self.language != CPP:
            self.table.functions[qualified] = decl
            return decl
        decl = self.table.overload(qualified, decl)
        self.table.functions[qualified] = self.table.overloads[qualified][0]
        return decl

    def _declared_alike(self, qualified: str, type_: CType) -> FunctionDecl | None:
        """An earlier declaration with the same parameters, which may have default arguments."""
        records = self.table.records
        signature = FunctionDecl("", "", type_).signature(records)
        for known in self.table.overloads.get(qualified, ()):
            if known.signature(records) == signature:
                return known
        return None

    def _qualified(self, name: str) -> str:
        if "::" in name:
            for prefix in self.scope.prefixes:
                if prefix + name in self.table.functions:
                    return prefix + name
        return self.scope.prefix + name.removeprefix("::")

    def _owner(self, qualified: str) -> tuple[str, bool]:
        if self.language != CPP or "::" not in qualified:
            return "", False
        outer = qualified.rsplit("::", 2)[-2]
        record = self.table.records.get(tag_of(outer))
        if record is None or not record.complete or record.qualified not in qualified:
            return "", False
        return record.tag, False

    def _variable(
        self, name: Node, text: str, type_: CType, init: Node | None, words: frozenset[str]
    ) -> None:
        constant = self.language == CPP and bool(words & {"const", "constexpr"})
        internal = self.scope.internal or "static" in words
        internal |= constant and "extern" not in words and not type_.ref.text.endswith("*")
        qualified = self.scope.prefix + text
        known = self.table.globals.get(qualified)
        internal |= known is not None and known.internal
        keep = internal and not self.segment.system
        decl = GlobalDecl(
            f"@{self.path}::{qualified}" if keep else f"@{qualified}", text, type_, internal
        )
        if known is None or known.type.dims == () or type_.dims[:1] != (-1,):
            self.table.globals[qualified] = decl
        if "extern" not in words or init is not None:
            self.result.variables.append(Variable(decl, name, init, self.scope))

    def definition(self, node: Node) -> None:
        """A function with a body."""
        declarator = child(node, "declarator")
        if declarator is None:
            return
        base = self.base(node) if child(node, "type") else BUILTIN["void"]
        declared = self.declared(declarator, base)
        if declared.name is None or declared.function is None or child(node, "body") is None:
            return
        name = self.spelled(declared.name)
        annotations = self._taken(declared.name.start_byte)
        static = "static" in self._storage(node)
        decl = self.function_named(name, declared, static)
        item = Definition(node, declared.function, declared.name, self.scope, decl, annotations)
        self.result.definitions.append(item)

    def record_of(self, decl: FunctionDecl) -> Record | None:
        """The class of a method."""
        return self.table.records.get(decl.record) if decl.record else None


_ITEMS: dict[str, Callable[[_Collector, Node], None]] = {
    "declaration": _Collector.declaration,
    "function_definition": _Collector.definition,
    "type_definition": _Collector.typedef,
    "alias_declaration": _Collector.typedef,
    "struct_specifier": _Collector.type_item,
    "union_specifier": _Collector.type_item,
    "class_specifier": _Collector.type_item,
    "enum_specifier": _Collector.type_item,
    "linkage_specification": _Collector.linkage,
    "namespace_definition": _Collector.namespace,
    "using_declaration": _Collector.using,
    "template_declaration": _Collector.template,
    "ERROR": _Collector.items,
}
