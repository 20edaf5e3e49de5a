"""guarded-call: completions by verdict; the judging is in `verdict.py` and `sites.py`."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import ClassVar

from wfplint.checkers.base import Checker
from wfplint.checkers.guard_defects import GuardDefects
from wfplint.checkers.sites import find_sites
from wfplint.dataflow import effects as fx
from wfplint.finding import Finding, Site, Verdict


class GuardedCallChecker(Checker):
    """Reports the sites of one family whose reason, or defect of its guard, the rule names."""

    name: ClassVar[str] = "guarded-call"

    @cached_property
    def _defects(self) -> GuardDefects:
        return GuardDefects(self.shared, self.params.guards)

    def relevant(self) -> set[str]:
        return self.analysis.scope.users(fx.Pend, fx.Complete)

    def findings(self) -> Iterable[Finding]:
        for site in find_sites(self.analysis, self.params.guards):
            if site.kind != "completion" or site.family != self.params.family:
                continue
            if site.verdict == Verdict.UNGUARDED and site.reason in self.report:
                yield self._finding(site, site.reason, {})
            for reason, check in self._defects.checks.items():
                if reason in self.report:
                    fields = check(site)
                    if fields is not None:
                        yield self._finding(site, reason, fields)

    def _finding(self, site: Site, reason: str, fields: dict[str, str]) -> Finding:
        names = {
            "object": site.object or "the context",
            "call": site.api,
            "guard": "",
            "layer": "",
            "role": "",
            **fields,
        }
        finding = self.static_finding(
            reason, site.span, site.function, names.pop("object"), site.macro, (), **names
        )
        related = tuple(rule for key, rule in self.params.yields if key == reason)
        return finding._replace(trace=site.trace or finding.trace, related=related)
