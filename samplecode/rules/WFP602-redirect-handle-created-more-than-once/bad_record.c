/* The record of every connection has a redirect handle of its own. */
#include <ntddk.h>
#include <fwpsk.h>

extern const GUID PROVIDER;

typedef struct _CONNECTION {
    LIST_ENTRY Link;
    HANDLE RedirectHandle;
} CONNECTION, *PCONNECTION;

extern LIST_ENTRY gConnections;
extern KSPIN_LOCK gConnectionLock;

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
    PCONNECTION connection;

    UNREFERENCED_PARAMETER(inMetaValues);
    UNREFERENCED_PARAMETER(layerData);
    UNREFERENCED_PARAMETER(classifyContext);
    UNREFERENCED_PARAMETER(filter);
    UNREFERENCED_PARAMETER(flowContext);
    classifyOut->actionType = FWP_ACTION_PERMIT;
    if (RemotePort(inFixedValues) != 80)
        return;
    connection = ExAllocatePool2(POOL_FLAG_NON_PAGED, sizeof(*connection), 'nnoC');
    if (connection == NULL)
        return;
    if (!NT_SUCCESS(FwpsRedirectHandleCreate0( // expect: WFP602
            &PROVIDER, 0, &connection->RedirectHandle))) {
        ExFreePoolWithTag(connection, 'nnoC');
        return;
    }
    ExInterlockedInsertTailList(&gConnections, &connection->Link, &gConnectionLock);
}
// [end:bad]

NTSTATUS RegisterRedirectCallout(PDEVICE_OBJECT device, const GUID *key, UINT32 *id)
{
    FWPS_CALLOUT1 callout = {0};

    callout.calloutKey = *key;
    callout.classifyFn = RedirectClassify;
    return FwpsCalloutRegister1(device, &callout, id);
}
