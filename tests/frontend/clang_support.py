"""Parse a snippet with the libclang front end, and write syntax trees as short C-like text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wfplint.frontend import syntax as s
from wfplint.frontend.clang.files import MemoryFiles
from wfplint.frontend.clang.unit import ClangOptions, ClangResult, parse
from wfplint.source import SourceFile


def parsed(
    text: str | bytes,
    name: str = "a.c",
    wanted: Callable[[str], bool] | None = None,
    files: dict[str, str] | None = None,
    **options: Any,
) -> ClangResult:
    """The result for a file `/p/<name>` with other files beside it."""
    raw = text.encode() if isinstance(text, str) else text
    others = {f"/p/{path}": body.encode() for path, body in (files or {}).items()}
    source = SourceFile.from_bytes(f"p/{name}", raw, f"/p/{name}")
    memory = MemoryFiles({f"/p/{name}": raw, **others})
    return parse(source, ClangOptions(files=memory, **options), wanted)


def function(result: ClangResult, name: str) -> s.FunctionSyntax:
    found = [f for f in result.unit.functions if f.name == name]
    assert len(found) == 1, [f.name for f in result.unit.functions]
    return found[0]


def statements(result: ClangResult, name: str = "f") -> tuple[Any, ...]:
    """The statements of a function's body, untyped: narrowing `Stmt` takes mypy minutes."""
    block: Any = function(result, name).body
    statements: tuple[Any, ...] = block.body
    return statements


def body(text: str, name: str = "a.c", function_name: str = "f") -> str:
    """The body of a function, one statement after the other."""
    result = parsed(text, name)
    assert [notice.message for notice in result.errors] == []
    return show(function(result, function_name).body)


def show(node: Any) -> str:
    """A node as text: C where C can say it, `word(...)` else."""
    if node is None:
        return "-"
    return _SHOW[type(node).__name__](node)


def _compound(node: Any) -> str:
    return "{" + " ".join(show(part) for part in node.body) + "}"


def _declare(node: Any) -> str:
    text = f"{'static ' if node.is_static else ''}{node.type.text} {node.id}"
    if node.init is not None:
        text += f" = {show(node.init)}"
    if node.constructor is not None:
        text += f" by {show(node.constructor)}"
    return text + (f" until {node.destructor}" if node.destructor else "") + ";"


def _if(node: Any) -> str:
    text = f"if ({show(node.init) + ' ' if node.init else ''}{show(node.test)}) {show(node.then)}"
    return text + (f" else {show(node.otherwise)}" if node.otherwise else "")


def _for(node: Any) -> str:
    return f"for ({show(node.init)} {show(node.test)}; {show(node.step)}) {show(node.body)}"


def _init_list(node: Any) -> str:
    items = []
    for path, value in node.items:
        steps = "".join(f"[{p}]" if isinstance(p, int) else f".{p[1]}" for p in path)
        items.append(f"{steps} = {show(value)}")
    return "{" + ", ".join(items) + "}"


def _unary(node: Any) -> str:
    operand = show(node.operand)
    op: str = node.op
    return op.replace("x", operand) if "x" in op else op + operand


def _container(node: Any) -> str:
    path = ".".join(name for _, name in node.members)
    return f"container({show(node.operand)}, {node.record}, {path})"


# by name and untyped: mypy takes minutes over unions of recursive tuples
_SHOW: dict[str, Callable[[Any], str]] = {
    "Integer": lambda n: str(n.value),
    "String": lambda n: f'"{n.value}"',
    "Name": lambda n: n.id,
    "MemberOf": lambda n: f"{show(n.object)}{'->' if n.arrow else '.'}{n.name}",
    "Subscript": lambda n: f"{show(n.array)}[{show(n.index)}]",
    "Unary": _unary,
    "Binary": lambda n: f"({show(n.left)} {n.op} {show(n.right)})",
    "Assignment": lambda n: f"{show(n.target)} {n.op} {show(n.value)}",
    "Conditional": lambda n: f"({show(n.test)} ? {show(n.then)} : {show(n.otherwise)})",
    "CastTo": lambda n: f"({n.type.text})({show(n.operand)})",
    "CallOf": lambda n: f"{show(n.callee)}({', '.join(map(show, n.arguments))})",
    "ContainerOf": _container,
    "InitList": _init_list,
    "LambdaOf": lambda n: f"lambda {n.function.id} {show(n.function.body)}",
    "Opaque": lambda n: f"opaque({n.reason})",
    "Compound": _compound,
    "ExpressionStmt": lambda n: f"{show(n.value)};",
    "Declare": _declare,
    "If": _if,
    "While": lambda n: f"while ({show(n.test)}) {show(n.body)}",
    "DoWhile": lambda n: f"do {show(n.body)} while ({show(n.test)});",
    "For": _for,
    "ForEach": lambda n: f"for ({show(n.variable)} : {show(n.range)}) {show(n.body)}",
    "Switch": lambda n: f"switch ({show(n.test)}) {show(n.body)}",
    "Case": lambda n: f"case {n.value}: {show(n.body)}",
    "Default": lambda n: f"default: {show(n.body)}",
    "Label": lambda n: f"{n.name}: {show(n.body)}",
    "Goto": lambda n: f"goto {n.label};",
    "Break": lambda n: "break;",
    "Continue": lambda n: "continue;",
    "ReturnStmt": lambda n: f"return {show(n.value)};" if n.value else "return;",
    "TryExcept": lambda n: f"try {show(n.body)} except ({show(n.filter)}) {show(n.handler)}",
    "TryFinally": lambda n: f"try {show(n.body)} finally {show(n.handler)}",
    "Leave": lambda n: "leave;",
    "Empty": lambda n: ";",
}
