#include "pend.h"
extern LIST_ENTRY gBare;
/* Entries of one list carry a reference, those of the other do not; both use the same link. */
void Answer(PPEND pend)
{
    KIRQL irql;
    if (!ExAcquireRundownProtection(&pend->Rundown)) {
        return;
    }
    KeAcquireSpinLock(&gLock, &irql);
    InsertTailList(&gPending, &pend->Link);
    KeReleaseSpinLock(&gLock, irql);
}
void Park(PPEND pend)
{
    KIRQL irql;
    KeAcquireSpinLock(&gLock, &irql);
    InsertTailList(&gBare, &pend->Link);
    KeReleaseSpinLock(&gLock, irql);
}
KSTART_ROUTINE FromTheHead;
void FromTheHead(PVOID context)
{
    KIRQL irql;
    PPEND pend = NULL;
    KeAcquireSpinLock(&gLock, &irql);
    if (!IsListEmpty(&gPending)) {
        pend = CONTAINING_RECORD(RemoveHeadList(&gPending), PEND, Link);
    }
    KeReleaseSpinLock(&gLock, irql);
    if (pend != NULL) {
        FwpsCompleteOperation0(pend->Context, NULL); // guarded rundown
        ExReleaseRundownProtection(&pend->Rundown);
    }
}
KSTART_ROUTINE Parked;
void Parked(PVOID context)
{
    KIRQL irql;
    PLIST_ENTRY entry;
    PPEND found = NULL;
    KeAcquireSpinLock(&gLock, &irql);
    for (entry = gBare.Flink; entry != &gBare; entry = entry->Flink) {
        PPEND each = CONTAINING_RECORD(entry, PEND, Link);
        if (each->State == PENDED) {
            RemoveEntryList(&each->Link);
            found = each;
            break;
        }
    }
    KeReleaseSpinLock(&gLock, irql);
    if (found != NULL) {
        FwpsCompleteOperation0(found->Context, NULL); // unguarded claim-only
    }
}
