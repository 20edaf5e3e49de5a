"""A timeline with a lane for each actor, as a list that reads in order without styles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

from wfplint.pages.html import inline

Kind = Literal["step", "wait", "danger", "safe"]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happens: whose lane, what (inline Markdown), and a remark."""

    lane: str
    text: str
    note: str = ""
    kind: Kind = "step"


@dataclass(frozen=True, slots=True)
class Timeline:
    """Steps in order of time over named lanes."""

    title: str
    lanes: tuple[str, ...]
    steps: Sequence[Step]


def render(timeline: Timeline) -> str:
    """An ordered list; CSS puts each item into its lane, and stacks them on a narrow screen."""
    heads = "".join(f"<span>{escape(lane)}</span>" for lane in timeline.lanes)
    items = "".join(_item(timeline, step, n) for n, step in enumerate(timeline.steps, 1))
    return (
        f'<figure class="wl-figure wl-seq" style="--lanes:{len(timeline.lanes)}">'
        f'<div class="wl-seq__lanes" aria-hidden="true">{heads}</div>'
        f"<ol>{items}</ol><figcaption>{escape(timeline.title)}</figcaption></figure>"
    )


def _item(timeline: Timeline, step: Step, row: int) -> str:
    lane = timeline.lanes.index(step.lane) + 1
    note = f'<span class="wl-seq__note">{inline(step.note)}</span>' if step.note else ""
    return (
        f'<li class="wl-seq__step wl-seq__step--{step.kind}" style="--lane:{lane};--row:{row}">'
        f'<span class="wl-seq__lane">{escape(step.lane)}</span>'
        f'<span class="wl-seq__text">{inline(step.text)}</span>{note}</li>'
    )
