"""What lowered code does when it runs is what C says it does."""

from __future__ import annotations

import pytest

from tests.frontend.lowering_support import trace

Case = tuple[str, tuple[int, ...], tuple[int, ...], str]

C_CASES: dict[str, Case] = {
    "and skips": ("int f(void) { return a(1) && b(2); }", (), (0,), "a(1) -> 0"),
    "and goes on": ("int f(void) { return a(1) && b(2); }", (), (5, 7), "a(1) b(2) -> 1"),
    "or skips": ("int f(void) { return a(1) || b(2); }", (), (3,), "a(1) -> 1"),
    "or in a condition": (
        "int f(int x) { if (x == 3 || !a(x)) return 1; return 2; }", (3,), (), "-> 1"
    ),
    "not of and": (
        "int f(int x, int y) { if (!(x && !y)) return 1; return 2; }", (1, 0), (), "-> 2"
    ),
    "comparison with zero": (
        "int f(int x) { if ((x != 0) == 0) return 1; return 2; }", (0,), (), "-> 1"
    ),
    "comparison with true": (
        "int f(int x) { if ((x < 3) == 1) return 1; return 2; }", (5,), (), "-> 2"
    ),
    "ternary": ("int f(int x) { return x ? a(1) : b(2); }", (0,), (9,), "b(2) -> 9"),
    "ternary for effect": ("void f(int x) { x ? (void)a(1) : (void)b(2); }", (1,), (), "a(1)"),
    "ternary as condition": (
        "int f(int x) { if (x ? a(1) : b(2)) return 1; return 0; }", (0,), (4,), "b(2) -> 1"
    ),
    "comma": ("int f(int x) { return (a(1), b(2), x); }", (7,), (), "a(1) b(2) -> 7"),
    "assignment in condition": (
        "int f(void) { int r; if ((r = a(1)) != 0) return r; return -1; }", (), (6,), "a(1) -> 6"
    ),
    "chained assignment from memory": (
        "int g; int f(int x) { int y, z; g = x; z = y = g; y = 1; return z; }", (4,), (), "-> 4"
    ),
    "chained assignment": (
        "int f(void) { int x, y; x = y = a(1); return x + y; }", (), (4,), "a(1) -> 8"
    ),
    "post-increment": ("int f(int x) { int y = x++; return y * 10 + x; }", (3,), (), "-> 34"),
    "pre-increment": ("int f(int x) { int y = ++x; return y * 10 + x; }", (3,), (), "-> 44"),
    "arguments left to right": (
        "void f(int x) { use(x, x++, x, a(x)); }", (1,), (8,), "a(2) use(1, 1, 2, 8)"
    ),
    "value kept over a call through an address": (
        "static int set(int *p) { *p = 9; return 0; } int f(int x) { return x + set(&x) + x; }",
        (1,), (), "-> 10",
    ),
    "compound assignment": (
        "int f(int x) { x |= 4; x <<= 1; x -= 1; x %= 7; return x; }", (1,), (), "-> 2"
    ),
    "while with break and continue": (
        "int f(int n) { int s = 0; while (1) { if (n == 0) break; n--; if (n & 1) continue; "
        "s += n; } return s; }", (6,), (), "-> 6",
    ),
    "for": ("int f(int n) { int s = 0; for (int i = 0; i < n; i++) s += i; return s; }",
            (5,), (), "-> 10"),
    "for with continue": (
        "int f(int n) { int s = 0; for (int i = 0; i < n; ++i) { if (i == 2) continue; s += i; } "
        "return s; }", (5,), (), "-> 8",
    ),
    "do while": ("int f(int n) { do a(n); while (--n > 0); return n; }", (2,), (),
                 "a(2) a(1) -> 0"),
    "switch falls through": (
        "int f(int x) { int r = 0; switch (x) { case 1: r += 1; case 2: r += 2; break; "
        "default: r = 9; } return r; }", (1,), (), "-> 3",
    ),
    "switch to the default in the middle": (
        "int f(int x) { switch (x) { case 1: return 1; default: a(0); case 3: return 3; } }",
        (8,), (), "a(0) -> 3",
    ),
    "switch without a match": ("int f(int x) { switch (x) { case 1: return 1; } return 5; }",
                               (8,), (), "-> 5"),
    "case inside a loop": (
        "int f(int x) { int r = 0; switch (x) { case 0: do { r += 1; case 1: r += 10; } "
        "while (r < 15); } return r; }", (1,), (), "-> 21",
    ),
    "switch on a constant": (
        "int f(void) { switch (2) { case 1: return 1; case 2: return 2; } return 3; }",
        (), (), "-> 2",
    ),
    "goto forward and back": (
        "int f(int n) { again: if (n == 0) goto out; a(n); n--; goto again; out: return n; }",
        (2,), (), "a(2) a(1) -> 0",
    ),
    "goto into a block": (
        "int f(int x) { if (x) goto in; a(1); { int y; in: y = 7; return y; } }", (1,), (), "-> 7"
    ),
    "members and elements": (
        "struct S { int n; int v[3]; struct { int x; } in; }; int f(void) { "
        "struct S s = {1, {2, 3}}; struct S *p = &s; p->in.x = 5; p->v[2] = p->n + s.v[1]; "
        "return s.v[2] * 10 + s.in.x; }",
        (), (), "-> 45",
    ),
    "structure copy": (
        "struct S { int n; }; int f(void) { struct S s = {4}, t; t = s; s.n = 1; return t.n; }",
        (), (), "-> 4",
    ),
    "pointer to pointer": (
        "int f(int x) { int *p = &x; int **q = &p; **q = 6; return x; }", (1,), (), "-> 6"
    ),
    "global": ("int g; int f(int x) { g = x; g += 2; return g++ + g; }", (1,), (), "-> 7"),
    "static local": (
        "static int n(void) { static int k = 5; return k++; } int f(void) { n(); return n(); }",
        (), (), "-> 6",
    ),
    "function pointer": (
        "static int two(int x) { return 2 * x; } int f(void) { int (*p)(int) = two; "
        "return p(1) + (*p)(2) + (&two)(3); }", (), (), "-> 12",
    ),
    "table of functions": (
        "static int two(int x) { return 2 * x; } static int (*const t[])(int) = {a, two}; "
        "int f(void) { return t[1](4); }", (), (), "-> 8",
    ),
    "finally after return": (
        "int f(int x) { __try { if (x) return a(1); b(2); } __finally { c(3); } return d(4); }",
        (1,), (5,), "a(1) c(3) -> 5",
    ),
    "finally at the end": (
        "int f(int x) { __try { if (x) return a(1); b(2); } __finally { c(3); } return d(4); }",
        (0,), (), "b(2) c(3) d(4) -> 0",
    ),
    "finally after leave": (
        "void f(int x) { __try { if (x) __leave; a(1); } __finally { b(2); } c(3); }",
        (1,), (), "b(2) c(3)",
    ),
    "finally after goto": (
        "void f(int x) { __try { __try { if (x) goto out; a(1); } __finally { b(2); } a(2); } "
        "__finally { c(3); } a(3); out: d(4); }", (1,), (), "b(2) c(3) d(4)",
    ),
    "finally after break": (
        "void f(void) { for (;;) { __try { break; } __finally { b(2); } } a(1); }", (), (),
        "b(2) a(1)",
    ),
    "how a body was left": (
        "void f(int x) { __try { if (x) return; } __finally { a(AbnormalTermination()); } }",
        (1,), (), "a(1)",
    ),
    "return in a handler wins": (
        "int f(void) { __try { return 1; } __finally { return 2; } }", (), (), "-> 2"
    ),
}  # fmt: skip

