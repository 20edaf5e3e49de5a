/*
 * Pended connections, with the mitigation.
 *
 * FwpsCompleteOperation0 must not run on an endpoint that is gone, and nothing documented says that the
 * completion context keeps the endpoint alive. The one documented event before the shutdown that can hold it
 * off is ENDPOINT_CLOSURE. So: a completion is claimed under PendLock, the closure callout sees the claim under
 * the same lock, and pends the closure until the last completion in flight has returned.
 *
 * Lock order: PendLock is a leaf; nothing of WFP is called with it held.
 */
#include "pend_bind.h"
#include "packet.h"

// --8<-- [start:record]
typedef enum _PEND_STATE {
    PendReserved,   /* listed, but FwpsPendOperation0 has not returned: counts as in flight */
    PendWaiting,    /* pended; waits for a verdict */
    PendCompleting, /* one worker is between its claim and its settlement */
    PendAnswered,   /* completed; a reauthorization may still come and ask for the verdict */
    PendGone        /* off the list */
} PEND_STATE;

/* One pended closure of an endpoint: completed when the last operation it waits for has settled. */
typedef struct _PEND_CLOSURE {
    LIST_ENTRY Link;
    UINT64 EndpointHandle;
    UINT64 ClassifyHandle;
    FWPS_CLASSIFY_OUT0 ClassifyOut; /* a copy: the original lives only as long as its classify */
    ULONG Waits;                    /* operations in flight, and one while the closure is being pended */
} PEND_CLOSURE, *PPEND_CLOSURE;

typedef struct _PEND_RECORD {
    LIST_ENTRY Link;
    UINT64 Id;
    UINT64 EndpointHandle;
    CONNECTION Connection;
    HANDLE CompletionContext; /* written once, before State becomes PendWaiting */
    PPACKET Packet;
    PPEND_CLOSURE SpareClosure; /* so that the closure callout need not allocate */
    PIO_WORKITEM AnswerWork;
    PIO_WORKITEM EndWork;
    ULONGLONG Deadline;
    volatile LONG References; /* one for the list, one for the creator or for each queued work item */
    PEND_STATE State;
    BOOLEAN Permit;
    BOOLEAN AnswerQueued;
    BOOLEAN EndQueued; /* closure, timer or unload has ended the wait */
    BOOLEAN EndpointClosing;
    BOOLEAN Consumed; /* its reauthorization has come */
} PEND_RECORD, *PPEND_RECORD;

static KSPIN_LOCK PendLock; /* protects everything below but the rundown, and every record that is listed */
static LIST_ENTRY PendRecords;
static LIST_ENTRY PendClosures;
static UINT64 PendLastId;
static BOOLEAN PendStopping;
/* Held once for each record, from the classify that makes it to the release that frees it. */
static EX_RUNDOWN_REF PendRundown;
// --8<-- [end:record]

static IO_WORKITEM_ROUTINE PendWorker;

_Use_decl_annotations_
VOID PendInitialize(VOID)
{
    KeInitializeSpinLock(&PendLock);
    InitializeListHead(&PendRecords);
    InitializeListHead(&PendClosures);
    ExInitializeRundownProtection(&PendRundown);
}

/* ---- records ------------------------------------------------------------------------------- */

static VOID PendFree(_In_ PPEND_RECORD Record)
{
    if (Record->AnswerWork != NULL) {
        IoFreeWorkItem(Record->AnswerWork);
    }
    if (Record->EndWork != NULL) {
        IoFreeWorkItem(Record->EndWork);
    }
    if (Record->SpareClosure != NULL) {
        ExFreePoolWithTag(Record->SpareClosure, VERDICT_TAG_CLOSURE);
    }
    PacketRelease(Record->Packet, FALSE);
    ExFreePoolWithTag(Record, VERDICT_TAG_RECORD);
}

