/* What the path tests is changed by others, but not by the teardown callback: no test at all. */
#include "pend.h"
void NTAPI FlowDelete(UINT16 layer, UINT32 callout, UINT64 context)
{
    InterlockedExchange(&((PPEND)(ULONG_PTR)context)->Claimed, 1);
}
NTSTATUS Start(PDEVICE_OBJECT device, UINT32 *id)
{
    FWPS_CALLOUT1 callout = {0};
    callout.flowDeleteFn = FlowDelete;
    return FwpsCalloutRegister1(device, &callout, id);
}
KSTART_ROUTINE Worker;
void Worker(PVOID context)
{
    PPEND pend = context;
    if (pend->WorkItem == NULL) {
        return;
    }
    FwpsCompleteOperation0(pend->Context, NULL); // unguarded no-guard
}
KSTART_ROUTINE Tests;
void Tests(PVOID context)
{
    PPEND pend = context;
    if (pend->Claimed) {
        return;
    }
    FwpsCompleteOperation0(pend->Context, NULL); // unguarded check-not-atomic
    pend->WorkItem = NULL;
}
