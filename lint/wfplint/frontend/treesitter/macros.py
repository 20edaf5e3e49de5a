"""Macros: definitions and their expansion, token by token, with the origin of every token kept.

The algorithm is the usual one with hide sets: a name that comes from its own expansion is not
expanded again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property

from wfplint.frontend.treesitter.lexing import NOTHING, Token, tokenize

_HEAD = re.compile(r"\s*([A-Za-z_$][\w$]*)(\(([^)]*)\))?", re.A)
_VARIADIC = "__VA_ARGS__"
_LIMIT = 20_000


@dataclass(frozen=True)
class Macro:
    """A definition: `parameters` is None for an object-like macro.

    `text` is the replacement list as written, `offset` its place in `file`; the tokens of it
    (`body`) are made when first wanted, since most macros of a header are never used.
    """

    name: str
    parameters: tuple[str, ...] | None
    text: str
    file: str = field(default="", compare=False)
    offset: int = field(default=0, compare=False)
    variadic: bool = False

    @cached_property
    def body(self) -> tuple[Token, ...]:
        tokens = tokenize(self.text, self.file, 0, len(self.text), self.name)
        return tuple(token._replace(offset=token.offset + self.offset) for token in tokens)


def parse_definition(text: str, file: str, start: int, end: int) -> Macro | None:
    """Read `NAME body` or `NAME(a, b) body` from `text[start:end]`; None if it has no name."""
    head = _HEAD.match(text, start, end)
    if head is None:
        return None
    name = head[1]
    body = text[head.end() : end]
    if head[2] is None:
        return Macro(name, None, body, file, head.end())
    spelled = head[3].replace("\\", " ").split(",")
    names = [item.strip() for item in spelled if item.strip()]
    variadic = bool(names) and names[-1].endswith("...")
    if variadic:
        names[-1] = names[-1][:-3].strip() or _VARIADIC
    return Macro(name, tuple(names), body, file, head.end(), variadic)


def definition(name: str, body: str = "", parameters: str | None = None) -> Macro:
    """A macro from nowhere: the command line's, or a predefined one."""
    head = name if parameters is None else f"{name}({parameters})"
    text = f"{head} {body}"
    macro = parse_definition(text, "", 0, len(text))
    assert macro is not None
    return macro


@dataclass
class Expander:
    """Expands tokens by the table `macros`; `used` collects the names of what was expanded."""

    macros: dict[str, Macro]
    used: set[str] = field(default_factory=set)
    _simple: dict[str, list[Token]] = field(default_factory=dict)

    def changed(self) -> None:
        """Forget remembered expansions, because a definition came or went."""
        if self._simple:
            self._simple = {}

    def simple(self, macro: Macro) -> list[Token]:
        """The full expansion of an object-like macro, remembered until a definition changes."""
        known = self._simple.get(macro.name)
        if known is None:
            known = self.expand([Token(macro.name, "", 0)])
            self._simple[macro.name] = known
        return known

    def wants_arguments(self, tokens: list[Token]) -> bool:
        """Whether the last token names a function-like macro whose `(` may follow."""
        if not tokens:
            return False
        macro = self.macros.get(tokens[-1].text)
        return (
            macro is not None
            and macro.parameters is not None
            and macro.name not in tokens[-1].hidden
        )

    def expand(self, tokens: list[Token]) -> list[Token]:
        """Replace every macro in `tokens`; what cannot be expanded stays as it is."""
        out: list[Token] = []
        stack = tokens[::-1]
        budget = _LIMIT
        while stack and budget:
            token = stack.pop()
            macro = self.macros.get(token.text)
            if macro is None or token.text in token.hidden:
                out.append(token)
                continue
            budget -= 1
            replacement = self._replace(macro, token, stack)
            if replacement is None:
                out.append(token)
            else:
                stack.extend(reversed(replacement))
        out.extend(reversed(stack))
        return out

    def _replace(self, macro: Macro, token: Token, stack: list[Token]) -> list[Token] | None:
        self.used.add(macro.name)
        if macro.parameters is None:
            hidden = token.hidden | {macro.name}
            return self._substitute(macro, {}, hidden)
        if not stack or stack[-1].text != "(":
            return None
        taken = _take_arguments(stack)
        if taken is None:
            return None
        arguments, closing = taken
        hidden = (token.hidden & closing.hidden) | {macro.name}
        return self._substitute(macro, _bind(macro, arguments), hidden)

    def _substitute(
        self, macro: Macro, bound: dict[str, list[Token]], hidden: frozenset[str]
    ) -> list[Token]:
        out: list[Token] = []
        body = macro.body
        index = 0
        while index < len(body):
            token = body[index]
            following = body[index + 1].text if index + 1 < len(body) else ""
            if token.text == "#" and following in bound:
                out.append(_stringised(bound[following], token))
                index += 2
                continue
            if token.text == "##" and following and out:
                self._paste(out, bound.get(following, [body[index + 1]]), following in bound)
                index += 2
                continue
            if token.text in bound:
                raw = following == "##"
                argument = bound[token.text]
                out.extend(argument if raw else self.expand(argument))
                if raw and not argument:
                    out.append(token._replace(text=" "))
            else:
                out.append(token)
            index += 1
        return [t._replace(hidden=t.hidden | hidden) for t in out if t.text != " "]

    def _paste(self, out: list[Token], right: list[Token], from_argument: bool) -> None:
        """`left ## right`; before an empty variadic argument a comma goes, as in MSVC and GNU."""
        if not right:
            if from_argument and out[-1].text == ",":
                out.pop()
            return
        left = out[-1]
        if left.text == "," and from_argument:
            out.extend(self.expand(right))
            return
        joined = (left.text + right[0].text).strip()
        out[-1] = left._replace(text=joined or " ", hidden=NOTHING)
        out.extend(right[1:])


def _take_arguments(stack: list[Token]) -> tuple[list[list[Token]], Token] | None:
    """Pop `( a , b )` from the stack; None (and nothing popped) without the closing one."""
    depth = 0
    arguments: list[list[Token]] = [[]]
    for index in range(len(stack) - 1, -1, -1):
        token = stack[index]
        text = token.text
        if text == ")":
            depth -= 1
            if not depth:
                del stack[index:]
                return arguments, token
        if text == "," and depth == 1:
            arguments.append([])
            continue
        if depth:
            arguments[-1].append(token)
        if text == "(":
            depth += 1
    return None


def _bind(macro: Macro, arguments: list[list[Token]]) -> dict[str, list[Token]]:
    names = macro.parameters or ()
    if macro.variadic and len(arguments) >= len(names):
        fixed = len(names) - 1
        rest = arguments[fixed]
        comma = Token(",", "", 0)
        for argument in arguments[fixed + 1 :]:
            rest = [*rest, comma._replace(file=rest[-1].file if rest else ""), *argument]
        arguments = [*arguments[:fixed], rest]
    bound = dict(zip(names, arguments, strict=False))
    for name in names[len(arguments) :]:
        bound[name] = []
    if macro.variadic and _VARIADIC not in bound:
        bound[_VARIADIC] = bound[names[-1]]
    return bound


def _stringised(argument: list[Token], at: Token) -> Token:
    text = ""
    for token in argument:
        piece = token.text
        if piece[-1] in "\"'":
            piece = piece.replace("\\", "\\\\").replace('"', '\\"')
        text += (" " if text and token.spaced else "") + piece
    return at._replace(text=f'"{text}"')
