"""Gather from the source tree what the pages are made from."""

from __future__ import annotations

import argparse
import re
from collections.abc import Mapping
from pathlib import Path

from wfplint.dcr.load import load_knowledge
from wfplint.pages.site import SiteInput
from wfplint.pages.traces import Trace, read_traces
from wfplint.rulebook.loader import load_rulebook

_SWITCH = re.compile(r'^SWITCH\((\w+), *\d+, *\d+, *"([^"]*)"\)', re.M)


def collect(
    root: Path,
    parsers: Mapping[str, argparse.ArgumentParser] | None = None,
    helps: Mapping[str, str] | None = None,
) -> SiteInput:
    """Everything below the root of the source tree; parts that are not there stay empty.

    UserError for a record, trace or table that is there and wrong.
    """
    book = load_rulebook()
    samples = root / "samplecode"
    return SiteInput(
        rules=tuple(book.rules[id] for id in sorted(book.rules)),
        known=load_knowledge(root / "rules", book.sources),
        samples=samples / "rules",
        outputs=_texts(root / "docs" / "outputs", "*.txt"),
        traces=_traces(root),
        trace_sources=_texts(samples / "driver", "*.[ch]"),
        switches=_switches(samples / "simulator" / "switches.def"),
        parsers=parsers or {},
        helps=helps or {},
    )


def _texts(folder: Path, pattern: str) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob(pattern))}


def _traces(root: Path) -> tuple[Trace, ...]:
    return read_traces(root / "samplecode" / "traces")


def _switches(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    return dict(_SWITCH.findall(path.read_text(encoding="utf-8")))
