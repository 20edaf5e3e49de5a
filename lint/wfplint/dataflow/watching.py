"""Which instructions are watched, and so the first to stay in a slice."""

from __future__ import annotations

from wfplint import ir
from wfplint.dataflow import effects as fx
from wfplint.dataflow.criterion import Criterion, Surroundings
from wfplint.dataflow.dependence import Code, is_local, read_names
from wfplint.dataflow.prepared import last_name
from wfplint.program.pointers import static_class

# By these a reference may travel to another root.
HANDING_OVER = (fx.Defer, fx.ListOperation)
UNTYPED = ir.TypeRef("void", "", 1)


class Watch:
    """Answers for one criterion."""

    def __init__(self, criterion: Criterion, surroundings: Surroundings) -> None:
        self._criterion = criterion
        self._around = surroundings

    def needs_effect(self, code: Code, call: ir.Call, effect: fx.Effect) -> bool:
        if type(effect) in self._criterion.effects:
            return True
        if self._around.hands_over and isinstance(effect, HANDING_OVER):
            return True
        if isinstance(effect, fx.Defer):
            return self._gives_state(code, call, effect)
        return self._around.needs_effect(code.function.id, call, effect)

    def _gives_state(self, code: Code, call: ir.Call, effect: fx.Defer) -> bool:
        """Whether what is given to deferred work may be a record with shared state."""
        index = -1 if effect.context is None else effect.context.index
        if not 0 <= index < len(call.args):
            return False
        return self.may_be_state(code, call.args[index])

    def needs_store(self, code: Code, store: ir.Store) -> bool:
        name = static_class(store.path)
        if name in self._criterion.stores:
            return True
        if self._around.is_state(name) and last_name(store.path) in self._criterion.shared:
            return True
        if isinstance(store.value, (ir.Const, ir.Op, ir.Text, ir.FunctionRef)):
            return False
        if "*" in self._criterion.stores:
            return True
        return not is_local(store.path) and self._may_store_state(code, store)

    def _may_store_state(self, code: Code, store: ir.Store) -> bool:
        """Whether a store may let others find a record with shared state: by the type of the value,
        or of the place where the value's type is not known.
        """
        value, place = store.value, code.path_target(store.path)
        if isinstance(value, ir.Var) and code.type_of(value.name) is None and place is not None:
            return self._around.holds_state(place)
        return self.may_be_state(code, value)

    def is_tested(self, load: ir.Load) -> bool:
        return not self._criterion.tested.isdisjoint(read_names(load.path))

    def may_be_state(self, code: Code, value: ir.Value) -> bool:
        """Whether a value may be the address of a record with shared state, or a context."""
        if isinstance(value, ir.Var):
            type_ = code.type_of(value.name)
            return self._around.holds_state(type_ or UNTYPED)
        if isinstance(value, (ir.Cast, ir.Container)):
            return self._around.holds_state(ir.TypeRef(value.record, value.record, 1))
        if isinstance(value, ir.Address):
            type_ = code.path_target(value.path)
            return type_ is not None and self._around.holds_state(type_._replace(pointers=1))
        return isinstance(value, ir.Unknown) and self._around.holds_state(UNTYPED)
