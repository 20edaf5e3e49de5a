"""Checkers by the name that rules use."""

from __future__ import annotations

from wfplint.checkers.base import Checker
from wfplint.checkers.guarded_call import GuardedCallChecker

CHECKERS: dict[str, type[Checker]] = {c.name: c for c in (GuardedCallChecker,)}
