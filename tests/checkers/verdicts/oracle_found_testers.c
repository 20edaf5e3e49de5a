#include "pend.h"
extern LONG gMode;
/* A helper that only looks is followed, also when it is not short. */
static NTSTATUS Check(PPEND pend)
{
    NTSTATUS first = pend->State == PENDED ? STATUS_SUCCESS : STATUS_UNSUCCESSFUL;
    NTSTATUS second = NT_SUCCESS(first) ? STATUS_SUCCESS : STATUS_DELETE_PENDING;
    NTSTATUS third = NT_SUCCESS(second) && gMode != 3 ? STATUS_SUCCESS : STATUS_DELETE_PENDING;
    return NT_SUCCESS(third) || !NT_SUCCESS(first) ? second : STATUS_UNSUCCESSFUL;
}
void NTAPI FlowDelete(UINT16 layerId, UINT32 calloutId, UINT64 flowContext)
{
    KIRQL irql;
    PPEND pend = (PPEND)(ULONG_PTR)flowContext;
    KeAcquireSpinLock(&pend->Lock, &irql);
    pend->State = GONE;
    KeReleaseSpinLock(&pend->Lock, irql);
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
KSTART_ROUTINE Tests;
void Tests(PVOID context)
{
    KIRQL irql;
    PPEND pend = context;
    KeAcquireSpinLock(&pend->Lock, &irql);
    if (NT_SUCCESS(Check(pend))) {
        FwpsCompleteOperation0(pend->Context, NULL); // guarded flow-delete
    }
    KeReleaseSpinLock(&pend->Lock, irql);
}
/* What the pointer holds by then is not known: it may be the lock. */
typedef struct _HOLDER {
    PKSPIN_LOCK Lock;
    PEX_RUNDOWN_REF Rundown;
} HOLDER;
KSTART_ROUTINE DropsByPointer;
void DropsByPointer(PVOID context)
{
    KIRQL irql;
    PPEND pend = context;
    HOLDER *holder = (HOLDER *)pend->WorkItem;
    KeAcquireSpinLock(&pend->Lock, &irql);
    if (pend->State == PENDED) {
        KeReleaseSpinLock(holder->Lock, irql);
        FwpsCompleteOperation0(pend->Context, NULL); // unguarded *
    }
}
KSTART_ROUTINE ReleasesByPointer;
void ReleasesByPointer(PVOID context)
{
    PPEND pend = context;
    HOLDER *holder = (HOLDER *)pend->WorkItem;
    if (ExAcquireRundownProtection(&pend->Rundown)) {
        ExReleaseRundownProtection(holder->Rundown);
        FwpsCompleteOperation0(pend->Context, NULL); // unguarded *
    }
}
/* Changed by code that is no teardown, so not unknown. */
void Marks(PPEND pend)
{
    InterlockedExchange(&pend->Claimed, 1);
}
KSTART_ROUTINE TestsMarked;
void TestsMarked(PVOID context)
{
    KIRQL irql;
    PPEND pend = context;
    KeAcquireSpinLock(&pend->Lock, &irql);
    if (pend->Claimed == 0) {
        FwpsCompleteOperation0(pend->Context, NULL); // unguarded claim-only
    }
    KeReleaseSpinLock(&pend->Lock, irql);
}
