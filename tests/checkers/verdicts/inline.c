#include "pend.h"
extern NTSTATUS Send(HANDLE completion, PVOID buffer);
void NTAPI Classify(const FWPS_INCOMING_VALUES0 *values, const FWPS_INCOMING_METADATA_VALUES0 *meta,
    void *layerData, const void *classifyContext, const FWPS_FILTER1 *filter, UINT64 flowContext,
    FWPS_CLASSIFY_OUT0 *out)
{
    KIRQL irql;
    NTSTATUS status;
    PPEND pend = ExAllocatePool2(POOL_FLAG_NON_PAGED, sizeof(*pend), 'dneP');
    if (pend == NULL) {
        return;
    }
    status = FwpsPendOperation0(meta->completionHandle, &pend->Context); // unguarded no-guard
    if (!NT_SUCCESS(status)) {
        ExFreePoolWithTag(pend, 'dneP');
        return;
    }
    pend->WorkItem = IoAllocateWorkItem(NULL);
    if (pend->WorkItem == NULL) {
        FwpsCompleteOperation0(pend->Context, NULL); // inline
        ExFreePoolWithTag(pend, 'dneP');
        return;
    }
    KeAcquireSpinLock(&gLock, &irql);
    InsertTailList(&gPending, &pend->Link);
    KeReleaseSpinLock(&gLock, irql);
    if (out->rights == 0) {
        FwpsCompleteOperation0(pend->Context, NULL); // unguarded no-guard
    }
}
