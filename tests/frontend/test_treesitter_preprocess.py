"""Preprocessing: what vanishes, which branch is taken, how macros expand, and the way back."""

from __future__ import annotations

import pytest

from tests.frontend.treesitter_support import body, calls_in, function, parsed
from wfplint.frontend.treesitter.blanking import predefined
from wfplint.frontend.treesitter.conditions import evaluate
from wfplint.frontend.treesitter.includes import Includer
from wfplint.frontend.treesitter.lexing import tokenize
from wfplint.frontend.treesitter.macros import Expander, definition
from wfplint.frontend.treesitter.preprocess import Preprocessor
from wfplint.source import SourceFile


def preprocessed(text: str) -> str:
    """The text that is parsed, with single spaces."""
    source = SourceFile.from_bytes("a.c", text.encode())
    segment = Preprocessor(predefined("c"), Includer(lambda path: None)).run(source)
    return " ".join(segment.data.decode().split())


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ("1", True),
        ("0x10 == 16 && 010 == 8", True),
        ("!defined(A) || UNKNOWN", False),
        ("defined A && A >= 3", True),
        ("A > 2 ? 0 : 1", False),
        ("(A << 1) + 1 == 7 && 7 % 4 == 3 && -7 / 2 == -3", True),
        ("VERSION >= WIN8", True),
        ("F(2) == 4", True),
        ("'a' == 97", True),
        ("UNKNOWN(1, 2) + 1", True),
        ("1UL && 5ull", True),
        ("~0 < 0", True),
        ("", False),
    ],
)
def test_conditions(condition: str, holds: bool) -> None:
    macros = {
        "A": definition("A", "3"),
        "WIN8": definition("WIN8", "0x06020000"),
        "VERSION": definition("VERSION", "0x0A000000"),
        "F": definition("F", "((x) * 2)", "x"),
    }
    assert evaluate(tokenize(condition, "", 0, len(condition)), Expander(macros)) is holds


@pytest.mark.parametrize(
    ("written", "expanded"),
    [
        ("#define A 1\n#define B A + A\nB", "1 + 1"),
        ("#define A B\n#define B A\nA B", "A B"),
        ("#define F(x, y) x y\nF((1, 2), 3)", "( 1 , 2 ) 3"),
        ('#define F(x) #x\nF(a  + "q")', '"a + \\"q\\""'),
        ("#define F(x, y) x##y\nF(a, 1) F(, b)", "a1 b"),
        ("#define F(f, ...) g(f, ##__VA_ARGS__)\nF(1) F(1, 2, 3)", "g ( 1 ) g ( 1 , 2 , 3 )"),
        ("#define F(args...) g(args)\nF(1, 2)", "g ( 1 , 2 )"),
        ("#define F(x) x\n#define G F\nG(1) F", "1 F"),
        ("#define F() z\nF() F ()", "z z"),
        ("#define F(x) \\\n  g(x); \\\n  h(x)\nF(1)", "g ( 1 ) ; h ( 1 )"),
        ("#define A 1\n#undef A\nA", "A"),
        ("#define EMPTY\na EMPTY b", "a b"),
        ("#define C(a, b) a ## b\n#define D(a, b) C(a, b)\n#define E x\nC(E, 1) D(E, 1)", "E1 x1"),
        ("#define F(x) x F\nF(1)(2)", "1 F (2)"),
        ("5ui64 + 0x1Fi64", "5uLL + 0x1FLL"),
        ('#define S L"a"\nS "b"', 'L"a" "b"'),
    ],
)
def test_macros(written: str, expanded: str) -> None:
    assert preprocessed(written) == expanded


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ("#if 0\na\n#else\nb\n#endif\nc", "b c"),
        ("#ifdef X\na\n#elif 1\nb\n#elif 1\nc\n#endif", "b"),
        ("#if 1\na\n#if 0\nb\n#else\nc\n#endif\n#else\nd\n#endif", "a c"),
        ("#if 0\n#if 1\n#else\n#endif\nit's /* #endif */\n#endif\na", "a"),
        ("#if 0\nx", ""),
        ("a // #if 0\nb /* \n#if 0\n*/ c", "a b c"),
        ("#pragma warning(push)\n#error never\na", "a"),
        ("# define A 1\n  #  if A\nb\n#endif", "b"),
    ],
)
def test_branches(written: str, left: str) -> None:
    assert preprocessed(written) == left


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ("_In_ int a", "int a"),
        ("_In_reads_(n) _Out_opt_ int *a", "int *a"),
        ("IN OUT PVOID a", "PVOID a"),
        ("__in_bcount(4) int b", "int b"),
        ("__drv_maxIRQL(2) _IRQL_requires_same_ void f(void)", "void f(void)"),
        ("__declspec(align(16)) int a", "int a"),
        ("void __stdcall f(void)", "void f(void)"),
        ("_My_own_annotation_(a, (b)) int c", "int c"),
        ("struct _TAG_ { int a; };", "struct _TAG_ { int a; };"),
        ("struct _A { int b; }; _a = __try_count", "struct _A { int b; }; _a = __try_count"),
    ],
)
def test_annotations_vanish(written: str, left: str) -> None:
    assert preprocessed(written) == left


