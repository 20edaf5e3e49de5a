#include "pend.h"
KSTART_ROUTINE Worker;
void Worker(PVOID context)
{
    PPEND pend = context;
    if (!ExAcquireRundownProtection(&pend->Rundown)) {
        return;
    }
    FwpsCompleteOperation0(pend->Context, NULL); // guarded rundown
    ExReleaseRundownProtection(&pend->Rundown);
}
KSTART_ROUTINE Stored;
void Stored(PVOID context)
{
    PPEND pend = context;
    BOOLEAN held = ExAcquireRundownProtection(&pend->Rundown);
    NTSTATUS status = held ? STATUS_SUCCESS : STATUS_DELETE_PENDING;
    if (!NT_SUCCESS(status)) {
        goto Exit;
    }
    FwpsCompleteOperation0(pend->Context, NULL); // guarded rundown
Exit:
    if (held) {
        ExReleaseRundownProtection(&pend->Rundown);
    }
}
static NTSTATUS Enter(PPEND pend)
{
    if (ExAcquireRundownProtection(&pend->Rundown) == FALSE) {
        return STATUS_DELETE_PENDING;
    }
    return STATUS_SUCCESS;
}
static void Finish(PPEND pend)
{
    FwpsCompleteOperation0(pend->Context, NULL); // guarded rundown
}
KSTART_ROUTINE ByHelper;
void ByHelper(PVOID context)
{
    PPEND pend = context;
    if (NT_SUCCESS(Enter(pend))) {
        Finish(pend);
        ExReleaseRundownProtection(&pend->Rundown);
    }
}
