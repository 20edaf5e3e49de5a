"""From error messages to declarations: what a missing name must have been, by how it is used."""

from __future__ import annotations

import re
from collections.abc import Callable

from wfplint.frontend.clang.annotations import is_annotation
from wfplint.frontend.clang.diagnostics import Diagnostic
from wfplint.frontend.clang.prelude import Inferred, own_tags

_WORD = re.compile(rb"\w+")
_LAST_WORD = re.compile(rb"(\w+)\W*$")
_INTEGER_NAME = re.compile(
    r"[a-z]|U?(INT|LONG|SHORT|CHAR)(8|16|32|64|PTR)?$|D?WORD(32|64)?$|.*(_ID|_FLAGS?|_TYPE|_STATUS|_FAMILY|_MASK|_INDEX|_SIZE|_HANDLE|_LEVEL|_CLASS)$"
)
_POINTER_NAME = re.compile(r"(?:LP|P)(?:C(?=[A-Z]{2}))?([A-Z][A-Z0-9_]*)$")
_ROLE_NAME = re.compile(r"EVT_\w+|\w+_ROUTINE|\w+_CALLBACK|\w+_DISPATCH|DRIVER_\w+")
_GUID_NAME = re.compile(r"(FWPM_(LAYER|CONDITION|SUBLAYER|PROVIDER|CALLOUT))_\w+|\w*GUID\w*")
_DECLARES = re.compile(rb"\s*(?:\*\s*)*\s*(?:const\s+)?\w+\s*(?:[;=,\[)]|$)|\s*\*+\s*\w+\s*[;=,\[]")
_CAST_OPEN = re.compile(
    rb"(?:^|[^\w\s])\s*\(\s*(?:const\s+|struct\s+)?$|\breturn\s*\(\s*$|sizeof\s*\(\s*$"
)
_CAST_CLOSE = re.compile(rb"\s*(?:const\s*)?\**\s*\)")
_NUMBER = re.compile(r"type '(?:int|long long|unsigned int|unsigned long)'")
_STATEMENT = re.compile(
    rb"(?:[;{}]|^|\n)\s*(?:static\s+|const\s+|volatile\s+|struct\s+|register\s+)*$"
)


class _Learner:
    """The facts of one round, changed by one message after the other."""

    def __init__(self, known: Inferred, cpp: bool, texts: list[bytes]) -> None:
        self.texts = texts
        self.names = dict(known.names)
        self.members = {tag: dict(fields) for tag, fields in known.members.items()}
        self.cpp = cpp

    def result(self) -> Inferred:
        return Inferred(self.names, self.members)

    def name(self, name: str, form: str, *, over: bool = False) -> None:
        """Give a new name a form; with `over`, change the form of one that has another."""
        if self.names.get(name) == "dropped" or (name in self.names and not over):
            return
        self.names[name] = form

    def member(self, tag: str, name: str, form: str, *, over: bool = False) -> None:
        fields = self.members.setdefault(tag, {})
        if fields.get(name, "dropped") == "dropped" or over:
            fields[name] = form

    def tags_with(self, member: str) -> list[str]:
        return [tag for tag, fields in self.members.items() if member in fields]

    def change(self, word: str, name_form: str, member_form: str) -> None:
        """Change whatever was inferred under this spelling, as a name and as a member."""
        if word in self.names:
            self.name(word, name_form, over=True)
        for tag in self.tags_with(word):
            self.member(tag, word, member_form, over=True)


def learn(
    known: Inferred, errors: list[Diagnostic], cpp: bool, texts: list[bytes] | None = None
) -> Inferred:
    """What is known after these errors; equal to `known` if they tell nothing new.

    `texts` are the project's files, in which a name that a macro uses is looked for.
    """
    learner = _Learner(known, cpp, texts or [])
    for error in errors:
        for pattern, cure in _CURES:
            match = pattern.match(error.message)
            if match is not None:
                cure(learner, error, match)
                break
    return learner.result()


# --- the text around an error ------------------------------------------------------------------


def _word_at(error: Diagnostic) -> str:
    match = _WORD.match(error.text, error.offset)
    return match[0].decode() if match else ""


