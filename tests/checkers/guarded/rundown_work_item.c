#include "driver.h"
/* A work item takes the record's reference, and gives it back at one exit. */
IO_WORKITEM_ROUTINE VerdictWorker;
void VerdictWorker(PDEVICE_OBJECT device, PVOID context)
{
    PPEND pend = context;
    BOOLEAN held;
    HANDLE completion = pend->Context;
    UNREFERENCED_PARAMETER(device);
    held = ExAcquireRundownProtection(&pend->Rundown); // @acquire
    if (!held) { // @test
        goto Exit; // @test
    } // @test
    FwpsCompleteOperation0(completion, NULL); // @complete // guarded rundown
Exit:
    if (held) { // @release
        ExReleaseRundownProtection(&pend->Rundown); // @release
    } // @release
    IoFreeWorkItem(pend->WorkItem);
}
//! guard removed: delete @test; replace @acquire `ExAcquireRundownProtection(&pend->Rundown)` `FALSE`
//! released early: move @release before @complete
//! result ignored: delete @test
//! negated: replace @test `!held` `held`
//! acquired after: move @acquire,@test after @complete; before @complete `held = FALSE;`
//! context freed before: before @complete `ExFreePoolWithTag(pend, 'dneP');`
//! sometimes only: replace @test `!held` `!held && pend->State == PENDED`
//! taken only sometimes: replace @acquire `held =` `held = TRUE; if (pend->Claimed) held =`
