"""The pictures that pages show, drawn from a few lines of data each."""

from __future__ import annotations

from wfplint.pages import sequence, svg
from wfplint.pages.sequence import Step, Timeline
from wfplint.pages.svg import Arrow, Box, Diagram

RACE = Timeline(
    "The reported race. Time runs down; the driver did what the documentation demands.",
    ("Classify", "Endpoint teardown", "Worker"),
    (
        Step("Classify", "`FwpsPendOperation0`", "The driver keeps the completion context."),
        Step("Worker", "asks for a verdict", "User mode decides. This takes a while.", "wait"),
        Step("Endpoint teardown", "the process exits", "Nothing tells the worker."),
        Step("Endpoint teardown", "the endpoint is freed", "", "wait"),
        Step(
            "Worker", "`FwpsCompleteOperation0`",
            "The call touches freed memory: bug check 0x50 or 0x7E.", "danger",
        ),
    ),
)  # fmt: skip

MITIGATED = Timeline(
    "The same, with the closure layer. The shutdown waits for the completion.",
    ("Classify", "Endpoint closure", "Worker"),
    (
        Step("Classify", "lists a record, then `FwpsPendOperation0`", "PENDED"),
        Step("Worker", "claims the record under the lock", "INFLIGHT"),
        Step("Endpoint closure", "in flight: `FwpsPendClassify0`", "Shutdown waits.", "wait"),
        Step("Worker", "`FwpsCompleteOperation0`", "The endpoint is still there.", "safe"),
        Step("Worker", "`FwpsCompleteClassify0`", "The last one out lets the closure go on."),
        Step("Endpoint closure", "the endpoint is freed", "", "wait"),
    ),
)  # fmt: skip

STATES = Diagram(
    "States of a record; every move is made under one lock",
    "A record starts as reserved. A failed pend removes it. After the pend it is pended, or in "
    "flight if the endpoint is closing. Exactly one of verdict, closure and unload moves it from "
    "pended to in flight and completes it. Then it is gone, or answered until the reauthorization.",
    {
        "reserved": Box(0, 0, ("RESERVED", "listed before the pend"), "start"),
        "pended": Box(1.35, 0, ("PENDED", "anyone may claim")),
        "inflight": Box(2.7, 0, ("INFLIGHT", "one owner completes")),
        "answered": Box(2.7, 1.25, ("ANSWERED", "verdict kept")),
        "gone": Box(1.35, 1.25, ("GONE", "removed, dropped"), "quiet"),
    },
    (
        Arrow("reserved", "pended", "pend succeeded"),
        Arrow("reserved", "gone", "pend failed", "quiet"),
        Arrow("reserved", "inflight", "endpoint closing, or unload", "plain", -74),
        Arrow("pended", "inflight", "verdict, closure\nor unload claims", "good"),
        Arrow("inflight", "answered", "completion returned"),
        Arrow("inflight", "gone", "closing or used", "quiet", 0),
        Arrow("answered", "gone", "reauthorization,\nclosure, unload", "quiet"),
    ),
)

VERDICT = Diagram(
    "Control flow of the worker, with the facts that hold on entry of each block",
    "The worker tries to take rundown protection and tests the result. If it failed the worker "
    "goes to the exit. If it succeeded the reference is held when the completion is reached, and "
    "is released after it.",
    {
        "entry": Box(0.6, 0, ("entry", "facts: none"), "start"),
        "acquire": Box(0.6, 0.9, ("ok = ExAcquire…(r)", "facts: none")),
        "test": Box(0.6, 1.8, ("if (ok)",)),
        "complete": Box(0, 2.75, ("FwpsCompleteOperation0", "facts: r held"), "good"),
        "release": Box(0, 3.65, ("ExRelease…(r)",)),
        "exit": Box(1.35, 3.65, ("exit",), "quiet"),
    },
    (
        Arrow("entry", "acquire"),
        Arrow("acquire", "test", "r held if ok ≠ 0"),
        Arrow("test", "complete", "ok ≠ 0", "good"),
        Arrow("test", "exit", "ok = 0", "quiet"),
        Arrow("complete", "release"),
        Arrow("release", "exit"),
    ),
    176,
)

LANES: dict[str, Timeline] = {"race": RACE, "mitigated": MITIGATED}
DIAGRAMS: dict[str, Diagram] = {"states": STATES, "verdict": VERDICT}


def picture(name: str) -> str:
    """The HTML of a picture by name; KeyError if there is none."""
    if name in LANES:
        return sequence.render(LANES[name])
    return svg.render(DIAGRAMS[name])
