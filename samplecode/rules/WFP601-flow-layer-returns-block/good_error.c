/* A flow that cannot be followed is ended: an error that would be a hole. */
#include <initguid.h>
#include <ntddk.h>
#include <fwpsk.h>
#include <fwpmk.h>

DEFINE_GUID(FLOW_CALLOUT, 0x64aa31f7, 0x0d49, 0x4be2, 0x82, 0x9e, 0x55, 0xc0, 0x6b, 0x12, 0xf4,
            0x73);

extern UINT32 gCalloutId;
extern UINT32 gStreamCalloutId;

typedef struct _FLOW {
    UINT64 Id;
} FLOW, *PFLOW;

static PFLOW NewFlow(void)
{
    return ExAllocatePool2(POOL_FLAG_NON_PAGED, sizeof(FLOW), 'wolF');
}

static NTSTATUS Follow(PFLOW flow)
{
    return FwpsFlowAssociateContext0(flow->Id, FWPS_LAYER_STREAM_V4, gStreamCalloutId,
                                     (UINT64)(ULONG_PTR)flow);
}

// [start:good]
static void NTAPI FlowClassify(const FWPS_INCOMING_VALUES0 *inFixedValues,
                               const FWPS_INCOMING_METADATA_VALUES0 *inMetaValues,
                               void *layerData, const void *classifyContext,
                               const FWPS_FILTER1 *filter, UINT64 flowContext,
                               FWPS_CLASSIFY_OUT0 *classifyOut)
{
    PFLOW flow;
    NTSTATUS status;

    UNREFERENCED_PARAMETER(inFixedValues);
    UNREFERENCED_PARAMETER(layerData);
    UNREFERENCED_PARAMETER(classifyContext);
    UNREFERENCED_PARAMETER(filter);
    UNREFERENCED_PARAMETER(flowContext);
    flow = NewFlow();
    if (flow == NULL) {
        status = STATUS_INSUFFICIENT_RESOURCES;
        goto Exit;
    }
    if (FWPS_IS_METADATA_FIELD_PRESENT(inMetaValues, FWPS_METADATA_FIELD_FLOW_HANDLE))
        flow->Id = inMetaValues->flowHandle;
    status = Follow(flow);
    if (NT_SUCCESS(status))
        flow = NULL;
    classifyOut->actionType = FWP_ACTION_PERMIT;

Exit:
    if (flow != NULL)
        ExFreePoolWithTag(flow, 'wolF');
    if (!NT_SUCCESS(status))
        classifyOut->actionType = FWP_ACTION_BLOCK;
}
// [end:good]

NTSTATUS RegisterFlowCallout(PDEVICE_OBJECT device, HANDLE engine)
{
    FWPS_CALLOUT1 callout = {0};
    FWPM_CALLOUT0 managed = {0};
    NTSTATUS status;

    callout.calloutKey = FLOW_CALLOUT;
    callout.classifyFn = FlowClassify;
    status = FwpsCalloutRegister1(device, &callout, &gCalloutId);
    if (!NT_SUCCESS(status))
        return status;
    managed.calloutKey = FLOW_CALLOUT;
    managed.displayData.name = L"Flow callout";
    managed.applicableLayer = FWPM_LAYER_ALE_FLOW_ESTABLISHED_V4;
    return FwpmCalloutAdd0(engine, &managed, NULL, NULL);
}
