"""What the analysis sees of some files, for people who work on wfplint: all functions, no rules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from wfplint.app import Options, intake_of, load_rules
from wfplint.errors import UserError
from wfplint.frontend import dump
from wfplint.frontend.outline import outline
from wfplint.frontend.prefilter import Selection
from wfplint.frontend.service import load_units
from wfplint.ir import Function, TranslationUnit
from wfplint.program.link import link
from wfplint.report import programs
from wfplint.source import normalise


def units_of(options: Options) -> tuple[TranslationUnit, ...]:
    """Every function of the files, lowered. Raises UserError for the first file that cannot be."""
    intake = intake_of(options)
    names: set[str] = set()
    for raw in intake.raw.values():
        for node in outline(normalise(raw)[0]):
            names.update(name.decode("ascii", "replace") for name in node.names)
    selection = Selection(frozenset(item.path for item in intake.project.inputs), frozenset(names))
    loaded = load_units(intake.project, selection, options.jobs, wdk=options.wdk)
    for problem in (*intake.problems, *loaded.problems):
        raise UserError(problem.message, path=problem.path, line=problem.line)
    return loaded.units


def functions_text(units: Iterable[TranslationUnit], name: str, *, mermaid: bool) -> str:
    """Functions as text or flow charts; all of them, or those called `name`."""
    if not name and not mermaid:
        return "\n".join(dump.dump_unit(unit) for unit in units)
    draw = dump.mermaid if mermaid else dump.dump_function
    return "\n".join(draw(function) for function in _named(units, name))


def callgraph(units: Sequence[TranslationUnit], *, mermaid: bool) -> str:
    """Who calls whom, by name."""
    linked = link(units)
    return programs.callgraph_mermaid(linked) if mermaid else programs.callgraph_text(linked)


def program(units: Sequence[TranslationUnit], rules: Sequence[str]) -> str:
    """The linked programs with the functions that the system calls."""
    from wfplint.checkers.program_analysis import ProgramAnalysis, facts_by_name

    facts = load_rules(rules).facts
    shown = []
    for linked in link(units):
        analysis = ProgramAnalysis(linked, facts, facts_by_name(facts))
        layers = {f: [layer.name for layer in known] for f, known in analysis.layers.items()}
        shown.append((linked, programs.entries_of(analysis.roots, layers)))
    return programs.program_text(shown)


def _named(units: Iterable[TranslationUnit], name: str) -> list[Function]:
    found = [f for unit in units for f in unit.functions if name in ("", f.name, f.id)]
    if not found:
        raise UserError(f"no function '{name}'", hint="`wfplint dump callgraph` lists them")
    return found
