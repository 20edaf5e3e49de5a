"""Do the records, the pages and the texts of the change request say the same?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from wfplint.dcr.markdown import LABELS, words
from wfplint.dcr.model import Knowledge
from wfplint.dcr.tokens import Token, find
from wfplint.rulebook.model import Rule


def disagreements(
    known: Knowledge,
    rules: Iterable[Rule],
    pages: Mapping[str, str],
    written: Mapping[str, bytes | None],
    expected: Mapping[str, bytes],
) -> list[str]:
    """One line for each disagreement; empty if all is well.

    `pages` are the hand-written pages by path, `written` the texts found in the output folder
    (None for a missing one) and `expected` what they should be.
    """
    return [
        *_warnings(known),
        *_asks(known),
        *_rules(known, rules),
        *_pages(known, pages),
        *_texts(written, expected),
    ]


def _warnings(known: Knowledge) -> Iterator[str]:
    for name in ("reported", "confirmed"):
        count = words(getattr(known.warnings, name).whole)
        if count > known.warnings.limit:
            limit = known.warnings.limit
            yield f"rules/dcr/warning.yaml: '{name}' has {count} words, {limit} are allowed"
    if " may " not in known.warnings.reported.text:
        yield "rules/dcr/warning.yaml: 'reported' must say \"may\": nothing of it is confirmed"


def _asks(known: Knowledge) -> Iterator[str]:
    numbers = [ask.number for ask in known.asks]
    if numbers != list(range(1, len(numbers) + 1)):
        yield "rules/dcr/asks.yaml: the numbers must run from 1 without a gap"
    asked = {question for ask in known.asks for question in ask.questions}
    for question in known.questions:
        if question.id not in asked:
            yield f"rules/dcr/questions.yaml: no ask covers question '{question.id}'"


def _rules(known: Knowledge, rules: Iterable[Rule]) -> Iterator[str]:
    numbers = {ask.number for ask in known.asks}
    for rule in rules:
        for entry in rule.dcr:
            if entry.page not in known.sources:
                yield f"{rule.path}: dcr.page '{entry.page}' is not a known source"
            for number in set(entry.asks) - numbers:
                yield f"{rule.path}: dcr.asks names ask {number}, which does not exist"


def _pages(known: Knowledge, pages: Mapping[str, str]) -> Iterator[str]:
    for path, text in pages.items():
        for token in find(text):
            problem = _problem(known, token)
            if problem:
                yield f"{path}:{token.line}: {problem}"


def _problem(known: Knowledge, token: Token) -> str:
    known_arguments: dict[str, set[str]] = {
        "fact": {fact.id for fact in known.facts},
        "facts": {fact.topic for fact in known.facts},
        "warning": {"reported", "confirmed"},
        "question": {question.id for question in known.questions},
        "ask": {str(ask.number) for ask in known.asks},
    }
    if token.name == "chip":
        label, *sources = token.arguments or ("",)
        if label not in LABELS:
            return f"unknown label '{label}'"
        unknown = [key for key in sources if key not in known.sources]
        return f"unknown source '{unknown[0]}'" if unknown else ""
    allowed = known_arguments.get(token.name)
    if allowed is None:
        return ""
    unknown = [argument for argument in token.arguments if argument not in allowed]
    return f"unknown {token.name} '{unknown[0]}'" if unknown else ""


def _texts(written: Mapping[str, bytes | None], expected: Mapping[str, bytes]) -> Iterator[str]:
    for name, found in written.items():
        if found is None:
            yield f"{name}: missing; run `wfplint dcr --out` again"
        elif found != expected[name]:
            yield f"{name}: differs from the records; run `wfplint dcr --out` again"
