"""The lines of source around a place, with the place underlined."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wfplint.report.styled import TAB, Line, Segment, c_segments, columns
from wfplint.result import Place, Sources

_CALLED = re.compile(r"([A-Za-z_]\w*)\s*\(")
_WIDEST = 140
_LEAD = 30
_CUT = "..."


def excerpt(sources: Sources, place: Place, style: str, label: str, *, margin: int) -> list[Line]:
    """Gutter, one line before and after where they hold code, and the underlined line.

    `margin` is the width of the line numbers; `label` stands behind the underline.
    """
    bar: Segment = (" " * margin + " |", "gutter")
    lines = [Line((bar,))]
    for number in _shown(sources, place):
        text, start, end = _window(sources.line(place.path, number), place, number)
        code = tuple(c_segments(text))
        lines.append(Line(((f"{number:>{margin}} | ", "gutter"), *code)))
        if number == place.line:
            mark = "^" * max(1, columns(text[start:end]))
            lead = " " * (columns(text[:start]) + 1)
            tail: tuple[Segment, ...] = ((f" {label}", style),) if label else ()
            lines.append(Line((bar, (lead, ""), (mark, style), *tail)))
    return lines


def one_line(sources: Sources, place: Place, limit: int = 88) -> str:
    """The source line of a place, without indentation and not longer than `limit`."""
    text = sources.line(place.path, place.line).expandtabs(TAB).strip()
    return text if len(text) <= limit else text[: limit - len(_CUT)] + _CUT


def _shown(sources: Sources, place: Place) -> Iterator[int]:
    if place.line > 1 and sources.line(place.path, place.line - 1).strip():
        yield place.line - 1
    yield place.line
    if sources.line(place.path, place.line + 1).strip():
        yield place.line + 1


def _marked(raw: str, place: Place) -> int:
    """Where the underline ends: of a call, only the called name is marked."""
    until = place.end_column - 1 if place.end_line == place.line else len(raw)
    called = _CALLED.match(raw, place.column - 1)
    return min(until, called.end(1)) if called else until


def _window(raw: str, place: Place, number: int) -> tuple[str, int, int]:
    """The line as shown (tabs expanded, long ends cut), and the marked part of it."""
    before = raw[: place.column - 1].expandtabs(TAB)
    until = _marked(raw, place)
    start, text = len(before), raw.expandtabs(TAB)
    end = max(start + 1, len(raw[:until].expandtabs(TAB)))
    if number != place.line:
        return (text if len(text) <= _WIDEST else text[:_WIDEST] + _CUT), 0, 0
    if len(text) > _WIDEST:
        skip = max(0, start - _LEAD)
        head = _CUT if skip else ""
        body = text[skip : skip + _WIDEST]
        tail = _CUT if skip + _WIDEST < len(text) else ""
        shift = len(head) - skip
        text, start, end = head + body + tail, start + shift, end + shift
    return text, start, min(end, len(text.rstrip()) or 1)
