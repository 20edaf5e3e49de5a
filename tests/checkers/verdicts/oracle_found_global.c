#include "pend.h"
extern BOOLEAN gClosed;
/* What was stored or read in one lock session says nothing about the next. */
KSTART_ROUTINE Closes;
void Closes(PVOID context)
{
    KIRQL irql;
    PPEND pend = context;
    BOOLEAN open = FALSE;
    KeAcquireSpinLock(&gLock, &irql);
    gClosed = TRUE;
    KeReleaseSpinLock(&gLock, irql);
    KeAcquireSpinLock(&gLock, &irql);
    if (!gClosed) {
        open = TRUE;
    }
    KeReleaseSpinLock(&gLock, irql);
    if (open) {
        FwpsCompleteOperation0(pend->Context, NULL); // unguarded *
    }
}
void Opens(void)
{
    KIRQL irql;
    KeAcquireSpinLock(&gLock, &irql);
    gClosed = FALSE;
    KeReleaseSpinLock(&gLock, irql);
}
