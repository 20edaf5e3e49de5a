"""Which rules run under profile, select and ignore."""

from __future__ import annotations

import pytest

from wfplint.errors import UserError
from wfplint.finding import Severity
from wfplint.selection import choose
from wfplint.suppressions import BuiltIn

ALL = ("default", "strict", "pend-only")
RULES = (
    BuiltIn("WFP106", "unguarded-classify-completion", Severity.NOTE, "", ("default", "strict")),
    BuiltIn("WFP101", "unguarded-completion", Severity.ERROR, "", ALL),
    BuiltIn("WFP201", "rundown-result-ignored", Severity.ERROR, "", ("default", "strict")),
    BuiltIn("WFP403", "write-right-not-cleared", Severity.NOTE, "", ("strict",)),
)


def ids(**options: object) -> list[str]:
    return list(choose(RULES, **options))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, ["WFP101", "WFP106", "WFP201"]),
        ({"profile": "pend-only"}, ["WFP101"]),
        ({"profile": "strict"}, ["WFP101", "WFP106", "WFP201", "WFP403"]),
        ({"select": ["WFP1"]}, ["WFP101", "WFP106"]),
        ({"select": ["wfp403"]}, ["WFP403"]),
        ({"select": ["unguarded-completion", "WFP2"]}, ["WFP101", "WFP201"]),
        ({"ignore": ["WFP1"]}, ["WFP201"]),
        ({"select": ["WFP1"], "ignore": ["WFP106"]}, ["WFP101"]),
        ({"select": ["WFP106"], "ignore": ["WFP1"]}, ["WFP106"]),
        ({"select": ["WFP"], "ignore": ["unguarded-completion"]}, ["WFP106", "WFP201", "WFP403"]),
    ],
)
def test_choose(options: dict[str, object], expected: list[str]) -> None:
    assert ids(**options) == expected


def test_severity() -> None:
    assert choose(RULES)["WFP106"] is Severity.NOTE
    assert choose(RULES, profile="strict")["WFP106"] is Severity.WARNING
    overridden = choose(RULES, profile="strict", severity={"WFP1": Severity.NOTE})
    assert overridden["WFP101"] is overridden["WFP106"] is Severity.NOTE


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"select": ["WFP999"]}, "unknown rule 'WFP999' (`wfplint rule` lists"),
        ({"ignore": ["unguarded-complete"]}, "did you mean unguarded-completion?"),
        ({"select": [""]}, "unknown rule ''"),
        ({"severity": {"nothing": Severity.NOTE}}, "unknown rule 'nothing' (`wfplint rule`"),
        ({"select": ["WFP1"], "ignore": ["WFP1"]}, "WFP101 is both selected and ignored"),
        (
            {"select": ["WFP100"], "removed": {"WFP100": "it was WFP101 twice"}},
            "WFP100 was removed",
        ),
    ],
)
def test_refusals(options: dict[str, object], message: str) -> None:
    with pytest.raises(UserError) as caught:
        ids(**options)
    assert message in str(caught.value)
