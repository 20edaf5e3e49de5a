/* A new handle is made only where none is cached; a local holds it until it is stored. */
#include <ntddk.h>
#include <fwpsk.h>

extern const GUID PROVIDER;

static HANDLE gRedirectHandle;

static USHORT RemotePort(const FWPS_INCOMING_VALUES0 *values)
{
    return values->incomingValue[FWPS_FIELD_ALE_CONNECT_REDIRECT_V4_IP_REMOTE_PORT].value.uint16;
}

// [start:good]
static void NTAPI RedirectClassify(const FWPS_INCOMING_VALUES0 *inFixedValues,
                                   const FWPS_INCOMING_METADATA_VALUES0 *inMetaValues,
                                   void *layerData, const void *classifyContext,
                                   const FWPS_FILTER1 *filter, UINT64 flowContext,
                                   FWPS_CLASSIFY_OUT0 *classifyOut)
{
    HANDLE made = NULL;

    UNREFERENCED_PARAMETER(inMetaValues);
    UNREFERENCED_PARAMETER(layerData);
    UNREFERENCED_PARAMETER(classifyContext);
    UNREFERENCED_PARAMETER(filter);
    UNREFERENCED_PARAMETER(flowContext);
    classifyOut->actionType = FWP_ACTION_PERMIT;
    if (RemotePort(inFixedValues) != 80)
        return;
    if (gRedirectHandle == NULL) {
        if (!NT_SUCCESS(FwpsRedirectHandleCreate0(&PROVIDER, 0, &made)))
            return;
        if (InterlockedCompareExchangePointer(&gRedirectHandle, made, NULL) != NULL)
            FwpsRedirectHandleDestroy0(made);
    }
    DbgPrintEx(DPFLTR_IHVNETWORK_ID, DPFLTR_TRACE_LEVEL, "redirect by %p\n", gRedirectHandle);
}
// [end:good]

NTSTATUS RegisterRedirectCallout(PDEVICE_OBJECT device, const GUID *key, UINT32 *id)
{
    FWPS_CALLOUT1 callout = {0};

    callout.calloutKey = *key;
    callout.classifyFn = RedirectClassify;
    return FwpsCalloutRegister1(device, &callout, id);
}
