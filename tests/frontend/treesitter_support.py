"""Parse a snippet with the tree-sitter front end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.frontend.clang_support import show
from wfplint.frontend import syntax as s
from wfplint.frontend.treesitter.unit import TreeSitterOptions, TreeSitterResult, parse
from wfplint.source import SourceFile


def parsed(
    text: str | bytes,
    name: str = "a.c",
    wanted: Callable[[str], bool] | None = None,
    files: dict[str, str] | None = None,
    defines: tuple[str, ...] = (),
) -> TreeSitterResult:
    """The result for a file `/p/<name>` with other files beside it."""
    raw = text.encode() if isinstance(text, str) else text
    others = {f"/p/{path}": body.encode() for path, body in (files or {}).items()}

    def load(path: str) -> SourceFile | None:
        found = others.get(path)
        return None if found is None else SourceFile.from_bytes(path[1:], found, path)

    language = "c++" if name.endswith("pp") else "c"
    options = TreeSitterOptions(language=language, load=load, defines=defines)
    return parse(SourceFile.from_bytes(f"p/{name}", raw, f"/p/{name}"), options, wanted)


def function(result: TreeSitterResult, name: str = "f") -> s.FunctionSyntax:
    found = [f for f in result.unit.functions if f.name == name]
    assert len(found) == 1, [f.name for f in result.unit.functions]
    return found[0]


def body(text: str, name: str = "a.c", function_name: str = "f") -> str:
    """The body of a function, as text; nothing in the file may have failed to parse."""
    result = parsed(text, name)
    assert result.with_errors == frozenset()
    return str(show(function(result, function_name).body))


def calls_in(node: Any) -> list[s.CallOf]:
    """Every call below a node, in order."""
    found: list[s.CallOf] = [node] if type(node) is s.CallOf else []
    if isinstance(node, tuple):
        for part in node:
            found += calls_in(part)
    return found
