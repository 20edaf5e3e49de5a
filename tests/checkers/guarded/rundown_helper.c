#include "driver.h"
/* Helpers enter and leave; one maps the result to a status, one gives it through a parameter. */
static NTSTATUS EnterRecord(PPEND pend)
{
    if (pend->Abandoned || !ExAcquireRundownProtection(&pend->Rundown)) { // @enter
        return STATUS_DELETE_PENDING; // @enter
    } // @enter
    return STATUS_SUCCESS;
}
static void LeaveRecord(PPEND pend)
{
    ExReleaseRundownProtection(&pend->Rundown);
}
static void TryEnter(PPEND pend, PBOOLEAN entered)
{
    *entered = NT_SUCCESS(EnterRecord(pend)); // @out
}
static void Finish(PPEND pend, NTSTATUS verdict)
{
    UNREFERENCED_PARAMETER(verdict);
    FwpsCompleteOperation0(pend->Context, NULL); // @complete // guarded rundown
}
KSTART_ROUTINE VerdictThread;
void VerdictThread(PVOID context)
{
    PPEND pend = context;
    BOOLEAN entered; // @local
    TryEnter(pend, &entered); // @try
    if (entered) { // @test
        Finish(pend, STATUS_SUCCESS); // @call
        LeaveRecord(pend); // @leave
    } // @test
}
//! guard removed: delete @try,@test,@leave
//! released early: move @leave before @call
//! result ignored: delete @test
//! negated: replace @test `(entered)` `(!entered)`
//! helper lies: replace @enter `return STATUS_DELETE_PENDING;` `return STATUS_SUCCESS;`
//! helper always succeeds: replace @out `NT_SUCCESS(EnterRecord(pend))` `TRUE`
//! helper negates: replace @out `NT_SUCCESS` `!NT_SUCCESS`
//! second caller without: replace @local `entered;` `entered; if (pend->Claimed) { Finish(pend, 0); return; }`
