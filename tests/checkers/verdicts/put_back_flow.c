#include "pend.h"
/* Teardown that is handed the record takes it off whatever list it is on. */
extern LIST_ENTRY gInFlight;
void NTAPI FlowDelete(UINT16 layerId, UINT32 calloutId, UINT64 flowContext)
{
    KIRQL irql;
    PPEND pend = (PPEND)(ULONG_PTR)flowContext;
    KeAcquireSpinLock(&gLock, &irql);
    if (!IsListEmpty(&pend->Link)) {
        RemoveEntryList(&pend->Link);
        InitializeListHead(&pend->Link);
    }
    KeReleaseSpinLock(&gLock, irql);
}
void NTAPI Classify(const FWPS_INCOMING_VALUES0 *values, const FWPS_INCOMING_METADATA_VALUES0 *meta,
    void *layerData, const void *classifyContext, const FWPS_FILTER1 *filter, UINT64 flowContext,
    FWPS_CLASSIFY_OUT0 *out);
NTSTATUS NTAPI Notify(FWPS_CALLOUT_NOTIFY_TYPE type, const GUID *key, const FWPS_FILTER1 *filter);
NTSTATUS Register(void *device, const GUID *key, UINT32 *id)
{
    FWPS_CALLOUT1 callout = {0};
    callout.calloutKey = *key;
    callout.classifyFn = Classify;
    callout.notifyFn = Notify;
    callout.flowDeleteFn = FlowDelete;
    return FwpsCalloutRegister1(device, &callout, id);
}
static PPEND TakeFirst(PLIST_ENTRY moveTo)
{
    KIRQL irql;
    PPEND pend = NULL;
    KeAcquireSpinLock(&gLock, &irql);
    if (!IsListEmpty(&gPending)) {
        pend = CONTAINING_RECORD(RemoveHeadList(&gPending), PEND, Link);
        InitializeListHead(&pend->Link);
        if (moveTo != NULL) {
            InsertTailList(moveTo, &pend->Link);
        }
    }
    KeReleaseSpinLock(&gLock, irql);
    return pend;
}
KSTART_ROUTINE Kept;
void Kept(PVOID context)
{
    PPEND pend = TakeFirst(NULL);
    if (pend != NULL) {
        FwpsCompleteOperation0(pend->Context, NULL); // guarded flow-delete
    }
}
KSTART_ROUTINE Moved;
void Moved(PVOID context)
{
    PPEND pend = TakeFirst(&gInFlight);
    if (pend != NULL) {
        FwpsCompleteOperation0(pend->Context, NULL); // unguarded *
    }
}
