"""The intermediate representation as text and as a drawing, for people and for snapshots.

The text holds no paths and no offsets, so that it stays the same when code above it moves.
"""

from __future__ import annotations

from wfplint.ir import (
    AccessPath,
    Address,
    Assign,
    Call,
    Cast,
    Const,
    Container,
    Edge,
    Element,
    Function,
    FunctionRef,
    Global,
    Havoc,
    Instruction,
    Load,
    Member,
    Op,
    Return,
    Store,
    Text,
    TranslationUnit,
    TypeRef,
    Value,
    Var,
)


def dump_unit(unit: TranslationUnit) -> str:
    """Every global with an initialiser and every function of a unit, as text."""
    parts = [dump_global(item) for item in unit.globals if item.initialisers]
    parts += [dump_function(function) for function in unit.functions]
    return "\n".join(parts)


def dump_global(item: Global) -> str:
    lines = [f"global {item.id}"]
    for steps, value in item.initialisers:
        lines.append(f"    {path_text(AccessPath(item.id, steps))} = {value_text(value)}")
    return "\n".join(lines) + "\n"


def dump_function(function: Function) -> str:
    """One line for the head, one for each instruction and each edge."""
    parameters = ", ".join(
        f"{name}: {type_text(type)}" if type_text(type) else name
        for name, type in function.parameters
    )
    lines = [f"function {function.id}({parameters})"]
    for number, block in enumerate(function.cfg.blocks):
        if number == function.cfg.exit:
            lines.append(f"  b{number}: exit")
            continue
        lines.append(f"  b{number}:")
        lines += [f"    {instruction_text(item)}" for item in block.instructions]
        lines += [f"    {edge_text(edge)}" for edge in block.edges]
    return "\n".join(lines) + "\n"


def type_text(type: TypeRef) -> str:
    return type.record + "*" * type.pointers if type.record else ""


def edge_text(edge: Edge) -> str:
    if edge.condition is None:
        return f"-> b{edge.target}"
    word = "if" if edge.condition.truth else "unless"
    if edge.condition.assumed:
        word = f"assuming {word}"
    return f"-> b{edge.target} {word} {value_text(edge.condition.value)}"


def instruction_text(item: Instruction) -> str:
    """One instruction on one line."""
    if isinstance(item, Assign):
        return f"{item.dst} = {value_text(item.value)}"
    if isinstance(item, Load):
        return f"{item.dst} = load {path_text(item.path)}"
    if isinstance(item, Store):
        return f"store {path_text(item.path)} = {value_text(item.value)}"
    if isinstance(item, Call):
        arguments = ", ".join(map(value_text, item.args))
        result = f"{item.dst} = " if item.dst else ""
        return f"{result}call {value_text(item.callee)}({arguments})"
    if isinstance(item, Return):
        return "return" if item.value is None else f"return {value_text(item.value)}"
    return havoc_text(item)


def havoc_text(item: Havoc) -> str:
    clobbers = f" [{', '.join(item.clobbers)}]" if item.clobbers else ""
    return f"havoc: {item.reason}{clobbers}"


def value_text(value: Value) -> str:
    """A value, close to how C would write it."""
    if isinstance(value, Var):
        return value.name
    if isinstance(value, FunctionRef):
        return value.id
    if isinstance(value, Address):
        return f"&{path_text(value.path)}"
    return _literal_text(value) if isinstance(value, (Const, Text)) else _derived_text(value)


def _literal_text(value: Const | Text) -> str:
    if isinstance(value, Const):
        return str(value.value) if abs(value.value) < 0x10000 else hex(value.value)
    return '"' + value.value.encode("unicode_escape").decode("ascii") + '"'


def _derived_text(value: Value) -> str:
    if isinstance(value, Op):
        return _operator_text(value)
    if isinstance(value, Cast):
        return f"({value.record}*){value_text(value.value)}"
    if isinstance(value, Container):
        member = ".".join(step.name for step in value.member)
        return f"container({value_text(value.value)}, {value.record}, {member})"
    return "?"


def _operator_text(value: Op) -> str:
    first, *rest = [value_text(argument) for argument in value.args]
    if value.op == "in":
        return f"{first} in {{{', '.join(rest)}}}"
    return f"({first} {value.op} {rest[0]})" if rest else f"{value.op}{first}"


def path_text(path: AccessPath) -> str:
    """A path: `p->Lock`, `*p`, `a[0].b`, `@table[i]`, `@table[?]`."""
    text = path.root
    steps = list(path.steps)
    while steps:
        step = steps.pop(0)
        if isinstance(step, Member):
            text += f".{step.name}"
        elif isinstance(step, Element):
            unknown = step.variable or "?"
            text += f"[{unknown if step.index is None else step.index}]"
        elif steps and isinstance(steps[0], Member):
            text += f"->{steps.pop(0).name}"  # type: ignore[union-attr]
        else:
            text = f"(*{text})" if steps else f"*{text}"
    return text


def mermaid(function: Function) -> str:
    """The graph as a Mermaid flow chart."""
    lines = ["flowchart TD"]
    for number, block in enumerate(function.cfg.blocks):
        code = [instruction_text(item) for item in block.instructions]
        title = "exit" if number == function.cfg.exit else f"b{number}"
        label = "<br/>".join(_escaped(line) for line in [title, *code])
        lines.append(f'    b{number}["{label}"]')
    for number, block in enumerate(function.cfg.blocks):
        for edge in block.edges:
            words = edge_text(edge).partition(" ")[2].partition(" ")[2]
            arrow = f'-- "{_escaped(words)}" -->' if words else "-->"
            lines.append(f"    b{number} {arrow} b{edge.target}")
    return "\n".join(lines) + "\n"


def _escaped(text: str) -> str:
    """Characters that Mermaid would read as markup, as its own entities."""
    for sign, entity in (("#", "#35;"), ('"', "#quot;"), ("<", "#lt;"), (">", "#gt;")):
        text = text.replace(sign, entity)
    return text
