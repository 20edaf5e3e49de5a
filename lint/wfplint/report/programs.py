"""What the analysis sees of linked programs: who calls whom, and what the system calls in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from wfplint.program.link import Program
from wfplint.report.styled import count


class Entry(NamedTuple):
    """A function that is called from outside: its roles, and the layers it is registered at."""

    function: str
    roles: tuple[str, ...]
    layers: tuple[str, ...] = ()


def callgraph_text(programs: Iterable[Program]) -> str:
    """`caller -> callee` a line, in the order of the source."""
    lines = [
        f"{caller} -> {callee}"
        for program in programs
        for caller, callees in program.callees.items()
        for callee in callees
    ]
    return "".join(f"{text}\n" for text in lines)


def callgraph_mermaid(programs: Iterable[Program]) -> str:
    """The same as a Mermaid flow chart."""
    lines = ["flowchart LR"]
    numbers: dict[str, str] = {}
    for program in programs:
        for caller, callees in program.callees.items():
            for name in (caller, *callees):
                if name not in numbers:
                    numbers[name] = f"f{len(numbers)}"
                    lines.append(f'    {numbers[name]}["{name.replace(chr(34), "#quot;")}"]')
            lines += [f"    {numbers[caller]} --> {numbers[callee]}" for callee in callees]
    return "\n".join(lines) + "\n"


def program_text(programs: Iterable[tuple[Program, Iterable[Entry]]]) -> str:
    """Each program: its files, and its entries with roles and layers."""
    lines: list[str] = []
    for number, (program, entries) in enumerate(programs, 1):
        functions = count(len(program.functions), "function")
        lines.append(f"program {number}: {count(len(program.units), 'file')}, {functions}")
        lines += [f"  {unit.path} ({unit.language}, {unit.frontend})" for unit in program.units]
        lines += [_entry(entry) for entry in entries]
    return "".join(f"{text}\n" for text in lines)


def _entry(entry: Entry) -> str:
    layers = f" at {', '.join(entry.layers)}" if entry.layers else ""
    return f"  entry {entry.function}: {', '.join(entry.roles)}{layers}"


def entries_of(
    roots: Iterable[tuple[str, tuple[str, ...]]], layers: Mapping[str, Iterable[str]]
) -> list[Entry]:
    """Roots (function and roles) with the names of their layers."""
    return [Entry(function, roles, tuple(layers.get(function, ()))) for function, roles in roots]
