"""What the scan of names keeps, and what it dismisses."""

from __future__ import annotations

import pytest

from wfplint.frontend.outline import outline
from wfplint.frontend.prefilter import Selection, select

SEEDS = ("FwpsCompleteOperation0", "FwpsPendOperation0")
FACTS = ("ExAcquireRundownProtection", "KeAcquireSpinLock", "FwpsCalloutRegister1")


def chosen(**files: str) -> Selection:
    """The selection among files given as `a_c="text"`."""
    named = {".".join(name.rsplit("_", 1)): text.encode() for name, text in files.items()}
    return select(named, SEEDS, FACTS)


def test_nothing_of_interest() -> None:
    assert chosen(a_c="void f(void) { g(); }") == Selection()


def test_another_function_of_the_family_is_not_enough() -> None:
    assert chosen(a_c="void f(void) { FwpsCalloutUnregisterById0(1); }").files == frozenset()


@pytest.mark.parametrize("name", ["FwpsCompleteOperation0", "FwpsCompleteOperation",
                                  "FwpsCompleteOperation1"])  # fmt: skip
def test_every_version_of_a_name_counts(name: str) -> None:
    found = chosen(a_c=f"void f(void *c) {{ {name}(c, 0); }}")
    assert found.files == found.seeded == {"a.c"}
    assert found.functions == {"f"}


def test_callers_are_followed_through_files() -> None:
    found = chosen(
        a_c="void done(void *c) { FwpsCompleteOperation(c, 0); }",
        b_c="static void worker(void) { done(x); }\nvoid start(void) { queue(worker); }\n"
        "void other(void) { nothing(); }",
        c_c="void entry(void) { start(); }",
        d_c="void alone(void) { nothing(); }",
    )
    assert found.files == {"a.c", "b.c", "c.c"}
    assert found.functions == {"done", "worker", "start", "entry"}


def test_what_is_called_is_followed_to_facts() -> None:
    found = chosen(
        a_c="void f(void *c) { helper(); if (take(c)) FwpsCompleteOperation0(c, 0); }\n"
        "void helper(void) { }\n void unrelated(void) { }",
        b_c="int take(void *c) { return ExAcquireRundownProtection(c); }\n",
        c_c="void helper2(void) { }",
    )
    assert found.files == {"a.c", "b.c"}
    assert found.functions == {"f", "helper", "take"}


def test_what_is_registered_beside_a_site_counts() -> None:
    found = chosen(
        a_c="void done(void *c) { FwpsCompleteOperation(c, 0); }\n"
        "void closing(int x) { mark(); }\nvoid mark(void) { }\nvoid unrelated(void) { }\n"
        "void setup(void) { c.classifyFn = closing; FwpsCalloutRegister1(d, &c, 0); }",
        b_c="void other(void) { FwpsCalloutRegister1(d, &c, 0); }",
    )
    assert found.files == {"a.c"}
    assert found.functions == {"done", "setup", "closing", "mark"}


def test_naming_a_class_means_its_operators_bases_and_members() -> None:
    found = chosen(
        a_cpp="struct Base { ~Base() { drop(); } };\n"
        "class Held : Base { Inner in; operator bool() const { return ok; } };\n"
        "struct Inner { ~Inner() { } };\nstruct Other { ~Other() { } int operator*() { } };\n"
        "void f(void *c) { Held h; if (h) FwpsCompleteOperation0(c, 0); }",
    )
    assert found.functions == {"f", "~Base", "operatorbool", "~Inner"}


def test_macros_lead_to_their_users() -> None:
    found = chosen(
        m_h="#define DONE(c) \\\n    FwpsCompleteOperation0((c), 0)\n",
        a_c="void f(void *c) { DONE(c); }",
    )
    assert found.files == {"m.h", "a.c"}
    assert "f" in found.functions


def test_pointers_and_strings_are_names() -> None:
    found = chosen(
        a_c="static PFN complete = FwpsCompleteOperation0;\nvoid use(void *c) { complete(c, 0); }",
        b_c='void resolve(void) { lookup("FwpsPendOperation0"); }',
        c_c="const ROW table[] = { { 1, FwpsCompleteOperation0 } };\nvoid g(void) { go(table); }",
    )
    assert found.files == {"a.c", "b.c", "c.c"}
    assert {"complete", "use", "resolve", "table", "g"} <= found.functions


def test_who_uses_a_pointer_to_an_api_is_kept() -> None:
    found = chosen(
        a_c='void resolve(void) { NTSTATUS st = 0; g_api.done = find(L"FwpsCompleteOperation0"); }',
        b_c="void worker(void *c) { g_api.done(c, 0); }\nvoid other(void) { NTSTATUS st = 0; }",
        c_c='void trace(void) { st = 1; print("FwpsCompleteOperation0 failed"); }',
        d_c="void take(void) { gDone = FwpsCompleteOperation0; }\nvoid use(void) { gDone(1, 0); }",
    )
    assert found.functions == {"resolve", "worker", "trace", "take", "use"}


def test_comments_are_no_names() -> None:
    found = chosen(a_c="/* FwpsCompleteOperation0 */ void f(void) { } // FwpsPendOperation0\n")
    assert found.functions == frozenset()
    assert found.files == {"a.c"}


def test_an_including_source_is_kept() -> None:
    found = chosen(
        all_c='#define X\n#include "a.c"\n', a_c="void f(void *c) { FwpsCompleteOperation(c, 0); }"
    )
    assert found.files == {"all.c", "a.c"}


# --- the outline -----------------------------------------------------------------------------


def names(text: str) -> list[str]:
    nodes = outline(text.encode())
    return [" ".join(sorted(n.decode() for n in node.names)) for node in nodes if node.names]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("int f(int x)\n{\n  if (x) { g(); }\n}\nvoid h() {}", ["f", "h"]),
        ("_Success_(return != 0)\nNTSTATUS\nf(\n  _In_reads_(n) int *x)\n{\n}", ["f"]),
        ("#if A\nint f(int a)\n#else\nint g(void)\n#endif\n{\n  x();\n}\nint h(void) {}",
         ["f g", "h"]),
        ("void f(void)\n{\n#if A\n  if (a) {\n#else\n  if (b) {\n#endif\n  }\n}\nint g(void)\n{\n}",
         ["f", "g"]),
        ("namespace n { namespace { void f() { } } class C { void m() { } ~C() { } }; }",
         ["f", "m", "~C"]),
        ('extern "C" {\nvoid f(void) { }\n}\nvoid N::g(int) const { }', ["f", "g"]),
        ("struct S { int a; };\nS f(S *s) { return *s; }", ["f"]),
        ("C::C(int a) : m(a) { x(); }\nbool operator==(A, B) { }\nvoid C::operator()(int) {}",
         ["C m", "operator==", "operator()"]),
        ("C::operator const char *() const { }\nvoid C::operator=(C &&o) { }",
         ["operatorconstchar*", "operator="]),
        ("char q = '\"';\nvoid f() { s = \"}\"; c = '{'; }\nvoid g() { }", ["f", "g"]),
        ("struct R t[] = {\n {f, 1},\n};\nint n = h + 1;", ["t", "n"]),
        ("#define A(x) do { f(x); } while (0)\nvoid g(void) { A(1); }", ["g", "A"]),
        ("void f(void) { // }\n /* } */ }\nvoid g(void) { }", ["f", "g"]),
        ("void f(void) {", ["f"]),
        ("}\n}\nvoid g(void) { }", ["g"]),
    ],
)  # fmt: skip
def test_outline(text: str, expected: list[str]) -> None:
    assert names(text) == expected
    assert names(text.replace("\n", "\r\n")) == expected
