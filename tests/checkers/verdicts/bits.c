#include "pend.h"
DEFINE_GUID(CLOSURE_CALLOUT, 0x1, 0x2, 0x3, 1, 2, 3, 4, 5, 6, 7, 8);
#define F_DEAD 0x1
#define F_CLAIMED 0x2
#define F_LOGGED 0x4
void NTAPI ClosureClassify(const FWPS_INCOMING_VALUES0 *values,
    const FWPS_INCOMING_METADATA_VALUES0 *meta, void *layerData, const void *classifyContext,
    const FWPS_FILTER1 *filter, UINT64 flowContext, FWPS_CLASSIFY_OUT0 *out)
{
    KIRQL irql;
    PPEND pend = (PPEND)gPending.Flink;
    InterlockedOr(&pend->Claimed, F_DEAD);
    KeAcquireSpinLock(&gLock, &irql);
    pend->State |= F_DEAD;
    KeReleaseSpinLock(&gLock, irql);
}
NTSTATUS Start(void *device, HANDLE engine, UINT32 *id)
{
    FWPS_CALLOUT1 callout = {0};
    FWPM_CALLOUT0 added = {0};
    callout.calloutKey = CLOSURE_CALLOUT;
    callout.classifyFn = ClosureClassify;
    added.calloutKey = CLOSURE_CALLOUT;
    added.applicableLayer = FWPM_LAYER_ALE_ENDPOINT_CLOSURE_V4;
    FwpmCalloutAdd0(engine, &added, NULL, NULL);
    return FwpsCalloutRegister1(device, &callout, id);
}
KSTART_ROUTINE Claims;
void Claims(PVOID context)
{
    PPEND pend = context;
    LONG was = InterlockedOr(&pend->Claimed, F_CLAIMED);
    if ((was & (F_DEAD | F_CLAIMED)) == 0) {
        FwpsCompleteOperation0(pend->Context, NULL); // guarded endpoint-closure
    }
}
KSTART_ROUTINE ClaimsOnly;
void ClaimsOnly(PVOID context)
{
    PPEND pend = context;
    LONG was = InterlockedOr(&pend->Claimed, F_CLAIMED);
    if (!(was & F_CLAIMED)) {
        FwpsCompleteOperation0(pend->Context, NULL); // unguarded claim-only
    }
}
KSTART_ROUTINE SameBit;
void SameBit(PVOID context)
{
    PPEND pend = context;
    if (!InterlockedBitTestAndSet(&pend->Claimed, 0)) {
        FwpsCompleteOperation0(pend->Context, NULL); // guarded endpoint-closure
    }
}
KSTART_ROUTINE OtherBit;
void OtherBit(PVOID context)
{
    PPEND pend = context;
    if (!InterlockedBitTestAndSet(&pend->Claimed, 1)) {
        FwpsCompleteOperation0(pend->Context, NULL); // unguarded claim-only
    }
}
KSTART_ROUTINE FlagUnderLock;
void FlagUnderLock(PVOID context)
{
    KIRQL irql;
    PPEND pend = context;
    KeAcquireSpinLock(&gLock, &irql);
    if (!(pend->State & F_DEAD)) {
        FwpsCompleteOperation0(pend->Context, NULL); // guarded endpoint-closure
    }
    KeReleaseSpinLock(&gLock, irql);
}
KSTART_ROUTINE OtherFlagUnderLock;
void OtherFlagUnderLock(PVOID context)
{
    KIRQL irql;
    PPEND pend = context;
    KeAcquireSpinLock(&gLock, &irql);
    if (!(pend->State & F_LOGGED)) {
        FwpsCompleteOperation0(pend->Context, NULL); // unguarded *
    }
    KeReleaseSpinLock(&gLock, irql);
}
KSTART_ROUTINE TakesWithFlag;
void TakesWithFlag(PVOID context)
{
    KIRQL irql;
    PPEND pend = context;
    BOOLEAN mine = FALSE;
    KeAcquireSpinLock(&gLock, &irql);
    if (!(pend->State & (F_DEAD | F_CLAIMED))) {
        pend->State |= F_CLAIMED;
        mine = TRUE;
    }
    KeReleaseSpinLock(&gLock, irql);
    if (mine) {
        FwpsCompleteOperation0(pend->Context, NULL); // guarded endpoint-closure
    }
}
KSTART_ROUTINE LastReference;
void LastReference(PVOID context)
{
    PPEND pend = context;
    if (InterlockedDecrement(&pend->Claimed) == 0) {
        FwpsCompleteOperation0(pend->Context, NULL); // unguarded *
    }
}