GUARD = (
    "struct G { int n; G(int k) : n(k) { a(k); } ~G() { b(n); } };\n"
    "struct R { int &n; explicit R(int &k) : n(k) {} ~R() { n += 100; } };\n"
)
CPP_CASES: dict[str, Case] = {
    "destructors in reverse": (
        "void f() { G x(1); G y(2); c(0); }", (), (), "a(1) a(2) c(0) b(2) b(1)"
    ),
    "destructor at return": (
        "int f(int x) { G g(1); if (x) { G h(2); return c(3); } return 0; }", (1,), (0, 0, 8),
        "a(1) a(2) c(3) b(2) b(1) -> 8",
    ),
    "destructor at break": (
        "void f() { for (;;) { G g(1); if (c(1)) break; } d(0); }", (), (0, 1),
        "a(1) c(1) b(1) d(0)",
    ),
    "destructor at continue": (
        "void f(int n) { while (n--) { G g(n); if (n) continue; c(n); } }", (2,), (),
        "a(1) b(1) a(0) c(0) b(0)",
    ),
    "destructor at goto": (
        "void f(int x) { { G g(1); if (x) goto out; c(1); } c(2); out: d(0); }", (1,), (),
        "a(1) b(1) d(0)",
    ),
    "value before destructor": (
        "int f() { int n = 1; R r(n); return n; }", (), (), "-> 1"
    ),
    "references": (
        "static void set(int &x) { x = 5; } int f() { int n = 1; int &r = n; r = 2; int m = n; "
        "set(n); return m * 10 + n; }", (), (), "-> 25",
    ),
    "lambda in place": (
        "int f(int x) { auto add = [&](int k) { if (k > 2) return 0; x += k; return x; }; "
        "add(1); add(9); return add(2) * 10 + x; }", (1,), (), "-> 44",
    ),
    "lambda called at once": (
        "int f(int x) { return [&] { G g(1); return x; }(); }", (3,), (), "a(1) b(1) -> 3"
    ),
    "if with an initialiser": (
        "int f() { if (int n = a(1); n > 2) return n; return 0; }", (), (7,), "a(1) -> 7"
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", C_CASES.values(), ids=C_CASES)
def test_c(case: Case) -> None:
    code, arguments, answers, expected = case
    assert trace(code, *arguments, answers=answers) == expected


@pytest.mark.parametrize("case", CPP_CASES.values(), ids=CPP_CASES)
def test_cpp(case: Case) -> None:
    code, arguments, answers, expected = case
    assert trace(GUARD + code, *arguments, answers=answers, name="a.cpp") == expected