static VOID PendRelease(_In_ PPEND_RECORD Record)
{
    if (InterlockedDecrement(&Record->References) == 0) {
        PendFree(Record);
        ExReleaseRundownProtection(&PendRundown);
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

    record = ExAllocatePool2(POOL_FLAG_NON_PAGED, sizeof(*record), VERDICT_TAG_RECORD);
    if (record == NULL) {
        return NULL;
    }
    record->SpareClosure = ExAllocatePool2(POOL_FLAG_NON_PAGED, sizeof(*record->SpareClosure), VERDICT_TAG_CLOSURE);
    record->AnswerWork = IoAllocateWorkItem(VerdictDevice);
    record->EndWork = IoAllocateWorkItem(VerdictDevice);
    if (record->SpareClosure == NULL || record->AnswerWork == NULL || record->EndWork == NULL ||
        !NT_SUCCESS(PacketClone(Request, &record->Packet))) {
        PendFree(record);
        return NULL;
    }
    record->EndpointHandle = Request->Metadata->transportEndpointHandle;
    record->Connection = Request->Connection;
    record->Deadline = KeQueryInterruptTime() + VERDICT_TIMEOUT;
    record->References = 2;
    record->State = PendReserved;
    return record;
}

/* Caller holds PendLock. */
static PPEND_CLOSURE PendFindClosure(_In_ UINT64 EndpointHandle)
{
    PLIST_ENTRY entry;

    for (entry = PendClosures.Flink; entry != &PendClosures; entry = entry->Flink) {
        PPEND_CLOSURE closure = CONTAINING_RECORD(entry, PEND_CLOSURE, Link);

        if (closure->EndpointHandle == EndpointHandle) {
            return closure;
        }
    }
    return NULL;
}

/* Ends the wait for a verdict: a work item of its own completes the operation. Caller holds PendLock. */
static VOID PendEndWait(_Inout_ PPEND_RECORD Record)
{
    if (Record->State == PendWaiting && !Record->EndQueued) {
        Record->EndQueued = TRUE;
        InterlockedIncrement(&Record->References);
        IoQueueWorkItem(Record->EndWork, PendWorker, DelayedWorkQueue, Record);
    }
}

/* Moves an answered record to a list of the caller's. Caller holds PendLock. */
static VOID PendForget(_Inout_ PPEND_RECORD Record, _Inout_ PLIST_ENTRY List)
{
    Record->State = PendGone;
    RemoveEntryList(&Record->Link);
    InsertTailList(List, &Record->Link);
}

// --8<-- [start:reserve]
/*
 * Makes a record and lists it before the operation is pended: a closure that arrives in between must find it.
 * The rundown reference is taken here and travels with the record. Null: decide at once.
 */
static PPEND_RECORD PendReserve(_In_ const PEND_REQUEST *Request)
{
    KLOCK_QUEUE_HANDLE lock;
    PPEND_RECORD record;
    BOOLEAN listed;

    if (!ExAcquireRundownProtection(&PendRundown)) {
        return NULL;
    }
    record = PendAllocate(Request);
    if (record == NULL) {
        ExReleaseRundownProtection(&PendRundown);
        return NULL;
    }

    KeAcquireInStackQueuedSpinLock(&PendLock, &lock);
    listed = !PendStopping && PendFindClosure(record->EndpointHandle) == NULL;
    if (listed) {
        record->Id = ++PendLastId;
        InsertTailList(&PendRecords, &record->Link);
    }
    KeReleaseInStackQueuedSpinLock(&lock);

    if (!listed) {
        PendFree(record);
        ExReleaseRundownProtection(&PendRundown);
        return NULL;
    }
    return record;
}
// --8<-- [end:reserve]

/* ---- closures ------------------------------------------------------------------------------ */

/* One operation fewer to wait for. Returns the closure if it was the last. Caller holds PendLock. */
static PPEND_CLOSURE PendCountDown(_In_ UINT64 EndpointHandle)
{
    PPEND_CLOSURE closure = PendFindClosure(EndpointHandle);

    if (closure == NULL || --closure->Waits != 0) {
        return NULL;
    }
    RemoveEntryList(&closure->Link);
    return closure;
}

static VOID PendCompleteClosure(_In_ PPEND_CLOSURE Closure)
{
    FwpsCompleteClassify0(Closure->ClassifyHandle, 0, &Closure->ClassifyOut);
    FwpsReleaseClassifyHandle0(Closure->ClassifyHandle);
    ExFreePoolWithTag(Closure, VERDICT_TAG_CLOSURE);
}

// --8<-- [start:settle]
/* The completion has returned (or there never was one): lets go of the list and of the closure. */
static VOID PendSettle(_In_ PPEND_RECORD Record)
{
    KLOCK_QUEUE_HANDLE lock;
    PPEND_CLOSURE closure;
    BOOLEAN gone;

    KeAcquireInStackQueuedSpinLock(&PendLock, &lock);
    gone = Record->Consumed || Record->EndpointClosing || PendStopping || Record->Connection.Inbound;
    Record->State = gone ? PendGone : PendAnswered;
    if (gone) {
        RemoveEntryList(&Record->Link);
    }
    closure = PendCountDown(Record->EndpointHandle);
    KeReleaseInStackQueuedSpinLock(&lock);

    if (closure != NULL) {
        PendCompleteClosure(closure);
    }
    if (gone) {
        PendRelease(Record);
    }
}
// --8<-- [end:settle]

/* ---- classify ------------------------------------------------------------------------------ */

/* The pend failed: there is no context, so nobody completes; a closure may already wait for the record. */
static VOID PendWithdraw(_In_ PPEND_RECORD Record)
{
    KLOCK_QUEUE_HANDLE lock;

    KeAcquireInStackQueuedSpinLock(&PendLock, &lock);
    Record->Consumed = TRUE;
    KeReleaseInStackQueuedSpinLock(&lock);

    PendSettle(Record);
    PendRelease(Record);
}

/* The operation is pended: from here on a verdict, a teardown or the timer may complete it. */
static VOID PendPublish(_In_ PPEND_RECORD Record)
{
    KLOCK_QUEUE_HANDLE lock;
    VERDICT_REQUEST request = {0};
    BOOLEAN waiting;

    request.Id = Record->Id;
    request.Connection = Record->Connection;

    KeAcquireInStackQueuedSpinLock(&PendLock, &lock);
    Record->State = PendWaiting;
    waiting = !Record->EndpointClosing && !PendStopping;
    if (!waiting) {
        PendEndWait(Record);
    }
    KeReleaseInStackQueuedSpinLock(&lock);

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
    record = PendReserve(Request);
    if (record == NULL) {
        VerdictApply(FALSE, ClassifyOut);
        return;
    }
    status = FwpsPendOperation0(metadata->completionHandle, &record->CompletionContext);
    if (!NT_SUCCESS(status)) {
        PendWithdraw(record);
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
            permit = record->Permit && !record->EndpointClosing;
            record->Consumed = TRUE;
            if (record->State == PendAnswered) {
                record->State = PendGone;
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
/*
 * Marks every operation of the endpoint as closing, ends the wait of those without a verdict and forgets those that
 * are over. Returns the closure to pend, already listed, or null if nothing is in flight. An earlier closure that is
 * still pended holds the endpoint as well, so a second one has nothing to wait for.
 */
static PPEND_CLOSURE PendTakeDown(_In_ UINT64 EndpointHandle, _In_ const FWPS_CLASSIFY_OUT0 *ClassifyOut)
{
    KLOCK_QUEUE_HANDLE lock;
    PPEND_CLOSURE closure = NULL;
    LIST_ENTRY answered;
    PLIST_ENTRY entry, next;
    ULONG waits = 1;

    InitializeListHead(&answered);
    KeAcquireInStackQueuedSpinLock(&PendLock, &lock);
    for (entry = PendRecords.Flink; entry != &PendRecords; entry = next) {
        PPEND_RECORD record = CONTAINING_RECORD(entry, PEND_RECORD, Link);

        next = entry->Flink;
        if (record->EndpointHandle != EndpointHandle || record->EndpointClosing) {
            continue;
        }
        if (record->State == PendAnswered) {
            PendForget(record, &answered);
            continue;
        }
        record->EndpointClosing = TRUE;
        waits++;
        if (closure == NULL) {
            closure = record->SpareClosure;
            record->SpareClosure = NULL;
        }
        PendEndWait(record);
    }
    if (closure != NULL) {
        closure->EndpointHandle = EndpointHandle;
        closure->Waits = waits;
        closure->ClassifyOut = *ClassifyOut;
        closure->ClassifyOut.actionType = FWP_ACTION_PERMIT;
        InsertTailList(&PendClosures, &closure->Link);
    }
    KeReleaseInStackQueuedSpinLock(&lock);

    PendReleaseList(&answered);
    return closure;
}

/* The closure callout has done its part; completes the closure if nothing was in flight any more. */
static VOID PendArmClosure(_In_ UINT64 EndpointHandle)
{
    KLOCK_QUEUE_HANDLE lock;
    PPEND_CLOSURE closure;

    KeAcquireInStackQueuedSpinLock(&PendLock, &lock);
    closure = PendCountDown(EndpointHandle);
    KeReleaseInStackQueuedSpinLock(&lock);

    if (closure != NULL) {
        PendCompleteClosure(closure);
    }
}

/* The closure could not be pended: completions in flight are unprotected. See the README, "What can fail". */
static VOID PendAbandonClosure(_In_ PPEND_CLOSURE Closure)
{
    KLOCK_QUEUE_HANDLE lock;

    KeAcquireInStackQueuedSpinLock(&PendLock, &lock);
    RemoveEntryList(&Closure->Link);
    KeReleaseInStackQueuedSpinLock(&lock);
    ExFreePoolWithTag(Closure, VERDICT_TAG_CLOSURE);
}

static NTSTATUS PendPendClosure(_Inout_ PPEND_CLOSURE Closure, _In_opt_ const VOID *ClassifyContext,
                                _In_ UINT64 FilterId, _Inout_ FWPS_CLASSIFY_OUT0 *ClassifyOut)
{
    NTSTATUS status = FwpsAcquireClassifyHandle0((VOID *)ClassifyContext, 0, &Closure->ClassifyHandle);

    if (!NT_SUCCESS(status)) {
        return status;
    }
    status = FwpsPendClassify0(Closure->ClassifyHandle, FilterId, 0, ClassifyOut);
    if (!NT_SUCCESS(status)) {
        FwpsReleaseClassifyHandle0(Closure->ClassifyHandle);
    }
    return status;
}

_Use_decl_annotations_
VOID PendEndpointClosing(UINT64 EndpointHandle, const VOID *ClassifyContext, UINT64 FilterId,
                         FWPS_CLASSIFY_OUT0 *ClassifyOut)
{
    PPEND_CLOSURE closure = PendTakeDown(EndpointHandle, ClassifyOut);

    if (closure == NULL) {
        ClassifyOut->actionType = FWP_ACTION_PERMIT;
        return;
    }
    if (!NT_SUCCESS(PendPendClosure(closure, ClassifyContext, FilterId, ClassifyOut))) {
        PendAbandonClosure(closure);
        ClassifyOut->actionType = FWP_ACTION_PERMIT;
        return;
    }
    ClassifyOut->actionType = FWP_ACTION_BLOCK;
    ClassifyOut->rights &= ~FWPS_RIGHT_ACTION_WRITE;
    PendArmClosure(EndpointHandle);
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
        if (record->State == PendWaiting && !record->AnswerQueued) {
            record->AnswerQueued = TRUE;
            record->Permit = Permit;
            InterlockedIncrement(&record->References);
            IoQueueWorkItem(record->AnswerWork, PendWorker, DelayedWorkQueue, record);
        }
        break;
    }
    KeReleaseInStackQueuedSpinLock(&lock);
}

// --8<-- [start:worker]
/*
 * The only place that completes. A system worker, because a user thread could be suspended in the middle of the
 * completion and hold the closure for ever. Two work items of one record may race to this claim; one wins.
 */
_Use_decl_annotations_
static VOID PendWorker(PDEVICE_OBJECT DeviceObject, PVOID Context)
{
    PPEND_RECORD record = Context;
    KLOCK_QUEUE_HANDLE lock;
    PPACKET packet = NULL;
    BOOLEAN mine, permit;

    UNREFERENCED_PARAMETER(DeviceObject);

    KeAcquireInStackQueuedSpinLock(&PendLock, &lock);
    mine = record->State == PendWaiting;
    permit = record->Permit && !record->EndpointClosing;
    if (mine) {
        record->State = PendCompleting;
        packet = record->Packet;
        record->Packet = NULL;
    }
    KeReleaseInStackQueuedSpinLock(&lock);

    if (mine) {
        FwpsCompleteOperation0(record->CompletionContext, PacketForCompletion(packet, permit));
        PacketRelease(packet, permit);
        PendSettle(record);
    }
    PendRelease(record);
}
// --8<-- [end:worker]

/* ---- timer and unload ---------------------------------------------------------------------- */

/* Ends what waits and forgets what was answered, if `All` or past its deadline. */
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
        if (record->State == PendAnswered) {
            PendForget(record, &answered);
        } else {
            PendEndWait(record);
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
    /* Waits for records in their classify, for completions in flight and for queued work. */
    ExWaitForRundownProtectionRelease(&PendRundown);
}
// --8<-- [end:stop]
