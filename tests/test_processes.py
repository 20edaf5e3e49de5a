"""Tasks in processes of their own: the same results, in order, and no failure is lost."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from wfplint import app, processes
from wfplint.app import Options
from wfplint.checkers import run
from wfplint.frontend import service
from wfplint.processes import begun, can_fork

forks = pytest.mark.skipif(not can_fork(), reason="the system cannot fork")
SAMPLES = Path(__file__).resolve().parents[1] / "samplecode" / "rules"


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_results_come_in_order(jobs: int) -> None:
    tasks = [lambda n=n: n * n for n in range(7)]
    with begun(tasks, jobs) as results:
        assert results() == [n * n for n in range(7)]


@forks
def test_tasks_run_elsewhere_and_see_what_is_here() -> None:
    here = {"value": 7}
    with begun([lambda: (os.getpid(), here["value"])] * 2, 2) as results:
        found = results()
    assert {value for _, value in found} == {7}
    assert os.getpid() not in {process for process, _ in found}


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_exception_arrives(jobs: int) -> None:
    def fails() -> int:
        raise ValueError("no such thing")

    with pytest.raises(ValueError, match="no such thing"), begun([fails, fails], jobs) as results:
        results()


@pytest.mark.parametrize("jobs", [1, 2])
def test_it_tells_how_many_are_done(jobs: int) -> None:
    told: list[int] = []
    with begun([lambda: None] * 3, jobs, told.append) as results:
        results()
    assert told == sorted(told)
    assert told[-1] == 3


@forks
def test_it_tells_while_a_task_runs() -> None:
    told: list[int] = []
    with begun([lambda: time.sleep(3 * processes.PULSE)] * 2, 2, told.append) as results:
        results()
    assert told.count(0) >= 2


@forks
def test_tasks_of_a_process_that_dies_are_done_here() -> None:
    here = os.getpid()

    def dies() -> str:
        if os.getpid() != here:
            os._exit(9)
        return "done"

    with begun([dies, lambda: "fine"], 2) as results:
        assert results() == ["done", "fine"]


@forks
def test_reports_do_not_depend_on_the_number_of_processes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(run, "SMALL", 0)
    monkeypatch.setattr(service, "MANY", 2)
    rules = (
        str(SAMPLES / "WFP101-unguarded-completion"),
        str(SAMPLES / "WFP407-metadata-field-untested"),
    )
    options = Options(paths=rules, cache=False, profile="strict")
    alone = app.run(options._replace(jobs=1))
    together = app.run(options._replace(jobs=3))
    assert alone.findings
    assert alone.findings == together.findings
    assert alone.files == together.files
    assert alone.notices == together.notices
    assert processes._tasks == ()
