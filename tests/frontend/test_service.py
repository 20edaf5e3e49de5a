"""Loading whole projects: which front end saw what, and what a bad file costs."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from wfplint.errors import UserError
from wfplint.frontend import refusal, service, workers
from wfplint.frontend.dump import dump_unit
from wfplint.frontend.prefilter import select
from wfplint.frontend.project import discover
from wfplint.frontend.service import Loaded, load_units
from wfplint.frontend.syntax import Compound
from wfplint.ir import Call, Function, FunctionRef, Havoc

SEEDS = ("FwpsCompleteOperation0",)
FACTS = ("ExAcquireRundownProtection", "ExReleaseRundownProtection")
HEADER = '#include <ntddk.h>\n#include <fwpsk.h>\n#include "own.h"\n'
GOOD = HEADER + "void good(HANDLE c) { FwpsCompleteOperation0(c, NULL); }\n"


@pytest.fixture
def load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Loaded]:
    """Writes files given as `a_c="text"` and loads them all."""
    monkeypatch.chdir(tmp_path)

    def loaded(jobs: int = 2, seconds: float = 60.0, **files: str | bytes) -> Loaded:
        for name, text in files.items():
            raw = text if isinstance(text, bytes) else text.encode()
            Path(".".join(name.rsplit("_", 1))).write_bytes(raw)
        project = discover(["."])
        texts = {item.path: Path(item.path).read_bytes() for item in project.inputs}
        texts |= {Path(path).name: Path(path).read_bytes() for path in project.headers}
        return load_units(project, select(texts, SEEDS, FACTS, SEEDS), jobs, seconds=seconds)

    return loaded


def function(loaded: Loaded, name: str) -> Function:
    return next(f for unit in loaded.units for f in unit.functions if f.name == name)


def called(made: Function) -> list[str]:
    items = [item for block in made.cfg.blocks for item in block.instructions]
    callees = [item.callee for item in items if isinstance(item, Call)]
    return [callee.id for callee in callees if isinstance(callee, FunctionRef)]


def statuses(loaded: Loaded) -> dict[str, str]:
    return {item.path: item.status for item in loaded.statuses}


def test_an_ordinary_file(load: Callable[..., Loaded]) -> None:
    loaded = load(a_c=GOOD, own_h="#define OWN 1\n", other_c="void f(void) { }\n")
    assert [(s.path, s.status, s.frontend) for s in loaded.statuses] == [
        ("a.c", "analyzed", "libclang")
    ]
    assert called(function(loaded, "good")) == ["FwpsCompleteOperation0"]
    assert {Path(path).name for path in loaded.inputs} == {"a.c", "own.h"}


BROKEN = (
    HEADER
    + """
void bad(HANDLE c) { int x = ; FwpsCompleteOperation0(c, NULL); }
void good(HANDLE c) { FwpsCompleteOperation0(c, NULL); }
"""
)


def test_a_function_with_an_error_comes_from_tree_sitter(load: Callable[..., Loaded]) -> None:
    loaded = load(a_c=BROKEN, own_h="")
    assert loaded.statuses[0].frontend == "mixed"
    assert called(function(loaded, "bad")) == ["FwpsCompleteOperation0"]
    assert function(loaded, "bad").frontend == "tree-sitter"
    assert function(loaded, "good").frontend == "libclang"


def test_a_dropped_call_is_noticed(
    load: Callable[..., Loaded], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if libclang had dropped a statement without an error."""
    original = service._Service._clang

    def without_body(*given: Any) -> Any:
        result = original(*given)
        gone = tuple(
            replace(function, body=Compound((), function.body.span))
            for function in result.unit.functions
        )
        return replace(result, unit=replace(result.unit, functions=gone))

    monkeypatch.setattr(service._Service, "_clang", without_body)
    loaded = load(a_c=GOOD + "/* FwpsCompleteOperation0(0) */\n", own_h="")
    assert function(loaded, "good").frontend == "tree-sitter"
    assert called(function(loaded, "good")) == ["FwpsCompleteOperation0"]


def test_calls_that_are_not_compiled_are_not_missed(
    load: Callable[..., Loaded], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service._Service, "_treesitter", None)
    text = (
        HEADER
        + """
#define SWALLOW(x) ((void)0)
void note(const char *, void *);
void good(HANDLE c) {
    SWALLOW(FwpsCompleteOperation0(c, NULL)); // FwpsCompleteOperation0(c, 1)
#if 0
    FwpsCompleteOperation0(c, NULL);
#elif OLD
    FwpsCompleteOperation0(c, NULL);
#else
    note("FwpsCompleteOperation0(", FwpsCompleteOperation0);
#endif
    FwpsCompleteOperation0(c, NULL);
}
"""
    )
    assert load(a_c=text, own_h="").problems == ()


