"""Traces of the evidence run, decoded for the race explorer and for timelines."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from wfplint.errors import UserError
from wfplint.pages.sequence import Kind, Step, Timeline


@dataclass(frozen=True, slots=True)
class TraceStep:
    """One step: whose, the driver line it comes from, the call, what it did, the state after it."""

    actor: str
    call: str
    text: str
    file: str = ""
    line: int = 0
    state: Mapping[str, str] = field(default_factory=dict)
    kind: Kind = "step"


@dataclass(frozen=True, slots=True)
class Trace:
    """One run of a driver under named assumptions, to its end or to a violation."""

    id: str
    title: str
    scenario: str
    switches: Mapping[str, int]
    invariant: str
    outcome: str
    steps: tuple[TraceStep, ...]
    edited: Mapping[str, str] = field(default_factory=dict)

    @property
    def lanes(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(step.actor for step in self.steps))


def read_traces(folder: Path) -> tuple[Trace, ...]:
    """All `*.json` of a folder, in order of their names; UserError names the file that is wrong."""
    return tuple(_read(path) for path in sorted(folder.glob("*.json")))


def _read(path: Path) -> Trace:
    try:
        return decode(json.loads(path.read_text(encoding="utf-8")), path.stem)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UserError(f"not a trace: {error!r}", path=path.name) from error


def decode(data: Mapping[str, Any], id: str) -> Trace:
    """A trace from its JSON; fields that the explorer does not show are passed over.

    KeyError or TypeError if a field is missing or of another kind.
    """
    names = {field.name for field in fields(TraceStep)}
    return Trace(
        id=id,
        title=data.get("title", id),
        scenario=data.get("scenario", "driver"),
        switches=dict(data.get("switches", {})),
        invariant=data.get("invariant", ""),
        outcome=data["outcome"],
        steps=tuple(_step(step, names) for step in data["steps"]),
        edited=dict(data.get("edited", {})),
    )


def _step(data: Mapping[str, Any], names: set[str]) -> TraceStep:
    step = TraceStep(**{name: value for name, value in data.items() if name in names})
    # `teardown: teardown` says nothing twice
    return replace(step, call="") if step.actor.startswith(step.call) else step


def timeline(trace: Trace) -> Timeline:
    """The trace as a timeline that needs no script."""
    steps = [
        Step(s.actor, f"`{s.call}`" if s.call else s.text, s.text if s.call else "", s.kind)
        for s in trace.steps
    ]
    return Timeline(trace.title, trace.lanes, steps)


def explorer_data(traces: Iterable[Trace], sources: Mapping[str, str]) -> list[dict[str, Any]]:
    """What the page's script reads: the traces with the source lines around each step.

    `sources` are file texts by name as it stands in the trace; a trace may bring texts of its own.
    """
    result = []
    for trace in traces:
        record = asdict(trace) | {"lanes": list(trace.lanes)}
        texts = {**sources, **record.pop("edited")}
        for step in record["steps"]:
            step["code"] = _around(texts.get(step["file"].rpartition("/")[2], ""), step["line"])
        result.append(record)
    return result


def _around(text: str, line: int, reach: int = 4) -> list[dict[str, Any]]:
    lines = text.splitlines()
    if not 0 < line <= len(lines):
        return []
    first = max(1, line - reach)
    numbers = range(first, min(len(lines), line + reach) + 1)
    return [{"n": n, "text": lines[n - 1], "hit": n == line} for n in numbers]
