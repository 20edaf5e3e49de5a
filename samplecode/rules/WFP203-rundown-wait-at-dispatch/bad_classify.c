/* The closure callout waits for the worker in a helper; classifyFn may run at DISPATCH_LEVEL. */
#include <ntddk.h>
#include <fwpsk.h>

typedef struct _ENDPOINT {
    EX_RUNDOWN_REF Rundown;
    UINT64 Handle;
    ULONG Bytes;
} ENDPOINT, *PENDPOINT;

static ENDPOINT gEndpoint;

static BOOLEAN IsLarge(const ENDPOINT *endpoint)
{
    return endpoint->Bytes > 1024 * 1024;
}

static void CloseEndpoint(PENDPOINT endpoint)
{
    ExWaitForRundownProtectionRelease(&endpoint->Rundown); // expect: WFP203
    endpoint->Bytes = IsLarge(endpoint) ? 1 : 0;
}

// [start:bad]
static void NTAPI ClosureClassify(const FWPS_INCOMING_VALUES0 *inFixedValues,
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
    CloseEndpoint(&gEndpoint);
    classifyOut->actionType = FWP_ACTION_PERMIT;
}
// [end:bad]

NTSTATUS RegisterClosureCallout(PDEVICE_OBJECT device, const GUID *key, UINT32 *id)
{
    FWPS_CALLOUT1 callout = {0};

    ExInitializeRundownProtection(&gEndpoint.Rundown);
    callout.calloutKey = *key;
    callout.classifyFn = ClosureClassify;
    return FwpsCalloutRegister1(device, &callout, id);
}
