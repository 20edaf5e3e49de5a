"""Light types: what member access, casts, constants and `sizeof` need, and the table of names."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import NamedTuple, TypeVar

from wfplint.ir import TypeRef

POINTER_SIZE = 8


class CType:
    """A type. `ref` is what the syntax tree carries.

    `dims` are the outermost array levels (they count in `ref.pointers`), `bits` the width of the
    integer that remains without pointers (negative when signed, 0 if it is none), `function` the
    signature of the function that remains without pointers.
    """

    __slots__ = ("_target", "bits", "dims", "function", "ref", "reference")

    def __init__(
        self,
        ref: TypeRef,
        bits: int = 0,
        dims: tuple[int, ...] = (),
        reference: bool = False,
        function: Signature | None = None,
        target: CType | None = None,
    ) -> None:
        self.ref = ref
        self.bits = bits
        self.dims = dims
        self.reference = reference
        self.function = function
        self._target = target

    @property
    def is_integer(self) -> bool:
        return self.bits != 0 and self.ref.pointers == 0

    @property
    def is_function(self) -> bool:
        return self.function is not None and self.ref.pointers == 0

    @property
    def is_record(self) -> bool:
        return bool(self.ref.record) and self.ref.pointers == 0

    def named(self, name: str) -> CType:
        """The same type under a typedef name."""
        ref = TypeRef(name, self.ref.record, self.ref.pointers)
        target = self.target() if self.ref.pointers else None
        return CType(ref, self.bits, self.dims, self.reference, self.function, target)

    def pointer(self) -> CType:
        """A pointer to it."""
        return CType(_deeper(self.ref), self.bits, (), False, self.function, self)

    def refer(self) -> CType:
        """A C++ reference to it, which is held and spelled as a pointer."""
        if self.reference:
            return self
        return CType(_deeper(self.ref), self.bits, (), True, self.function, self)

    def array(self, size: int) -> CType:
        """An array of `size` of it; -1 where the size is unknown."""
        text = self.ref.text
        bound = f"[{size}]" if size >= 0 else "[]"
        at = text.find("[") if self.dims else len(text)
        ref = TypeRef(text[:at] + bound + text[at:], self.ref.record, self.ref.pointers + 1)
        return CType(ref, self.bits, (size, *self.dims), False, self.function, self)

    def const(self) -> CType:
        """The same with `const` in its spelling."""
        ref = self.ref
        text = f"{ref.text}const" if ref.text.endswith("*") else f"const {ref.text}"
        return CType(
            ref._replace(text=text),
            self.bits,
            self.dims,
            self.reference,
            self.function,
            self._target,
        )

    def target(self) -> CType:
        """What a pointer, reference or array refers to; UNKNOWN for anything else."""
        if self._target is not None:
            return self._target
        pointers = self.ref.pointers
        if not pointers:
            return UNKNOWN
        ref = TypeRef(self.ref.record, self.ref.record, pointers - 1)
        self._target = CType(ref, self.bits, self.dims[1:], False, self.function)
        return self._target

    def value(self) -> CType:
        """The type of a use: a reference is what it refers to."""
        return self.target() if self.reference else self

    def result(self) -> CType:
        """What calling it gives; UNKNOWN if it is no function or pointer to one."""
        return self.function.result if self.function else UNKNOWN


def _deeper(ref: TypeRef) -> TypeRef:
    text = ref.text
    if text.endswith("*"):
        text += "*"
    elif ")" in text and "(" in text and not text.endswith("]"):
        at = text.index("(")
        text = f"{text[:at]}(*){text[at:]}" if text[at : at + 2] != "(*" else text
    else:
        text = f"{text} *"
    return TypeRef(text, ref.record, ref.pointers + 1)


class Signature(NamedTuple):
    """Result and parameters of a function type."""

    result: CType
    parameters: tuple[CType, ...]
    variadic: bool = False


UNKNOWN = CType(TypeRef())


AUTO = CType(TypeRef("auto"))


def scalar(text: str, bits: int) -> CType:
    """A built-in type."""
    return CType(TypeRef(text), bits)


_BUILTIN = {
    "void": 0,
    "char": -8,
    "signed char": -8,
    "unsigned char": 8,
    "short": -16,
    "unsigned short": 16,
    "int": -32,
    "unsigned int": 32,
    "long": -32,
    "unsigned long": 32,
    "long long": -64,
    "unsigned long long": 64,
    "bool": 8,
    "_Bool": 8,
    "wchar_t": 16,
    "char8_t": 8,
    "char16_t": 16,
    "char32_t": 32,
    "int8_t": -8,
    "int16_t": -16,
    "int32_t": -32,
    "int64_t": -64,
    "uint8_t": 8,
    "uint16_t": 16,
    "uint32_t": 32,
    "uint64_t": 64,
    "size_t": 64,
    "ssize_t": -64,
    "ptrdiff_t": -64,
    "intptr_t": -64,
    "uintptr_t": 64,
    "float": 0,
    "double": 0,
    "long double": 0,
}
BUILTIN = {name: scalar(name, bits) for name, bits in _BUILTIN.items()}
INT, UNSIGNED = BUILTIN["int"], BUILTIN["unsigned int"]
LONG_LONG, UNSIGNED_LONG_LONG = BUILTIN["long long"], BUILTIN["unsigned long long"]
VOID, BOOL, CHAR = BUILTIN["void"], BUILTIN["bool"], BUILTIN["char"]
SIZE = CType(TypeRef("unsigned long long"), 64)
_BY_BITS = {-32: INT, 32: UNSIGNED, -64: LONG_LONG, 64: UNSIGNED_LONG_LONG}


def builtin(words: list[str]) -> CType:
    """The type that a list such as `unsigned long int` names."""
    kept = [word for word in words if word not in ("const", "volatile", "inline")]
    name = " ".join(kept)
    if name in BUILTIN:
        return BUILTIN[name]
    if "double" in kept or "float" in kept:
        return BUILTIN["double"]
    base = "char" if "char" in kept else "short" if "short" in kept else ""
    if not base:
        longs = kept.count("long")
        base = "long long" if longs > 1 else "long" if longs else "int"
    sign = "unsigned " if "unsigned" in kept else "signed " if base == "char" else ""
    return BUILTIN.get(sign + base, UNKNOWN)


def arithmetic(left: CType, right: CType) -> CType:
    """The usual arithmetic conversions; a pointer operand wins."""
    if left.ref.pointers:
        return left
    if right.ref.pointers:
        return right
    if not left.bits or not right.bits:
        return left if left.ref.text in ("double", "float") else right if left.bits else left
    common = common_bits(left.bits, right.bits)
    if right.bits == common and (left.bits != common or left.ref.text == "int"):
        return right
    return left if left.bits == common else _BY_BITS.get(common, INT)


def common_bits(left: int, right: int) -> int:
    """The width after the usual arithmetic conversions, negative when signed."""
    left = left if abs(left) >= 32 else -32
    right = right if abs(right) >= 32 else -32
    size = max(abs(left), abs(right))
    unsigned = any(bits == size for bits in (left, right))
    return size if unsigned else -size


def wrap(value: int, bits: int) -> int:
    """`value` as an integer of that width; unchanged for a width of 0."""
    if not bits:
        return value
    size = abs(bits)
    value &= (1 << size) - 1
    if bits < 0 and value >> (size - 1):
        value -= 1 << size
    return value


def signed(value: int) -> int:
    """`value` as the signed 64 bits that the syntax tree carries."""
    return wrap(value, -64)


class FieldDecl(NamedTuple):
    """A member in order of declaration; `name` is empty for an anonymous structure or union."""

    name: str
    type: CType
    width: int = 0


@dataclass
class Record:
    """A structure, union or class; `members` also finds what anonymous members hold.

    `qualified` is the name with its namespaces, which the ids of its methods begin with.
    """

    tag: str
    qualified: str = ""
    spelled: str = ""
    union: bool = False
    complete: bool = False
    packing: int = 0
    fields: list[FieldDecl] = field(default_factory=list)
    members: dict[str, CType] = field(default_factory=dict)
    bases: list[str] = field(default_factory=list)
    methods: dict[str, FunctionDecl] = field(default_factory=dict)
    constructor: str = ""
    destructor: str = ""
    default_constructor: bool = False


class FunctionDecl(NamedTuple):
    """A declared function.

    `required` counts the parameters without a default argument (-1: unknown), `defaults` has the
    values of the defaults, None for one that is no integer constant.
    """

    id: str
    name: str
    type: CType
    internal: bool = False
    record: str = ""
    is_static: bool = False
    required: int = -1
    defaults: tuple[int | None, ...] = ()

    def signature(self, records: dict[str, Record]) -> str:
        """The parameters' types as they tell overloads apart."""
        parameters = self.type.function.parameters if self.type.function else ()
        return "(" + ", ".join(_canonical(type_, records) for type_ in parameters) + ")"

    def takes(self, count: int) -> bool:
        """Whether it can be called with so many arguments."""
        signature = self.type.function
        if signature is None or count < self.required:
            return signature is None
        return count <= len(signature.parameters) or signature.variadic


