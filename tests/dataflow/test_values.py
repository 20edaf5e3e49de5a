"""Interned values and locations: equal terms have equal ids, others have not."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from wfplint.dataflow.values import MAX_DEPTH, FieldStep, IndexStep, ValueId, Values

FIELDS = [FieldStep("A", "Link"), FieldStep("A", "State"), FieldStep("B", "Next")]
Recipe = tuple[object, ...]

steps = st.one_of(st.sampled_from(FIELDS), st.builds(IndexStep, st.integers(0, 2)))
leaves = st.one_of(
    st.tuples(st.just("const"), st.integers(-3, 3)),
    st.tuples(st.just("sym"), st.sampled_from("abc")),
    st.tuples(st.just("func"), st.sampled_from("fg")),
)
recipes = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.tuples(st.just("op"), st.sampled_from("+-"), inner, inner),
        st.tuples(st.just("field"), inner, steps),
        st.tuples(st.just("load"), inner, steps),
    ),
    max_leaves=4,
)


def build(values: Values, recipe: Recipe) -> ValueId:
    kind, *rest = recipe
    if kind == "const":
        return values.const(int(str(rest[0])))
    if kind == "sym":
        return values.sym(rest[0])
    if kind == "func":
        return values.func(str(rest[0]))
    if kind == "op":
        left, right = (build(values, part) for part in rest[1:])  # type: ignore[arg-type]
        return values.op(str(rest[0]), left, right)
    inner = build(values, rest[0])  # type: ignore[arg-type]
    at = values.step(values.pointee(inner), rest[1])  # type: ignore[arg-type]
    return values.pointer(at) if kind == "field" else values.memory(at, 0)


@given(recipes)
def test_the_same_term_has_the_same_id(recipe: Recipe) -> None:
    values = Values()
    first = build(values, recipe)
    size = len(values.terms)
    assert build(values, recipe) == first
    assert len(values.terms) == size
    assert build(Values(), recipe) == first


@given(recipes, recipes)
def test_ids_stand_for_their_terms(one: Recipe, other: Recipe) -> None:
    values = Values()
    a, b = build(values, one), build(values, other)
    assert (a == b) == (values.terms[a] == values.terms[b])
    assert len(set(values.terms)) == len(values.terms)


@given(recipes, steps)
def test_the_address_of_what_a_pointer_points_to_is_the_pointer(
    recipe: Recipe, step: FieldStep | IndexStep
) -> None:
    values = Values()
    value = build(values, recipe)
    assert values.pointer(values.pointee(value)) == value
    inside = values.step(values.pointee(value), step)
    assert values.pointee(values.pointer(inside)) == inside


@given(recipes)
def test_support_holds_all_a_value_is_made_of(recipe: Recipe) -> None:
    values = Values()
    value = build(values, recipe)
    support = values.support(value)
    assert value in support
    assert all(values.support(part) <= support for part in support)


@given(st.sampled_from(FIELDS))
def test_a_container_undoes_taking_the_address_of_its_field(field: FieldStep) -> None:
    values = Values()
    record = values.sym("record")
    link = values.pointer(values.step(values.pointee(record), field))
    assert values.container(link, (field,)) == record
    unknown = values.sym("entry")
    assert values.container(unknown, (field,)) == values.container(unknown, (field,))
    assert unknown in values.support(values.container(unknown, (field,)))


def test_walks_along_a_list_come_to_an_end() -> None:
    values = Values()
    value = values.sym("head")
    seen = []
    for _ in range(10 * MAX_DEPTH):
        value = values.memory(values.step(values.pointee(value), FIELDS[2]), 0)
        seen.append(value)
    assert len(set(seen)) <= MAX_DEPTH + 1
    assert set(seen[MAX_DEPTH:]) == set(seen[-MAX_DEPTH:])


def test_a_neighbour_is_not_reached_from_a_record() -> None:
    values = Values()
    record = values.sym("record")
    link = values.step(values.pointee(record), FIELDS[0])
    state = values.step(values.pointee(record), FIELDS[1])
    next_ = values.container(values.memory(link, 0), (FIELDS[0],))
    of_next = values.step(values.pointee(next_), FIELDS[1])
    assert values.is_reached_from(values.memory(state, 0), record)
    assert not values.is_reached_from(values.memory(of_next, 0), record)
    assert values.is_reached_from(values.memory(of_next, 0), next_)
    assert values.entry_owner(values.pointer(link)) == record
