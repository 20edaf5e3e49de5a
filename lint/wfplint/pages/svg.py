"""Diagrams as inline SVG: boxes on a grid, arrows between them; colours come from the page's CSS.

No library draws them in the browser, so a diagram is there without scripts, can be read aloud
through its description, and follows the colour scheme.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

Tone = Literal["plain", "start", "good", "bad", "quiet"]

COLUMN, ROW = 218, 118
BOX_HEIGHT, LINE = 46, 17
MARGIN = 16


@dataclass(frozen=True, slots=True)
class Box:
    """A node: grid position (fractions allowed) and one to four lines of text."""

    column: float
    row: float
    lines: tuple[str, ...]
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Arrow:
    """An edge; `bend` pushes its middle sideways by so many pixels."""

    source: str
    target: str
    label: str = ""
    tone: Tone = "plain"
    bend: float = 0.0


@dataclass(frozen=True, slots=True)
class Diagram:
    """Boxes by name, arrows, and the words that stand in for the picture."""

    title: str
    description: str
    boxes: Mapping[str, Box]
    arrows: Sequence[Arrow]
    box_width: int = 156


def render(diagram: Diagram) -> str:
    """The SVG, in a region that scrolls sideways where the screen is narrow."""
    columns = max(box.column for box in diagram.boxes.values())
    rows = max(box.row for box in diagram.boxes.values())
    width = columns * COLUMN + diagram.box_width + 2 * MARGIN
    height = rows * ROW + _height(max(diagram.boxes.values(), key=lambda b: b.row)) + 2 * MARGIN
    top = _room_above(diagram)
    height += top
    parts = [_arrow(diagram, arrow) for arrow in diagram.arrows]
    parts += [_box(diagram, box) for box in diagram.boxes.values()]
    parts += [_label(diagram, arrow) for arrow in diagram.arrows if arrow.label]
    name = escape(diagram.title)
    view = f"0 {-top:.0f} {width:.0f} {height:.0f}"
    return (
        f'<figure class="wl-figure" data-search-exclude="1">'
        f'<div class="wl-scroll" role="region" tabindex="0" aria-label="{name}">'
        f'<svg class="wl-diagram" viewBox="{view}" style="--w:{width:.0f}px" role="img" '
        f'aria-label="{escape(diagram.description)}">'
        f"<defs>{_heads()}</defs>{''.join(parts)}</svg></div>"
        f"<figcaption>{name}</figcaption></figure>"
    )


def _room_above(diagram: Diagram) -> float:
    """How far a bent arrow and its label rise above the first row."""
    middles = [_middle(diagram, a)[1] / 2 + MARGIN for a in diagram.arrows if a.bend]
    return max(0.0, 24 - min(middles)) if middles else 0.0


def _heads() -> str:
    tones = ("plain", "start", "good", "bad", "quiet")
    return "".join(
        f'<marker id="wl-head-{tone}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" '
        f'markerHeight="8" orient="auto-start-reverse"><path class="wl-head wl-tone-{tone}" '
        'd="M0 0 8 4 0 8z"/></marker>'
        for tone in tones
    )


def _height(box: Box) -> float:
    return max(BOX_HEIGHT, len(box.lines) * LINE + 14)


def _centre(diagram: Diagram, box: Box) -> tuple[float, float]:
    x = MARGIN + box.column * COLUMN + diagram.box_width / 2
    return x, MARGIN + box.row * ROW + _height(box) / 2


def _box(diagram: Diagram, box: Box) -> str:
    x, y = _centre(diagram, box)
    width, height = diagram.box_width, _height(box)
    first = y - (len(box.lines) - 1) * LINE / 2
    text = "".join(
        f'<text x="{x:.1f}" y="{first + i * LINE:.1f}">{escape(line)}</text>'
        for i, line in enumerate(box.lines)
    )
    return (
        f'<g class="wl-box wl-tone-{box.tone}"><rect x="{x - width / 2:.1f}" '
        f'y="{y - height / 2:.1f}" width="{width}" height="{height:.0f}" rx="8"/>{text}</g>'
    )


def _clip(diagram: Diagram, box: Box, towards: tuple[float, float]) -> tuple[float, float]:
    """Where the line from the box's centre to a point leaves the box."""
    x, y = _centre(diagram, box)
    dx, dy = towards[0] - x, towards[1] - y
    half_width, half_height = diagram.box_width / 2 + 3, _height(box) / 2 + 3
    scale = min(
        half_width / abs(dx) if dx else float("inf"), half_height / abs(dy) if dy else float("inf")
    )
    return x + dx * scale, y + dy * scale


def _middle(diagram: Diagram, arrow: Arrow) -> tuple[float, float]:
    ax, ay = _centre(diagram, diagram.boxes[arrow.source])
    bx, by = _centre(diagram, diagram.boxes[arrow.target])
    length = max(((bx - ax) ** 2 + (by - ay) ** 2) ** 0.5, 1.0)
    return (
        (ax + bx) / 2 - (by - ay) / length * arrow.bend,
        (ay + by) / 2 + (bx - ax) / length * arrow.bend,
    )


def _arrow(diagram: Diagram, arrow: Arrow) -> str:
    middle = _middle(diagram, arrow)
    source, target = diagram.boxes[arrow.source], diagram.boxes[arrow.target]
    if source is target:
        return _loop(diagram, arrow)
    x1, y1 = _clip(diagram, source, middle)
    x2, y2 = _clip(diagram, target, middle)
    path = f"M{x1:.1f} {y1:.1f}Q{middle[0]:.1f} {middle[1]:.1f} {x2:.1f} {y2:.1f}"
    return (
        f'<path class="wl-edge wl-tone-{arrow.tone}" d="{path}" '
        f'marker-end="url(#wl-head-{arrow.tone})"/>'
    )


def _loop(diagram: Diagram, arrow: Arrow) -> str:
    x, y = _centre(diagram, diagram.boxes[arrow.source])
    top = y - _height(diagram.boxes[arrow.source]) / 2 - 2
    path = f"M{x - 20:.1f} {top:.1f}c-8 -26 48 -26 40 0"
    return (
        f'<path class="wl-edge wl-tone-{arrow.tone}" d="{path}" '
        f'marker-end="url(#wl-head-{arrow.tone})"/>'
    )


def _label(diagram: Diagram, arrow: Arrow) -> str:
    x1, y1 = _centre(diagram, diagram.boxes[arrow.source])
    x2, y2 = _centre(diagram, diagram.boxes[arrow.target])
    mx, my = _middle(diagram, arrow)
    # the curve passes half way between its control point and the chord's middle
    x, y = (mx + (x1 + x2) / 2) / 2, (my + (y1 + y2) / 2) / 2
    if arrow.bend:
        # beside the curve, so that two opposite arrows keep their words apart
        length = max(abs(arrow.bend), 1.0)
        x += (mx - (x1 + x2) / 2) / length * 9
        y += (my - (y1 + y2) / 2) / length * 9
    lines = arrow.label.split("\n")
    first = y - (len(lines) - 1) * 7
    spans = "".join(
        f'<tspan x="{x:.1f}" y="{first + i * 14:.1f}">{escape(line)}</tspan>'
        for i, line in enumerate(lines)
    )
    return f'<text class="wl-edge-label">{spans}</text>'
