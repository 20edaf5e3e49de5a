/*
 * Binds (ALE_RESOURCE_ASSIGNMENT).
 *
 * No documented guard exists here: there is no flow and no closure, and RESOURCE_RELEASE is indicated after the
 * resource is freed and cannot be pended. So the default is not to pend: without a context there is no race.
 *
 * BIND_PEND=1 shows the most that can be done if pending is unavoidable, the gate: claim and completion under a spin
 * lock that the release callout also takes. It narrows the race. It closes it only if the release is indicated
 * before the free, which is the opposite of what is documented; and it completes at DISPATCH_LEVEL under a lock.
 */
#include "pend_bind.h"

#ifndef BIND_PEND
#define BIND_PEND 0
#endif

#if !BIND_PEND

// --8<-- [start:inline]
_Use_decl_annotations_
VOID BindInitialize(VOID)
{
}

/* Decided at once. A service that wants a say sets a policy beforehand; an application that is refused may retry. */
_Use_decl_annotations_
VOID BindAuthorize(const PEND_REQUEST *Request, FWPS_CLASSIFY_OUT0 *ClassifyOut)
{
    UNREFERENCED_PARAMETER(Request);
    ClassifyOut->actionType = FWP_ACTION_PERMIT;
}
// --8<-- [end:inline]

_Use_decl_annotations_
VOID BindReleased(UINT64 EndpointHandle)
{
    UNREFERENCED_PARAMETER(EndpointHandle);
}

_Use_decl_annotations_
VOID BindAnswer(UINT64 Id, BOOLEAN Permit)
{
    UNREFERENCED_PARAMETER(Id);
    UNREFERENCED_PARAMETER(Permit);
}

_Use_decl_annotations_
VOID BindStop(VOID)
{
}

#else

/* Ids of binds have the highest bit set, so that an answer is looked up in the right list. */
#define BIND_FIRST_ID 0x8000000000000000ull

// --8<-- [start:record]
typedef enum _BIND_STATE {
    BindReserved,  /* listed, but FwpsPendOperation0 has not returned */
    BindWaiting,   /* pended */
    BindCompleting /* the worker is inside FwpsCompleteOperation0, with the gate held */
} BIND_STATE;

/* Each record ends in exactly one run of its work item, which frees it. */
typedef struct _BIND_RECORD {
    LIST_ENTRY Link;
    UINT64 Id;
    UINT64 EndpointHandle;
    HANDLE CompletionContext;
    PIO_WORKITEM Work;
    BIND_STATE State;
    BOOLEAN Queued;
    BOOLEAN Released; /* the resource is gone or going: never complete */
    BOOLEAN Permit;
} BIND_RECORD, *PBIND_RECORD;

/* Held from the claim until FwpsCompleteOperation0 has returned, and by the release callout. */
static KSPIN_LOCK BindGate;
/* A leaf below the gate: the reauthorization runs inside the completion and must not take the gate. */
static KSPIN_LOCK BindLock;
static LIST_ENTRY BindRecords;
static UINT64 BindLastId;
static BOOLEAN BindStopping;
static EX_RUNDOWN_REF BindRundown;
// --8<-- [end:record]

static IO_WORKITEM_ROUTINE BindWorker;

_Use_decl_annotations_
VOID BindInitialize(VOID)
{
    KeInitializeSpinLock(&BindGate);
    KeInitializeSpinLock(&BindLock);
    InitializeListHead(&BindRecords);
    BindLastId = BIND_FIRST_ID;
    ExInitializeRundownProtection(&BindRundown);
}

static VOID BindFree(_In_ PBIND_RECORD Record)
{
    IoFreeWorkItem(Record->Work);
    ExFreePoolWithTag(Record, VERDICT_TAG_RECORD);
    ExReleaseRundownProtection(&BindRundown);
}

