"""The exit codes, and the only place where an outcome or an exception becomes one."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from enum import IntEnum

from wfplint import __version__
from wfplint.errors import AnalysisError, UserError


class Exit(IntEnum):
    """Findings win over an incomplete run, and an incomplete run is never hidden by a clean one."""

    CLEAN = 0
    FINDINGS = 1
    USAGE = 2
    INCOMPLETE = 3
    INTERRUPTED = 130


def outcome(*, findings: bool, problems: bool) -> Exit:
    """The exit code of a run that ended: `findings` at or above the threshold, `problems` any."""
    if findings:
        return Exit.FINDINGS
    return Exit.INCOMPLETE if problems else Exit.CLEAN


def guarded(run: Callable[[], int]) -> int:
    """Run a command and turn whatever it raises into an exit code and a line on standard error."""
    try:
        code = run()
        sys.stdout.flush()
        return code
    except UserError as error:
        return _complain(f"error: {error}", Exit.USAGE)
    except AnalysisError as error:
        return _complain(f"error: {error.path}:{error.line}: {error.message}", Exit.INCOMPLETE)
    except KeyboardInterrupt:
        return _complain("interrupted", Exit.INTERRUPTED)
    except BrokenPipeError:
        # The reader went away (`| head`). Python flushes once more at exit: send that nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.INCOMPLETE
    except RecursionError as error:
        return _bug(error, "the input is nested too deeply")
    except Exception as error:  # noqa: BLE001 - the one mapper: everything else is a bug
        return _bug(error, str(error) or type(error).__name__)


def _complain(line: str, code: Exit) -> Exit:
    print(f"wfplint: {line}", file=sys.stderr)
    return code


def _bug(error: Exception, text: str) -> Exit:
    import traceback

    traceback.print_exception(error)
    version = ".".join(map(str, sys.version_info[:3]))
    return _complain(
        f"internal error: {text} (wfplint {__version__}, Python {version}, {sys.platform}); "
        "please report it with the lines above",
        Exit.INCOMPLETE,
    )
