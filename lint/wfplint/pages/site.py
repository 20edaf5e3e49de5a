"""All generated pages of the site, from the records, the samples and the command line's parsers."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from wfplint.dcr.model import EvidenceRow, Knowledge
from wfplint.pages import cli_page, explorer, pictures, rule_diagram, tables
from wfplint.pages.dcr_page import render_dcr_page
from wfplint.pages.expand import Piece, knowledge_pieces
from wfplint.pages.rule_index import render_rule_index
from wfplint.pages.rule_page import GROUPS, Extras, render_rule_page
from wfplint.pages.traces import Trace
from wfplint.rulebook.model import Rule
from wfplint.samples import Pair, read_pair


@dataclass(frozen=True, slots=True)
class SiteInput:
    """What the pages are made from.

    `samples` is the folder with a sub-folder for each rule, `outputs` the tool's output by rule id,
    `trace_sources` the driver files that traces point into.
    """

    rules: Sequence[Rule]
    known: Knowledge
    samples: Path
    outputs: Mapping[str, str] = field(default_factory=dict)
    traces: Sequence[Trace] = ()
    trace_sources: Mapping[str, str] = field(default_factory=dict)
    switches: Mapping[str, str] = field(default_factory=dict)
    evidence: Sequence[EvidenceRow] = ()
    parsers: Mapping[str, argparse.ArgumentParser] = field(default_factory=dict)
    helps: Mapping[str, str] = field(default_factory=dict)


def generated_pages(site: SiteInput) -> dict[str, str]:
    """Path below the documentation folder -> Markdown."""
    pages = {
        "rules/index.md": render_rule_index(site.rules),
        "dcr.md": render_dcr_page(site.known, site.rules, site.evidence),
    }
    if site.parsers:
        pages["reference/cli.md"] = cli_page.render_cli_reference(site.parsers, site.helps)
    for rule in site.rules:
        pages[f"rules/{rule.id}.md"] = render_rule_page(
            rule, site.known.sources, _extras(site, rule)
        )
    return pages


def _extras(site: SiteInput, rule: Rule) -> Extras:
    folder = sample_folder(site.samples, rule)
    pair: Pair | None = None
    if folder is not None:
        pair = read_pair(folder, f"samplecode/rules/{folder.name}")
    return Extras(pair, site.outputs.get(rule.id, ""), rule_diagram.render_for(rule))


def sample_folder(samples: Path, rule: Rule) -> Path | None:
    """The folder of a rule's sample pair, if it is there."""
    for name in (
        Path(rule.samples).name if rule.samples else "",
        f"{rule.id}-{rule.name}",
        rule.id,
    ):
        if name and (samples / name).is_dir():
            return samples / name
    return None


def rule_navigation(rules: Sequence[Rule]) -> list[dict[str, list[str]]]:
    """The navigation of the rule pages: one group a hundred."""
    groups: dict[str, list[str]] = {}
    for rule in sorted(rules, key=lambda r: r.id):
        title = f"{rule.group} {GROUPS.get(rule.group, '')}".strip()
        groups.setdefault(title, []).append(f"rules/{rule.id}.md")
    return [{title: pages} for title, pages in groups.items()]


def pieces(site: SiteInput) -> dict[str, Piece]:
    """What the tokens of hand-written pages stand for."""
    return knowledge_pieces(site.known) | {
        "picture": lambda t: pictures.picture(t.arguments[0]),
        "explorer": lambda t: explorer.render_explorer(
            site.traces, site.trace_sources, site.switches
        ),
        "rule-count": lambda t: str(len(site.rules)),
        "evidence-table": lambda t: tables.evidence(site.evidence),
    }
