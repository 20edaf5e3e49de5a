#include "pend.h"
void NTAPI FlowDelete(UINT16 layerId, UINT32 calloutId, UINT64 flowContext)
{
    KIRQL irql;
    PPEND pend = (PPEND)(ULONG_PTR)flowContext;
    KeAcquireSpinLock(&pend->Lock, &irql);
    pend->Dead = TRUE;
    KeReleaseSpinLock(&pend->Lock, irql);
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
KSTART_ROUTINE UnderLock;
void UnderLock(PVOID context)
{
    KIRQL irql;
    PPEND pend = context;
    KeAcquireSpinLock(&pend->Lock, &irql);
    if (!pend->Dead) {
        FwpsCompleteOperation0(pend->Context, NULL); // guarded flow-delete
    }
    KeReleaseSpinLock(&pend->Lock, irql);
}
KSTART_ROUTINE Negated;
void Negated(PVOID context)
{
    KIRQL irql;
    PPEND pend = context;
    KeAcquireSpinLock(&pend->Lock, &irql);
    if (pend->Dead) {
        FwpsCompleteOperation0(pend->Context, NULL); // unguarded *
    }
    KeReleaseSpinLock(&pend->Lock, irql);
}
KSTART_ROUTINE Dropped;
void Dropped(PVOID context)
{
    KIRQL irql;
    PPEND pend = context;
    BOOLEAN dead;
    KeAcquireSpinLock(&pend->Lock, &irql);
    dead = pend->Dead;
    KeReleaseSpinLock(&pend->Lock, irql);
    if (!dead) {
        FwpsCompleteOperation0(pend->Context, NULL); // unguarded check-not-atomic
    }
}
KSTART_ROUTINE OtherLock;
void OtherLock(PVOID context)
{
    KIRQL irql;
    PPEND pend = context;
    KeAcquireSpinLock(&gLock, &irql);
    if (!pend->Dead) {
        FwpsCompleteOperation0(pend->Context, NULL); // unguarded *
    }
    KeReleaseSpinLock(&gLock, irql);
}
KSTART_ROUTINE OtherRecordsLock;
void OtherRecordsLock(PVOID context)
{
    KIRQL irql;
    PPEND pend = context;
    PPEND other = CONTAINING_RECORD(pend->Link.Flink, PEND, Link);
    KeAcquireSpinLock(&other->Lock, &irql);
    if (!pend->Dead) {
        FwpsCompleteOperation0(pend->Context, NULL); // unguarded *
    }
    KeReleaseSpinLock(&other->Lock, irql);
}
