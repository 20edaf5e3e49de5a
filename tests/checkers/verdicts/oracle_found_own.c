#include "pend.h"
/* The classify that pended takes its own record back after others could find it. */
static void Publish(PPEND pend)
{
    KIRQL irql;
    KeAcquireSpinLock(&gLock, &irql);
    InsertTailList(&gPending, &pend->Link);
    KeReleaseSpinLock(&gLock, irql);
}
void NTAPI TakesByExchange(const FWPS_INCOMING_VALUES0 *values,
    const FWPS_INCOMING_METADATA_VALUES0 *meta, void *layerData, const void *classifyContext,
    const FWPS_FILTER1 *filter, UINT64 flowContext, FWPS_CLASSIFY_OUT0 *out)
{
    HANDLE taken;
    PPEND pend = ExAllocatePool2(POOL_FLAG_NON_PAGED, sizeof(*pend), 'dneP');
    if (pend == NULL) {
        return;
    }
    if (!NT_SUCCESS(FwpsPendOperation0(meta->completionHandle, &pend->Context))) { // unguarded *
        ExFreePoolWithTag(pend, 'dneP');
        return;
    }
    Publish(pend);
    taken = InterlockedExchangePointer(&pend->Context, NULL);
    if (taken != NULL) {
        FwpsCompleteOperation0(taken, NULL); // inline
    }
}
void NTAPI ClaimsByState(const FWPS_INCOMING_VALUES0 *values,
    const FWPS_INCOMING_METADATA_VALUES0 *meta, void *layerData, const void *classifyContext,
    const FWPS_FILTER1 *filter, UINT64 flowContext, FWPS_CLASSIFY_OUT0 *out)
{
    KIRQL irql;
    BOOLEAN mine = FALSE;
    PPEND pend = ExAllocatePool2(POOL_FLAG_NON_PAGED, sizeof(*pend), 'dneP');
    if (pend == NULL) {
        return;
    }
    pend->State = PENDED;
    if (!NT_SUCCESS(FwpsPendOperation0(meta->completionHandle, &pend->Context))) { // unguarded *
        ExFreePoolWithTag(pend, 'dneP');
        return;
    }
    Publish(pend);
    KeAcquireSpinLock(&gLock, &irql);
    if (pend->State == PENDED) {
        pend->State = INFLIGHT;
        mine = TRUE;
    }
    KeReleaseSpinLock(&gLock, irql);
    if (mine) {
        FwpsCompleteOperation0(pend->Context, NULL); // inline
    }
}
void NTAPI SecondTest(const FWPS_INCOMING_VALUES0 *values,
    const FWPS_INCOMING_METADATA_VALUES0 *meta, void *layerData, const void *classifyContext,
    const FWPS_FILTER1 *filter, UINT64 flowContext, FWPS_CLASSIFY_OUT0 *out)
{
    PPEND pend = ExAllocatePool2(POOL_FLAG_NON_PAGED, sizeof(*pend), 'dneP');
    if (pend == NULL) {
        return;
    }
    if (!NT_SUCCESS(FwpsPendOperation0(meta->completionHandle, &pend->Context))) { // unguarded *
        ExFreePoolWithTag(pend, 'dneP');
        return;
    }
    Publish(pend);
    FwpsCompleteOperation0(pend->Context, NULL); // unguarded no-guard
}
KSTART_ROUTINE Other;
void Other(PVOID context)
{
    KIRQL irql;
    PPEND pend = context;
    HANDLE taken = InterlockedExchangePointer(&pend->Context, NULL);
    KeAcquireSpinLock(&gLock, &irql);
    pend->State = GONE;
    KeReleaseSpinLock(&gLock, irql);
    if (taken != NULL) {
        FwpsCompleteOperation0(taken, NULL); // unguarded claim-only
    }
}
