/* A flow that is established already is blocked. */
#include <initguid.h>
#include <ntddk.h>
#include <fwpsk.h>
#include <fwpmk.h>

DEFINE_GUID(FLOW_CALLOUT, 0x64aa31f7, 0x0d49, 0x4be2, 0x82, 0x9e, 0x55, 0xc0, 0x6b, 0x12, 0xf4,
            0x73);

extern UINT32 gCalloutId;
extern ULONG gFlowLimit;

static LONG gFlows;

static BOOLEAN IsFull(void)
{
    return (ULONG)gFlows >= gFlowLimit;
}

// [start:bad]
static void NTAPI FlowClassify(const FWPS_INCOMING_VALUES0 *inFixedValues,
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
    if (IsFull()) {
        classifyOut->actionType = FWP_ACTION_BLOCK; // expect: WFP601
        return;
    }
    InterlockedIncrement(&gFlows);
    classifyOut->actionType = FWP_ACTION_CONTINUE;
}
// [end:bad]

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
