"""The runs of the exhaustive exploration, from the table that `make prove` holds them to."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from wfplint.dcr.model import EvidenceRow
from wfplint.errors import UserError

_PACKAGE = Path(__file__).resolve().parent.parent
_RUNS = "evidence/runs.json"
_MUTANTS = "mutants/mutants.json"
_RESULTS = "build/samplecode/evidence/evidence.json"


def read_evidence(base: Path) -> tuple[EvidenceRow, ...]:
    """All runs, weaker guards and variants with their outcomes; empty where they are not at hand.

    `base` is the root of a source tree. State counts are added if the runs were made there.
    UserError for a table that cannot be read.
    """
    folder = next(filter(Path.is_dir, (base / "samplecode", _PACKAGE / "evidence")), base)
    runs = _load(folder / _RUNS).get("runs", [])
    edits = _load(folder / _MUTANTS).get("mutants", [])
    states = {run["id"]: int(run["states"]) for run in _load(base / _RESULTS).get("runs", ())}
    rows = [_row(run, run["group"], run["title"], run["expect"], states) for run in runs]
    rows += [
        _row(edit, edit["kind"], edit["description"], edit["breaks"], states)
        for edit in edits
        if edit["kind"] != "mutant"
    ]
    return tuple(rows)


def _row(
    data: dict[str, Any], group: str, title: str, broken: list[str], states: dict[str, int]
) -> EvidenceRow:
    return EvidenceRow(
        data["id"],
        group,
        title,
        dict(data["switches"]),
        tuple(broken),
        states.get(data["id"], 0),
        data.get("preemptions", -1),
    )


def _load(path: Path) -> dict[str, Any]:
    try:
        data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise UserError(f"not a table of runs: {error}", path=path.name) from error
    return data
