#include "driver.h"
/* Entries of the list carry the reference that was taken before they were put there. */
void Answer(PPEND pend)
{
    KIRQL irql;
    if (!ExAcquireRundownProtection(&pend->Rundown)) { // @acquire
        return; // @acquire
    } // @acquire
    KeAcquireSpinLock(&gLock, &irql);
    InsertTailList(&gAnswered, &pend->Link);
    KeReleaseSpinLock(&gLock, irql); // @inserted
}
KSTART_ROUTINE Drain;
void Drain(PVOID context)
{
    KIRQL irql;
    UNREFERENCED_PARAMETER(context);
    for (;;) {
        PPEND pend;
        KeAcquireSpinLock(&gLock, &irql);
        if (IsListEmpty(&gAnswered)) {
            KeReleaseSpinLock(&gLock, irql);
            break;
        }
        pend = CONTAINING_RECORD(RemoveHeadList(&gAnswered), PEND, Link); // @take
        KeReleaseSpinLock(&gLock, irql);
        FwpsCompleteOperation0(pend->Context, NULL); // @complete // guarded rundown
        ExReleaseRundownProtection(&pend->Rundown); // @release
    }
}
//! guard removed: delete @acquire
//! released after insertion: after @inserted `ExReleaseRundownProtection(&pend->Rundown);`
//! released early: move @release before @complete
//! other list: replace @take `gAnswered` `gPending`
//! result ignored: replace @acquire `return;` `;`
//! context freed before: replace @take `pend =` `HANDLE c; pend =`; before @complete `c = pend->Context; ExFreePoolWithTag(pend, 'dneP');`; replace @complete `pend->Context` `c`
