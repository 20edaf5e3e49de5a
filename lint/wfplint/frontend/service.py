"""From selected files to units of the intermediate representation.

Each unit is parsed by libclang. A function with an error in it, and one from whose tree a known
call is missing, comes from tree-sitter instead, as do whole files where libclang gives up.

Robustness: libclang parses inside its own crash recovery, which turns a crash into an error code;
what walks its trees runs on a deep stack, and files nested beyond any sense are refused by a look
at their text. A unit that takes too long is abandoned. Each of these costs one unit, with a
`Problem`.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from wfplint.errors import AnalysisError, UserError
from wfplint.finding import FileStatus, Problem
from wfplint.frontend import merge, templates
from wfplint.frontend import workers as threads
from wfplint.frontend.batches import batches
from wfplint.frontend.clang.files import DiskFiles
from wfplint.frontend.clang.precompiled import Precompiled
from wfplint.frontend.clang.prelude import Inferred, SharedInference
from wfplint.frontend.crosscheck import TRACE_MACROS, lost_calls, macro_names
from wfplint.frontend.lowering import lower_unit
from wfplint.frontend.outline import words_of
from wfplint.frontend.outside import outside
from wfplint.frontend.prefilter import SOURCE_INCLUDE, Selection
from wfplint.frontend.project import Input, Project
from wfplint.frontend.refusal import refused
from wfplint.frontend.rescue import with_calls
from wfplint.frontend.syntax import UnitSyntax
from wfplint.frontend.wdk import include_folders
from wfplint.ir import Notice, TranslationUnit
from wfplint.processes import begun, can_fork
from wfplint.source import SourceFile, Span

if TYPE_CHECKING:
    from wfplint.frontend.clang.unit import ClangResult
    from wfplint.frontend.treesitter.unit import TreeSitterResult

SECONDS = 60.0
# So many files are worth more processes.
MANY = 8

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Loaded:
    """The units in the order of their paths, what became of each file, and the files read.

    `inputs` are the paths on disk of everything that was read, headers among them.
    """

    units: tuple[TranslationUnit, ...] = ()
    statuses: tuple[FileStatus, ...] = ()
    problems: tuple[Problem, ...] = ()
    inputs: tuple[str, ...] = ()


def load_units(
    project: Project,
    selection: Selection,
    jobs: int = 0,
    progress: Progress | None = None,
    wdk: str = "",
    seconds: float = SECONDS,
    meanwhile: Callable[[], None] | None = None,
) -> Loaded:
    """Parse and lower the selected files of a project. Raises UserError for a bad `wdk`.

    `meanwhile` is called once, while libclang reads the first file.
    """
    kept = [item for item in project.inputs if item.path in selection.files]
    service = _Service(project, selection, include_folders(wdk) if wdk else ())
    report = progress or (lambda phase, done, total: None)
    tasks, included = service.tasks(kept)
    outcomes: dict[str, _Unit] = {}
    workers = jobs or os.cpu_count() or 1
    for batch in batches(tasks):
        before = len(outcomes)

        def done(count: int, before: int = before) -> None:
            report("parsing", before + count, len(tasks))

        units = service.units(batch, workers, seconds, done, None if outcomes else meanwhile)
        outcomes |= {unit.path: unit for unit in units}
        service.learn(batch)
    return _loaded([outcomes[task.item.path] for task in tasks], included, service.files.paths())


class _Unit(NamedTuple):
    """What became of one file: a unit, a problem, or both."""

    path: str
    unit: TranslationUnit | None
    problem: Problem | None = None


class _Share(NamedTuple):
    """What one of several processes made: units, what was inferred for each, and files read."""

    units: list[_Unit]
    inferred: list[Inferred]
    read: tuple[str, ...]


@dataclass
class _Task:
    """One file to parse, and what it inferred."""

    item: Input
    size: int = 0
    shared: SharedInference = field(default_factory=SharedInference)


class _Files(DiskFiles):
    """Remembers what was read."""

    def __init__(self) -> None:
        super().__init__()
        self._elsewhere: set[str] = set()

    def note(self, paths: Iterable[str]) -> None:
        """These were read by another process."""
        self._elsewhere.update(paths)

    def paths(self) -> tuple[str, ...]:
        here = {path for path, source in self._sources.items() if source}
        return tuple(sorted(here | self._elsewhere))

    def sources(self) -> list[SourceFile]:
        return [source for source in tuple(self._sources.values()) if source]


@cache
def model_macros() -> frozenset[bytes]:
    """The function-like macros of the bundled headers."""
    folder = Path(__file__).resolve().parents[1] / "include"
    texts = (path.read_bytes() for path in sorted(folder.rglob("*.h")))
    return TRACE_MACROS.union(*map(macro_names, texts))


class _Service:
    """What the units of a run share."""

    def __init__(self, project: Project, selection: Selection, wdk: tuple[str, ...]) -> None:
        self.project = project
        self.selection = selection
        self.wdk = wdk
        self.files = _Files()
        self.known = SharedInference()
        self.precompiled = Precompiled()
        # tree-sitter holds the interpreter lock, and its header cache is not made for threads.
        self._tree_sitter = threading.Lock()
        self._defined: dict[str, frozenset[bytes]] = {}

    def tasks(self, kept: Sequence[Input]) -> tuple[list[_Task], dict[str, str]]:
        """The files to parse, and those that one of them includes: path by includer's path."""
        by_real = {item.real_path: item for item in kept}
        included: dict[str, str] = {}
        for item in kept:
            source = self.files.read(item.real_path)
            for match in SOURCE_INCLUDE.finditer(source.data if source else b""):
                folder = os.path.dirname(item.real_path)
                real = self.files.find(folder, match[1].decode("utf-8", "replace"))
                if real and real in by_real and real != item.real_path:
                    included.setdefault(by_real[real].path, item.path)
        # Two files that include each other are both parsed.
        included = {path: by for path, by in included.items() if by not in included}
        own = (item for item in kept if item.path not in included)
        return [_Task(item, self._size(item)) for item in own], included

    def _size(self, item: Input) -> int:
        source = self.files.read(item.real_path)
        return len(source.data) if source else 0

    def units(
        self,
        batch: Sequence[_Task],
        jobs: int,
        seconds: float,
        done: Callable[[int], None],
        meanwhile: Callable[[], None] | None = None,
    ) -> list[_Unit]:
        """The units of these files: by threads, and where there are many by processes as well."""
        if len(batch) < MANY or jobs < 2 or not can_fork():
            results = threads.run(batch, self.unit, jobs, seconds, done, meanwhile)
            return [
                result if isinstance(result, _Unit) else _failed(task, result, seconds)
                for task, result in zip(batch, results, strict=True)
            ]
        self.precompiled.make_room()
        shares = [batch[number::jobs] for number in range(jobs)]
        tasks = [partial(self._share, share, seconds) for share in shares]
        each = len(batch) // jobs
        with begun(tasks, jobs, lambda count: done(count * each)) as results_of:
            parts = results_of()
        done(len(batch))
        found: dict[int, _Unit] = {}
        for number, part in enumerate(parts):
            self.files.note(part.read)
            for at, (unit, inferred) in enumerate(zip(part.units, part.inferred, strict=True)):
                found[number + at * jobs] = unit
                batch[number + at * jobs].shared = SharedInference(inferred)
        return [found[number] for number in range(len(batch))]

    def _share(self, share: Sequence[_Task], seconds: float) -> _Share:
        """What a process of its own makes of some files."""
        units = self.units(share, 1, seconds, lambda count: None)
        return _Share(units, [task.shared.snapshot() for task in share], self.files.paths())

    def learn(self, batch: Sequence[_Task]) -> None:
        for task in batch:
            self.known.merge(task.shared.snapshot(), set())

    def unit(self, task: _Task) -> _Unit:
        """Parse, check, fill gaps, lower. Raises what `_failed` can explain."""
        source = self.files.read(task.item.real_path)
        problem = refused(task.item, source)
        if problem is not None or source is None:
            return _Unit(task.item.path, None, problem)
        task.shared = SharedInference(self.known.snapshot())
        try:
            result = self._clang(task, source)
        except UserError as error:
            whole = self._treesitter(task.item, source)
            notice = Notice(Span(source.path, 0, 0), f"libclang cannot be used: {error.message}")
            unit = _with_notices(whole.unit, (notice,))
        except AnalysisError as error:
            unit = self._treesitter(task.item, source).unit
            message = f"{error.message}; the file was read with tree-sitter instead"
            problem = Problem(task.item.path, 1, message)
        else:
            unit = self._checked(task.item, source, result)
            problem = self._unread(task.item, unit, source)
        unit = _with_notices(unit, outside(unit, source.data, self.selection.sites))
        kind = merge.label(unit.functions, merge.LIBCLANG)
        return _Unit(task.item.path, lower_unit(unit, kind), problem)

    def _clang(self, task: _Task, source: SourceFile) -> ClangResult:
        from wfplint.frontend.clang.unit import ClangOptions, parse

        settings = self.project.settings(task.item).as_built()
        options = ClangOptions(
            defines=_effective(settings.defines, settings.undefines),
            include_dirs=settings.include_dirs,
            forced=settings.forced,
            language=settings.language,
            wdk=self.wdk,
            files=self.files,
            shared=task.shared,
            precompiled=self.precompiled,
        )
        return parse(source, options, self._wanted)

    def _wanted(self, name: str) -> bool:
        names = self.selection.functions
        return name in names or ("operator" in name and "".join(name.split()) in names)

    def _checked(self, item: Input, source: SourceFile, result: ClangResult) -> UnitSyntax:
        """The unit with every function that libclang did not see whole taken from tree-sitter."""
        gaps = [(f.id, f.name, f.span) for f in result.untrusted if self._wanted(f.name)]
        unit = result.unit
        texts = {f.span.path: self._text(f.span.path, source) for f in unit.functions}
        lost = lost_calls(unit.functions, texts, self.selection.apis, self._macros)
        gaps += templates.users(result.templates, unit.functions, texts)
        names = {name for _, name, _ in gaps} | {item.function.name for item in lost}
        if not names and not result.templates:
            return unit

        def wanted(name: str) -> bool:
            return name in names or (bool(result.templates) and self._wanted(name))

        second = self._treesitter(item, source, wanted)
        gaps += templates.members(result.templates, second.unit.functions)
        seen = {
            (function.span.path, *call)
            for function in second.unit.functions
            for call in second.calls.get(function.id, ())
        }
        gaps += [
            (f.id, f.name, f.span)
            for f, name, offset in lost
            if (f.span.path, name, offset) in seen
        ]
        return merge.merged(unit, dict.fromkeys(gaps), second.unit) if gaps else unit

    def _unread(self, item: Input, unit: UnitSyntax, source: SourceFile) -> Problem | None:
        """The first function that no front end understood and that may hold a call of interest."""
        for function in merge.unread(unit.functions):
            start, end = function.span.start, function.span.end
            words = words_of(self._text(function.span.path, source)[start:end])
            names = sorted(name.decode() for name in words & self.selection.apis)
            if names:
                message = (
                    f"{function.name} cannot be read, and names {names[0]}: is the file whole?"
                )
                place = source.position(start).line if function.span.path == source.path else 1
                return Problem(item.path, place, message)
        return None

    def _macros(self) -> frozenset[bytes]:
        """The function-like macros of the model headers and of every file read so far."""
        for source in self.files.sources():
            if source.path not in self._defined:
                self._defined[source.path] = macro_names(source.data)
        return frozenset().union(model_macros(), *self._defined.values())

    def _text(self, path: str, source: SourceFile) -> bytes:
        if path == source.path:
            return source.data
        found = self.files.read(os.path.abspath(path).replace("\\", "/"))
        return found.data if found else b""

    def _treesitter(
        self, item: Input, source: SourceFile, wanted: Callable[[str], bool] | None = None
    ) -> TreeSitterResult:
        from wfplint.frontend.treesitter.unit import TreeSitterOptions, parse

        settings = self.project.settings(item).as_built()
        options = TreeSitterOptions(
            language=settings.language,
            defines=settings.defines,
            undefines=settings.undefines,
            include_dirs=settings.include_dirs,
            system_dirs=self.wdk,
            load=self.files.read,
        )
        with self._tree_sitter:
            result = parse(source, options, wanted or self._wanted)
        rescued = tuple(
            with_calls(function, result.calls.get(function.id, ()), self.selection.apis)
            for function in result.unit.functions
        )
        return result._replace(unit=replace(result.unit, functions=rescued))


