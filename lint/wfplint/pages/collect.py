"""Gather from the source tree what the pages are made from."""

from __future__ import annotations

import argparse
import re
from collections.abc import Mapping
from pathlib import Path

from wfplint.dcr.evidence import read_evidence
from wfplint.dcr.load import load_knowledge
from wfplint.pages.site import SiteInput
from wfplint.pages.traces import read_traces
from wfplint.rulebook.loader import bundled_directory, load_rulebook

_SWITCH = re.compile(r'^SWITCH\((\w+), *\d+, *\d+, *"([^"]*)"\)', re.M)


def collect(
    root: Path | None = None,
    parsers: Mapping[str, argparse.ArgumentParser] | None = None,
    helps: Mapping[str, str] | None = None,
) -> SiteInput:
    """Everything below the root of a source tree; parts that are not there stay empty.

    Without a root the bundled records and samples are taken. UserError for a record, trace or
    table that is there and wrong.
    """
    rules = bundled_directory()
    base = root or rules.parent
    book = load_rulebook()
    return SiteInput(
        rules=tuple(book.rules[id] for id in sorted(book.rules)),
        known=load_knowledge(rules, book.sources),
        samples=next(filter(Path.is_dir, _sample_folders(base)), base),
        outputs={
            name.removesuffix(".txt"): text
            for name, text in _texts(base / "docs" / "outputs", "*.txt").items()
        },
        traces=read_traces(base / "samplecode" / "traces"),
        trace_sources=_texts(base / "samplecode" / "driver", "*.[ch]"),
        switches=_switches(base / "samplecode" / "simulator" / "switches.def"),
        evidence=read_evidence(base),
        parsers=parsers or {},
        helps=helps or {},
    )


def _sample_folders(base: Path) -> tuple[Path, ...]:
    """Where the sample pairs may be: in a source tree, and in an installed package."""
    return base / "samplecode" / "rules", base / "samples"


def _texts(folder: Path, pattern: str) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob(pattern))}


def _switches(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    return dict(_SWITCH.findall(path.read_text(encoding="utf-8")))
