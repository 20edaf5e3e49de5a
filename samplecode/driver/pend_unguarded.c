/*
 * Pended connections, with the defect.
 *
 * Everything here is what a careful driver does: one claim under a lock, one completion, a drain at unload. What is
 * missing is any notice that the endpoint goes away: the verdict may come after it, and FwpsCompleteOperation0 then
 * runs on freed memory. pend_guarded.c is the same file with the mitigation.
 *
 * Lock order: PendLock is a leaf; nothing of WFP is called with it held.
 */
#include "pend_bind.h"
#include "packet.h"

// --8<-- [start:record]
typedef enum _PEND_STATE {
    PendWaiting,    /* pended; waits for a verdict */
    PendCompleting, /* claimed: its work item is queued or runs */
    PendAnswered    /* completed; a reauthorization may still come and ask for the verdict */
} PEND_STATE;

typedef struct _PEND_RECORD {
    LIST_ENTRY Link;
    UINT64 Id;
    UINT64 EndpointHandle;
    CONNECTION Connection;
    HANDLE CompletionContext;
    PPACKET Packet;
    PIO_WORKITEM AnswerWork;
    ULONGLONG Deadline;
    volatile LONG References; /* one for the list, one for the creator or for the queued work item */
    PEND_STATE State;
    BOOLEAN Permit;
    BOOLEAN Consumed; /* its reauthorization has come */
} PEND_RECORD, *PPEND_RECORD;

static KSPIN_LOCK PendLock; /* protects everything below, and every record that is listed */
static LIST_ENTRY PendRecords;
static UINT64 PendLastId;
static BOOLEAN PendStopping;
static volatile LONG PendOutstanding; /* records, and one until PendStop */
static KEVENT PendIdle;
// --8<-- [end:record]

static IO_WORKITEM_ROUTINE PendWorker;

_Use_decl_annotations_
VOID PendInitialize(VOID)
{
    KeInitializeSpinLock(&PendLock);
    InitializeListHead(&PendRecords);
    KeInitializeEvent(&PendIdle, NotificationEvent, FALSE);
    PendOutstanding = 1;
}

/* ---- records ------------------------------------------------------------------------------- */

/* Counts one operation, unless the driver is stopping. */
static BOOLEAN PendOneMore(VOID)
{
    KLOCK_QUEUE_HANDLE lock;
    BOOLEAN counted;

    KeAcquireInStackQueuedSpinLock(&PendLock, &lock);
    counted = !PendStopping;
    if (counted) {
        InterlockedIncrement(&PendOutstanding);
    }
    KeReleaseInStackQueuedSpinLock(&lock);
    return counted;
}

static VOID PendOneFewer(VOID)
{
    if (InterlockedDecrement(&PendOutstanding) == 0) {
        KeSetEvent(&PendIdle, IO_NO_INCREMENT, FALSE);
    }
}

static VOID PendFree(_In_ PPEND_RECORD Record)
{
    if (Record->AnswerWork != NULL) {
        IoFreeWorkItem(Record->AnswerWork);
    }
    PacketRelease(Record->Packet, FALSE);
    ExFreePoolWithTag(Record, VERDICT_TAG_RECORD);
}

static VOID PendRelease(_In_ PPEND_RECORD Record)
{
    if (InterlockedDecrement(&Record->References) == 0) {
        PendFree(Record);
        PendOneFewer();
    }
}

/* Lets go of records that were moved from PendRecords to a list of the caller's. */
static VOID PendReleaseList(_Inout_ PLIST_ENTRY List)
{
    while (!IsListEmpty(List)) {
        PendRelease(CONTAINING_RECORD(RemoveHeadList(List), PEND_RECORD, Link));
    }
}

/* Everything a record will ever need is allocated here, before the pend: afterwards nothing may fail. */
static PPEND_RECORD PendAllocate(_In_ const PEND_REQUEST *Request)
{
    PPEND_RECORD record;

    if (!PendOneMore()) {
        return NULL;
    }
    record = ExAllocatePool2(POOL_FLAG_NON_PAGED, sizeof(*record), VERDICT_TAG_RECORD);
    if (record == NULL) {
        PendOneFewer();
        return NULL;
    }
    record->References = 1;
    record->AnswerWork = IoAllocateWorkItem(VerdictDevice);
    if (record->AnswerWork == NULL || !NT_SUCCESS(PacketClone(Request, &record->Packet))) {
        PendRelease(record);
        return NULL;
    }
    record->EndpointHandle = Request->Metadata->transportEndpointHandle;
    record->Connection = Request->Connection;
    record->Deadline = KeQueryInterruptTime() + VERDICT_TIMEOUT;
    return record;
}

