#include "pend.h"
extern ULONG_PTR gKey;
DEFINE_GUID(WALK_CALLOUT, 0x1, 0x2, 0x3, 1, 2, 3, 4, 5, 6, 7, 8);
void NTAPI ClosureClassify(const FWPS_INCOMING_VALUES0 *values,
    const FWPS_INCOMING_METADATA_VALUES0 *meta, void *layerData, const void *classifyContext,
    const FWPS_FILTER1 *filter, UINT64 flowContext, FWPS_CLASSIFY_OUT0 *out)
{
    KIRQL irql;
    PLIST_ENTRY entry;
    KeAcquireSpinLock(&gLock, &irql);
    for (entry = gPending.Flink; entry != &gPending; entry = entry->Flink) {
        PPEND pend = CONTAINING_RECORD(entry, PEND, Link);
        if (pend->Endpoint == meta->transportEndpointHandle) {
            RemoveEntryList(&pend->Link);
            break;
        }
    }
    KeReleaseSpinLock(&gLock, irql);
}
NTSTATUS NTAPI Notify(FWPS_CALLOUT_NOTIFY_TYPE type, const GUID *key, const FWPS_FILTER1 *filter);
NTSTATUS Start(void *device, HANDLE engine, UINT32 *id)
{
    FWPS_CALLOUT1 callout = {0};
    FWPM_CALLOUT0 added = {0};
    callout.calloutKey = WALK_CALLOUT;
    callout.classifyFn = ClosureClassify;
    callout.notifyFn = Notify;
    FwpsCalloutRegister1(device, &callout, id);
    added.calloutKey = WALK_CALLOUT;
    added.applicableLayer = FWPM_LAYER_ALE_ENDPOINT_CLOSURE_V4;
    return FwpmCalloutAdd0(engine, &added, NULL, NULL);
}
/* Found and removed under one lock, by the address of the link. */
KSTART_ROUTINE Removes;
void Removes(PVOID context)
{
    KIRQL irql;
    PLIST_ENTRY entry;
    PPEND found = NULL;
    KeAcquireSpinLock(&gLock, &irql);
    for (entry = gPending.Flink; entry != &gPending; entry = entry->Flink) {
        PPEND each = CONTAINING_RECORD(entry, PEND, Link);
        if (each->Endpoint == gKey) {
            RemoveEntryList(&each->Link);
            found = each;
            break;
        }
    }
    KeReleaseSpinLock(&gLock, irql);
    if (found != NULL) {
        FwpsCompleteOperation0(found->Context, NULL); // guarded endpoint-closure
    }
}
/* One record is removed, another one completed. */
KSTART_ROUTINE RemovesOther;
void RemovesOther(PVOID context)
{
    KIRQL irql;
    PPEND pend = context;
    PPEND next;
    KeAcquireSpinLock(&gLock, &irql);
    next = CONTAINING_RECORD(pend->Link.Flink, PEND, Link);
    RemoveEntryList(&pend->Link);
    KeReleaseSpinLock(&gLock, irql);
    FwpsCompleteOperation0(next->Context, NULL); // unguarded *
}
