"""Which files are taken together as one driver."""

from __future__ import annotations

import pytest

from wfplint.frontend.clang.unit import ClangOptions, parse
from wfplint.frontend.lowering import lower_unit
from wfplint.ir import TranslationUnit
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
