#include "pend.h"

/* The classify takes back its own record, if nobody else has taken it off the list meanwhile. */

static BOOLEAN TakeBack(PPEND own)
{
    BOOLEAN found = FALSE;
    PLIST_ENTRY entry;
    KIRQL irql;

    KeAcquireSpinLock(&gLock, &irql);
    for (entry = gPending.Flink; entry != &gPending; entry = entry->Flink) {
        PPEND pend = CONTAINING_RECORD(entry, PEND, Link);

        if (pend == own) {
            RemoveEntryList(&pend->Link);
            found = TRUE;
            break;
        }
    }
    KeReleaseSpinLock(&gLock, irql);
    return found;
}

static BOOLEAN TakeOther(PPEND own)
{
    BOOLEAN found = FALSE;
    PLIST_ENTRY entry;
    KIRQL irql;

    KeAcquireSpinLock(&gLock, &irql);
    for (entry = gPending.Flink; entry != &gPending; entry = entry->Flink) {
        PPEND pend = CONTAINING_RECORD(entry, PEND, Link);

        if (pend != own) {
            RemoveEntryList(&pend->Link);
            found = TRUE;
            break;
        }
    }
    KeReleaseSpinLock(&gLock, irql);
    return found;
}

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
    status = FwpsPendOperation0(meta->completionHandle, &pend->Context); // unguarded *
    if (!NT_SUCCESS(status)) {
        ExFreePoolWithTag(pend, 'dneP');
        return;
    }
    KeAcquireSpinLock(&gLock, &irql);
    InsertTailList(&gPending, &pend->Link);
    KeReleaseSpinLock(&gLock, irql);
    if (out->rights == 0) {
        if (TakeBack(pend)) {
            FwpsCompleteOperation0(pend->Context, NULL); // inline
            ExFreePoolWithTag(pend, 'dneP');
        }
    } else if (out->rights == 1) {
        if (TakeOther(pend)) {
            FwpsCompleteOperation0(pend->Context, NULL); // unguarded no-guard
        }
    }
}

/* A worker that takes the oldest: the classify must not believe that its record is still there. */
VOID Worker(PVOID context)
{
    PLIST_ENTRY entry = NULL;
    PPEND pend;
    KIRQL irql;

    UNREFERENCED_PARAMETER(context);
    KeAcquireSpinLock(&gLock, &irql);
    if (!IsListEmpty(&gPending)) {
        entry = RemoveHeadList(&gPending);
    }
    KeReleaseSpinLock(&gLock, irql);
    if (entry != NULL) {
        pend = CONTAINING_RECORD(entry, PEND, Link);
        FwpsCompleteOperation0(pend->Context, NULL); // unguarded claim-only
        pend->Context = NULL;
        ExFreePoolWithTag(pend, 'dneP');
    }
}
