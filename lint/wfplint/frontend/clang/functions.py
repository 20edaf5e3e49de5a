"""The functions, globals and prototypes of the project's files in one parsed unit."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

from wfplint.frontend import syntax as s
from wfplint.frontend.clang import kinds as k
from wfplint.frontend.clang.calls import construct
from wfplint.frontend.clang.context import Context, address_of, strip
from wfplint.frontend.clang.cursors import Node, children, subtree
from wfplint.frontend.clang.library import CursorHandle, RangeHandle
from wfplint.frontend.clang.names import Declared
from wfplint.frontend.initialisers import is_guid
from wfplint.ir import Global, TypeRef
from wfplint.source import SourceFile, Span

_UNEXPOSED_DECL = 1
_EXTERN = 2
_DESCENDED = k.SCOPE_KINDS | {_UNEXPOSED_DECL}
_NAMED = k.FUNCTION_KINDS | k.TEMPLATE_KINDS | {k.VAR_DECL}
_TOP_LEVEL = k.SCOPE_KINDS | _NAMED | {_UNEXPOSED_DECL}
_FUNCTION_CLASS = re.compile(rb"\b_Function_class_\(\s*(\w+)\s*\)|\b(_Wfp_\w+)")
_HEAD_END = re.compile(rb"[;}]|^[ \t]*#[^\n]*$", re.MULTILINE)


class Found(NamedTuple):
    """A declaration in a project file, with the file and the bytes it covers there."""

    cursor: CursorHandle
    source: SourceFile
    start: int
    end: int
    is_definition: bool


class Declarations(NamedTuple):
    functions: list[Found]
    prototypes: list[Found]
    variables: list[Found]
    templates: list[Found]


def collect(context: Context, root: CursorHandle) -> Declarations:
    """What the project's files declare, also inside namespaces, `extern "C"` and classes."""
    found = Declarations([], [], [], [])
    pending = [root]
    while pending:
        for cursor in children(context.lib, pending.pop(), _TOP_LEVEL.__contains__):
            extent = context.lib.extent(cursor)
            source, start = context.places.locate(extent, extent.begin)
            if source is None:
                continue
            if cursor.kind in _DESCENDED:
                pending += [cursor] if context.cpp or cursor.kind not in k.RECORD_KINDS else []
                continue
            _add(context, found, cursor, source, start, extent)
    for group in found:
        group.sort(key=lambda item: (item.source.path, item.start))
    return found


def _add(
    context: Context,
    found: Declarations,
    cursor: CursorHandle,
    source: SourceFile,
    start: int,
    extent: RangeHandle,
) -> None:
    other, end = context.places.locate(extent, extent.end)
    defined = bool(context.lib.is_definition(cursor))
    item = Found(cursor, source, start, end if other is source else start, defined)
    if cursor.kind == k.VAR_DECL:
        found.variables.append(item)
    elif cursor.kind in k.TEMPLATE_KINDS:
        found.templates.append(item)
    else:
        (found.functions if defined else found.prototypes).append(item)


def number_overloads(context: Context, found: Declarations) -> None:
    """Let the project's functions of one name be numbered in the order of their places."""
    named: dict[str, list[CursorHandle]] = {}
    for item in found.prototypes + found.functions:
        named.setdefault(context.lib.spelling(item.cursor), []).append(item.cursor)
    context.names.number_first(named)


def head_start(item: Found) -> int:
    """Where the head of a function begins, vanished annotations included."""
    text = item.source.data[max(0, item.start - 2000) : item.start]
    ends = [match.end() for match in _HEAD_END.finditer(text)]
    return item.start - len(text) + (ends[-1] if ends else 0)


# --- functions ---------------------------------------------------------------------------------


def function(context: Context, item: Found, declared: Declared) -> s.FunctionSyntax:
    """Translate one definition."""
    names = context.names
    names.start_function()
    context.function_id, context.lambdas = declared.id, 0
    context.returns_reference = declared.returns_reference
    root = subtree(context.lib, item.cursor)
    span = Span(item.source.path, item.start, item.end)
    name_span, _ = context.places.name_span(
        context.lib.location(item.cursor), declared.name.encode()
    )
    parameters = [_parameter(context, c) for c in root.children if c.kind == k.PARM_DECL]
    if context.cpp and _takes_this(context, item.cursor):
        ref = _this_type(context, item.cursor)
        parameters.insert(0, s.ParameterSyntax("this", "this", ref))
    return s.FunctionSyntax(
        declared.id,
        declared.name,
        span,
        name_span,
        tuple(parameters),
        _result(context, declared),
        declared.internal,
        _body(context, root, span),
        _annotations(context, item),
    )


def _parameter(context: Context, node: Node) -> s.ParameterSyntax:
    declared = context.names.of(node.cursor)
    if declared is None:
        return s.ParameterSyntax("", "", TypeRef())
    return s.ParameterSyntax(declared.name, declared.id, declared.type.ref)


def _takes_this(context: Context, cursor: CursorHandle) -> bool:
    if cursor.kind == k.FUNCTION_DECL:
        return False
    return not context.lib.is_static_method(cursor)


def _this_type(context: Context, cursor: CursorHandle) -> TypeRef:
    tag = context.types.tag(context.lib.semantic_parent(cursor))
    return TypeRef(f"{tag} *", tag, 1)


def _result(context: Context, declared: Declared) -> TypeRef:
    lib = context.lib
    return context.types.info(lib.result_type(lib.canonical(declared.type.handle))).ref


