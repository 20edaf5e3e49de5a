"""The part of libclang's C interface that wfplint uses, through ctypes.

The shared library comes with the `libclang` package (`clang/native/`); it is loaded on first use
and never by importing `clang.cindex`, which would register three times as many prototypes.
The interpreter lock is dropped while a unit is parsed, so units parse in parallel on threads.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Callable
from ctypes import (
    CDLL,
    CFUNCTYPE,
    POINTER,
    Array,
    PyDLL,
    Structure,
    byref,
    c_char_p,
    c_int,
    c_longlong,
    c_uint,
    c_ulong,
    c_void_p,
)
from functools import cache
from typing import Any

from wfplint.errors import UserError


class CursorHandle(Structure):
    """`CXCursor`. `d0` and `d1` tell two cursors of a unit apart; see `identity`."""

    _fields_ = (
        ("kind", c_int),
        ("xdata", c_int),
        ("d0", c_void_p),
        ("d1", c_void_p),
        ("d2", c_void_p),
    )
    kind: int
    d0: int | None
    d1: int | None


class TypeHandle(Structure):
    """`CXType`. `d0` is the same for the same qualified type of a unit."""

    _fields_ = (("kind", c_int), ("d0", c_void_p), ("d1", c_void_p))
    kind: int
    d0: int | None


class LocationHandle(Structure):
    """`CXSourceLocation`. `raw` is the place in the unit's one address space of all its files."""

    _fields_ = (("p0", c_void_p), ("p1", c_void_p), ("raw", c_uint))
    p0: int | None
    p1: int | None
    raw: int


class RangeHandle(Structure):
    """`CXSourceRange`."""

    _fields_ = (("p0", c_void_p), ("p1", c_void_p), ("begin", c_uint), ("end", c_uint))
    p0: int | None
    p1: int | None
    begin: int
    end: int


class _String(Structure):
    _fields_ = (("data", c_void_p), ("flags", c_uint))


class UnsavedFile(Structure):
    """`CXUnsavedFile`: the contents of a file that need not exist."""

    _fields_ = (("path", c_char_p), ("contents", c_char_p), ("length", c_ulong))


FieldVisitor = CFUNCTYPE(c_int, CursorHandle, c_void_p)
Visitor = CFUNCTYPE(c_int, CursorHandle, CursorHandle, c_void_p)
VISIT_CONTINUE, VISIT_RECURSE = 1, 2
KEEP_GOING = 0x200
FOR_SERIALISATION = 0x4 | KEEP_GOING
INVALID_FILE_FIRST, INVALID_FILE_LAST = 70, 73

# these drop the interpreter lock; for the rest that would take longer than the work
_PARALLEL = frozenset(("parse_unit", "save_unit", "dispose_unit"))

