#include "pend.h"
KSTART_ROUTINE Ignored;
void Ignored(PVOID context)
{
    PPEND pend = context;
    ExAcquireRundownProtection(&pend->Rundown);
    FwpsCompleteOperation0(pend->Context, NULL); // unguarded result-ignored
    ExReleaseRundownProtection(&pend->Rundown);
}
KSTART_ROUTINE Early;
void Early(PVOID context)
{
    PPEND pend = context;
    if (!ExAcquireRundownProtection(&pend->Rundown)) {
        return;
    }
    ExReleaseRundownProtection(&pend->Rundown);
    FwpsCompleteOperation0(pend->Context, NULL); // unguarded released-before
}
KSTART_ROUTINE Negated;
void Negated(PVOID context)
{
    PPEND pend = context;
    if (ExAcquireRundownProtection(&pend->Rundown)) {
        ExReleaseRundownProtection(&pend->Rundown);
        return;
    }
    FwpsCompleteOperation0(pend->Context, NULL); // unguarded some-path
}
KSTART_ROUTINE FallsThrough;
void FallsThrough(PVOID context)
{
    PPEND pend = context;
    BOOLEAN held = FALSE;
    if (pend->State == PENDED) {
        held = ExAcquireRundownProtection(&pend->Rundown);
        if (!held) {
            return;
        }
    }
    FwpsCompleteOperation0(pend->Context, NULL); // unguarded some-path
    if (held) {
        ExReleaseRundownProtection(&pend->Rundown);
    }
}
KSTART_ROUTINE Freed;
void Freed(PVOID context)
{
    PPEND pend = context;
    HANDLE completion = pend->Context;
    if (!ExAcquireRundownProtection(&pend->Rundown)) {
        return;
    }
    ExFreePoolWithTag(pend, 'dneP');
    FwpsCompleteOperation0(completion, NULL); // unguarded released-before
}
static void Finish(PPEND pend)
{
    FwpsCompleteOperation0(pend->Context, NULL); // unguarded some-path
}
KSTART_ROUTINE Good;
void Good(PVOID context)
{
    PPEND pend = context;
    if (ExAcquireRundownProtection(&pend->Rundown)) {
        Finish(pend);
        ExReleaseRundownProtection(&pend->Rundown);
    }
}
KSTART_ROUTINE Bad;
void Bad(PVOID context)
{
    Finish(context);
}