/* Claims a waiting operation; its work item completes it. Caller holds PendLock. */
static VOID PendClaim(_Inout_ PPEND_RECORD Record, _In_ BOOLEAN Permit)
{
    Record->State = PendCompleting;
    Record->Permit = Permit;
    InterlockedIncrement(&Record->References);
    IoQueueWorkItem(Record->AnswerWork, PendWorker, DelayedWorkQueue, Record);
}

// --8<-- [start:settle]
/* The completion has returned: lets go of the list. */
static VOID PendSettle(_In_ PPEND_RECORD Record)
{
    KLOCK_QUEUE_HANDLE lock;
    BOOLEAN gone;

    KeAcquireInStackQueuedSpinLock(&PendLock, &lock);
    gone = Record->Consumed || PendStopping || Record->Connection.Inbound;
    if (gone) {
        RemoveEntryList(&Record->Link);
    } else {
        Record->State = PendAnswered;
    }
    KeReleaseInStackQueuedSpinLock(&lock);

    if (gone) {
        PendRelease(Record);
    }
}
// --8<-- [end:settle]

/* ---- classify ------------------------------------------------------------------------------ */

/* The operation is pended: from here on a verdict or the timer may complete it. */
static VOID PendPublish(_In_ PPEND_RECORD Record)
{
    KLOCK_QUEUE_HANDLE lock;
    VERDICT_REQUEST request = {0};
    BOOLEAN waiting;

    Record->References = 2;
    KeAcquireInStackQueuedSpinLock(&PendLock, &lock);
    Record->Id = ++PendLastId;
    Record->State = PendWaiting;
    InsertTailList(&PendRecords, &Record->Link);
    waiting = !PendStopping;
    if (!waiting) {
        PendClaim(Record, FALSE);
    }
    request.Id = Record->Id;
    KeReleaseInStackQueuedSpinLock(&lock);

    request.Connection = Record->Connection;
    if (waiting && !QueueAsk(&request)) {
        PendAnswer(request.Id, FALSE);
    }
    PendRelease(Record);
}

// --8<-- [start:authorize]
_Use_decl_annotations_
VOID PendAuthorize(const PEND_REQUEST *Request, FWPS_CLASSIFY_OUT0 *ClassifyOut)
{
    const FWPS_INCOMING_METADATA_VALUES0 *metadata = Request->Metadata;
    PPEND_RECORD record;
    NTSTATUS status;

    if (!FWPS_IS_METADATA_FIELD_PRESENT(metadata, FWPS_METADATA_FIELD_COMPLETION_HANDLE) ||
        !FWPS_IS_METADATA_FIELD_PRESENT(metadata, FWPS_METADATA_FIELD_TRANSPORT_ENDPOINT_HANDLE)) {
        VerdictApply(FALSE, ClassifyOut);
        return;
    }
    record = PendAllocate(Request);
    if (record == NULL) {
        VerdictApply(FALSE, ClassifyOut);
        return;
    }
    status = FwpsPendOperation0(metadata->completionHandle, &record->CompletionContext);
    if (!NT_SUCCESS(status)) {
        PendRelease(record);
        VerdictApply(FALSE, ClassifyOut);
        return;
    }
    ClassifyOut->actionType = FWP_ACTION_BLOCK;
    ClassifyOut->flags |= FWPS_CLASSIFY_OUT_FLAG_ABSORB;
    ClassifyOut->rights &= ~FWPS_RIGHT_ACTION_WRITE;
    PendPublish(record);
}
// --8<-- [end:authorize]

