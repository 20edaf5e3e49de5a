/* A work item completes what waits; unload waits for it. */
#include <initguid.h>
#include <ntddk.h>
#include <fwpsk.h>
#include <fwpmk.h>

#define PEND_TAG 'dneP'

typedef enum _PEND_STATE { PendWaiting, PendDone, PendDead } PEND_STATE;

typedef struct _PEND {
    LIST_ENTRY Link;
    PEND_STATE State;
    HANDLE Context;
    UINT64 Endpoint;
    UINT64 ProcessId;
} PEND, *PPEND;

DEFINE_GUID(CONNECT_CALLOUT, 0x5f2c1d80, 0x6a1b, 0x4c55, 0x9d, 0x11, 0x3e, 0x70, 0x44, 0x2b, 0x8c,
            0x19);

static KSPIN_LOCK gPendLock;
static LIST_ENTRY gPends;
static PIO_WORKITEM gWorkItem;
static PIO_WORKITEM gDrainItem;
static PDEVICE_OBJECT gDevice;
static UINT32 gCalloutId;
static EX_RUNDOWN_REF gWork; /* held for each work item until it has run */

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD DriverUnload;
IO_WORKITEM_ROUTINE VerdictWorker;
static IO_WORKITEM_ROUTINE DrainWorker;

static BOOLEAN HasFlag(const FWPS_INCOMING_VALUES0 *values, UINT32 flag)
{
    UINT32 flags = values->incomingValue[FWPS_FIELD_ALE_AUTH_CONNECT_V4_FLAGS].value.uint32;

    return (flags & flag) != 0;
}

/* The connection is gone: whoever still waits for a verdict must not complete it any more. */
static void NTAPI ConnectFlowDelete(UINT16 layerId, UINT32 calloutId, UINT64 flowContext)
{
    PPEND pend = (PPEND)(ULONG_PTR)flowContext;
    KIRQL irql;

    UNREFERENCED_PARAMETER(layerId);
    UNREFERENCED_PARAMETER(calloutId);
    KeAcquireSpinLock(&gPendLock, &irql);
    if (pend->State == PendWaiting)
        pend->State = PendDead;
    KeReleaseSpinLock(&gPendLock, irql);
}

static void NTAPI ConnectClassify(const FWPS_INCOMING_VALUES0 *inFixedValues,
                                  const FWPS_INCOMING_METADATA_VALUES0 *inMetaValues,
                                  void *layerData, const void *classifyContext,
                                  const FWPS_FILTER1 *filter, UINT64 flowContext,
                                  FWPS_CLASSIFY_OUT0 *classifyOut)
{
    PPEND pend;
    NTSTATUS status;
    KIRQL irql;

    UNREFERENCED_PARAMETER(layerData);
    UNREFERENCED_PARAMETER(classifyContext);
    UNREFERENCED_PARAMETER(filter);
    UNREFERENCED_PARAMETER(flowContext);
    if (!(classifyOut->rights & FWPS_RIGHT_ACTION_WRITE))
        return;
    if (HasFlag(inFixedValues, FWP_CONDITION_FLAG_IS_REAUTHORIZE)) {
        classifyOut->actionType = FWP_ACTION_PERMIT;
        return;
    }
    if (!FWPS_IS_METADATA_FIELD_PRESENT(inMetaValues, FWPS_METADATA_FIELD_COMPLETION_HANDLE))
        return;
    pend = ExAllocatePool2(POOL_FLAG_NON_PAGED, sizeof(*pend), PEND_TAG);
    if (pend == NULL)
        return;
    if (!ExAcquireRundownProtection(&gWork)) {
        ExFreePoolWithTag(pend, PEND_TAG);
        return;
    }
    pend->ProcessId = inMetaValues->processId;
    status = FwpsPendOperation0(inMetaValues->completionHandle, &pend->Context);
    if (!NT_SUCCESS(status)) {
        ExReleaseRundownProtection(&gWork);
        ExFreePoolWithTag(pend, PEND_TAG);
        return;
    }
    KeAcquireSpinLock(&gPendLock, &irql);
    InsertTailList(&gPends, &pend->Link);
    KeReleaseSpinLock(&gPendLock, irql);
    if (FWPS_IS_METADATA_FIELD_PRESENT(inMetaValues, FWPS_METADATA_FIELD_FLOW_HANDLE))
        FwpsFlowAssociateContext0(inMetaValues->flowHandle, inFixedValues->layerId, gCalloutId,
                                  (UINT64)(ULONG_PTR)pend);
    classifyOut->actionType = FWP_ACTION_BLOCK;
    classifyOut->rights &= ~FWPS_RIGHT_ACTION_WRITE;
    classifyOut->flags |= FWPS_CLASSIFY_OUT_FLAG_ABSORB;
    IoQueueWorkItem(gWorkItem, VerdictWorker, DelayedWorkQueue, pend);
}

