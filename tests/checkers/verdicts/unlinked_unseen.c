#include "pend.h"
/* Taking a record off its list claims it only where the path knows that it is still there. */
NTSTATUS Tell(ULONG event);
static void Publish(PPEND pend)
{
    KIRQL irql;
    KeAcquireSpinLock(&gLock, &irql);
    InsertTailList(&gPending, &pend->Link);
    KeReleaseSpinLock(&gLock, irql);
}
static BOOLEAN TakeBack(PPEND pend)
{
    BOOLEAN found = FALSE;
    PLIST_ENTRY entry;
    KIRQL irql;
    KeAcquireSpinLock(&gLock, &irql);
    for (entry = gPending.Flink; entry != &gPending; entry = entry->Flink) {
        PPEND each = CONTAINING_RECORD(entry, PEND, Link);
        if (each == pend) {
            RemoveEntryList(&each->Link);
            found = TRUE;
            break;
        }
    }
    KeReleaseSpinLock(&gLock, irql);
    return found;
}
static PPEND Pend(const FWPS_INCOMING_METADATA_VALUES0 *meta)
{
    PPEND pend = ExAllocatePool2(POOL_FLAG_NON_PAGED, sizeof(PEND), 'dneP');
    if (pend == NULL)
        return NULL;
    if (!NT_SUCCESS(FwpsPendOperation0(meta->completionHandle, &pend->Context))) { // unguarded no-guard
        ExFreePoolWithTag(pend, 'dneP');
        return NULL;
    }
    Publish(pend);
    return pend;
}
void NTAPI FindsItAgain(const FWPS_INCOMING_VALUES0 *values,
    const FWPS_INCOMING_METADATA_VALUES0 *meta, void *layerData, const void *classifyContext,
    const FWPS_FILTER1 *filter, UINT64 flowContext, FWPS_CLASSIFY_OUT0 *out)
{
    PPEND pend = Pend(meta);
    if (pend != NULL && !NT_SUCCESS(Tell(1)) && TakeBack(pend))
        FwpsCompleteOperation0(pend->Context, NULL); // inline
}
void NTAPI TakesItUnseen(const FWPS_INCOMING_VALUES0 *values,
    const FWPS_INCOMING_METADATA_VALUES0 *meta, void *layerData, const void *classifyContext,
    const FWPS_FILTER1 *filter, UINT64 flowContext, FWPS_CLASSIFY_OUT0 *out)
{
    PPEND pend = Pend(meta);
    KIRQL irql;
    if (pend != NULL && !NT_SUCCESS(Tell(2))) {
        KeAcquireSpinLock(&gLock, &irql);
        RemoveEntryList(&pend->Link);
        KeReleaseSpinLock(&gLock, irql);
        FwpsCompleteOperation0(pend->Context, NULL); // unguarded no-guard
    }
}
