"""The way in from a shell: `wfplint` and `python -m wfplint`. It loads nothing before it can tell
of an interrupt.
"""

from __future__ import annotations

import sys

_INTERRUPTED = 130


def run() -> None:
    """Run the command line and leave with its exit code."""
    try:
        from wfplint.cli import main

        code = int(main())
    except KeyboardInterrupt:
        print("wfplint: interrupted", file=sys.stderr)
        code = _INTERRUPTED
    if code == _INTERRUPTED:
        # An interrupt that hit in code from a string makes Python end by the signal, whatever the
        # code; only the next such code takes that back.
        exec("")
    sys.exit(code)


if __name__ == "__main__":
    run()
