/* A closure is held back; no page asks for a block there. The layer is known from an assertion. */
#include <ntddk.h>
#include <fwpsk.h>

extern const GUID CLOSURE_CALLOUT;

typedef struct _ENDPOINT {
    EX_RUNDOWN_REF Rundown;
    UINT64 ClassifyHandle;
    UINT64 Flow;
    FWPS_CLASSIFY_OUT0 ClassifyOut;
    ULONG Packets;
} ENDPOINT, *PENDPOINT;

extern ENDPOINT gEndpoint;
extern UINT32 gCalloutId;

DRIVER_INITIALIZE DriverEntry;

static BOOLEAN IsBusy(const ENDPOINT *endpoint)
{
    return endpoint->Packets != 0;
}

static void Complete(PENDPOINT endpoint)
{
    if (ExAcquireRundownProtection(&endpoint->Rundown)) {
        FwpsCompleteClassify0(endpoint->ClassifyHandle, 0, &endpoint->ClassifyOut);
        ExReleaseRundownProtection(&endpoint->Rundown);
    }
    FwpsReleaseClassifyHandle0(endpoint->ClassifyHandle);
}

static void NTAPI FlowDelete(UINT16 layerId, UINT32 calloutId, UINT64 flowContext)
{
    UNREFERENCED_PARAMETER(layerId);
    UNREFERENCED_PARAMETER(calloutId);
    Complete((PENDPOINT)(ULONG_PTR)flowContext);
}

// [start:good]
static void NTAPI ClosureClassify(const FWPS_INCOMING_VALUES0 *inFixedValues,
                                  const FWPS_INCOMING_METADATA_VALUES0 *inMetaValues,
                                  void *layerData, const void *classifyContext,
                                  const FWPS_FILTER1 *filter, UINT64 flowContext,
                                  FWPS_CLASSIFY_OUT0 *classifyOut)
{
    NTSTATUS status;

    NT_ASSERT(inFixedValues->layerId == FWPS_LAYER_ALE_ENDPOINT_CLOSURE_V4 ||
              inFixedValues->layerId == FWPS_LAYER_ALE_ENDPOINT_CLOSURE_V6);
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
    gEndpoint.ClassifyOut = *classifyOut;
    FwpsFlowRemoveContext0(gEndpoint.Flow, FWPS_LAYER_STREAM_V4, gCalloutId);
}
// [end:good]

NTSTATUS DriverEntry(PDRIVER_OBJECT driver, PUNICODE_STRING registryPath)
{
    FWPS_CALLOUT1 callout = {0};

    UNREFERENCED_PARAMETER(registryPath);
    ExInitializeRundownProtection(&gEndpoint.Rundown);
    callout.calloutKey = CLOSURE_CALLOUT;
    callout.classifyFn = ClosureClassify;
    callout.flowDeleteFn = FlowDelete;
    return FwpsCalloutRegister1(driver->DeviceObject, &callout, &gCalloutId);
}
