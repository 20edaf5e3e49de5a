"""The tables and lists that hand-written pages take from the records."""

from __future__ import annotations

from collections.abc import Sequence

from wfplint.dcr.markdown import LABELS, short_title
from wfplint.dcr.model import EvidenceRow, Knowledge, WarningText
from wfplint.pages.html import SHORT, chip, fact, inline, table

_TONES = {
    "no": "bad", "not available": "bad", "partial": "warn", "weak": "warn", "narrows": "warn",
    "holds under conditions": "good", "avoids": "good", "alternative": "plain", "n/a": "quiet",
}  # fmt: skip


def warning(known: Knowledge, variant: str) -> str:
    """The proposed warning as a reader of Learn would see it."""
    text: WarningText = getattr(known.warnings, variant)
    body = inline(text.whole)
    return (
        f'<div class="wl-learn" role="note" aria-label="Proposed warning: {text.title}">'
        f'<p class="wl-learn__head">Warning</p><p>{body}</p></div>'
    )


def facts(known: Knowledge, topic: str) -> str:
    items = "".join(f"<li>{fact(known, item)}</li>" for item in known.topic(topic))
    return f'<ul class="wl-facts">{items}</ul>'


def labels() -> str:
    """The legend: each label with its meaning."""
    rows = "".join(
        f'<div id="label-{label}"><dt>{chip(label, (), {})}</dt>'
        f"<dd>{inline(meaning[0].upper() + meaning[1:])}.</dd></div>"
        for label, meaning in LABELS.items()
    )
    return f'<dl class="wl-legend">{rows}</dl>'


def page_link(known: Knowledge, key: str) -> str:
    """A link to a source under its short title."""
    source = known.sources[key]
    return f'<a href="{source.url}">{short_title(source.title)}</a>'


def questions(known: Knowledge) -> str:
    rows = [
        (
            f'<span id="unknown-{q.id}">({q.id})</span>',
            inline(q.short),
            inline(q.consequence),
            f"<code>{q.switch}</code>" if q.switch else "–",
        )
        for q in known.questions
    ]
    return table(("", "Question", "What the answer decides", "Switch"), rows)


def questions_by_layer(known: Knowledge) -> str:
    rows = [
        (f"<code>{layer}</code>", " ".join(f"({q.id}) {inline(q.short)}" for q in found))
        for layer, found in known.questions_by_layer().items()
    ]
    return table(("Layer", "Open questions"), rows)


def asks(known: Knowledge) -> str:
    items = []
    for ask in known.asks:
        pages = ", ".join(page_link(known, key) for key in ask.pages)
        items.append(
            f'<li id="ask-{ask.number}"><strong>{inline(ask.title)}.</strong> {inline(ask.text)} '
            f'<span class="wl-muted">Pages: {pages}</span></li>'
        )
    return f'<ol class="wl-asks">{"".join(items)}</ol>'


def metadata(known: Knowledge) -> str:
    rows = [
        (f"<code>{r.layer}</code>", *map(_presence, (r.completion, r.flow, r.endpoint, r.parent)))
        for r in known.layers.metadata
    ]
    heads = ("Layer", "Completion handle", "Flow handle", "Endpoint handle", "Parent handle")
    return table(heads, rows) + f"<p>{chip('documented', ['MTAB'], known.sources)}</p>"


def guards(known: Knowledge) -> str:
    rows = [
        (
            f'{inline(r.guard)} {chip(r.label, (), {})}<span class="wl-why">{inline(r.why)}</span>',
            *map(_mark, (r.bind, r.connect, r.accept)),
        )
        for r in known.layers.guards
    ]
    heads = ("Guard", "Resource assignment", "Connect", "Receive/accept")
    return table(heads, rows)


def _presence(word: str) -> str:
    tone = "good" if word == "yes" else "quiet"
    return f'<span class="wl-mark wl-mark--{tone}">{word}</span>'


def _mark(word: str) -> str:
    return f'<span class="wl-mark wl-mark--{_TONES.get(word, "plain")}">{word}</span>'


def evidence(rows: Sequence[EvidenceRow]) -> str:
    """The runs of the exploration; state counts only if they are at hand."""
    if not rows:
        return "<p>The table is printed by <code>make prove</code>; it was not at hand here.</p>"
    counted = any(row.states for row in rows)
    heads = ["", "What was explored", "Assumptions", "Outcome", *(["States"] if counted else [])]
    cells = [
        [
            row.group,
            inline(row.title),
            f"<code>{row.switches}</code>",
            f'<span class="wl-mark wl-mark--{"bad" if row.broken else "good"}">'
            f"{row.outcome}</span>",
            *([f"{row.states:,}" if row.states else "–"] if counted else []),
        ]
        for row in rows
    ]
    held = sum(not row.broken for row in rows)
    title = f"All {len(rows)} runs: {held} hold, {len(rows) - held} break an invariant"
    return f'<details class="wl-details"><summary>{title}</summary>{table(heads, cells)}</details>'


def patches(known: Knowledge) -> str:
    rows = [
        (
            f'{inline(c.title)}<span class="wl-why">{inline(c.why)}</span>',
            f"<code>{c.repository}</code>",
            ", ".join(
                page_link(known, key) for key in dict.fromkeys(edit.page for edit in c.edits)
            ),
        )
        for c in known.concerns
    ]
    return table(("Change", "Repository", "Pages"), rows)


def sites(known: Knowledge) -> str:
    found = known.sites
    base = f"https://github.com/{found.repository}/blob/{found.commit}"
    rows = [
        (
            f'<a href="{base}/{s.path}#L{s.line}"><code>{s.path.rpartition("/")[2]}:{s.line}</code>'
            "</a>",
            f"<code>{s.function}</code>",
            _mark(s.verdict),
            inline(s.seen),
        )
        for s in found.sites
    ]
    return table(("Call", "Function", "Verdict", "What was seen"), rows)


def label_name(label: str) -> str:
    return SHORT.get(label, label)
