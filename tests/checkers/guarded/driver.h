/* Shared by the guarded fragments: a pended record, and a helper that registers callouts. */
#pragma once
#ifdef __cplusplus
extern "C" {
#endif
#include <ntddk.h>
#include <fwpsk.h>
#include <fwpmk.h>

typedef struct _PEND {
    LIST_ENTRY Link;
    HANDLE Context;
    UINT64 Endpoint;
    LONG State;
    LONG Claimed;
    BOOLEAN Dead;
    BOOLEAN Abandoned;
    KSPIN_LOCK Lock;
    EX_RUNDOWN_REF Rundown;
    PEX_RUNDOWN_REF_CACHE_AWARE SharedRundown;
    PIO_WORKITEM WorkItem;
} PEND, *PPEND;

enum { RESERVED, PENDED, INFLIGHT, GONE };

extern LIST_ENTRY gPending, gAnswered;
extern KSPIN_LOCK gLock, gOtherLock;
extern EX_RUNDOWN_REF gRundown;
extern PPEND gSpare;
extern FAST_MUTEX gMutex;

void NTAPI ClassifyPermit(const FWPS_INCOMING_VALUES0 *values,
    const FWPS_INCOMING_METADATA_VALUES0 *meta, void *layerData, const void *classifyContext,
    const FWPS_FILTER1 *filter, UINT64 flowContext, FWPS_CLASSIFY_OUT0 *out);
NTSTATUS NTAPI Notify(FWPS_CALLOUT_NOTIFY_TYPE type, const GUID *key, FWPS_FILTER1 *filter);

static NTSTATUS RegisterCallout(void *device, HANDLE engine, const GUID *key, const GUID *layer,
    FWPS_CALLOUT_CLASSIFY_FN1 classify, FWPS_CALLOUT_FLOW_DELETE_NOTIFY_FN0 flowDelete)
{
    FWPS_CALLOUT1 callout;
    FWPM_CALLOUT0 added;
    NTSTATUS status;
    UINT32 id;
    RtlZeroMemory(&callout, sizeof(callout));
    RtlZeroMemory(&added, sizeof(added));
    callout.calloutKey = *key;
    callout.classifyFn = classify;
    callout.notifyFn = Notify;
    callout.flowDeleteFn = flowDelete;
    status = FwpsCalloutRegister1(device, &callout, &id);
    if (!NT_SUCCESS(status)) {
        return status;
    }
    added.calloutKey = *key;
    added.applicableLayer = *layer;
    return FwpmCalloutAdd0(engine, &added, NULL, NULL);
}
#ifdef __cplusplus
}
#endif
