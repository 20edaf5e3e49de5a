"""What stands where no path led within the steps there are is no proof that it is missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from wfplint.app import Options, run
from wfplint.checkers import program_analysis

DRIVER = """
#include <ntddk.h>
typedef struct _SESSION {{ EX_RUNDOWN_REF Rundown; ULONG Limit; }} SESSION;
extern EX_RUNDOWN_REF gOther;
NTSTATUS Send(SESSION *session);
DRIVER_INITIALIZE DriverEntry;
NTSTATUS DriverEntry(PDRIVER_OBJECT driver, PUNICODE_STRING path)
{{
    ExInitializeRundownProtection(&gOther);
    return STATUS_SUCCESS;
}}
NTSTATUS Submit(SESSION *session)
{{
    NTSTATUS status;
    if (!ExAcquireRundownProtection(&session->Rundown))
        return STATUS_DEVICE_NOT_READY;
    status = Send(session);
    ExReleaseRundownProtection(&session->Rundown);
    return status;
}}
NTSTATUS Prepare(SESSION *session, const ULONG *rows)
{{
{checks}
    {initialise}
    return STATUS_SUCCESS;
}}
"""


def rules_found(tmp_path: Path, initialise: str, checks: int) -> set[str]:
    tests = (f"    if (rows[{i}] != {i}) return STATUS_INVALID_PARAMETER;" for i in range(checks))
    source = tmp_path / "session.c"
    source.write_text(DRIVER.format(checks="\n".join(tests), initialise=initialise))
    analysis = run(Options((str(source),), cache=False, select=("WFP205",)))
    assert not analysis.problems
    return {finding.rule for finding in analysis.findings}


@pytest.mark.parametrize(
    ("initialise", "expected"),
    [
        ("ExInitializeRundownProtection(&session->Rundown);", set()),
        ("ExInitializeRundownProtection(&gOther);", {"WFP205"}),
    ],
)
def test_initialisation_that_no_path_led_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, initialise: str, expected: set[str]
) -> None:
    monkeypatch.setattr(program_analysis, "WHOLE", 60)
    assert rules_found(tmp_path, initialise, 200) == expected


def test_many_early_returns_in_a_row(tmp_path: Path) -> None:
    initialise = "ExInitializeRundownProtection(&session->Rundown);"
    assert not rules_found(tmp_path, initialise, 1000)
