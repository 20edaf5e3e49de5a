"""What was inferred, as data and as the text of the header that declares it."""

from __future__ import annotations

import re
import threading
import zlib
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Inferred:
    """Names that no header declared, with the form that was inferred for each.

    `names` maps a name to its form: `macro`, `macro()`, `struct`, `tag`, `integer`, `role`,
    `pointer TAG`, `guid`, `constant`, `object`, `object TAG`, `object *TAG`, `bytes`, `function`,
    `function TYPE`, or `dropped` (the tree declares it itself). `members` maps a structure's tag
    to its members and their forms: `integer`, `pointer`, `struct`, `array`, `function`, `bytes`,
    `type TEXT`, or `dropped` (a header declares it).
    """

    names: dict[str, str] = field(default_factory=dict)
    members: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def roles(self) -> list[str]:
        """The function types that are declared nowhere."""
        return [name for name, form in self.names.items() if form == "role"]

    def split(self, text: AbstractSet[str]) -> tuple[Inferred, Inferred]:
        """What a text with these words may depend on, and the rest, which it cannot.

        Names that share a structure stay together; members of the model's structures are
        declared by the model, so that they come first.
        """
        groups = _Groups()
        for name, form in self.names.items():
            groups.join(name, *_tags_of(form))
        for tag, fields in self.members.items():
            groups.join(tag, *(f"{tag}__{name}" for name in fields))
            groups.join(tag, *(word for form in fields.values() for word in _tags_of(form)))
        own = own_tags(self)
        first = {groups.of(word) for word in groups.words() if word in text}
        first |= {groups.of(tag) for tag in self.members if tag not in own}
        names: tuple[dict[str, str], dict[str, str]] = ({}, {})
        for name, form in self.names.items():
            names[groups.of(name) not in first][name] = form
        members: tuple[dict[str, dict[str, str]], dict[str, dict[str, str]]] = ({}, {})
        for tag, fields in self.members.items():
            members[groups.of(tag) not in first][tag] = fields
        return Inferred(names[0], members[0]), Inferred(names[1], members[1])

    def with_macros(self, annotations: dict[str, bool]) -> Inferred:
        names = dict(self.names)
        for name, called in annotations.items():
            names.setdefault(name, "macro()" if called else "macro")
        return Inferred(names, self.members)


_WORD = re.compile(r"\w+")


def _tags_of(form: str) -> list[str]:
    """The names that a form mentions."""
    return _WORD.findall(form.partition(" ")[2])


class _Groups:
    """Sets of words that belong together."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def words(self) -> list[str]:
        return list(self._above)

    def of(self, word: str) -> str:
        """The word that stands for the whole group."""
        above = self._above.setdefault(word, word)
        while above != word:
            word, above = above, self._above[above]
        return word

    def join(self, word: str, *others: str) -> None:
        first = self.of(word)
        for other in others:
            self._above[self.of(other)] = first


class SharedInference:
    """What the units of one tree have inferred so far; safe between threads."""

    def __init__(self, start: Inferred | None = None) -> None:
        self._known = start or Inferred()
        self._lock = threading.Lock()

    def snapshot(self) -> Inferred:
        with self._lock:
            return self._known

    def merge(self, inferred: Inferred, doubtful: set[str]) -> None:
        """Add what a unit inferred, except what it dropped or still complains of (`doubtful`)."""
        with self._lock:
            given = inferred.names.items()
            names = {n: f for n, f in given if f != "dropped" and n not in doubtful}
            members = dict(self._known.members)
            for tag, fields in inferred.members.items():
                kept = {name: form for name, form in fields.items() if form != "dropped"}
                members[tag] = {**members.get(tag, {}), **kept}
            self._known = Inferred({**self._known.names, **names}, members)

    def relevant(self, text: bytes) -> Inferred:
        """The part that a unit with this text can use."""
        known = self.snapshot()
        if not known.names and not known.members:
            return known
        names = {n: f for n, f in known.names.items() if n.encode() in text}
        members = {
            tag: {n: f for n, f in fields.items() if n.encode() in text}
            for tag, fields in known.members.items()
        }
        return Inferred(names, {tag: fields for tag, fields in members.items() if fields})


_ANY = """
#ifndef WFPLINT_ANY
#define WFPLINT_ANY
struct wfplint_any {
  template <class T> operator T() const;
  template <class T> wfplint_any &operator=(const T &);
  wfplint_any *operator->() const;
  wfplint_any &operator[](long long) const;
  template <class... T> wfplint_any &operator()(T...) const;
};
#endif
"""
_GUID = """
#ifndef GUID_DEFINED
#define GUID_DEFINED
typedef struct _GUID { unsigned long Data1; unsigned short Data2; unsigned short Data3;
  unsigned char Data4[8]; } GUID;
