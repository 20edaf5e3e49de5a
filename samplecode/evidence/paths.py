"""Where the sources of the evidence lie, and where what is built from them goes."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "samplecode"
DRIVER = SAMPLES / "driver"
SIMULATOR = SAMPLES / "simulator"
EXPLORER = SAMPLES / "explorer"
MUTANTS = SAMPLES / "mutants"
TRACES = SAMPLES / "traces"
HEADERS = ROOT / "lint" / "wfplint" / "include"
BUILD = ROOT / "build" / "samplecode"
