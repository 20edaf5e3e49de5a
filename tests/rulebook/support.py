"""A small correct rule and facts file, and what to break in them."""

from __future__ import annotations

from pathlib import Path

RULE = """\
id: ACME001
name: door-left-open
title: A door is left open
severity: warning
confidence: high
since: 0.1.0
basis:
  - label: practice
    sources: []
    statement: Doors are closed.
summary: >-
  A door is opened and not closed.
message: "'{object}' is opened by {call} and not closed: {reason}"
why: |
  Doors are closed.
impact: |
  It is cold.
fix: |
  Close it.
limitations:
  - Windows are not doors.
suppress_when: |
  // wfplint: ignore[ACME001] it is summer
applies_to: [AcmeOpen]
references:
  - title: FwpsPendOperation0 function (fwpsk.h)
    url: https://learn.microsoft.com/windows-hardware/drivers/ddi/fwpsk/nf-fwpsk-fwpspendoperation0
checker: paired-acquire-release
params:
  kinds: [door]
  report:
    leak: a path does not close it
samples: samplecode/rules/ACME001-door-left-open
"""

FACTS = """\
functions:
  AcmeOpen:
    result: boolean
    effects:
      - acquire: {kind: door, object: arg0, when: nonzero}
  AcmeClose:
    result: void
    effects:
      - release: {kind: door, object: arg0}
"""


def project(folder: Path, rule: str = RULE, facts: str = FACTS) -> Path:
    """A directory of rules with one rule and one facts file."""
    (folder / "api").mkdir(parents=True)
    (folder / "ACME001-door-left-open.yaml").write_text(rule, encoding="utf-8")
    (folder / "api" / "acme.yaml").write_text(facts, encoding="utf-8")
    return folder


def line_of(text: str, part: str) -> int:
    """The line (from 1) of the first line of `text` that contains `part`."""
    return next(n for n, line in enumerate(text.splitlines(), 1) if part in line)
