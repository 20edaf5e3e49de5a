"""What vanishes from a source before it is parsed: annotations, call conventions, attributes.

Anything the headers define is expanded like every macro; this file knows what is left, so that a
source without its headers still parses.
"""

from __future__ import annotations

import re

from wfplint.frontend.treesitter.macros import Macro, definition

# Names that look like an annotation and that no header defined.
_ANNOTATION = re.compile(
    r"_[A-Z]\w*_"
    r"|__(?:in|out|inout|deref|range|bcount|ecount|xcount|byte|field|struct|nullterminated|notnull"
    r"|maybenull|success|checkReturn|drv|RPC|kernel|allowed|analysis|callback|control|data|exclude"
    r"|format|possibly|post|pre|readable|writable|refparam|reserved|typefix|valid|encoded|inner"
    r"|blocksOn|nonnull|null|elem|count|opt|exceptthat|execeptthat|useHeader|on_failure|always"
    r"|part|volatile|bound|nullnullterminated|decl|override|rpc)(?:_\w*)?",
    re.A,
)
# Annotations that say what a function is for.
_MARK = re.compile(r"_Wfp_\w+|_Function_class_", re.A)
_TAG_BEFORE = re.compile(r"\b(?:struct|union|enum|class|goto|namespace)\s+$")

_EMPTY = (
    "IN OUT OPTIONAL NTAPI NTSYSAPI NTKERNELAPI NTHALAPI DECLSPEC_IMPORT DECLSPEC_NORETURN "
    "FASTCALL WINAPI CALLBACK APIENTRY WINAPIV UNALIGNED CONST_VTBL STDMETHODCALLTYPE "
    "__cdecl __stdcall __fastcall __thiscall __vectorcall __clrcall _cdecl _stdcall __export "
    "__unaligned __ptr32 __ptr64 __sptr __uptr __restrict __w64 __extension__ __based "
    "__RPC_USER RPC_ENTRY __rpc_in __rpc_out __user __kernel PASCAL "
    "_Use_decl_annotations_ __override __sealed"
)
_EMPTY_CALLS = (
    "__declspec __attribute__ __pragma _Pragma __drv_preferredFunction DECLSPEC_ALIGN "
    "DECLSPEC_UUID _Static_assert static_assert "
    "C_ASSERT __assume_aligned"
)
_ALIASES = {
    "FORCEINLINE": "__inline",
    "CFORCEINLINE": "__inline",
    "__forceinline": "__inline",
    "_inline": "__inline",
    "__int64": "long long",
    "_int64": "long long",
    "__int32": "int",
    "__int16": "short",
    "__int8": "char",
    "__wchar_t": "wchar_t",
    "_try": "__try",
    "_except": "__except",
    "_finally": "__finally",
    "__alignof": "_Alignof",
    "__FILE__": '""',
    "__DATE__": '""',
    "__TIME__": '""',
    "__LINE__": "1",
    "__COUNTER__": "1",
    "VOID": "void",
    "CONST": "const",
}
_CALLS = {
    "CONTAINING_RECORD": (
        "a, t, f",
        "((t *)__wfplint_containing_record((void *)(a), (void *)&((t *)0)->f))",
    ),
    "offsetof": ("t, m", "((unsigned long long)&((t *)0)->m)"),
    "__builtin_offsetof": ("t, m", "((unsigned long long)&((t *)0)->m)"),
    "FIELD_OFFSET": ("t, m", "((long)&((t *)0)->m)"),
    "__noop": ("...", "((void)0)"),
    "va_arg": ("list, t", "(*(t *)(list))"),
    "__builtin_va_arg": ("list, t", "(*(t *)(list))"),
    "__builtin_types_compatible_p": ("...", "0"),
}
_TARGET = {
    "_WIN32": "1",
    "_WIN64": "1",
    "_M_X64": "100",
    "_M_AMD64": "100",
    "_MSC_VER": "1933",
    "_MSC_FULL_VER": "193300000",
    "_MSC_BUILD": "1",
    "_MSC_EXTENSIONS": "1",
    "_INTEGRAL_MAX_BITS": "64",
    "_MT": "1",
    "__clang__": "1",
    "__clang_major__": "18",
    "__clang_minor__": "1",
    "__x86_64__": "1",
    "__x86_64": "1",
    "__amd64__": "1",
    "_AMD64_": "1",
    "AMD64": "1",
    "_KERNEL_MODE": "1",
    "__WFPLINT__": "1",
}
_TYPES = {
    "__SIZE_TYPE__": "unsigned long long",
    "__PTRDIFF_TYPE__": "long long",
    "__INTPTR_TYPE__": "long long",
    "__UINTPTR_TYPE__": "unsigned long long",
    "__INTMAX_TYPE__": "long long",
    "__UINTMAX_TYPE__": "unsigned long long",
    "__WCHAR_TYPE__": "unsigned short",
    "__WINT_TYPE__": "unsigned short",
    "__INT8_TYPE__": "signed char",
    "__INT16_TYPE__": "short",
    "__INT32_TYPE__": "int",
    "__INT64_TYPE__": "long long",
    "__UINT8_TYPE__": "unsigned char",
    "__UINT16_TYPE__": "unsigned short",
    "__UINT32_TYPE__": "unsigned int",
    "__UINT64_TYPE__": "unsigned long long",
    "__CHAR_BIT__": "8",
    "__SCHAR_MAX__": "127",
    "__SHRT_MAX__": "32767",
    "__INT_MAX__": "2147483647",
    "__LONG_MAX__": "2147483647L",
    "__LONG_LONG_MAX__": "9223372036854775807LL",
    "__SIZEOF_POINTER__": "8",
}
_C = {"__STDC__": "1", "__STDC_VERSION__": "201710L", "__STDC_HOSTED__": "1"}
_CPP = {
    "__cplusplus": "202002L",
    "_CPPUNWIND": "1",
    "_WCHAR_T_DEFINED": "1",
    "_NATIVE_WCHAR_T_DEFINED": "1",
    "__BOOL_DEFINED": "1",
}


def predefined(language: str) -> dict[str, Macro]:
    """The macros that exist before the first line."""
    table = {name: definition(name) for name in _EMPTY.split()}
    table.update((name, definition(name, "", "...")) for name in _EMPTY_CALLS.split())
    table.update((name, definition(name, body)) for name, body in _ALIASES.items())
    table.update((name, definition(name, body, head)) for name, (head, body) in _CALLS.items())
    values = {**_TARGET, **_TYPES, **(_CPP if language == "c++" else _C)}
    table.update((name, definition(name, body)) for name, body in values.items())
    return table


def is_annotation(name: str, text: str, start: int) -> bool:
    """Whether the undefined `name` at `text[start:]` is an annotation and not a tag."""
    if _ANNOTATION.fullmatch(name) is None:
        return False
    return _TAG_BEFORE.search(text[max(0, start - 24) : start]) is None


def is_mark(name: str) -> bool:
    """Whether an annotation says something of the function's role."""
    return _MARK.fullmatch(name) is not None
