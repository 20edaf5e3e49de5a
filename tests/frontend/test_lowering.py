"""The shape of lowered code, as snapshots, and what must hold for every graph."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain

import pytest

from tests.frontend import clang_support, treesitter_support
from tests.frontend.hard_snippets import PROJECT_HEADER, SNIPPETS, Snippet
from tests.frontend.lowering_support import function_of, text_of, tree_sitter_unit_of, unit_of
from tests.frontend.test_lowering_runs import C_CASES, CPP_CASES, GUARD
from wfplint.frontend import syntax as s
from wfplint.frontend.dump import dump_function, dump_global, dump_unit, mermaid
from wfplint.frontend.lowering import lower_function, lower_unit
from wfplint.ir import Assign, Cfg, FunctionRef, Havoc, Return, TranslationUnit, TypeRef
from wfplint.source import Span

Snapshot = Callable[[str, str], None]

DRIVER = """
typedef struct _LINK { struct _LINK *Flink, *Blink; } LINK;
typedef struct _PEND { LINK Link; int State; void *Context; int Lock; } PEND;
typedef struct _OTHER { int n; } OTHER;
PEND *g_first; int g_lock;
"""

SHAPES: dict[str, str] = {
    "conditions": DRIVER
    + """
    int f(PEND *p, int status) {
        if (!p || p->Context == 0) return -1;
        if (status >= 0 && !(p->State & 4)) return a(p->State);
        while (1) { if (0 != b(1)) break; }
        if (sizeof(int) == 8) c(1);
        return status < 0;
    }""",
    "memory": DRIVER
    + """
    void f(PEND *p, OTHER *o, int i) {
        PEND *q = (PEND *)o, *table[4];
        p->Link.Flink->Blink = p->Link.Blink;
        table[1] = q; table[i] = p; (*p).State = table[1]->State;
        use(1, &p->Lock, &g_lock, table, &*p, &table[2]);
        g_first = p; *q = *g_first;
        ((PEND *)p->Link.Flink)->State = 3;
    }""",
    "finally": """
    int f(int x) {
        __try { if (x == 1) return a(1); if (x == 2) __leave; if (x == 3) goto out; b(2); }
        __finally { c(3); }
        d(4);
    out:
        return x;
    }""",
    "except": """
    int f(int x) {
        __try { x = a(1); __try { b(2); } __finally { c(3); } }
        __except (d(x)) { use(4); }
        return x;
    }""",
    "switch": """
    int f(int x) {
        switch (x) { case 1: a(1); case 2: case 3: b(2); break; default: c(3); }
        return x;
    }""",
    "cleanup": """
    int f(int x) {
        int status = -1; int *p = 0;
        if (!a(x)) goto Exit;
        p = (int *)(long long)b(x);
        if (p == 0) goto Exit;
        status = c(*p);
    Exit:
        if (p) d(1);
        return status;
    }""",
}
SHAPES_CPP: dict[str, str] = {
    "destructors": GUARD
    + """
    int f(int x) {
        G outer(1);
        for (int i = 0; i < x; i++) { G inner(i); if (a(i)) break; if (b(i)) return i; }
        return c(x);
    }""",
    "try-catch": GUARD
    + """
    int f(int x) {
        try { G g(x); a(x); } catch (int n) { b(n); }
        return x;
    }""",
    "lambda-escapes": """
    void keep(void (*)(int));
    int f(int x) {
        int n = 1;
        auto set = [&n](int k) { n = k; a(k); };
        use(0, &set);
        return n;
    }""",
}


@pytest.mark.parametrize("name", SHAPES)
def test_shape(name: str, snapshot: Snapshot) -> None:
    snapshot(f"lowering-{name}.txt", text_of(SHAPES[name]))


@pytest.mark.parametrize("name", SHAPES_CPP)
def test_shape_cpp(name: str, snapshot: Snapshot) -> None:
    snapshot(f"lowering-{name}.txt", text_of(SHAPES_CPP[name], "a.cpp"))


def test_drawing(snapshot: Snapshot) -> None:
    snapshot("lowering-cleanup.mmd", mermaid(function_of(SHAPES["cleanup"])))


def test_initialisers_are_flat() -> None:
    unit = unit_of("""
    typedef struct { int id; void (*fn)(int); struct { int x, y; } at; char *name; } ROW;
    static void one(int n) { use(n); }
    ROW rows[] = {{1, one, {.y = 3}, "n"}, {.fn = &one}};
    """)
    assert dump_global(unit.globals[0]) == (
        "global @rows\n"
        "    @rows[0].id = 1\n"
        "    @rows[0].fn = p/a.c::one\n"
        "    @rows[0].at.y = 3\n"
        '    @rows[0].name = "n"\n'
        "    @rows[1].fn = p/a.c::one\n"
    )


def test_a_static_local_is_a_global_of_its_function() -> None:
    unit = unit_of("int f(void) { static int n = 3; return n++; } int g(void) { static int n; "
                   "return n; }")  # fmt: skip
    assert [item.id for item in unit.globals] == ["@p/a.c::f::n", "@p/a.c::g::n"]
    assert [item.initialisers[0].value for item in unit.globals[:1]] == [(3,)]


# --- what is not modelled --------------------------------------------------------------------

SPAN = Span("a.c", 0, 9)


def _function(*body: s.Stmt, locals: int = 0) -> s.FunctionSyntax:
    parameters = tuple(s.ParameterSyntax(f"p{n}", f"p{n}", TypeRef()) for n in range(locals))
    whole = s.Compound(body, SPAN)
    return s.FunctionSyntax("f", "f", SPAN, SPAN, parameters, TypeRef(), False, whole)


def _havocs(cfg: Cfg) -> list[Havoc]:
    items = chain.from_iterable(block.instructions for block in cfg.blocks)
    return [item for item in items if isinstance(item, Havoc)]


def test_an_opaque_statement_clobbers_every_local() -> None:
    made = lower_function(_function(s.Opaque("asm", SPAN), locals=2))
    assert _havocs(made.cfg) == [Havoc("asm", SPAN, ("p0", "p1"))]


@pytest.mark.parametrize("stmt", [s.Goto("x", SPAN), s.Break(SPAN), s.Continue(SPAN),
                                  s.Leave(SPAN)])  # fmt: skip
def test_a_jump_to_nowhere_is_said(stmt: s.Stmt) -> None:
    made = lower_function(_function(stmt))
    assert len(_havocs(made.cfg)) == 1
    assert made.cfg.blocks[0].edges[0].target == made.cfg.exit


def test_a_case_of_unknown_value_may_be_taken() -> None:
    test = s.Name("p0", "local", "p0", TypeRef(), SPAN)
    unknown, two = s.Case(None, s.Break(SPAN), SPAN), s.Case(2, s.ReturnStmt(None, SPAN), SPAN)
    body = s.Compound((unknown, two), SPAN)
    made = lower_function(_function(s.Switch(test, body, SPAN), locals=1))
    assert [edge.condition is None for edge in made.cfg.blocks[0].edges] == [True, False, False]


def test_senseless_nesting_costs_the_function() -> None:
    stmt: s.Stmt = s.Empty(SPAN)
    for _ in range(5_000):
        stmt = s.Compound((stmt,), SPAN)
    made = lower_function(_function(stmt))
    assert "nested too deeply" in _havocs(made.cfg)[0].reason


# --- every graph -----------------------------------------------------------------------------


def _every_unit() -> list[TranslationUnit]:
    units = [unit_of(case[0]) for case in C_CASES.values()]
    units += [unit_of(GUARD + case[0], "a.cpp") for case in CPP_CASES.values()]
    return units + [unit_of(code) for code in SHAPES.values()]


def test_invariants() -> None:
    for unit in _every_unit():
        for function in unit.functions:
            _check(function.cfg)


def _check(cfg: Cfg) -> None:
    blocks = cfg.blocks
    assert cfg.exit == len(blocks) - 1
    assert blocks[cfg.exit] == ((), ())
    entered = {0, cfg.exit}
    for number, block in enumerate(blocks):
        targets = [edge.target for edge in block.edges]
        assert 0 not in targets
        entered.update(targets)
        conditions = [edge.condition is None for edge in block.edges]
        assert len(targets) <= 1 or not (any(conditions) and not all(conditions))
        returns = [isinstance(item, Return) for item in block.instructions]
        assert not any(returns[:-1])
        assert (cfg.exit in targets) == (returns[-1:] == [True]) or number == cfg.exit
    assert entered == set(range(len(blocks)))


def test_lowering_is_deterministic() -> None:
    code = SHAPES["finally"]
    assert text_of(code) == text_of(code)


def test_temporaries_are_assigned_once() -> None:
    for unit in _every_unit():
        for function in unit.functions:
            items = chain.from_iterable(block.instructions for block in function.cfg.blocks)
            made = [
                getattr(item, "dst", None) or "" for item in items if not isinstance(item, Assign)
            ]
            temporaries = [name for name in made if name.startswith("%")]
            assert len(temporaries) == len(set(temporaries))


# --- both front ends -------------------------------------------------------------------------


@pytest.mark.parametrize("code", SHAPES.values(), ids=SHAPES)
def test_front_ends_give_the_same_graph(code: str) -> None:
    assert dump_unit(tree_sitter_unit_of(code)) == dump_unit(unit_of(code))


@pytest.mark.parametrize("snippet", SNIPPETS, ids=[snippet.name for snippet in SNIPPETS])
def test_front_ends_agree_on_hard_snippets(snippet: Snippet) -> None:
    name = "a.cpp" if snippet.language == "c++" else "a.c"
    files = {"project.h": PROJECT_HEADER}
    clang = lower_unit(clang_support.parsed(snippet.code, name, files=files).unit)
    other = lower_unit(treesitter_support.parsed(snippet.code, name, files=files).unit)
    shapes = [[dump_function(f) for f in unit.functions] for unit in (clang, other)]
    if snippet.name != "lambda-copy":  # libclang gives no body of its own for it
        assert shapes[1] == shapes[0]


def test_calls_keep_the_callee() -> None:
    made = function_of("void f(void) { (a)(1); }")
    call = made.cfg.blocks[0].instructions[0]
    assert getattr(call, "callee", None) == FunctionRef("a")