def _body(context: Context, root: Node, span: Span) -> s.Stmt:
    """The body; of a constructor, after its initialisers."""
    body: s.Stmt = s.Empty(span)
    first: list[s.Stmt] = []
    rest = iter(root.children)
    for node in rest:
        if node.kind in (k.COMPOUND_STMT, k.CXX_TRY_STMT):
            body = context.stmt(node)
        elif root.kind == k.CONSTRUCTOR and node.kind != k.PARM_DECL:
            first += _member_initialiser(context, node, rest)
    return s.Compound((*first, body), span) if first else body


def _member_initialiser(context: Context, node: Node, rest: Iterator[Node]) -> Iterator[s.Stmt]:
    span = context.span(node)
    this = s.Name("this", "local", "this", TypeRef("", "", 1), span)
    if node.kind != k.MEMBER_REF:
        made = construct(context, node, this)
        if made is not None:
            yield s.ExpressionStmt(made, made.span)
        return
    field = context.types.field(context.lib.referenced(node.cursor))
    value = next(rest, None)
    if value is None:
        return
    ref = field.type.ref
    target = s.MemberOf(this, field.name, field.record, True, ref, span, field.type.is_array)
    made = construct(context, value, address_of(target)) if field.type.is_record else None
    if made is not None:
        yield s.ExpressionStmt(made, made.span)
    elif not (field.type.is_record and _makes_nothing(context, value)):
        given = context.expr(value)
        given = address_of(given) if field.type.is_reference else given
        yield s.ExpressionStmt(s.Assignment("=", target, given, ref, span), span)


def _makes_nothing(context: Context, node: Node) -> bool:
    inner = strip(node)
    return inner.kind == k.CALL_EXPR and not inner.children


# --- annotations -------------------------------------------------------------------------------


def _annotations(context: Context, item: Found) -> tuple[str, ...]:
    """Roles that the head of a declaration states, and the function typedef that declares it."""
    data = item.source.data
    found: list[str] = []
    if _states_roles(data):
        end = item.end
        if item.is_definition:
            body = data.find(b"{", item.start, item.end)
            end = body if body >= 0 else item.end
        head = data[head_start(item) : end]
        found += [(m[1] or m[2]).decode() for m in _FUNCTION_CLASS.finditer(head)]
    elif item.is_definition:
        return ()
    handle = context.lib.type_of(item.cursor)
    if not item.is_definition and handle.kind not in k.FUNCTION_TYPES:
        found.append(context.lib.type_spelling(handle))
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=256)
def _states_roles(data: bytes) -> bool:
    return b"_Function_class_" in data or b"_Wfp_" in data


def prototypes(
    context: Context, found: Declarations, sources: list[SourceFile], roles: list[str]
) -> dict[str, tuple[str, ...]]:
    """Function names with the annotations of their prototypes, where there are any.

    `roles` are function types that are declared nowhere: what inference made of a line like
    `EVT_X Worker;` is no function, so these are found in the text.
    """
    stated: dict[str, list[str]] = {}
    for item in found.prototypes:
        annotations = _annotations(context, item)
        if annotations:
            declared = context.names.of(item.cursor)
            if declared is not None:
                stated.setdefault(declared.name, []).extend(annotations)
    pattern = rb"\b(%s)\s+(\w+)\s*;" % "|".join(roles).encode()
    for source in sources if roles else ():
        for match in re.finditer(pattern, source.data):
            stated.setdefault(match[2].decode(), []).append(match[1].decode())
    return {name: tuple(dict.fromkeys(stated[name])) for name in sorted(stated)}


# --- globals -----------------------------------------------------------------------------------


def globals_of(
    context: Context, found: Declarations, is_clean: Callable[[Found], bool]
) -> tuple[s.GlobalSyntax, ...]:
    """The variables that the project's files define; only what `is_clean` keeps its initialiser.

    Of what a header defines for each of its includers, that is what something here refers to.
    """
    context.names.start_function()
    made: dict[int, s.GlobalSyntax] = {}
    pending = dict(enumerate(found.variables))
    while pending:
        wanted = {n: item for n, item in pending.items() if _is_wanted(context, item)}
        for number, item in wanted.items():
            del pending[number]
            variable = _global(context, item, is_clean)
            if variable is not None:
                made[number] = variable
        if not wanted:
            break
    return tuple(made[number] for number in sorted(made))


def _is_wanted(context: Context, item: Found) -> bool:
    if not item.is_definition and context.lib.storage_class(item.cursor) == _EXTERN:
        return False
    return (
        context.names.is_met(item.cursor)
        or context.places.is_main(item.source)
        or not context.names.is_internal(item.cursor)
    )


def _global(
    context: Context, item: Found, is_clean: Callable[[Found], bool]
) -> s.GlobalSyntax | None:
    declared = context.names.of(item.cursor)
    if declared is None or declared.kind != "global":
        return None
    span = Span(item.source.path, item.start, item.end)
    info = declared.type
    variable = Global(declared.id, declared.name, info.ref, span, declared.internal)
    wanted = is_clean(item) and not _says_nothing(context, declared)
    return s.GlobalSyntax(variable, _initialiser(context, item.cursor) if wanted else None)


def _says_nothing(context: Context, declared: Declared) -> bool:
    """A table of numbers, which no rule reads and which may be long; a GUID, known by its name."""
    info = declared.type
    if is_guid(info.ref):
        return True
    while info.is_array:
        info = context.types.element(info)
    return declared.type.is_array and info.kind in k.INTEGERS


def _initialiser(context: Context, cursor: CursorHandle) -> s.Expr | None:
    value = context.lib.initialiser(cursor)
    if value.kind < k.UNEXPOSED_EXPR or 70 <= value.kind <= 73:
        return None
    node = subtree(context.lib, value)
    if context.cpp and strip(node).kind == k.CALL_EXPR and not strip(node).children:
        return None
    return context.expr(node)
