#include "pend.h"
void NTAPI FlowDelete(UINT16 layerId, UINT32 calloutId, UINT64 flowContext)
{
    KIRQL irql;
    PPEND pend = (PPEND)(ULONG_PTR)flowContext;
    KeAcquireSpinLock(&gLock, &irql);
    pend->Dead = TRUE;
    KeReleaseSpinLock(&gLock, irql);
}
NTSTATUS Register(void *device, const GUID *key, FWPS_CALLOUT_CLASSIFY_FN1 classify, UINT32 *id)
{
    FWPS_CALLOUT1 callout = {0};
    callout.calloutKey = *key;
    callout.classifyFn = classify;
    callout.flowDeleteFn = FlowDelete;
    return FwpsCalloutRegister1(device, &callout, id);
}
KSTART_ROUTINE TestsAndTakes;
void TestsAndTakes(PVOID context)
{
    KIRQL irql;
    PPEND pend = context;
    HANDLE completion = NULL;
    KeAcquireSpinLock(&gLock, &irql);
    if (!pend->Dead && pend->Context != NULL) {
        completion = pend->Context;
        pend->Context = NULL;
    }
    KeReleaseSpinLock(&gLock, irql);
    if (completion != NULL) {
        FwpsCompleteOperation0(completion, NULL); // guarded flow-delete
    }
}
KSTART_ROUTINE ForgetsTheMark;
void ForgetsTheMark(PVOID context)
{
    KIRQL irql;
    PPEND pend = context;
    HANDLE completion;
    KeAcquireSpinLock(&gLock, &irql);
    completion = pend->Context;
    pend->Context = NULL;
    KeReleaseSpinLock(&gLock, irql);
    if (completion != NULL) {
        FwpsCompleteOperation0(completion, NULL); // unguarded claim-only
    }
}
KSTART_ROUTINE TestsAnotherTime;
void TestsAnotherTime(PVOID context)
{
    KIRQL irql;
    PPEND pend = context;
    HANDLE completion;
    BOOLEAN dead;
    KeAcquireSpinLock(&gLock, &irql);
    dead = pend->Dead;
    KeReleaseSpinLock(&gLock, irql);
    if (dead) {
        return;
    }
    KeAcquireSpinLock(&gLock, &irql);
    completion = pend->Context;
    pend->Context = NULL;
    KeReleaseSpinLock(&gLock, irql);
    if (completion != NULL) {
        FwpsCompleteOperation0(completion, NULL); // unguarded *
    }
}
KSTART_ROUTINE TestsTheWrongWay;
void TestsTheWrongWay(PVOID context)
{
    KIRQL irql;
    PPEND pend = context;
    HANDLE completion = NULL;
    KeAcquireSpinLock(&gLock, &irql);
    if (pend->Dead && pend->Context != NULL) {
        completion = pend->Context;
        pend->Context = NULL;
    }
    KeReleaseSpinLock(&gLock, irql);
    if (completion != NULL) {
        FwpsCompleteOperation0(completion, NULL); // unguarded *
    }
}
KSTART_ROUTINE TestsAnotherRecord;
void TestsAnotherRecord(PVOID context)
{
    KIRQL irql;
    PPEND pend = context;
    PPEND other = CONTAINING_RECORD(pend->Link.Flink, PEND, Link);
    HANDLE completion = NULL;
    KeAcquireSpinLock(&gLock, &irql);
    if (!other->Dead && pend->Context != NULL) {
        completion = pend->Context;
        pend->Context = NULL;
    }
    KeReleaseSpinLock(&gLock, irql);
    if (completion != NULL) {
        FwpsCompleteOperation0(completion, NULL); // unguarded claim-only
    }
}
