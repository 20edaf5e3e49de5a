"""The picture of a finding shows what the tool prints today."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def test_the_picture_is_up_to_date(monkeypatch: pytest.MonkeyPatch) -> None:
    """`make picture` draws it anew."""
    spec = importlib.util.spec_from_file_location("picture", ROOT / "docs" / "picture.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.chdir(ROOT)
    assert module.TARGET.read_text(encoding="utf-8") == module.picture()
