"""Results of earlier runs, by the content of everything they depend on.

The cache is JSON in the user's cache folder: a damaged entry can at worst be wrong, never run code.
Whatever goes wrong with it means only that nothing is cached.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from wfplint import __version__
from wfplint.finding import (
    Edit,
    FileStatus,
    Finding,
    Guard,
    Problem,
    Severity,
    Site,
    TraceStep,
    Verdict,
)
from wfplint.source import Span

if TYPE_CHECKING:
    from wfplint.ir import Notice

_FORMAT = 1
_KEEP = 32


class Outcome(NamedTuple):
    """What the checkers said, before suppressions and baseline; and the ids of all rules there are
    and of those that ran. `inputs` are files read besides those that the key covers.
    """

    findings: tuple[Finding, ...] = ()
    sites: tuple[Site, ...] = ()
    files: tuple[FileStatus, ...] = ()
    problems: tuple[Problem, ...] = ()
    notices: tuple[Notice, ...] = ()
    known: tuple[str, ...] = ()
    running: tuple[str, ...] = ()
    inputs: tuple[str, ...] = ()


def key(parts: Iterable[str], contents: Iterable[tuple[str, bytes]]) -> str:
    """A key for a run: options as texts, and every file by name and content."""
    from hashlib import sha256  # loads a library that a run without a cache has no use for

    digest = sha256(f"{_FORMAT}\0{__version__}".encode())
    package = Path(__file__).resolve().parent
    for own in (package, package.parents[1] / "rules"):
        for stamp in _own_files(str(own)):
            digest.update(stamp.encode("utf-8", "replace"))
    for part in parts:
        digest.update(b"\0o" + part.encode("utf-8", "replace"))
    for name, data in contents:
        digest.update(b"\0f" + name.encode("utf-8", "replace") + b"\0" + _hash(data))
    return digest.hexdigest()


def folder() -> Path:
    """The user's cache folder; it need not exist or be writable."""
    base = os.environ.get("LOCALAPPDATA") or os.environ.get("XDG_CACHE_HOME")
    return Path(base or os.path.expanduser("~/.cache")) / "wfplint" / "runs"


def load(run: str) -> Outcome | None:
    """The outcome of a run with this key, if its further inputs are unchanged too."""
    try:
        data = json.loads((folder() / f"{run}.json").read_bytes())
        if any(_hash_file(path) != digest for path, digest in data["inputs"].items()):
            return None
        return _decode(data)
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        return None


def store(run: str, outcome: Outcome) -> None:
    """Remember an outcome; the oldest entries beyond a few dozen are dropped."""
    document = outcome._asdict()
    document["inputs"] = {path: _hash_file(path) for path in outcome.inputs}
    try:
        place = folder()
        place.mkdir(parents=True, exist_ok=True)
        temporary = place / f"{run}.{os.getpid()}.tmp"
        temporary.write_text(json.dumps(document), encoding="utf-8")
        os.replace(temporary, place / f"{run}.json")
        entries = sorted(place.glob("*.json"), key=lambda path: -path.stat().st_mtime)
        for old in entries[_KEEP:]:
            old.unlink(missing_ok=True)
    except (OSError, TypeError, ValueError):
        return


def _own_files(folder: str) -> Iterator[str]:
    """Name, size and time of every file of wfplint: an edited checker or rule starts afresh."""
    if not os.path.isdir(folder):
        return
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if entry.is_dir():
            if entry.name != "__pycache__":
                yield from _own_files(entry.path)
        else:
            status = entry.stat()
            yield f"{entry.path}\0{status.st_size}\0{status.st_mtime_ns}"


def _hash(data: bytes) -> bytes:
    from hashlib import sha256

    return sha256(data).digest()


def _hash_file(path: str) -> str:
    try:
        return _hash(Path(path).read_bytes()).hex()
    except OSError:
        return ""


def _decode(data: dict[str, Any]) -> Outcome:
    return Outcome(
        findings=tuple(map(_finding, data["findings"])),
        sites=tuple(map(_site, data["sites"])),
        files=tuple(FileStatus(*item) for item in data["files"]),
        problems=tuple(Problem(*item) for item in data["problems"]),
        notices=_notices(data["notices"]),
        known=tuple(data["known"]),
        running=tuple(data["running"]),
        inputs=tuple(data["inputs"]),
    )


def _finding(values: list[Any]) -> Finding:
    raw = Finding(*values)
    return raw._replace(
        severity=Severity(raw.severity),
        span=Span(*raw.span),
        trace=_trace(raw.trace),
        edits=tuple(Edit(Span(*span), text) for span, text in raw.edits),
        related=tuple(raw.related),
        macro=_span(raw.macro),
    )


def _site(values: list[Any]) -> Site:
    raw = Site(*values)
    guards = tuple(Guard(*item) for item in raw.guards)
    return raw._replace(
        span=Span(*raw.span),
        verdict=Verdict(raw.verdict),
        guards=tuple(
            guard._replace(span=Span(*guard.span), teardown=_span(guard.teardown))
            for guard in guards
        ),
        trace=_trace(raw.trace),
        macro=_span(raw.macro),
    )


def _notices(items: list[Any]) -> tuple[Notice, ...]:
    if not items:
        return ()
    # The intermediate representation is large, and a warm run rarely needs it.
    from wfplint.ir import Notice

    return tuple(Notice(Span(*span), message) for span, message in items)


def _trace(items: Iterable[Any]) -> tuple[TraceStep, ...]:
    return tuple(TraceStep(Span(*span), message) for span, message in items)


def _span(values: Any) -> Span | None:
    return Span(*values) if values else None
