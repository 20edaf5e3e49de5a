"""What a path forgets when a function returns."""

from __future__ import annotations

from wfplint.dataflow.reach import drop_locals
from wfplint.dataflow.state import STORED_IN, State
from wfplint.dataflow.values import IndexStep, Values


def test_what_was_put_in_a_variable_is_forgotten_with_it() -> None:
    """And nothing of what the callers keep, nor what others said of the path."""
    values, state = Values(), State()
    mine, callers = (
        values.step(values.local_location(function, "rows"), IndexStep(None))
        for function in ("Fill", "Root")
    )
    for at in (mine, callers):
        state.mem[at] = values.one
        state.marks[STORED_IN, at] = frozenset()
    state.marks["havoc"] = True
    drop_locals(values, state, "Fill")
    assert state.mem == {callers: values.one}
    assert state.marks == {(STORED_IN, callers): frozenset(), "havoc": True}
