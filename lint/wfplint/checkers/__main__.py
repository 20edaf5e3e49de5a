"""`python -m wfplint.checkers` writes the JSON Schemas for editors to `rules/schema/`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from wfplint.checkers.params import PARAMS
from wfplint.rulebook import loader, schema


def build() -> dict[str, str]:
    """The text of each schema by file name."""
    schemas = {
        "rule.schema.json": schema.rule_schema(PARAMS),
        "facts.schema.json": schema.facts_schema(),
    }
    return {name: json.dumps(value, indent=2) + "\n" for name, value in schemas.items()}


def directory() -> Path:
    """Where the schemas are kept."""
    return loader.bundled_directory() / "schema"


def main() -> int:
    """Write the files; returns an exit code."""
    directory().mkdir(exist_ok=True)
    for name, text in build().items():
        (directory() / name).write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
