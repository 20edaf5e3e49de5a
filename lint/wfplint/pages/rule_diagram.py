"""The state diagram of a rule, from the kind of checker it is bound to and its parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from wfplint.pages.svg import Arrow, Box, Diagram, render
from wfplint.rulebook.model import Rule

_FINDING = "finding"


def render_for(rule: Rule) -> str:
    """The diagram as HTML, or nothing for a checker that has no states."""
    shape = _SHAPES.get(_shape_of(rule))
    return render(_with_rule(shape, rule)) if shape else ""


def _shape_of(rule: Rule) -> str:
    earlier = rule.checker == "must-follow" and rule.params.get("order") == "before"
    return "must-precede" if earlier else rule.checker


def _with_rule(shape: Diagram, rule: Rule) -> Diagram:
    boxes = dict(shape.boxes)
    finding = boxes[_FINDING]
    boxes[_FINDING] = replace(finding, lines=(rule.id, *finding.lines[1:]))
    return replace(shape, title=". ".join([shape.title, *_names(rule.params)]), boxes=boxes)


def _names(params: Mapping[str, Any]) -> list[str]:
    """What the event and the requirement are, in the words of the record."""
    events = [params["event"]] if "event" in params else list(params.get("events", ()))
    found = {"Event": events, "Required": list(params.get("requires", ()))}
    found["Kinds"] = [] if events else [{"effect": kind} for kind in params.get("kinds", ())]
    return [f"{name}: {' or '.join(map(_event, items))}" for name, items in found.items() if items]


def _event(event: Mapping[str, Any]) -> str:
    if "calls" in event:
        return ", ".join(event["calls"])
    for verb in ("writes", "reads", "tests", "enters"):
        if verb in event:
            return _access(verb, str(event[verb]).rpartition(".")[2], event)
    kinds = " or ".join(map(str, event.get("kind", ())))
    return f"{event.get('effect', '')} {kinds}".strip()


def _access(verb: str, name: str, event: Mapping[str, Any]) -> str:
    bits = event.get("sets") or event.get("clears")
    if bits and verb == "writes":
        return f"{'sets' if 'sets' in event else 'clears'} {bits} in {name}"
    values = [str(bits)] if bits else list(map(str, event.get("value", ())))
    return f"{verb} {name}" + (f" ({', '.join(values)})" if values else "")


def _finding(column: float, row: float) -> Box:
    return Box(column, row, ("rule", "finding"), "bad")


_SHAPES: dict[str, Diagram] = {
    "guarded-call": Diagram(
        "What must hold when the call is reached, on every feasible path",
        "Without a guard the call is a finding. Taking a guard leads to the guarded state, where "
        "the call is accepted. Releasing the guard leads back.",
        {
            "bare": Box(0, 0, ("no guard",), "start"),
            "held": Box(1.4, 0, ("guard holds",)),
            _FINDING: _finding(0, 1.1),
            "ok": Box(1.4, 1.1, ("guarded",), "good"),
        },
        (
            Arrow("bare", "held", "taken, checked", bend=-16),
            Arrow("held", "bare", "released", bend=-16),
            Arrow("bare", _FINDING, "call", "bad"),
            Arrow("held", "ok", "call", "good"),
        ),
    ),
    "paired-acquire-release": Diagram(
        "One object, from acquire to release",
        "Acquire leads from free to held, release leads back. Leaving with the object held is a "
        "finding, and so is a release without an acquire.",
        {
            "free": Box(0, 0, ("free",), "start"),
            "held": Box(1.4, 0, ("held",)),
            "moved": Box(2.8, 0, ("handed over", "no longer tracked"), "quiet"),
            _FINDING: _finding(1.4, 1.1),
        },
        (
            Arrow("free", "held", "acquire", bend=-16),
            Arrow("held", "free", "release", bend=-16),
            Arrow("held", "moved", "stored, returned", "quiet"),
            Arrow("held", _FINDING, "path ends", "bad"),
            Arrow("free", _FINDING, "release", "bad"),
        ),
    ),
    "must-check-result": Diagram(
        "A result, from the call to its test",
        "The call leads to an unchecked result. Testing, returning or handing it on ends the "
        "tracking. Using or overwriting it unchecked is a finding.",
        {
            "none": Box(0, 0, ("no result",), "start"),
            "open": Box(1.4, 0, ("unchecked",)),
            "done": Box(2.8, 0, ("checked",), "good"),
            _FINDING: _finding(1.4, 1.1),
        },
        (
            Arrow("none", "open", "call"),
            Arrow("open", "done", "tested", "good"),
            Arrow("open", _FINDING, "ignored, used", "bad"),
        ),
    ),
    "at-most-once": Diagram(
        "One value, used at most once",
        "The first event leads from fresh to used. A second event on the same value is a finding. "
        "Loading it anew makes it fresh.",
        {
            "fresh": Box(0, 0, ("fresh",), "start"),
            "used": Box(1.4, 0, ("used",)),
            _FINDING: _finding(2.8, 0),
        },
        (
            Arrow("fresh", "used", "first call", bend=-16),
            Arrow("used", "fresh", "new value", bend=-16),
            Arrow("used", _FINDING, "again", "bad"),
        ),
    ),
    "must-follow": Diagram(
        "What must follow the event before the path ends",
        "The event opens an obligation. The required action fulfils it. A path that ends before "
        "is a finding.",
        {
            "idle": Box(0, 0, ("nothing owed",), "start"),
            "owed": Box(1.4, 0, ("owed",)),
            "done": Box(2.8, 0, ("fulfilled",), "good"),
            _FINDING: _finding(1.4, 1.1),
        },
        (
            Arrow("idle", "owed", "event"),
            Arrow("owed", "done", "required action", "good"),
            Arrow("owed", _FINDING, "path ends", "bad"),
        ),
    ),
    "not-while-holding": Diagram(
        "A call that must not be made while something is held",
        "Acquire leads from free to holding. The call is a finding while holding and accepted "
        "while free.",
        {
            "free": Box(0, 0, ("free",), "start"),
            "held": Box(1.4, 0, ("holding",)),
            "ok": Box(0, 1.1, ("accepted",), "good"),
            _FINDING: _finding(1.4, 1.1),
        },
        (
            Arrow("free", "held", "acquire", bend=-16),
            Arrow("held", "free", "release", bend=-16),
            Arrow("free", "ok", "call", "good"),
            Arrow("held", _FINDING, "call", "bad"),
        ),
    ),
    "call-context": Diagram(
        "Where a call may be made from",
        "A call that can be reached from a place where it is not allowed is a finding; reached "
        "only from allowed places it is accepted.",
        {
            "root": Box(0, 0, ("entry", "role, layer, IRQL"), "start"),
            "call": Box(1.4, 0, ("the call",)),
            "ok": Box(2.8, 0, ("allowed here",), "good"),
            _FINDING: _finding(1.4, 1.1),
        },
        (
            Arrow("root", "call", "reaches"),
            Arrow("call", "ok", "in every case", "good"),
            Arrow("call", _FINDING, "in some case not", "bad"),
        ),
    ),
    "kept-pointer": Diagram(
        "A pointer that is valid only until the function returns",
        "A borrowed pointer may be used while the function runs. Copying or referencing what it "
        "points to makes it owned. Storing it as it is where it outlives the call is a finding.",
        {
            "lent": Box(0, 0, ("borrowed",), "start"),
            "owned": Box(1.4, 0, ("owned",), "good"),
            _FINDING: _finding(1.4, 1.1),
        },
        (
            Arrow("lent", "owned", "copied, referenced", "good"),
            Arrow("lent", _FINDING, "stored", "bad"),
        ),
    ),
    "must-precede": Diagram(
        "What must have happened before the event, on every feasible path",
        "The required action leads to the state in which the event is accepted. The event without "
        "it is a finding.",
        {
            "open": Box(0, 0, ("not yet",), "start"),
            "done": Box(1.4, 0, ("has happened",)),
            _FINDING: _finding(0, 1.1),
            "ok": Box(1.4, 1.1, ("accepted",), "good"),
        },
        (
            Arrow("open", "done", "required action"),
            Arrow("open", _FINDING, "event", "bad"),
            Arrow("done", "ok", "event", "good"),
        ),
    ),
}