// --8<-- [start:reauthorize]
_Use_decl_annotations_
VOID PendReauthorize(const PEND_REQUEST *Request, BOOLEAN Completed, FWPS_CLASSIFY_OUT0 *ClassifyOut)
{
    KLOCK_QUEUE_HANDLE lock;
    PPEND_RECORD found = NULL;
    BOOLEAN permit = FALSE;
    PLIST_ENTRY entry;

    if (!FWPS_IS_METADATA_FIELD_PRESENT(Request->Metadata, FWPS_METADATA_FIELD_TRANSPORT_ENDPOINT_HANDLE)) {
        VerdictApply(FALSE, ClassifyOut);
        return;
    }
    KeAcquireInStackQueuedSpinLock(&PendLock, &lock);
    for (entry = PendRecords.Flink; Completed && entry != &PendRecords; entry = entry->Flink) {
        PPEND_RECORD record = CONTAINING_RECORD(entry, PEND_RECORD, Link);

        if ((record->State == PendCompleting || record->State == PendAnswered) && !record->Consumed &&
            record->EndpointHandle == Request->Metadata->transportEndpointHandle &&
            RtlEqualMemory(&record->Connection, &Request->Connection, sizeof(CONNECTION))) {
            permit = record->Permit;
            record->Consumed = TRUE;
            if (record->State == PendAnswered) {
                RemoveEntryList(&record->Link);
                found = record;
            }
            break;
        }
    }
    KeReleaseInStackQueuedSpinLock(&lock);

    VerdictApply(permit, ClassifyOut);
    if (found != NULL) {
        PendRelease(found);
    }
}
// --8<-- [end:reauthorize]

// --8<-- [start:closure]
/* The endpoint is about to go away. Nobody here looks. */
_Use_decl_annotations_
VOID PendEndpointClosing(UINT64 EndpointHandle, const VOID *ClassifyContext, UINT64 FilterId,
                         FWPS_CLASSIFY_OUT0 *ClassifyOut)
{
    UNREFERENCED_PARAMETER(EndpointHandle);
    UNREFERENCED_PARAMETER(ClassifyContext);
    UNREFERENCED_PARAMETER(FilterId);
    ClassifyOut->actionType = FWP_ACTION_PERMIT;
}
// --8<-- [end:closure]

/* ---- completion ---------------------------------------------------------------------------- */

_Use_decl_annotations_
VOID PendAnswer(UINT64 Id, BOOLEAN Permit)
{
    KLOCK_QUEUE_HANDLE lock;
    PLIST_ENTRY entry;

    KeAcquireInStackQueuedSpinLock(&PendLock, &lock);
    for (entry = PendRecords.Flink; entry != &PendRecords; entry = entry->Flink) {
        PPEND_RECORD record = CONTAINING_RECORD(entry, PEND_RECORD, Link);

        if (record->Id != Id) {
            continue;
        }
        if (record->State == PendWaiting) {
            PendClaim(record, Permit);
        }
        break;
    }
    KeReleaseInStackQueuedSpinLock(&lock);
}

// --8<-- [start:worker]
/*
 * The only place that completes. A system worker, because a user thread could be suspended in the middle of the
 * completion. Whether the endpoint still exists is not known here.
 */
_Use_decl_annotations_
static VOID PendWorker(PDEVICE_OBJECT DeviceObject, PVOID Context)
{
    PPEND_RECORD record = Context;
    PPACKET packet = record->Packet;

    UNREFERENCED_PARAMETER(DeviceObject);

    record->Packet = NULL;
    FwpsCompleteOperation0(record->CompletionContext, PacketForCompletion(packet, record->Permit));
    PacketRelease(packet, record->Permit);
    PendSettle(record);
    PendRelease(record);
}
// --8<-- [end:worker]

/* ---- timer and unload ---------------------------------------------------------------------- */

/* Claims what waits and drops what was answered, if `All` or past its deadline. */
static VOID PendSweep(_In_ BOOLEAN All)
{
    ULONGLONG now = KeQueryInterruptTime();
    KLOCK_QUEUE_HANDLE lock;
    LIST_ENTRY answered;
    PLIST_ENTRY entry, next;

    InitializeListHead(&answered);
    KeAcquireInStackQueuedSpinLock(&PendLock, &lock);
    PendStopping = PendStopping || All;
    for (entry = PendRecords.Flink; entry != &PendRecords; entry = next) {
        PPEND_RECORD record = CONTAINING_RECORD(entry, PEND_RECORD, Link);

        next = entry->Flink;
        if (!All && record->Deadline > now) {
            continue;
        }
        if (record->State == PendWaiting) {
            PendClaim(record, FALSE);
        } else if (record->State == PendAnswered) {
            RemoveEntryList(&record->Link);
            InsertTailList(&answered, &record->Link);
        }
    }
    KeReleaseInStackQueuedSpinLock(&lock);
    PendReleaseList(&answered);
}

_Use_decl_annotations_
VOID PendExpire(VOID)
{
    PendSweep(FALSE);
}

// --8<-- [start:stop]
_Use_decl_annotations_
VOID PendStop(VOID)
{
    PendSweep(TRUE);
    PendOneFewer();
    KeWaitForSingleObject(&PendIdle, Executive, KernelMode, FALSE, NULL);
}
// --8<-- [end:stop]