def test_two_heads_with_one_body_are_one_function() -> None:
    text = (
        "#include <sdkddkver.h>\n#if NTDDI_VERSION >= NTDDI_WIN8\nint f(int a)\n#else\n"
        "int f(long a)\n#endif\n{ return a; }\n"
    )
    found = function(parsed(text))
    assert [p.type.text for p in found.parameters] == ["int"]
    old = function(parsed(text, defines=("NTDDI_VERSION=0x06010000",)))
    assert [p.type.text for p in old.parameters] == ["long"]


def test_a_call_from_a_macro_stands_at_the_macros_name() -> None:
    text = "#define DONE(x) g((x), 1)\nint g(int, int);\nvoid f(int a) { DONE(h(a)); }\n"
    outer, inner = calls_in(function(parsed(text)).body)
    assert text[outer.span.start : outer.span.end] == "DONE(h(a))"
    assert outer.macro is not None
    assert text[outer.macro.start : outer.macro.end] == "g"
    assert text[inner.span.start : inner.span.end] == "h(a)"
    assert inner.macro is None


def test_offsets_count_the_bytes_of_the_buffer() -> None:
    lines = ["/* \u00e9\u00e9 */", "#define X 1", "void g(int);", "void f(void)", "{ g(X); }", ""]
    text = "\r\n".join(lines)
    raw = text.encode()
    (call,) = calls_in(function(parsed(raw)).body)
    assert raw[call.span.start : call.span.end] == b"g(X)"
    wide = parsed(b"\xff\xfe" + "void g(int); void f(void) { g(1); }".encode("utf-16-le"))
    assert len(calls_in(function(wide).body)) == 1
    cp1252 = parsed(b"/* \xa9 */ void g(int); void f(void) { g(1); /* \xe9 */ }")
    assert cp1252.with_errors == frozenset()


def test_headers_of_the_project_and_of_the_model() -> None:
    files = {"own/a.h": "#pragma once\n#include <ntddk.h>\ntypedef struct _S { NTSTATUS s; } S;"}
    text = (
        '#include "own/a.h"\n#include "own\\a.h"\n#include "none.h"\nint f(S *p) { return p->s; }'
    )
    result = parsed(text, files=files)
    assert result.missing_headers == ('"none.h"',)
    assert result.unit.records["S"][0].type.text == "NTSTATUS"
    again = parsed(text, files=files)
    assert again.unit == result.unit


def test_packing_and_trace_headers() -> None:
    text = """#pragma pack(push, 1)
    struct A { char a; int b; };
    #pragma pack(pop)
    struct B { char a; int b; };
    // FUNC Log(MSG, ...)  WPP
    #include "a.tmh"
    int f(void) {
        Log("x"); DoTraceMessage(1, "%d", 1);
        return sizeof(struct A) + sizeof(struct B);
    }
    """
    assert body(text) == "{0; 0; return 13;}"
