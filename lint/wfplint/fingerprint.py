"""Fingerprints: what stays of a finding when lines move, for baselines and SARIF viewers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from wfplint.finding import Finding
from wfplint.result import Sources


def with_fingerprints(findings: Iterable[Finding], sources: Sources) -> tuple[Finding, ...]:
    """The findings in order, each with a fingerprint of 16 hexadecimal digits.

    It is made of the rule, the path, the function and the text of the line without its spacing. A
    line that stands several times in a function is counted, in source order.
    """
    findings = tuple(findings)
    seen: Counter[tuple[str, ...]] = Counter()
    marks: dict[int, str] = {}
    for index, finding in sorted(enumerate(findings), key=lambda item: _order(item[1])):
        line = sources.place(finding.span).line
        text = "".join(sources.line(finding.span.path, line).split())
        key = (finding.rule, finding.span.path, finding.function, text)
        marks[index] = _digest((*key, str(seen[key])))
        seen[key] += 1
    return tuple(f._replace(fingerprint=marks[index]) for index, f in enumerate(findings))


def _order(finding: Finding) -> tuple[str, int, str, str]:
    return (finding.span.path, finding.span.start, finding.rule, finding.message)


def _digest(parts: tuple[str, ...]) -> str:
    from hashlib import sha256  # loads a library, and most runs find nothing

    return sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:16]
