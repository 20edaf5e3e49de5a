"""Which rules run, and how severe each is: profile, configuration and command line together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from wfplint.errors import UserError
from wfplint.finding import Severity


class Selectable(Protocol):
    """What selection looks at; `wfplint.rulebook.model.Rule` and the built-in rules have it."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def severity(self) -> Severity: ...
    @property
    def profiles(self) -> tuple[str, ...]: ...


def choose(
    rules: Iterable[Selectable],
    *,
    profile: str = "default",
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    severity: Mapping[str, Severity] | None = None,
    removed: Mapping[str, str] | None = None,
    origin: Mapping[str, str] | None = None,
) -> dict[str, Severity]:
    """The ids of the rules that run, sorted, with their severity.

    `select` and `ignore` hold ids, id prefixes or names. Selected rules run whatever the profile
    says; where both meet at a rule the longer (more exact) word wins. `removed` maps ids that once
    were rules to the reason they are gone, `origin` words to the file they stand in. Raises
    UserError for a word that means no rule, or the same rule on both sides.
    """
    every = {rule.id: rule for rule in rules}
    words = _Words(every, removed or {}, origin or {})
    selected, ignored = words.expand(select), words.expand(ignore)
    overrides = {
        rule: level for word, level in (severity or {}).items() for rule in words.meant(word)
    }
    running: dict[str, Severity] = {}
    for rule in sorted(every.values(), key=lambda rule: rule.id):
        for_it, against = selected.get(rule.id, 0), ignored.get(rule.id, 0)
        if for_it and for_it == against:
            raise UserError(f"{rule.id} is both selected and ignored")
        wanted = for_it > against if selected else profile in rule.profiles and not against
        if wanted:
            running[rule.id] = overrides.get(rule.id, _in_profile(rule.severity, profile))
    return running


def _in_profile(severity: Severity, profile: str) -> Severity:
    strict = profile == "strict" and severity is Severity.NOTE
    return Severity.WARNING if strict else severity


def find_rule(
    rules: Iterable[Selectable], word: str, removed: Mapping[str, str] | None = None
) -> str:
    """The id of the one rule that a word (id or name) means. Raises UserError."""
    found = _Words({rule.id: rule for rule in rules}, removed or {}, {}).meant(word)
    if len(found) > 1:
        raise UserError(f"'{word}' means {len(found)} rules", hint=", ".join(sorted(found)))
    return found[0]


class _Words:
    """Resolves what users call rules."""

    def __init__(
        self,
        rules: Mapping[str, Selectable],
        removed: Mapping[str, str],
        origin: Mapping[str, str],
    ) -> None:
        self._rules = rules
        self._removed = removed
        self._origin = origin

    def expand(self, words: Iterable[str]) -> dict[str, int]:
        """Rule ids that the words mean, each with the exactness of its best word."""
        found: dict[str, int] = {}
        for word in words:
            for rule in self.meant(word):
                exact = len(rule) if word == self._rules[rule].name else len(word)
                found[rule] = max(found.get(rule, 0), exact)
        return found

    def meant(self, word: str) -> list[str]:
        rules = self._rules.values()
        found = [
            rule.id
            for rule in rules
            if rule.name == word or (word and rule.id.startswith(word.upper()))
        ]
        if not found:
            self._complain(word)
        return found

    def _complain(self, word: str) -> None:
        from difflib import get_close_matches

        file = self._origin.get(word)
        if word.upper() in self._removed:
            message = f"{word.upper()} was removed: {self._removed[word.upper()]}"
            raise UserError(message, path=file)
        names = [name for rule in self._rules.values() for name in (rule.id, rule.name)]
        near = get_close_matches(word, names, n=1)
        hint = f"did you mean {near[0]}? " if near else ""
        hint += "`wfplint rule` lists all of them"
        raise UserError(f"unknown rule '{word}'", path=file, hint=hint)