def _word_before(error: Diagnostic) -> str:
    """The identifier left of an operator: of `a->b[0]->`, `b`."""
    text = error.text[max(0, error.offset - 200) : error.offset].rstrip()
    text = text.removesuffix(b"->").removesuffix(b".")
    while True:
        text = text.rstrip()
        if text.endswith((b")", b"]")):
            text = _without_group(text)
            continue
        match = _LAST_WORD.search(text)
        return match[1].decode() if match and text.endswith(match[1]) else ""


def _without_group(text: bytes) -> bytes:
    depth = 0
    for index in range(len(text) - 1, -1, -1):
        if text[index : index + 1] in (b")", b"]"):
            depth += 1
        elif text[index : index + 1] in (b"(", b"["):
            depth -= 1
            if depth == 0:
                return text[:index]
    return b""


def _spelled(learner: _Learner, error: Diagnostic, name: str) -> Diagnostic:
    """The error at the name itself; where a macro wrote the name, in the macro's body."""
    if _word_at(error) == name:
        return error
    pattern = re.compile(rb"\b%s\b" % re.escape(name.encode()))
    for text in learner.texts:
        match = pattern.search(text)
        if match is not None:
            return error._replace(text=text, offset=match.start())
    return error


def _rest(error: Diagnostic, name: str) -> bytes:
    start = error.offset + len(name.encode())
    return error.text[start : start + 160]


def _before(error: Diagnostic) -> bytes:
    return error.text[max(0, error.offset - 80) : error.offset]


# --- cures -------------------------------------------------------------------------------------


def _type_form(name: str) -> tuple[str, str]:
    pointer = _POINTER_NAME.match(name)
    if pointer:
        return f"pointer {pointer[1]}", pointer[1]
    return ("integer", "") if _INTEGER_NAME.match(name) else ("struct", "")


def _declare_type(learner: _Learner, name: str) -> None:
    if is_annotation(name):
        learner.name(name, "macro")
        return
    form, tag = _type_form(name)
    if tag and learner.names.get(tag) == "struct":
        form = f"pointer {tag}"
    learner.name(name, form)


def _unknown_type(learner: _Learner, error: Diagnostic, match: re.Match[str]) -> None:
    name = match[1]
    rest = _rest(error, name)
    alone = re.match(rb"\s+\w+\s*;", rest)
    if alone and _ROLE_NAME.fullmatch(name) and _STATEMENT.search(_before(error)):
        learner.name(name, "role")
    else:
        _declare_type(learner, name)


def _undeclared(learner: _Learner, error: Diagnostic, match: re.Match[str]) -> None:
    name = match[1]
    error = _spelled(learner, error, name)
    if _word_at(error) != name:
        learner.name(name, "constant" if name.isupper() else "object")
        return
    rest, before = _rest(error, name), _before(error)
    if rest.lstrip().startswith(b"::"):
        return
    if _is_type_use(rest, before):
        _declare_type(learner, name)
    else:
        learner.name(name, _object_form(name, rest.lstrip(), before.rstrip()))


def _object_form(name: str, rest: bytes, before: bytes) -> str:
    """The form of a name that is no type, from what follows and what precedes it."""
    if before.endswith(b"&") and not before.endswith(b"&&"):
        return "guid" if _GUID_NAME.fullmatch(name) else "object"
    if rest.startswith(b"("):
        return "function"
    if rest.startswith(b"->"):
        return f"object *{name}__"
    if re.match(rb"\.\s*\w", rest):
        return f"object {name}__"
    if _GUID_NAME.fullmatch(name):
        return "guid"
    return "constant" if name.upper() == name else "object"


def _is_type_use(rest: bytes, before: bytes) -> bool:
    if _STATEMENT.search(before) and _DECLARES.match(rest):
        return True
    return bool(_CAST_OPEN.search(before) and _CAST_CLOSE.match(rest))


def _no_member(learner: _Learner, error: Diagnostic, match: re.Match[str]) -> None:
    name, tag = match[1], _tag_of(match[2])
    error = _spelled(learner, error, name)
    rest = _rest(error, name).lstrip() if _word_at(error) == name else b""
    if rest.startswith(b"->"):
        form = "pointer"
    elif re.match(rb"\.\s*\w", rest):
        form = "struct"
    elif rest.startswith(b"["):
        form = "array"
    elif rest.startswith(b"("):
        form = "function"
    else:
        form = "integer"
    learner.member(tag, name, form)


