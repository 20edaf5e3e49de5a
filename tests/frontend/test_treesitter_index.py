"""The index of functions and names, which reads a file without parsing it."""

from __future__ import annotations

import pytest

from wfplint.frontend.treesitter.index import index


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("int f(void) { if (a) { b(); } }\nstatic int g(int x)\n{ return x; }", ["f", "g"]),
        ("struct A { int (*run)(int); }; A t[] = { { f } }; void h(void) { }", ["h"]),
        (
            "namespace a { namespace { void f() { } } class B { void m() const { } ~B() { } }; }",
            ["f", "m", "~B"],
        ),
        ('extern "C" { void f(void) { } }\nextern "C" void g(void) { }', ["f", "g"]),
        ("B::B(int a) : x(a), y{1} { }\nvoid B::m() { }", ["B", "m"]),
        (
            "#if A\nint f(int a)\n#else\nint f(long a)\n#endif\n{ return 1; }\nvoid g() { }",
            ["f", "g"],
        ),
        ("void f() {\n#if A\nif (a) {\n#else\nif (b) {\n#endif\n} }\nvoid g() { }", ["f", "g"]),
        ("// void x() {\n/* { */ void f() { char c = '{'; g(\"}\"); }\nvoid h() { }", ["f", "h"]),
        ("_IRQL_requires_(2)\n__declspec(noinline) NTSTATUS\nNTAPI\nf(_In_ int a) { }", ["f"]),
        ("int a = 1; int b[] = { 1, 2 }; enum E { X, Y }; void f() { }", ["f"]),
        ("#define M(x) { x }\nvoid f() { M(1) }", ["f"]),
    ],
)
def test_functions(text: str, names: list[str]) -> None:
    assert [function.name for function in index(text.encode()).functions] == names


def test_extents_and_names() -> None:
    text = "int table = other(1);\n\nstatic int\nf(int a)\n{\n  return g(a) + B;\n}\nvoid h() { }\n"
    found = index(text.encode())
    first = found.functions[0]
    assert text[first.start : first.end].startswith("static int\nf(int a)")
    assert text[first.start : first.end].endswith("B;\n}")
    assert {"f", "g", "a", "B"} <= first.names
    assert "h" not in first.names
    assert {"table", "other"} <= found.names
