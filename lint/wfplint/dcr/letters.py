"""The texts for each route: Feedback Hub, a Learn page, a GitHub issue, pull requests, the team."""

from __future__ import annotations

from collections.abc import Sequence

from wfplint.dcr.markdown import links, plain, quoted, table, wrapped
from wfplint.dcr.model import Concern, Knowledge
from wfplint.errors import UserError


def feedback_hub(known: Knowledge) -> str:
    """The fields of a Feedback Hub report, in the order the app asks for them.

    UserError if the title or the details exceed their limits.
    """
    hub = known.routes.feedback_hub
    steps = "\n".join(wrapped(f"{n}. {step}") for n, step in enumerate(hub.steps, 1))
    details = "\n\n".join(
        [
            "Steps\n" + steps,
            "Expected\n" + wrapped(hub.expected),
            "Actual\n" + wrapped(hub.actual),
            "Proposed warning\n" + wrapped(plain(known.warnings.reported.whole)),
            "Source: " + known.sources["QA"].url,
        ]
    )
    _within(hub.title, hub.title_limit, "the Feedback Hub title")
    _within(details, hub.limit, "the Feedback Hub text")
    head = f"Kind: {hub.kind}\nCategory: {hub.category}\n({hub.category_note})\n"
    return f"{head}\nTitle\n{hub.title}\n\nDetails\n{details}\n"


def learn_feedback(known: Knowledge) -> str:
    """The short text for a page's feedback control, and where to paste it."""
    learn = known.routes.learn
    text = " ".join(learn.text.split())
    _within(text, learn.limit, "the Learn feedback")
    pages = "\n".join(known.sources[key].url for key in ("COMP", "PEND"))
    return f"{wrapped(text)}\n\nPaste at the foot of:\n{pages}\n"


def github_issue(known: Knowledge) -> str:
    """An issue in the fields of the documentation repository's form."""
    form, comp = known.routes.github, known.sources["COMP"]
    asks = "\n".join(
        f"- Ask {ask.number}: {ask.title}." for ask in known.asks if "COMP" in ask.pages
    )
    feedback = "\n\n".join(
        [
            " ".join(form.intro.split()),
            "*Reported, not confirmed by Microsoft*: " + _plain_fact(known, "crash"),
            "Proposed text:\n\n" + quoted(known.warnings.reported.whole),
            "What is asked for this page:\n\n" + asks,
            f"Source: {links(known, ['QA'])}",
        ]
    )
    fields = [
        ("Title", known.request.title),
        ("Type of issue", form.kind),
        ("Feedback", feedback),
        ("Page URL", comp.url),
        ("Content source URL", _source_url(comp.repository, comp.path)),
        ("Author", form.author or "(filled in by the page)"),
    ]
    return "\n\n".join(f"### {name}\n\n{' '.join(t.split()) if name == 'Title' else t}"
                       for name, t in fields) + "\n"  # fmt: skip


def _plain_fact(known: Knowledge, id: str) -> str:
    return " ".join(known.fact(id).text.split())


def _source_url(repository: str, path: str) -> str:
    return f"https://github.com/{repository}/blob/staging/{path}"


def pull_request(known: Knowledge, concern: Concern) -> str:
    """The body of the pull request that carries one patch."""
    pull = known.routes.pull_request
    pages = links(known, dict.fromkeys(edit.page for edit in concern.edits))
    conceptual = concern.repository == "windows-driver-docs"
    parts = [
        f"# {concern.title}",
        f"Target branch: `{pull.branch}`",
        concern.why.strip(),
        f"Pages: {pages}",
        f"Supports {_numbered(concern.asks)} of the change request.",
        " ".join(pull.note.split()),
    ]
    if concern.main:
        parts.insert(3, "The crash is *reported*; Microsoft has not confirmed it, so the text says "
                        "\"may\". How it should read once confirmed:\n\n"
                        + quoted(known.warnings.confirmed.whole))  # fmt: skip
    if conceptual:
        parts.append(" ".join(pull.ai_usage.split()))
    return "\n\n".join(parts) + "\n"


def _numbered(asks: Sequence[int]) -> str:
    """`ask 8`, `asks 2, 3 and 5`"""
    *before, last = map(str, asks)
    return f"asks {', '.join(before)} and {last}" if before else f"ask {last}"


def confirmation_request(known: Knowledge) -> str:
    """One question for each unknown, for the team that can answer."""
    letter = known.routes.confirmation
    rows = [(f"({q.id})", " ".join(q.question.split()), "", q.consequence) for q in known.questions]
    head = ("", "Question", "Yes / no / since version", "What it decides")
    return (
        "\n\n".join(
            [
                f"# Confirmation request to {letter.to}",
                " ".join(letter.intro.split()),
                "*Reported, not confirmed*: " + _plain_fact(known, "crash"),
                table(head, rows),
                "If the answers are no to (a) and yes to (b), the page would read:\n\n"
                + quoted(known.warnings.confirmed.whole),
            ]
        )
        + "\n"
    )


def _within(text: str, limit: int, what: str) -> None:
    if len(text) > limit:
        raise UserError(f"{what} has {len(text)} characters, {limit} are allowed")
