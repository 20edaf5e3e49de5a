"""`#pragma pack` and trace headers: what a preprocessor must know of Windows sources besides C.

The alignment in force is kept among the macros, under a name that no source can spell, so that a
remembered header also remembers what it did to it.
"""

from __future__ import annotations

import re

from wfplint.frontend.treesitter.macros import Macro, definition

PACK = "#pack"
_PACK = re.compile(r"pack\s*\(([^)]*)\)")
_TRACE_FUNCTION = re.compile(rb"^[ \t]*//[ \t]*(?:FUNC|USEPREFIX)[ \t]+(\w+)", re.M)
_TRACE_CALLS = (
    "WPP_INIT_TRACING",
    "WPP_CLEANUP",
    "DoTraceMessage",
    "DoTraceLevelMessage",
)
_TRACE_TESTS = ("WPP_LEVEL_ENABLED", "WPP_FLAG_LEVEL_ENABLED")


def packing(macros: dict[str, Macro]) -> int:
    """The alignment that `#pragma pack` has set; 0 for none."""
    known = macros.get(PACK)
    return int(known.text.split()[-1]) if known is not None else 0


def packed(macros: dict[str, Macro], text: str) -> Macro | None:
    """The state after `#pragma` followed by `text`, if that is a `pack`."""
    match = _PACK.match(text.strip())
    if match is None:
        return None
    known = macros.get(PACK)
    stack = known.text.split() if known is not None else ["0"]
    words = [word.strip() for word in match[1].split(",")]
    numbers = [word for word in words if word.isdigit()]
    if words[0] == "push":
        stack.append(stack[-1])
    elif words[0] == "pop":
        stack = stack[:-1] or ["0"]
    if numbers or words == [""]:
        stack[-1] = numbers[0] if numbers else "0"
    return Macro(PACK, None, " ".join(stack))


def trace_macros(texts: list[bytes]) -> list[Macro]:
    """What a generated trace header (`.tmh`) would define, as calls that do nothing.

    `texts` are the files read so far, whose comments name the project's own trace functions.
    """
    names = set(_TRACE_CALLS)
    for text in texts:
        if b"WPP" in text:
            names.update(name.decode("latin-1") for name in _TRACE_FUNCTION.findall(text))
    calls = [definition(name, "((void)0)", "...") for name in sorted(names)]
    return calls + [definition(name, "0", "...") for name in _TRACE_TESTS]
