#include "driver.h"
DEFINE_GUID(FLOW_KEY, 0x12, 0x2, 0x3, 1, 2, 3, 4, 5, 6, 7, 8);
#define PEND_LOCK(p, h) KeAcquireInStackQueuedSpinLock(&(p)->Lock, (h))
#define PEND_UNLOCK(h) KeReleaseInStackQueuedSpinLock(h)
/* A queued lock behind macros; both sides claim the flag. */
static BOOLEAN ClaimRecord(PPEND pend)
{
    KLOCK_QUEUE_HANDLE handle;
    BOOLEAN mine = FALSE;
    PEND_LOCK(pend, &handle); // @lock
    if (pend->Claimed == 0) { // @test
        pend->Claimed = 1; // @claim
        mine = TRUE;
    } // @test
    PEND_UNLOCK(&handle); // @unlock
    return mine; // @result
}
void NTAPI FlowDelete(UINT16 layerId, UINT32 calloutId, UINT64 flowContext)
{
    PPEND pend = (PPEND)(ULONG_PTR)flowContext;
    UNREFERENCED_PARAMETER(layerId);
    UNREFERENCED_PARAMETER(calloutId);
    if (ClaimRecord(pend)) { // @teardown
        ExFreePoolWithTag(pend, 'dneP');
    }
}
NTSTATUS Start(void *device, HANDLE engine)
{
    return RegisterCallout(device, engine, &FLOW_KEY, &FWPM_LAYER_ALE_FLOW_ESTABLISHED_V4,
        ClassifyPermit, FlowDelete); // @register
}
IO_WORKITEM_ROUTINE Worker;
void Worker(PDEVICE_OBJECT device, PVOID context)
{
    PPEND pend = context;
    UNREFERENCED_PARAMETER(device);
    if (!ClaimRecord(pend)) { // @check
        return; // @check
    } // @check
    FwpsCompleteOperation0(pend->Context, NULL); // @complete // guarded flow-delete
}
//! guard removed: delete @check
//! negated: replace @check `!Claim` `Claim`
//! claim without test: delete @test
//! claim without lock: delete @lock,@unlock
//! claim inverted: replace @test `== 0` `!= 0`
//! result always true: replace @result `mine` `TRUE`
//! not registered: replace @register `FlowDelete` `NULL`
//! teardown does not claim: replace @teardown `ClaimRecord(pend)` `pend->Abandoned`
//! other flag: replace @check `!ClaimRecord(pend)` `InterlockedExchange(&pend->State, GONE) == GONE`
