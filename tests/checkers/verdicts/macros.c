#include "pend.h"
#define COMPLETE(p) do { FwpsCompleteOperation0((p)->Context, NULL); } while (0)
#define ENTER(p) ExAcquireRundownProtection(&(p)->Rundown)
#define LEAVE(p) ExReleaseRundownProtection(&(p)->Rundown)
KSTART_ROUTINE Good;
void Good(PVOID context)
{
    PPEND pend = context;
    if (ENTER(pend)) {
        COMPLETE(pend); // guarded rundown
        LEAVE(pend);
    }
}
KSTART_ROUTINE Bad;
void Bad(PVOID context)
{
    PPEND pend = context;
    COMPLETE(pend); // unguarded no-guard
}