VOID VerdictWorker(PDEVICE_OBJECT device, PVOID context)
{
    PPEND pend = context;
    BOOLEAN mine;
    KIRQL irql;

    UNREFERENCED_PARAMETER(device);
    KeAcquireSpinLock(&gPendLock, &irql);
    mine = pend->State == PendWaiting;
    if (mine)
        pend->State = PendDone;
    KeReleaseSpinLock(&gPendLock, irql);
    if (mine)
        FwpsCompleteOperation0(pend->Context, NULL);
    ExReleaseRundownProtection(&gWork);
}

static NTSTATUS RegisterConnectCallout(PDEVICE_OBJECT device)
{
    FWPS_CALLOUT1 callout = {0};

    callout.calloutKey = CONNECT_CALLOUT;
    callout.classifyFn = ConnectClassify;
    callout.flowDeleteFn = ConnectFlowDelete;
    return FwpsCalloutRegister1(device, &callout, &gCalloutId);
}

static NTSTATUS AddConnectCallout(HANDLE engine)
{
    FWPM_CALLOUT0 callout = {0};

    callout.calloutKey = CONNECT_CALLOUT;
    callout.displayData.name = L"Connect callout";
    callout.applicableLayer = FWPM_LAYER_ALE_AUTH_CONNECT_V4;
    return FwpmCalloutAdd0(engine, &callout, NULL, NULL);
}

/* Completes what still waits, so that no operation outlives the driver. */
static void DrainPends(void)
{
    PLIST_ENTRY entry;
    KIRQL irql;

    KeAcquireSpinLock(&gPendLock, &irql);
    for (entry = gPends.Flink; entry != &gPends; entry = entry->Flink) {
        PPEND pend = CONTAINING_RECORD(entry, PEND, Link);
        BOOLEAN mine = pend->State == PendWaiting;

        if (mine)
            pend->State = PendDone;
        KeReleaseSpinLock(&gPendLock, irql);
        if (mine)
            FwpsCompleteOperation0(pend->Context, NULL);
        KeAcquireSpinLock(&gPendLock, &irql);
    }
    KeReleaseSpinLock(&gPendLock, irql);
}

/* Nobody knows the records any more: the work items have run, and no flow has a context. */
static void FreePends(void)
{
    while (!IsListEmpty(&gPends))
        ExFreePoolWithTag(CONTAINING_RECORD(RemoveHeadList(&gPends), PEND, Link), PEND_TAG);
}

// [start:good]
static VOID DrainWorker(PDEVICE_OBJECT device, PVOID context)
{
    UNREFERENCED_PARAMETER(device);
    UNREFERENCED_PARAMETER(context);
    DrainPends();
    ExReleaseRundownProtection(&gWork);
}

VOID DriverUnload(PDRIVER_OBJECT driver)
{
    UNREFERENCED_PARAMETER(driver);
    if (ExAcquireRundownProtection(&gWork))
        IoQueueWorkItem(gDrainItem, DrainWorker, DelayedWorkQueue, NULL);
    ExWaitForRundownProtectionRelease(&gWork);
    while (FwpsCalloutUnregisterById0(gCalloutId) == STATUS_DEVICE_BUSY)
        KeStallExecutionProcessor(50);
    FreePends();
    IoFreeWorkItem(gDrainItem);
    IoFreeWorkItem(gWorkItem);
    IoDeleteDevice(gDevice);
}
// [end:good]

static NTSTATUS StartFiltering(void)
{
    HANDLE engine = NULL;
    NTSTATUS status = FwpmEngineOpen0(NULL, RPC_C_AUTHN_WINNT, NULL, NULL, &engine);

    if (!NT_SUCCESS(status))
        return status;
    status = RegisterConnectCallout(gDevice);
    if (NT_SUCCESS(status))
        status = AddConnectCallout(engine);
    FwpmEngineClose0(engine);
    return status;
}

NTSTATUS DriverEntry(PDRIVER_OBJECT driver, PUNICODE_STRING registryPath)
{
    NTSTATUS status;

    UNREFERENCED_PARAMETER(registryPath);
    KeInitializeSpinLock(&gPendLock);
    InitializeListHead(&gPends);
    ExInitializeRundownProtection(&gWork);
    driver->DriverUnload = DriverUnload;
    status = IoCreateDevice(driver, 0, NULL, FILE_DEVICE_NETWORK, 0, FALSE, &gDevice);
    if (!NT_SUCCESS(status))
        return status;
    gWorkItem = IoAllocateWorkItem(gDevice);
    gDrainItem = IoAllocateWorkItem(gDevice);
    if (gWorkItem == NULL || gDrainItem == NULL) {
        if (gWorkItem != NULL)
            IoFreeWorkItem(gWorkItem);
        if (gDrainItem != NULL)
            IoFreeWorkItem(gDrainItem);
        IoDeleteDevice(gDevice);
        return STATUS_INSUFFICIENT_RESOURCES;
    }
    return StartFiltering();
}
