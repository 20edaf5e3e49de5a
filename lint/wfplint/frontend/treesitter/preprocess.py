"""Directives, conditional branches, includes and macro expansion of one translation unit."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from wfplint.frontend.treesitter import conditions
from wfplint.frontend.treesitter.blanking import is_annotation, is_mark
from wfplint.frontend.treesitter.includes import Frame, HeaderCache, Included, Includer, once
from wfplint.frontend.treesitter.lexing import (
    COMMENT,
    DIRECTIVE,
    DIRECTIVE_HEAD,
    DIRECTIVE_LINE,
    NAME,
    SKIPPED,
    STREAM,
    Token,
    plain_number,
    read_arguments,
    tokenize,
)
from wfplint.frontend.treesitter.macros import Expander, Macro, parse_definition
from wfplint.frontend.treesitter.pragmas import PACK, packed, packing, trace_macros
from wfplint.frontend.treesitter.segments import Mark, Output, Segment
from wfplint.source import SourceFile

_MAX_DEPTH = 60


class Line(NamedTuple):
    """One directive: its word and where its rest begins and ends."""

    word: str
    start: int
    rest: int
    end: int


class FileState:
    """What is known while one file is read."""

    def __init__(self, file: SourceFile, text: str, out: Output, system: bool) -> None:
        self.file = file
        self.text = text
        self.out = out
        self.system = system
        self.path = file.path
        self.branches: list[int] = []


class Preprocessor:
    """Preprocesses one unit; `segments` grows in the order in which declarations are complete."""

    def __init__(
        self, macros: dict[str, Macro], includer: Includer, cache: HeaderCache | None = None
    ) -> None:
        self.macros = macros
        self.expander = Expander(macros)
        self.includer = includer
        self.cache = cache if cache is not None else HeaderCache()
        self.segments: list[Segment] = []
        self.missing: list[tuple[str, str, int]] = []
        self.frame = Frame()
        self._depth = 0
        self._directives: dict[str, Callable[[FileState, Line], int]] = {
            "define": self._define,
            "undef": self._undef,
            "if": self._if,
            "ifdef": self._if,
            "ifndef": self._if,
            "elif": self._else,
            "elifdef": self._else,
            "elifndef": self._else,
            "else": self._else,
            "endif": self._endif,
            "include": self._include,
            "import": self._include,
            "include_next": self._include,
            "pragma": self._pragma,
        }

    def run(self, file: SourceFile) -> Segment:
        """Preprocess the main file; its segment is the last of `segments`."""
        return self._file(file, system=False)

    def include(self, name: str, source: SourceFile) -> None:
        """Read a header as if the first line of `source` included it."""
        found = self.includer.find(f'"{name}"', source)
        if found is None:
            self.missing.append((source.path, name, 0))
        else:
            self._enter(FileState(source, "", Output("", source.path), False), found)

    def _file(self, file: SourceFile, system: bool) -> Segment:
        out = self._text(file, system)
        segment = Segment(file, out, system)
        self.segments.append(segment)
        return segment

    def _text(self, file: SourceFile, system: bool) -> Output:
        text = file.data.decode("latin-1")
        out = Output(text, file.path)
        state = FileState(file, text, out, system)
        if packing(self.macros):
            self._mark_packing(state)
        position = 0
        self._depth += 1
        while position >= 0:
            position = self._scan(state, position)
        self._depth -= 1
        out.copy_to(len(text))
        return out

    def _scan(self, state: FileState, position: int) -> int:
        """Read on from `position` until the text must be taken up elsewhere; -1 at the end."""
        text = state.text
        known = self.macros.get
        for match in STREAM.finditer(text, position):
            kind = match.lastindex
            if kind == NAME:
                name = match[4]
                macro = known(name)
                if macro is not None:
                    end = match.end()
                    after = self._expand(state, macro, match.start(), end)
                    if after != end:
                        return after
                elif name[0] == "_" and is_annotation(name, text, match.start()):
                    return self._vanish(state, name, match.start(), match.end())
            elif kind == COMMENT:
                state.out.skip(match.start(), match.end())
            elif kind == DIRECTIVE:
                return self._directive(state, match.start())
            else:
                self._number(state, match[2], match.start())
        return -1

    def _number(self, state: FileState, text: str, start: int) -> None:
        plain = plain_number(text) if text[-1] in "2468" else text
        if plain != text:
            token = Token(plain, state.path, start)
            state.out.expansion([token], start, start + len(text))

    # --- macros ------------------------------------------------------------------------------

    def _expand(self, state: FileState, macro: Macro, start: int, end: int) -> int:
        if macro.name[0] == "_" and is_mark(macro.name):
            return self._vanish(state, macro.name, start, end)
        expander = self.expander
        if macro.parameters is None:
            expander.used.add(macro.name)
            tokens = expander.simple(macro)
        else:
            tokens = [Token(macro.name, state.path, start)]
        while expander.wants_arguments(tokens):
            after = read_arguments(state.text, end)
            if after < 0:
                break
            arguments = tokenize(state.text, state.path, end, after)
            arguments = [token for token in arguments if token.text != "\\"]
            tokens = [*tokens[:-1], *expander.expand([tokens[-1], *arguments])]
            end = after
        if len(tokens) == 1 and tokens[0].text == macro.name and not tokens[0].body:
            return end
        state.out.expansion(tokens, start, end)
        return end

    def _vanish(self, state: FileState, name: str, start: int, end: int) -> int:
        after = read_arguments(state.text, end)
        if after > 0 and self._takes_arguments(name):
            if name == "_Function_class_":
                name = state.text[state.text.index("(", end) + 1 : after - 1].strip()
            end = after
        if is_mark(name) or end == after:
            state.out.copy_to(start)
            state.out.marks.append(Mark(state.out.length, name))
        state.out.skip(start, end)
        return end

    def _takes_arguments(self, name: str) -> bool:
        macro = self.macros.get(name)
        return macro is None or macro.parameters is not None

    # --- directives --------------------------------------------------------------------------

    def _line(self, text: str, start: int) -> Line:
        end = DIRECTIVE_LINE.match(text, start).end()  # type: ignore[union-attr]
        head = DIRECTIVE_HEAD.match(text, start, end)
        if head is None:
            return Line("", start, end, end)
        return Line(head[1], start, head.end(), end)

    def _directive(self, state: FileState, start: int) -> int:
        line = self._line(state.text, start)
        state.out.copy_to(start)
        state.out.copied = line.end
        action = self._directives.get(line.word)
        after = action(state, line) if action else line.end
        state.out.copied = max(after, line.end)
        return after

    def _define(self, state: FileState, line: Line) -> int:
        macro = parse_definition(state.text, state.path, line.rest, line.end)
        if macro is not None:
            self._set(macro.name, macro)
        return line.end

    def _undef(self, state: FileState, line: Line) -> int:
        self._set(state.text[line.rest : line.end].split("/")[0].strip(), None)
        return line.end

    def _set(self, name: str, macro: Macro | None) -> None:
        self.frame.written(name, self.macros.get(name), self.expander.used)
        if macro is None:
            self.macros.pop(name, None)
        else:
            self.macros[name] = macro
        self.expander.changed()

    def _pragma(self, state: FileState, line: Line) -> int:
        text = state.text[line.rest : line.end]
        if text.split()[:1] == ["once"]:
            macro = once(state.file)
            self._set(macro.name, macro)
        pack = packed(self.macros, text)
        if pack is not None:
            self.expander.used.add(PACK)
            self._set(PACK, pack)
            self._mark_packing(state)
        return line.end

    def _mark_packing(self, state: FileState) -> None:
        state.out.marks.append(Mark(state.out.length, f"{PACK} {packing(self.macros)}"))

    # --- conditional branches ----------------------------------------------------------------

    def _holds(self, state: FileState, line: Line) -> bool:
        tokens = tokenize(state.text, state.path, line.rest, line.end)
        tokens = [token for token in tokens if token.text != "\\"]
        if line.word.endswith("def"):
            name = tokens[0].text if tokens else ""
            self.expander.used.add(name)
            return (name in self.macros) != line.word.endswith("ndef")
        known = self.includer.has(state.file)
        return conditions.evaluate(tokens, self.expander, known)

    def _if(self, state: FileState, line: Line) -> int:
        state.branches.append(line.start)
        if self._holds(state, line):
            return line.end
        return self._skip(state, line.end, wanted=True)

    def _else(self, state: FileState, line: Line) -> int:
        return self._skip(state, line.end, wanted=False)

    def _endif(self, state: FileState, line: Line) -> int:
        if state.branches:
            state.branches.pop()
        return line.end

    def _skip(self, state: FileState, position: int, wanted: bool) -> int:
        """Return the place after the directive that ends a branch which is not taken.

        Without `wanted` a branch was taken already, and only `#endif` ends the skipping.
        """
        depth = 0
        for match in SKIPPED.finditer(state.text, position):
            if match.lastindex != DIRECTIVE:
                continue
            line = self._line(state.text, match.start())
            if line.word in ("if", "ifdef", "ifndef"):
                depth += 1
            elif line.word == "endif":
                if not depth:
                    return self._endif(state, line)
                depth -= 1
            elif wanted and not depth and self._begins(state, line):
                return line.end
        return len(state.text)

    def _begins(self, state: FileState, line: Line) -> bool:
        if line.word == "else":
            return True
        return line.word.startswith("elif") and self._holds(state, line)

    # --- includes ----------------------------------------------------------------------------

    def _include(self, state: FileState, line: Line) -> int:
        spelled = self._spelled(state, line)
        found = self.includer.find(spelled, state.file) if spelled else None
        if found is None:
            self._missing(state, spelled, line)
        elif self._depth < _MAX_DEPTH:
            before = packing(self.macros)
            self._enter(state, found)
            if packing(self.macros) != before:
                self._mark_packing(state)
        return line.end

    def _missing(self, state: FileState, spelled: str, line: Line) -> None:
        self.missing.append((state.path, spelled, line.start))
        if spelled[1:-1].lower().endswith(".tmh"):
            texts = [segment.file.data for segment in self.segments if not segment.system]
            for macro in trace_macros([*texts, state.file.data]):
                self._set(macro.name, macro)

    def _spelled(self, state: FileState, line: Line) -> str:
        rest = state.text[line.rest : line.end].strip()
        if rest[:1] not in ('"', "<"):
            tokens = tokenize(state.text, state.path, line.rest, line.end)
            rest = "".join(token.text for token in self.expander.expand(tokens))
        end = rest.find(">" if rest.startswith("<") else '"', 1)
        return rest[: end + 1] if end > 0 else ""

    def _enter(self, state: FileState, found: Included) -> None:
        file, system = found
        system = system or state.system
        name = once(file).name
        self.expander.used.add(name)
        if name in self.macros:
            return
        if state.out.last_character() in (",", "=", "("):
            self._splice(state, file, system)
            return
        entry = self.cache.find(file, self.macros)
        if entry is not None:
            self.segments.extend(entry.segments)
            self.missing.extend(entry.missing)
            self.frame.merge(entry, self.macros, self.expander.used)
            self.expander.changed()
            return
        self._enter_new(file, system)

    def _enter_new(self, file: SourceFile, system: bool) -> None:
        """Read a header in a frame of its own, so that the result can be used again."""
        outer, used, before = self.frame, self.expander.used, len(self.segments)
        missing = len(self.missing)
        self.frame, self.expander.used = Frame(), set()
        self._file(file, system)
        entry = self.frame.entry(
            self.macros, self.expander.used, self.segments[before:], self.missing[missing:]
        )
        self.cache.add(file, entry)
        self.frame, self.expander.used = outer, used
        self.frame.note(entry, self.expander.used)

    def _splice(self, state: FileState, file: SourceFile, system: bool) -> None:
        """An include in the middle of a list: its text belongs to the including file's."""
        out = self._text(file, system)
        text = "".join(out.pieces)
        position = state.out.copied
        tokens = tokenize(text, file.path, 0, len(text), body=file.path)
        state.out.expansion(tokens, position, position)
