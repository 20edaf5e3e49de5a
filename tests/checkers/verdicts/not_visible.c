#include "pend.h"
KSTART_ROUTINE Worker;
void Worker(PVOID context)
{
    KIRQL irql;
    PPEND pend = context;
    KeAcquireSpinLock(&pend->Lock, &irql);
    if (!pend->Dead) {
        FwpsCompleteOperation0(pend->Context, NULL); // unknown teardown-not-visible
    }
    KeReleaseSpinLock(&pend->Lock, irql);
}
