#include "driver.h"
DEFINE_GUID(CLOSURE_KEY, 0x15, 0x2, 0x3, 1, 2, 3, 4, 5, 6, 7, 8);
/* A record belongs to whoever takes it off the list. */
static void Publish(PPEND pend)
{
    KIRQL irql;
    KeAcquireSpinLock(&gLock, &irql);
    InsertTailList(&gPending, &pend->Link);
    KeReleaseSpinLock(&gLock, irql);
}
void Submit(PPEND pend)
{
    Publish(pend);
}
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
static PPEND FindAndRemove(UINT64 endpoint)
{
    KIRQL irql;
    PLIST_ENTRY entry;
    PPEND found = NULL;
    KeAcquireSpinLock(&gLock, &irql); // @lock
    for (entry = gPending.Flink; entry != &gPending; entry = entry->Flink) {
        PPEND pend = CONTAINING_RECORD(entry, PEND, Link);
        if (pend->Endpoint == endpoint) {
            RemoveEntryList(entry); // @unlink
            found = pend; // @found
            break; // @found
        }
    }
    KeReleaseSpinLock(&gLock, irql); // @unlock
    return found;
}
void AnswerFromUserMode(UINT64 endpoint)
{
    PPEND pend = FindAndRemove(endpoint);
    if (pend != NULL) {
        FwpsCompleteOperation0(pend->Context, NULL); // @complete // guarded endpoint-closure
        ExFreePoolWithTag(pend, 'dneP');
    }
}
//! found only: delete @unlink
//! removed later: delete @unlink; before @complete `RemoveEntryList(&pend->Link);`
//! without lock: delete @lock,@unlock
//! other lock: replace @lock `gLock` `gOtherLock`; replace @unlock `gLock` `gOtherLock`
//! not registered: replace @register `ClassifyClosure` `ClassifyPermit`
//! teardown only looks: delete @tunlink
//! teardown without lock: delete @tlock
//! teardown under another lock: replace @tlock `gLock` `gOtherLock`
//! neighbour completed: replace @found `found = pend` `found = CONTAINING_RECORD(entry->Blink, PEND, Link)`
