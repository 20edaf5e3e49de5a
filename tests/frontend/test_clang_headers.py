"""The virtual include tree: which file an `#include` means."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from tests.frontend.clang_support import function, parsed, show
from wfplint.errors import AnalysisError, UserError
from wfplint.frontend.clang import library
from wfplint.frontend.clang.cursors import ParseFailed
from wfplint.frontend.clang.files import DiskFiles, joined

_LOCAL = "enum { MINE = 42 };\n"


@pytest.mark.parametrize(
    ("include", "stored"),
    [
        ('"own.h"', "own.h"),
        ('"Own.H"', "own.h"),
        ('"sub\\own.h"', "sub/own.h"),
        ('"Sub/../own.h"', "own.h"),
        ("<own.h>", "own.h"),
        ('"ntddk.h"', "ntddk.h"),
        ('"own.h"', "inc/own.h"),
        ("<own.h>", "inc/Own.h"),
    ],
)
def test_project_headers_are_found(include: str, stored: str) -> None:
    text = f"#include {include}\nint f(void) {{ return MINE; }}"
    result = parsed(text, files={stored: _LOCAL}, include_dirs=("/p/inc",))
    assert result.errors == ()
    assert show(function(result, "f").body) == "{return 42;}"


def test_a_stub_of_the_project_does_not_replace_a_model_header() -> None:
    text = "#include <ntddk.h>\nNTSTATUS f(void) { return STATUS_PENDING; }"
    stub = "#error stub\n"
    result = parsed(text, files={"ntddk.h": stub}, include_dirs=("/p",))
    assert result.errors == ()
    assert show(function(result, "f").body) == "{return 259;}"


def test_headers_see_their_neighbours() -> None:
    files = {"inc/a.h": '#include "b.h"\n', "inc/b.h": _LOCAL, "b.h": "#error wrong\n"}
    text = '#include "inc/a.h"\nint f(void) { return MINE; }'
    assert show(function(parsed(text, files=files), "f").body) == "{return 42;}"


def test_missing_headers_become_stubs() -> None:
    text = '#include "gone.h"\n#include <far\\gone.h>\n#include "x.tmh"\nvoid f(void) { }'
    result = parsed(text)
    assert result.errors == ()
    assert result.missing_headers == ("gone.h", "far\\gone.h", "x.tmh")


def test_trace_macros_vanish_with_their_header() -> None:
    header = "// FUNC Trace(LEVEL, FLAGS, MSG, ...);\n#define WPP_CONTROL_GUIDS x\n"
    text = '#include "trace.h"\n#include "a.tmh"\nvoid f(void) { Trace(ODD, FLAG, "%!STATUS!"); }'
    result = parsed(text, files={"trace.h": header})
    assert (result.errors, result.inferred.names) == ((), {})


def test_amalgamations_give_the_functions_of_every_file() -> None:
    files = {"one.c": "int one(void) { return 1; }", "two.c": "static int two(void) { return 2; }"}
    result = parsed('#include "one.c"\n#include "two.c"\n', files=files)
    assert [(f.id, f.span.path) for f in result.unit.functions] == [
        ("one", "p/one.c"),
        ("p/two.c::two", "p/two.c"),
    ]


def test_defines_and_forced_headers_come_first() -> None:
    text = "int f(void) { return MINE + N; }"
    result = parsed(text, files={"own.h": _LOCAL}, defines=("N=1",), forced=("own.h",))
    assert show(function(result, "f").body) == "{return 43;}"


def test_paths_are_joined() -> None:
    assert joined("/a/b", "..\\c\\.\\d.h") == "/a/c/d.h"
    assert joined("/a", "/x/y.h") == "/x/y.h"
    assert joined("C:/a", "C:\\x.h") == "C:/x.h"


def test_units_can_be_parsed_on_threads() -> None:
    shown: list[str] = []

    def work(number: int) -> None:
        result = parsed(f"#include <ntddk.h>\nint f(void) {{ return {number}; }}")
        shown.append(show(function(result, "f").body))

    threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(shown) == [f"{{return {n};}}" for n in range(4)]


def test_a_missing_library_is_a_mistake_to_mend(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(UserError, match="was not found"):
        library.find_library()


def test_a_failed_parse_is_an_analysis_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ParseFailed(4)

    monkeypatch.setattr("wfplint.frontend.clang.unit.parsed", fail)
    with pytest.raises(AnalysisError, match="code 4"):
        parsed("int x;")


def test_a_real_kit_replaces_the_model(tmp_path: Path) -> None:
    (tmp_path / "ntddk.h").write_text("enum { FROM_KIT = 5 };\n")
    text = "#include <NTDDK.h>\n#include <gone.h>\nint f(void) { return FROM_KIT; }"
    result = parsed(text, wdk=(str(tmp_path),))
    assert (result.errors, result.missing_headers) == ((), ("gone.h",))
    assert show(function(result, "f").body) == "{return 5;}"


def test_files_on_disk_are_found_in_any_case(tmp_path: Path) -> None:
    (tmp_path / "Inc").mkdir()
    (tmp_path / "Inc" / "Own.h").write_bytes(b"\xef\xbb\xbfenum { MINE = 42 };\r\n")
    files = DiskFiles(str(tmp_path))
    root = str(tmp_path).replace("\\", "/")
    found = files.find(root, "inc\\own.H")
    assert found == f"{root}/Inc/Own.h"
    source = files.read(found)
    assert source is not None and source.path == "Inc/Own.h"
    assert files.find(root, "inc/none.h") is None
    assert files.read(f"{root}/none.h") is None
