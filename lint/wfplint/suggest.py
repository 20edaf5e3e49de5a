"""Edits that fix a finding, where one is safe to make by itself; worked out in the source text.

Two kinds are: to leave a function whose first call failed, before it has taken anything, and to
write a field of a structure beside another field of it that is written in the same block.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from wfplint.finding import Edit, Finding
from wfplint.result import Sources
from wfplint.rulebook.model import Rulebook
from wfplint.source import Span

# What a function of this type returns when it gives up.
_RETURNS = {
    b"void": b"return;",
    b"VOID": b"return;",
    b"BOOLEAN": b"return FALSE;",
    b"NTSTATUS": b"return STATUS_UNSUCCESSFUL;",
}
_CALL = re.compile(rb"\b([A-Za-z_]\w*)\s*\(")
_HARMLESS = frozenset(
    (b"UNREFERENCED_PARAMETER", b"PAGED_CODE", b"DbgPrint", b"DbgPrintEx", b"KdPrint", b"sizeof",
     b"NT_ASSERT", b"ASSERT", b"CONTAINING_RECORD")
)  # fmt: skip
_WRITE = re.compile(
    rb"^([ \t]*)(\w+)->(\w+)[ \t]*(?:=|\|=|&=)[^;=\n][^;\n]*;[ \t]*\r?$", re.MULTILINE
)


def with_edits(
    findings: Iterable[Finding], sources: Sources, rulebook: Rulebook
) -> tuple[Finding, ...]:
    """The findings, with edits added to those that can be fixed so."""
    return tuple(_with_edits(finding, sources, rulebook) for finding in findings)


def _with_edits(finding: Finding, sources: Sources, rulebook: Rulebook) -> Finding:
    suggest = _KINDS.get(finding.matched_by)
    rule = rulebook.rules.get(finding.rule)
    if suggest is None or rule is None or finding.edits or finding.macro is not None:
        return finding
    text = sources.file(finding.span.path).data
    edit = suggest(finding, text, rulebook)
    return finding if edit is None else finding._replace(edits=(edit,))


# --- leaving at once -------------------------------------------------------------------------


def _early_return(finding: Finding, text: bytes, rulebook: Rulebook) -> Edit | None:
    """`if (!call) return;` in place of `call;`, where nothing was done before it."""
    if not any(event.get("effect") for event in rulebook.rules[finding.rule].params["events"]):
        return None
    path, start, end = finding.span
    indent = _indent(text, start)
    call = text[start:end]
    head = _head(text, finding.function.encode(), start)
    if indent is None or head is None or text[end : end + 1] != b";":
        return None
    type_, body = head
    before = text[body:start]
    if before.count(b"{") != before.count(b"}") or type_ not in _RETURNS:
        return None
    if any(name not in _HARMLESS for name in _CALL.findall(before)):
        return None
    test = _test(call, rulebook)
    if test is None:
        return None
    new = b"if (" + test + b")\n" + indent + b"    " + _RETURNS[type_]
    return Edit(Span(path, start, end + 1), new.decode("utf-8", "replace"))


def _indent(text: bytes, start: int) -> bytes | None:
    """The blanks before a place, if nothing else stands before it on its line."""
    before = text[text.rfind(b"\n", 0, start) + 1 : start]
    return None if before.strip() else before


def _head(text: bytes, name: bytes, inside: int) -> tuple[bytes, int] | None:
    """The return type of the function around a place, and where its body begins."""
    start = rb"^[\w \t]*?(\w+)[ \t]+(?:NTAPI[ \t]+)?"
    pattern = re.compile(start + re.escape(name) + rb"\([^;{}]*\)\s*\{", re.MULTILINE)
    found = [m for m in pattern.finditer(text) if m.end() <= inside]
    return (found[-1][1], found[-1].end()) if found else None


def _test(call: bytes, rulebook: Rulebook) -> bytes | None:
    """How a call's failure is tested."""
    name = call.partition(b"(")[0].strip().decode("ascii", "replace")
    facts = rulebook.facts.functions.get(name) or rulebook.facts.functions.get(f"{name}0")
    if facts is None:
        return None
    if facts.result == "boolean":
        return b"!" + call
    return b"!NT_SUCCESS(" + call + b")" if facts.result == "status" else None


# --- writing a field -------------------------------------------------------------------------


def _store_beside(finding: Finding, text: bytes, rulebook: Rulebook) -> Edit | None:
    """A write of the field, before a write to the same structure in the block of the event."""
    path, start, _ = finding.span
    wanted = _write_of(rulebook.rules[finding.rule].params)
    if wanted is None:
        return None
    field, operator, constant = wanted
    line = text.rfind(b"\n", 0, start) + 1
    indent = text[line : len(text) - len(text[line:].lstrip(b" \t"))]
    end = text.find(b"\n}", start)
    for match in _WRITE.finditer(text, start, end):
        if match[1] == indent and match[3].decode() in _SIBLINGS - {field}:
            new = f"{indent.decode()}{match[2].decode()}->{field} {operator} {constant};\n"
            return Edit(Span(path, match.start(), match.start()), new)
    return None


_SIBLINGS = frozenset(("actionType", "rights", "flags"))


def _write_of(params: dict[str, Any]) -> tuple[str, str, str] | None:
    """Field, operator and constant of the write that the rule asks for."""
    if params["event"].get("effect") != "pend":
        return None
    required = (params.get("requires") or [{}])[0]
    field = str(required.get("writes", "")).partition(".")[2]
    if not field or field not in _SIBLINGS:
        return None
    if required.get("sets"):
        return field, "|=", str(required["sets"])
    values = required.get("value") or []
    return (field, "=", str(values[0])) if len(values) == 1 else None


_KINDS: dict[str, Callable[[Finding, bytes, Rulebook], Edit | None]] = {
    "must-check-result.report.ignored": _early_return,
    "must-follow.report.missing": _store_beside,
}
