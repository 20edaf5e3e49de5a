"""The runs of the exhaustive exploration, from the table that `make prove` holds them to."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from wfplint.dcr.model import EvidenceRow
from wfplint.errors import UserError

_PACKAGE = Path(__file__).resolve().parent.parent
_TABLE = "samplecode/evidence/runs.json"
_RESULTS = "build/samplecode/evidence/evidence.json"


def read_evidence(base: Path) -> tuple[EvidenceRow, ...]:
    """All runs with their outcomes; empty where the table is not at hand.

    `base` is the root of a source tree. State counts are added if the runs were made there.
    UserError for a table that cannot be read.
    """
    places = (base / _TABLE, _PACKAGE / "evidence" / "runs.json")
    path = next(filter(Path.is_file, places), None)
    if path is None:
        return ()
    states = {run["id"]: int(run["states"]) for run in _load(base / _RESULTS).get("runs", ())}
    return tuple(
        EvidenceRow(
            id=run["id"],
            group=run["group"],
            title=run["title"],
            assumptions=dict(run["switches"]),
            broken=tuple(run["expect"]),
            states=states.get(run["id"], 0),
        )
        for run in _load(path)["runs"]
    )


def _load(path: Path) -> dict[str, Any]:
    try:
        data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise UserError(f"not a table of runs: {error}", path=path.name) from error
    return data
