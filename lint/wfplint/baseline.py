"""A baseline: a file of known findings, which later runs hide.

It is JSON with one entry a finding, sorted, so that a change reads well in a diff. Only the
fingerprint is compared; the rest is there for people.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import NamedTuple

from wfplint.errors import UserError
from wfplint.finding import Finding

REASON = "in the baseline"
_VERSION = 1


class Filtered(NamedTuple):
    """Findings with the known ones marked, and how many entries matched nothing."""

    findings: tuple[Finding, ...]
    stale: int


def render(findings: Iterable[Finding]) -> str:
    """The text of a baseline of these findings; those suppressed in the source are left out."""
    entries = [
        {
            "fingerprint": finding.fingerprint,
            "rule": finding.rule,
            "path": finding.span.path,
            "function": finding.function,
            "message": finding.message,
        }
        for finding in findings
        if not finding.suppressed
    ]
    entries.sort(key=lambda entry: (entry["path"], entry["rule"], entry["fingerprint"]))
    return json.dumps({"version": _VERSION, "findings": entries}, indent=2) + "\n"


def read(path: Path, shown: str) -> frozenset[str]:
    """The fingerprints in a baseline file. Raises UserError for anything else."""
    try:
        data = json.loads(path.read_bytes())
    except OSError as error:
        raise UserError(
            f"the baseline cannot be read: {error.strerror}",
            path=shown,
            hint="write one with: wfplint baseline",
        ) from None
    except ValueError:
        raise UserError("the baseline is not JSON", path=shown) from None
    if not isinstance(data, dict) or data.get("version") != _VERSION:
        raise UserError(f"is not a wfplint baseline of version {_VERSION}", path=shown)
    try:
        return frozenset(str(entry["fingerprint"]) for entry in data["findings"])
    except (KeyError, TypeError):
        raise UserError("an entry of the baseline has no fingerprint", path=shown) from None


def hide(findings: Iterable[Finding], known: Collection[str]) -> Filtered:
    """Mark the findings that are known as suppressed."""
    seen: set[str] = set()
    result = []
    for finding in findings:
        if finding.fingerprint in known:
            seen.add(finding.fingerprint)
            if not finding.suppressed:
                finding = finding._replace(suppressed=True, suppression_reason=REASON)
        result.append(finding)
    return Filtered(tuple(result), len(set(known) - seen))