def _tag_of(text: str) -> str:
    """`struct _IRP` or `ns::_IRP` as the plain tag."""
    text = re.sub(r"^(?:const |volatile )*(?:struct |union |class )?", "", text)
    return text.rpartition("::")[2].strip()


def _drop(learner: _Learner, error: Diagnostic, match: re.Match[str]) -> None:
    name = match[1] if match.lastindex else _word_at(error)
    name = name.rpartition("::")[2]
    if name in learner.names:
        learner.names[name] = "dropped"
        return
    for other, form in learner.names.items():
        if form in (f"pointer {name}", f"object {name}", f"object *{name}"):
            # the structure behind a pointer type is the tree's own: only its definition must go
            learner.names[other] = "dropped"
            return


def _drop_typedef(learner: _Learner, error: Diagnostic, match: re.Match[str]) -> None:
    name = _word_at(error)
    if name in learner.names:
        learner.names[name] = "dropped"


def _drop_member(learner: _Learner, error: Diagnostic, match: re.Match[str]) -> None:
    """Some structure of a header has this member itself; those that lack it will ask again."""
    own = own_tags(learner.result())
    for tag in learner.tags_with(match[1]):
        if tag not in own:
            learner.member(tag, match[1], "dropped", over=True)


def _not_a_function(learner: _Learner, error: Diagnostic, match: re.Match[str]) -> None:
    text = error.text[error.offset : error.offset + 200].partition(b"(")[0]
    found = _LAST_WORD.search(text)
    if found:
        learner.change(found[1].decode(), "function", "function")


def _not_a_pointer(learner: _Learner, error: Diagnostic, match: re.Match[str]) -> None:
    word = _operand(error)
    learner.change(word, f"object *{word}__", "pointer")


def _not_a_structure(learner: _Learner, error: Diagnostic, match: re.Match[str]) -> None:
    spelled = match.groupdict().get("type")
    if spelled and learner.names.get(spelled, "").startswith("pointer "):
        learner.name(spelled, "struct", over=True)
        return
    word = _operand(error)
    learner.change(word, f"object {word}__", "struct")


def _operand(error: Diagnostic) -> str:
    """The identifier that a member is taken of; the error may stand at operator or member."""
    before = error.text[max(0, error.offset - 200) : error.offset].rstrip()
    at_operator = error.text[error.offset : error.offset + 1] in (b"-", b".", b"[")
    if at_operator or before.endswith((b"->", b".")):
        return _word_before(error)
    return _word_at(error)


def _incomplete(learner: _Learner, error: Diagnostic, match: re.Match[str]) -> None:
    tag = _tag_of(match[1])
    if re.fullmatch(r"\w+", tag) and tag != "void":
        learner.name(tag, "tag")


def _wanted_type(learner: _Learner, error: Diagnostic, match: re.Match[str]) -> None:
    """Something inferred as a number is used as a whole structure of a known type."""
    wanted = match["wanted"]
    if learner.names.get(wanted) == "struct" and _NUMBER.search(error.message):
        learner.name(wanted, "integer", over=True)
        return
    if wanted == "long long" and learner.cpp:
        wanted = "wfplint_any"
    for word in _words_near(error):
        if word in learner.names and learner.names[word] in ("object", "constant"):
            form = "guid" if "GUID" in wanted else f"object {_tag_of(wanted)}"
            learner.name(word, form, over=True)
        for tag in learner.tags_with(word):
            if learner.members[tag][word] in ("integer", "array"):
                learner.member(tag, word, f"type {wanted}", over=True)
        if word in learner.names and learner.names[word].startswith("function") and learner.cpp:
            learner.name(word, "function wfplint_any", over=True)


def _words_near(error: Diagnostic) -> list[str]:
    """The identifiers of the statement around an error."""
    start = max(error.text.rfind(mark, 0, error.offset) for mark in (b";", b"{", b"}")) + 1
    end = error.text.find(b";", error.offset)
    text = error.text[start : end if 0 <= end < error.offset + 400 else error.offset + 100]
    return list(dict.fromkeys(word.decode() for word in _WORD.findall(text)))


