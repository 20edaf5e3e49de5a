"""C through libclang: what each construct becomes in the syntax tree."""

from __future__ import annotations

import pytest

from tests.frontend.clang_support import body, function, parsed, show, statements
from wfplint.ir import Field, TypeRef

_DECLARATIONS = """
typedef struct _ITEM { int a; union { int b; struct { int c; } n; }; } ITEM;
typedef struct { ITEM item; int arr[4]; void (*fp)(int); } BOX;
enum { RED = 1, BLUE = 4 };
int g(int); int h(void); extern ITEM global; ITEM *get(void);
"""


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("x = RED | BLUE;", "x = 5;"),
        ("x = (int)0xC0000001L;", "x = -1073741823;"),
        ("x = sizeof(BOX) + 1;", "x = 33;"),
        ("x = 'abcd';", "x = 1633837924;"),
        ("x = -5 % 3;", "x = -2;"),
        ("x |= g(x) && !y;", "x |= (g(x) && !y);"),
        ("x++; --y;", "x++; --y;"),
        ("x = y ? 1 : g(2);", "x = (y ? 1 : g(2));"),
        ("p->b = 1; p->n.c = 2;", "p->b = 1; p->n.c = 2;"),
        ("global.a = arr[x];", "@global.a = arr[x];"),
        ("(&global)->a = 3;", "&@global->a = 3;"),
        ("x = ((ITEM *)q)->a;", "x = (ITEM *)(q)->a;"),
        ("box.fp(3); (*box.fp)(4);", "box.fp(3); *box.fp(4);"),
        ("get()->a, g(1);", "(get()->a , g(1));"),
        ('q = "a\\"b";', 'q = "a\\"b";'),
        ("x = __builtin_offsetof(BOX, item.n.c);", "x = 4;"),
        ("(void)g(1);", "(void)(g(1));"),
    ],
)
def test_expressions(written: str, shown: str) -> None:
    head = "void f(int x, int y, ITEM *p, void *q, int *arr, BOX box)"
    assert body(f"{_DECLARATIONS}{head} {{ {written} }}") == "{" + shown + "}"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("if (x) h(); else if (!x) g(1);", "if (x) h(); else if (!x) g(1);"),
        ("while (g(x)) { if (x) break; continue; }", "while (g(x)) {if (x) break; continue;}"),
        ("do x--; while (x);", "do x--; while (x);"),
        ("for (;;) ;", "for (- -; -) ;"),
        ("for (int i = 0; ; i++) ;", "for (int i = 0; -; i++) ;"),
        ("for (; x < 3;) ;", "for (- (x < 3); -) ;"),
        ("for (/* ; */; ; x++) ;", "for (- -; x++) ;"),
        ("for (x = 1, g(2); x; ) ;", "for ((x = 1 , g(2)); x; -) ;"),
        ("for (int i = 0, j = 1; i < j; i++) ;", "{int i = 0; for (int j = 1; (i < j); i++) ;}"),
        ("goto out; out: x = 1;", "goto out; out: x = 1;"),
        (
            "switch (x) { case RED: case 2: x = 1; break; default: h(); }",
            "switch (x) {case 1: case 2: x = 1; break; default: h();}",
        ),
        ("__try { __leave; } __finally { h(); }", "try {leave;} finally {h();}"),
        ("__try { h(); } __except (1) { x = 2; }", "try {h();} except (1) {x = 2;}"),
        ("static int n = 3; int m, *k = &m;", "static int n = 3; int m; int * k = &m;"),
        ("int x2 = 1; { int x2 = 2; x2 = 3; }", "int x2 = 1; {int x2#2 = 2; x2#2 = 3;}"),
        ("return;", "return;"),
    ],
)
def test_statements(written: str, shown: str) -> None:
    assert body(f"{_DECLARATIONS}void f(int x) {{ {written} }}") == "{" + shown + "}"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("ITEM v = { 1, { 2 } };", "{.a = 1, .b = 2}"),
        ("ITEM v = { .n.c = 3 };", "{.n.c = 3}"),
        ("BOX v = { 1, 2, 3, .fp = 0 };", "{.item.a = 1, .item.b = 2, .arr[0] = 3, .fp = 0}"),
        (
            "BOX v = { global, { 1, [2] = 7, 8 } };",
            "{.item = @global, .arr[0] = 1, .arr[2] = 7, .arr[3] = 8}",
        ),
        ("ITEM v[2] = { { 1 }, [1].a = 5 };", "{[0].a = 1, [1].a = 5}"),
        ("ITEM v = { 0 };", "{.a = 0}"),
    ],
)
def test_initialiser_lists_are_resolved(written: str, shown: str) -> None:
    assert body(f"{_DECLARATIONS}void f(void) {{ {written} }}").partition(" = ")[2] == shown + ";}"


