#include "driver.h"
/* The reference is taken where the work is queued, and given back by the worker. */
IO_WORKITEM_ROUTINE CompletionWorker;
void CompletionWorker(PDEVICE_OBJECT device, PVOID context)
{
    PPEND pend = context;
    UNREFERENCED_PARAMETER(device);
    FwpsCompleteOperation0(pend->Context, NULL); // @complete // guarded rundown
    ExReleaseRundownProtection(&pend->Rundown); // @release
}
BOOLEAN QueueVerdict(PPEND pend)
{
    if (!ExAcquireRundownProtection(&pend->Rundown)) { // @acquire
        return FALSE; // @fail
    } // @acquire
    IoQueueWorkItem(pend->WorkItem, CompletionWorker, DelayedWorkQueue, pend); // @queue
    return TRUE; // @done
}
//! guard removed: delete @acquire,@fail
//! released by the one who queued: after @queue `ExReleaseRundownProtection(&pend->Rundown);`
//! released before queueing: before @queue `ExReleaseRundownProtection(&pend->Rundown);`
//! result ignored: replace @fail `return FALSE;` `;`
//! negated: replace @acquire `!Ex` `Ex`
//! released early: move @release before @complete
//! second way without: after @done `} void Retry(PPEND pend) { IoQueueWorkItem(pend->WorkItem, CompletionWorker, DelayedWorkQueue, pend);`
