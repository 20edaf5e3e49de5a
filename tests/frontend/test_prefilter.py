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


# --- several drivers in one tree -------------------------------------------------------------

ENTRY = "NTSTATUS DriverEntry(void) { start(); }\n"
DONE = "void done(void *c) { FwpsCompleteOperation(c, 0); }\n"


def kept(files: dict[str, str]) -> frozenset[str]:
    return select({path: text.encode() for path, text in files.items()}, SEEDS, FACTS).files


@pytest.mark.parametrize("root", ["", "all/drivers/", "/abs/"])
def test_a_name_of_one_driver_means_nothing_in_another(root: str) -> None:
    files = {
        f"{root}one/sys/entry.c": ENTRY,
        f"{root}one/sys/done.c": DONE + "void start(void) { done(0); }",
        f"{root}two/entry.c": ENTRY,
        f"{root}two/use.c": "void start(void) { done(0); KeAcquireSpinLock(1); }",
    }
    one = {f"{root}one/sys/entry.c", f"{root}one/sys/done.c"}
    assert kept(files) == one
    del files[f"{root}two/entry.c"]
    assert kept(files) == {*one, f"{root}two/use.c"}


def test_drivers_of_a_tree_share_what_lies_beside_them() -> None:
    files = {
        "one/sys/entry.c": ENTRY,
        "one/sys/use.c": "void start(void) { finish(0); }",
        "one/lib/finish.c": "void finish(void *c) { if (take(c)) { done(c); } }",
        "lib/done.c": DONE,
        "lib/take.c": "int take(void *c) { return ExAcquireRundownProtection(c); }",
        "two/entry.c": ENTRY,
        "two/use.c": "void start(void) { finished(0); }",
        "three/deep/entry.c": "NTSTATUS DriverEntry(void) { done(0); }",
        "three/shared/most.c": "void most(void) { done(0); }",
    }
    assert kept(files) == files.keys() - {"two/entry.c", "two/use.c"}


@pytest.mark.parametrize("others", [("driver1", "driver2"), ("driver1",)])
def test_drivers_share_a_library_wherever_it_lies(others: tuple[str, ...]) -> None:
    """Even below a folder of other drivers, or of one."""
    files = {
        **{f"common/{other}/entry.c": ENTRY for other in others},
        "common/lib/done.c": DONE,
        "mine/entry.c": ENTRY,
        "mine/use.c": "void start(void) { done(0); }",
    }
    assert kept(files) == {"common/lib/done.c", "mine/entry.c", "mine/use.c"}


@pytest.mark.parametrize("beside", ["sys/core/", "sys/", "core/"])
def test_a_driver_for_tests_uses_the_code_it_tests(beside: str) -> None:
    files = {
        "sys/entry.c": ENTRY,
        "sys/start.c": "void start(void) { done(0); }",
        f"{beside}done.c": DONE,
        "sys/tests/entry.c": "NTSTATUS DriverEntry(void) { done(0); }",
    }
    assert kept(files) == files.keys()


def test_entries_of_one_driver_in_folders_of_their_own() -> None:
    files = {
        "sys/win7/entry.c": ENTRY,
        "sys/win10/entry.c": ENTRY,
        "sys/core/start.c": "void start(void) { done(0); }",
        "sys/core/done.c": DONE,
    }
    assert kept(files) == files.keys()


@pytest.mark.parametrize(
    "entry",
    [
        'extern "C" NTSTATUS DriverEntry(PVOID d, PVOID r) { start(); }',
        "#pragma INIT(DriverEntry)\nINIT(NTSTATUS) DriverEntry (PVOID d)\n{ start(); }",
        "#define ENTRY NTSTATUS DriverEntry(PVOID d)\nENTRY { start(); }",
        "#if NEW\nint DriverEntry(int d) {\n#else\nint DriverEntry(void) {\n#endif\nstart(); }",
        "NTSTATUS GsDriverEntry(void) { start(); }",
    ],
    ids=["C++", "annotated", "macro", "variants", "renamed"],
)
def test_an_entry_in_any_words_keeps_its_driver(entry: str) -> None:
    files = {
        "all/one/entry.cpp": entry,
        "all/one/start.cpp": "void start(void) { done(0); }",
        "all/lib/done.c": DONE,
        "all/two/entry.c": ENTRY,
        "three/entry.c": ENTRY,
    }
    assert kept(files) >= {"all/one/entry.cpp", "all/one/start.cpp", "all/lib/done.c"}


