/*
 * The way to the verdict service: requests wait in a short ring until the service's IRP fetches them
 * ("inverted call"), answers come back by id. Knows nothing of WFP; the address of a record never leaves the kernel.
 */
#include "pend_bind.h"

#ifndef VERDICT_BACKLOG
#define VERDICT_BACKLOG 64
#endif

static KSPIN_LOCK QueueLock; /* protects everything below; a leaf */
static LIST_ENTRY QueueIrps;
static VERDICT_REQUEST QueueRing[VERDICT_BACKLOG];
static ULONG QueueFirst;
static ULONG QueueCount;
static BOOLEAN QueueOpen;

static DRIVER_CANCEL QueueCancel;
static DRIVER_DISPATCH QueueDispatchCreate;
static DRIVER_DISPATCH QueueDispatchCleanup;
static DRIVER_DISPATCH QueueDispatchClose;
static DRIVER_DISPATCH QueueDispatchControl;

_Use_decl_annotations_
VOID QueueInitialize(PDRIVER_OBJECT DriverObject)
{
    KeInitializeSpinLock(&QueueLock);
    InitializeListHead(&QueueIrps);
    DriverObject->MajorFunction[IRP_MJ_CREATE] = QueueDispatchCreate;
    DriverObject->MajorFunction[IRP_MJ_CLEANUP] = QueueDispatchCleanup;
    DriverObject->MajorFunction[IRP_MJ_CLOSE] = QueueDispatchClose;
    DriverObject->MajorFunction[IRP_MJ_DEVICE_CONTROL] = QueueDispatchControl;
}

static NTSTATUS QueueComplete(_In_ PIRP Irp, _In_ NTSTATUS Status, _In_ ULONG_PTR Information)
{
    Irp->IoStatus.Status = Status;
    Irp->IoStatus.Information = Information;
    IoCompleteRequest(Irp, IO_NO_INCREMENT);
    return Status;
}

/* ---- requests ------------------------------------------------------------------------------ */

/*
 * The first IRP that is still ours, or null. One whose cancel routine has started belongs to that routine: it is
 * left as a list of itself, which the routine can unlink. Caller holds QueueLock.
 */
static PIRP QueueTakeIrp(VOID)
{
    while (!IsListEmpty(&QueueIrps)) {
        PLIST_ENTRY entry = RemoveHeadList(&QueueIrps);
        PIRP irp = CONTAINING_RECORD(entry, IRP, Tail.Overlay.ListEntry);

        if (IoSetCancelRoutine(irp, NULL) != NULL) {
            return irp;
        }
        InitializeListHead(entry);
    }
    return NULL;
}

// --8<-- [start:ask]
_Use_decl_annotations_
BOOLEAN QueueAsk(const VERDICT_REQUEST *Request)
{
    KLOCK_QUEUE_HANDLE lock;
    BOOLEAN taken;
    PIRP irp;

    KeAcquireInStackQueuedSpinLock(&QueueLock, &lock);
    irp = QueueTakeIrp();
    taken = irp != NULL || (QueueOpen && QueueCount < VERDICT_BACKLOG);
    if (irp == NULL && taken) {
        QueueRing[(QueueFirst + QueueCount++) % VERDICT_BACKLOG] = *Request;
    }
    KeReleaseInStackQueuedSpinLock(&lock);

    if (irp != NULL) {
        *(VERDICT_REQUEST *)irp->AssociatedIrp.SystemBuffer = *Request;
        QueueComplete(irp, STATUS_SUCCESS, sizeof(*Request));
    }
    return taken;
}
// --8<-- [end:ask]

_Use_decl_annotations_
static VOID QueueCancel(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
    KLOCK_QUEUE_HANDLE lock;

    UNREFERENCED_PARAMETER(DeviceObject);

    IoReleaseCancelSpinLock(Irp->CancelIrql);
    KeAcquireInStackQueuedSpinLock(&QueueLock, &lock);
    RemoveEntryList(&Irp->Tail.Overlay.ListEntry);
    KeReleaseInStackQueuedSpinLock(&lock);
    QueueComplete(Irp, STATUS_CANCELLED, 0);
}