def test_members_name_their_record() -> None:
    result = parsed(_DECLARATIONS + "int f(BOX *p) { return p->item.n.c + p->item.b; }")
    value = statements(result)[0].value
    assert (value.left.record, value.right.record) == ("ITEM.n", "ITEM")
    assert value.right.object.record == "BOX"


def test_records_and_globals() -> None:
    result = parsed(_DECLARATIONS + "static BOX box = { .fp = 0 }; ITEM *first; int f(void);")
    assert result.unit.records["ITEM"] == (
        Field("a", TypeRef("int")),
        Field("b", TypeRef("int")),
        Field("n", TypeRef("ITEM.n", "ITEM.n")),
    )
    found = {g.declared.id: (g.declared.internal, show(g.init)) for g in result.unit.globals}
    assert found == {"@p/a.c::box": (True, "{.fp = 0}"), "@first": (False, "-")}


def test_ids_follow_linkage() -> None:
    result = parsed("static void a(void) {} void f(void) { a(); f(); }")
    assert [f.id for f in result.unit.functions] == ["p/a.c::a", "f"]
    assert show(function(result, "f").body) == "{p/a.c::a(); f();}"


def test_only_wanted_bodies_are_translated() -> None:
    result = parsed("void a(void) {} void b(void) {}", wanted=lambda name: name == "b")
    assert [f.name for f in result.unit.functions] == ["b"]


def test_containing_record_in_both_forms() -> None:
    text = """#include <ntddk.h>
    typedef struct _PEND { int a; struct { LIST_ENTRY Link; } Header; } PEND;
    void f(PLIST_ENTRY e) {
      PEND *p = CONTAINING_RECORD(e, PEND, Header.Link);
      PEND *q = (PEND *)((PUCHAR)e - FIELD_OFFSET(PEND, Header.Link));
      PEND *r = (PEND *)((char *)e - (ULONG_PTR)&((PEND *)0)->Header.Link);
    }"""
    container = "container(e, PEND, Header.Link)"
    assert (
        body(text) == f"{{PEND * p = {container}; PEND * q = {container}; PEND * r = {container};}}"
    )


def test_roles_come_from_prototypes_and_annotations() -> None:
    text = """typedef void ROLE(void *); ROLE Worker;
    _Function_class_(KDEFERRED_ROUTINE) void Dpc(void *p) { }
    EVT_UNKNOWN_THING Timer;
    void Timer(int x) { }
    """
    result = parsed("#define _Function_class_(x)\n" + text)
    assert result.unit.declarations == {"Timer": ("EVT_UNKNOWN_THING",), "Worker": ("ROLE",)}
    assert function(result, "Dpc").annotations == ("KDEFERRED_ROUTINE",)
    assert result.errors == ()


def test_spans_of_calls_start_at_the_name() -> None:
    text = (
        "#define DO(x) g(x)\n#define ALIAS g\nint g(int);\nvoid f(void) { DO(1); ALIAS(2); g(3); }"
    )
    result = parsed(text)
    calls = [stmt.value for stmt in statements(result)]
    assert [text[c.span.start : c.span.end] for c in calls] == ["DO(1)", "ALIAS(2)", "g(3)"]
    bodies = [c.macro and text[c.macro.start : c.macro.end] for c in calls]
    assert bodies == ["g", "g", None]
    assert [c.macro and c.macro.start for c in calls] == [14, text.index("g\nint"), None]


def test_a_call_in_a_macro_argument_is_where_it_is_written() -> None:
    text = "#define DO(x) (x)\nint g(int);\nvoid f(void) { DO(g(1)); }"
    call = statements(parsed(text))[0].value
    assert (text[call.span.start : call.span.end], call.macro) == ("g(1)", None)


@pytest.mark.parametrize("prefix", [b"\xef\xbb\xbf", b"// \xe4\xf6\\\r\n", b"\x1a\x00\r\n"])
def test_offsets_are_those_of_the_buffer(prefix: bytes) -> None:
    raw = prefix + b"int g(int);\r\nvoid f(void)\r\n{\r\n  g(1);\r\n}\r\n"
    call = statements(parsed(raw))[0].value
    assert call.span.start == raw.index(b"g(1)")


def test_utf16_is_read() -> None:
    result = parsed(b"\xff\xfe" + "int f(void) { return 1; }".encode("utf-16-le"))
    assert show(function(result, "f").body) == "{return 1;}"


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_is_read(codec: str) -> None:
    result = parsed("/* \u00e4 \u20ac */ int f(void) { return 1; }".encode(codec))
    assert show(function(result, "f").body) == "{return 1;}"