static PBIND_RECORD BindAllocate(_In_ UINT64 EndpointHandle)
{
    PBIND_RECORD record;

    if (!ExAcquireRundownProtection(&BindRundown)) {
        return NULL;
    }
    record = ExAllocatePool2(POOL_FLAG_NON_PAGED, sizeof(*record), VERDICT_TAG_RECORD);
    if (record == NULL) {
        goto Refuse;
    }
    record->Work = IoAllocateWorkItem(VerdictDevice);
    if (record->Work == NULL) {
        goto Free;
    }
    record->EndpointHandle = EndpointHandle;
    record->State = BindReserved;
    return record;

Free:
    ExFreePoolWithTag(record, VERDICT_TAG_RECORD);
Refuse:
    ExReleaseRundownProtection(&BindRundown);
    return NULL;
}

/* Lists the record before the pend: a release that arrives in between must find it. */
static VOID BindList(_Inout_ PBIND_RECORD Record)
{
    KLOCK_QUEUE_HANDLE lock;

    KeAcquireInStackQueuedSpinLock(&BindLock, &lock);
    Record->Id = ++BindLastId;
    InsertTailList(&BindRecords, &Record->Link);
    KeReleaseInStackQueuedSpinLock(&lock);
}

static VOID BindUnlist(_Inout_ PBIND_RECORD Record)
{
    KLOCK_QUEUE_HANDLE lock;

    KeAcquireInStackQueuedSpinLock(&BindLock, &lock);
    RemoveEntryList(&Record->Link);
    KeReleaseInStackQueuedSpinLock(&lock);
}

/* Lets the record's work item run, once. Caller holds BindLock. */
static VOID BindQueue(_Inout_ PBIND_RECORD Record)
{
    if (Record->State == BindWaiting && !Record->Queued) {
        Record->Queued = TRUE;
        IoQueueWorkItem(Record->Work, BindWorker, DelayedWorkQueue, Record);
    }
}

static VOID BindPublish(_In_ PBIND_RECORD Record, _In_ const CONNECTION *Connection)
{
    VERDICT_REQUEST request = {0};
    KLOCK_QUEUE_HANDLE lock;

    request.Id = Record->Id;
    request.Connection = *Connection;

    KeAcquireInStackQueuedSpinLock(&BindLock, &lock);
    Record->State = BindWaiting;
    if (BindStopping || Record->Released) {
        BindQueue(Record);
    }
    KeReleaseInStackQueuedSpinLock(&lock);

    /* The record may be gone from here on. */
    if (!QueueAsk(&request)) {
        BindAnswer(request.Id, FALSE);
    }
}

/* The verdict for the authorization that repeats inside the completion. */
static BOOLEAN BindVerdict(_In_ UINT64 EndpointHandle)
{
    KLOCK_QUEUE_HANDLE lock;
    BOOLEAN permit = FALSE;
    PLIST_ENTRY entry;

    KeAcquireInStackQueuedSpinLock(&BindLock, &lock);
    for (entry = BindRecords.Flink; entry != &BindRecords; entry = entry->Flink) {
        PBIND_RECORD record = CONTAINING_RECORD(entry, BIND_RECORD, Link);

        if (record->EndpointHandle == EndpointHandle && record->State == BindCompleting) {
            permit = record->Permit;
        }
    }
    KeReleaseInStackQueuedSpinLock(&lock);
    return permit;
}

// --8<-- [start:authorize]
_Use_decl_annotations_
VOID BindAuthorize(const PEND_REQUEST *Request, FWPS_CLASSIFY_OUT0 *ClassifyOut)
{
    const FWPS_INCOMING_METADATA_VALUES0 *metadata = Request->Metadata;
    PBIND_RECORD record;
    NTSTATUS status;

    if (!FWPS_IS_METADATA_FIELD_PRESENT(metadata, FWPS_METADATA_FIELD_TRANSPORT_ENDPOINT_HANDLE)) {
        VerdictApply(FALSE, ClassifyOut);
        return;
    }
    /* An implicit bind may have no completion handle; a repeated authorization has none either. */
    if (!FWPS_IS_METADATA_FIELD_PRESENT(metadata, FWPS_METADATA_FIELD_COMPLETION_HANDLE)) {
        VerdictApply(BindVerdict(metadata->transportEndpointHandle), ClassifyOut);
        return;
    }
    record = BindAllocate(metadata->transportEndpointHandle);
    if (record == NULL) {
        VerdictApply(FALSE, ClassifyOut);
        return;
    }
    BindList(record);
    status = FwpsPendOperation0(metadata->completionHandle, &record->CompletionContext);
    if (!NT_SUCCESS(status)) {
        BindUnlist(record);
        BindFree(record);
        VerdictApply(FALSE, ClassifyOut);
        return;
    }
    ClassifyOut->actionType = FWP_ACTION_BLOCK;
    ClassifyOut->flags |= FWPS_CLASSIFY_OUT_FLAG_ABSORB;
    ClassifyOut->rights &= ~FWPS_RIGHT_ACTION_WRITE;
    BindPublish(record, &Request->Connection);
}
// --8<-- [end:authorize]

