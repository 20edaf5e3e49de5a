#include "driver.h"
/* The one who queues the work drops its own count of the record afterwards: where that was the last
   one, the work had none. */
IO_WORKITEM_ROUTINE CompletionWorker;
static void Drop(PPEND pend)
{
    if (InterlockedDecrement(&pend->Claimed) == 0)
        ExFreePoolWithTag(pend, 'dneP');
}
void CompletionWorker(PDEVICE_OBJECT device, PVOID context)
{
    PPEND pend = context;
    UNREFERENCED_PARAMETER(device);
    FwpsCompleteOperation0(pend->Context, NULL); // @complete // guarded rundown
    ExReleaseRundownProtection(&pend->Rundown); // @release
    Drop(pend);
}
void QueueVerdict(PPEND pend)
{
    if (ExAcquireRundownProtection(&pend->Rundown)) { // @acquire
        InterlockedIncrement(&pend->Claimed);
        IoQueueWorkItem(pend->WorkItem, CompletionWorker, DelayedWorkQueue, pend); // @queue
    } // @acquire
    Drop(pend); // @drop
}
//! guard removed: delete @acquire
//! released by the one who queued: after @queue `ExReleaseRundownProtection(&pend->Rundown);`
//! released before queueing: before @queue `ExReleaseRundownProtection(&pend->Rundown);`
//! released early: move @release before @complete
//! negated: replace @acquire `(Ex` `(!Ex`
//! another's work without: after @drop `} void Retry(PPEND pend) { IoQueueWorkItem(pend->WorkItem, CompletionWorker, DelayedWorkQueue, pend);`
//! freed without a count: replace @drop `Drop(pend)` `ExFreePoolWithTag(pend, 'dneP')`
