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
    "Control flow of PendWorker in pend_guarded.c, with what holds in each block",
    "The worker takes the lock and tests the state. If the record is its own it claims it under "
    "the lock. It drops the lock and tests the same variable again: only the path that made the "
    "claim reaches the completion, so the claim holds there. Both paths end in the release.",
    {
        "entry": Box(0.75, 0, ("PendWorker", "holds: nothing"), "start"),
        "lock": Box(0.75, 0.8, ("mine = State is Waiting…", "holds: PendLock")),
        "claim": Box(0, 1.7, ("State = PendCompleting", "holds: PendLock, claim")),
        "unlock": Box(0.75, 2.6, ("unlock PendLock", "holds: claim if mine")),
        "complete": Box(0, 3.5, ("FwpsCompleteOperation0", "holds: claim"), "good"),
        "release": Box(0.75, 4.4, ("PendRelease(record)",), "quiet"),
    },
    (
        Arrow("entry", "lock"),
        Arrow("lock", "claim", "mine", "good"),
        Arrow("lock", "unlock", "not mine", "quiet", -70),
        Arrow("claim", "unlock"),
        Arrow("unlock", "complete", "mine", "good"),
        Arrow("unlock", "release", "not mine", "quiet", -70),
        Arrow("complete", "release"),
    ),
    186,
)

LANES: dict[str, Timeline] = {"race": RACE, "mitigated": MITIGATED}
DIAGRAMS: dict[str, Diagram] = {"states": STATES, "verdict": VERDICT}


def picture(name: str) -> str:
    """The HTML of a picture by name; KeyError if there is none."""
    if name in LANES:
        return sequence.render(LANES[name])
    return svg.render(DIAGRAMS[name])
