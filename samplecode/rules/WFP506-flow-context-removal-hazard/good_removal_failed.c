/* The flow deletion frees the context; the caller does where there was none to remove. */
#include <ntddk.h>
#include <fwpsk.h>

typedef struct _FLOW {
    LIST_ENTRY Link;
    UINT64 Id;
    UINT16 Layer;
    ULONG Bytes;
} FLOW, *PFLOW;

extern KSPIN_LOCK gFlowLock;
extern LIST_ENTRY gFlows;
extern UINT32 gCalloutId;

static ULONG KiloBytes(const FLOW *flow)
{
    return flow->Bytes / 1024;
}

static void NTAPI FlowDelete(UINT16 layerId, UINT32 calloutId, UINT64 flowContext)
{
    PFLOW flow = (PFLOW)(ULONG_PTR)flowContext;
    KIRQL irql;

    UNREFERENCED_PARAMETER(layerId);
    UNREFERENCED_PARAMETER(calloutId);
    KeAcquireSpinLock(&gFlowLock, &irql);
    RemoveEntryList(&flow->Link);
    KeReleaseSpinLock(&gFlowLock, irql);
    DbgPrintEx(DPFLTR_IHVNETWORK_ID, DPFLTR_TRACE_LEVEL, "%u KB\n", KiloBytes(flow));
    ExFreePoolWithTag(flow, 'wolF');
}

// [start:good]
VOID RemoveFlow(PFLOW flow)
{
    NTSTATUS status = FwpsFlowRemoveContext0(flow->Id, flow->Layer, gCalloutId);

    if (!NT_SUCCESS(status))
        ExFreePoolWithTag(flow, 'wolF');
}
// [end:good]

NTSTATUS RegisterFlowCallout(PDEVICE_OBJECT device, FWPS_CALLOUT1 *callout)
{
    callout->flowDeleteFn = FlowDelete;
    return FwpsCalloutRegister1(device, callout, &gCalloutId);
}
