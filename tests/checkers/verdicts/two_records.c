/* Two kinds of record: a pend has the verdict of the completions of its own kind. */
#include "pend.h"
typedef struct _OTHER {
    HANDLE Context;
    LONG Permit;
    EX_RUNDOWN_REF Rundown;
} OTHER, *POTHER;
extern POTHER gOther;
NTSTATUS PendFirst(HANDLE handle, PPEND pend)
{
    return FwpsPendOperation0(handle, &pend->Context); // unguarded no-guard
}
NTSTATUS PendSecond(HANDLE handle)
{
    return FwpsPendOperation0(handle, &gOther->Context); // guarded rundown
}
IO_WORKITEM_ROUTINE First;
void First(PDEVICE_OBJECT device, PVOID context)
{
    PPEND pend = context;
    FwpsCompleteOperation0(pend->Context, NULL); // unguarded no-guard
}
IO_WORKITEM_ROUTINE Second;
void Second(PDEVICE_OBJECT device, PVOID context)
{
    POTHER other = context;
    if (ExAcquireRundownProtection(&other->Rundown)) {
        FwpsCompleteOperation0(other->Context, NULL); // guarded rundown
        ExReleaseRundownProtection(&other->Rundown);
    }
}
