"""Pended closures: the callback that says that an endpoint ends is itself held off by them."""

from __future__ import annotations

from wfplint.checkers.places import Places
from wfplint.checkers.program_analysis import ProgramAnalysis
from wfplint.checkers.verdict import display
from wfplint.dataflow import effects as fx
from wfplint.dataflow.evidence import Arrival
from wfplint.finding import Guard
from wfplint.source import Span


def held_closures(analysis: ProgramAnalysis) -> dict[tuple[str, str], Guard]:
    """Family and place of a context -> the closure that is held off until it is completed: where
    everything that is ever pended there was pended by a callout of a teardown layer.
    """
    kinds: dict[tuple[str, str], set[str]] = {}
    spans: dict[tuple[str, str], Span] = {}
    for pend in analysis.evidence.pends:
        kind = _teardown(pend, analysis)
        for name in place_names(pend, analysis) or [""]:
            key = (_family(pend), name)
            kinds.setdefault(key, set()).add(kind)
            spans.setdefault(key, pend.call.span)
    return {
        (family, name): Guard(min(found), display(name), spans[family, name])
        for (family, name), found in kinds.items()
        if name and len(found) == 1 and min(found) and (family, "") not in kinds
    }


def place_names(arrival: Arrival, analysis: ProgramAnalysis) -> list[str]:
    """Where the context of an arrival is kept, as `RECORD.field` or a global's name."""
    values, effect = analysis.engine.values, arrival.effect
    if isinstance(effect, fx.Pend):
        region, steps = values.locations[arrival.subject]
        if steps or region.kind != "at":
            places = [arrival.subject]
        else:
            places = _holding(region.key, arrival, analysis)
    else:
        places = _holding(arrival.subject, arrival, analysis)
    names = [values.class_of(at) for at in places]
    return [n for n in names if "." in n or n.startswith("@")]


def _holding(context: int, arrival: Arrival, analysis: ProgramAnalysis) -> list[int]:
    """The places a context was loaded from, or is stored at."""
    kind, payload = analysis.engine.values.terms[context]
    places = [payload[1]] if kind == "sym" and payload[0] == "memory" else []
    return places + [at for at, held in arrival.state.mem.items() if held == context]


def _family(arrival: Arrival) -> str:
    return str(getattr(arrival.effect, "family", ""))


def _teardown(pend: Arrival, analysis: ProgramAnalysis) -> str:
    """The kind of teardown that a pend holds off, if it is one at every layer it may run at."""
    layers = Places(analysis).layers(pend.state, pend.activation)
    kinds = {layer.teardown for layer in layers}
    return min(kinds) if kinds and "" not in kinds else ""
