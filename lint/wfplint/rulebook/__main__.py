"""`python -m wfplint.rulebook` writes `compiled.json` anew: run it after editing rules."""

from __future__ import annotations

import sys

from wfplint.errors import UserError
from wfplint.rulebook import codec, index, loader, store
from wfplint.rulebook.merge import base_of


def build() -> str:
    """The text of `compiled.json` for the bundled files as they are; raises UserError."""
    files = loader.bundled_files()
    definitions = loader.compile_files(files, store.Cache(None))
    head = index.Header(store.digest(files), codec.schema(), index.index_of(base_of(definitions)))
    return f"{index.dumps(head)}\n{codec.dumps(definitions)}"


def main() -> int:
    """Write the file; returns an exit code."""
    try:
        text = build()
    except UserError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    loader.COMPILED.write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
