"""Ways to write a C program differently, over its text: whatever they do, it means the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from tests.checkers.operators import condition_of, end_of

Files = dict[str, str]
_DEFINITION = re.compile(r"^((?:\w[\w ]*?[ *]+)?)(\w+)\(([^;{}]*?)\)\n\{\n.*?^\}\n", re.M | re.S)
_CALLS = re.compile(r"\b((?:Fwp[sm]|Ex|Ke|Io|Interlocked|Ndis)[A-Z]\w*|InsertTailList)\(")


class Definition(NamedTuple):
    result: str
    name: str
    parameters: str
    text: str

    @property
    def arguments(self) -> list[str]:
        parts = [p.strip() for p in self.parameters.split(",")]
        return [re.findall(r"\w+", p)[-1] for p in parts if p not in ("void", "VOID", "")]


def definitions(text: str) -> list[Definition]:
    return [Definition(m[1], m[2], m[3], m[0]) for m in _DEFINITION.finditer(text)]


# --- statements ------------------------------------------------------------------------------


def jumping(text: str) -> str:
    """An early return is jumped over by a goto."""
    numbers = iter(range(1000))

    def change(match: re.Match[str]) -> str:
        label = f"Stay{next(numbers)}"
        return f"    if (!({match[1]}))\n        goto {label};\n    return{match[2]};\n{label}:;\n"

    return re.sub(r"^    if \((.*)\)\n        return(.*);\n", change, text, flags=re.M)


def stored(text: str) -> str:
    """Every condition is kept in a variable first."""
    number = 0
    for start in [m.start() for m in re.finditer(r"\bif \(", text)][::-1]:
        before = text[:start].rstrip()
        if before[-1] not in ";{}" or before.endswith("[start:good]"):
            continue
        first, last = condition_of(text, start)
        number += 1
        test = f"int test{number} = ({text[first:last]}) ? 1 : 0;\n    "
        text = f"{text[:start]}{test}if (test{number}{text[last:]}"
    return text


def nested(text: str) -> str:
    """What follows an early return of a function without result stands in the other branch."""
    for definition in definitions(text):
        if re.search(r"\b(?:void|VOID)\b", definition.result) and "goto" not in definition.text:
            text = text.replace(definition.text, _nested(definition.text))
    return text


def _nested(function: str) -> str:
    found = re.search(r"^    if \((.*)\)\n        return;\n", function, re.M)
    if not found:
        return function
    rest = function[found.end() : -len("}\n")]
    return f"{function[: found.start()]}    if (!({found[1]})) {{\n{rest}    }}\n}}\n"


def looped(text: str) -> str:
    """The body of an `if` without else runs in a do/while(0)."""
    for start in [m.start() for m in re.finditer(r"\bif \(", text)][::-1]:
        last = condition_of(text, start)[1] + 1
        end = end_of(text, start)
        body = text[last:end]
        if text[end:].lstrip().startswith("else") or re.search(r"\b(break|continue)\b", body):
            continue
        text = f"{text[:last]}\n    do {{ {body.strip()} }} while (0);{text[end:]}"
    return text


# --- functions and files ---------------------------------------------------------------------


def wrapped(text: str) -> str:
    """The work of every function is done by a helper with its parameters."""
    for definition in definitions(text):
        result = definition.result.replace("static ", "").replace("NTAPI ", "")
        plain = re.fullmatch(r"(?:void|VOID)\s*", result.strip())
        call = f"{definition.name}Work({', '.join(definition.arguments)});"
        body = definition.text[definition.text.index("{") :]
        helper = f"static {result}{definition.name}Work({definition.parameters})\n{body}"
        outer = f"\n{definition.result}{definition.name}({definition.parameters})\n"
        outer += f"{{\n    {'' if plain else 'return '}{call}\n}}\n"
        text = text.replace(definition.text, helper + outer)
    return text


def by_macros(text: str) -> str:
    """The calls of the system stand behind macros."""
    names = sorted({m[1] for m in _CALLS.finditer(text)})
    head = list(re.finditer(r"^#include .*\n", text, re.M))[-1].end()
    defines = "".join(f"#define DO_{name}(...) {name}(__VA_ARGS__)\n" for name in names)
    rest = re.sub(
        r"\b(" + "|".join(names) + r")\(", lambda m: f"DO_{m[1]}(", text[head:]
    ) if names else text[head:]  # fmt: skip
    return text[:head] + defines + rest


def renamed(text: str) -> str:
    """Every name that the program defines is another one."""
    made = set(re.findall(r"\b(?:struct|enum) _(\w+)", text))
    made |= {d.name for d in definitions(text)} - {"DriverEntry", "DriverUnload"}
    made |= set(re.findall(r"\b(g[A-Z]\w+|P(?:end|END)\w*)\b", text))
    made |= set(re.findall(r"^    (?!return|goto)\w+ (\w+);", text, re.M))
    tags = {name for name in made if name.isupper()}
    made |= {f"P{name}" for name in tags} | {f"_{name}" for name in tags}
    return re.sub(r"\b(\w+)\b", lambda m: f"{m[1]}_x" if m[1] in made else m[1], text)


def split(text: str) -> Files:
    """Two files: every second function in the other one, nothing static."""
    found = definitions(text)
    first = found[0].text if found else ""
    at = text.index(first)
    head = re.sub(r"^static ", "", text[:at], flags=re.M)
    prototypes = "".join(
        f"{d.result.replace('static ', '')}{d.name}({d.parameters});\n" for d in found
    )
    tails = [re.sub(r"^static ", "", d.text, flags=re.M) for d in found]
    between = re.sub(r"^static ", "", text[at:], flags=re.M)
    for tail in tails:
        between = between.replace(tail, "")
    between = re.sub(r"//.*\n|/\*.*?\*/", "", between, flags=re.S)
    both = f"{head}{between}\n{prototypes}\n"
    return {"one.c": both + "\n".join(tails[::2]), "two.c": both + "\n".join(tails[1::2])}


TEXT: dict[str, Callable[[str], str]] = {
    f.__name__: f for f in (jumping, stored, nested, looped, wrapped, by_macros, renamed)
}


def rewrites(text: str) -> Iterator[tuple[str, Files]]:
    """Every rewriting that changes the text, as files."""
    for name, rewrite in TEXT.items():
        changed = rewrite(text)
        if changed != text:
            yield name, {"one.c": changed}
    if len(definitions(text)) > 1:
        yield "split", split(text)
