"""guarded-call: completions by verdict; the judging is in `verdict.py` and `sites.py`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from wfplint.checkers.base import Checker
from wfplint.checkers.sites import find_sites
from wfplint.dataflow import effects as fx
from wfplint.finding import Finding, Site, Verdict


class GuardedCallChecker(Checker):
    """Reports the sites of one family whose reason the rule names."""

    name: ClassVar[str] = "guarded-call"

    def relevant(self) -> set[str]:
        return self.analysis.scope.users(fx.Pend, fx.Complete)

    def findings(self) -> Iterable[Finding]:
        for site in find_sites(self.analysis, self.params.guards):
            if site.kind == "completion" and site.family == self.params.family:
                if site.verdict == Verdict.UNGUARDED and site.reason in self.report:
                    yield self._finding(site)

    def _finding(self, site: Site) -> Finding:
        rule = self.bound.rule
        object_ = self._object(site)
        names = {
            "function": site.function,
            "object": object_,
            "call": site.api,
            "reason": self.report[site.reason],
            "guard": "",
            "layer": "",
            "role": "",
        }
        return Finding(
            rule=rule.id,
            name=rule.name,
            severity=self.bound.severity,
            span=site.span,
            function=site.function,
            message=self.bound.message.format(**names),
            reason=site.reason,
            object=object_,
            trace=site.trace,
            macro=site.macro,
            related=tuple(r for reason, r in self.params.yields if reason == site.reason),
            matched_by=f"{self.bound.checker}.report.{site.reason}",
        )

    def _object(self, site: Site) -> str:
        return site.object or "the context"
