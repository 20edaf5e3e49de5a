"""From syntax to the intermediate representation: the only way the two front ends meet the rest.

A function that cannot be lowered (nested too deeply, a graph too large) becomes one `Havoc`.
"""

from __future__ import annotations

from collections.abc import Mapping

from wfplint.frontend import syntax as s
from wfplint.frontend.emitter import Context, Slot, TooLarge
from wfplint.frontend.graph import finish
from wfplint.frontend.initialisers import initialisers, is_guid
from wfplint.frontend.scopes import LabelScope
from wfplint.frontend.statements import Statements
from wfplint.ir import (
    BasicBlock,
    Cfg,
    Edge,
    Field,
    Function,
    Global,
    Havoc,
    Return,
    TranslationUnit,
    Variable,
)
from wfplint.source import Span


def lower_unit(unit: s.UnitSyntax, frontend: str = "libclang") -> TranslationUnit:
    """Lower every function and global of a unit; static locals join its globals."""
    context = unit_context(unit)
    functions = [made for syntax in unit.functions for made in lower_functions(syntax, context)]
    given = tuple(_lower_global(item) for item in unit.globals)
    return TranslationUnit(
        path=unit.path,
        language=unit.language,
        functions=tuple(functions),
        globals=given + tuple(context.statics),
        records=unit.records,
        declarations=unit.declarations,
        notices=unit.notices,
        frontend=frontend,
    )


def unit_context(unit: s.UnitSyntax) -> Context:
    """What the functions of a unit share; lowering adds the static locals to it."""
    references = {
        function.id: tuple(p.type.text.endswith("&") for p in function.parameters)
        for function in unit.functions
    }
    return Context(unit.records, references)


def lower_function(
    function: s.FunctionSyntax, records: Mapping[str, tuple[Field, ...]] | None = None
) -> Function:
    """Lower one function, without the lambdas that escape from it."""
    return lower_functions(function, Context(records))[0]


def lower_functions(
    function: s.FunctionSyntax, context: Context, captured: dict[str, Slot] | None = None
) -> list[Function]:
    """The function, then each lambda in it that escapes, as functions of their own."""
    statics = len(context.statics)
    try:
        return _lowered(function, context, captured or {})
    except (RecursionError, TooLarge) as error:
        del context.statics[statics:]
        return [_given_up(function, error)]


def _lowered(
    function: s.FunctionSyntax, context: Context, captured: dict[str, Slot]
) -> list[Function]:
    lowering = Statements(function, context, captured)
    parameters = []
    for number, parameter in enumerate(function.parameters, 1):
        name = parameter.name or f"%p{number}"
        slot = lowering.declare(name, parameter.id, parameter.type)
        parameters.append(Variable(slot.name, parameter.type))
    lowering.scope = LabelScope(None)
    lowering.body(function.body)
    end = Span(function.span.path, max(function.span.end - 1, 0), function.span.end)
    lowering.current.instructions.append(Return(None, end))
    lowering.go(lowering.exit)
    lowering.resolve()
    made = _function(
        function,
        finish(lowering.entry, lowering.exit),
        tuple(parameters),
        tuple(lowering.locals[len(parameters) :]),
    )
    functions = [made]
    for inner, outer in lowering.outlined:
        functions += lower_functions(inner, context, outer)
    return functions


def _function(
    function: s.FunctionSyntax,
    cfg: Cfg,
    parameters: tuple[Variable, ...],
    local: tuple[Variable, ...],
) -> Function:
    return Function(
        id=function.id,
        name=function.name,
        span=function.span,
        name_span=function.name_span,
        parameters=parameters,
        result=function.result,
        internal=function.internal,
        cfg=cfg,
        locals=local,
        annotations=function.annotations,
        frontend=function.frontend,
    )


def _given_up(function: s.FunctionSyntax, error: Exception) -> Function:
    deep = isinstance(error, RecursionError)
    reason = "nested too deeply" if deep else "too many paths through its handlers"
    blocks = (
        BasicBlock(
            (Havoc(f"function not modelled: {reason}", function.span), Return(None, function.span)),
            (Edge(1),),
        ),
        BasicBlock((), ()),
    )
    parameters = tuple(Variable(p.name, p.type) for p in function.parameters)
    return _function(function, Cfg(blocks, 1), parameters, ())


def _lower_global(item: s.GlobalSyntax) -> Global:
    # A driver's headers define hundreds of GUIDs, whose numbers say no more than their names.
    if item.init is None or is_guid(item.declared.type):
        return item.declared
    return item.declared._replace(initialisers=initialisers(item.init))