static NTSTATUS QueueGetRequest(_In_ PIRP Irp)
{
    PIO_STACK_LOCATION stack = IoGetCurrentIrpStackLocation(Irp);
    KLOCK_QUEUE_HANDLE lock;
    NTSTATUS status = STATUS_PENDING;

    if (stack->Parameters.DeviceIoControl.OutputBufferLength < sizeof(VERDICT_REQUEST)) {
        return QueueComplete(Irp, STATUS_BUFFER_TOO_SMALL, 0);
    }

    KeAcquireInStackQueuedSpinLock(&QueueLock, &lock);
    if (QueueCount > 0) {
        *(VERDICT_REQUEST *)Irp->AssociatedIrp.SystemBuffer = QueueRing[QueueFirst];
        QueueFirst = (QueueFirst + 1) % VERDICT_BACKLOG;
        QueueCount--;
        status = STATUS_SUCCESS;
    } else {
        IoMarkIrpPending(Irp);
        InsertTailList(&QueueIrps, &Irp->Tail.Overlay.ListEntry);
        IoSetCancelRoutine(Irp, QueueCancel);
        /* Cancelled before the routine was set: if it has not been called by now, nobody will call it. */
        if (Irp->Cancel && IoSetCancelRoutine(Irp, NULL) != NULL) {
            RemoveEntryList(&Irp->Tail.Overlay.ListEntry);
            status = STATUS_CANCELLED;
        }
    }
    KeReleaseInStackQueuedSpinLock(&lock);

    if (status == STATUS_SUCCESS) {
        return QueueComplete(Irp, STATUS_SUCCESS, sizeof(VERDICT_REQUEST));
    }
    if (status == STATUS_CANCELLED) {
        QueueComplete(Irp, STATUS_CANCELLED, 0);
    }
    return STATUS_PENDING;
}

static NTSTATUS QueueAnswer(_In_ PIRP Irp)
{
    PIO_STACK_LOCATION stack = IoGetCurrentIrpStackLocation(Irp);
    const VERDICT_ANSWER *answer = Irp->AssociatedIrp.SystemBuffer;

    if (stack->Parameters.DeviceIoControl.InputBufferLength < sizeof(*answer)) {
        return QueueComplete(Irp, STATUS_INVALID_PARAMETER, 0);
    }
    /* Ids are handed out from two ranges: an answer finds its record in one of the two lists, or in none. */
    PendAnswer(answer->Id, answer->Permit != 0);
    BindAnswer(answer->Id, answer->Permit != 0);
    return QueueComplete(Irp, STATUS_SUCCESS, 0);
}

/* ---- dispatch ------------------------------------------------------------------------------ */

_Use_decl_annotations_
static NTSTATUS QueueDispatchControl(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
    UNREFERENCED_PARAMETER(DeviceObject);

    switch (IoGetCurrentIrpStackLocation(Irp)->Parameters.DeviceIoControl.IoControlCode) {
    case IOCTL_VERDICT_GET_REQUEST:
        return QueueGetRequest(Irp);
    case IOCTL_VERDICT_ANSWER:
        return QueueAnswer(Irp);
    default:
        return QueueComplete(Irp, STATUS_INVALID_DEVICE_REQUEST, 0);
    }
}

_Use_decl_annotations_
static NTSTATUS QueueDispatchCreate(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
    KLOCK_QUEUE_HANDLE lock;
    BOOLEAN first;

    UNREFERENCED_PARAMETER(DeviceObject);

    KeAcquireInStackQueuedSpinLock(&QueueLock, &lock);
    first = !QueueOpen;
    QueueOpen = TRUE;
    KeReleaseInStackQueuedSpinLock(&lock);
    return QueueComplete(Irp, first ? STATUS_SUCCESS : STATUS_SHARING_VIOLATION, 0);
}

// --8<-- [start:cleanup]
/*
 * The service has gone. Its IRPs end here; the connections it never answered keep waiting for the next service,
 * the timer, their closure or the unload.
 */
_Use_decl_annotations_
static NTSTATUS QueueDispatchCleanup(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
    KLOCK_QUEUE_HANDLE lock;
    PIRP waiting;

    UNREFERENCED_PARAMETER(DeviceObject);

    do {
        KeAcquireInStackQueuedSpinLock(&QueueLock, &lock);
        QueueOpen = FALSE;
        QueueCount = 0;
        waiting = QueueTakeIrp();
        KeReleaseInStackQueuedSpinLock(&lock);
        if (waiting != NULL) {
            QueueComplete(waiting, STATUS_CANCELLED, 0);
        }
    } while (waiting != NULL);
    return QueueComplete(Irp, STATUS_SUCCESS, 0);
}
// --8<-- [end:cleanup]

_Use_decl_annotations_
static NTSTATUS QueueDispatchClose(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
    UNREFERENCED_PARAMETER(DeviceObject);
    return QueueComplete(Irp, STATUS_SUCCESS, 0);
}
