"""The model headers: silent in every compiler, complete for the facts, right in width and sign."""

from __future__ import annotations

import random
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from clang import cindex
from ruamel.yaml import YAML

_ROOT = Path(__file__).resolve().parents[2]
_FOLDER = _ROOT / "lint" / "wfplint" / "include"
_API = _ROOT / "rules" / "api"
_NAMES = sorted(path.relative_to(_FOLDER).as_posix() for path in _FOLDER.rglob("*.h"))
_PACKING = {"pshpack1.h", "pshpack2.h", "pshpack4.h", "pshpack8.h", "poppack.h"}
_ORDINARY = [name for name in _NAMES if name not in _PACKING]
_FLAGS = [
    *("-target", "x86_64-pc-windows-msvc", "-fms-extensions", "-fms-compatibility", "-nostdinc"),
    *("-ferror-limit=0", "-I/model"),
]
_LANGUAGES = {"c": ["-x", "c", "-std=gnu17"], "c++": ["-x", "c++", "-std=c++20"]}
# Trace macros stand in a file that the build writes.
_GENERATED = {"DoTraceMessage", "TraceEvents", "WPP_CLEANUP", "WPP_INIT_TRACING"}
_MODES = {"lint": ["-D__WFPLINT__=1"], "plain": []}


@cache
def _files() -> list[tuple[str, str]]:
    return [(f"/model/{name}", (_FOLDER / name).read_text(encoding="ascii")) for name in _NAMES]


def _parse(text: str, language: str, *flags: str, options: int = 0) -> Any:
    return cindex.Index.create().parse(
        "/unit", [*_FLAGS, *_LANGUAGES[language], *flags], [*_files(), ("/unit", text)], options
    )


def _silent(text: str, language: str, *flags: str) -> None:
    unit = _parse(text, language, *flags)
    assert [f"{found.location}: {found.spelling}" for found in unit.diagnostics] == []


def _include(*names: str) -> str:
    return "".join(f'#include "{name}"\n' for name in names)


@pytest.mark.parametrize("mode", _MODES)
@pytest.mark.parametrize("language", _LANGUAGES)
def test_each_header_alone(language: str, mode: str) -> None:
    for name in _ORDINARY:
        _silent(_include(name), language, *_MODES[mode])


@pytest.mark.parametrize("language", _LANGUAGES)
def test_packing_headers_in_pairs(language: str) -> None:
    pairs = [_include(name, "poppack.h") for name in sorted(_PACKING - {"poppack.h"})]
    _silent("".join(pairs), language, "-Wno-pragma-pack")


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("mode", _MODES)
@pytest.mark.parametrize("language", _LANGUAGES)
def test_all_headers_in_any_order(language: str, mode: str, seed: int) -> None:
    names = list(_ORDINARY)
    random.Random(seed).shuffle(names)
    _silent(_include(*names), language, *_MODES[mode])


@pytest.mark.parametrize(
    ("version", "number"),
    [("0x06000100", 0), ("0x06010000", 1), ("0x06020000", 2), ("0x0A000004", 3), (None, 3)],
)
def test_numberless_names_follow_the_version(version: str | None, number: int) -> None:
    text = _include("ntddk.h", "fwpsk.h") + (
        f"FWPS_CALLOUT{number} *callout;\n"
        "FWPS_CALLOUT **same = &callout;\n"
        f"FWPS_CALLOUT_CLASSIFY_FN{number} function;\n"
        "FWPS_CALLOUT_CLASSIFY_FN *alike = &function;\n"
        "void F(HANDLE context) { FwpsCompleteOperation(context, NULL); }\n"
    )
    flags = [] if version is None else [f"-DNTDDI_VERSION={version}"]
    _silent(text, "c", "-Werror", *flags)


_FACTS = """
ASSERT_IT(sizeof(LONG) == 4 && sizeof(ULONG) == 4 && sizeof(NTSTATUS) == 4, "32 bits");
ASSERT_IT(sizeof(ULONG_PTR) == sizeof(void *) && sizeof(UINT64) == 8, "64 bits");
ASSERT_IT((LONG)-1 < 0 && (ULONG)-1 > 0, "signs");
ASSERT_IT(STATUS_UNSUCCESSFUL < 0 && STATUS_DEVICE_BUSY < 0, "errors");
ASSERT_IT(STATUS_FWP_CANNOT_PEND < 0 && STATUS_FWP_NULL_POINTER < 0, "errors of the platform");
ASSERT_IT(STATUS_SUCCESS == 0 && STATUS_PENDING > 0, "successes");
ASSERT_IT(NT_SUCCESS(STATUS_SUCCESS) && NT_SUCCESS(STATUS_PENDING), "success");
ASSERT_IT(!NT_SUCCESS(STATUS_DEVICE_BUSY) && !NT_SUCCESS(STATUS_FWP_IN_USE), "no success");
ASSERT_IT(NT_ERROR(STATUS_UNSUCCESSFUL) && NT_WARNING(STATUS_DEVICE_BUSY), "severity");
ASSERT_IT(FWP_ACTION_BLOCK == 0x1001 && FWP_ACTION_PERMIT == 0x1002, "actions");
ASSERT_IT(FWPS_LAYER_ALE_AUTH_CONNECT_V4 == 48 && FWPS_LAYER_ALE_ENDPOINT_CLOSURE_V4 == 64, "ids");
ASSERT_IT(CTL_CODE(FILE_DEVICE_NETWORK, 1, METHOD_BUFFERED, FILE_ANY_ACCESS) == 0x120004, "codes");
typedef struct PEND { int State; LIST_ENTRY Link; } PEND;
PEND *FromLink(PLIST_ENTRY link) { return CONTAINING_RECORD(link, PEND, Link); }
UNICODE_STRING Name = RTL_CONSTANT_STRING(L"name");
"""


