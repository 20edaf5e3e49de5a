"""Evidence for people: tables and traces as Markdown, all from the JSON that the runs wrote."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

_UNSAFE = re.compile(r"[;:#<>]")


def trace_markdown(trace: Mapping[str, Any]) -> str:
    """A trace as a heading, a sequence diagram and a table of its steps."""
    assumptions = " ".join(f"{k}={v}" for k, v in trace["switches"].items()) or "the base"
    broken = (
        f"**{trace['invariant']}**: {trace['outcome']}" if trace["invariant"] else trace["outcome"]
    )
    head = (
        f"## {trace['title']}\n\nAssumptions: {assumptions}. Preemptions: {trace['preemptions']}. "
    )
    rows = [
        (str(n), step["actor"], f"`{step['call']}`", step["text"], _place(step))
        for n, step in enumerate(trace["steps"], start=1)
    ]
    body = table(("", "who", "call", "what", "driver line"), rows)
    return f"{head}Result: {broken}.\n\n```mermaid\n{mermaid(trace)}```\n\n{body}"


def mermaid(trace: Mapping[str, Any]) -> str:
    """The trace as a Mermaid sequence diagram; each actor talks to the system."""
    steps = trace["steps"]
    actors = list(dict.fromkeys(step["actor"] for step in steps))
    names = {actor: f"A{index}" for index, actor in enumerate(actors)}
    lines = ["sequenceDiagram"]
    lines += [f"    participant {names[actor]} as {actor}" for actor in actors]
    lines.append("    participant W as Windows")
    for step in steps:
        who, words = names[step["actor"]], _UNSAFE.sub(",", f"{step['call']} {step['text']}")
        if step["kind"] == "danger":
            lines.append(f"    Note over {who},W: {words}")
        elif "file" in step:
            lines.append(f"    {who}->>W: {words}")
        else:
            lines.append(f"    W->>{who}: {words}")
    return "\n".join(lines) + "\n"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "".join("| " + " | ".join(line) + " |\n" for line in lines)


def evidence_markdown(evidence: Mapping[str, Any]) -> str:
    """All results: what holds, what breaks, and with what."""
    parts = [
        "# What the exploration found\n\n"
        "Nothing here ran on Windows. A pass means: in the modelled semantics, under the named\n"
        "assumptions, for the stated number of threads and endpoints.\n"
    ]
    for group in dict.fromkeys(row["group"] for row in evidence["runs"]):
        rows = [
            (
                row["title"],
                _switches(row),
                _found(row),
                f"{row['states']:,}",
                f"{row['seconds']:.2f}",
            )
            for row in evidence["runs"]
            if row["group"] == group
        ]
        parts.append(f"## {group.capitalize()}\n\n" + table(
            ("what", "assumptions", "result", "states", "s"), rows))  # fmt: skip
    if "sweep" in evidence:
        parts.append("## Sweep\n\n" + sweep_text(evidence["sweep"]) + "\n")
    return "\n".join(parts)


def sweep_text(sweep: Mapping[str, Any]) -> str:
    """The sweep: a sentence and a row for each policy."""
    rows = [
        (row["policy"], str(row["runs"]), str(row["passed"]), str(row["failed"]), _condition(row))
        for row in sweep["policies"]
    ]
    return (
        f"{sweep['runs']} configurations, {sweep['states']:,} states, {sweep['seconds']:.0f} s of "
        f"computing: {sweep['passed']} pass, {sweep['failed']} break an invariant.\n\n"
        + table(("policy", "configurations", "pass", "break", "which ones break"), rows)
    )


def _condition(row: Mapping[str, Any]) -> str:
    if not row["failed"]:
        return "none"
    switches = " ".join(f"{k}={v}" for k, v in row["in_common"].items()) or "no common assumption"
    share = "exactly those with" if row["and_no_others"] else "some of those with"
    return f"{', '.join(row['broken'])}: {share} {switches}"


def _switches(row: Mapping[str, Any]) -> str:
    return " ".join(f"{k}={v}" for k, v in row["switches"].items()) or "base"


def _found(row: Mapping[str, Any]) -> str:
    found = ", ".join(row["broken"]) or row["verdict"]
    if row["preemptions"] >= 0:
        found += f" (preemptions: at most {row['preemptions']})"
    return found if row["as_expected"] else f"**{found}, not as expected**"


def _place(step: Mapping[str, Any]) -> str:
    return f"{step['file']}:{step['line']}" if "file" in step else ""
