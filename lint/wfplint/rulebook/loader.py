"""`load_rulebook`: the rules and facts that ship with wfplint, and those of a project.

The bundled rules are read from `compiled.json`; YAML is parsed only for a project's own files and
while the bundled rules are being edited, and then once for each state of a file.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from wfplint.collector import no_search
from wfplint.errors import UserError
from wfplint.rulebook.index import Index, index_of, loads
from wfplint.rulebook.store import Cache, Collector, File, digest, read_file

if TYPE_CHECKING:
    from wfplint.rulebook.definition import Definition, Document
    from wfplint.rulebook.model import Rulebook

PACKAGE = Path(__file__).resolve().parent.parent
COMPILED = Path(__file__).resolve().parent / "compiled.json"


def bundled_directory() -> Path:
    """Where the bundled rules are: in the package once installed, else at the repository root."""
    for place in (PACKAGE / "rules", PACKAGE.parent.parent / "rules"):
        if (place / "api").is_dir():
            return place
    raise UserError("the rules that ship with wfplint are missing", hint="reinstall wfplint")


def rule_files(directory: Path) -> list[Path]:
    """The rule and facts files of a directory, in a fixed order."""
    return [*sorted(directory.glob("*.yaml")), *sorted(directory.glob("api/*.yaml"))]


def bundled_files() -> list[File]:
    """The bundled YAML files, shown with paths relative to the repository."""
    root = bundled_directory()
    return [read_file(p, f"rules/{p.relative_to(root).as_posix()}") for p in rule_files(root)]


def default_cache_dir() -> Path | None:
    """The user's cache directory for wfplint; it need not exist or be writable."""
    base = os.environ.get("LOCALAPPDATA") or os.environ.get("XDG_CACHE_HOME")
    if base:
        return Path(base) / "wfplint"
    try:
        return Path.home() / ".cache" / "wfplint"
    except RuntimeError:
        return None


def load_rulebook(
    extra_dirs: Iterable[Path | str] = (),
    *,
    cache_dir: Path | None = None,
    use_cache: bool = True,
) -> Rulebook:
    """The bundled rulebook, extended by `*.yaml` and `api/*.yaml` of each extra directory.

    Raises UserError (file, line, key, allowed values) for anything wrong in those files. What was
    parsed is kept in `cache_dir` (default: the user's), unless `use_cache` is off; a directory that
    cannot be written only costs time.
    """
    from wfplint.rulebook.merge import base_of, extend

    cache = Cache((cache_dir or default_cache_dir()) if use_cache else None)
    definitions = _bundled_definitions(cache)
    book = base_of(definitions)
    return extend(book, definitions, _project_documents(extra_dirs, cache))


def load_index() -> Index:
    """The index of the bundled rules, without loading them where it is compiled."""
    try:
        with COMPILED.open(encoding="utf-8") as stream:
            header = loads(stream.readline())
        if _installed() or header.digest == digest(bundled_files()):
            return header.table
    except (OSError, ValueError):
        pass
    return index_of(load_rulebook())


def _project_documents(directories: Iterable[Path | str], cache: Cache) -> Sequence[Document]:
    collector = Collector(cache)
    for directory in map(Path, directories):
        if not directory.is_dir():
            raise UserError("no such directory of rules", path=directory.as_posix())
        for path in rule_files(directory):
            collector.add(read_file(path, path.as_posix()))
    return tuple(collector.documents.values())


@lru_cache(maxsize=1)
def _installed() -> bool:
    return bundled_directory().parent == PACKAGE


_memory: dict[str, tuple[Definition, ...]] = {}


def _bundled_definitions(cache: Cache) -> tuple[Definition, ...]:
    """The bundled definitions; in an installed package `compiled.json` was made with the rules, in
    a source tree it counts only for the very files that it was made from."""
    key = "" if _installed() else digest(bundled_files())
    if key not in _memory:
        found = _compiled(key)
        _memory[key] = found if found is not None else compile_files(bundled_files(), cache)
    return _memory[key]


def _compiled(wanted: str) -> tuple[Definition, ...] | None:
    from wfplint.rulebook import codec

    try:
        text = COMPILED.read_text(encoding="utf-8")
        head, _, body = text.partition("\n")
        header = loads(head)
        if wanted and (header.digest, header.schema) != (wanted, codec.schema()):
            return None
        with no_search():
            return codec.loads(body)
    except (OSError, ValueError):
        return None


def compile_files(files: Sequence[File], cache: Cache) -> tuple[Definition, ...]:
    """Parse and check the bundled files as a whole; raises UserError."""
    from wfplint.rulebook.merge import base_of, extend

    collector = Collector(cache)
    for file in files:
        collector.add(file)
    documents = tuple(collector.documents.values())
    extend(base_of(()), (), documents)
    return tuple(item for document in documents for item in document.definitions)
