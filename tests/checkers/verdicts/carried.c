#include "pend.h"
DEFINE_GUID(CLOSURE_CALLOUT, 0x1, 0x2, 0x3, 1, 2, 3, 4, 5, 6, 7, 8);
extern LIST_ENTRY gOthers;
void NTAPI ClosureClassify(const FWPS_INCOMING_VALUES0 *values,
    const FWPS_INCOMING_METADATA_VALUES0 *meta, void *layerData, const void *classifyContext,
    const FWPS_FILTER1 *filter, UINT64 flowContext, FWPS_CLASSIFY_OUT0 *out)
{
    KIRQL irql;
    PLIST_ENTRY entry;
    KeAcquireSpinLock(&gLock, &irql);
    for (entry = gPending.Flink; entry != &gPending; entry = entry->Flink) {
        PPEND pend = CONTAINING_RECORD(entry, PEND, Link);
        if (pend->State == INFLIGHT) {
            continue;
        }
        pend->State = GONE;
        pend->Dead = TRUE;
        RemoveEntryList(&pend->Link);
        break;
    }
    KeReleaseSpinLock(&gLock, irql);
}
NTSTATUS Start(void *device, HANDLE engine, UINT32 *id)
{
    FWPS_CALLOUT1 callout = {0};
    FWPM_CALLOUT0 added = {0};
    callout.calloutKey = CLOSURE_CALLOUT;
    callout.classifyFn = ClosureClassify;
    added.calloutKey = CLOSURE_CALLOUT;
    added.applicableLayer = FWPM_LAYER_ALE_ENDPOINT_CLOSURE_V4;
    FwpmCalloutAdd0(engine, &added, NULL, NULL);
    return FwpsCalloutRegister1(device, &callout, id);
}
KSTART_ROUTINE OwnList;
void OwnList(PVOID context)
{
    KIRQL irql;
    LIST_ENTRY own;
    InitializeListHead(&own);
    KeAcquireSpinLock(&gLock, &irql);
    while (!IsListEmpty(&gPending)) {
        InsertTailList(&own, RemoveHeadList(&gPending));
    }
    KeReleaseSpinLock(&gLock, irql);
    while (!IsListEmpty(&own)) {
        PPEND pend = CONTAINING_RECORD(RemoveHeadList(&own), PEND, Link);
        FwpsCompleteOperation0(pend->Context, NULL); // guarded endpoint-closure
    }
}
KSTART_ROUTINE OwnListOfOthers;
void OwnListOfOthers(PVOID context)
{
    KIRQL irql;
    LIST_ENTRY own;
    InitializeListHead(&own);
    KeAcquireSpinLock(&gLock, &irql);
    while (!IsListEmpty(&gPending)) {
        InsertTailList(&own, RemoveHeadList(&gPending));
    }
    KeReleaseSpinLock(&gLock, irql);
    if (gOthers.Flink != NULL) {
        InsertTailList(&own, &((PPEND)gOthers.Flink)->Link);
    }
    while (!IsListEmpty(&own)) {
        PPEND pend = CONTAINING_RECORD(RemoveHeadList(&own), PEND, Link);
        FwpsCompleteOperation0(pend->Context, NULL); // unguarded *
    }
}
KSTART_ROUTINE OwnListWithoutLock;
void OwnListWithoutLock(PVOID context)
{
    LIST_ENTRY own;
    InitializeListHead(&own);
    while (!IsListEmpty(&gPending)) {
        InsertTailList(&own, RemoveHeadList(&gPending));
    }
    while (!IsListEmpty(&own)) {
        PPEND pend = CONTAINING_RECORD(RemoveHeadList(&own), PEND, Link);
        FwpsCompleteOperation0(pend->Context, NULL); // unguarded *
    }
}
KSTART_ROUTINE OwnArray;
void OwnArray(PVOID context)
{
    KIRQL irql;
    PLIST_ENTRY entry;
    HANDLE found[16];
    ULONG count = 0, index;
    KeAcquireSpinLock(&gLock, &irql);
    for (entry = gPending.Flink; entry != &gPending && count < 16; entry = entry->Flink) {
        PPEND pend = CONTAINING_RECORD(entry, PEND, Link);
        if (pend->State == PENDED) {
            pend->State = INFLIGHT;
            found[count++] = pend->Context;
        }
    }
    KeReleaseSpinLock(&gLock, irql);
    for (index = 0; index < count; index++) {
        FwpsCompleteOperation0(found[index], NULL); // guarded endpoint-closure
    }
}
KSTART_ROUTINE OwnArrayOfRecords;
void OwnArrayOfRecords(PVOID context)
{
    KIRQL irql;
    PLIST_ENTRY entry;
    PPEND found[16];
    ULONG count = 0, index;
    KeAcquireSpinLock(&gLock, &irql);
    for (entry = gPending.Flink; entry != &gPending && count < 16; entry = entry->Flink) {
        PPEND pend = CONTAINING_RECORD(entry, PEND, Link);
        if (pend->State == PENDED) {
            pend->State = INFLIGHT;
            found[count] = pend;
            count++;
        }
    }
    KeReleaseSpinLock(&gLock, irql);
    for (index = 0; index < count; index++) {
        FwpsCompleteOperation0(found[index]->Context, NULL); // guarded endpoint-closure
    }
}
KSTART_ROUTINE OwnArrayNotClaimed;
void OwnArrayNotClaimed(PVOID context)
{
    KIRQL irql;
    PLIST_ENTRY entry;
    HANDLE found[16];
    ULONG count = 0, index;
    KeAcquireSpinLock(&gLock, &irql);
    for (entry = gPending.Flink; entry != &gPending && count < 16; entry = entry->Flink) {
        PPEND pend = CONTAINING_RECORD(entry, PEND, Link);
        if (pend->State == PENDED) {
            found[count++] = pend->Context;
        }
    }
    KeReleaseSpinLock(&gLock, irql);
    for (index = 0; index < count; index++) {
        FwpsCompleteOperation0(found[index], NULL); // unguarded *
    }
}
KSTART_ROUTINE OwnArrayHalfClaimed;
void OwnArrayHalfClaimed(PVOID context)
{
    KIRQL irql;
    PLIST_ENTRY entry;
    HANDLE found[16];
    ULONG count = 0, index;
    KeAcquireSpinLock(&gLock, &irql);
    for (entry = gPending.Flink; entry != &gPending && count < 16; entry = entry->Flink) {
        PPEND pend = CONTAINING_RECORD(entry, PEND, Link);
        if (pend->State == PENDED) {
            pend->State = INFLIGHT;
            found[count++] = pend->Context;
        } else {
            found[count++] = pend->Context;
        }
    }
    KeReleaseSpinLock(&gLock, irql);
    for (index = 0; index < count; index++) {
        FwpsCompleteOperation0(found[index], NULL); // unguarded *
    }
}
