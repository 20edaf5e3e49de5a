"""C++ through libclang."""

from __future__ import annotations

import re

import pytest

from tests.frontend.clang_support import function, parsed, show
from wfplint.ir import TypeRef

_LOCK = """
struct Lock { int x; Lock(int &a); ~Lock(); void Take(int); static int Count();
  Lock &operator=(const Lock &); bool operator==(const Lock &) const; Lock *operator->(); };
struct Plain { int v; };
int g(int, int = 7); void by(Lock &l); int &cell(); void over(int); void over(char *);
"""


def body(text: str, head: str = "void f(int &r, Lock &l, Plain *p)") -> str:
    result = parsed(f"{_LOCK}{head} {{ {text} }}", "a.cpp")
    assert [notice.message for notice in result.errors] == []
    return show(function(result, "f").body)[1:-1]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("r = 1; int &q = r; q++;", "*r = 1; int * q = r; *q++;"),
        ("int n = 0; int &q = n;", "int n = 0; int * q = &n;"),
        ("l.Take(2);", "Lock::Take(l, 2);"),
        (
            "Lock k(r); k.Take(3);",
            "Lock k by Lock::Lock(&k, r) until Lock::~Lock; Lock::Take(&k, 3);",
        ),
        ("(&l)->Take(3); Lock::Count();", "Lock::Take(l, 3); Lock::Count();"),
        ("if (l == l) r = 2;", "if (Lock::operator==(l, l)) *r = 2;"),
        ("l = l;", "*Lock::operator=(l, l);"),
        ("l->x = 3;", "Lock::operator->(l)->x = 3;"),
        ("by(l); cell() = 4;", "by(l); *cell() = 4;"),
        ("g(1);", "g(1, 7);"),
        ("Plain a; Plain b = a; b = *p;", "Plain a; Plain b = a; b = *p;"),
        ("over(1); over((char *)nullptr);", "over(1); over(char *)(0);"),
        ("r = static_cast<int>(p->v);", "*r = (int)(p->v);"),
        ("bool b = true; void *n = nullptr;", "bool b = 1; void * n = 0;"),
        ("if (int z = r; z) r = 1;", "if (int z = *r; z) *r = 1;"),
        ("if (int z = r) r = 1;", "if (int z = *r; z) *r = 1;"),
        (
            "while (int z = r) r = 1;",
            "while (1) {int z = *r; if (z) *r = 1; else break;}",
        ),
        (
            "int a[2]; for (int &e : a) e = 1;",
            "int[2] a; for (int * e; : a) *e = 1;",
        ),
        (
            "auto k = [&](int z) { r = z; return z; }; k(3);",
            " k = lambda f::<lambda#1> {*r = z; return z;}; k(3);",
        ),
        (
            "Plain *n = new Plain; delete n;",
            "Plain * n = operator new(4); operator delete(n);",
        ),
        (
            "Lock *n = new Lock(r); delete n;",
            "Lock * n = operator new(4, r); (Lock::~Lock(n) , operator delete(n));",
        ),
        ("try { by(l); } catch (...) { r = 1; }", "try {by(l);} except (-) {{*r = 1;}}"),
        ("switch (int z = r; z) { }", "opaque(a switch with a declaration at its head)"),
    ],
)
def test_statements(written: str, shown: str) -> None:
    assert body(written) == shown


def test_methods_take_this_first() -> None:
    text = _LOCK + "void Lock::Take(int k) { x = k; this->x++; Take(1); }"
    made = function(parsed(text, "a.cpp"), "Take")
    assert made.id == "Lock::Take"
    assert [(p.name, p.type) for p in made.parameters] == [
        ("this", TypeRef("Lock *", "Lock", 1)),
        ("k", TypeRef("int")),
    ]
    assert show(made.body) == "{this->x = k; this->x++; Lock::Take(this, 1);}"


def test_constructors_initialise_first() -> None:
    text = _LOCK + "struct D : Lock { int m; Lock k; D(int &a) : Lock(a), m(3), k(a) { m = 4; } };"
    made = function(parsed(text, "a.cpp"), "D")
    assert show(made.body) == (
        "{Lock::Lock(this, a); this->m = 3; Lock::Lock(&this->k, a); {this->m = 4;}}"
    )


def test_names_are_qualified_and_anonymous_namespaces_internal() -> None:
    text = """namespace ns { namespace { int hid() { return 1; } }
    struct S { int m() { return 2; } };
    extern "C" { int plain() { return hid(); } } }"""
    result = parsed(text, "a.cpp")
    assert [f.id for f in result.unit.functions] == ["p/a.cpp::ns::hid", "ns::S::m", "ns::plain"]


def test_overloads_have_ids_of_their_own() -> None:
    text = "void o(int) {} void o(char *) {} void f() { o(1); o((char *)0); }"
    result = parsed(text, "a.cpp")
    assert [f.id for f in result.unit.functions] == ["o", "o(char *)", "f"]
    assert show(function(result, "f").body) == "{o(1); o(char *)(0);}"


def test_inline_methods_of_project_headers_are_functions() -> None:
    header = "struct Guard { int n; Guard() : n(0) {} ~Guard() { n = 1; } };"
    text = '#include "guard.h"\nvoid f() { Guard g; }'
    result = parsed(text, "a.cpp", files={"guard.h": header})
    assert [(f.id, f.span.path) for f in result.unit.functions] == [
        ("f", "p/a.cpp"),
        ("Guard::Guard", "p/guard.h"),
        ("Guard::~Guard", "p/guard.h"),
    ]
    shown = show(function(result, "f").body)
    assert shown == "{Guard g by Guard::Guard(&g) until Guard::~Guard;}"


def test_the_tree_s_own_function_has_the_plain_name() -> None:
    """Whatever else of that name is called first."""
    text = """
    template <class T> int g(T *p) { return p != 0; }
    int g(int x);
    int f(int x) { return g(&x) + g(x); }
    """
    ids = re.findall(r"id='(g\b[^']*)'", repr(function(parsed(text, "a.cpp"), "f")))
    assert ids == ["g(int *)", "g"]
