/* An inline redirection asks for reauthorization, which is for pended ones. */
#include <ntddk.h>
#include <fwpsk.h>

static USHORT RemotePort(const FWPS_INCOMING_VALUES0 *values)
{
    return values->incomingValue[FWPS_FIELD_ALE_CONNECT_REDIRECT_V4_IP_REMOTE_PORT].value.uint16;
}

// [start:bad]
static void NTAPI RedirectClassify(const FWPS_INCOMING_VALUES0 *inFixedValues,
                                   const FWPS_INCOMING_METADATA_VALUES0 *inMetaValues,
                                   void *layerData, const void *classifyContext,
                                   const FWPS_FILTER1 *filter, UINT64 flowContext,
                                   FWPS_CLASSIFY_OUT0 *classifyOut)
{
    FWPS_CONNECT_REQUEST0 *request = NULL;
    UINT64 handle = 0;
    NTSTATUS status;

    UNREFERENCED_PARAMETER(inMetaValues);
    UNREFERENCED_PARAMETER(layerData);
    UNREFERENCED_PARAMETER(flowContext);
    classifyOut->actionType = FWP_ACTION_PERMIT;
    status = FwpsAcquireClassifyHandle0((void *)classifyContext, 0, &handle);
    if (!NT_SUCCESS(status))
        return;
    status = FwpsAcquireWritableLayerDataPointer0(handle, filter->filterId, 0, (void **)&request,
                                                  classifyOut);
    if (NT_SUCCESS(status)) {
        if (RemotePort(inFixedValues) == 80)
            INETADDR_SET_PORT((PSOCKADDR)&request->remoteAddressAndPort, 8080);
        FwpsApplyModifiedLayerData0(handle, request, // expect: WFP603
                                    FWPS_CLASSIFY_FLAG_REAUTHORIZE_IF_MODIFIED_BY_OTHERS);
    }
    FwpsReleaseClassifyHandle0(handle);
}
// [end:bad]

NTSTATUS RegisterRedirectCallout(PDEVICE_OBJECT device, const GUID *key, UINT32 *id)
{
    FWPS_CALLOUT1 callout = {0};

    callout.calloutKey = *key;
    callout.classifyFn = RedirectClassify;
    return FwpsCalloutRegister1(device, &callout, id);
}
