"""Compile the explorer and the drivers under test with gcc; nothing is built twice.

A driver becomes a shared object: its files are compiled with the thread sanitizer's instrumentation
(whose calls the simulator answers), and its writable data is gathered in one section.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from samplecode.evidence.paths import BUILD, DRIVER, EXPLORER, HEADERS, MUTANTS, SIMULATOR

SHARED = ("driver.c", "callouts.c", "policy.c", "packet.c", "queue.c", "pend_bind.c")
BASES = {
    "unguarded": ("pend_unguarded.c", ()),
    "guarded": ("pend_guarded.c", ()),
    "bind": ("pend_guarded.c", ("-DBIND_PEND=1",)),
}
# A mutation may leave a function unused; the drivers as they stand are held to more by a test.
WARNINGS = (
    "-std=gnu17",
    "-Wall",
    "-Wextra",
    "-Werror",
    "-Wno-multichar",
    "-Wno-unused-function",
    "-g",
)
# The simulator defines what the sanitizers of the compiler declare.
EXPLORER_FLAGS = (
    *WARNINGS, "-O2", "-fno-stack-protector", "-fno-pie", "-Wno-builtin-declaration-mismatch",
)  # fmt: skip
DRIVER_FLAGS = (
    *WARNINGS, "-O1", "-fno-inline", "-fno-builtin", "-fno-stack-protector", "-fPIC",
    "-fsanitize=thread", "-ftrivial-auto-var-init=zero", "-fshort-wchar", "-DVERDICT_BACKLOG=2",
)  # fmt: skip
IN_DRIVER = ("runtime.c", "bounds.c")
DATA = "driverdata,alloc,load,data,contents"


class BuildError(Exception):
    """A tool failed; the text is what it printed."""


def explorer(*extra: str) -> Path:
    """The path of `explore`; `extra` are more compiler flags, such as a sanitizer."""
    sources = sorted(EXPLORER.glob("*.c")) + [
        path for path in sorted(SIMULATOR.glob("*.c")) if path.name not in IN_DRIVER
    ]
    key = _key(
        [*EXPLORER.iterdir(), *SIMULATOR.iterdir(), *_headers(), DRIVER / "wfpverdict.h"], extra
    )
    target = BUILD / f"explore-{key}"
    if not target.exists():
        BUILD.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=BUILD) as folder:
            built = Path(folder) / "explore"
            _run("gcc", *EXPLORER_FLAGS, *extra, "-no-pie", "-rdynamic", "-isystem", HEADERS,
                 *sources, "-o", built, "-ldl")  # fmt: skip
            built.replace(target)
    return target


def driver(base: str, patches: Sequence[str] = ()) -> Path:
    """The shared object of a driver, after applying patches from the mutants' folder in order."""
    pend, defines = BASES[base]
    texts = [MUTANTS / f"{name}.patch" for name in patches]
    inputs = [*DRIVER.glob("*.[ch]"), *texts, *_headers(), *(SIMULATOR / n for n in IN_DRIVER)]
    target = BUILD / f"{'+'.join([base, *patches])}-{_key(inputs, [base])}.so"
    if not target.exists():
        BUILD.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=BUILD) as folder:
            _compile(Path(folder), [*SHARED, pend], defines, texts, target)
    return target


def _compile(
    folder: Path,
    files: Iterable[str],
    defines: Sequence[str],
    patches: Iterable[Path],
    target: Path,
) -> None:
    source = patched(folder / "driver", patches)
    for name in IN_DRIVER:
        shutil.copy(SIMULATOR / name, source)
    objects = [_object(source, name, defines) for name in (*files, "runtime.c")]
    built = folder / "driver.so"
    _run("gcc", "-shared", "-nostdlib", "-fPIC", "-Wl,-Bsymbolic", *objects, source / "bounds.c",
         "-o", built)  # fmt: skip
    built.replace(target)


def _object(source: Path, name: str, defines: Sequence[str]) -> Path:
    """One compiled file; a mutant shares the objects of all files that it does not touch."""
    inputs = [source / name, *source.glob("*.h"), *_headers()]
    target = BUILD / "objects" / f"{name}-{_key(inputs, defines)}.o"
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        made = source / f"{name}.o"
        _run("gcc", *DRIVER_FLAGS, *defines, f"-ffile-prefix-map={source}=.", "-isystem", HEADERS,
             "-c", source / name, "-o", made)  # fmt: skip
        _run("objcopy", *(f"--rename-section={old}={DATA}" for old in (".data", ".bss")), made)
        shutil.move(made, target)
    return target


def patched(folder: Path, patches: Iterable[Path]) -> Path:
    """A copy of the driver in `folder` with the patches applied, exactly where they say."""
    shutil.copytree(DRIVER, folder)
    for patch in patches:
        _run("patch", "--silent", "--fuzz=0", "--strip=1", f"--input={patch}", cwd=folder)
    return folder


def edited(patches: Iterable[str]) -> dict[str, str]:
    """The texts of the driver's files that these patches change, by name."""
    with tempfile.TemporaryDirectory() as folder:
        source = patched(Path(folder) / "driver", [MUTANTS / f"{name}.patch" for name in patches])
        return {
            path.name: path.read_text(encoding="utf-8")
            for path in sorted(source.glob("*.[ch]"))
            if path.read_bytes() != (DRIVER / path.name).read_bytes()
        }


def _headers() -> list[Path]:
    return sorted(HEADERS.rglob("*.h"))


def _key(paths: Iterable[Path], more: Iterable[str]) -> str:
    digest = hashlib.sha256(repr([*more, EXPLORER_FLAGS, DRIVER_FLAGS]).encode())
    for path in sorted(paths):
        if path.is_file():
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def _run(*command: str | Path, cwd: Path | None = None) -> None:
    done = subprocess.run(
        list(map(str, command)), cwd=cwd, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise BuildError(f"{command[0]} failed:\n{done.stdout}{done.stderr}")
