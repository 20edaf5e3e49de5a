#include "pend.h"
/* Teardown that walks a table of lists finds a record on each of them. */
DEFINE_GUID(CLOSURE_CALLOUT, 0x1, 0x2, 0x3, 1, 2, 3, 4, 5, 6, 7, 8);
extern LIST_ENTRY gInFlight, gEnded;
static LIST_ENTRY *const gLists[] = {&gPending, &gInFlight};
void NTAPI ClosureClassify(const FWPS_INCOMING_VALUES0 *values,
    const FWPS_INCOMING_METADATA_VALUES0 *meta, void *layerData, const void *classifyContext,
    const FWPS_FILTER1 *filter, UINT64 flowContext, FWPS_CLASSIFY_OUT0 *out)
{
    KIRQL irql;
    PLIST_ENTRY entry;
    ULONG i;
    KeAcquireSpinLock(&gLock, &irql);
    for (i = 0; i < ARRAYSIZE(gLists); i++) {
        for (entry = gLists[i]->Flink; entry != gLists[i]; entry = entry->Flink) {
            PPEND pend = CONTAINING_RECORD(entry, PEND, Link);
            if (pend->Endpoint == meta->transportEndpointHandle) {
                RemoveEntryList(&pend->Link);
                break;
            }
        }
    }
    KeReleaseSpinLock(&gLock, irql);
    out->actionType = FWP_ACTION_PERMIT;
}
NTSTATUS NTAPI Notify(FWPS_CALLOUT_NOTIFY_TYPE type, const GUID *key, const FWPS_FILTER1 *filter)
{
    return STATUS_SUCCESS;
}
static NTSTATUS RegisterOne(void *device, HANDLE engine, const GUID *key, const GUID *layer,
    FWPS_CALLOUT_CLASSIFY_FN1 classify, UINT32 *id)
{
    FWPS_CALLOUT1 callout;
    FWPM_CALLOUT0 added;
    NTSTATUS status;
    RtlZeroMemory(&callout, sizeof(callout));
    RtlZeroMemory(&added, sizeof(added));
    callout.calloutKey = *key;
    callout.classifyFn = classify;
    callout.notifyFn = Notify;
    status = FwpsCalloutRegister1(device, &callout, id);
    if (!NT_SUCCESS(status)) {
        return status;
    }
    added.calloutKey = *key;
    added.applicableLayer = *layer;
    return FwpmCalloutAdd0(engine, &added, NULL, NULL);
}
NTSTATUS Start(void *device, HANDLE engine, UINT32 *id)
{
    return RegisterOne(device, engine, &CLOSURE_CALLOUT, &FWPM_LAYER_ALE_ENDPOINT_CLOSURE_V4,
        ClosureClassify, id);
}
static BOOLEAN Take(PPEND pend)
{
    KIRQL irql;
    BOOLEAN mine;
    KeAcquireSpinLock(&gLock, &irql);
    mine = !IsListEmpty(&pend->Link);
    if (mine) {
        RemoveEntryList(&pend->Link);
        InitializeListHead(&pend->Link);
    }
    KeReleaseSpinLock(&gLock, irql);
    return mine;
}
static void Put(PLIST_ENTRY list, PPEND pend)
{
    KIRQL irql;
    KeAcquireSpinLock(&gLock, &irql);
    InsertTailList(list, &pend->Link);
    KeReleaseSpinLock(&gLock, irql);
}
KSTART_ROUTINE Kept;
void Kept(PVOID context)
{
    PPEND pend = context;
    if (Take(pend)) {
        FwpsCompleteOperation0(pend->Context, NULL); // guarded endpoint-closure
    }
}
KSTART_ROUTINE MovedToSeen;
void MovedToSeen(PVOID context)
{
    PPEND pend = context;
    if (Take(pend)) {
        Put(&gInFlight, pend);
        FwpsCompleteOperation0(pend->Context, NULL); // unguarded *
    }
}
KSTART_ROUTINE MovedElsewhere;
void MovedElsewhere(PVOID context)
{
    PPEND pend = context;
    if (Take(pend)) {
        Put(&gEnded, pend);
        FwpsCompleteOperation0(pend->Context, NULL); // guarded endpoint-closure
    }
}
