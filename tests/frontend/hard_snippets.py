"""Constructs that are hard to read without a compiler. Both front ends must make the same of each.

Each is (name, language, code); every function in it is translated. `project.h` stands for a header
of the project, whose text is `PROJECT_HEADER`.
"""

from __future__ import annotations

from typing import NamedTuple


class Snippet(NamedTuple):
    name: str
    language: str
    code: str


PROJECT_HEADER = """#pragma once
#include <ntddk.h>
#include <fwpsk.h>

#define PEND_TAG 'dneP'
#define LOCK(state, irql) KeAcquireSpinLock(&(state)->Lock, &(irql))
#define UNLOCK(state, irql) KeReleaseSpinLock(&(state)->Lock, (irql))
#define COMPLETE(pend) \\
    do { \\
        if ((pend)->Context != NULL) { \\
            FwpsCompleteOperation0((pend)->Context, NULL); \\
            (pend)->Context = NULL; \\
        } \\
    } while (0)
#define RETURN_IF_BAD(call) if (!NT_SUCCESS(status = (call))) goto Exit

typedef struct _PEND {
    LIST_ENTRY Link;
    EX_RUNDOWN_REF Rundown;
    HANDLE Context;
    union {
        ULONG Flags;
        struct {
            UCHAR Low;
            UCHAR High;
        } Byte;
    };
    struct {
        LIST_ENTRY Entry;
    } Header;
    int Numbers[4];
} PEND, *PPEND;

typedef struct _STATE {
    KSPIN_LOCK Lock;
    LIST_ENTRY List;
    BOOLEAN Closing;
} STATE;

extern STATE gState;
NTSTATUS Prepare(_In_ PEND *pend);
VOID Release(_Inout_opt_ PEND *pend);
"""

_C = '#include "project.h"\n'
_CPP = (
    _C
    + """
class Guard {
public:
    explicit Guard(STATE &state) : m_state(state), m_irql(0) {
        KeAcquireSpinLock(&m_state.Lock, &m_irql);
    }
    ~Guard() { KeReleaseSpinLock(&m_state.Lock, m_irql); }
    bool Closing() const { return m_state.Closing != FALSE; }
private:
    STATE &m_state;
    KIRQL m_irql;
};
"""
)

