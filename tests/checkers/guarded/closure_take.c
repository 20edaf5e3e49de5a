#include "driver.h"
DEFINE_GUID(CLOSURE_KEY, 0x14, 0x2, 0x3, 1, 2, 3, 4, 5, 6, 7, 8);
/* Both sides take the context out of the record under a fast mutex. */
static HANDLE TakeContext(PPEND pend)
{
    HANDLE taken;
    ExAcquireFastMutex(&gMutex); // @lock
    taken = pend->Context; // @read
    pend->Context = NULL; // @clear
    ExReleaseFastMutex(&gMutex); // @unlock
    return taken;
}
void NTAPI ClassifyClosure(const FWPS_INCOMING_VALUES0 *values,
    const FWPS_INCOMING_METADATA_VALUES0 *meta, void *layerData, const void *classifyContext,
    const FWPS_FILTER1 *filter, UINT64 flowContext, FWPS_CLASSIFY_OUT0 *out)
{
    PPEND pend = (PPEND)(ULONG_PTR)flowContext;
    out->actionType = FWP_ACTION_PERMIT;
    if (TakeContext(pend) != NULL) { // @teardown
        out->actionType = FWP_ACTION_BLOCK;
    }
}
NTSTATUS Start(void *device, HANDLE engine)
{
    return RegisterCallout(device, engine, &CLOSURE_KEY,
        &FWPM_LAYER_ALE_ENDPOINT_CLOSURE_V6, ClassifyClosure, NULL); // @register
}
KSTART_ROUTINE VerdictThread;
void VerdictThread(PVOID context)
{
    HANDLE completion = TakeContext(context); // @take
    if (completion == NULL) { // @check
        return; // @check
    } // @check
    FwpsCompleteOperation0(completion, NULL); // @complete // guarded endpoint-closure
}
//! guard removed: replace @take `TakeContext(context)` `((PPEND)context)->Context`
//! not cleared: delete @clear
//! claim without lock: delete @lock,@unlock
//! cleared after the lock: move @clear after @unlock
//! read before the lock: move @read before @lock
//! result ignored: delete @check
//! not registered: replace @register `ClassifyClosure` `ClassifyPermit`
//! teardown does not take: replace @teardown `TakeContext(pend)` `pend->Context`
