/* A work item ends the closure; the flow deletion does so only if it comes first. */
#include <initguid.h>
#include <ntddk.h>
#include <fwpsk.h>
#include <fwpmk.h>

DEFINE_GUID(CLOSURE_CALLOUT, 0x0c3b9a52, 0x91de, 0x4f08, 0xb6, 0x43, 0x28, 0x5f, 0x01, 0xd7, 0xe9,
            0x60);

typedef struct _ENDPOINT {
    EX_RUNDOWN_REF Rundown;
    UINT64 ClassifyHandle;
    UINT64 Flow;
    FWPS_CLASSIFY_OUT0 ClassifyOut;
    ULONG Packets;
} ENDPOINT, *PENDPOINT;

extern ENDPOINT gEndpoint;
extern UINT32 gCalloutId;
extern PIO_WORKITEM gWorkItem;

DRIVER_INITIALIZE DriverEntry;
IO_WORKITEM_ROUTINE EndWorker;

static BOOLEAN IsBusy(const ENDPOINT *endpoint)
{
    return endpoint->Packets != 0;
}

static void Complete(PENDPOINT endpoint)
{
    UINT64 handle = InterlockedExchange64((LONG64 *)&endpoint->ClassifyHandle, 0);

    if (handle == 0)
        return;
    if (ExAcquireRundownProtection(&endpoint->Rundown)) {
        FwpsCompleteClassify0(handle, 0, &endpoint->ClassifyOut);
        ExReleaseRundownProtection(&endpoint->Rundown);
    }
    FwpsReleaseClassifyHandle0(handle);
}

static void NTAPI FlowDelete(UINT16 layerId, UINT32 calloutId, UINT64 flowContext)
{
    UNREFERENCED_PARAMETER(layerId);
    UNREFERENCED_PARAMETER(calloutId);
    Complete((PENDPOINT)(ULONG_PTR)flowContext);
}

VOID EndWorker(PDEVICE_OBJECT device, PVOID context)
{
    UNREFERENCED_PARAMETER(device);
    Complete(context);
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
    UNREFERENCED_PARAMETER(inMetaValues);
    UNREFERENCED_PARAMETER(layerData);
    UNREFERENCED_PARAMETER(flowContext);
    classifyOut->actionType = FWP_ACTION_PERMIT;
    if (!IsBusy(&gEndpoint))
        return;
    status = FwpsAcquireClassifyHandle0((void *)classifyContext, 0, &gEndpoint.ClassifyHandle);
    if (!NT_SUCCESS(status))
        return;
    status = FwpsPendClassify0(gEndpoint.ClassifyHandle, filter->filterId, 0, classifyOut);
    if (!NT_SUCCESS(status)) {
        FwpsReleaseClassifyHandle0(gEndpoint.ClassifyHandle);
        return;
    }
    classifyOut->actionType = FWP_ACTION_BLOCK;
    classifyOut->rights &= ~FWPS_RIGHT_ACTION_WRITE;
    gEndpoint.ClassifyOut = *classifyOut;
    IoQueueWorkItem(gWorkItem, EndWorker, DelayedWorkQueue, &gEndpoint);
}
// [end:good]

NTSTATUS DriverEntry(PDRIVER_OBJECT driver, PUNICODE_STRING registryPath)
{
    FWPS_CALLOUT1 callout = {0};
    FWPM_CALLOUT0 managed = {0};
    HANDLE engine = NULL;
    NTSTATUS status;

    UNREFERENCED_PARAMETER(registryPath);
    ExInitializeRundownProtection(&gEndpoint.Rundown);
    callout.calloutKey = CLOSURE_CALLOUT;
    callout.classifyFn = ClosureClassify;
    callout.flowDeleteFn = FlowDelete;
    status = FwpsCalloutRegister1(driver->DeviceObject, &callout, &gCalloutId);
    if (!NT_SUCCESS(status))
        return status;
    managed.calloutKey = CLOSURE_CALLOUT;
    managed.displayData.name = L"Closure callout";
    managed.applicableLayer = FWPM_LAYER_ALE_ENDPOINT_CLOSURE_V4;
    status = FwpmEngineOpen0(NULL, RPC_C_AUTHN_WINNT, NULL, NULL, &engine);
    if (NT_SUCCESS(status)) {
        status = FwpmCalloutAdd0(engine, &managed, NULL, NULL);
        FwpmEngineClose0(engine);
    }
    return status;
}