def test_an_amalgamation_replaces_its_parts(load: Callable[..., Loaded]) -> None:
    loaded = load(a_c=GOOD, own_h="", all_c='#define ALL\n#include "a.c"\n')
    assert [unit.path for unit in loaded.units] == ["all.c"]
    assert statuses(loaded) == {"a.c": "analyzed", "all.c": "analyzed"}
    assert function(loaded, "good").span.path == "a.c"


def test_results_do_not_depend_on_threads(load: Callable[..., Loaded]) -> None:
    files = {
        f"f{n}_c": HEADER + f"void f{n}(UNKNOWN{n % 2} *p) {{ p->n = {n}; "
        "FwpsCompleteOperation0(p->c, NULL); }\n"
        for n in range(6)
    }
    dumps = ["".join(map(dump_unit, load(jobs=jobs, own_h="", **files).units)) for jobs in (1, 4)]
    assert dumps[0] == dumps[1]


# --- what goes wrong costs one file ----------------------------------------------------------

CHAIN = "void deep(int x, HANDLE c) {" + "if (x) " * 4_000 + "FwpsCompleteOperation0(c, NULL); }\n"


@pytest.mark.parametrize(
    ("raw", "words", "status"),
    [
        (b"FwpsCompleteOperation0" + bytes(range(16)) * 90, "binary", "failed"),
        ((HEADER + CHAIN).encode(), "nested more than", "failed"),
        ((GOOD + "#pragma clang __debug crash\n").encode(), "libclang crashed", "analyzed"),
    ],
    ids=["binary", "deep", "crash"],
)
def test_a_bad_file(load: Callable[..., Loaded], raw: bytes, words: str, status: str) -> None:
    loaded = load(a_c=raw, b_c=GOOD, own_h="")
    assert [problem.path for problem in loaded.problems] == ["a.c"]
    assert words in loaded.problems[0].message
    assert statuses(loaded) == {"a.c": status, "b.c": "analyzed"}


@pytest.mark.parametrize(
    ("text", "depth"),
    [
        ("void f() { if (a) b(); if (a) b(); else c(); }", 1),
        ("if (a) { b(); } else if (c) { d(); } else if (e) f(); if (g) h();", 3),
        ("if (a) { if (b) { c(); } if (d) e(); } if (f) g();", 2),
        ("if (a) if (b) if (c) d(); else e(); else f();", 3),
        ("} } if (a) b();", 1),
    ],
)
def test_depth_of_ifs(text: str, depth: int) -> None:
    assert refusal._if_depth(text.encode()) == depth


