"""The house rules that no linter knows: layers, parsers, words and sizes."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "lint" / "wfplint"

# Module (or sub-package) -> layer; an import points to a lower layer or stays within its own.
LAYERS = {
    "cli": 8, "lsp": 8, "__main__": 9,
    "app": 7, "inspection": 7.5,
    "report": 6, "pages": 6, "dcr": 6,
    "config": 5.5, "suppressions": 5.5, "baseline": 5.5, "fingerprint": 5.5, "cache": 5.5,
    "suggest": 5.5,
    "selection": 5.5, "scaffold": 5.5, "ruletemplate": 5.5, "samples": 6, "intake": 6,
    "checkers": 5,
    "rulebook": 4,
    "dataflow": 3,
    "program": 2,
    "frontend": 1,
    "result": 0.5,
    # The vocabulary that API facts are written in: data, like what it stands beside.
    "dataflow.effects": 0.5,
    "collector": 0, "processes": 0, "ir": 0, "finding": 0, "source": 0, "errors": 0, "__init__": 0,
}  # fmt: skip
PARSERS = {"clang", "tree_sitter", "tree_sitter_c", "tree_sitter_cpp"}
MAX_FUNCTION = 50
MAX_FILE = 400


def modules() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py"))


def name_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)


def part_of(name: str) -> str:
    return name.split(".")[0]


def layer_of(name: str) -> float:
    return LAYERS.get(name, LAYERS[part_of(name)])


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def imports(path: Path) -> Iterator[tuple[str, int]]:
    """Every imported module with its line, in functions and under TYPE_CHECKING too."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: imports are absolute"
            module = node.module or ""
            for alias in node.names:
                inner = f"{module}.{alias.name}"
                yield (inner if is_module(inner) else module), node.lineno


def is_module(dotted: str) -> bool:
    if not dotted.startswith("wfplint."):
        return False
    path = PACKAGE.joinpath(*dotted.split(".")[1:])
    return path.with_suffix(".py").exists() or (path / "__init__.py").exists()


def own_imports(path: Path) -> Iterator[tuple[str, int]]:
    for module, line in imports(path):
        if module == "wfplint":
            yield "__init__", line
        elif module.startswith("wfplint."):
            yield module.removeprefix("wfplint."), line


def test_every_module_has_a_layer() -> None:
    assert {part_of(name_of(path)) for path in modules()} <= LAYERS.keys()


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_imports_point_downward(path: Path) -> None:
    here = name_of(path)
    for module, line in own_imports(path):
        assert layer_of(module) <= layer_of(here), f"line {line} imports {module}, which is above"


def test_no_cycles() -> None:
    graph: dict[str, set[str]] = {}
    for path in modules():
        graph[name_of(path)] = {name for name, _ in own_imports(path)} - {name_of(path)}
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " -> ".join((*trail[trail.index(name) :], name))
        if name not in done:
            for target in sorted(graph[name]):
                visit(target, (*trail, name))
            done.add(name)

    for name in sorted(graph):
        visit(name, ())


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_only_front_ends_import_parsers(path: Path) -> None:
    if part_of(name_of(path)) == "frontend":
        return
    found = {module.split(".")[0] for module, _ in imports(path)} & PARSERS
    assert not found


@pytest.mark.parametrize("path", sorted((PACKAGE / "dataflow").rglob("*.py")), ids=name_of)
def test_the_engine_knows_no_wfp_names(path: Path) -> None:
    """Names of the driver interfaces stand in rules/; comments and docstrings may mention them."""
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree(path))
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            assert id(node) in docstrings or "Fwp" not in node.value, f"line {node.lineno}"
        if isinstance(node, ast.Name):
            assert "Fwp" not in node.id, f"line {node.lineno}"


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_no_rule_ids_in_code(path: Path) -> None:
    """Behaviour is bound to rules by their records, never by `if rule.id == ...`."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Compare):
            words = [item.value for item in ast.walk(node) if isinstance(item, ast.Constant)]
            ids = [word for word in words if isinstance(word, str) and re.match(r"WFP\d{3}", word)]
            assert not ids, f"line {node.lineno} compares with {ids}"


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_sizes(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= MAX_FILE, "the module is too long"
    for node in ast.walk(tree(path)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= MAX_FUNCTION, f"{node.name} has {length} lines"


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_every_module_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(tree(path)), "a module docstring is missing"


def test_broad_except_stands_once() -> None:
    """Only the mapper of exit codes catches everything; a thread hands all it catches to it."""
    found = []
    for path in modules():
        tokens = tokenize.generate_tokens(io.StringIO(path.read_text(encoding="utf-8")).readline)
        found += [name_of(path) for token in tokens if "noqa: BLE001" in token.string]
    assert found == ["cli.exits", "frontend.workers"]
