"""The rules as SARIF describes them, from the records and the built-in rules."""

from __future__ import annotations

from wfplint import suppressions
from wfplint.app import Options, choose_rules
from wfplint.report.links import rule_url
from wfplint.report.rulepage import render_markdown
from wfplint.report.sarif import RuleInfo
from wfplint.rulebook.model import Rule, Rulebook
from wfplint.samples import pair_of

_PRECISION = {"high": "high", "medium": "medium", "low": "low"}


def rule_infos(options: Options, docs_url: str) -> list[RuleInfo]:
    """Every rule that ran, by id. Raises UserError as `choose_rules` does."""
    chosen = choose_rules(options)
    infos = [_info(rule, chosen.rulebook, docs_url) for rule in chosen.rules]
    infos += [
        RuleInfo(r.id, r.name, r.severity.value, r.summary, r.summary, r.summary)
        for r in suppressions.BUILT_IN
        if r.id in chosen.running
    ]
    return sorted(infos)


def _info(rule: Rule, rulebook: Rulebook, docs_url: str) -> RuleInfo:
    learn = rule.references[0].url if rule.references else ""
    labels = sorted({basis.label for basis in rule.basis})
    return RuleInfo(
        id=rule.id,
        name=rule.name,
        severity=rule.severity.value,
        summary=" ".join(rule.title.split()),
        text=" ".join(rule.summary.split()),
        markdown=render_markdown(rule, pair_of(rule), rulebook.sources),
        help_uri=rule_url(docs_url, rule.id) or learn,
        precision=_PRECISION[rule.confidence],
        tags=("wfp", rule.group, *labels),
    )
