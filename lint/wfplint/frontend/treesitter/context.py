"""What the translators of one function share: names in scope, spans, calls seen, errors met."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from tree_sitter import Node

from wfplint.frontend import syntax as s
from wfplint.frontend.treesitter.declarators import Scope
from wfplint.frontend.treesitter.grammar import CPP, child
from wfplint.frontend.treesitter.records import Records
from wfplint.frontend.treesitter.segments import Segment
from wfplint.frontend.treesitter.types import (
    UNKNOWN,
    CType,
    FunctionDecl,
    GlobalDecl,
    Record,
    Table,
    signed,
    wrap,
)
from wfplint.ir import TypeRef
from wfplint.source import Span

Typed = tuple[s.Expr, CType]
Members = tuple[tuple[str, str], ...]

_CALL = re.compile(r"([A-Za-z_]\w*)\s*\(")
_NO_CALL = frozenset(
    ("if", "while", "for", "switch", "return", "sizeof", "do", "else", "case", "catch", "void")
) | {"defined", "__except", "_Nonnull", "alignof", "_Alignof"}


class Local(NamedTuple):
    """A local variable or parameter in scope."""

    id: str
    type: CType


class Context(Records):
    """Names, types and places while the functions of one segment are translated."""

    def __init__(self, segment: Segment, table: Table, language: str) -> None:
        super().__init__(segment.data, segment.path, table, language)
        self.segment = segment
        self.cpp = language == CPP
        self.calls: list[tuple[str, int]] = []
        self.has_errors = False
        self.record: Record | None = None
        self.function_id = ""
        self.function_name = ""
        self.result = self.tested = self.switched = UNKNOWN
        self.returns_reference = False
        self.lambdas = 0
        # Offsets of fields that are known as constants, by the identity of the node.
        self.offsets: dict[int, tuple[s.Expr, Members]] = {}
        # Translates `{...}` for a type; set by the module that does, which imports this one.
        self.listed: Callable[[Node, CType], s.Expr] = lambda node, _type: self.opaque(node, "")
        self._locals: list[dict[str, Local]] = [{}]
        self._counts: dict[str, int] = {}

    # --- functions and scopes ----------------------------------------------------------------

    def start_function(self, id_: str, scope: Scope, record: Record | None) -> None:
        """Forget the last function."""
        self.calls, self.has_errors = [], False
        self.scope, self.record, self.function_id = scope, record, id_
        self.returns_reference, self.lambdas = False, 0
        self.offsets = {}
        self._locals = [{}]
        self._counts = {}

    def enter(self) -> None:
        """Begin a block."""
        self._locals.append({})

    def leave(self) -> None:
        """End a block."""
        self._locals.pop()

    def declare(self, name: str, type_: CType) -> Local:
        """A new local of that name; its id tells it from others of the same spelling."""
        count = self._counts[name] = self._counts.get(name, 0) + 1
        local = Local(name if count == 1 else f"{name}#{count}", type_)
        self._locals[-1][name] = local
        return local

    def redeclare(self, name: str, local: Local, type_: CType) -> None:
        """Give a local of the innermost block the type that its initialiser showed."""
        self._locals[-1][name] = Local(local.id, type_)

    def hide(self, name: str) -> None:
        """A declaration of something global inside a function hides locals of its name."""
        self._locals[-1].pop(name, None)

    def local(self, name: str) -> Local | None:
        """The innermost local of that name."""
        for names in reversed(self._locals):
            found = names.get(name)
            if found is not None:
                return found
        return None

    # --- names -------------------------------------------------------------------------------

    def function_decl(self, name: str) -> FunctionDecl | None:
        """The function that a name means from here."""
        for prefix in self.scope.prefixes:
            found = self.table.functions.get(prefix + name)
            if found is not None:
                return found
        return None

    def overloads(self, name: str) -> tuple[FunctionDecl, ...]:
        """The functions that a name in a call may mean, from the innermost scope that has any."""
        table = self.table
        for prefix in self.scope.prefixes:
            listed = table.overloads.get(prefix + name)
            if listed:
                return listed
            first = table.functions.get(prefix + name)
            if first is not None:
                return (first,)
        return ()

    def global_decl(self, name: str) -> GlobalDecl | None:
        """The global variable that a name means from here."""
        for prefix in self.scope.prefixes:
            found = self.table.globals.get(prefix + name)
            if found is not None:
                return found
        return None

    def record_of(self, type_: CType) -> Record | None:
        """The declaration of the record that remains of a type without its pointers."""
        name = type_.ref.record
        record = self.table.records.get(name)
        if record is not None and record.complete:
            return record
        known = self.table.typedefs.get(name)
        if known is not None and known.ref.record != name:
            return self.table.records.get(known.ref.record)
        return record

    def member_of(self, type_: CType, name: str) -> tuple[str, CType]:
        """The tag of the record that declares a member, and its type; UNKNOWN if none does."""
        record = self.record_of(type_)
        found = self.find_member(record, name) if record else None
        return found or (record.tag if record else type_.ref.record, UNKNOWN)

    def find_member(self, record: Record, name: str, depth: int = 0) -> tuple[str, CType] | None:
        """A field of a record or of its bases."""
        type_ = record.members.get(name)
        if type_ is not None:
            return record.tag, type_
        for base in record.bases:
            inherited = self.table.records.get(base)
            found = (
                self.find_member(inherited, name, depth + 1) if inherited and depth < 9 else None
            )
            if found is not None:
                return found
        return None

    def find_method(self, record: Record | None, name: str, depth: int = 0) -> FunctionDecl | None:
        """A member function of a record or of its bases."""
        if record is None or depth > 9:
            return None
        if name in record.methods:
            return record.methods[name]
        for base in record.bases:
            found = self.find_method(self.table.records.get(base), name, depth + 1)
            if found is not None:
                return found
        return None

    def only_method(self, name: str) -> FunctionDecl | None:
        """The member function of this name, where just one class has one."""
        found = [r.methods[name] for r in self.table.records.values() if name in r.methods]
        return found[0] if len({method.id for method in found}) == 1 else None

    def destructor(self, type_: CType) -> str | None:
        """The destructor that somebody wrote for a class or one of its bases."""
        record = self.record_of(type_) if self.cpp and type_.is_record else None
        while record is not None:
            if record.destructor:
                return record.destructor
            record = self.table.records.get(record.bases[0]) if record.bases else None
        return None

    # --- places ------------------------------------------------------------------------------

    def span(self, node: Node) -> Span:
        """The source bytes of a node."""
        return self.segment.span(node.start_byte, node.end_byte)

    def note_call(self, name: str, node: Node) -> None:
        """Remember that a call of `name` was seen."""
        self.calls.append((name, self.segment.span(node.start_byte, node.end_byte).start))

    def opaque(self, node: Node, reason: str) -> s.Opaque:
        """Something that is not translated; the calls in it are noted all the same."""
        text = self.text(node)
        for match in _CALL.finditer(text):
            if match[1] not in _NO_CALL:
                at = node.start_byte + match.start(1)
                span = self.segment.span(at, at + len(match[1]))
                self.calls.append((match[1], span.start))
        return s.Opaque(reason, self.span(node))

    def error(self, node: Node) -> s.Opaque:
        """A part that did not parse."""
        self.has_errors = True
        return self.opaque(node, "a part that could not be parsed")

    def kept(self, type_: CType) -> CType:
        """A declared type, with what a later typedef says of an unknown name."""
        known = self.table.typedefs.get(type_.ref.text)
        return known if known is not None and not type_.ref.pointers else type_


Rule = Callable[[Context, Node], Typed]


_NARROW = range(-1, 0x8000_0000)


def converted(expr: s.Expr, type_: CType) -> s.Expr:
    """A constant as the type it is implicitly converted to; anything else as it is."""
    if isinstance(expr, s.Conditional):
        then, otherwise = converted(expr.then, type_), converted(expr.otherwise, type_)
        return s.Conditional(expr.test, then, otherwise, expr.type, expr.span)
    if isinstance(expr, s.Integer) and expr.value not in _NARROW and type_.is_integer:
        return s.Integer(signed(wrap(expr.value, type_.bits)), expr.span)
    return expr


def address_of(expr: s.Expr) -> s.Expr:
    """`&expr`; a value without an address stays as it is."""
    if isinstance(expr, s.Unary) and expr.op == "*":
        return expr.operand
    if isinstance(expr, (s.Name, s.MemberOf, s.Subscript, s.Conditional)):
        if isinstance(expr, s.Name) and expr.kind == "function":
            return expr
        return s.Unary("&", expr, pointer_to(expr.type), expr.span)
    return expr


def pointer_to(ref: TypeRef) -> TypeRef:
    """The type of the address."""
    return TypeRef(f"{ref.text} *" if ref.text else "", ref.record, ref.pointers + 1)


def operator_of(node: Node) -> str:
    """The operator of an expression."""
    operator = child(node, "operator")
    return operator.type if operator is not None else ""
