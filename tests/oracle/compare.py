"""Runs wfplint over generated programs and sets its verdicts beside the truth."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from tests.oracle import model as m
from tests.oracle.generate import generate
from tests.oracle.render import render, site_lines
from tests.oracle.state import InvalidError
from tests.oracle.truth import truths
from wfplint.checkers.run import analyse
from wfplint.frontend.clang.unit import ClangOptions, parse
from wfplint.frontend.lowering import lower_unit
from wfplint.rulebook.loader import load_rulebook
from wfplint.rulebook.model import Rulebook
from wfplint.source import SourceFile


class Answer(NamedTuple):
    """One site: the truth, and what wfplint says."""

    site: int
    truth: str
    verdict: str
    reason: str

    @property
    def kind(self) -> str:
        """`missed` (unguarded called guarded), `false` (the reverse), `unknown`, `open`, `agreed`,
        or `differs` (guarded against inline).
        """
        if self.verdict == "lost":
            return "lost" if self.truth != "unreached" else "open"
        if self.truth in ("unreached", "open"):
            return "open"
        if self.verdict == "unknown":
            return "agreed" if self.truth == "hidden" else "unknown"
        safe = self.verdict in ("guarded", "inline")
        if self.truth in ("unguarded", "hidden"):
            return "missed" if safe else "agreed"
        if not safe:
            return "false"
        return "agreed" if self.truth == self.verdict else "differs"


@cache
def rulebook() -> Rulebook:
    return load_rulebook()


def verdicts(text: str, name: str = "oracle.c") -> dict[int, tuple[str, str]]:
    """Line -> what wfplint says of the completion there, and why."""
    source = SourceFile.from_bytes(name, text.encode(), name)
    unit = lower_unit(parse(source, ClangOptions(), lambda _: True).unit)
    sites = analyse([unit], rulebook(), [rulebook().rules["WFP101"]]).sites
    return {
        source.position(s.span.start).line: (s.verdict.value, s.reason)
        for s in sites
        if s.kind == "completion"
    }


def compare(programs: Sequence[tuple[m.Program, dict[int, str]]]) -> list[list[Answer]]:
    """The answers for each of some programs, analysed as one file."""
    text = render([p for p, _ in programs])
    found = verdicts(text)
    answers: list[list[Answer]] = [[] for _ in programs]
    for (number, site), line in sorted(site_lines(text).items()):
        verdict, reason = found.get(line, ("lost", ""))
        answers[number].append(Answer(site, programs[number][1][site], verdict, reason))
    return answers


def with_truth(seed: int) -> tuple[m.Program, dict[int, str]] | None:
    """The program of a seed, or None where it has no meaning."""
    program = generate(seed)
    try:
        return program, truths(program)
    except InvalidError:
        return None


def batch(seeds: Sequence[int]) -> list[tuple[int, m.Program, list[Answer]]]:
    made = [(seed, with_truth(seed)) for seed in seeds]
    kept = [(seed, found) for seed, found in made if found is not None]
    answers = compare([found for _, found in kept]) if kept else []
    return [(s, f[0], a) for (s, f), a in zip(kept, answers, strict=True)]
