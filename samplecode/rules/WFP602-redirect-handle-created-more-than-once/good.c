/* One handle is made with the callout. */
#include <ntddk.h>
#include <fwpsk.h>

extern const GUID PROVIDER;

static HANDLE gRedirectHandle;

static USHORT RemotePort(const FWPS_INCOMING_VALUES0 *values)
{
    return values->incomingValue[FWPS_FIELD_ALE_CONNECT_REDIRECT_V4_IP_REMOTE_PORT].value.uint16;
}

static void NTAPI RedirectClassify(const FWPS_INCOMING_VALUES0 *inFixedValues,
                                   const FWPS_INCOMING_METADATA_VALUES0 *inMetaValues,
                                   void *layerData, const void *classifyContext,
                                   const FWPS_FILTER1 *filter, UINT64 flowContext,
                                   FWPS_CLASSIFY_OUT0 *classifyOut)
{
    UNREFERENCED_PARAMETER(inMetaValues);
    UNREFERENCED_PARAMETER(layerData);
    UNREFERENCED_PARAMETER(classifyContext);
    UNREFERENCED_PARAMETER(filter);
    UNREFERENCED_PARAMETER(flowContext);
    classifyOut->actionType = FWP_ACTION_PERMIT;
    if (RemotePort(inFixedValues) != 80)
        return;
    DbgPrintEx(DPFLTR_IHVNETWORK_ID, DPFLTR_TRACE_LEVEL, "redirect by %p\n", gRedirectHandle);
}

// [start:good]
NTSTATUS RegisterRedirectCallout(PDEVICE_OBJECT device, const GUID *key, UINT32 *id)
{
    FWPS_CALLOUT1 callout = {0};
    NTSTATUS status = FwpsRedirectHandleCreate0(&PROVIDER, 0, &gRedirectHandle);

    if (!NT_SUCCESS(status))
        return status;
    callout.calloutKey = *key;
    callout.classifyFn = RedirectClassify;
    return FwpsCalloutRegister1(device, &callout, id);
}
// [end:good]
