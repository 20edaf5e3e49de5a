#include "pend.h"
typedef struct _LOCK { KSPIN_LOCK Spin; KIRQL Irql; } LOCK;
typedef struct _FLOW { LOCK Own; BOOLEAN Dead; BOOLEAN Gone; HANDLE Context; } FLOW;
LOCK gFirst, gSecond;
static void Take(LOCK *lock)
{
    KIRQL irql;
    KeAcquireSpinLock(&lock->Spin, &irql);
    lock->Irql = irql;
}
static void Give(LOCK *lock)
{
    KeReleaseSpinLock(&lock->Spin, lock->Irql);
}
void NTAPI FlowDelete(UINT16 layerId, UINT32 calloutId, UINT64 flowContext)
{
    FLOW *flow = (FLOW *)(ULONG_PTR)flowContext;
    Take(&gFirst);
    flow->Dead = TRUE;
    Give(&gFirst);
    Take(&flow->Own);
    flow->Gone = TRUE;
    Give(&flow->Own);
}
NTSTATUS Register(void *device, UINT32 *id)
{
    FWPS_CALLOUT1 callout = {0};
    callout.flowDeleteFn = FlowDelete;
    return FwpsCalloutRegister1(device, &callout, id);
}
void SameGlobal(FLOW *flow)
{
    Take(&gFirst);
    if (!flow->Dead) {
        FwpsCompleteOperation0(flow->Context, NULL); // guarded flow-delete
    }
    Give(&gFirst);
}
void OtherGlobal(FLOW *flow)
{
    Take(&gSecond);
    if (!flow->Dead) {
        FwpsCompleteOperation0(flow->Context, NULL); // unguarded *
    }
    Give(&gSecond);
}
void OwnForGlobal(FLOW *flow)
{
    Take(&flow->Own);
    if (!flow->Dead) {
        FwpsCompleteOperation0(flow->Context, NULL); // unguarded *
    }
    Give(&flow->Own);
}
void Own(FLOW *flow)
{
    Take(&flow->Own);
    if (!flow->Gone) {
        FwpsCompleteOperation0(flow->Context, NULL); // guarded flow-delete
    }
    Give(&flow->Own);
}
void OthersOwn(FLOW *flow, FLOW *other)
{
    Take(&other->Own);
    if (!flow->Gone) {
        FwpsCompleteOperation0(flow->Context, NULL); // unguarded *
    }
    Give(&other->Own);
}
