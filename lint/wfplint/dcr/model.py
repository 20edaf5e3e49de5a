"""The records of `rules/dcr`: what is known, what is asked, and what should be changed where."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

FactLabel = Literal["documented", "documented-by-omission", "reported", "sample", "ms-oss"]
GuardLabel = Literal["model", "practice"]


@dataclass(frozen=True, slots=True)
class WarningText:
    """One variant of the proposed warning: `text`, and the sentence with the link, `see`."""

    title: str
    text: str
    see: str

    @property
    def whole(self) -> str:
        return f"{self.text} {self.see}"


@dataclass(frozen=True, slots=True)
class Warnings:
    """Both variants, and the number of words neither may exceed."""

    limit: int
    reported: WarningText
    confirmed: WarningText


@dataclass(frozen=True, slots=True)
class Fact:
    """One sentence of fact; `sources` are keys of `Knowledge.sources`."""

    id: str
    topic: str
    label: FactLabel
    sources: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """Something unknown: a short form, a form for Microsoft, and what the answer decides.

    `layers` are those it matters at; `switch` names the switch of the model that stands for it,
    or nothing.
    """

    id: str
    layers: tuple[str, ...]
    short: str
    question: str
    switch: str
    consequence: str


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing asked of Microsoft; `pages` are source keys, `questions` ids of questions."""

    number: int
    title: str
    text: str
    pages: tuple[str, ...]
    questions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LayerFields:
    """Which metadata fields a layer may carry, each `yes` or `no`."""

    layer: str
    completion: str
    flow: str
    endpoint: str
    parent: str


@dataclass(frozen=True, slots=True)
class GuardRow:
    """What one guard does against the crash for an operation pended at bind, connect, accept."""

    guard: str
    label: GuardLabel
    bind: str
    connect: str
    accept: str
    why: str


@dataclass(frozen=True, slots=True)
class Layers:
    """The two tables by layer."""

    metadata: tuple[LayerFields, ...]
    guards: tuple[GuardRow, ...]


@dataclass(frozen=True, slots=True)
class Impact:
    """What the defect does, Markdown."""

    bug_checks: str
    security: str
    who: str


@dataclass(frozen=True, slots=True)
class Request:
    """The framing words of the change request."""

    title: str
    summary: str
    impact: Impact
    compatibility: str
    disclaimer: str


@dataclass(frozen=True, slots=True)
class FeedbackHub:
    """The fields of a Feedback Hub report and the lengths it keeps to."""

    kind: str
    category: str
    category_note: str
    title: str
    title_limit: int
    limit: int
    steps: tuple[str, ...]
    expected: str
    actual: str


@dataclass(frozen=True, slots=True)
class LearnFeedback:
    """The short text for the feedback control of a Learn page."""

    limit: int
    text: str


@dataclass(frozen=True, slots=True)
class GithubIssue:
    """The fields of the documentation repository's issue form."""

    kind: str
    author: str
    intro: str


@dataclass(frozen=True, slots=True)
class PullRequest:
    """What every pull request body says."""

    branch: str
    note: str
    ai_usage: str


@dataclass(frozen=True, slots=True)
class Confirmation:
    """Whom the confirmation request addresses, and how it begins."""

    to: str
    intro: str


@dataclass(frozen=True, slots=True)
class Routes:
    """The ways to send the request."""

    feedback_hub: FeedbackHub
    learn: LearnFeedback
    github: GithubIssue
    pull_request: PullRequest
    confirmation: Confirmation


@dataclass(frozen=True, slots=True)
class HtmlLink:
    """A see-also link of a DDI page."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Edit:
    """One change of a page. Where: one of the `after_*` or `replace_*` anchors, which match the
    stripped start or end of a paragraph or line, inside `section` if that is given. What: one of
    `alert`, `paragraph`, `html_link`, or `find` and `put` for a replacement within the line.
    """

    page: str
    section: str = ""
    after_paragraph_starting: str = ""
    after_paragraph_ending: str = ""
    before_paragraph_starting: str = ""
    after_last_link: bool = False
    replace_line_starting: str = ""
    find: str = ""
    put: str = ""
    alert: str = ""
    alert_kind: Literal["WARNING", "NOTE"] = "WARNING"
    bold_lead: str = ""
    paragraph: str = ""
    html_link: HtmlLink | None = None


@dataclass(frozen=True, slots=True)
class Concern:
    """Changes that belong together and can be merged alone: one patch.

    `main` marks the patch that carries the warning; it is named after the repository only.
    `context` is the number of unchanged lines around a change: fewer where two concerns meet in
    neighbouring paragraphs, so that each still applies after the other.
    """

    id: str
    repository: Literal["windows-driver-docs-ddi", "windows-driver-docs"]
    title: str
    why: str
    asks: tuple[int, ...]
    edits: tuple[Edit, ...]
    main: bool = False
    context: int = 3

    @property
    def file_name(self) -> str:
        return f"{self.repository}.patch" if self.main else f"{self.repository}.{self.id}.patch"


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A page: `repository` and `path` say where its text lives, when that is public."""

    key: str
    title: str
    url: str
    repository: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class FoundSite:
    """A completion call in a public sample, with the verdict that `wfplint audit` gives it."""

    path: str
    line: int
    function: str
    verdict: str
    seen: str


@dataclass(frozen=True, slots=True)
class FoundSites:
    """The sites of one repository at one commit."""

    repository: str
    commit: str
    sites: tuple[FoundSite, ...]


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One run of the exploration: what, under which assumptions (switch -> value), and the outcome:
    the invariants that break, none for a pass. `states` is 0 if the run is not at hand. A run of at
    most so many `preemptions` (-1: any number) says nothing of more.
    """

    id: str
    group: str
    title: str
    assumptions: dict[str, int]
    broken: tuple[str, ...]
    states: int = 0
    preemptions: int = -1

    @property
    def switches(self) -> str:
        """The assumptions that differ from the base, as the explorer is told them."""
        return " ".join(f"{name}={value}" for name, value in self.assumptions.items()) or "base"

    @property
    def outcome(self) -> str:
        if self.broken:
            return f"breaks {', '.join(self.broken)}"
        return "holds" if self.preemptions < 0 else f"holds (preemptions: {self.preemptions})"


@dataclass(frozen=True, slots=True)
class Knowledge:
    """All of `rules/dcr`, with every source that a fact, ask or patch names."""

    warnings: Warnings
    facts: tuple[Fact, ...]
    questions: tuple[Question, ...]
    asks: tuple[Ask, ...]
    layers: Layers
    request: Request
    routes: Routes
    concerns: tuple[Concern, ...]
    sites: FoundSites
    sources: dict[str, SourceRow] = field(default_factory=dict)

    def fact(self, id: str) -> Fact:
        """The fact with this id; `KeyError` if there is none."""
        for fact in self.facts:
            if fact.id == id:
                return fact
        raise KeyError(id)

    def questions_by_layer(self) -> dict[str, tuple[Question, ...]]:
        """The questions that matter at each layer, in the order of their first mention."""
        names = dict.fromkeys(layer for q in self.questions for layer in q.layers)
        return {n: tuple(q for q in self.questions if n in q.layers) for n in names}

    def topic(self, name: str) -> tuple[Fact, ...]:
        return tuple(fact for fact in self.facts if fact.topic == name)
