#include "pend.h"
extern LIST_ENTRY gOther;
void Insert(PPEND pend)
{
    KIRQL irql;
    if (!ExAcquireRundownProtection(&pend->Rundown)) {
        return;
    }
    KeAcquireSpinLock(&gLock, &irql);
    InsertTailList(&gPending, &pend->Link);
    KeReleaseSpinLock(&gLock, irql);
}
KSTART_ROUTINE Worker;
void Worker(PVOID context)
{
    KIRQL irql;
    PLIST_ENTRY entry;
    PPEND pend;
    KeAcquireSpinLock(&gLock, &irql);
    entry = RemoveHeadList(&gPending);
    KeReleaseSpinLock(&gLock, irql);
    pend = CONTAINING_RECORD(entry, PEND, Link);
    FwpsCompleteOperation0(pend->Context, NULL); // guarded rundown
    ExReleaseRundownProtection(&pend->Rundown);
}
void InsertOther(PPEND pend)
{
    KIRQL irql;
    KeAcquireSpinLock(&gLock, &irql);
    InsertTailList(&gOther, &pend->Link);
    KeReleaseSpinLock(&gLock, irql);
}
KSTART_ROUTINE OtherWorker;
void OtherWorker(PVOID context)
{
    KIRQL irql;
    PLIST_ENTRY entry;
    PPEND pend;
    KeAcquireSpinLock(&gLock, &irql);
    entry = RemoveHeadList(&gOther);
    KeReleaseSpinLock(&gLock, irql);
    pend = CONTAINING_RECORD(entry, PEND, Link);
    FwpsCompleteOperation0(pend->Context, NULL); // unguarded claim-only
}
