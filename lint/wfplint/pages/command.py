"""`wfplint docs`: write the generated pages as Markdown, for a site of one's own."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from wfplint.errors import UserError
from wfplint.pages.expand import expand
from wfplint.pages.site import SiteInput, generated_pages, pieces


def write_pages(out: Path, site: SiteInput) -> tuple[str, ...]:
    """Write every generated page below `out` and return the paths, relative to it.

    The text is what the site is built from. UserError if the folder cannot be written.
    """
    known = pieces(site)
    pages = {path: expand(text, known, path) for path, text in generated_pages(site).items()}
    _write(out, pages)
    return tuple(pages)


def _write(out: Path, pages: Mapping[str, str]) -> None:
    try:
        for name, text in pages.items():
            path = out / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise UserError(f"cannot write: {error.strerror}", path=str(out)) from error
