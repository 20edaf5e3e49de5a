"""From concerns and a documentation checkout to verified patches."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from wfplint.dcr.diff import apply_patch, make_patch
from wfplint.dcr.edits import apply_edit
from wfplint.dcr.model import Concern, Knowledge
from wfplint.errors import UserError

_MARKS = {
    "windows-driver-docs-ddi": "wdk-ddi-src/content",
    "windows-driver-docs": "windows-driver-docs-pr",
}


@dataclass(frozen=True, slots=True)
class Patch:
    """A patch of one concern: the bytes of its file, and the paths it changes."""

    concern: Concern
    data: bytes
    paths: tuple[str, ...]


def repository_of(checkout: Path) -> str:
    """Which documentation repository a folder is a checkout of; UserError if none."""
    if not checkout.is_dir():
        raise UserError("no such folder", path=str(checkout))
    for name, mark in _MARKS.items():
        if (checkout / mark).is_dir():
            return name
    raise UserError(
        "not a checkout of the Windows driver documentation", path=str(checkout),
        hint="expected a folder that holds " + " or ".join(sorted(_MARKS.values())),
    )  # fmt: skip


def make_patches(known: Knowledge, checkout: Path) -> tuple[Patch, ...]:
    """One verified patch for each concern of the checkout's repository; the checkout stays as is.

    Raises UserError naming page and anchor if an anchor is missing or the page has changed.
    """
    repository = repository_of(checkout)
    concerns = [c for c in known.concerns if c.repository == repository]
    patches = tuple(_patch(known, concern, checkout) for concern in concerns)
    for patch in patches:
        _verify_with_git(patch, checkout)
    return patches


def _patch(known: Knowledge, concern: Concern, checkout: Path) -> Patch:
    old: dict[str, bytes] = {}
    new: dict[str, bytes] = {}
    for edit in concern.edits:
        path = known.sources[edit.page].path
        if path not in old:
            old[path] = new[path] = _read(checkout, path)
        new[path] = apply_edit(new[path], edit, known.warnings, path)
    parts = (make_patch(path, old[path], new[path], concern.context) for path in old)
    data = _header(concern) + b"".join(parts)
    if apply_patch(data, old) != new:
        raise UserError(f"patch '{concern.id}' does not reproduce the change it was made from")
    return Patch(concern, data, tuple(old))


def _read(checkout: Path, path: str) -> bytes:
    if not path:
        raise UserError("a patch names a page whose place in its repository is not known")
    try:
        return (checkout / path).read_bytes()
    except OSError as error:
        raise UserError(f"the page cannot be read: {error.strerror}", path=path) from error


def _header(concern: Concern) -> bytes:
    asks = ", ".join(map(str, concern.asks))
    return f"Subject: {concern.title}\n\n{concern.why.strip()}\nAsk: {asks}\n---\n".encode()


def _verify_with_git(patch: Patch, checkout: Path) -> None:
    git = shutil.which("git")
    if git is None or not (checkout / ".git").exists():
        return
    done = subprocess.run(
        [git, "-C", str(checkout), "apply", "--check", "-"],
        input=patch.data, capture_output=True, check=False,
    )  # fmt: skip
    if done.returncode:
        reason = done.stderr.decode(errors="replace").strip()
        raise UserError(f"git refuses patch '{patch.concern.id}': {reason}", path=str(checkout))


def outputs(patches: Iterable[Patch]) -> dict[str, bytes]:
    """File name -> bytes."""
    return {patch.concern.file_name: patch.data for patch in patches}
