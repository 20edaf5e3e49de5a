#include "pend.h"
DEFINE_GUID(CONNECT_CALLOUT, 0x1, 0x2, 0x3, 1, 2, 3, 4, 5, 6, 7, 8);
DEFINE_GUID(CLOSURE_CALLOUT, 0x1, 0x2, 0x4, 1, 2, 3, 4, 5, 6, 7, 8);
typedef struct _ROW {
    GUID key;
    const GUID *layer;
    FWPS_CALLOUT_CLASSIFY_FN1 classify;
    UINT32 id;
} ROW;
void NTAPI Connect(const FWPS_INCOMING_VALUES0 *values, const FWPS_INCOMING_METADATA_VALUES0 *meta,
    void *layerData, const void *classifyContext, const FWPS_FILTER1 *filter, UINT64 flowContext,
    FWPS_CLASSIFY_OUT0 *out)
{
    KIRQL irql;
    PPEND pend = (PPEND)gPending.Flink;
    KeAcquireSpinLock(&gLock, &irql);
    pend->Acquired = TRUE;
    KeReleaseSpinLock(&gLock, irql);
}
void NTAPI Closes(const FWPS_INCOMING_VALUES0 *values, const FWPS_INCOMING_METADATA_VALUES0 *meta,
    void *layerData, const void *classifyContext, const FWPS_FILTER1 *filter, UINT64 flowContext,
    FWPS_CLASSIFY_OUT0 *out)
{
    KIRQL irql;
    PPEND pend = (PPEND)gPending.Flink;
    KeAcquireSpinLock(&gLock, &irql);
    pend->Dead = TRUE;
    KeReleaseSpinLock(&gLock, irql);
}
void NTAPI Releases(const FWPS_INCOMING_VALUES0 *values, const FWPS_INCOMING_METADATA_VALUES0 *meta,
    void *layerData, const void *classifyContext, const FWPS_FILTER1 *filter, UINT64 flowContext,
    FWPS_CLASSIFY_OUT0 *out)
{
    KIRQL irql;
    PPEND pend = (PPEND)gPending.Flink;
    KeAcquireSpinLock(&gLock, &irql);
    pend->Claimed = 1;
    KeReleaseSpinLock(&gLock, irql);
}
NTSTATUS RegisterInLoop(void *device, HANDLE engine, UINT32 *ids)
{
    const GUID *keys[2] = {&CONNECT_CALLOUT, &CLOSURE_CALLOUT};
    const GUID *layers[2] = {&FWPM_LAYER_ALE_AUTH_CONNECT_V4, &FWPM_LAYER_ALE_ENDPOINT_CLOSURE_V4};
    FWPS_CALLOUT1 callout = {0};
    FWPM_CALLOUT0 added = {0};
    int i;
    for (i = 0; i < 2; i++) {
        callout.classifyFn = i == 0 ? Connect : Closes;
        callout.calloutKey = *keys[i];
        FwpsCalloutRegister1(device, &callout, &ids[i]);
        added.calloutKey = *keys[i];
        added.applicableLayer = *layers[i];
        FwpmCalloutAdd0(engine, &added, NULL, NULL);
    }
    return STATUS_SUCCESS;
}
static ROW gRows[] = {
    {{1, 2, 3, {1}}, &FWPM_LAYER_ALE_AUTH_CONNECT_V4, Connect, 0},
    {{1, 2, 4, {1}}, &FWPM_LAYER_ALE_RESOURCE_RELEASE_V4, Releases, 0},
    {{0}, NULL, NULL, 0},
};
static NTSTATUS RegisterRow(void *device, HANDLE engine, ROW *row)
{
    FWPS_CALLOUT1 callout = {row->key, 0, row->classify, NULL, NULL};
    FWPM_CALLOUT0 added = {0};
    NTSTATUS status = FwpsCalloutRegister1(device, &callout, &row->id);
    if (!NT_SUCCESS(status)) {
        return status;
    }
    added.calloutKey = row->key;
    added.applicableLayer = *row->layer;
    return FwpmCalloutAdd0(engine, &added, NULL, NULL);
}
NTSTATUS RegisterRows(void *device, HANDLE engine)
{
    ROW *row;
    NTSTATUS status = STATUS_SUCCESS;
    for (row = gRows; row->classify != NULL && NT_SUCCESS(status); row++) {
        status = RegisterRow(device, engine, row);
    }
    return status;
}
KSTART_ROUTINE TestsTheClosure;
void TestsTheClosure(PVOID context)
{
    KIRQL irql;
    PPEND pend = context;
    KeAcquireSpinLock(&gLock, &irql);
    if (!pend->Dead) {
        FwpsCompleteOperation0(pend->Context, NULL); // guarded endpoint-closure
    }
    KeReleaseSpinLock(&gLock, irql);
}
KSTART_ROUTINE TestsTheRelease;
void TestsTheRelease(PVOID context)
{
    KIRQL irql;
    PPEND pend = context;
    KeAcquireSpinLock(&gLock, &irql);
    if (pend->Claimed == 0) {
        FwpsCompleteOperation0(pend->Context, NULL); // guarded resource-release
    }
    KeReleaseSpinLock(&gLock, irql);
}
KSTART_ROUTINE TestsTheConnect;
void TestsTheConnect(PVOID context)
{
    KIRQL irql;
    PPEND pend = context;
    KeAcquireSpinLock(&gLock, &irql);
    if (!pend->Acquired) {
        FwpsCompleteOperation0(pend->Context, NULL); // unguarded *
    }
    KeReleaseSpinLock(&gLock, irql);
}
