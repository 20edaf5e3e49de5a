"""Fixtures for every test: snapshots of rendered output."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings

# How long an example takes says nothing about the code.
hypothesis_settings.register_profile("wfplint", deadline=None)
hypothesis_settings.load_profile("wfplint")

Snapshot = Callable[[str, str], None]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--snapshot-update", action="store_true", help="write the snapshots instead of comparing"
    )


@pytest.fixture
def snapshot(request: pytest.FixtureRequest) -> Snapshot:
    """Compare a text with `snapshots/NAME` beside the test file, to the byte.

    `pytest --snapshot-update` writes it; read the diff before you commit it.
    """
    folder = Path(request.path).parent / "snapshots"
    update = bool(request.config.getoption("--snapshot-update"))

    def check(name: str, text: str) -> None:
        path = folder / name
        if update:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
        assert path.exists(), f"{path.name} is missing: run pytest --snapshot-update"
        assert text == path.read_bytes().decode(), f"{path.name} differs"

    return check
