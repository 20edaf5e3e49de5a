#include "driver.h"
DEFINE_GUID(CLOSURE_KEY, 0x16, 0x2, 0x3, 1, 2, 3, 4, 5, 6, 7, 8);
/* The worker has the record already, and asks its link whether it is still on the list. */
void NTAPI ClassifyClosure(const FWPS_INCOMING_VALUES0 *values,
    const FWPS_INCOMING_METADATA_VALUES0 *meta, void *layerData, const void *classifyContext,
    const FWPS_FILTER1 *filter, UINT64 flowContext, FWPS_CLASSIFY_OUT0 *out)
{
    KIRQL irql;
    PLIST_ENTRY entry;
    KeAcquireSpinLock(&gLock, &irql); // @tlock
    for (entry = gPending.Flink; entry != &gPending; entry = entry->Flink) {
        PPEND pend = CONTAINING_RECORD(entry, PEND, Link);
        if (pend->Endpoint == meta->transportEndpointHandle) {
            RemoveEntryList(&pend->Link); // @tunlink
            InitializeListHead(&pend->Link);
            break;
        }
    }
    KeReleaseSpinLock(&gLock, irql); // @tlock
    out->actionType = FWP_ACTION_PERMIT;
}
NTSTATUS Start(void *device, HANDLE engine)
{
    return RegisterCallout(device, engine, &CLOSURE_KEY,
        &FWPM_LAYER_ALE_ENDPOINT_CLOSURE_V4, ClassifyClosure, NULL); // @register
}
VOID Worker(PDEVICE_OBJECT device, PVOID context)
{
    PPEND pend = (PPEND)context;
    BOOLEAN mine = FALSE;
    KIRQL irql;
    KeAcquireSpinLock(&gLock, &irql); // @lock
    if (!IsListEmpty(&pend->Link)) { // @asked
        RemoveEntryList(&pend->Link); // @unlink
        mine = TRUE;
    }
    KeReleaseSpinLock(&gLock, irql); // @unlock
    if (mine)
        FwpsCompleteOperation0(pend->Context, NULL); // @complete // guarded endpoint-closure
}
VOID Later(PIO_WORKITEM item, PPEND pend)
{
    IoQueueWorkItem(item, Worker, DelayedWorkQueue, pend);
}
//! not asked: replace @asked `!IsListEmpty(&pend->Link)` `pend != NULL`
//! asked only: delete @unlink
//! without lock: delete @lock,@unlock
//! other lock: replace @lock `gLock` `gOtherLock`; replace @unlock `gLock` `gOtherLock`
//! not registered: replace @register `ClassifyClosure` `ClassifyPermit`
//! teardown only looks: delete @tunlink
//! teardown without lock: delete @tlock
//! teardown under another lock: replace @tlock `gLock` `gOtherLock`