def _effective(defines: Sequence[str], undefines: Sequence[str]) -> tuple[str, ...]:
    return tuple(item for item in defines if item.partition("=")[0] not in undefines)


def _with_notices(unit: UnitSyntax, notices: tuple[Notice, ...]) -> UnitSyntax:
    return replace(unit, notices=(*notices, *unit.notices))


# --- what failed ----------------------------------------------------------------------------


def _failed(task: _Task, error: BaseException, seconds: float) -> _Unit:
    path = task.item.path
    if isinstance(error, threads.Overdue):
        message = f"took longer than {seconds:g} seconds and was given up; exclude or split it"
    elif isinstance(error, RecursionError):
        message = "nested too deeply: not analysed; split the function"
    elif isinstance(error, AnalysisError):
        return _Unit(path, None, Problem(path, error.line, error.message))
    elif isinstance(error, Exception):
        message = f"internal error in the front end: {type(error).__name__}: {error}{_place(error)}"
    else:
        raise error
    return _Unit(path, None, Problem(path, 1, message))


def _place(error: Exception) -> str:
    """Where a bug showed, for the report of it."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return ""
    return f" ({os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno})"


def _loaded(outcomes: list[_Unit], included: dict[str, str], read: tuple[str, ...]) -> Loaded:
    statuses: dict[str, FileStatus] = {}
    for path, unit, _ in outcomes:
        if unit is None:
            statuses[path] = FileStatus(path, "failed")
        else:
            statuses[path] = FileStatus(path, "analyzed", unit.frontend, len(unit.notices))
    for path, includer in included.items():
        statuses[path] = statuses[includer]._replace(path=path, notices=0)
    return Loaded(
        tuple(outcome.unit for outcome in outcomes if outcome.unit is not None),
        tuple(sorted(statuses.values())),
        tuple(outcome.problem for outcome in outcomes if outcome.problem is not None),
        read,
    )
