"""The command `explore`, and the ways in which it can be built."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from samplecode.evidence import build
from samplecode.evidence.paths import DRIVER


def run(explorer: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [str(explorer), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)


@pytest.fixture(scope="module")
def guarded() -> Path:
    return build.driver("guarded")


@pytest.fixture(scope="module")
def unguarded() -> Path:
    return build.driver("unguarded")


def test_exit_codes(guarded: Path, unguarded: Path) -> None:
    explorer = build.explorer()
    assert run(explorer, guarded).returncode == 0
    assert run(explorer, unguarded).returncode == 1
    assert run(explorer, guarded, "--max-states", "10").returncode == 3
    assert run(explorer, unguarded, "--max-states", "10").returncode == 3


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["no-such-driver.so"],
        ["DRIVER", "--set", "C"],
        ["DRIVER", "--set", "C=2"],
        ["DRIVER", "--set", "C="],
        ["DRIVER", "--set", "NOSUCH=1"],
        ["DRIVER", "--trace", "xml"],
        ["DRIVER", "--invariant", "I0"],
        ["DRIVER", "--preemptions", "-1"],
        ["DRIVER", "DRIVER"],
        ["DRIVER", "--nonsense"],
        ["DRIVER", "--set", "M=2", "--set", "REUSE=1"],
    ],
)
def test_wrong_use_is_exit_2_with_help(arguments: list[str], guarded: Path) -> None:
    done = run(build.explorer(), *(a if a != "DRIVER" else str(guarded) for a in arguments))
    assert done.returncode == 2
    assert "usage:" in done.stderr
    assert done.stdout == ""


def test_a_bound_on_preemptions_is_kept(guarded: Path) -> None:
    """The gap before the first instruction needs one preemption, and is not found with none."""
    explorer = build.explorer()
    assert run(explorer, guarded, "--set", "H=2", "--preemptions", "0").returncode == 0
    assert run(explorer, guarded, "--set", "H=2", "--preemptions", "1").returncode == 1


def test_the_trace_is_the_shortest_with_fewest_preemptions(guarded: Path) -> None:
    done = run(build.explorer(), guarded, "--set", "H=2", "--trace", "json")
    assert json.loads(done.stdout)["preemptions"] == 1


def test_every_trace_step_of_the_driver_has_a_line_that_exists(unguarded: Path) -> None:
    done = run(build.explorer(), unguarded, "--trace", "json")
    steps = [step for step in json.loads(done.stdout)["steps"] if "file" in step]
    assert steps
    for step in steps:
        lines = (DRIVER / step["file"]).read_text().splitlines()
        call = step["call"] if step["call"] != "violation" else "FwpsCompleteOperation0"
        assert call in lines[step["line"] - 1]


@pytest.mark.parametrize(
    "flags", [("-DCORO_PORTABLE",), ("-fsanitize=undefined", "-fno-sanitize-recover")]
)
def test_other_builds_find_the_same(flags: tuple[str, ...], guarded: Path, unguarded: Path) -> None:
    """The portable coroutines, and the undefined-behaviour sanitizer."""
    explorer = build.explorer(*flags)
    for driver, code in ((guarded, 0), (unguarded, 1)):
        done = run(explorer, driver, "--set", "U=0")
        assert done.returncode == code, done.stderr
        assert "runtime error" not in done.stderr


def test_the_address_sanitizer_is_quiet(unguarded: Path, guarded: Path) -> None:
    """Stacks of actors are copied as a whole, so their frames are not instrumented."""
    explorer = build.explorer("-fsanitize=address", "--param=asan-stack=0")
    for driver, code in ((guarded, 0), (unguarded, 1)):
        done = run(explorer, driver, "--set", "U=0", "--trace", "json")
        assert done.returncode == code, done.stderr[-2000:]
        assert "AddressSanitizer" not in done.stderr
