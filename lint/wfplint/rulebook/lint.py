"""What a rule record must be beyond its schema: complete, sourced, and in plain words.

Facts need a source that says so; the label of a basis decides which sources do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from wfplint.errors import UserError
from wfplint.rulebook.decode import choices
from wfplint.rulebook.model import Basis, DcrWords, Rule, Rulebook

LEARN = "https://learn.microsoft.com/"
ANSWERS = LEARN + "answers/"
ASKS = range(1, 11)
PROPOSED_WORDS = 60
_SENTENCE_END = re.compile(r"[.!?](?=\s|$)")
_HYPE = re.compile(
    r"\b(simply|easily|obviously|of course|powerful|robust|seamless\w*|world-class|cutting-edge"
    r"|blazing\w*|effortless\w*|best-in-class)\b",
    re.IGNORECASE,
)
_TEXTS = (
    "title",
    "since",
    "summary",
    "message",
    "why",
    "impact",
    "fix",
    "suppress_when",
    "checker",
)
_LISTS = ("basis", "limitations", "applies_to", "references", "params", "samples", "profiles")
_LEARN_LABELS = ("documented", "documented-by-omission")
_ATTRIBUTION = re.compile(
    r"not confirmed by Microsoft|Microsoft has not confirmed|nobody from Microsoft"
)

Complaint = tuple[str, str, str]
"""Dotted key, what is wrong, hint."""


def lint(book: Rulebook) -> tuple[UserError, ...]:
    """Everything wrong with the records of a rulebook, with file and line; empty if nothing."""
    found = []
    for rule in book.rules.values():
        for key, message, hint in _complaints(rule, book):
            line = rule.lines.get(key) or rule.lines.get(re.split(r"[.\[]", key)[0], 1)
            found.append(
                UserError(f"{rule.id}, {key}: {message}", path=rule.path, line=line, hint=hint)
            )
    return tuple(found)


def _complaints(rule: Rule, book: Rulebook) -> Iterator[Complaint]:
    yield from _identity(rule)
    yield from _complete(rule)
    yield from _sentences(rule)
    yield from _messages(rule)
    yield from _grounds(rule, book)
    yield from _references(rule, book)
    for number, words in enumerate(rule.dcr):
        yield from _dcr(words, f"dcr[{number}]")


def _identity(rule: Rule) -> Iterator[Complaint]:
    if not re.fullmatch(r"[A-Z]{2,8}\d{3}", rule.id):
        yield "id", f"'{rule.id}' is not an id", "allowed: letters and three digits, as WFP101"
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", rule.name):
        yield "name", f"'{rule.name}' is not in kebab-case", "allowed: words-with-hyphens"
    stem = f"{rule.id}-{rule.name}"
    if rule.path.rpartition("/")[2] != f"{stem}.yaml":
        yield "id", f"the file is not named {stem}.yaml", ""
    if rule.samples.rpartition("/")[2] != stem:
        yield "samples", f"'{rule.samples}' does not end in {stem}", ""


def _complete(rule: Rule) -> Iterator[Complaint]:
    for name in _TEXTS:
        if not str(getattr(rule, name)).strip():
            yield name, "is empty", "allowed: a text"
    for name in _LISTS:
        value = getattr(rule, name)
        if not value or (isinstance(value, tuple) and not all(_filled(item) for item in value)):
            yield name, "is empty or has an empty item", ""
    if f"// wfplint: ignore[{rule.id}] " not in rule.suppress_when:
        hint = f"allowed: a line with // wfplint: ignore[{rule.id}] reason"
        yield "suppress_when", "does not show the comment to paste", hint


def _filled(item: object) -> bool:
    return bool(str(item).strip())


def _sentences(rule: Rule) -> Iterator[Complaint]:
    summary = rule.summary.strip()
    if len(_SENTENCE_END.findall(summary)) != 1 or not summary.endswith("."):
        yield "summary", "is not one sentence", "allowed: one sentence with a full stop"
    if rule.title.endswith("."):
        yield "title", "ends in a full stop", ""
    for name in ("title", "summary", "why", "impact", "fix", "suppress_when"):
        hype = _HYPE.search(getattr(rule, name))
        if hype:
            yield name, f"'{hype[0]}' says nothing", "leave it out"


def _messages(rule: Rule) -> Iterator[Complaint]:
    forms = [("message", rule.message, rule.params)]
    forms += [(f"more[{n}]", form.message, form.params) for n, form in enumerate(rule.more)]
    for key, text, params in forms:
        if text or key == "message":
            yield from _message(key, text)
        for reason, phrase in dict(params.get("report", {})).items():
            if not str(phrase).strip() or str(phrase).endswith("."):
                yield key, f"the phrase for '{reason}' is empty or ends in a full stop", ""


def _message(key: str, text: str) -> Iterator[Complaint]:
    if text[:1].isupper() or not text.strip():
        yield key, "does not start in lower case", "allowed: a lower-case word, a name or {name}"
    if text.rstrip().endswith("."):
        yield key, "ends in a full stop", ""
    if "\n" in text.strip():
        yield key, "has more than one line", ""
    if not re.search(r"\{\w+\}", text):
        yield key, "names nothing", "allowed: at least one {placeholder}"


def _grounds(rule: Rule, book: Rulebook) -> Iterator[Complaint]:
    for number, basis in enumerate(rule.basis):
        yield from _ground(basis, book, f"basis[{number}]")
    if any(basis.label == "reported" for basis in rule.basis):
        told = " ".join([rule.why, rule.impact, *(b.statement for b in rule.basis)])
        if not _ATTRIBUTION.search(told):
            hint = "say: reported in a Microsoft Q&A thread; not confirmed by Microsoft"
            yield "impact", "states a reported fact without saying so", hint


def _ground(basis: Basis, book: Rulebook, key: str) -> Iterator[Complaint]:
    if not basis.statement.strip().endswith("."):
        yield f"{key}.statement", "is not a sentence", ""
    urls = [book.sources[name].url for name in basis.sources if name in book.sources]
    learn = [url for url in urls if url.startswith(LEARN) and not url.startswith(ANSWERS)]
    if basis.label in _LEARN_LABELS and not learn:
        yield f"{key}.sources", f"'{basis.label}' needs a page on Microsoft Learn", ""
    elif basis.label != "practice" and not urls:
        yield f"{key}.sources", f"'{basis.label}' needs a source", ""


def _references(rule: Rule, book: Rulebook) -> Iterator[Complaint]:
    known = {source.url for source in book.sources.values()}
    for number, reference in enumerate(rule.references):
        if reference.url not in known:
            hint = "add the page to sources in a facts file"
            yield f"references[{number}].url", f"'{reference.url}' is no known source", hint


def _dcr(words: DcrWords, key: str) -> Iterator[Complaint]:
    unknown = [ask for ask in words.asks if ask not in ASKS]
    if unknown or not words.asks:
        yield f"{key}.asks", f"unknown or no ask: {unknown}", choices(map(str, ASKS))
    count = len(words.proposed_text.split())
    if not 0 < count <= PROPOSED_WORDS:
        message = f"the proposed text has {count} words"
        yield f"{key}.proposed_text", message, f"allowed: 1 to {PROPOSED_WORDS}"
    if not words.ask.strip():
        yield f"{key}.ask", "is empty", "allowed: a text"