def _facts(keyword: str) -> str:
    headers = _include("ntddk.h", "ndis.h", "fwpsk.h", "fwpmk.h")
    return headers + _FACTS.replace("ASSERT_IT", keyword)


@pytest.mark.parametrize("mode", _MODES)
def test_widths_signs_and_values(mode: str) -> None:
    _silent(_facts("_Static_assert"), "c", *_MODES[mode])
    _silent(_facts("static_assert"), "c++", *_MODES[mode])


@pytest.mark.parametrize("language", _LANGUAGES)
def test_hooks_add_members(language: str) -> None:
    text = (
        "#define WFPLINT_HOOKS\n"
        "#define WFPLINT_MEMBERS_FWPS_FILTER3_ , int added; void (*called)(int, int);\n"
        + _include("fwpsk.h")
        + "int F(FWPS_FILTER3 *f) { f->called(f->added, 1); return f->added; }\n"
    )
    _silent(text, language)


def test_annotations_vanish() -> None:
    text = _include("ntddk.h") + (
        "_IRQL_requires_max_(DISPATCH_LEVEL) _Must_inspect_result_ _Success_(return >= 0)\n"
        "__drv_maxIRQL(PASSIVE_LEVEL) NTSTATUS F(_In_reads_bytes_(size) const void *data,\n"
        "  IN ULONG size, __in_bcount(size) void *old, _Outptr_result_maybenull_ void **out,\n"
        "  _Inout_opt_ int *x);\n"
    )
    _silent(text, "c")


def _yaml(name: str) -> dict[str, Any]:
    loaded = YAML(typ="safe").load((_API / name).read_text(encoding="utf-8"))
    assert isinstance(loaded, dict)
    return loaded


def _functions() -> set[str]:
    names: set[str] = set()
    for path in sorted(_API.glob("*.yaml")):
        for name, fact in (_yaml(path.name).get("functions") or {}).items():
            names |= {name, *fact.get("aliases", ())}
            if fact.get("numberless"):
                names.add(name.rstrip("0123456789"))
    return names


@cache
def _declared() -> frozenset[str]:
    # 1: the macros, too.
    unit = _parse(_include(*_ORDINARY), "c++", "-D__WFPLINT__=1", options=1)
    names: set[str] = set()
    below = list(unit.cursor.get_children())
    while below:
        cursor = below.pop()
        names.add(cursor.spelling)
        if cursor.kind in (cindex.CursorKind.LINKAGE_SPEC, cindex.CursorKind.ENUM_DECL):
            below.extend(cursor.get_children())
    return frozenset(names)


@pytest.mark.skipif(not _API.is_dir(), reason="no API facts")
def test_every_function_of_the_facts_is_declared() -> None:
    missing = _functions() - _declared() - _GENERATED
    assert sorted(name for name in missing if not name.startswith(("operator ", "__"))) == []


@pytest.mark.skipif(not (_API / "layers.yaml").is_file(), reason="no layers")
def test_every_layer_of_the_facts_is_declared() -> None:
    layers = _yaml("layers.yaml")["layers"].values()
    names = {name for layer in layers for key in ("guids", "ids") for name in layer.get(key, ())}
    assert sorted(names - _declared()) == []


@pytest.mark.skipif(not (_API / "constants.yaml").is_file(), reason="no constants")
def test_constants_have_the_values_of_the_facts() -> None:
    constants = _yaml("constants.yaml")["constants"]
    lines = [
        f'_Static_assert((unsigned){name} == (unsigned){value}, "{name}");\n'
        for name, value in constants.items()
        if name in _declared() and isinstance(value, int)
    ]
    assert len(lines) > 20
    _silent(_include("ntddk.h", "fwpsk.h", "fwpmk.h") + "".join(lines), "c", "-D__WFPLINT__=1")


@pytest.mark.parametrize(
    ("compiler", "suffix", "standard", "keyword"),
    [("gcc", "c", "gnu17", "_Static_assert"), ("g++", "cpp", "c++20", "static_assert")],
)
def test_a_host_compiler_takes_them(
    tmp_path: Path, compiler: str, suffix: str, standard: str, keyword: str
) -> None:
    found = shutil.which(compiler)
    if found is None:
        pytest.skip(f"no {compiler}")
    source = tmp_path / f"unit.{suffix}"
    host = "#include <stdio.h>\n#include <stdlib.h>\n#include <string.h>\n#include <stdint.h>\n"
    source.write_text("#define INITGUID\n" + _facts(keyword) + host, encoding="ascii")
    flags = [f"-std={standard}", "-fms-extensions", "-Wall", "-Werror", f"-I{_FOLDER}"]
    run = subprocess.run(
        [found, *flags, "-c", str(source), "-o", str(tmp_path / "unit.o")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.stderr == ""
    assert run.returncode == 0
