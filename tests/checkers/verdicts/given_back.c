#include "pend.h"
DEFINE_GUID(CLOSURE_CALLOUT, 0x1, 0x2, 0x3, 1, 2, 3, 4, 5, 6, 7, 8);
void NTAPI ClosureClassify(const FWPS_INCOMING_VALUES0 *values,
    const FWPS_INCOMING_METADATA_VALUES0 *meta, void *layerData, const void *classifyContext,
    const FWPS_FILTER1 *filter, UINT64 flowContext, FWPS_CLASSIFY_OUT0 *out)
{
    KIRQL irql;
    PLIST_ENTRY entry;
    KeAcquireSpinLock(&gLock, &irql);
    for (entry = gPending.Flink; entry != &gPending; entry = entry->Flink) {
        PPEND pend = CONTAINING_RECORD(entry, PEND, Link);
        if (pend->Endpoint != meta->transportEndpointHandle) {
            continue;
        }
        if (pend->State == PENDED) {
            pend->State = GONE;
        }
        InterlockedExchange(&pend->Claimed, 1);
        InterlockedOr(&pend->Marks, 2);
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
static BOOLEAN Claim(PPEND pend)
{
    KIRQL irql;
    BOOLEAN mine;
    KeAcquireSpinLock(&gLock, &irql);
    mine = (pend->State == PENDED);
    if (mine) {
        pend->State = INFLIGHT;
    }
    KeReleaseSpinLock(&gLock, irql);
    return mine;
}
static void SetState(PPEND pend, LONG state)
{
    KIRQL irql;
    KeAcquireSpinLock(&gLock, &irql);
    pend->State = state;
    KeReleaseSpinLock(&gLock, irql);
}
KSTART_ROUTINE Kept;
void Kept(PVOID context)
{
    PPEND pend = context;
    if (Claim(pend)) {
        FwpsCompleteOperation0(pend->Context, NULL); // guarded endpoint-closure
        SetState(pend, PENDED);
    }
}
KSTART_ROUTINE MovedOn;
void MovedOn(PVOID context)
{
    PPEND pend = context;
    if (Claim(pend)) {
        SetState(pend, RESERVED);
        FwpsCompleteOperation0(pend->Context, NULL); // guarded endpoint-closure
    }
}
KSTART_ROUTINE GivenBack;
void GivenBack(PVOID context)
{
    PPEND pend = context;
    if (Claim(pend)) {
        SetState(pend, PENDED);
        FwpsCompleteOperation0(pend->Context, NULL); // unguarded *
    }
}
KSTART_ROUTINE ClaimedAgain;
void ClaimedAgain(PVOID context)
{
    PPEND pend = context;
    if (Claim(pend)) {
        SetState(pend, PENDED);
        if (Claim(pend)) {
            FwpsCompleteOperation0(pend->Context, NULL); // guarded endpoint-closure
        }
    }
}
KSTART_ROUTINE Exchanged;
void Exchanged(PVOID context)
{
    PPEND pend = context;
    if (InterlockedCompareExchange(&pend->Claimed, 1, 0) == 0) {
        FwpsCompleteOperation0(pend->Context, NULL); // guarded endpoint-closure
    }
}
KSTART_ROUTINE ExchangedBack;
void ExchangedBack(PVOID context)
{
    PPEND pend = context;
    if (InterlockedCompareExchange(&pend->Claimed, 1, 0) == 0) {
        InterlockedExchange(&pend->Claimed, 0);
        FwpsCompleteOperation0(pend->Context, NULL); // unguarded *
    }
}
KSTART_ROUTINE BitSet;
void BitSet(PVOID context)
{
    PPEND pend = context;
    if ((InterlockedOr(&pend->Marks, 2) & 2) == 0) {
        FwpsCompleteOperation0(pend->Context, NULL); // guarded endpoint-closure
    }
}
KSTART_ROUTINE OtherBitCleared;
void OtherBitCleared(PVOID context)
{
    PPEND pend = context;
    if ((InterlockedOr(&pend->Marks, 2) & 2) == 0) {
        InterlockedAnd(&pend->Marks, ~4);
        FwpsCompleteOperation0(pend->Context, NULL); // guarded endpoint-closure
    }
}
KSTART_ROUTINE BitCleared;
void BitCleared(PVOID context)
{
    PPEND pend = context;
    if ((InterlockedOr(&pend->Marks, 2) & 2) == 0) {
        InterlockedAnd(&pend->Marks, ~2);
        FwpsCompleteOperation0(pend->Context, NULL); // unguarded *
    }
}
