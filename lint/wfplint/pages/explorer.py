"""The race explorer's place in a page: data, and a timeline for readers without scripts."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from wfplint.pages import sequence
from wfplint.pages.traces import Trace, explorer_data, timeline


def render_explorer(
    traces: Sequence[Trace], sources: Mapping[str, str], switches: Mapping[str, str]
) -> str:
    """HTML whose script tag holds the traces; `switches` says what each assumption switch means."""
    if not traces:
        return "<p>No traces are at hand; `make prove` writes them.</p>"
    data = {"traces": explorer_data(traces, sources), "switches": dict(switches)}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    safe = text.replace("<", "\\u003c")
    return (
        f'<div id="wl-explorer">{sequence.render(timeline(traces[0]))}</div>'
        f'<script type="application/json" id="wl-explorer-data">{safe}</script>'
    )
