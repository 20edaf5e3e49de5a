"""The change request as a page of the site: the records of `dcr.md`, with chips and anchors."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from wfplint.dcr import letters
from wfplint.dcr.document import PROPOSED
from wfplint.dcr.model import EvidenceRow, Knowledge
from wfplint.pages import tables
from wfplint.pages.html import inline, table
from wfplint.rulebook.model import Rule


def render_dcr_page(
    known: Knowledge, rules: Iterable[Rule] = (), evidence: Sequence[EvidenceRow] = ()
) -> str:
    """Markdown for documentation owners: what is asked, the text to merge, how to answer."""
    request = known.request
    sections = [
        "---\ntitle: Change request\n---\n\n# The change request",
        f"**{inline(request.title)}**",
        request.summary.strip(),
        f'<p class="wl-note">{inline(request.disclaimer)}</p>',
        "## The warning\n\n### As reported today",
        tables.warning(known, "reported"),
        "### Once Microsoft has confirmed it",
        tables.warning(known, "confirmed"),
        "## What we ask",
        tables.asks(known),
        "## What is unknown\n\nEach question can be answered by yes, no, or a Windows version.",
        tables.questions(known),
        "### For each layer",
        tables.questions_by_layer(known),
        "## Changes ready to merge\n\nOne concern each, so that each can be merged alone. Body "
        "text only: no heading, no metadata, no `ms.date`. `wfplint dcr --out DIR --docs "
        "CHECKOUT` makes the patches from a checkout and verifies that they apply.",
        tables.patches(known),
        _impact(known),
        "## Completion calls in Microsoft's samples\n\nAs `wfplint audit` sees them; *unguarded* "
        "means that no shape of a guard was found, not that the sample was seen to crash.",
        tables.sites(known),
        "## Evidence\n\nEvery interleaving of the sample drivers against a simulator of the "
        "documented calls. A run holds in the modelled semantics, under the assumptions named, "
        "and nowhere else.",
        tables.evidence(evidence),
        _rules(known, rules),
        "## Facts on record",
        tables.facts(known, "history"),
        f"## Compatibility\n\n{request.compatibility.strip()}",
        _routes(known),
    ]
    return "\n\n".join(section for section in sections if section) + "\n"


def _impact(known: Knowledge) -> str:
    impact = known.request.impact
    chip = tables.label_name("reported")
    rows = [
        (f"Bug checks ({chip})", inline(impact.bug_checks)),
        ("Security", inline(impact.security)),
        ("Who", inline(impact.who)),
    ]
    return "## Impact\n\n" + table(("Impact", ""), rows)


def _rules(known: Knowledge, rules: Iterable[Rule]) -> str:
    rows = [
        (
            f'<a href="rules/{rule.id}.html">{rule.id}</a>',
            f'{inline(words.ask)}<span class="wl-why">{inline(words.proposed_text)}</span>',
            tables.page_link(known, words.page),
        )
        for rule in rules
        for words in rule.dcr
    ]
    if not rows:
        return ""
    head = f"## Sentences that the rules ask for\n\n{PROPOSED}\n\n"
    return head + table(("Rule", "Ask, and the proposed sentence", "Page"), rows)


def _routes(known: Knowledge) -> str:
    texts = {
        "Feedback Hub": letters.feedback_hub(known),
        "Learn page feedback": letters.learn_feedback(known),
        "GitHub issue": letters.github_issue(known),
        "Confirmation request": letters.confirmation_request(known),
    }
    tabs = [
        f'=== "{name}"\n\n    ```text\n' + "\n".join(f"    {line}" for line in text.splitlines())
        + "\n    ```"
        for name, text in texts.items()
    ]  # fmt: skip
    head = "## Texts to send\n\nReady to paste, each for the route it is named after.\n\n"
    return head + "\n\n".join(tabs)
