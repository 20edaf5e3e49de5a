#include "pend.h"
/* The reference goes to the thread, and back only where there is none. */
KSTART_ROUTINE Carried;
void Carried(PVOID context)
{
    PPEND pend = context;
    FwpsCompleteOperation0(pend->Context, NULL); // guarded rundown
    ExReleaseRundownProtection(&pend->Rundown);
}
NTSTATUS Start(PPEND pend)
{
    NTSTATUS status;
    HANDLE thread;
    if (!ExAcquireRundownProtection(&pend->Rundown)) {
        return STATUS_DELETE_PENDING;
    }
    status = PsCreateSystemThread(&thread, THREAD_ALL_ACCESS, NULL, NULL, NULL, Carried, pend);
    if (!NT_SUCCESS(status)) {
        ExReleaseRundownProtection(&pend->Rundown);
    }
    return status;
}
KSTART_ROUTINE Dropped;
void Dropped(PVOID context)
{
    PPEND pend = context;
    FwpsCompleteOperation0(pend->Context, NULL); // unguarded *
    ExReleaseRundownProtection(&pend->Rundown);
}
NTSTATUS StartAndDrop(PPEND pend)
{
    NTSTATUS status;
    HANDLE thread;
    if (!ExAcquireRundownProtection(&pend->Rundown)) {
        return STATUS_DELETE_PENDING;
    }
    status = PsCreateSystemThread(&thread, THREAD_ALL_ACCESS, NULL, NULL, NULL, Dropped, pend);
    if (NT_SUCCESS(status)) {
        ExReleaseRundownProtection(&pend->Rundown);
    }
    return status;
}
