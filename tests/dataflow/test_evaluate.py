"""Evaluation and assumptions against all assignments of small numbers to the variables."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator

from hypothesis import example, given, settings
from hypothesis import strategies as st

from wfplint import ir
from wfplint.dataflow.constraints import Range
from wfplint.dataflow.evaluate import Evaluator
from wfplint.dataflow.prepared import Prepared, prepare
from wfplint.dataflow.state import State, merge
from wfplint.dataflow.values import Values
from wfplint.source import Span

NAMES = ("x", "y")
NUMBERS = range(-3, 5)
SPAN = Span("a.c", 0, 0)
OPERATORS: dict[str, Callable[[int, int], int]] = {
    "==": lambda a, b: int(a == b),
    "!=": lambda a, b: int(a != b),
    "<": lambda a, b: int(a < b),
    "<=": lambda a, b: int(a <= b),
    ">": lambda a, b: int(a > b),
    ">=": lambda a, b: int(a >= b),
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "&": lambda a, b: a & b,
    "|": lambda a, b: a | b,
    "^": lambda a, b: a ^ b,
}
Assignment = dict[str, int]

leaves = st.one_of(
    st.builds(ir.Var, st.sampled_from(NAMES)), st.builds(ir.Const, st.sampled_from(list(NUMBERS)))
)


def _larger(inner: st.SearchStrategy[ir.Value]) -> st.SearchStrategy[ir.Value]:
    two = st.tuples(inner, inner)
    cases = st.lists(st.builds(ir.Const, st.sampled_from(list(NUMBERS))), max_size=3)
    return st.one_of(
        st.builds(ir.Op, st.just("!"), st.tuples(inner)),
        st.builds(ir.Op, st.sampled_from(sorted(OPERATORS)), two),
        st.builds(lambda v, cs: ir.Op("in", (v, *cs)), inner, cases),
    )


expressions: st.SearchStrategy[ir.Value] = st.recursive(leaves, _larger, max_leaves=5)
assumptions = st.lists(st.tuples(expressions, st.booleans()), min_size=1, max_size=4)


def concrete(value: ir.Value, known: Assignment) -> int:
    if isinstance(value, ir.Const):
        return value.value
    if isinstance(value, ir.Var):
        return known[value.name]
    assert isinstance(value, ir.Op)
    numbers = [concrete(a, known) for a in value.args]
    if value.op == "!":
        return int(not numbers[0])
    if value.op == "in":
        return int(numbers[0] in numbers[1:])
    return OPERATORS[value.op](*numbers)


def all_assignments() -> Iterator[Assignment]:
    for numbers in itertools.product(NUMBERS, repeat=len(NAMES)):
        yield dict(zip(NAMES, numbers, strict=True))


def prepared() -> Prepared:
    block = ir.BasicBlock((ir.Return(None, SPAN),), ())
    void = ir.TypeRef("void")
    cfg = ir.Cfg((block,), 0)
    return prepare(ir.Function("f", "f", SPAN, SPAN, (), void, False, cfg), lambda _: frozenset())


class World:
    """An evaluator and a state in which nothing is known of the variables."""

    def __init__(self) -> None:
        self.values = Values()
        self.evaluator = Evaluator(self.values)
        self.prepared = prepared()
        self.state = State()
        self.state.env = {n: self.values.sym("start", n) for n in NAMES}

    def assume(self, value: ir.Value, truth: bool) -> bool:
        known = self.evaluator.evaluate(self.prepared, value, self.state)
        return self.evaluator.assume(known, truth, self.state)

    def range_of(self, value: ir.Value, state: State | None = None) -> Range:
        state = state or self.state
        known = self.evaluator.evaluate(self.prepared, value, state)
        return self.evaluator.range_of(known, state)


@given(expressions)
def test_numbers_are_folded(value: ir.Value) -> None:
    for known in itertools.islice(all_assignments(), 0, None, 7):
        world = World()
        world.state.env = {n: world.values.const(i) for n, i in known.items()}
        found = world.evaluator.evaluate(world.prepared, value, world.state)
        assert world.values.constant(found) == concrete(value, known)


@settings(max_examples=300)
@given(assumptions, expressions)
def test_assumptions_lose_no_path(path: list[tuple[ir.Value, bool]], asked: ir.Value) -> None:
    world = World()
    left = list(all_assignments())
    for value, truth in path:
        left = [known for known in left if bool(concrete(value, known)) == truth]
        if not world.assume(value, truth):
            assert not left
            return
        for known in left:
            assert world.range_of(asked).admits(concrete(asked, known))
            assert all(world.range_of(ir.Var(n)).admits(known[n]) for n in NAMES)


@given(assumptions)
def test_what_was_assumed_is_known(path: list[tuple[ir.Value, bool]]) -> None:
    world = World()
    for value, truth in path:
        if not world.assume(value, truth):
            return
        again = world.evaluator.evaluate(world.prepared, value, world.state)
        assert world.evaluator.truth(again, world.state) == truth


@given(st.sampled_from(NAMES), st.sampled_from(sorted(OPERATORS)[:6]), st.integers(-3, 4))
def test_single_comparisons_are_exact(name: str, op: str, number: int) -> None:
    if op not in ("==", "!=", "<", "<=", ">", ">="):
        return
    world = World()
    value = ir.Op(op, (ir.Var(name), ir.Const(number)))
    assert world.assume(value, True)
    admitted = {n for n in NUMBERS if world.range_of(ir.Var(name)).admits(n)}
    assert admitted == {n for n in NUMBERS if OPERATORS[op](n, number)}


DIFFER = ir.Op("!=", (ir.Var("x"), ir.Var("y")))


@settings(max_examples=300)
@given(assumptions, assumptions, expressions)
@example([(DIFFER, False)], [(DIFFER, True)], DIFFER)
def test_a_merge_is_an_upper_bound(
    one: list[tuple[ir.Value, bool]], other: list[tuple[ir.Value, bool]], asked: ir.Value
) -> None:
    world = World()
    start = world.state
    states, paths = [], []
    for path in (one, other):
        world.state = start.copy()
        if not all(world.assume(value, truth) for value, truth in path):
            return
        states.append(world.state)
        paths.append(path)
    merged = merge(world.values, *states)
    assert merged.widened
    for path in paths:
        for known in all_assignments():
            if all(bool(concrete(v, known)) == truth for v, truth in path):
                assert world.range_of(asked, merged).admits(concrete(asked, known))
