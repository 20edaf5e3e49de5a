"""Change a page at text anchors, in bytes: every byte that an edit does not name stays.

A page is a list of lines with their line ends. Anchors compare with a line's or paragraph's words,
so that indentation, CRLF and line breaks inside a paragraph do not matter.
"""

from __future__ import annotations

import re
import textwrap
from typing import NamedTuple

from wfplint.dcr.diff import split_lines
from wfplint.dcr.model import Edit, Warnings
from wfplint.errors import UserError

Lines = list[bytes]
_LINK = re.compile(rb"\s*(<a href=|[-*]\s+\[|\[).*")
_WIDTH = 100


class Block(NamedTuple):
    """A paragraph: lines `start` up to, not including, `stop`, and its text in one line."""

    start: int
    stop: int
    text: str


def apply_edit(data: bytes, edit: Edit, warnings: Warnings, page: str) -> bytes:
    """The page with one edit made.

    Raises UserError naming the page and the anchor if the anchor is missing, stands more than once,
    or if the page already has the new text.
    """
    lines = split_lines(data)
    eol = _line_end(lines)
    if edit.replace_line_starting:
        return b"".join(_replace(lines, edit, eol, page))
    at, new = _insertion(lines, edit, warnings, page)
    _refuse_present(data, new, page)
    block = [line.encode() + eol for line in new]
    if at == len(lines) and lines and not lines[-1].endswith(b"\n"):
        block = [eol, *block]
        block[-1] = block[-1].removesuffix(eol)
    return b"".join([*lines[:at], *block, *lines[at:]])


def _line_end(lines: Lines) -> bytes:
    crlf = sum(line.endswith(b"\r\n") for line in lines)
    return b"\r\n" if crlf * 2 > len(lines) else b"\n"


def _text(line: bytes) -> str:
    return " ".join(line.decode("utf-8", errors="replace").replace("\xa0", " ").split())


def blocks(lines: Lines) -> list[Block]:
    """The paragraphs of a page: runs of lines that are not blank."""
    found: list[Block] = []
    start = 0
    for index in range(len(lines) + 1):
        if index < len(lines) and _text(lines[index]):
            continue
        if index > start:
            found.append(Block(start, index, _text(b" ".join(lines[start:index]))))
        start = index + 1
    return found


def _only(found: list[int], page: str, anchor: str) -> int:
    if len(found) == 1:
        return found[0]
    problem = "was not found" if not found else f"was found {len(found)} times"
    raise UserError(
        f"the anchor '{anchor}' {problem}", path=page,
        hint="the page has changed since; read it and adapt rules/dcr/patches.yaml",
    )  # fmt: skip


def _insertion(lines: Lines, edit: Edit, warnings: Warnings, page: str) -> tuple[int, list[str]]:
    """Where to insert (a line index) and what, with the blank lines that set it apart."""
    if edit.after_last_link:
        links = [i for i, line in enumerate(lines) if _LINK.fullmatch(line.rstrip(b"\r\n"))]
        at = (links[-1] if links else _only([], page, "a see-also link")) + 1
        return _end_of_link(lines, at), _see_also(edit)
    found = blocks(lines)
    index = _only(
        [i for i, block in enumerate(found) if _anchors(edit, block.text)],
        page, edit.after_paragraph_starting or edit.after_paragraph_ending,
    )  # fmt: skip
    follower = edit.before_paragraph_starting
    if follower and not (
        index + 1 < len(found) and found[index + 1].text.startswith(_words(follower))
    ):
        _only([], page, follower)
    return found[index].stop, ["", *_body(edit, warnings)]


def _end_of_link(lines: Lines, at: int) -> int:
    while at < len(lines) and b"</a>" not in lines[at - 1]:
        at += 1
    return at


def _anchors(edit: Edit, text: str) -> bool:
    start, end = _words(edit.after_paragraph_starting), _words(edit.after_paragraph_ending)
    return bool(start or end) and text.startswith(start) and text.endswith(end)


def _words(text: str) -> str:
    return " ".join(text.split())


def _see_also(edit: Edit) -> list[str]:
    assert edit.html_link
    return ["", "", "", f'<a href="{edit.html_link.url}">{edit.html_link.text}</a>']


def _body(edit: Edit, warnings: Warnings) -> list[str]:
    if edit.alert:
        reported = warnings.reported
        text = edit.alert.replace("{warning}", reported.whole)
        text = text.replace("{warning-short}", reported.text)
        return [f"> [!{edit.alert_kind}]", f"> {_words(text)}"]
    lead = [f"**{edit.bold_lead}**   "] if edit.bold_lead else []
    return [*lead, _words(edit.paragraph)]


def _replace(lines: Lines, edit: Edit, eol: bytes, page: str) -> Lines:
    first, last = _section(lines, edit.section, page)
    wanted = _words(edit.replace_line_starting)
    hits = [i for i in range(first, last) if _text(lines[i]).startswith(wanted)]
    index = _only(hits, page, edit.replace_line_starting)
    old = edit.find.encode()
    if lines[index].count(old) != 1:
        _only([], page, edit.find)
    new = edit.put.encode().replace(b"\n", eol)
    return [*lines[:index], lines[index].replace(old, new), *lines[index + 1 :]]


def _section(lines: Lines, heading: str, page: str) -> tuple[int, int]:
    """The lines between this heading and the next one; all of them if no heading is given."""
    if not heading:
        return 0, len(lines)
    starts = [i for i, line in enumerate(lines) if _text(line) == _words(heading)]
    first = _only(starts, page, heading) + 1
    after = [i for i in range(first, len(lines)) if lines[i].startswith(b"#")]
    return first, after[0] if after else len(lines)


def _refuse_present(data: bytes, new: list[str], page: str) -> None:
    text = _text(data)
    written = _words(" ".join(new)).strip()
    if written and written in text:
        shown = textwrap.shorten(written, 60)
        raise UserError(f"the page already has '{shown}'", path=page, hint="nothing left to patch")
