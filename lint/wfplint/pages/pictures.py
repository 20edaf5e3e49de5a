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
        Step("Classify", "lists a record, then `FwpsPendOperation0`", "Reserved, then Waiting."),
        Step("Worker", "claims the record under the lock", "Completing."),
        Step("Endpoint closure", "in flight: `FwpsPendClassify0`", "Shutdown waits.", "wait"),
        Step("Worker", "`FwpsCompleteOperation0`", "The endpoint is still there.", "safe"),
        Step("Worker", "`FwpsCompleteClassify0`", "The last one out lets the closure go on."),
        Step("Endpoint closure", "the endpoint is freed", "", "wait"),
    ),
)  # fmt: skip

STATES = Diagram(
    "States of a record; every move is made under one lock",
    "A record is reserved before the pend and removed if the pend fails. It waits for a verdict, "
    "or is taken by closure, unload or timer, which queue a work item of their own. Exactly one "
    "work item claims it and completes. Then it is gone, or answered until the reauthorization.",
    {
        "reserved": Box(0, 0, ("Reserved", "listed before the pend"), "start"),
        "waiting": Box(1.25, 0, ("Waiting", "for a verdict")),
        "completing": Box(2.55, 0, ("Completing", "one owner, no lock held"), "good"),
        "taken": Box(1.25, 1.25, ("Taken", "by a teardown")),
        "answered": Box(2.55, 1.25, ("Answered", "verdict kept")),
        "gone": Box(3.75, 0.62, ("gone", "removed, released"), "quiet"),
    },
    (
        Arrow("reserved", "waiting", "pended"),
        Arrow("reserved", "taken", "endpoint closing", "quiet"),
        Arrow("waiting", "completing", "verdict claims", "good"),
        Arrow("waiting", "taken", "closure, unload, timer"),
        Arrow("taken", "completing", "claims", "good"),
        Arrow("completing", "answered", "returned"),
        Arrow("completing", "gone", "closing, inbound", "quiet"),
        Arrow("answered", "gone", "used, closing", "quiet"),
    ),
    158,
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
