"""Small pieces of HTML inside Markdown: escaping, label chips, inline Markdown, tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Protocol

from wfplint.dcr.markdown import LABELS, short_title
from wfplint.dcr.model import Fact, Knowledge

SHORT = {"documented-by-omission": "not documented", "ms-oss": "Microsoft draft"}


class SourceLike(Protocol):
    """What a chip needs of a source."""

    @property
    def title(self) -> str: ...
    @property
    def url(self) -> str: ...


def inline(text: str) -> str:
    """Inline Markdown (code, bold, italic, links) as HTML, everything else escaped."""
    pieces = re.split(r"(`[^`]+`)", escape(" ".join(text.split()), quote=False))
    return "".join(
        f"<code>{piece[1:-1]}</code>" if piece.startswith("`") and len(piece) > 1 else _marks(piece)
        for piece in pieces
    )


def _marks(text: str) -> str:
    text = re.sub(r"\*\*([^*]+)\*\*", r"<strong>\1</strong>", text)
    text = re.sub(r"\*([^*]+)\*", r"<em>\1</em>", text)
    return re.sub(r"\[([^\]]+)\]\(([^)]+)\)", _anchor, text)


def _anchor(match: re.Match[str]) -> str:
    url = match[2]
    if url.startswith("/"):
        url = "https://learn.microsoft.com" + url
    return f'<a href="{escape(url)}">{match[1]}</a>'


def chip(label: str, keys: Iterable[str], sources: Mapping[str, SourceLike]) -> str:
    """The label of a statement with links to its sources, as one inline element."""
    links = ", ".join(_link(sources[key]) for key in keys)
    shown = SHORT.get(label, label)
    return (
        f'<span class="wl-chip wl-chip--{label}"><span class="wl-chip__label" '
        f'title="{escape(LABELS[label])}">{shown}</span>{" " if links else ""}{links}</span>'
    )


def _link(source: SourceLike) -> str:
    return f'<a href="{escape(source.url)}">{escape(short_title(source.title))}</a>'


def fact(known: Knowledge, item: Fact) -> str:
    """A sentence of fact with its chip."""
    return f"{inline(item.text)} {chip(item.label, item.sources, known.sources)}"


def table(head: Sequence[str], rows: Iterable[Sequence[str]], caption: str = "") -> str:
    """An HTML table whose cells are HTML; the first cell of a row is its header."""
    heads = "".join(f'<th scope="col">{cell}</th>' for cell in head)
    body = "".join(
        f'<tr><th scope="row">{row[0]}</th>' + "".join(f"<td>{c}</td>" for c in row[1:]) + "</tr>"
        for row in rows
    )
    title = f"<caption>{inline(caption)}</caption>" if caption else ""
    return scroller(
        f"<table>{title}<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>",
        caption or "Table",
    )


def scroller(content: str, name: str) -> str:
    """A wide piece that scrolls inside itself, reachable by keyboard."""
    return (
        f'<div class="wl-scroll" role="region" tabindex="0" aria-label="{escape(name)}">'
        f"{content}</div>"
    )