_C, _T, _L, _R, _S = CursorHandle, TypeHandle, LocationHandle, RangeHandle, _String
_PLACE = (_L, POINTER(c_void_p), POINTER(c_uint), POINTER(c_uint), POINTER(c_uint))
_PARSE = (
    c_void_p,
    c_char_p,
    POINTER(c_char_p),
    c_int,
    POINTER(UnsavedFile),
    c_uint,
    c_uint,
    POINTER(c_void_p),
)
# attribute of `Library`: (exported name, result, arguments)
_SIGNATURES: dict[str, tuple[str, Any, tuple[Any, ...]]] = {
    "create_index": ("clang_createIndex", c_void_p, (c_int, c_int)),
    "dispose_index": ("clang_disposeIndex", None, (c_void_p,)),
    "parse_unit": ("clang_parseTranslationUnit2", c_int, _PARSE),
    "save_unit": ("clang_saveTranslationUnit", c_int, (c_void_p, c_char_p, c_uint)),
    "dispose_unit": ("clang_disposeTranslationUnit", None, (c_void_p,)),
    "unit_cursor": ("clang_getTranslationUnitCursor", _C, (c_void_p,)),
    "visit_children": ("clang_visitChildren", c_uint, (_C, Visitor, c_void_p)),
    "visit_fields": ("clang_Type_visitFields", c_uint, (_T, FieldVisitor, c_void_p)),
    "extent": ("clang_getCursorExtent", _R, (_C,)),
    "location": ("clang_getCursorLocation", _L, (_C,)),
    "referenced": ("clang_getCursorReferenced", _C, (_C,)),
    "definition": ("clang_getCursorDefinition", _C, (_C,)),
    "is_definition": ("clang_isCursorDefinition", c_uint, (_C,)),
    "semantic_parent": ("clang_getCursorSemanticParent", _C, (_C,)),
    "linkage": ("clang_getCursorLinkage", c_int, (_C,)),
    "storage_class": ("clang_Cursor_getStorageClass", c_int, (_C,)),
    "is_static_method": ("clang_CXXMethod_isStatic", c_uint, (_C,)),
    "is_anonymous_record": ("clang_Cursor_isAnonymousRecordDecl", c_uint, (_C,)),
    "initialiser": ("clang_Cursor_getVarDeclInitializer", _C, (_C,)),
    "binary_operator": ("clang_getCursorBinaryOperatorKind", c_int, (_C,)),
    "unary_operator": ("clang_getCursorUnaryOperatorKind", c_int, (_C,)),
    "evaluate": ("clang_Cursor_Evaluate", c_void_p, (_C,)),
    "evaluation_kind": ("clang_EvalResult_getKind", c_int, (c_void_p,)),
    "evaluation_integer": ("clang_EvalResult_getAsLongLong", c_longlong, (c_void_p,)),
    "dispose_evaluation": ("clang_EvalResult_dispose", None, (c_void_p,)),
    "enumerator_value": ("clang_getEnumConstantDeclValue", c_longlong, (_C,)),
    "type_of": ("clang_getCursorType", _T, (_C,)),
    "canonical": ("clang_getCanonicalType", _T, (_T,)),
    "pointee": ("clang_getPointeeType", _T, (_T,)),
    "element": ("clang_getArrayElementType", _T, (_T,)),
    "size_of": ("clang_Type_getSizeOf", c_longlong, (_T,)),
    "array_size": ("clang_getArraySize", c_longlong, (_T,)),
    "result_type": ("clang_getResultType", _T, (_T,)),
    "argument_count": ("clang_getNumArgTypes", c_int, (_T,)),
    "argument_type": ("clang_getArgType", _T, (_T, c_uint)),
    "type_declaration": ("clang_getTypeDeclaration", _C, (_T,)),
    "file_place": ("clang_getFileLocation", None, _PLACE),
    "diagnostic_count": ("clang_getNumDiagnostics", c_uint, (c_void_p,)),
    "diagnostic": ("clang_getDiagnostic", c_void_p, (c_void_p, c_uint)),
    "dispose_diagnostic": ("clang_disposeDiagnostic", None, (c_void_p,)),
    "diagnostic_severity": ("clang_getDiagnosticSeverity", c_int, (c_void_p,)),
    "diagnostic_location": ("clang_getDiagnosticLocation", _L, (c_void_p,)),
    "_cursor_spelling": ("clang_getCursorSpelling", _S, (_C,)),
    "_type_spelling": ("clang_getTypeSpelling", _S, (_T,)),
    "_diagnostic_spelling": ("clang_getDiagnosticSpelling", _S, (c_void_p,)),
    "_file_name": ("clang_getFileName", _S, (c_void_p,)),
    "_c_string": ("clang_getCString", c_char_p, (_S,)),
    "_dispose_string": ("clang_disposeString", None, (_S,)),
}


