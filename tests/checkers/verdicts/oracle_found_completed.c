#include "pend.h"
static void Take(PPEND pend, HANDLE *taken)
{
    *taken = pend->Context;
    pend->Context = NULL;
}
KSTART_ROUTINE Worker;
void Worker(PVOID context)
{
    KIRQL irql;
    HANDLE taken;
    PPEND pend = context;
    FwpsCompleteOperation0(pend->Context, NULL); // unguarded no-guard
    KeAcquireSpinLock(&gLock, &irql);
    Take(pend, &taken);
    KeReleaseSpinLock(&gLock, irql);
    if (taken != NULL) {
        FwpsCompleteOperation0(taken, NULL); // unguarded *
    }
}
