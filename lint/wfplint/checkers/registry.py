"""Checkers by the name that rules use."""

from __future__ import annotations

from wfplint.checkers.at_most_once import AtMostOnceChecker
from wfplint.checkers.base import Checker
from wfplint.checkers.call_context import CallContextChecker
from wfplint.checkers.guarded_call import GuardedCallChecker
from wfplint.checkers.kept_pointer import KeptPointerChecker
from wfplint.checkers.must_check_result import MustCheckResultChecker
from wfplint.checkers.must_follow import MustFollowChecker
from wfplint.checkers.must_register import MustRegisterChecker
from wfplint.checkers.not_while_holding import NotWhileHoldingChecker
from wfplint.checkers.paired_acquire_release import PairedAcquireReleaseChecker

_ALL: tuple[type[Checker], ...] = (
    GuardedCallChecker,
    PairedAcquireReleaseChecker,
    MustCheckResultChecker,
    AtMostOnceChecker,
    MustFollowChecker,
    NotWhileHoldingChecker,
    MustRegisterChecker,
    CallContextChecker,
    KeptPointerChecker,
)
CHECKERS: dict[str, type[Checker]] = {c.name: c for c in _ALL}
