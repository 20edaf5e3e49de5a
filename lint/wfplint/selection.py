"""Which rules run, and how severe each is: profile, configuration and command line together."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import replace

from wfplint.errors import UserError
from wfplint.finding import Severity
from wfplint.rulebook.model import Rule


def choose(
    rules: Mapping[str, Rule],
    *,
    profile: str = "default",
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    severity: Mapping[str, Severity] | None = None,
    place: str = "",
) -> tuple[Rule, ...]:
    """The rules that run, by id, with their severity in this profile.

    `select` and `ignore` hold ids, id prefixes or names. Selected rules run whatever the profile
    says; the longer (more exact) of two words that meet at a rule wins. Raises UserError, naming
    `place`, for a word that means no rule or stands on both sides.
    """
    chosen, dropped = _expand(rules, select, place), _expand(rules, ignore, place)
    overrides = {rule: level for word, level in (severity or {}).items()
                 for rule in _meant(rules, word, place)}  # fmt: skip
    running = []
    for rule in sorted(rules.values(), key=lambda rule: rule.id):
        wanted = chosen.get(rule.id, 0) if chosen else int(profile in rule.profiles)
        refused = dropped.get(rule.id, 0)
        if wanted and wanted == refused and chosen:
            raise UserError(f"{rule.id} is both selected and ignored", path=place or None)
        if wanted and (not refused or (chosen and wanted > refused)):
            running.append(replace(rule, severity=_severity(rule, profile, overrides)))
    return tuple(running)


def _severity(rule: Rule, profile: str, overrides: Mapping[str, Severity]) -> Severity:
    if rule.id in overrides:
        return overrides[rule.id]
    if profile == "strict" and rule.severity is Severity.NOTE:
        return Severity.WARNING
    return rule.severity


def _expand(rules: Mapping[str, Rule], words: Iterable[str], place: str) -> dict[str, int]:
    """Rule ids that the words mean, each with the exactness of the best word."""
    found: dict[str, int] = {}
    for word in words:
        for rule in _meant(rules, word, place):
            exact = 99 if word == rules[rule].name else len(word)
            found[rule] = max(found.get(rule, 0), exact)
    return found


def _meant(rules: Mapping[str, Rule], word: str, place: str) -> list[str]:
    wanted = word.strip()
    found = [
        rule.id
        for rule in rules.values()
        if rule.name == wanted or (wanted and rule.id.startswith(wanted.upper()))
    ]
    if found:
        return found
    names = [name for rule in rules.values() for name in (rule.id, rule.name)]
    near = difflib.get_close_matches(wanted, names, n=1)
    hint = f"did you mean {near[0]}? " if near else ""
    raise UserError(
        f"unknown rule '{wanted}'", path=place or None, hint=hint + "wfplint rule lists all of them"
    )
