#include "driver.h"
/* Two references: the first release leaves one. */
KSTART_ROUTINE Reaper;
void Reaper(PVOID context)
{
    PPEND pend = context;
    NTSTATUS status;
    status = ExAcquireRundownProtectionEx(&gRundown, 2) ? STATUS_SUCCESS : STATUS_UNSUCCESSFUL; // @acquire
    switch (status) { // @test
    case STATUS_SUCCESS:
        ExReleaseRundownProtection(&gRundown); // @first
        FwpsCompleteOperation0(pend->Context, NULL); // @complete // guarded rundown
        ExReleaseRundownProtection(&gRundown); // @second
        break;
    default:
        break;
    }
}
//! both released: move @second before @complete
//! one taken: replace @acquire `, 2)` `, 1)`
//! guard removed: replace @acquire `ExAcquireRundownProtectionEx(&gRundown, 2)` `pend->Claimed`; delete @first,@second
//! other case: replace @test `(status)` `(NT_SUCCESS(status) ? STATUS_UNSUCCESSFUL : STATUS_SUCCESS)`
