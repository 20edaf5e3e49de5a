#include "pend.h"
KSTART_ROUTINE Unlinks;
void Unlinks(PVOID context)
{
    KIRQL irql;
    PLIST_ENTRY entry;
    PPEND pend;
    UNREFERENCED_PARAMETER(context);
    KeAcquireSpinLock(&gLock, &irql);
    if (IsListEmpty(&gPending)) {
        KeReleaseSpinLock(&gLock, irql);
        return;
    }
    entry = RemoveHeadList(&gPending);
    KeReleaseSpinLock(&gLock, irql);
    pend = CONTAINING_RECORD(entry, PEND, Link);
    FwpsCompleteOperation0(pend->Context, NULL); // unguarded claim-only
}
KSTART_ROUTINE Takes;
void Takes(PVOID context)
{
    PPEND pend = context;
    HANDLE completion = InterlockedExchangePointer(&pend->Context, NULL);
    if (completion != NULL) {
        FwpsCompleteOperation0(completion, NULL); // unguarded claim-only
    }
}
KSTART_ROUTINE TakesUnderLock;
void TakesUnderLock(PVOID context)
{
    KIRQL irql;
    PPEND pend = context;
    HANDLE completion;
    KeAcquireSpinLock(&pend->Lock, &irql);
    completion = pend->Context;
    pend->Context = NULL;
    KeReleaseSpinLock(&pend->Lock, irql);
    if (completion != NULL) {
        FwpsCompleteOperation0(completion, NULL); // unguarded claim-only
    }
}
KSTART_ROUTINE Plain;
void Plain(PVOID context)
{
    PPEND pend = context;
    if (pend->Context != NULL) {
        FwpsCompleteOperation0(pend->Context, NULL); // unguarded check-not-atomic
        pend->Context = NULL;
    }
}
