#include "pend.h"
extern PPEND gSpare;
/* The callback holds the lock of another record: that excludes nobody. */
void NTAPI FlowDelete(UINT16 layerId, UINT32 calloutId, UINT64 flowContext)
{
    KIRQL irql;
    PPEND pend = (PPEND)(ULONG_PTR)flowContext;
    KeAcquireSpinLock(&gSpare->Lock, &irql);
    pend->Dead = TRUE;
    KeReleaseSpinLock(&gSpare->Lock, irql);
    KeAcquireSpinLock(&gLock, &irql);
    if (pend->Claimed == 0) {
        pend->Claimed = 1;
    }
    KeReleaseSpinLock(&gLock, irql);
}
void NTAPI Classify(const FWPS_INCOMING_VALUES0 *values, const FWPS_INCOMING_METADATA_VALUES0 *meta,
    void *layerData, const void *classifyContext, const FWPS_FILTER1 *filter, UINT64 flowContext,
    FWPS_CLASSIFY_OUT0 *out);
NTSTATUS NTAPI Notify(FWPS_CALLOUT_NOTIFY_TYPE type, const GUID *key, FWPS_FILTER1 *filter);
NTSTATUS Register(void *device, const GUID *key, UINT32 *id)
{
    FWPS_CALLOUT1 callout = {0};
    callout.calloutKey = *key;
    callout.classifyFn = Classify;
    callout.notifyFn = Notify;
    callout.flowDeleteFn = FlowDelete;
    return FwpsCalloutRegister1(device, &callout, id);
}
KSTART_ROUTINE OwnLock;
void OwnLock(PVOID context)
{
    KIRQL irql;
    PPEND pend = context;
    KeAcquireSpinLock(&pend->Lock, &irql);
    if (!pend->Dead) {
        FwpsCompleteOperation0(pend->Context, NULL); // unguarded *
    }
    KeReleaseSpinLock(&pend->Lock, irql);
}
/* An inner lock comes and goes between the test and the claim; the outer one stays. */
KSTART_ROUTINE InnerDropped;
void InnerDropped(PVOID context)
{
    KIRQL outer, inner;
    PPEND pend = context;
    LONG before;
    KeAcquireSpinLock(&gLock, &outer);
    KeAcquireSpinLock(&pend->Lock, &inner);
    before = pend->Claimed;
    KeReleaseSpinLock(&pend->Lock, inner);
    pend->Claimed = 1;
    KeReleaseSpinLock(&gLock, outer);
    if (before == 0) {
        FwpsCompleteOperation0(pend->Context, NULL); // guarded flow-delete
    }
}
/* The other way round: what the callback holds is dropped and taken again. */
KSTART_ROUTINE OuterRetaken;
void OuterRetaken(PVOID context)
{
    KIRQL outer, inner;
    PPEND pend = context;
    KeAcquireSpinLock(&gLock, &outer);
    KeAcquireSpinLock(&pend->Lock, &inner);
    if (pend->Claimed == 0) {
        KeReleaseSpinLock(&gLock, outer);
        KeAcquireSpinLock(&gLock, &outer);
        FwpsCompleteOperation0(pend->Context, NULL); // unguarded *
    }
    KeReleaseSpinLock(&pend->Lock, inner);
    KeReleaseSpinLock(&gLock, outer);
}
static void TryEnter(PPEND pend, PBOOLEAN entered)
{
    LONG code = 0;
    if (ExAcquireRundownProtection(&pend->Rundown)) {
        code = 2;
    }
    *entered = code == 0 ? FALSE : TRUE;
}
KSTART_ROUTINE ByParameter;
void ByParameter(PVOID context)
{
    PPEND pend = context;
    BOOLEAN entered;
    TryEnter(pend, &entered);
    if (entered) {
        FwpsCompleteOperation0(pend->Context, NULL); // guarded rundown
        ExReleaseRundownProtection(&pend->Rundown);
    }
}
