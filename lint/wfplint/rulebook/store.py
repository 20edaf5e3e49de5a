"""Documents from files, each parsed once: content-addressed, safe where nothing can be written."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from wfplint.errors import UserError

if TYPE_CHECKING:
    from wfplint.rulebook.definition import Document


class File(NamedTuple):
    """A file as read: where it is, how it is shown, and its bytes with plain line feeds."""

    path: Path
    shown: str
    data: bytes


def read_file(path: Path, shown: str) -> File:
    """Raises UserError for a file that cannot be read."""
    try:
        return File(path, shown, path.read_bytes().replace(b"\r\n", b"\n"))
    except OSError as error:
        raise UserError(f"cannot be read: {error.strerror}", path=shown) from error


def digest(files: Iterable[File], schema: str = "") -> str:
    """Names the content of the files, and the schema they are decoded to."""
    from hashlib import blake2b

    state = blake2b(schema.encode(), digest_size=16)
    for file in files:
        state.update(b"\0" + file.shown.encode() + b"\0" + file.data)
    return state.hexdigest()


def parse(file: File) -> Document:
    """Decode a file without any cache; raises UserError for what is wrong in it."""
    from wfplint.rulebook.document import read

    try:
        text = file.data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = file.data[: error.start].count(b"\n") + 1
        raise UserError("the file is not UTF-8", path=file.shown, line=line) from error
    return read(text, file.shown)


class Cache(NamedTuple):
    """A directory of decoded documents, or nothing at all (`directory` is None)."""

    directory: Path | None

    def document(self, file: File) -> Document:
        """The document of a file, from the cache if it holds one; errors as `parse`."""
        if self.directory is None:
            return parse(file)
        from wfplint.rulebook import codec

        place = self.directory / "rules" / f"{digest([file], codec.schema())}.json"
        with suppress(OSError, ValueError):
            return codec.load_document(place.read_text(encoding="utf-8"))
        document = parse(file)
        write(place, codec.dump_document(document))
        return document


def write(place: Path, text: str) -> None:
    """Put `text` at `place` in one step, or leave everything as it is if that is not possible."""
    from tempfile import mkstemp

    temporary = ""
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = mkstemp(dir=place.parent, suffix=".tmp")
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
        os.replace(temporary, place)
    except OSError:
        if temporary:
            with suppress(OSError):
                os.unlink(temporary)


class Collector:
    """Reads files and what they include, each once, in the order of first mention."""

    def __init__(self, cache: Cache) -> None:
        self.cache = cache
        self.documents: dict[Path, Document] = {}
        self._open: list[tuple[Path, str]] = []

    def add(self, file: File) -> None:
        """Raises UserError for an include that leads back to itself or to no file."""
        key = file.path.resolve()
        if key in self.documents:
            return
        document = self.cache.document(file)
        self._open.append((key, file.shown))
        for name, line in document.includes:
            self._include(file, name, line)
        self._open.pop()
        self.documents[key] = document

    def _include(self, file: File, name: str, line: int) -> None:
        path = file.path.parent / name
        key = path.resolve()
        chain = [shown for opened, shown in self._open]
        if key in (opened for opened, _ in self._open):
            message = "include goes in a circle: " + " -> ".join([*chain, name])
            raise UserError(message, path=file.shown, line=line)
        if not path.is_file():
            raise UserError(f"included file '{name}' does not exist", path=file.shown, line=line)
        shown = (Path(file.shown).parent / name).as_posix()
        self.add(read_file(path, shown))
