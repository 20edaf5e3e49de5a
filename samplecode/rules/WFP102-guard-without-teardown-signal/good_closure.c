/* The endpoint's end is held until the reference that the completion takes is waited for. */
#include <initguid.h>
#include <ntddk.h>
#include <fwpsk.h>
#include <fwpmk.h>

/* The one connection that is asked about: the first. */
typedef struct _PEND {
    EX_RUNDOWN_REF Rundown;
    HANDLE Context;
    UINT64 Endpoint;
    LONG Taken;
} PEND, *PPEND;

DEFINE_GUID(CONNECT_CALLOUT, 0x5f2c1d80, 0x6a1b, 0x4c55, 0x9d, 0x11, 0x3e, 0x70, 0x44, 0x2b, 0x8c,
            0x19);
DEFINE_GUID(CLOSURE_CALLOUT, 0x5f2c1d81, 0x6a1b, 0x4c55, 0x9d, 0x11, 0x3e, 0x70, 0x44, 0x2b, 0x8c,
            0x19);

static PEND gPend;
static UINT64 gClosure;
static PIO_WORKITEM gVerdictItem;
static PIO_WORKITEM gClosureItem;

DRIVER_INITIALIZE DriverEntry;
IO_WORKITEM_ROUTINE VerdictWorker;
IO_WORKITEM_ROUTINE ClosureWorker;

static BOOLEAN HasFlag(const FWPS_INCOMING_VALUES0 *values, UINT32 flag)
{
    UINT32 flags = values->incomingValue[FWPS_FIELD_ALE_AUTH_CONNECT_V4_FLAGS].value.uint32;

    return (flags & flag) != 0;
}

static void NTAPI ConnectClassify(const FWPS_INCOMING_VALUES0 *inFixedValues,
                                  const FWPS_INCOMING_METADATA_VALUES0 *inMetaValues,
                                  void *layerData, const void *classifyContext,
                                  const FWPS_FILTER1 *filter, UINT64 flowContext,
                                  FWPS_CLASSIFY_OUT0 *classifyOut)
{
    NTSTATUS status;

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
    if (!FWPS_IS_METADATA_FIELD_PRESENT(inMetaValues, FWPS_METADATA_FIELD_COMPLETION_HANDLE) ||
        !FWPS_IS_METADATA_FIELD_PRESENT(inMetaValues, FWPS_METADATA_FIELD_TRANSPORT_ENDPOINT_HANDLE))
        return;
    if (InterlockedCompareExchange(&gPend.Taken, 1, 0) != 0)
        return;
    gPend.Endpoint = inMetaValues->transportEndpointHandle;
    status = FwpsPendOperation0(inMetaValues->completionHandle, &gPend.Context);
    if (!NT_SUCCESS(status))
        return;
    classifyOut->actionType = FWP_ACTION_BLOCK;
    classifyOut->rights &= ~FWPS_RIGHT_ACTION_WRITE;
    classifyOut->flags |= FWPS_CLASSIFY_OUT_FLAG_ABSORB;
    IoQueueWorkItem(gVerdictItem, VerdictWorker, DelayedWorkQueue, NULL);
}

VOID VerdictWorker(PDEVICE_OBJECT device, PVOID context)
{
    UNREFERENCED_PARAMETER(device);
    UNREFERENCED_PARAMETER(context);
    if (!ExAcquireRundownProtection(&gPend.Rundown))
        return;
    FwpsCompleteOperation0(gPend.Context, NULL);
    ExReleaseRundownProtection(&gPend.Rundown);
}

