"""The sources of the driver: no warning anywhere, and the pair differs in one file."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import clang.cindex as cindex
import pytest

from samplecode.evidence import build
from samplecode.evidence.paths import DRIVER, HEADERS, MUTANTS, SAMPLES

SOURCES = sorted(DRIVER.glob("*.c"))
PATCHES = [
    path for kind in ("variant", "weak", "bind") for path in sorted(MUTANTS.glob(f"{kind}-*"))
]
MINGW = "x86_64-w64-mingw32-gcc"
WINDOWS = [
    "-target", "x86_64-pc-windows-msvc", "-fms-extensions", "-fms-compatibility", "-nostdinc",
    "-std=gnu17", "-Wall", "-Wextra", "-Wno-multichar", f"-isystem{HEADERS}",
]  # fmt: skip


@pytest.mark.parametrize("define", [(), ("-DBIND_PEND=1",)], ids=["default", "bind-gate"])
@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.name)
def test_no_warning_for_windows(source: Path, define: tuple[str, ...]) -> None:
    unit = cindex.Index.create().parse(str(source), args=[*WINDOWS, *define])
    assert [str(diagnostic) for diagnostic in unit.diagnostics] == []


@pytest.mark.parametrize("patch", PATCHES, ids=lambda path: path.stem)
def test_no_warning_for_windows_in_a_variant(patch: Path, tmp_path: Path) -> None:
    folder = build.patched(tmp_path / "driver", [patch])
    changed = [p for p in folder.glob("*.c") if p.read_bytes() != (DRIVER / p.name).read_bytes()]
    assert changed
    for source in changed:
        unit = cindex.Index.create().parse(str(source), args=[*WINDOWS, "-DBIND_PEND=1"])
        assert [str(diagnostic) for diagnostic in unit.diagnostics] == []


def test_the_warning_check_can_fail(tmp_path: Path) -> None:
    source = tmp_path / "bad.c"
    source.write_text("static int unused(void) { return 0; }\n")
    unit = cindex.Index.create().parse(str(source), args=WINDOWS)
    assert list(unit.diagnostics)


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.name)
def test_no_warning_with_gcc(source: Path) -> None:
    flags = ["-std=gnu17", "-Wall", "-Wextra", "-Werror", "-Wno-multichar", "-fsyntax-only"]
    command = ["gcc", *flags, "-fshort-wchar", "-isystem", str(HEADERS), str(source)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(shutil.which(MINGW) is None, reason="MinGW-w64 is not installed")
def test_no_warning_in_the_service(tmp_path: Path) -> None:
    command = [MINGW, "-Wall", "-Wextra", "-Werror", "-o", str(tmp_path / "verdict.exe")]
    done = subprocess.run(
        [*command, str(DRIVER / "client" / "verdict.c")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_the_two_drivers_differ_in_one_file() -> None:
    assert build.BASES["guarded"][0] == "pend_guarded.c"
    assert build.BASES["unguarded"][0] == "pend_unguarded.c"
    assert build.BASES["guarded"][1] == build.BASES["unguarded"][1]


@pytest.mark.parametrize("source", sorted(DRIVER.glob("*.[ch]")), ids=lambda path: path.name)
def test_section_markers_are_paired(source: Path) -> None:
    marks = re.findall(r"// --8<-- \[(start|end):([\w-]+)\]", source.read_text())
    opened = [name for kind, name in marks if kind == "start"]
    assert opened == [name for kind, name in marks if kind == "end"]
    assert len(set(opened)) == len(opened) or source.name == "pend_bind.c"


def test_every_line_is_short_enough() -> None:
    for folder in ("driver", "simulator", "explorer"):
        for path in (SAMPLES / folder).rglob("*.[ch]"):
            for number, line in enumerate(path.read_text().splitlines(), start=1):
                assert len(line) <= 120, f"{path.name}:{number}"
