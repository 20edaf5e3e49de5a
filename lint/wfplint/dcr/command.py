"""`wfplint dcr`: write the texts and patches, or check that all of them agree."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from wfplint.dcr import letters
from wfplint.dcr.check import disagreements
from wfplint.dcr.document import render_dcr
from wfplint.dcr.model import EvidenceRow, Knowledge
from wfplint.dcr.patches import Patch, make_patches, outputs
from wfplint.errors import UserError
from wfplint.rulebook.model import Rule


@dataclass(frozen=True, slots=True)
class Options:
    """What was asked for: an output folder, documentation checkouts, or only a check.

    `pages` is the folder of hand-written pages, checked when it exists.
    """

    out: Path | None = None
    docs: tuple[Path, ...] = ()
    check: bool = False
    pages: Path | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What to tell the user, a line each, and whether the check passed; `note` is an aside."""

    lines: tuple[str, ...]
    passed: bool = True
    note: str = ""


def run(
    options: Options,
    known: Knowledge,
    rules: Iterable[Rule],
    evidence: Sequence[EvidenceRow] = (),
) -> Outcome:
    """Write everything below `options.out`, or compare; nothing is written if anything fails.

    Raises UserError for a checkout that is none, an anchor that is gone, or a missing folder.
    """
    rules = tuple(rules)
    if options.out is None and not options.check:
        raise UserError("where to?", hint="give --out DIR, or --check")
    patches = [patch for checkout in options.docs for patch in make_patches(known, checkout)]
    files = render_all(known, rules, evidence, patches)
    if options.check:
        return _check(options, known, rules, files)
    assert options.out
    write_all(options.out, files)
    return Outcome(tuple(f"{options.out / name}" for name in files), note=_missing(known, patches))


def _missing(known: Knowledge, patches: Iterable[Patch]) -> str:
    """The repositories that no patch was made for, and what to do."""
    made = {patch.concern.repository for patch in patches}
    repositories = dict.fromkeys(c.repository for c in known.concerns if c.repository not in made)
    if not repositories:
        return ""
    return (
        f"no patches for {', '.join(repositories)}: give --docs with a checkout of each "
        "(git clone https://github.com/MicrosoftDocs/<repository>)"
    )


def render_all(
    known: Knowledge,
    rules: Iterable[Rule],
    evidence: Sequence[EvidenceRow] = (),
    patches: Iterable[Patch] = (),
) -> dict[str, bytes]:
    """File name -> bytes for every text, and for the patches given."""
    texts = {
        "dcr.md": render_dcr(known, rules, evidence),
        "confirmation-request.md": letters.confirmation_request(known),
        "feedback-hub.txt": letters.feedback_hub(known),
        "learn-feedback.txt": letters.learn_feedback(known),
        "github-issue.md": letters.github_issue(known),
    }
    for concern in known.concerns:
        name = concern.file_name.removesuffix(".patch")
        texts[f"pull-request.{name}.md"] = letters.pull_request(known, concern)
    return {name: text.encode() for name, text in texts.items()} | outputs(patches)


def write_all(out: Path, files: Mapping[str, bytes]) -> None:
    """Write each file whole or not at all; UserError if the folder cannot be written."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, data in files.items():
            handle, temporary = tempfile.mkstemp(dir=out, prefix=f".{name}.")
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
            os.chmod(temporary, 0o644)
            os.replace(temporary, out / name)
    except OSError as error:
        raise UserError(f"cannot write: {error.strerror}", path=str(out)) from error


def _check(
    options: Options, known: Knowledge, rules: tuple[Rule, ...], files: Mapping[str, bytes]
) -> Outcome:
    written: dict[str, bytes | None] = {}
    if options.out is not None:
        for name in files:
            path = options.out / name
            written[name] = path.read_bytes() if path.is_file() else None
    problems = disagreements(known, rules, _pages(options.pages), written, files)
    if problems:
        return Outcome(tuple(problems), passed=False)
    checked = f"{len(rules)} rules, {len(known.facts)} facts, {len(known.asks)} asks"
    return Outcome((f"records, pages and texts agree ({checked})",))


def _pages(folder: Path | None) -> dict[str, str]:
    if folder is None or not folder.is_dir():
        return {}
    return {str(path): path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.md"))}
