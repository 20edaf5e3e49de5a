"""`prove` ends with 0 only if every run ended as the table says."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from samplecode.evidence import __main__ as command
from samplecode.evidence import build, prove, render, table
from samplecode.evidence.explore import Result, explore
from samplecode.evidence.table import Run

Prove = Callable[..., int]


def named(id: str) -> Run:
    every = [*table.runs(), *(mutant.run() for mutant in table.mutants())]
    return next(run for run in every if run.id == id)


@pytest.fixture
def prove_only(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Prove:
    """The command with these runs in place of all."""

    def call(*runs: Run, swept: tuple[Run, ...] = ()) -> int:
        monkeypatch.setattr(prove, "named", lambda long: list(runs))
        monkeypatch.setattr(prove, "sweep", lambda: iter(swept))
        monkeypatch.setattr(prove, "runs", lambda: ())
        monkeypatch.setattr(prove, "_order", lambda outcome: 0)
        return command.main(["prove", "--out", str(tmp_path), "--jobs", "1"])

    return call


def test_all_as_expected(prove_only: Prove, capsys: pytest.CaptureFixture[str]) -> None:
    assert prove_only(named("defect"), named("guarded")) == 0
    assert "All as expected" in capsys.readouterr().out


def test_a_mutant_that_survives(prove_only: Prove, capsys: pytest.CaptureFixture[str]) -> None:
    mutant = named("m08-completion-under-lock")
    assert prove_only(mutant) == 0
    assert prove_only(replace(mutant, patches=())) == 1
    assert "m08-completion-under-lock: expected I6, found pass" in capsys.readouterr().out


def test_a_violation_that_nobody_expects(prove_only: Prove) -> None:
    assert prove_only(replace(named("no-closure"), expect=frozenset())) == 1


def test_another_violation_than_expected(prove_only: Prove) -> None:
    assert prove_only(replace(named("no-closure"), expect=frozenset({"I2"}))) == 1


def test_a_sweep_that_differs(prove_only: Prove) -> None:
    first = next(table.sweep())
    assert prove_only(swept=(first,)) == 0
    assert prove_only(swept=(replace(first, switches={**first.switches, "C": 0}),)) == 1


def test_a_limit_is_no_pass(
    prove_only: Prove, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(prove, "explore", lambda run: explore(run, cap=100))
    first = next(table.sweep())
    assert prove_only(named("guarded"), swept=(first,)) == 1
    out = capsys.readouterr().out
    assert "guarded: expected pass, found cap" in out
    assert "**cap, not as expected**" in out
    assert "0 pass, 0 break" in out


def test_what_cannot_be_built(
    prove_only: Prove, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(build, "DRIVER_FLAGS", (*build.DRIVER_FLAGS, "-no-such-flag"))
    assert prove_only(named("guarded")) == 2
    assert "no-such-flag" in capsys.readouterr().err


def outcome(policy: str, broken: dict[str, str], **switches: int) -> prove.Outcome:
    run = Run(repr(switches), policy, "", "guarded", frozenset(broken), switches)
    verdict = "violation" if broken else "pass"
    return prove.Outcome(run, Result(verdict, broken, 1, 1, 0.0, 0, 0.0))


def policies(*swept: prove.Outcome) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = prove.summary(list(swept))["policies"]
    return found


def test_the_sweep_names_what_the_broken_ones_have_in_common() -> None:
    bad = {"I1": "…"}
    swept = [outcome("p", bad if n else {}, C=1, N=n, V=v) for n in (0, 1) for v in (0, 1)]
    swept.append(outcome("q", {}, C=1, N=1, V=1))
    first, second = policies(*swept)
    assert first["in_common"] == {"N": 1}
    assert first["and_no_others"]
    assert (second["failed"], second["in_common"]) == (0, {})


def test_an_incomplete_condition_is_called_one() -> None:
    bad = {"I1": "…"}
    swept = [outcome("p", bad if n and v else {}, N=n, V=v, X=x) for n, v, x in
             ((0, 0, 0), (0, 1, 0), (1, 0, 0), (1, 1, 0))]  # fmt: skip
    swept.append(outcome("p", {}, N=1, V=1, X=1))
    swept.append(outcome("p", bad, N=1, V=1, X=2))
    (row,) = policies(*swept)
    assert row["in_common"] == {"N": 1, "V": 1}
    assert not row["and_no_others"]
    text = render.sweep_text(json.loads(json.dumps(prove.summary(swept))))
    assert "I1: some of those with N=1 V=1" in text
