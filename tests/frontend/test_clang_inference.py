"""Inference: each kind of error is cured, and what cannot be cured is reported."""

from __future__ import annotations

import pickle

import pytest

from tests.frontend.clang_support import function, parsed, show
from wfplint.frontend.clang.annotations import unknown_annotations
from wfplint.frontend.clang.prelude import Inferred, SharedInference


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("void f(void) { UNK *p = 0; p->a = 1; }", ("UNK", "struct")),
        (
            "void f(PUNK p) { p->a->b = 1; p->c.d = 2; p->e[1] = 3; p->g(4); }",
            ("PUNK", "pointer UNK"),
        ),
        ("void f(void *q) { int x = ((PUNK)q)->a; }", ("PUNK", "pointer UNK")),
        ("SOME_FLAGS f(void) { return 1; }", ("SOME_FLAGS", "integer")),
        ("int f(int x) { return x == SOME_VALUE; }", ("SOME_VALUE", "constant")),
        (
            "int f(int x) { switch (x) { case ONE: case TWO: return 1; } return 0; }",
            ("TWO", "constant"),
        ),
        ("void g(void *); void f(void) { g(&SOME_THING_GUID); }", ("SOME_THING_GUID", "guid")),
        ("void f(void) { gThing->a = 1; }", ("gThing", "object *gThing__")),
        ("void f(void) { gThing.a.b = 1; }", ("gThing", "object gThing__")),
        ("void f(_In_weird_ int x) { }", ("_In_weird_", "macro")),
        ("void f(_In_weird_(3) int x) { }", ("_In_weird_", "macro()")),
        ("EVT_ODD f; void f(int x) { }", ("EVT_ODD", "role")),
        ("int f(void) { KIND k = 3; return k; }", ("KIND", "integer")),
    ],
)
@pytest.mark.parametrize("name", ["a.c", "a.cpp"])
def test_a_missing_name_is_declared(text: str, form: tuple[str, str], name: str) -> None:
    result = parsed(text, name)
    assert [notice.message for notice in result.errors] == []
    assert result.inferred.names.get(form[0]) == form[1]
    assert [f.name for f in result.unit.functions] == ["f"]
    assert result.untrusted == ()


def test_what_is_compared_with_null_is_a_handle() -> None:
    text = "bool f() { ODD h = nullptr; return h == nullptr; }"
    result = parsed(text, "a.cpp")
    assert (result.errors, result.inferred.names) == ((), {"ODD": "pointer ODD__"})


def test_a_type_named_like_a_pointer_may_be_a_structure() -> None:
    text = "int f(void) { PROCESS_DATA data; return data.a.b; }"
    result = parsed(text)
    assert result.errors == ()
    assert result.inferred.names["PROCESS_DATA"] == "struct"


def test_an_undeclared_call_stays_a_call() -> None:
    for name in ("a.c", "a.cpp"):
        result = parsed("void f(int x) { Unknown(x, SOME_VALUE); }", name)
        assert show(function(result, "f").body).startswith("{Unknown(x, ")
        assert result.errors == ()


def test_members_of_model_structures_are_added() -> None:
    text = "#include <ntddk.h>\nint f(PIRP irp) { return irp->NewMember->Deep; }"
    result = parsed(text)
    assert result.errors == ()
    assert show(function(result, "f").body) == "{return irp->NewMember->Deep;}"


def test_a_name_used_in_a_macro_is_read_there() -> None:
    text = "#define DO(x) do { Helper((x)); gThing->n = 1; } while (0)\nvoid f(int x) { DO(x); }"
    result = parsed(text, "a.cpp")
    assert result.errors == ()
    assert result.inferred.names == {"Helper": "function", "gThing": "object *gThing__"}


def test_a_name_that_the_tree_declares_is_dropped() -> None:
    shared = SharedInference(Inferred({"UNK": "struct", "VALUE": "constant"}))
    text = "typedef int UNK; enum { VALUE = 2 }; UNK f(void) { return VALUE; }"
    result = parsed(text, shared=shared)
    assert result.errors == ()
    assert show(function(result, "f").body) == "{return 2;}"


def test_a_member_that_a_header_declares_is_dropped() -> None:
    shared = SharedInference()
    parsed("#include <ntddk.h>\nint g(struct _IRP *p) { return p->sin_port; }", shared=shared)
    parsed("int g(struct sockaddr_in *p) { return p->sin_port; }", shared=shared)
    text = "#include <ws2def.h>\nint f(struct sockaddr_in *p) { return p->sin_port; }"
    result = parsed(text, shared=shared)
    assert result.errors == ()
    assert [f.name for f in result.unit.functions] == ["f"]
    assert "sin_port" in shared.snapshot().members["_IRP"]


def test_units_of_a_tree_share_what_was_inferred() -> None:
    shared = SharedInference()
    text = "int f(PUNK p) { return p->a->b == SOME_VALUE; }"
    first = parsed(text, shared=shared)
    again = parsed(text, shared=shared)
    assert first.rounds > again.rounds == 1
    assert shared.snapshot() == pickle.loads(pickle.dumps(first.inferred))


def test_an_error_makes_its_function_untrustworthy() -> None:
    text = "void bad(void) { int x = ; }\nvoid good(void) { }\nvoid head(int (x) { }\n"
    result = parsed(text)
    assert [f.name for f in result.unit.functions] == ["good"]
    assert [u.name for u in result.untrusted] == ["bad"]
    assert [notice.message for notice in result.errors][:1] == ["expected expression"]


def test_an_error_in_the_head_counts() -> None:
    result = parsed("int before;\nODD(odd, 3 +) \nvoid f(void) { }")
    assert result.unit.functions == ()


def test_annotations_by_shape() -> None:
    texts = [b"_Known_ _Odd_ x; _Call_(1) y; __drv_maxIRQL(2) __in z; _snprintf(q); #define\n"]
    found = unknown_annotations([*texts, b"#define _Mine_\n_Mine_ a;"], frozenset({b"_Known_"}))
    assert found == {"_Call_": True, "_Odd_": False, "__drv_maxIRQL": True, "__in": False}


def test_the_tag_of_a_structure_is_no_annotation() -> None:
    texts = [b"typedef struct _IP_HEADER_V4_ { int a; } X; enum\n_Echo_ { Y }; struct _Foo_ *p;"]
    assert unknown_annotations(texts, frozenset()) == {}
