#include "pend.h"
IO_WORKITEM_ROUTINE Carried;
void Carried(PDEVICE_OBJECT device, PVOID context)
{
    PPEND pend = context;
    FwpsCompleteOperation0(pend->Context, NULL); // guarded rundown
    ExReleaseRundownProtection(&pend->Rundown);
}
IO_WORKITEM_ROUTINE Dropped;
void Dropped(PDEVICE_OBJECT device, PVOID context)
{
    PPEND pend = context;
    FwpsCompleteOperation0(pend->Context, NULL); // unguarded *
    ExReleaseRundownProtection(&pend->Rundown);
}
void Queue(PPEND pend)
{
    if (!ExAcquireRundownProtection(&pend->Rundown)) {
        return;
    }
    IoQueueWorkItem(pend->WorkItem, Carried, DelayedWorkQueue, pend);
}
void QueueAndRelease(PPEND pend)
{
    if (!ExAcquireRundownProtection(&pend->Rundown)) {
        return;
    }
    IoQueueWorkItem(pend->WorkItem, Dropped, DelayedWorkQueue, pend);
    ExReleaseRundownProtection(&pend->Rundown);
}