# --- programs beside drivers -----------------------------------------------------------------


SHARED = {
    "one/entry.c": ENTRY,
    "one/use.c": "void start(void) { done(0); }",
    "two/entry.c": ENTRY,
    "lib/done.c": DONE,
}


@pytest.mark.parametrize(
    ("includes", "is_shared"),
    [
        ("#include <windows.h>\n", False),
        ('#include "pch.h"\n', False),
        ('#include "..\\lib\\PCH.h"\n', False),
        ("", True),
        ("#include <ntddk.h>\n#include <windows.h>\n", True),
        ('#include "pch.h"\n#include "either.h"\n', True),
        ('#include "twice.h"\n', True),
    ],
)
def test_only_what_is_surely_user_mode_is_not_shared(includes: str, is_shared: bool) -> None:
    files = {
        **SHARED,
        "lib/start.c": includes + "void start(void) { ExAcquireRundownProtection(0); }",
        "lib/main.c": "int main(void) { }",
        "lib/pch.h": "#include <Windows.h>\n",
        "inc/either.h": "#ifdef KERNEL\n# include <wdm.h>\n#endif\n",
        "a/twice.h": "#include <windows.h>\n",
        "b/twice.h": "int x;\n",
    }
    assert kept(files) == SHARED.keys() - {"two/entry.c"} | (
        {"lib/start.c"} if is_shared else set()
    )


def test_files_that_include_each_other_end() -> None:
    files = {**SHARED, "lib/a.h": '#include "b.h"\n', "lib/b.h": '#include "a.h"\n'}
    assert kept(files) == SHARED.keys() - {"two/entry.c"}


@pytest.mark.parametrize("main", ["one/main.c", "lib/main.c", "main.c"])
def test_a_program_in_the_folder_takes_nothing_from_a_driver(main: str) -> None:
    files = {**SHARED, main: "#include <windows.h>\nint main(void) { return 0; }"}
    assert kept(files) == SHARED.keys() - {"two/entry.c"}


def test_code_of_no_driver_is_searched_too() -> None:
    files = {
        "one/entry.c": ENTRY,
        "two/entry.c": ENTRY,
        "tool/main.c": "int main(void) { finish(0); }",
        "tool/finish.c": "void finish(void *c) { done(c); }\n" + DONE,
    }
    assert kept(files) == {"tool/main.c", "tool/finish.c"}


def test_a_declared_or_mentioned_entry_is_none() -> None:
    files = {
        "one/sys/entry.c": ENTRY,
        "one/inc/driver.h": "NTSTATUS DriverEntry(void);\n#define FINISH(c) done(c)\n",
        "one/core/done.c": "// called by DriverEntry()\nextern int DriverEntry(void);\n" + DONE,
        "one/other/use.c": 'void use(void) { FINISH(0); log("DriverEntry("); DriverEntry(); }',
    }
    assert kept(files) == files.keys() - {"one/sys/entry.c"}


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
        ("int h(int);\nint f(a, g)\n int a;\n int (*g)(int);\n{\n}\nint i(b) { }", ["f", "i"]),
        ("constexpr Ops t{f};\nR *u[] {\n {g} };\nenum E { a };\nvoid h() { }", ["t", "u", "h"]),
    ],
)  # fmt: skip
def test_outline(text: str, expected: list[str]) -> None:
    assert names(text) == expected
    assert names(text.replace("\n", "\r\n")) == expected
