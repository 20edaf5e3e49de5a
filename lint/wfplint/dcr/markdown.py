"""The few Markdown shapes that the texts are made of."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Sequence

from wfplint.dcr.model import Knowledge

LABELS = {
    "documented": "a Microsoft page says it",
    "documented-by-omission": "the page that should say it does not; the silence was checked",
    "reported": "the public question says it; nobody from Microsoft confirmed it",
    "sample": "Microsoft sample source or its manual does or says it",
    "ms-oss": "a design text in a Microsoft open-source repository says it; not a contract",
    "model": "exploring every interleaving of our sample driver shows it, under named assumptions",
    "practice": "good practice, in our judgement",
}


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A pipe table; pipes inside cells are escaped."""
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    lines += ["| " + " | ".join(_cell(cell) for cell in row) + " |" for row in rows]
    return "\n".join(lines)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def short_title(title: str) -> str:
    """A page title without what all of its kind carry, such as ` function (fwpsk.h)`."""
    title = re.sub(r"^(Microsoft Q&A|eBPF for Windows): .*", r"\1", title)
    return re.sub(
        r"_?(?: (?:callback )?(?:function|structure|enumeration))? \(\w+\.h\)$", "", title
    )


def link(known: Knowledge, key: str) -> str:
    """A Markdown link to a source."""
    source = known.sources[key]
    return f"[{short_title(source.title)}]({source.url})"


def links(known: Knowledge, keys: Iterable[str]) -> str:
    return ", ".join(link(known, key) for key in keys)


def quoted(text: str) -> str:
    """The warning as a reader outside Learn sees it: an alert whose links name their host."""
    return "> [!WARNING]\n> " + text.replace("](/", "](https://learn.microsoft.com/")


def words(text: str) -> int:
    """How many words a reader sees: link targets do not count."""
    return len(re.sub(r"\]\([^)]*\)", "]", text).split())


def plain(text: str) -> str:
    """Without Markdown: for forms that show text as typed."""
    text = re.sub(r"\[([^\]]+)\]\(([^)]*)\)", r"\1", text)
    return re.sub(r"(\*\*|`)", "", text)


def wrapped(text: str, indent: str = "") -> str:
    return textwrap.fill(
        " ".join(text.split()), 78, initial_indent=indent, subsequent_indent=indent,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
