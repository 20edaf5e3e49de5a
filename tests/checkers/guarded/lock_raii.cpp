#include "driver.h"
DEFINE_GUID(CLOSURE_KEY, 0x18, 0x2, 0x3, 1, 2, 3, 4, 5, 6, 7, 8);
/* A lock class, and state tested while it is held. */
class SpinLockHolder {
public:
    explicit SpinLockHolder(KSPIN_LOCK &lock) : lock_(lock) { KeAcquireSpinLock(&lock_, &irql_); }
    ~SpinLockHolder() { KeReleaseSpinLock(&lock_, irql_); }
private:
    KSPIN_LOCK &lock_;
    KIRQL irql_;
};
extern "C" void NTAPI ClassifyClosure(const FWPS_INCOMING_VALUES0 *values,
    const FWPS_INCOMING_METADATA_VALUES0 *meta, void *layerData, const void *classifyContext,
    const FWPS_FILTER1 *filter, UINT64 flowContext, FWPS_CLASSIFY_OUT0 *out)
{
    auto *pend = reinterpret_cast<PPEND>(static_cast<ULONG_PTR>(flowContext));
    SpinLockHolder guard(pend->Lock); // @tlock
    pend->Dead = TRUE; // @mark
    out->actionType = FWP_ACTION_PERMIT;
}
extern "C" NTSTATUS Start(void *device, HANDLE engine)
{
    return RegisterCallout(device, engine, &CLOSURE_KEY,
        &FWPM_LAYER_ALE_ENDPOINT_CLOSURE_V4, ClassifyClosure, nullptr); // @register
}
extern "C" void NTAPI VerdictThread(PVOID context)
{
    auto *pend = static_cast<PPEND>(context);
    SpinLockHolder guard(pend->Lock); // @lock
    if (pend->Dead) { // @test
        return; // @test
    } // @test
    FwpsCompleteOperation0(pend->Context, nullptr); // @complete // guarded endpoint-closure
}
//! guard removed: delete @test
//! negated: replace @test `pend->Dead` `!pend->Dead`
//! lock removed: delete @lock
//! other lock: replace @lock `pend->Lock` `gLock`
//! scope ends early: before @lock `{`; before @complete `}`
//! lock after the test: move @lock after @test
//! not registered: replace @register `ClassifyClosure` `ClassifyPermit`
//! teardown without lock: delete @tlock
//! teardown under another lock: replace @tlock `pend->Lock` `gLock`
//! teardown leaves the state: delete @mark -> unknown
