"""The way in: parse one source file and translate the bodies that are wanted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from wfplint.errors import AnalysisError
from wfplint.frontend import syntax as s
from wfplint.frontend.clang import kinds as k
from wfplint.frontend.clang.calls import CALLS
from wfplint.frontend.clang.context import Context
from wfplint.frontend.clang.cursors import ParseFailed, parsed
from wfplint.frontend.clang.diagnostics import Diagnostic, errors_of
from wfplint.frontend.clang.expressions import EXPRESSIONS
from wfplint.frontend.clang.files import DiskFiles, Files
from wfplint.frontend.clang.functions import (
    Declarations,
    Found,
    collect,
    function,
    globals_of,
    head_start,
    number_overloads,
    prototypes,
)
from wfplint.frontend.clang.headers import BEHIND, PRELUDE, Model, Tree, build
from wfplint.frontend.clang.initlists import LISTS
from wfplint.frontend.clang.leading import without_start
from wfplint.frontend.clang.library import Library, load
from wfplint.frontend.clang.places import Places
from wfplint.frontend.clang.precompiled import Precompiled, Request
from wfplint.frontend.clang.prelude import Inferred, SharedInference, render
from wfplint.frontend.clang.statements import STATEMENTS
from wfplint.frontend.templates import Template
from wfplint.ir import Notice
from wfplint.source import SourceFile, Span

ROUNDS = 6
_CPP_ENDINGS = (".cpp", ".cc", ".cxx", ".hpp", ".hxx", ".hh", ".inl")
_BASE = [
    *("-target", "x86_64-pc-windows-msvc", "-fms-extensions", "-fms-compatibility"),
    *("-Wno-everything", "-ferror-limit=0", "-fno-spell-checking", "-nostdinc", "-D__WFPLINT__"),
    *("-D_AMD64_=1", "-DAMD64=1", "-D_KERNEL_MODE=1"),
]
_LANGUAGE = {
    "c": ["-x", "c", "-std=gnu17"],
    "c++": ["-x", "c++", "-std=c++20", "-fdelayed-template-parsing"],
}
_TABLE = {**EXPRESSIONS, **CALLS, **LISTS}


@dataclass(frozen=True)
class ClangOptions:
    """What the project says of a file.

    `defines` are `NAME` or `NAME=VALUE`, `forced` headers included before the file; `language`
    is `c`, `c++` or empty to go by the file's name; `wdk` lists the include folders of a real WDK,
    which then replaces the model headers; `shared` carries what was inferred from one unit of a
    tree to the next, `precompiled` the headers that several units start with.
    """

    defines: tuple[str, ...] = ()
    include_dirs: tuple[str, ...] = ()
    forced: tuple[str, ...] = ()
    language: str = ""
    wdk: tuple[str, ...] = ()
    files: Files = field(default_factory=DiskFiles)
    shared: SharedInference = field(default_factory=SharedInference)
    precompiled: Precompiled | None = None
    rounds: int = ROUNDS


class Untrusted(NamedTuple):
    """A function that libclang saw with an error in it: its body must come from elsewhere."""

    id: str
    name: str
    span: Span


@dataclass(frozen=True)
class ClangResult:
    """A translated unit. `unit.functions` holds only what can be trusted.

    `untrusted` are the definitions with an error in head or body, wanted or not; `errors` the
    errors that remain, as notices; `inferred` the names that had to be made up, and `rounds` how
    often the file was parsed. `templates` are the templates that the project's files define.
    """

    unit: s.UnitSyntax
    untrusted: tuple[Untrusted, ...]
    errors: tuple[Notice, ...]
    inferred: Inferred
    rounds: int
    missing_headers: tuple[str, ...] = ()
    templates: tuple[Template, ...] = ()


@cache
def model() -> Model:
    return Model()


def language_of(source: SourceFile, options: ClangOptions) -> str:
    if options.language:
        return options.language
    return "c++" if source.path.lower().endswith(_CPP_ENDINGS) else "c"


def parse(
    source: SourceFile, options: ClangOptions, wanted: Callable[[str], bool] | None = None
) -> ClangResult:
    """Parse a file and translate the functions whose unqualified name is `wanted` (None: all).

    Safe to call from several threads. Raises AnalysisError where libclang gives no unit at all,
    UserError where it cannot be loaded.
    """
    lib = load()
    headers = None if options.wdk else model()
    tree = build(source, options.files, options.include_dirs, options.forced, headers, options.wdk)
    work = _Work(lib, source, options, tree, wanted or (lambda name: True))
    try:
        return work.run()
    except ParseFailed as failure:
        raise AnalysisError(str(failure), path=source.path) from failure


class _Work:
    """The rounds over one file."""

    def __init__(
        self,
        lib: Library,
        source: SourceFile,
        options: ClangOptions,
        tree: Tree,
        wanted: Callable[[str], bool],
    ) -> None:
        self.lib = lib
        self.source = source
        self.options = options
        self.tree = tree
        self.wanted = wanted
        self.language = language_of(source, options)
        self.cpp = self.language == "c++"
        self.arguments = self._arguments()
        store = None if options.forced else options.precompiled
        self.starts = [] if store is None else store.starts(tree, self.arguments)

    def _arguments(self) -> list[str]:
        options = self.options
        arguments = [*_BASE, *_LANGUAGE[self.language], *self.tree.include_arguments]
        for folder in options.wdk:
            arguments += ["-isystem", folder]
        return arguments + [f"-D{define}" for define in options.defines]

    def run(self) -> ClangResult:
        inferred = self.options.shared.relevant(b"".join(x.data for x in self.tree.sources))
        for count in range(1, self.options.rounds + 1):
            with self._parsed(inferred) as (unit, errors):
                context, found = self._collect(unit)
                bad = _Errors(errors)
                if errors and count < self.options.rounds and self._matters(context, found, bad):
                    learnt = self._learn(inferred, errors, count)
                    if learnt != inferred:
                        inferred = learnt
                        continue
                result = self._translate(context, found, bad, inferred, count)
                self.options.shared.merge(inferred, bad.quoted())
                return result
        raise AssertionError("the last round always returns")

    @contextmanager
    def _parsed(self, inferred: Inferred) -> Iterator[tuple[int, list[Diagnostic]]]:
        """One round: the unit and all its errors."""
        with ExitStack() as stack:
            unit, known = self._with_header(stack, inferred) or (None, [])
            if unit is None:
                files = {**self.tree.texts, PRELUDE: render(inferred, self.cpp)}
                arguments = [*self.arguments, "-include", PRELUDE]
                for header in self.options.forced:
                    arguments += ["-include", header]
                unit = stack.enter_context(parsed(self.lib, self.tree.main, arguments, files))
            yield unit, known + errors_of(self.lib, unit, self.tree.mapped)

    def _with_header(
        self, stack: ExitStack, inferred: Inferred
    ) -> tuple[int, list[Diagnostic]] | None:
        """The unit behind a precompiled header, and the errors in that; None without one."""
        store, tree = self.options.precompiled, self.tree
        if store is None or not self.starts:
            return None
        request = Request(tree, self.starts, self.arguments, inferred, self.cpp)
        found = store.beginning(self.lib, request)
        if found is None:
            return None
        header, start, behind = found
        files = {**tree.texts, BEHIND: render(behind, self.cpp)}
        files[tree.main] = without_start(tree.texts[tree.main], start)
        arguments = [*self.arguments, "-include-pch", header.path, "-include", BEHIND]
        try:
            unit = stack.enter_context(parsed(self.lib, tree.main, arguments, files))
        except ParseFailed:
            store.refuse(header)
            return None
        return unit, header.errors

    def _learn(self, inferred: Inferred, errors: list[Diagnostic], count: int) -> Inferred:
        # most files need neither, and their patterns take a while to compile
        from wfplint.frontend.clang.annotations import unknown_annotations
        from wfplint.frontend.clang.inference import learn

        texts = [source.data for source in self.tree.sources]
        if count == 1:
            known = model().defined_names()
            inferred = inferred.with_macros(unknown_annotations(texts, known))
        return learn(inferred, errors, self.cpp, texts)

    def _collect(self, unit: int) -> tuple[Context, Declarations]:
        places = Places(self.lib, self.tree.mapped, self.tree.mapped[self.tree.main])
        context = Context(self.lib, places, self.cpp, _TABLE, STATEMENTS)
        return context, collect(context, self.lib.unit_cursor(unit))

    def _matters(self, context: Context, found: Declarations, bad: _Errors) -> bool:
        """Whether an error stands outside functions, or in one that is wanted."""
        for item in found.functions:
            if bad.in_definition(item) and self.wanted(context.lib.spelling(item.cursor)):
                return True
        return bad.outside(found.functions)

    def _translate(
        self, context: Context, found: Declarations, bad: _Errors, inferred: Inferred, count: int
    ) -> ClangResult:
        functions: list[s.FunctionSyntax] = []
        untrusted: list[Untrusted] = []
        if self.cpp:
            number_overloads(context, found)
        for item in found.functions:
            is_bad = bad.in_definition(item) or _is_of_template(context, item)
            if not is_bad and not self.wanted(self.lib.spelling(item.cursor)):
                continue
            declared = context.names.of(item.cursor)
            if declared is None:
                continue
            if is_bad:
                span = Span(item.source.path, item.start, item.end)
                untrusted.append(Untrusted(declared.id, declared.name, span))
            else:
                functions.append(function(context, item, declared))

        def is_clean(item: Found) -> bool:
            return not bad.within(item.source.path, item.start, item.end)

        variables = globals_of(context, found, is_clean)
        notices = bad.notices(self.source)
        unit = s.UnitSyntax(
            self.source.path,
            self.language,
            tuple(functions),
            variables,
            context.types.records(),
            prototypes(context, found, self.tree.sources, inferred.roles),
            notices,
        )
        missing = tuple(self.tree.missing)
        templates = tuple(
            Template(self.lib.spelling(t.cursor), Span(t.source.path, t.start, t.end))
            for t in found.templates
            if t.is_definition
        )
        return ClangResult(unit, tuple(untrusted), notices, inferred, count, missing, templates)


def _is_of_template(context: Context, item: Found) -> bool:
    """Whether a function is a member of a class template that is defined outside of it."""
    if not context.cpp or item.cursor.kind == k.FUNCTION_DECL:
        return False
    return context.lib.semantic_parent(item.cursor).kind in k.TEMPLATE_KINDS


class _Errors:
    """The errors of a round by file and offset."""

    def __init__(self, errors: list[Diagnostic]) -> None:
        self._errors = errors
        self._offsets: dict[str, list[int]] = {}
        for error in errors:
            if error.source is not None:
                self._offsets.setdefault(error.source.path, []).append(error.offset)

    def within(self, path: str, start: int, end: int) -> bool:
        return any(start <= offset <= end for offset in self._offsets.get(path, ()))

    def in_definition(self, item: Found) -> bool:
        """Whether an error lies in a function's head or body."""
        path = item.source.path
        return path in self._offsets and self.within(path, head_start(item), item.end)

    def outside(self, functions: list[Found]) -> bool:
        """Whether an error lies in none of these functions."""
        for path, offsets in self._offsets.items():
            here = [(head_start(i), i.end) for i in functions if i.source.path == path]
            if any(not any(a <= at <= b for a, b in here) for at in offsets):
                return True
        return any(error.source is None for error in self._errors)

    def quoted(self) -> set[str]:
        """Every identifier that a message quotes."""
        return {word for e in self._errors for word in re.findall(r"'(\w+)", e.message)}

    def notices(self, main: SourceFile) -> tuple[Notice, ...]:
        found = []
        for error in self._errors:
            source = error.source or main
            offset = error.offset if error.source else 0
            found.append(Notice(Span(source.path, offset, offset), error.message))
        return tuple(found)