def _not_an_array(learner: _Learner, error: Diagnostic, match: re.Match[str]) -> None:
    for word in (_word_at(error), _word_before(error)):
        learner.change(word, "bytes", "array")


def _not_dereferencable(learner: _Learner, error: Diagnostic, match: re.Match[str]) -> None:
    text = error.text[error.offset : error.offset + 120]
    found = re.match(rb"\s*\*?\s*\(?\s*(?:\w+\s*(?:->|\.)\s*)*(\w+)", text)
    if found:
        learner.change(found[1].decode(), "bytes", "bytes")


def _constant_object(learner: _Learner, error: Diagnostic, match: re.Match[str]) -> None:
    word = _word_at(error)
    if learner.names.get(word) == "constant":
        learner.name(word, "object", over=True)
    elif learner.names.get(word) == "object":
        learner.name(word, "constant", over=True)


def _compared(learner: _Learner, error: Diagnostic, match: re.Match[str]) -> None:
    """A type taken for a structure is compared, or initialised with null: it is a handle."""
    for name in re.findall(r"'(\w+)'", error.message):
        if learner.names.get(name) == "struct":
            learner.name(name, f"pointer {name}__", over=True)


def _number(learner: _Learner, error: Diagnostic, match: re.Match[str]) -> None:
    if learner.names.get(match[1]) == "struct":
        learner.name(match[1], "integer", over=True)


def _use_tag(learner: _Learner, error: Diagnostic, match: re.Match[str]) -> None:
    learner.name(match[1], "struct")


Cure = Callable[[_Learner, Diagnostic, "re.Match[str]"], None]
_AKA = r"(?: \(aka '[^']*'\))?"
_Q = r"'([^']+)'"
_CURES: list[tuple[re.Pattern[str], Cure]] = [
    (re.compile(pattern), cure)
    for pattern, cure in (
        (rf"use of undeclared identifier {_Q}", _undeclared),
        (rf"unknown type name {_Q}", _unknown_type),
        (rf"must use '\w+' tag to refer to type {_Q}", _use_tag),
        (rf"no member named {_Q} in {_Q}", _no_member),
        (rf"no type named {_Q}", _unknown_type),
        (rf"redefinition of enumerator {_Q}", _drop),
        (rf"redefinition of {_Q}", _drop),
        (rf"conflicting types for {_Q}", _drop),
        (rf"definition of type {_Q} conflicts", _drop),
        (rf"declaration of {_Q} has a different language linkage", _drop),
        (r"functions that differ only in their return type", _drop_typedef),
        (r"(typedef|type alias) redefinition with different types", _drop_typedef),
        (r"redeclaration of '([^']+)'", _drop),
        (rf"duplicate member {_Q}", _drop_member),
        (r"called object type ", _not_a_function),
        (r"member reference type .* is not a pointer", _not_a_pointer),
        (r"member reference base type .* is not a structure", _not_a_structure),
        (r"member reference type (?:'(?P<type>\w+)')?.* is a pointer", _not_a_structure),
        (rf"incomplete definition of type {_Q}", _incomplete),
        (rf".*(?:has|of|to|with) incomplete type {_Q}", _incomplete),
        (rf".*assigning to '(?P<wanted>[^']+)'{_AKA} from ", _wanted_type),
        (rf".*initializing '(?P<wanted>[^']+)'{_AKA} with an expression", _wanted_type),
        (r"passing .* to parameter of incompatible type '(?P<wanted>[^']+)'", _wanted_type),
        (r"cannot initialize .* of type '(?P<wanted>[^']+)'", _wanted_type),
        (r"no viable conversion from '(?:int|long long|unsigned int)' to '(\w+)'", _number),
        (r"invalid operands to binary expression", _compared),
        (r"invalid argument type '.*' to unary expression", _compared),
        (r"no viable conversion from 'std::nullptr_t' to", _compared),
        (r"statement requires expression of scalar type", _compared),
        (r"subscripted value is not an array", _not_an_array),
        (r"indirection requires pointer", _not_dereferencable),
        (r"cannot take the address of an rvalue", _constant_object),
        (r".*is not an integer constant expression", _constant_object),
    )
]