// --8<-- [start:gate]
/* The release passes the gate: no completion is under way, and none of this endpoint will begin any more. */
_Use_decl_annotations_
VOID BindReleased(UINT64 EndpointHandle)
{
    KLOCK_QUEUE_HANDLE gate, lock;
    PLIST_ENTRY entry;

    KeAcquireInStackQueuedSpinLock(&BindGate, &gate);
    KeAcquireInStackQueuedSpinLock(&BindLock, &lock);
    for (entry = BindRecords.Flink; entry != &BindRecords; entry = entry->Flink) {
        PBIND_RECORD record = CONTAINING_RECORD(entry, BIND_RECORD, Link);

        if (record->EndpointHandle == EndpointHandle) {
            record->Released = TRUE;
            BindQueue(record);
        }
    }
    KeReleaseInStackQueuedSpinLock(&lock);
    KeReleaseInStackQueuedSpinLock(&gate);
}

/* Claim and completion under the gate. A released operation is dropped: whether that leaks is not documented. */
_Use_decl_annotations_
static VOID BindWorker(PDEVICE_OBJECT DeviceObject, PVOID Context)
{
    PBIND_RECORD record = Context;
    KLOCK_QUEUE_HANDLE gate, lock;
    BOOLEAN mine;

    UNREFERENCED_PARAMETER(DeviceObject);

    KeAcquireInStackQueuedSpinLock(&BindGate, &gate);
    KeAcquireInStackQueuedSpinLock(&BindLock, &lock);
    mine = !record->Released;
    if (mine) {
        record->State = BindCompleting;
    }
    KeReleaseInStackQueuedSpinLock(&lock);
    if (mine) {
        FwpsCompleteOperation0(record->CompletionContext, NULL);
    }
    KeReleaseInStackQueuedSpinLock(&gate);

    BindUnlist(record);
    BindFree(record);
}
// --8<-- [end:gate]

_Use_decl_annotations_
VOID BindAnswer(UINT64 Id, BOOLEAN Permit)
{
    KLOCK_QUEUE_HANDLE lock;
    PLIST_ENTRY entry;

    KeAcquireInStackQueuedSpinLock(&BindLock, &lock);
    for (entry = BindRecords.Flink; entry != &BindRecords; entry = entry->Flink) {
        PBIND_RECORD record = CONTAINING_RECORD(entry, BIND_RECORD, Link);

        if (record->Id == Id && !record->Queued) {
            record->Permit = Permit;
            BindQueue(record);
        }
    }
    KeReleaseInStackQueuedSpinLock(&lock);
}

_Use_decl_annotations_
VOID BindStop(VOID)
{
    KLOCK_QUEUE_HANDLE lock;
    PLIST_ENTRY entry;

    KeAcquireInStackQueuedSpinLock(&BindLock, &lock);
    BindStopping = TRUE;
    for (entry = BindRecords.Flink; entry != &BindRecords; entry = entry->Flink) {
        BindQueue(CONTAINING_RECORD(entry, BIND_RECORD, Link));
    }
    KeReleaseInStackQueuedSpinLock(&lock);
    ExWaitForRundownProtectionRelease(&BindRundown);
}

#endif
