"""Read `rules/dcr`: strictly, and with every reference between the files checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeVar

from wfplint.dcr.model import (
    Ask,
    Concern,
    Fact,
    FoundSites,
    Knowledge,
    Layers,
    Question,
    Request,
    Routes,
    SourceRow,
    Warnings,
)
from wfplint.errors import UserError
from wfplint.rulebook import nodes
from wfplint.rulebook.decode import choices, decode
from wfplint.rulebook.model import Source

T = TypeVar("T")


def load_knowledge(rules: Path, sources: Mapping[str, Source]) -> Knowledge:
    """All records below `rules/dcr`; `sources` are those of the rule book.

    Raises UserError with file, line and allowed values for anything unknown, missing or doubled.
    """
    folder = rules / "dcr"
    known = {k: SourceRow(s.key, s.title, s.url, s.repository, s.path) for k, s in sources.items()}
    known |= {row.key: row for row in _rows(SourceRow, folder / "sources.yaml")}
    knowledge = Knowledge(
        warnings=_record(Warnings, folder / "warning.yaml"),
        facts=_rows(Fact, folder / "facts.yaml"),
        questions=_rows(Question, folder / "questions.yaml"),
        asks=_rows(Ask, folder / "asks.yaml"),
        layers=_record(Layers, folder / "layers.yaml"),
        request=_record(Request, folder / "request.yaml"),
        routes=_record(Routes, folder / "routes.yaml"),
        sites=_record(FoundSites, folder / "sites.yaml"),
        concerns=_rows(Concern, folder / "patches.yaml"),
        sources=known,
    )
    _check_references(knowledge, folder)
    return knowledge


def _node(path: Path) -> nodes.Node:
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise UserError(f"cannot be read: {error.strerror}", path=_shown(path)) from error
    return nodes.parse(text, _shown(path))


def _shown(path: Path) -> str:
    return "/".join(path.parts[-3:])


def _record(cls: type[T], path: Path) -> T:
    return decode(cls, _node(path), _shown(path))


def _rows(cls: type[T], path: Path) -> tuple[T, ...]:
    node = _node(path)
    if not isinstance(node, nodes.Sequence):
        raise UserError("the file must be a list", path=_shown(path), line=node.line)
    rows = tuple(decode(cls, item, _shown(path)) for item in node.items)
    _refuse_doubles(rows, node, path)
    return rows


def _refuse_doubles(rows: Iterable[object], node: nodes.Sequence, path: Path) -> None:
    seen: dict[object, int] = {}
    for row, item in zip(rows, node.items, strict=True):
        if isinstance(row, Concern):
            key: object = (row.repository, row.id)
        else:
            key = getattr(row, "id", None) or getattr(row, "number", None) or getattr(row, "key", 0)
        if key in seen:
            message = f"'{key}' stands twice (first in line {seen[key]})"
            raise UserError(message, path=_shown(path), line=item.line)
        seen[key] = item.line


def _check_references(known: Knowledge, folder: Path) -> None:
    questions = {q.id for q in known.questions}
    asks = {str(ask.number) for ask in known.asks}
    for fact in known.facts:
        _all_known(fact.sources, known.sources, folder / "facts.yaml", f"fact '{fact.id}'")
    for ask in known.asks:
        where = f"ask {ask.number}"
        _all_known(ask.pages, known.sources, folder / "asks.yaml", where)
        _all_known(ask.questions, questions, folder / "asks.yaml", where)
    for concern in known.concerns:
        where = f"patch '{concern.id}'"
        _all_known(map(str, concern.asks), asks, folder / "patches.yaml", where)
        pages = [edit.page for edit in concern.edits]
        _all_known(pages, known.sources, folder / "patches.yaml", where)


def _all_known(names: Iterable[str], known: Iterable[str], path: Path, where: str) -> None:
    allowed = set(known)
    for name in names:
        if name not in allowed:
            hint = choices(allowed, name)
            raise UserError(
                f"{where} names '{name}', which is unknown", path=_shown(path), hint=hint
            )
