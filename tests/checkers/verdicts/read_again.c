#include "pend.h"
BOOLEAN gStopping;
void Stop(void)
{
    KIRQL irql;
    KeAcquireSpinLock(&gLock, &irql);
    gStopping = TRUE;
    KeReleaseSpinLock(&gLock, irql);
}
static BOOLEAN Enqueue(PPEND pend)
{
    KIRQL irql;
    BOOLEAN queued = FALSE;
    KeAcquireSpinLock(&gLock, &irql);
    if (!gStopping) {
        InsertTailList(&gPending, &pend->Link);
        queued = TRUE;
    }
    KeReleaseSpinLock(&gLock, irql);
    return queued;
}
void NTAPI Classify(const FWPS_INCOMING_VALUES0 *values, const FWPS_INCOMING_METADATA_VALUES0 *meta,
    void *layerData, const void *classifyContext, const FWPS_FILTER1 *filter, UINT64 flowContext,
    FWPS_CLASSIFY_OUT0 *out)
{
    HANDLE context, mine;
    PPEND pend = ExAllocatePoolWithTag(NonPagedPool, sizeof(*pend), 'dneP');
    NTSTATUS status;
    if (pend == NULL) {
        return;
    }
    status = FwpsPendOperation0(meta->completionHandle, &context); // unguarded no-guard
    if (!NT_SUCCESS(status)) {
        return;
    }
    pend->Context = context;
    if (!Enqueue(pend)) {
        FwpsCompleteOperation0(context, NULL); // inline
        return;
    }
    if (gStopping && values->layerId == 1) {
        FwpsCompleteOperation0(pend->Context, NULL); // unguarded *
    }
    if (gStopping) {
        mine = InterlockedExchangePointer(&pend->Context, NULL);
        if (mine != NULL) {
            FwpsCompleteOperation0(mine, NULL); // inline
        }
    }
}
NTSTATUS Register(void *device, UINT32 *id)
{
    FWPS_CALLOUT1 callout = {0};
    callout.classifyFn = Classify;
    return FwpsCalloutRegister1(device, &callout, id);
}
