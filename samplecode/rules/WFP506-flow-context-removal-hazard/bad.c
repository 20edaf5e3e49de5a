/* The context is removed under the lock that the flow deletion takes inside the call. */
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

// [start:bad]
VOID RemoveFlows(void)
{
    PFLOW flow;
    KIRQL irql;

    KeAcquireSpinLock(&gFlowLock, &irql);
    while (!IsListEmpty(&gFlows)) {
        flow = CONTAINING_RECORD(gFlows.Flink, FLOW, Link);
        FwpsFlowRemoveContext0(flow->Id, flow->Layer, gCalloutId); // expect: WFP506
    }
    KeReleaseSpinLock(&gFlowLock, irql);
}
// [end:bad]

NTSTATUS RegisterFlowCallout(PDEVICE_OBJECT device, FWPS_CALLOUT1 *callout)
{
    callout->flowDeleteFn = FlowDelete;
    return FwpsCalloutRegister1(device, callout, &gCalloutId);
}
