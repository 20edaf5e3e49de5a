/* The callout whose status is ignored has no flow contexts; those that have are waited for. */
#include <initguid.h>
#include <ntddk.h>
#include <fwpsk.h>
#include <fwpmk.h>

#define FLOW_TAG 'wolF'

typedef struct _FLOW {
    LIST_ENTRY Link;
    UINT64 Id;
    UINT32 CalloutId;
    UINT16 LayerId;
} FLOW, *PFLOW;

DEFINE_GUID(ESTABLISHED_CALLOUT, 0x5f2c1d81, 0x6a1b, 0x4c55, 0x9d, 0x11, 0x3e, 0x70, 0x44, 0x2b,
            0x8c, 0x19);
DEFINE_GUID(STREAM_CALLOUT_V4, 0x5f2c1d82, 0x6a1b, 0x4c55, 0x9d, 0x11, 0x3e, 0x70, 0x44, 0x2b, 0x8c,
            0x19);
DEFINE_GUID(STREAM_CALLOUT_V6, 0x5f2c1d83, 0x6a1b, 0x4c55, 0x9d, 0x11, 0x3e, 0x70, 0x44, 0x2b, 0x8c,
            0x19);

static KSPIN_LOCK gFlowLock;
static LIST_ENTRY gFlows;
static PDEVICE_OBJECT gDevice;
static UINT32 gEstablishedId, gStreamV4Id, gStreamV6Id;

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;

static ULONG CountFlows(void)
{
    ULONG count = 0;
    PLIST_ENTRY entry;

    for (entry = gFlows.Flink; entry != &gFlows; entry = entry->Flink)
        count++;
    return count;
}

static void NTAPI StreamFlowDelete(UINT16 layerId, UINT32 calloutId, UINT64 flowContext)
{
    PFLOW flow = (PFLOW)(ULONG_PTR)flowContext;
    KIRQL irql;

    UNREFERENCED_PARAMETER(layerId);
    UNREFERENCED_PARAMETER(calloutId);
    KeAcquireSpinLock(&gFlowLock, &irql);
    RemoveEntryList(&flow->Link);
    KeReleaseSpinLock(&gFlowLock, irql);
    ExFreePoolWithTag(flow, FLOW_TAG);
}

static void NTAPI StreamClassify(const FWPS_INCOMING_VALUES0 *inFixedValues,
                                 const FWPS_INCOMING_METADATA_VALUES0 *inMetaValues,
                                 void *layerData, const void *classifyContext,
                                 const FWPS_FILTER1 *filter, UINT64 flowContext,
                                 FWPS_CLASSIFY_OUT0 *classifyOut)
{
    UNREFERENCED_PARAMETER(inFixedValues);
    UNREFERENCED_PARAMETER(inMetaValues);
    UNREFERENCED_PARAMETER(layerData);
    UNREFERENCED_PARAMETER(classifyContext);
    UNREFERENCED_PARAMETER(filter);
    UNREFERENCED_PARAMETER(flowContext);
    classifyOut->actionType = FWP_ACTION_PERMIT;
}

