"""The evidence is made with gcc; without it these tests are skipped, and say so."""

from __future__ import annotations

import shutil

import pytest

TOOLS = ("gcc", "objcopy", "addr2line", "patch")


@pytest.fixture(scope="session", autouse=True)
def tools() -> None:
    """Skips where the sample driver cannot be compiled."""
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")