// [start:good]
static void NTAPI ClosureClassify(const FWPS_INCOMING_VALUES0 *inFixedValues,
                                  const FWPS_INCOMING_METADATA_VALUES0 *inMetaValues,
                                  void *layerData, const void *classifyContext,
                                  const FWPS_FILTER1 *filter, UINT64 flowContext,
                                  FWPS_CLASSIFY_OUT0 *classifyOut)
{
    NTSTATUS status;

    UNREFERENCED_PARAMETER(inFixedValues);
    UNREFERENCED_PARAMETER(layerData);
    UNREFERENCED_PARAMETER(flowContext);
    classifyOut->actionType = FWP_ACTION_PERMIT;
    if (!FWPS_IS_METADATA_FIELD_PRESENT(inMetaValues,
                                        FWPS_METADATA_FIELD_TRANSPORT_ENDPOINT_HANDLE) ||
        inMetaValues->transportEndpointHandle != gPend.Endpoint)
        return;
    status = FwpsAcquireClassifyHandle0((void *)classifyContext, 0, &gClosure);
    if (!NT_SUCCESS(status))
        return;
    status = FwpsPendClassify0(gClosure, filter->filterId, 0, classifyOut);
    if (!NT_SUCCESS(status)) {
        FwpsReleaseClassifyHandle0(gClosure);
        return;
    }
    classifyOut->actionType = FWP_ACTION_BLOCK;
    classifyOut->rights &= ~FWPS_RIGHT_ACTION_WRITE;
    IoQueueWorkItem(gClosureItem, ClosureWorker, DelayedWorkQueue, NULL);
}

VOID ClosureWorker(PDEVICE_OBJECT device, PVOID context)
{
    UNREFERENCED_PARAMETER(device);
    UNREFERENCED_PARAMETER(context);
    ExWaitForRundownProtectionRelease(&gPend.Rundown);
    FwpsCompleteClassify0(gClosure, 0, NULL);
    FwpsReleaseClassifyHandle0(gClosure);
}
// [end:good]

static NTSTATUS AddCallout(PDEVICE_OBJECT device, HANDLE engine, const GUID *key,
                           FWPS_CALLOUT_CLASSIFY_FN1 classify, const GUID *layer)
{
    FWPS_CALLOUT1 callout = {0};
    FWPM_CALLOUT0 managed = {0};
    NTSTATUS status;
    UINT32 id;

    callout.calloutKey = *key;
    callout.classifyFn = classify;
    status = FwpsCalloutRegister1(device, &callout, &id);
    if (!NT_SUCCESS(status))
        return status;
    managed.calloutKey = *key;
    managed.displayData.name = L"Connect callout";
    managed.applicableLayer = *layer;
    return FwpmCalloutAdd0(engine, &managed, NULL, NULL);
}

static NTSTATUS StartFiltering(PDEVICE_OBJECT device)
{
    HANDLE engine = NULL;
    NTSTATUS status = FwpmEngineOpen0(NULL, RPC_C_AUTHN_WINNT, NULL, NULL, &engine);

    if (!NT_SUCCESS(status))
        return status;
    status = AddCallout(device, engine, &CLOSURE_CALLOUT, ClosureClassify,
                        &FWPM_LAYER_ALE_ENDPOINT_CLOSURE_V4);
    if (NT_SUCCESS(status))
        status = AddCallout(device, engine, &CONNECT_CALLOUT, ConnectClassify,
                            &FWPM_LAYER_ALE_AUTH_CONNECT_V4);
    FwpmEngineClose0(engine);
    return status;
}

/* It cannot be unloaded: what it pends would outlive it. */
NTSTATUS DriverEntry(PDRIVER_OBJECT driver, PUNICODE_STRING registryPath)
{
    PDEVICE_OBJECT device = NULL;
    NTSTATUS status;

    UNREFERENCED_PARAMETER(registryPath);
    ExInitializeRundownProtection(&gPend.Rundown);
    status = IoCreateDevice(driver, 0, NULL, FILE_DEVICE_NETWORK, 0, FALSE, &device);
    if (!NT_SUCCESS(status))
        return status;
    gVerdictItem = IoAllocateWorkItem(device);
    gClosureItem = IoAllocateWorkItem(device);
    if (gVerdictItem == NULL || gClosureItem == NULL)
        return STATUS_INSUFFICIENT_RESOURCES;
    return StartFiltering(device);
}
