#include "pend.h"
static VOID Finish();
KSTART_ROUTINE Worker;
VOID Worker(context)
    PVOID context;
{
    PPEND pend = context;
    FwpsCompleteOperation0(pend->Context, NULL); // unguarded no-guard
}
static VOID Finish(pend, routine)
    PPEND pend;
    VOID (*routine)(PPEND);
{
    if (ExAcquireRundownProtection(&pend->Rundown)) {
        FwpsCompleteOperation0(pend->Context, NULL); // guarded rundown
        ExReleaseRundownProtection(&pend->Rundown);
    }
    routine(pend);
}
KSTART_ROUTINE Caller;
VOID Caller(PVOID context)
{
    Finish(context, NULL);
}