static void NTAPI EstablishedClassify(const FWPS_INCOMING_VALUES0 *inFixedValues,
                                      const FWPS_INCOMING_METADATA_VALUES0 *inMetaValues,
                                      void *layerData, const void *classifyContext,
                                      const FWPS_FILTER1 *filter, UINT64 flowContext,
                                      FWPS_CLASSIFY_OUT0 *classifyOut)
{
    BOOLEAN v4 = inFixedValues->layerId == FWPS_LAYER_ALE_FLOW_ESTABLISHED_V4;
    PFLOW flow;
    KIRQL irql;

    UNREFERENCED_PARAMETER(layerData);
    UNREFERENCED_PARAMETER(classifyContext);
    UNREFERENCED_PARAMETER(filter);
    UNREFERENCED_PARAMETER(flowContext);
    classifyOut->actionType = FWP_ACTION_PERMIT;
    if (!FWPS_IS_METADATA_FIELD_PRESENT(inMetaValues, FWPS_METADATA_FIELD_FLOW_HANDLE))
        return;
    flow = ExAllocatePool2(POOL_FLAG_NON_PAGED, sizeof(*flow), FLOW_TAG);
    if (flow == NULL)
        return;
    flow->Id = inMetaValues->flowHandle;
    flow->CalloutId = v4 ? gStreamV4Id : gStreamV6Id;
    flow->LayerId = v4 ? FWPS_LAYER_STREAM_V4 : FWPS_LAYER_STREAM_V6;
    KeAcquireSpinLock(&gFlowLock, &irql);
    InsertTailList(&gFlows, &flow->Link);
    KeReleaseSpinLock(&gFlowLock, irql);
    if (!NT_SUCCESS(FwpsFlowAssociateContext0(flow->Id, flow->LayerId, flow->CalloutId,
                                              (UINT64)(ULONG_PTR)flow)))
        StreamFlowDelete(flow->LayerId, flow->CalloutId, (UINT64)(ULONG_PTR)flow);
}

static NTSTATUS RegisterCallout(const GUID *key, FWPS_CALLOUT_CLASSIFY_FN1 classifyFn,
                                FWPS_CALLOUT_FLOW_DELETE_NOTIFY_FN0 flowDeleteFn, UINT32 *id)
{
    FWPS_CALLOUT1 callout = {0};

    callout.calloutKey = *key;
    callout.classifyFn = classifyFn;
    callout.flowDeleteFn = flowDeleteFn;
    return FwpsCalloutRegister1(gDevice, &callout, id);
}

// [start:good]
static void RemoveFlows(void)
{
    KIRQL irql;

    KeAcquireSpinLock(&gFlowLock, &irql);
    while (CountFlows() != 0) {
        PFLOW flow = CONTAINING_RECORD(gFlows.Flink, FLOW, Link);
        UINT64 id = flow->Id;
        UINT16 layer = flow->LayerId;
        UINT32 callout = flow->CalloutId;

        KeReleaseSpinLock(&gFlowLock, irql);
        FwpsFlowRemoveContext0(id, layer, callout);
        KeAcquireSpinLock(&gFlowLock, &irql);
    }
    KeReleaseSpinLock(&gFlowLock, irql);
}

VOID DriverUnload(PDRIVER_OBJECT driver)
{
    UNREFERENCED_PARAMETER(driver);
    FwpsCalloutUnregisterById0(gEstablishedId);
    RemoveFlows();
    while (FwpsCalloutUnregisterById0(gStreamV4Id) == STATUS_DEVICE_BUSY)
        KeStallExecutionProcessor(50);
    while (FwpsCalloutUnregisterById0(gStreamV6Id) == STATUS_DEVICE_BUSY)
        KeStallExecutionProcessor(50);
    IoDeleteDevice(gDevice);
}
// [end:good]

NTSTATUS DriverEntry(PDRIVER_OBJECT driver, PUNICODE_STRING registryPath)
{
    NTSTATUS status;

    UNREFERENCED_PARAMETER(registryPath);
    KeInitializeSpinLock(&gFlowLock);
    InitializeListHead(&gFlows);
    driver->DriverUnload = DriverUnload;
    status = IoCreateDevice(driver, 0, NULL, FILE_DEVICE_NETWORK, 0, FALSE, &gDevice);
    if (!NT_SUCCESS(status))
        return status;
    status = RegisterCallout(&STREAM_CALLOUT_V4, StreamClassify, StreamFlowDelete, &gStreamV4Id);
    if (NT_SUCCESS(status))
        status = RegisterCallout(&STREAM_CALLOUT_V6, StreamClassify, StreamFlowDelete, &gStreamV6Id);
    if (NT_SUCCESS(status))
        status = RegisterCallout(&ESTABLISHED_CALLOUT, EstablishedClassify, NULL, &gEstablishedId);
    return status;
}