def test_a_large_file(load: Callable[..., Loaded], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refusal, "LARGEST", 100)
    loaded = load(a_c=GOOD + "//" + "x" * 200, own_h="")
    assert "are not analysed" in loaded.problems[0].message
    assert statuses(loaded) == {"a.c": "failed"}


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (RecursionError(), "nested too deeply"),
        (KeyError("x"), "internal error in the front end: KeyError: 'x' (test_service.py:"),
    ],
)
def test_a_failure_inside(
    load: Callable[..., Loaded], monkeypatch: pytest.MonkeyPatch, error: Exception, words: str
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(service._Service, "_clang", fail)
    assert words in load(a_c=GOOD, own_h="").problems[0].message


def test_without_libclang(load: Callable[..., Loaded], monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: object) -> None:
        raise UserError("no library")

    monkeypatch.setattr(service._Service, "_clang", missing)
    loaded = load(a_c=GOOD, own_h="")
    assert loaded.statuses[0].frontend == "tree-sitter"
    assert "no library" in loaded.units[0].notices[0].message
    assert called(function(loaded, "good")) == ["FwpsCompleteOperation0"]


def test_a_unit_beyond_its_time(
    load: Callable[..., Loaded], monkeypatch: pytest.MonkeyPatch
) -> None:
    original = service._Service._clang
    released = threading.Event()

    def slow(self: Any, task: Any, source: Any) -> Any:
        if task.item.path == "a.c":
            released.wait(30)
        return original(self, task, source)

    monkeypatch.setattr(service._Service, "_clang", slow)
    monkeypatch.setattr(refusal, "_is_too_deep", lambda data: False)
    load(b_c=GOOD, own_h="")  # whatever is slow only the first time
    try:
        loaded = load(a_c=GOOD, b_c=GOOD, own_h="", seconds=5.0, jobs=1)
    finally:
        released.set()
    assert "took longer than 5 seconds" in loaded.problems[0].message
    assert statuses(loaded) == {"a.c": "failed", "b.c": "analyzed"}


def test_a_function_nobody_understands_is_havoc(
    load: Callable[..., Loaded], monkeypatch: pytest.MonkeyPatch
) -> None:
    original = service._Service._treesitter

    def empty(*given: Any) -> Any:
        result = original(*given)
        return result._replace(unit=replace(result.unit, functions=()))

    monkeypatch.setattr(service._Service, "_treesitter", empty)
    made = function(load(a_c=BROKEN, own_h=""), "bad")
    assert any(isinstance(item, Havoc) for item in made.cfg.blocks[0].instructions)


# --- names outside every function -------------------------------------------------------------


CALL = "FwpsCompleteOperation0(h, nullptr);"


@pytest.mark.parametrize(
    "text",
    [
        "using Fn = void (*)(HANDLE);\nstatic const Fn g[] = {[](HANDLE h) { " + CALL + " }};",
        "\nstatic const auto g = [](HANDLE h) { " + CALL + " };",
        "\nstruct O { void (*c)(HANDLE, PNET_BUFFER_LIST) = FwpsCompleteOperation0; }; static O g;",
        "#if 1\nstatic const auto g = [](HANDLE h) { " + CALL + " };\n#endif",
    ],
)
def test_a_name_outside_every_function_is_told(load: Callable[..., Loaded], text: str) -> None:
    loaded = load(a_cpp=HEADER + text + "\nvoid other(void) {}\n")
    (notice,) = loaded.units[0].notices
    assert "FwpsCompleteOperation0 is named here, outside any function" in notice.message
    source = (HEADER + text).encode()
    assert source[notice.span.start : notice.span.end] == b"FwpsCompleteOperation0"
    assert source[: notice.span.start].count(b"\n") == 4
    assert loaded.statuses[0].notices == 1


@pytest.mark.parametrize(
    "text",
    [
        "// FwpsCompleteOperation0(h)",
        'const char* name = "FwpsCompleteOperation0";',
        "#define COMPLETE(h) \\\n  FwpsCompleteOperation0(h, NULL)",
        "#if 0\nstatic const auto g = [](HANDLE h) { " + CALL + " };\n#endif",
        "extern void NTAPI FwpsCompleteOperation0(HANDLE c, PNET_BUFFER_LIST n);",
        "typedef decltype(&FwpsCompleteOperation0) Fn;",
        "void (*g)(HANDLE, PNET_BUFFER_LIST) = FwpsCompleteOperation0;",
        "void (*g[])(HANDLE, PNET_BUFFER_LIST) = {&FwpsCompleteOperation0};",
    ],
)
def test_what_no_call_can_be_lost_from_is_not_told(load: Callable[..., Loaded], text: str) -> None:
    loaded = load(a_cpp=GOOD + text + "\n")
    assert not [n for n in loaded.units[0].notices if "is named here" in n.message]


# --- kits and threads ------------------------------------------------------------------------


def test_a_kit_needs_its_header(tmp_path: Path) -> None:
    from wfplint.frontend.wdk import include_folders

    with pytest.raises(UserError):
        include_folders(str(tmp_path))
    for version in ("10.0.9.0", "10.0.22621.0"):
        for part in ("km", "shared"):
            (tmp_path / "Include" / version / part).mkdir(parents=True)
        (tmp_path / "Include" / version / "km" / "fwpsk.h").touch()
    found = include_folders(str(tmp_path))
    assert [folder.rpartition("Include/")[2] for folder in found] == [
        "10.0.22621.0/km", "10.0.22621.0/shared",
    ]  # fmt: skip


def test_workers_keep_order_and_errors() -> None:
    def work(number: int) -> int:
        if number == 2:
            raise ValueError("two")
        time.sleep(0.01 * (4 - number))
        return number

    seen: list[int] = []
    results = workers.run(range(4), work, 3, 30.0, seen.append)
    assert [r if isinstance(r, int) else str(r) for r in results] == [0, 1, "two", 3]
    assert seen[-1] == 4
