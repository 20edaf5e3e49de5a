"""Which files are taken together as one driver."""

from __future__ import annotations

from dataclasses import replace

import pytest

from wfplint.frontend.clang.unit import ClangOptions, parse
from wfplint.frontend.lowering import lower_unit
from wfplint.ir import FunctionRef, TranslationUnit
from wfplint.program.link import link
from wfplint.source import SourceFile


def unit(path: str, text: str) -> TranslationUnit:
    source = SourceFile.from_bytes(path, text.encode(), path)
    return lower_unit(parse(source, ClangOptions(), lambda _: True).unit)


ENTRY = "int DriverEntry(void) { return 0; }"


@pytest.mark.parametrize("first", ["", "audio/sys"])
def test_every_folder_with_an_entry_of_its_own_is_a_driver(first: str) -> None:
    """However far away the first of them is."""
    folders = [*([first] if first else []), "net/inspect/sys", "net/proxy/sys"]
    units = [unit(f"{folder}/driver.c", ENTRY) for folder in folders]
    units.append(unit("net/inspect/sys/utils.c", "int Help(void) { return 1; }"))
    found = [sorted(u.path for u in program.units) for program in link(units)]
    own = [[f"{folder}/driver.c"] for folder in folders if folder != "net/inspect/sys"]
    both = ["net/inspect/sys/driver.c", "net/inspect/sys/utils.c"]
    assert sorted(found) == sorted([*own, both])


def test_programs_beside_a_driver_do_not_part_it_from_its_library() -> None:
    """Two tools define one name each for itself; the driver and its library know none of it."""
    tools = [unit(f"net/{tool}/tool.c", "int Show(void) { return 0; }") for tool in ("exe", "svc")]
    driver = unit("net/sys/driver.c", "int Help(void); int DriverEntry(void) { return Help(); }")
    library = unit("net/syslib/help.c", "int Help(void) { return 1; }")
    found = [[u.path for u in program.units] for program in link([*tools, driver, library])]
    assert sorted(found) == [
        ["net/exe/tool.c"],
        ["net/svc/tool.c"],
        ["net/sys/driver.c", "net/syslib/help.c"],
    ]


# --- variants in one folder ------------------------------------------------------------------

DONE = "int Api(void); int Done(void) { return Api(); }\n"
START = "int Done(void); int Start(void) { return Done(); }\n"


def functions(*units: TranslationUnit) -> list[list[str]]:
    """Of each program where its functions are defined, and which of them each calls."""
    return [
        sorted(
            f"{program.functions[id].name_span.path} {program.functions[id].name}"
            + "".join(f" > {program.functions[callee].name_span.path}" for callee in callees)
            for id, callees in program.callees.items()
        )
        for program in link(units)
    ]


def test_files_that_are_drivers_by_themselves_are_programs() -> None:
    one, two = (unit(f"sys/{name}.c", DONE + START) for name in ("one", "two"))
    assert functions(one, two) == [
        ["sys/one.c Done", "sys/one.c Start > sys/one.c"],
        ["sys/two.c Done", "sys/two.c Start > sys/two.c"],
    ]


def test_variants_that_call_the_same_code_are_one_program() -> None:
    """What is shared is then called by both; each calls what it defines itself."""
    help_ = "int Help(void) { return 1; } int Entry(void) { return Help() + Start(); }"
    new, old = (unit(f"sys/{name}.c", START + help_) for name in ("new", "old"))
    calls = [f"{name}.c Entry > sys/{name}.c > sys/{name}.c" for name in ("new", "old")]
    assert functions(new, old, unit("sys/done.c", DONE)) == [
        sorted(
            ["sys/done.c Done", *(f"sys/{call}" for call in calls)]
            + [f"sys/{name}.c Help" for name in ("new", "old")]
            + [f"sys/{name}.c Start > sys/done.c" for name in ("new", "old")]
        )
    ]


def test_a_common_caller_calls_the_first_variant_and_none_is_lost() -> None:
    new, old = (unit(f"sys/{name}.c", DONE) for name in ("new", "old"))
    assert functions(new, old, unit("sys/start.c", START)) == [
        ["sys/new.c Done", "sys/start.c Start > sys/new.c"],
        ["sys/old.c Done"],
    ]


def test_a_table_of_a_variant_means_its_own_functions() -> None:
    table = "int (*gTable[])(void) = { Start, Done };\n"
    new, old = (unit(f"sys/{name}.c", START + table) for name in ("new", "old"))
    (program,) = link([new, old, unit("sys/done.c", DONE)])
    assert set(program.functions) == {"Start", "Done", "sys/old.c::Start"}
    held = [i.value for u in program.units for g in u.globals for i in g.initialisers]
    assert held == [FunctionRef(id) for id in ("Start", "Done", "sys/old.c::Start", "Done")]


def test_a_function_of_a_shared_header_is_one() -> None:
    units = [unit(f"sys/{name}.c", START.replace("Start", name)) for name in ("A", "B")]
    shared = unit("sys/shared.h", DONE).functions
    assert [len(p.functions) for p in link([replace(u, functions=u.functions + shared)
                                            for u in units])] == [3]  # fmt: skip
