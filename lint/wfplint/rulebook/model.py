"""The records that rule files are decoded to. Every output is made from these values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from wfplint.dataflow.effects import FunctionFacts, RoleFacts
from wfplint.finding import Severity

Confidence = Literal["high", "medium", "low"]
Label = Literal["documented", "documented-by-omission", "reported", "sample", "ms-oss", "practice"]


@dataclass(frozen=True, slots=True)
class Basis:
    """Why a rule exists: what kind of ground it stands on, and the source keys that say so."""

    label: Label
    sources: tuple[str, ...]
    statement: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A link for the reader."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class DcrWords:
    """What a rule asks of Microsoft: the ask, and the sentence the documentation should gain.

    `page` is the source key of the page the sentence belongs to, `asks` the numbers of the asks in
    the design change request it supports.
    """

    ask: str
    proposed_text: str
    page: str
    asks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Binding:
    """A further checker for a rule that has several forms; `message` and `severity` replace the
    rule's own.
    """

    checker: str
    params: dict[str, Any]
    message: str = ""
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. Text fields are Markdown; `message` is a template whose placeholders the checker
    offers; `more` holds further checkers for other forms of the same defect; `path` and `lines`
    (dotted key -> line) say where it was read from.
    """

    id: str
    name: str
    title: str
    severity: Severity
    confidence: Confidence
    since: str
    basis: tuple[Basis, ...]
    summary: str
    message: str
    why: str
    impact: str
    fix: str
    limitations: tuple[str, ...]
    suppress_when: str
    applies_to: tuple[str, ...]
    references: tuple[Reference, ...]
    checker: str
    params: dict[str, Any]
    samples: str
    more: tuple[Binding, ...] = ()
    overlaps: tuple[str, ...] = ()
    dcr: tuple[DcrWords, ...] = ()
    profiles: tuple[str, ...] = ("default", "strict")
    path: str = ""
    lines: dict[str, int] = field(default_factory=dict, compare=False, repr=False)

    @property
    def group(self) -> str:
        """The hundred it belongs to: `WFP1xx`."""
        return self.id[:4] + "xx"


@dataclass(frozen=True, slots=True)
class Source:
    """A page that facts are taken from; `key` is what `Basis.sources` names."""

    key: str
    title: str
    url: str
    repository: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class ApiFacts:
    """All that is known about functions, roles and layers, by name, and constants by spelling."""

    functions: dict[str, FunctionFacts]
    roles: dict[str, RoleFacts]
    layers: dict[str, LayerFacts]
    constants: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LayerFacts:
    """A filtering layer: its GUID and run-time id names, and what can be done there.

    `pendable` names the pend families allowed, `teardown` the guard kind its classify function
    provides (`endpoint-closure`, `resource-release`) or nothing. `metadata` lists the metadata
    fields that may be present.
    """

    name: str
    guids: tuple[str, ...]
    ids: tuple[str, ...]
    pendable: tuple[str, ...] = ()
    teardown: str = ""
    flow: bool = False
    metadata: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Everything loaded: rules by id, facts, sources by key, and ids that were removed."""

    rules: dict[str, Rule]
    facts: ApiFacts
    sources: dict[str, Source]
    removed: dict[str, str] = field(default_factory=dict)