SNIPPETS = (
    Snippet(
        "seh",
        "c",
        _C
        + """
void f(PEND *p) {
    __try {
        if (p == NULL) { __leave; }
        FwpsCompleteOperation0(p->Context, NULL);
    } __except (GetExceptionCode() == STATUS_ACCESS_VIOLATION ? EXCEPTION_EXECUTE_HANDLER
                                                            : EXCEPTION_CONTINUE_SEARCH) {
        Release(p);
    }
    __try { Prepare(p); } __finally { Release(p); }
}
""",
    ),
    Snippet(
        "goto",
        "c",
        _C
        + """
NTSTATUS f(PEND *p) {
    NTSTATUS status = STATUS_SUCCESS;
    if (!ExAcquireRundownProtection(&p->Rundown)) { status = STATUS_UNSUCCESSFUL; goto Exit; }
    status = Prepare(p);
    if (!NT_SUCCESS(status)) goto Release;
Release:
    ExReleaseRundownProtection(&p->Rundown);
Exit:
    return status;
}
""",
    ),
    Snippet(
        "switch",
        "c",
        _C
        + """
int f(int a) {
    switch (a) {
    case 1:
    case 2: a = 3;
    case 'ab': a++; break;
    default: { a = 0; }
    case FWP_ACTION_BLOCK: ;
    }
    return a;
}
""",
    ),
    Snippet(
        "expressions",
        "c",
        _C
        + """
int g(int *);
int f(PEND *p, int a, int b) {
    int i, *q = &a;
    if (p && p->Context || !g(q)) a = b, b = a;
    a = b ? *q : ~b;
    a <<= 2; b |= 1; q++; --*q;
    p->Byte.Low = (UCHAR)a; p->Numbers[1] = sizeof(p->Numbers) / sizeof(p->Numbers[0]);
    for (i = 0; i < 4; i++) p->Numbers[i] = -1;
    while (a--) { if (a == 2) continue; else break; }
    do { a += 1; } while (a < 10);
    for (;;) { break; }
    return a == STATUS_PENDING ? b : (int)p->Flags;
}
""",
    ),
    Snippet(
        "casts",
        "c",
        _C
        + """
typedef void (*CALLBACK_FN)(PVOID);
void f(PVOID context, ULONG_PTR number) {
    PEND *p = (PEND *)context;
    HANDLE h = (HANDLE)&p->Link;
    CALLBACK_FN fn = (CALLBACK_FN)number;
    LONG a = (LONG)-1, b = (LONG)(number), c = (NTSTATUS)(ULONG)(number + 1);
    fn(context); (*fn)(context);
    Release((PPEND)(context));
    (void)h; (void)(a & b & c);
}
""",
    ),
    Snippet(
        "containers",
        "c",
        _C
        + """
void f(LIST_ENTRY *entry) {
    PEND *a = CONTAINING_RECORD(entry, PEND, Link);
    PEND *b = CONTAINING_RECORD(entry, PEND, Header.Entry);
    PEND *c = (PEND *)((char *)entry - FIELD_OFFSET(PEND, Link));
    PEND *d = (PEND *)((PUCHAR)entry - (ULONG_PTR)&((PEND *)0)->Header.Entry);
    Release(a); Release(b); Release(c); Release(d);
}
""",
    ),
    Snippet(
        "macros",
        "c",
        _C
        + """
NTSTATUS f(PEND *p) {
    NTSTATUS status;
    KIRQL irql;
    LOCK(&gState, irql);
    RETURN_IF_BAD(Prepare(p));
    COMPLETE(p);
Exit:
    UNLOCK(&gState, irql);
    return status;
}
""",
    ),
    Snippet(
        "tables",
        "c",
        _C
        + """
typedef NTSTATUS HANDLER(PEND *);
static NTSTATUS First(PEND *p) { return Prepare(p); }
static NTSTATUS Second(PEND *p) { return STATUS_SUCCESS; }
typedef struct { const char *Name; HANDLER *Run; int Sizes[2]; } ROW;
static const ROW Rows[] = {
    {"first", First, {1, 2}},
    {.Run = &Second, .Sizes[1] = 3},
    [3] = {"last"},
};
NTSTATUS f(PEND *p, int i) {
    ROW row = {"x", First, 1};
    PEND zero = {0};
    row.Run(&zero);
    return Rows[i].Run(p);
}
""",
    ),
    Snippet(
        "heads",
        "c",
        _C
        + """
_IRQL_requires_max_(DISPATCH_LEVEL) _Must_inspect_result_
__declspec(noinline) static NTSTATUS NTAPI g(_In_ PEND *p, IN OUT ULONG *n, __in_bcount(4) PVOID q)
{ return Prepare(p); }
FORCEINLINE VOID h(VOID) { }
#if (NTDDI_VERSION >= NTDDI_WIN8)
VOID f(_In_ const FWPS_FILTER1 *filter, _Inout_ PEND *p)
#else
VOID f(IN const FWPS_FILTER0 *filter, IN OUT PEND *p)
#endif
{
    ULONG n = 1;
#ifdef NEVER_DEFINED
    if (filter) {
#else
    if (p) {
#endif
        g(p, &n, NULL);
    }
    h();
}
""",
    ),
    Snippet(
        "labels",
        "c",
        _C
        + """
void f(PEND *p) {
    static int calls = 0;
    calls++;
    { int p = 1; calls = p; }
    if (p) goto End;
    Release(p);
End: ;
}
""",
    ),
    Snippet(
        "strings",
        "c",
        _C
        + """
void Log(const char *, ...);
void f(void) {
    const WCHAR *wide = L"a\\tb" L"c";
    Log("one" " two %s", "x");
    ExFreePoolWithTag((PVOID)wide, PEND_TAG);
}
""",
    ),
    Snippet(
        "raii",
        "c++",
        _CPP
        + """
void f(PEND *p) {
    Guard guard(gState);
    if (guard.Closing()) return;
    { Guard inner{gState}; Release(p); }
    FwpsCompleteOperation0(p->Context, nullptr);
}
""",
    ),
    Snippet(
        "lambda",
        "c++",
        _CPP
        + """
void f(PEND *p) {
    int n = 0;
    auto finish = [&](int count) { n += count; Release(p); };
    finish(1);
}
""",
    ),
    Snippet(
        "lambda-copy",
        "c++",
        _CPP
        + """
void f(PEND *p) {
    int n = 0;
    [p]() { Release(p); }();
    n = 1;
}
""",
    ),
    Snippet(
        "namespaces",
        "c++",
        _CPP
        + """
namespace drv { namespace {
int counter;
int over(int a) { return a; }
int over(const char *a) { return 1; }
void step(PEND &p, int by = 2) { p.Flags += by; counter++; }
}
PEND &first(PEND *p) { return *p; }
void g(PEND *p) {
    step(*p); step(first(p), 3);
    first(p).Context = nullptr;
    over(1); over("x");
}
}
using namespace drv;
extern "C" void f(PEND *p) { drv::g(p); auto *q = &first(p); auto &r = *q; r.Flags = 1; }
""",
    ),
    Snippet(
        "loops",
        "c++",
        _CPP
        + """
int next(int);
void f(PEND *p) {
    for (auto &n : p->Numbers) { n = 0; }
    for (int i = 0, j = 1; i < j; ++i) { next(i); }
    if (int r = next(1); r > 0) { next(r); }
    while (int r = next(2)) { next(r); }
    auto h = static_cast<HANDLE>(p->Context);
    p->Context = reinterpret_cast<HANDLE>(h);
}
""",
    ),
    Snippet(
        "conversions",
        "c++",
        _CPP
        + """
struct Held {
    explicit Held(PEND *p) : p_(p) {}
    ~Held();
    explicit operator bool() const { return p_ != nullptr; }
    PEND *p_;
};
Held::~Held() { p_ = nullptr; }
PEND *take();
PEND *of(PEND *p);
void f(PEND *p) {
    Held one(take());
    Held two(of(p));
    if (one) { one.p_->Flags = 1; }
    if (!two) { return; }
    if (p->Flags && two) { p->Flags = 2; }
    while (Held each{take()}) { each.p_->Flags = 3; }
}
""",
    ),
    Snippet(
        "objects",
        "c++",
        _CPP
        + """
struct Base { int a; void touch() { a = 1; } };
struct Derived : Base { int b = 0; void both(); static int made(); };
void Derived::both() { touch(); a = b; this->b = made(); }
int Derived::made() { return 2; }
void f() {
    Derived d; d.both(); d.touch(); Derived::made();
    Guard *g = new Guard(gState); delete g;
}
""",
    ),
    Snippet(
        "qualified_over_lines",
        "c++",
        _CPP
        + """
namespace deep { struct Outer { struct Inner { int a; Inner(); int got(); static int made(); }; }; }
deep::
Outer::
Inner::
Inner()
{ a = 1; }
int
deep :: Outer ::
Inner::
got()
{ return a + deep::
Outer::Inner::
made(); }
int deep::Outer::Inner::
made() { return 2; }
""",
    ),
)
