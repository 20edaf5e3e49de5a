"""The change request itself, `dcr.md`: from the records to one Markdown text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from wfplint.dcr.markdown import LABELS, link, links, quoted, table
from wfplint.dcr.model import EvidenceRow, Knowledge
from wfplint.rulebook.model import Rule


def render_dcr(
    known: Knowledge, rules: Iterable[Rule] = (), evidence: Sequence[EvidenceRow] = ()
) -> str:
    """The whole request. `rules` contribute the sentences they ask for, `evidence` the model's
    table; without evidence the text says how to produce it.
    """
    parts = [
        f"# {known.request.title}",
        known.request.summary.strip(),
        "> " + " ".join(known.request.disclaimer.split()),
        _warning(known),
        _impact(known),
        "## Evidence",
        _sites(known),
        _evidence(evidence),
        _layers(known),
        _questions(known),
        _asks(known),
        _changes(known),
        _rule_sentences(known, rules),
        "## Compatibility\n\n" + known.request.compatibility.strip(),
        _facts(known),
        _legend(),
        _references(known),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


PROPOSED = (
    "Each sentence is a proposal, worded as the page would say it. Whether it is true is what the "
    "ask beside it wants to know; only Microsoft can tell."
)


def _legend() -> str:
    rows = [(f"*{label}*", meaning) for label, meaning in LABELS.items()]
    return "### Labels\n\n" + table(("Label", "What it means"), rows)


_TOPICS = {
    "race": "the race",
    "contract": "the contract",
    "teardown": "teardown",
    "guards": "guards",
    "samples": "samples",
    "history": "on record",
}


def _facts(known: Knowledge) -> str:
    rows = [
        (title, fact.text, f"*[{fact.label}]*", links(known, fact.sources))
        for topic, title in _TOPICS.items()
        for fact in known.topic(topic)
    ]
    return "## Facts\n\n" + table(("About", "Statement", "Label", "Source"), rows)


def _impact(known: Knowledge) -> str:
    impact = known.request.impact
    return "\n\n".join(
        [
            "## Impact",
            "**Bug checks** *[reported]*. " + impact.bug_checks.strip(),
            "**Security.** " + impact.security.strip(),
            "**Who is affected.** " + impact.who.strip(),
        ]
    )


def _sites(known: Knowledge) -> str:
    found = known.sites
    rows = [(f"`{s.path}:{s.line}`", f"`{s.function}`", s.verdict, s.seen) for s in found.sites]
    head = (
        f"Completion calls in `{found.repository}` at `{found.commit[:12]}`, as `wfplint audit` "
        "sees them. *Unguarded* means that no shape of a guard was found, not that the sample "
        "was seen to crash."
    )
    return head + "\n\n" + table(("Call", "Function", "Verdict", "What was seen"), rows)


def _evidence(evidence: Sequence[EvidenceRow]) -> str:
    if not evidence:
        return "The exhaustive evidence is printed by `make prove`; it was not at hand here."
    rows = [(e.title, f"`{e.switches}`", e.outcome) for e in evidence]
    head = (
        "Every interleaving of the sample drivers against a simulator of the documented calls "
        "*[model]*. A pass holds in the modelled semantics, under the assumptions named, and "
        "nowhere else; `make prove-long` runs all of them and fails if an outcome differs. `I1` is "
        "a completion that touches a freed endpoint, `I3` an operation that is never completed, "
        "`I8` a wait without end. The letters are the unknowns below."
    )
    return head + "\n\n" + table(("What was explored", "Assumptions", "Outcome"), rows)


def _layers(known: Knowledge) -> str:
    fields = [
        (f"`{r.layer}`", r.completion, r.flow, r.endpoint, r.parent) for r in known.layers.metadata
    ]
    guards = [
        (r.guard, r.bind, r.connect, r.accept, r.why, f"*{r.label}*") for r in known.layers.guards
    ]
    open_questions = [
        (f"`{layer}`", "; ".join(f"({q.id}) {q.short}" for q in questions))
        for layer, questions in known.questions_by_layer().items()
    ]
    heads = ("Layer", "Completion handle", "Flow handle", "Endpoint handle", "Parent handle")
    columns = ("Guard", "Resource assignment", "Connect", "Receive/accept", "Why", "Label")
    return "\n\n".join(
        [
            "## By layer",
            f"Metadata that may be present *[documented]* {link(known, 'MTAB')}:",
            table(heads, fields),
            "What each guard does against the reported crash:",
            table(columns, guards),
            "What has to be answered for each:",
            table(("Layer", "Open questions"), open_questions),
        ]
    )


def _questions(known: Knowledge) -> str:
    rows = [(f"({q.id})", " ".join(q.question.split()), q.consequence) for q in known.questions]
    return "## What is unknown\n\n" + table(("", "Question", "What the answer decides"), rows)


def _asks(known: Knowledge) -> str:
    parts = ["## What we ask"]
    for ask in known.asks:
        questions = ", ".join(f"({q})" for q in ask.questions)
        unknowns = "Unknown" if len(ask.questions) == 1 else "Unknowns"
        tail = f" {unknowns} {questions}." if questions else ""
        pages = links(known, ask.pages)
        text = " ".join(ask.text.split())
        parts.append(f"{ask.number}. **{ask.title}.** {text}{tail}\n   Pages: {pages}")
    return "\n\n".join(parts)


def _warning(known: Knowledge) -> str:
    variants = (known.warnings.reported, known.warnings.confirmed)
    parts = [f"### {v.title}\n\n{quoted(v.whole)}" for v in variants]
    return "\n\n".join(["## Proposed text", *parts])


def _changes(known: Knowledge) -> str:
    rows = [
        (f"`{c.file_name}`", c.title, links(known, dict.fromkeys(e.page for e in c.edits)), c.why)
        for c in known.concerns
    ]
    head = "## Patches, one concern each\n\n"
    return head + table(("Patch", "What", "Pages", "Why"), rows)


def _rule_sentences(known: Knowledge, rules: Iterable[Rule]) -> str:
    rows = [
        (f"{rule.id} {rule.name}", words.ask, words.proposed_text, link(known, words.page))
        for rule in rules
        for words in rule.dcr
    ]
    if not rows:
        return ""
    head = f"## Sentences that the rules ask for\n\n{PROPOSED}\n\n"
    return head + table(("Rule", "Ask", "Proposed sentence", "Page"), rows)


def _references(known: Knowledge) -> str:
    used = {key for fact in known.facts for key in fact.sources}
    used |= {key for ask in known.asks for key in ask.pages}
    rows = sorted(f"- {link(known, key)}" for key in used)
    return "## References\n\n" + "\n".join(dict.fromkeys(rows))
