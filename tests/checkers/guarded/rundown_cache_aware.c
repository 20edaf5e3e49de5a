#include "driver.h"
/* Cache-aware protection of the driver, taken for several operations at once. */
KDEFERRED_ROUTINE TimeoutDpc;
void TimeoutDpc(PKDPC dpc, PVOID context, PVOID one, PVOID two)
{
    PPEND pend = context;
    UNREFERENCED_PARAMETER(dpc);
    UNREFERENCED_PARAMETER(one);
    UNREFERENCED_PARAMETER(two);
    if (ExAcquireRundownProtectionCacheAware(pend->SharedRundown) == FALSE) { // @test
        return; // @test
    } // @test
    FwpsCompleteOperation0(pend->Context, NULL); // @complete // guarded rundown
    ExReleaseRundownProtectionCacheAware(pend->SharedRundown); // @release
}
//! guard removed: delete @test
//! released early: move @release before @complete
//! negated: replace @test `== FALSE` `!= FALSE`
//! result ignored: replace @test `return;` `;`
//! moved below: move @test after @complete
