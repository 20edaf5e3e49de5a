"""Types from the syntax: specifiers and declarators, and where names are looked up."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from tree_sitter import Node

from wfplint.frontend.treesitter import constants
from wfplint.frontend.treesitter.grammar import child, inner, unspaced
from wfplint.frontend.treesitter.layout import size_of
from wfplint.frontend.treesitter.types import (
    AUTO,
    BUILTIN,
    INT,
    SIZE,
    UNKNOWN,
    CType,
    Signature,
    Table,
    builtin,
    tag_of,
    undeclared,
)
from wfplint.ir import TypeRef

_LEAVES = frozenset(
    (
        "identifier",
        "field_identifier",
        "type_identifier",
        "primitive_type",
        "qualified_identifier",
        "destructor_name",
        "operator_name",
        "operator_cast",
        "template_function",
        "template_method",
        "statement_identifier",
        "structured_binding_declarator",
    )
)


def _conversion(name: Node) -> Node | None:
    """The conversion operator that a name stands for."""
    last: Node | None = name
    while last is not None and last.type == "qualified_identifier":
        last = child(last, "name")
    return last if last is not None and last.type == "operator_cast" else None


class Declared(NamedTuple):
    """One declarator: the node of the name, the type, and the innermost function declarator."""

    name: Node | None
    type: CType
    function: Node | None


class Scope(NamedTuple):
    """Where a name is looked up: prefixes from the innermost, and whether linkage is internal.

    `prefix` is the one that a declaration here gets.
    """

    prefixes: tuple[str, ...] = ("",)
    internal: bool = False
    record: str = ""
    prefix: str = ""

    def inside(self, name: str, internal: bool = False, record: str = "") -> Scope:
        """The scope of a namespace or class in this one."""
        own = f"{self.prefix}{name}::" if name else self.prefix
        return Scope((own, *self.prefixes), self.internal or internal, record, own)

    def using(self, name: str) -> Scope:
        """The scope after `using namespace name`."""
        return self._replace(prefixes=(*self.prefixes, f"{name}::", f"{self.prefix}{name}::"))


class Declarators:
    """Reads declarations of one segment against a table of what is known so far."""

    def __init__(self, data: bytes, path: str, table: Table, language: str) -> None:
        self.data = data
        self.path = path
        self.table = table
        self.language = language
        self.scope = Scope()
        self._types: dict[str, Callable[[Node, str], CType]] = {
            "primitive_type": self._primitive,
            "sized_type_specifier": self._sized,
            "type_identifier": self._named,
            "identifier": self._named,
            "qualified_identifier": self._named,
            "dependent_type": self._dependent,
            "template_type": self._template,
            "macro_type_specifier": self._macro,
            "placeholder_type_specifier": lambda _node, _hint: AUTO,
            "auto": lambda _node, _hint: AUTO,
        }

    # --- names -------------------------------------------------------------------------------

    def text(self, node: Node) -> str:
        """The text of a node of this segment."""
        return self.data[node.start_byte : node.end_byte].decode("latin-1")

    def constant(self, name: str) -> constants.Value | None:
        """The value of an enumerator."""
        known = self.table.constants
        for prefix in self.scope.prefixes:
            value = known.get(prefix + name)
            if value is not None:
                return value
        return None

    def type_named(self, name: str) -> CType | None:
        """The type that a name stands for, or None."""
        if name in BUILTIN:
            return BUILTIN[name]
        table = self.table
        for prefix in self.scope.prefixes:
            full = prefix + name
            type_ = table.typedefs.get(full) or table.enums.get(full)
            if type_ is not None:
                return type_
        tag = tag_of(name.rsplit("::", 1)[-1])
        if self.language == "c++" and tag in table.records:
            return CType(TypeRef(name, tag))
        return None

    def size(self, type_: CType) -> constants.Value:
        """`sizeof` of a type."""
        return size_of(type_, self.table)[0], SIZE

    # --- specifiers --------------------------------------------------------------------------

    def described(self, node: Node) -> CType:
        """The type of a type descriptor (in a cast, `sizeof`, a template argument)."""
        base = self.base(node)
        declarator = child(node, "declarator")
        return self.declared(declarator, base).type if declarator else base

    def base(self, node: Node, hint: str = "") -> CType:
        """The type that the specifiers of a declaration give, before its declarators."""
        specifier = child(node, "type") if node.type != "type_identifier" else node
        if specifier is None:
            return INT
        type_ = self.specified(specifier, hint or f"{UNNAMED}{specifier.start_byte}")
        for part in node.children:
            if part.type == "type_qualifier" and self.text(part) == "const":
                return type_.const()
        return type_

    def specified(self, node: Node, hint: str = "") -> CType:
        """The type that one specifier names or declares; `hint` names one without a tag."""
        rule = self._types.get(node.type)
        return rule(node, hint) if rule else UNKNOWN

    def _primitive(self, node: Node, _hint: str) -> CType:
        name = self.text(node)
        return self.table.typedefs.get(name) or builtin([name])

    def _sized(self, node: Node, _hint: str) -> CType:
        words = self.text(node).split()
        named = child(node, "type")
        if named is not None and named.type == "type_identifier":
            return self._named(named, "")
        return builtin(words)

    def _named(self, node: Node, _hint: str) -> CType:
        name = unspaced(self.text(node))
        return self.type_named(name) or undeclared(name)

    def _dependent(self, node: Node, hint: str) -> CType:
        part = inner(node)
        return self.specified(part, hint) if part else UNKNOWN

    def _template(self, node: Node, hint: str) -> CType:
        name = child(node, "name")
        base = self._named(name, hint) if name else UNKNOWN
        return base.named(self.text(node)) if base.ref.record else base

    def _macro(self, node: Node, _hint: str) -> CType:
        return undeclared(self.text(node).split("(")[0].strip())

    # --- declarators -------------------------------------------------------------------------

    def declared(self, node: Node | None, base: CType) -> Declared:
        """Apply a declarator (abstract or not) to the type of its specifiers."""
        type_, function = base, None
        while node is not None:
            kind = node.type
            if kind in _LEAVES:
                converts = _conversion(node)
                return (
                    self._converts(node, converts) if converts else Declared(node, type_, function)
                )
            rule = _DECLARATORS.get(kind)
            if rule is not None:
                type_ = rule(self, node, type_)
            if kind in ("function_declarator", "abstract_function_declarator"):
                function = node
            node = _inside(node)
        return Declared(None, type_, function)

    def _converts(self, name: Node, node: Node) -> Declared:
        """`operator T()`, whose result is the type it names."""
        type_ = self.specified(child(node, "type") or node)
        return self.declared(child(node, "declarator"), type_)._replace(name=name)

    def spelled(self, name: Node) -> str:
        """The name that a declarator gives, as `C::f` or `operator bool`."""
        converts = _conversion(name)
        if converts is None:
            return unspaced(self.text(name))
        before = unspaced(self.text(name).partition("operator")[0])
        return f"{before}operator {self.text(child(converts, 'type') or converts)}"

    def pointer(self, node: Node, type_: CType) -> CType:
        for part in node.children:
            if part.type == "type_qualifier" and self.text(part) == "const":
                return type_.pointer().const()
        return type_.pointer()

    def reference(self, _node: Node, type_: CType) -> CType:
        return type_.refer()

    def array(self, node: Node, type_: CType) -> CType:
        size = constants.evaluate(child(node, "size"), self)
        return type_.array(size[0] if size else -1)

    def function(self, node: Node, type_: CType) -> CType:
        """The function type with `type_` as result."""
        listed = child(node, "parameters")
        for part in node.named_children:
            if part.type == "trailing_return_type" and part.named_children:
                type_ = self.described(part.named_children[0])
        parameters, variadic = self.parameter_types(listed)
        texts = [p.ref.text for p in parameters] + ["..."] * variadic
        listed_text = ", ".join(texts) or ("" if self.language == "c++" else "void")
        space = "" if type_.ref.text.endswith("*") else " "
        text = f"{type_.ref.text}{space}({listed_text})"
        return CType(TypeRef(text), 0, (), False, Signature(type_, parameters, variadic))

    def parameter_types(self, listed: Node | None) -> tuple[tuple[CType, ...], bool]:
        """The parameters' types (arrays decayed), and whether more may follow."""
        types: list[CType] = []
        variadic = False
        for item in listed.named_children if listed else ():
            if item.type == "variadic_parameter":
                variadic = True
            elif item.type in PARAMETERS:
                types.append(self.parameter(item).type)
        if len(types) == 1 and types[0].ref == VOID_REF:
            types = []
        return tuple(types), variadic

    def parameter(self, node: Node) -> Declared:
        """One parameter; an array is a pointer, a function a pointer to it."""
        declared = self.declared(child(node, "declarator"), self.base(node))
        return declared._replace(type=decayed(declared.type))

    def defaults(self, declarator: Node | None) -> tuple[int, tuple[int | None, ...]]:
        """How many parameters have no default argument, and the values of the defaults."""
        listed = child(declarator, "parameters") if declarator else None
        items = listed.named_children if listed else []
        types = self.parameter_types(listed)[0]
        values: list[int | None] = []
        for item in items:
            if item.type == "optional_parameter_declaration":
                known = constants.evaluate(child(item, "default_value"), self)
                values.append(known[0] if known else None)
        return len(types) - len(values), tuple(values)


PARAMETERS = frozenset(
    (
        "parameter_declaration",
        "optional_parameter_declaration",
        "variadic_parameter_declaration",
    )
)
# How the tags of records begin that have neither a tag nor a typedef name.
UNNAMED = "unnamed@"
VOID_REF = TypeRef("void")


def decayed(type_: CType) -> CType:
    """An array as a pointer to its elements, a function as a pointer to it."""
    if type_.dims:
        return type_.target().pointer()
    return type_.pointer() if type_.is_function else type_


def _inside(node: Node) -> Node | None:
    nested = child(node, "declarator")
    if nested is not None:
        return nested
    for part in reversed(node.named_children):
        if part.type in _LEAVES or part.type.endswith("declarator"):
            return part
    return None


_DECLARATORS: dict[str, Callable[[Declarators, Node, CType], CType]] = {
    "pointer_declarator": Declarators.pointer,
    "abstract_pointer_declarator": Declarators.pointer,
    "reference_declarator": Declarators.reference,
    "abstract_reference_declarator": Declarators.reference,
    "array_declarator": Declarators.array,
    "abstract_array_declarator": Declarators.array,
    "function_declarator": Declarators.function,
    "abstract_function_declarator": Declarators.function,
}
