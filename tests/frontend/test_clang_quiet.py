"""What libclang's own dumps are kept from, and what is not."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import threading

import pytest

from wfplint.frontend.clang.quiet import quiet_c_errors

pytestmark = pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="needs glibc")

SAY = """
import ctypes, os, sys, traceback
from wfplint.frontend.clang.quiet import quiet_c_errors
c = ctypes.CDLL(None)
def say(text):
    stream = ctypes.c_void_p.in_dll(c, "stderr")
    c.fputs(text, stream)
    c.fflush(stream)
"""


def run(code: str) -> str:
    ran = subprocess.run([sys.executable, "-c", SAY + code], capture_output=True, text=True)
    return ran.stderr


def test_c_is_heard_outside_of_the_block() -> None:
    code = "say(b'before ')\nwith quiet_c_errors():\n    say(b'inside ')\nsay(b'after')"
    assert run(code) == "before after"


def test_python_is_heard_inside() -> None:
    code = "with quiet_c_errors():\n    sys.stderr.write('one ')\n    os.write(2, b'two')\n"
    assert run(code) == "one two"


def test_a_fault_is_dumped_outside_and_inside() -> None:
    """faulthandler writes to the descriptor; Python's own last words go to C's stream."""
    fatal = "ctypes.pythonapi.Py_FatalError(b'the end')"
    assert "the end" in run(f"with quiet_c_errors():\n    pass\n{fatal}")
    fault = "import faulthandler\nfaulthandler.enable()\nwith quiet_c_errors():\n    os.abort()"
    assert "Fatal Python error: Aborted" in run(fault)


def test_blocks_of_threads_overlap() -> None:
    code = """
import threading
inside, leave = threading.Event(), threading.Event()
def other():
    with quiet_c_errors():
        inside.set()
        leave.wait()
thread = threading.Thread(target=other)
with quiet_c_errors():
    thread.start()
    inside.wait()
say(b"still quiet ")
leave.set()
thread.join()
say(b"heard")
"""
    assert run(code) == "heard"


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="needs /proc")
def test_one_stream_for_all_blocks() -> None:
    def enter() -> None:
        with quiet_c_errors():
            pass

    enter()
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(50):
        thread = threading.Thread(target=enter)
        thread.start()
        thread.join()
    assert len(os.listdir("/proc/self/fd")) == before
