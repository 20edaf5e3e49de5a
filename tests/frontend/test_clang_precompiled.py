"""A precompiled start changes nothing but the time."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.frontend.clang_support import parsed
from wfplint.frontend.clang.leading import _directives
from wfplint.frontend.clang.precompiled import Precompiled
from wfplint.frontend.clang.prelude import Inferred
from wfplint.frontend.clang.unit import ClangOptions, ClangResult, parse
from wfplint.source import SourceFile

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = sorted((ROOT / "samplecode").glob("rules/**/*.c*"))


def eager() -> Precompiled:
    """One that builds whatever it is asked for."""
    return Precompiled(requests=0, smallest=0)


def both(text: str, name: str = "a.c", files: dict[str, str] | None = None) -> ClangResult:
    """The result, after checking that it is the same with a precompiled start."""
    store = eager()
    plain = parsed(text, name, files=files)
    quick = parsed(text, name, files=files, precompiled=store)
    assert len(store) > 0
    assert quick == plain
    return plain


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_samples_are_the_same(path: Path) -> None:
    store = eager()
    source = SourceFile.from_bytes(path.name, path.read_bytes(), str(path))
    plain = parse(source, ClangOptions())
    assert parse(source, ClangOptions(precompiled=store)) == plain
    assert len(store) > 0 or b'extern "C"' in source.data


@pytest.mark.parametrize("name", ["a.c", "a.cpp"])
def test_members_keep_their_order(name: str) -> None:
    """Those that the file uses first are read first from a precompiled header."""
    header = """
    struct S { int a; union { int b; long long c; }; struct { int d; } e; int f; };
    """
    text = '#include "h.h"\nstruct S s = { 1, { 2 }, { 3 }, 4 };\nint f(void) { return s.f; }'
    unit = both(text, name, {"h.h": header}).unit
    assert [field.name for field in unit.records["S"]] == ["a", "b", "c", "e", "f"]


def test_errors_of_the_start_are_kept() -> None:
    files = {"h.h": "int bad(void) { return = 1; }\nint good(void) { return 1; }"}
    result = both('#include "h.h"\nint f(void) { return good(); }', files=files)
    assert [notice.message for notice in result.errors] == ["expected expression"]
    assert [item.name for item in result.untrusted] == ["bad"]


@pytest.mark.parametrize("name", ["a.c", "a.cpp"])
def test_names_are_inferred_in_and_behind_the_start(name: str) -> None:
    header = "UNKNOWN_ONE *one; void g(UNKNOWN_TWO *two);"
    text = '#include <ntddk.h>\n#include "h.h"\nvoid f(PUNKNOWN_THREE p, PIRP irp) {'
    text += " one->x = p->y; irp->Strange = A_CONSTANT; }"
    result = both(text, name, {"h.h": header})
    assert result.inferred.members["_IRP"] == {"Strange": "integer"}
    assert result.inferred.names["A_CONSTANT"] == "constant"


def test_files_with_the_same_start_share_it() -> None:
    store = Precompiled(requests=1, smallest=0)
    files = {"h.h": "int before;"}
    for number in range(3):
        text = f'// number {number}\n#include "h.h" // {number}\nint f(void) {{ return before; }}'
        result = parsed(text, f"a{number}.c", files=files, precompiled=store)
        assert result.unit == parsed(text, f"a{number}.c", files=files).unit
        assert len(store) == min(number, 1)


def test_another_text_or_define_is_another_start() -> None:
    store = eager()
    text = '#include "h.h"\nint f(void) { return before; }'
    for count, (header, define) in enumerate(
        [("int before;", "A"), ("int before, b;", "A"), ("int before;", "B")], 1
    ):
        parsed(text, files={"h.h": header}, defines=(define,), precompiled=store)
        assert len(store) == count


def test_a_damaged_header_is_not_used() -> None:
    store = eager()
    text = '#include "h.h"\nint f(void) { return before; }'
    plain = parsed(text, files={"h.h": "int before;"}, precompiled=store)
    assert len(store) == 1
    assert store._folder  # "" would be the working folder
    for path in Path(store._folder).glob("*.pch"):
        path.write_bytes(b"CPCH" + b"\0" * 100)
    assert parsed(text, files={"h.h": "int before;"}, precompiled=store) == plain
    assert len(store) == 0


def test_what_a_start_may_hold() -> None:
    text = (
        b'/* x */ // y\n#pragma warning(push)\n#define A 1\n#include "a.h" // b\n'
        b"  #undef A\n\n#include <b.h>\n#if 1\n#include <c.h>\n"
    )
    found = list(_directives(text))
    assert [item.text for item in found] == [
        *(b"#define A 1\n", b'#include "a.h"\n', b"#undef A\n", b"#include <b.h>\n")
    ]


@pytest.mark.parametrize(
    "text",
    [
        b'// a \\\n#include "a.h"\n',
        b"#pragma pack(1)\n#include <a.h>\n",
        b"int x;\n#include <a.h>\n",
    ],
)
def test_what_ends_a_start(text: bytes) -> None:
    assert list(_directives(text)) == []


def test_inferred_names_that_belong_together_stay_together() -> None:
    inferred = Inferred(
        {"PA": "pointer A", "x": "constant", "y": "object B__"},
        {"A": {"m": "pointer"}, "A__m": {"n": "integer"}, "_IRP": {"z": "integer"}},
    )
    before, behind = inferred.split({"A__m"})
    assert set(before.names) == {"PA"}
    assert set(before.members) == {"A", "A__m", "_IRP"}
    assert set(behind.names) == {"x", "y"}
    assert behind.members == {}
