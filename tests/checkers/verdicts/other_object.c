#include "pend.h"
typedef struct _OTHER { KSPIN_LOCK Lock; BOOLEAN Gone; } OTHER;
typedef struct _FLOW { KSPIN_LOCK Lock; BOOLEAN Gone; PPEND Pend; } FLOW;
void NTAPI OtherDeleted(UINT16 layerId, UINT32 calloutId, UINT64 flowContext)
{
    KIRQL irql;
    OTHER *other = (OTHER *)(ULONG_PTR)flowContext;
    KeAcquireSpinLock(&other->Lock, &irql);
    other->Gone = TRUE;
    KeReleaseSpinLock(&other->Lock, irql);
}
void NTAPI FlowDeleted(UINT16 layerId, UINT32 calloutId, UINT64 flowContext)
{
    KIRQL irql;
    FLOW *flow = (FLOW *)(ULONG_PTR)flowContext;
    KeAcquireSpinLock(&flow->Lock, &irql);
    flow->Gone = TRUE;
    KeReleaseSpinLock(&flow->Lock, irql);
}
NTSTATUS Register(void *device, UINT32 *id)
{
    FWPS_CALLOUT1 callout = {0};
    callout.flowDeleteFn = OtherDeleted;
    FwpsCalloutRegister1(device, &callout, id);
    callout.flowDeleteFn = FlowDeleted;
    return FwpsCalloutRegister1(device, &callout, id);
}
void AnotherObject(PPEND pend, OTHER *other)
{
    KIRQL irql;
    KeAcquireSpinLock(&other->Lock, &irql);
    if (!other->Gone) {
        FwpsCompleteOperation0(pend->Context, NULL); // unguarded *
    }
    KeReleaseSpinLock(&other->Lock, irql);
}
void ItsFlow(FLOW *flow)
{
    KIRQL irql;
    KeAcquireSpinLock(&flow->Lock, &irql);
    if (!flow->Gone && flow->Pend->Context != NULL) {
        FwpsCompleteOperation0(flow->Pend->Context, NULL); // guarded flow-delete
    }
    KeReleaseSpinLock(&flow->Lock, irql);
}