#endif
"""
_MACROS = {"macro": "#define %s", "macro()": "#define %s(...)", "role": "#define %s struct"}
_TYPES = ("struct", "tag", "integer")


def render(inferred: Inferred, cpp: bool) -> bytes:
    """The header's text; empty if nothing was inferred."""
    if not inferred.names and not inferred.members:
        return b""
    writer = _Writer(inferred, cpp)
    return "\n".join([*writer.macros(), *writer.types(), *writer.objects(), ""]).encode("utf-8")


def own_tags(inferred: Inferred) -> set[str]:
    """The structures that the header defines; the others are the model's."""
    tags = {name for name, form in inferred.names.items() if form in ("struct", "tag")}
    for form in inferred.names.values():
        kind, _, tag = form.partition(" ")
        if kind in ("pointer", "object") and tag:
            tags.add(tag.lstrip("*"))
    for tag, fields in inferred.members.items():
        tags.update(f"{tag}__{n}" for n, f in fields.items() if f in ("pointer", "struct"))
    return tags


class _Writer:
    def __init__(self, inferred: Inferred, cpp: bool) -> None:
        self.own = own_tags(inferred)
        self.names = inferred.names
        self.members = inferred.members
        self.cpp = cpp
        self.done: set[str] = set()
        self.lines: list[str] = []

    def macros(self) -> list[str]:
        lines = [_MACROS[form] % name for name, form in self.names.items() if form in _MACROS]
        hooks = [tag for tag in self.members if tag not in self.own]
        if hooks:
            lines.append("#define WFPLINT_HOOKS")
        for tag in hooks:
            fields = " ".join(self.field(tag, n, f) for n, f in self.members[tag].items())
            lines.append(f"#define WFPLINT_MEMBERS_{tag} , {fields}")
        return lines

    def types(self) -> list[str]:
        own = self.own
        guid = any(form == "guid" for form in self.names.values())
        if guid or any("GUID" in f for m in self.members.values() for f in m.values()):
            self.lines.append(_GUID)
        if self.cpp:
            self.lines.append(_ANY)
        self.lines += [f"struct {tag};" for tag in sorted(own)]
        for name, form in self.names.items():
            kind, _, tag = form.partition(" ")
            if kind == "pointer":
                self.lines.append(f"typedef struct {tag} *{name};")
            elif kind == "struct":
                self.lines.append(f"typedef struct {name} {name};")
            elif kind == "integer":
                self.lines.append(f"typedef unsigned long {name};")
        for tag in sorted(own):
            self.define(tag, own)
        return self.lines

    def define(self, tag: str, own: set[str]) -> None:
        """Define a structure, after those it holds by value."""
        if tag in self.done:
            return
        self.done.add(tag)
        fields = self.members.get(tag, {})
        for name, form in fields.items():
            inner = f"{tag}__{name}"
            if form == "struct" and inner in own:
                self.define(inner, own)
        body = " ".join(self.field(tag, n, f) for n, f in fields.items())
        self.lines.append(f"struct {tag} {{ int wfplint_; {body} }};")

    def field(self, tag: str, name: str, form: str) -> str:
        if form.startswith("type "):
            return declarator(form[5:], name)
        variadic = "..." if self.cpp else ""
        forms = {
            "integer": f"long long {name};",
            "pointer": f"struct {tag}__{name} *{name};",
            "struct": f"struct {tag}__{name} {name};",
            "array": f"long long {name}[64];",
            "bytes": f"unsigned char *{name};",
            "function": f"int (*{name})({variadic});",
            "any": f"wfplint_any {name};" if self.cpp else f"long long {name};",
            "dropped": "",
        }
        return forms[form]

    def objects(self) -> list[str]:
        found: list[str] = []
        constants = [name for name, form in self.names.items() if form == "constant"]
        found += [f"enum {{ {name} = {constant_value(name)} }};" for name in constants]
        external = 'extern "C"' if self.cpp else "extern"
        variadic = "..." if self.cpp else ""
        for name, form in self.names.items():
            kind, _, rest = form.partition(" ")
            if kind == "guid":
                const = "" if self.cpp else "const "
                found.append(f"{external} {const}GUID {name};")
            elif kind == "object":
                star = "*" if rest.startswith("*") else ""
                base = f"struct {rest.lstrip('*')} {star}" if rest else "long long "
                found.append(f"{external} {base}{name};".replace('extern "C"', "extern"))
            elif kind == "bytes":
                found.append(f"extern unsigned char *{name};")
            elif kind == "function":
                result = rest or "int"
                found.append(f"{external} {result} {name}({variadic});")
        return found


def constant_value(name: str) -> int:
    """A value of its own for each name, the same in all units."""
    return 0x4000_0000 + (zlib.crc32(name.encode("utf-8")) & 0x3FFF_FFFF)


_FUNCTION_POINTER = re.compile(r"\(\*\)")


def declarator(text: str, name: str) -> str:
    """A declaration of `name` with the type that a message spells."""
    text = text.removeprefix("const ")
    if "(*)" in text:
        return _FUNCTION_POINTER.sub(f"(*{name})", text, count=1) + ";"
    if "[" in text:
        base, _, size = text.partition("[")
        return f"{base} {name}[{size};"
    return f"{text} {name};"