class GlobalDecl(NamedTuple):
    """A variable at file or namespace scope."""

    id: str
    name: str
    type: CType
    internal: bool = False


@dataclass
class Table:
    """Names that are declared, each under its qualified spelling."""

    typedefs: dict[str, CType] = field(default_factory=dict)
    records: dict[str, Record] = field(default_factory=dict)
    enums: dict[str, CType] = field(default_factory=dict)
    constants: dict[str, tuple[int, CType]] = field(default_factory=dict)
    functions: dict[str, FunctionDecl] = field(default_factory=dict)
    globals: dict[str, GlobalDecl] = field(default_factory=dict)
    annotations: dict[str, tuple[str, ...]] = field(default_factory=dict)
    overloads: dict[str, tuple[FunctionDecl, ...]] = field(default_factory=dict)

    def update(self, other: Table) -> None:
        """Take over what `other` declares; a complete record is not replaced by a mention."""
        self.typedefs.update(other.typedefs)
        self.enums.update(other.enums)
        self.constants.update(other.constants)
        self.functions.update(other.functions)
        self.globals.update(other.globals)
        self.annotations.update(other.annotations)
        self.overloads.update(other.overloads)
        for tag, record in other.records.items():
            if record.complete or tag not in self.records:
                self.records[tag] = record

    def overload(self, name: str, decl: FunctionDecl) -> FunctionDecl:
        """Note one of several C++ functions of a name; all but the first have ids of their own."""
        listed = self.overloads.get(name, ())
        signature = decl.signature(self.records)
        for index, known in enumerate(listed):
            if known.signature(self.records) == signature:
                decl = decl._replace(id=decl.id + signature if index else decl.id)
                self.overloads[name] = (*listed[:index], decl, *listed[index + 1 :])
                return decl
        if listed:
            decl = decl._replace(id=decl.id + signature)
        self.overloads[name] = (*listed, decl)
        return decl

    def copy(self) -> Table:
        """A table with the same entries."""
        copied = Table()
        copied.update(self)
        return copied

    def difference(self, before: Table) -> Table:
        """What was declared since `before` was copied."""
        return Table(*(_new_items(getattr(self, name), getattr(before, name)) for name in _PARTS))

    def is_type(self, name: str) -> bool:
        return name in self.typedefs or name in self.records or name in self.enums


