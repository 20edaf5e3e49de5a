#include "driver.h"
DEFINE_GUID(CLOSURE_KEY, 0x13, 0x2, 0x3, 1, 2, 3, 4, 5, 6, 7, 8);
/* The reference case: whoever moves PENDED to INFLIGHT under the lock completes, or waits. */
void NTAPI ClassifyClosure(const FWPS_INCOMING_VALUES0 *values,
    const FWPS_INCOMING_METADATA_VALUES0 *meta, void *layerData, const void *classifyContext,
    const FWPS_FILTER1 *filter, UINT64 flowContext, FWPS_CLASSIFY_OUT0 *out)
{
    KIRQL irql;
    PLIST_ENTRY entry;
    UINT32 waiting = 0;
    KeAcquireSpinLock(&gLock, &irql); // @tlock
    for (entry = gPending.Flink; entry != &gPending; entry = entry->Flink) {
        PPEND pend = CONTAINING_RECORD(entry, PEND, Link);
        if (pend->Endpoint != meta->transportEndpointHandle) {
            continue;
        }
        if (pend->State == PENDED) {
            pend->State = INFLIGHT; // @mark
            waiting++;
        } else if (pend->State == INFLIGHT) {
            waiting++;
        }
    }
    KeReleaseSpinLock(&gLock, irql); // @tlock
    out->actionType = waiting ? FWP_ACTION_BLOCK : FWP_ACTION_PERMIT;
}
NTSTATUS Start(void *device, HANDLE engine)
{
    return RegisterCallout(device, engine, &CLOSURE_KEY,
        &FWPM_LAYER_ALE_ENDPOINT_CLOSURE_V4, ClassifyClosure, NULL); // @register
}
KSTART_ROUTINE VerdictThread;
void VerdictThread(PVOID context)
{
    KIRQL irql;
    PPEND pend = context;
    BOOLEAN mine;
    KeAcquireSpinLock(&gLock, &irql); // @lock
    mine = (pend->State == PENDED); // @test
    if (mine) { // @claim
        pend->State = INFLIGHT; // @claim
    } // @claim
    KeReleaseSpinLock(&gLock, irql); // @unlock
    if (mine) { // @check
        FwpsCompleteOperation0(pend->Context, NULL); // @complete // guarded endpoint-closure
    } // @check
}
//! guard removed: delete @check
//! negated: replace @check `(mine)` `(!mine)`
//! claim removed: delete @claim
//! test removed: replace @test `(pend->State == PENDED)` `TRUE`
//! wrong test: replace @test `== PENDED` `== INFLIGHT`
//! claim without lock: delete @lock,@unlock
//! other lock: replace @lock `gLock` `gOtherLock`; replace @unlock `gLock` `gOtherLock`
//! test before the lock: move @test before @lock
//! claim after the lock: move @claim after @unlock
//! not registered: replace @register `ClassifyClosure` `ClassifyPermit`
//! other layer: replace @register `ALE_ENDPOINT_CLOSURE` `ALE_AUTH_CONNECT`
//! teardown without lock: delete @tlock
//! teardown under another lock: replace @tlock `gLock` `gOtherLock`
//! teardown leaves the state: replace @mark `State = INFLIGHT` `Abandoned = TRUE`
