"""The table of all rules: plain without scripts, filtered by a small script with them."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from wfplint.dcr.markdown import LABELS
from wfplint.pages.html import chip, inline, scroller
from wfplint.pages.rule_page import GROUPS
from wfplint.rulebook.model import Rule

_INTRO = """---
hide: [toc]
---

# Rules

Every rule is one record: the checker, this page and the change request are made from it. A rule
stays silent when its evidence is not visible in the analysed sources.
"""


def render_rule_index(rules: Iterable[Rule]) -> str:
    """Markdown with one table; every row carries what the filter needs."""
    ordered = sorted(rules, key=lambda rule: rule.id)
    return f"{_INTRO}\n{_filters(ordered)}\n\n{_table(ordered)}\n"


def _filters(rules: list[Rule]) -> str:
    groups = {rule.group: GROUPS.get(rule.group, rule.group) for rule in rules}
    severities = {s: s for s in ("error", "warning", "note")}
    labels = {b: b for b in LABELS if any(rule.basis[0].label == b for rule in rules)}
    return (
        '<form class="wl-filter" data-wl-filter="wl-rules" hidden>'
        '<label>Text <input type="search" name="text" autocomplete="off" '
        'placeholder="id, name or words"></label>'
        f"{_select('group', 'Group', groups)}{_select('severity', 'Severity', severities)}"
        f"{_select('label', 'Label', labels)}"
        '<output class="wl-filter__count" aria-live="polite"></output></form>'
    )


def _select(name: str, title: str, options: dict[str, str]) -> str:
    items = "".join(f'<option value="{k}">{escape(v)}</option>' for k, v in options.items())
    menu = f'<select name="{name}"><option value="">all</option>{items}</select>'
    return f"<label>{title} {menu}</label>"


def _table(rules: list[Rule]) -> str:
    rows = "".join(map(_row, rules))
    heads = "".join(f'<th scope="col">{h}</th>' for h in ("Rule", "Severity", "What it finds"))
    table = f'<table id="wl-rules" class="wl-rules"><thead><tr>{heads}</tr></thead><tbody>{rows}'
    return scroller(f"{table}</tbody></table>", "Rules")


def _row(rule: Rule) -> str:
    label = rule.basis[0].label
    words = f"{rule.id} {rule.name} {rule.title} {rule.summary} {rule.message}".lower()
    return (
        f'<tr data-group="{rule.group}" data-severity="{rule.severity.value}" '
        f'data-label="{label}" data-text="{escape(" ".join(words.split()))}">'
        f'<th scope="row"><a href="{rule.id}.html"><span class="wl-id">{rule.id}</span> '
        f"<span>{rule.name}</span></a></th>"
        f'<td><span class="wl-tag wl-tag--{rule.severity.value}">{rule.severity.value}</span></td>'
        f"<td>{inline(rule.summary)} {chip(label, (), {})}</td></tr>"
    )