def _canonical(type_: CType, records: dict[str, Record]) -> str:
    """The spelling of a type without typedefs, as far as it is known."""
    text, tag, pointers = type_.ref
    plain = text.removeprefix("const ").rstrip(" *")
    if tag:
        known = records.get(tag)
        base = (known.spelled if known else "") or tag
    elif plain in BUILTIN:
        base = plain
    else:
        base = _SPELLED.get(type_.bits, "void" if pointers else plain)
    const = "const " if text.startswith("const ") and pointers else ""
    signs = "*" * pointers
    if type_.reference:
        signs = signs[:-1] + "&"
    return f"{const}{base} {signs}".rstrip()


_SPELLED = {bits: name for name, bits in reversed(_BUILTIN.items()) if bits}


def tag_of(name: str) -> str:
    """A tag as records are known by: without underscores around it."""
    return name.strip("_")


def undeclared(name: str) -> CType:
    """The type that an unknown name most likely is: `PFOO` points to FOO, anything else is FOO."""
    if len(name) > 2 and name[0] == "P" and name[1:].replace("_", "").isupper():
        base = CType(TypeRef(name[1:], tag_of(name[1:])))
        return base.pointer().named(name)
    return CType(TypeRef(name, tag_of(name)))


_PARTS = tuple(part.name for part in fields(Table))
_Item = TypeVar("_Item")


def _new_items(now: dict[str, _Item], before: dict[str, _Item]) -> dict[str, _Item]:
    return {key: value for key, value in now.items() if before.get(key) is not value}
