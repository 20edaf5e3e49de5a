"""What cannot be parsed is opaque and named; nothing is dropped."""

from __future__ import annotations

import pytest

from tests.frontend.clang_support import show
from tests.frontend.treesitter_support import body, function, parsed
from wfplint.ir import TypeRef

_OPAQUE = "opaque(a part that could not be parsed)"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("g(1); h(2) @ 3; g(4);", f"{{g(1); {_OPAQUE} g(4);}}"),
        ("if (g(1 2)) g(2); else g(3);", f"{{if ({_OPAQUE}) g(2); else g(3);}}"),
        ("int a = 1 2; g(a);", None),
        ("return g(1) 2;", None),
    ],
)
def test_an_error_makes_its_statement_opaque(written: str, shown: str | None) -> None:
    result = parsed(f"int g(int); int h(int); int f(void) {{ {written} }}")
    assert result.with_errors == {"f"}
    text = str(show(function(result).body))
    assert "opaque(" in text
    assert shown is None or text == shown
    assert [notice.message for notice in result.unit.notices]


def test_calls_are_noted_where_the_text_does_not_parse() -> None:
    text = "int f(void) { g(1); h(2) @ k(3); p->run(4); }"
    result = parsed(text)
    assert result.calls["f"] == tuple(
        (name, text.index(f"{name}(")) for name in ("g", "h", "k", "run")
    )


def test_a_label_before_the_end_is_no_error() -> None:
    assert body("void f(int a) { if (a) goto End; a = 1; End: }").endswith("End: -}")


def test_wanted_functions_only() -> None:
    text = "void a(void) { } void f(void) { }"
    assert [f.name for f in parsed(text, wanted=lambda name: name == "f").unit.functions] == ["f"]


def test_old_style_heads() -> None:
    found = function(parsed("int f(a, p) int a; char *p; { return a + *p; }"))
    assert [(p.name, p.type.text) for p in found.parameters] == [("a", "int"), ("p", "char *")]


def test_what_is_not_declared() -> None:
    text = """void f(UNKNOWN *u) {
        PTHING t = (PTHING)&u->a; (OTHER)(t); u->run(SOME_FLAG); nowhere(t->b);
    }"""
    found = function(parsed(text))
    assert show(found.body) == (
        "{PTHING t = (PTHING)(&u->a); (OTHER)(t); u->run(@SOME_FLAG); nowhere(t->b);}"
    )
    assert found.parameters[0].type == TypeRef("UNKNOWN *", "UNKNOWN", 1)


def test_unknown_aggregates_keep_their_designators() -> None:
    text = "void f(void) { THING a = {0}; THING b = {.x = 1, .y.z = 2}; THING c = {1, 2}; }"
    assert (
        body(text) == "{THING a = {}; THING b = {.x = 1, .y.z = 2}; THING c = {[0] = 1, [1] = 2};}"
    )


def test_annotations_of_functions() -> None:
    text = """typedef void ROLE(void *); ROLE Worker;
    _Function_class_(KSTART_ROUTINE) void Thread(void *p) { }
    _Wfp_stream_inspection_notify_ void Notify(void);
    EVT_UNKNOWN Timer;
    void Notify(void) { }
    """
    result = parsed(text)
    assert result.unit.declarations == {
        "Notify": ("_Wfp_stream_inspection_notify_",),
        "Timer": ("EVT_UNKNOWN",),
        "Worker": ("ROLE",),
    }
    assert function(result, "Thread").annotations == ("KSTART_ROUTINE",)