class Library:
    """The loaded library; each attribute below is one C function, see `_SIGNATURES`."""

    create_index: Callable[[int, int], int]
    dispose_index: Callable[[int], None]
    parse_unit: Callable[..., int]
    save_unit: Callable[[int, bytes, int], int]
    dispose_unit: Callable[[int], None]
    unit_cursor: Callable[[int], CursorHandle]
    visit_children: Callable[..., int]
    visit_fields: Callable[..., int]
    extent: Callable[[CursorHandle], RangeHandle]
    location: Callable[[CursorHandle], LocationHandle]
    referenced: Callable[[CursorHandle], CursorHandle]
    definition: Callable[[CursorHandle], CursorHandle]
    is_definition: Callable[[CursorHandle], int]
    semantic_parent: Callable[[CursorHandle], CursorHandle]
    linkage: Callable[[CursorHandle], int]
    storage_class: Callable[[CursorHandle], int]
    is_static_method: Callable[[CursorHandle], int]
    is_anonymous_record: Callable[[CursorHandle], int]
    initialiser: Callable[[CursorHandle], CursorHandle]
    binary_operator: Callable[[CursorHandle], int]
    unary_operator: Callable[[CursorHandle], int]
    evaluate: Callable[[CursorHandle], int | None]
    evaluation_kind: Callable[[int], int]
    evaluation_integer: Callable[[int], int]
    dispose_evaluation: Callable[[int], None]
    enumerator_value: Callable[[CursorHandle], int]
    type_of: Callable[[CursorHandle], TypeHandle]
    canonical: Callable[[TypeHandle], TypeHandle]
    pointee: Callable[[TypeHandle], TypeHandle]
    element: Callable[[TypeHandle], TypeHandle]
    size_of: Callable[[TypeHandle], int]
    array_size: Callable[[TypeHandle], int]
    result_type: Callable[[TypeHandle], TypeHandle]
    argument_count: Callable[[TypeHandle], int]
    argument_type: Callable[[TypeHandle, int], TypeHandle]
    type_declaration: Callable[[TypeHandle], CursorHandle]
    file_place: Callable[..., None]
    diagnostic_count: Callable[[int], int]
    diagnostic: Callable[[int, int], int]
    dispose_diagnostic: Callable[[int], None]
    diagnostic_severity: Callable[[int], int]
    diagnostic_location: Callable[[int], LocationHandle]
    _cursor_spelling: Callable[[CursorHandle], _String]
    _type_spelling: Callable[[TypeHandle], _String]
    _diagnostic_spelling: Callable[[int], _String]
    _file_name: Callable[[int], _String]
    _c_string: Callable[[_String], bytes | None]
    _dispose_string: Callable[[_String], None]

    def __init__(self, path: str) -> None:
        parallel, quick = CDLL(path), PyDLL(path)
        for attribute, (name, result, arguments) in _SIGNATURES.items():
            function = getattr(parallel if attribute in _PARALLEL else quick, name)
            function.restype, function.argtypes = result, arguments
            setattr(self, attribute, function)

    def _text(self, string: _String) -> str:
        data = self._c_string(string)
        self._dispose_string(string)
        return data.decode("utf-8", errors="replace") if data else ""

    def spelling(self, cursor: CursorHandle) -> str:
        return self._text(self._cursor_spelling(cursor))

    def type_spelling(self, handle: TypeHandle) -> str:
        return self._text(self._type_spelling(handle))

    def message(self, diagnostic: int) -> str:
        return self._text(self._diagnostic_spelling(diagnostic))

    def place(self, location: LocationHandle) -> tuple[int, int]:
        """The handle of the file and the byte offset of a location; handle 0 without a file.

        In a macro this is where the macro is used or, for its argument, where that is written.
        (`clang_getSpellingLocation` gives the same, whatever its name says.)
        """
        file, offset = c_void_p(), c_uint()
        self.file_place(location, byref(file), None, None, byref(offset))
        return file.value or 0, offset.value

    def file_name(self, file: int) -> str:
        return self._text(self._file_name(file)) if file else ""

    def integer(self, cursor: CursorHandle) -> int | None:
        """The value of a constant integer expression, or None."""
        result = self.evaluate(cursor)
        if not result:
            return None
        try:
            return self.evaluation_integer(result) if self.evaluation_kind(result) == 1 else None
        finally:
            self.dispose_evaluation(result)


def string_array(values: list[str]) -> Array[c_char_p]:
    """A C array of UTF-8 strings."""
    return (c_char_p * len(values))(*(value.encode("utf-8") for value in values))


_NAMES = {"win32": "libclang.dll", "darwin": "libclang.dylib"}


def find_library() -> str:
    """The path of the shared library. Raises UserError where the package is missing or broken."""
    name = _NAMES.get(sys.platform, "libclang.so")
    package = importlib.util.find_spec("clang")
    for folder in (package.submodule_search_locations or ()) if package else ():
        path = os.path.join(folder, "native", name)
        if os.path.exists(path):
            return path
    raise UserError(f"{name} was not found", hint="install the package: pip install libclang")


@cache
def load() -> Library:
    """The library, loaded once. Raises UserError where it cannot be found or loaded."""
    path = find_library()
    try:
        return Library(path)
    except (OSError, AttributeError) as error:
        hint = "reinstall the package: pip install --force-reinstall libclang==18.1.1"
        raise UserError(f"libclang cannot be used: {error}", hint=hint) from error
