/* Each request on the list holds a reference; who sweeps the list holds one of its own as well. */
#include <ntddk.h>

#define REQUEST_TAG 'qReS'

typedef struct _REQUEST {
    LIST_ENTRY Link;
    ULONG Owner;
    LONG References;
} REQUEST, *PREQUEST;

DRIVER_INITIALIZE DriverEntry;
DRIVER_DISPATCH SessionControl;
DRIVER_DISPATCH SessionCleanup;
DRIVER_UNLOAD SessionUnload;
KDEFERRED_ROUTINE SessionTimer;

static EX_RUNDOWN_REF gRundown;
static KSPIN_LOCK gLock;
static LIST_ENTRY gRequests;

static VOID ReleaseRequest(PREQUEST request)
{
    if (InterlockedDecrement(&request->References) == 0) {
        ExFreePoolWithTag(request, REQUEST_TAG);
        ExReleaseRundownProtection(&gRundown);
    }
}

/* The first request of an owner, off the list; of any owner, if that is zero. */
static PREQUEST TakeRequest(ULONG owner)
{
    PREQUEST found = NULL;
    PLIST_ENTRY entry;
    KIRQL irql;

    KeAcquireSpinLock(&gLock, &irql);
    for (entry = gRequests.Flink; entry != &gRequests; entry = entry->Flink) {
        PREQUEST request = CONTAINING_RECORD(entry, REQUEST, Link);

        if (owner == 0 || request->Owner == owner) {
            RemoveEntryList(&request->Link);
            found = request;
            break;
        }
    }
    KeReleaseSpinLock(&gLock, irql);
    return found;
}

NTSTATUS SessionControl(PDEVICE_OBJECT device, PIRP irp)
{
    PREQUEST request;
    KIRQL irql;

    UNREFERENCED_PARAMETER(device);
    UNREFERENCED_PARAMETER(irp);
    if (!ExAcquireRundownProtection(&gRundown))
        return STATUS_DEVICE_NOT_READY;
    request = ExAllocatePool2(POOL_FLAG_NON_PAGED, sizeof(*request), REQUEST_TAG);
    if (request == NULL) {
        ExReleaseRundownProtection(&gRundown);
        return STATUS_INSUFFICIENT_RESOURCES;
    }
    request->Owner = 1;
    request->References = 1;
    KeAcquireSpinLock(&gLock, &irql);
    InsertTailList(&gRequests, &request->Link);
    KeReleaseSpinLock(&gLock, irql);
    return STATUS_SUCCESS;
}

VOID SessionTimer(PKDPC dpc, PVOID context, PVOID argument1, PVOID argument2)
{
    PREQUEST request = TakeRequest(0);

    UNREFERENCED_PARAMETER(dpc);
    UNREFERENCED_PARAMETER(context);
    UNREFERENCED_PARAMETER(argument1);
    UNREFERENCED_PARAMETER(argument2);
    if (request != NULL)
        ReleaseRequest(request);
}

// [start:good]
NTSTATUS SessionCleanup(PDEVICE_OBJECT device, PIRP irp)
{
    PREQUEST request;

    UNREFERENCED_PARAMETER(device);
    UNREFERENCED_PARAMETER(irp);
    if (!ExAcquireRundownProtection(&gRundown))
        return STATUS_SUCCESS;
    while ((request = TakeRequest(1)) != NULL)
        ReleaseRequest(request);
    ExReleaseRundownProtection(&gRundown);
    return STATUS_SUCCESS;
}
// [end:good]

VOID SessionUnload(PDRIVER_OBJECT driver)
{
    UNREFERENCED_PARAMETER(driver);
    ExWaitForRundownProtectionRelease(&gRundown);
    ExRundownCompleted(&gRundown);
}

NTSTATUS DriverEntry(PDRIVER_OBJECT driver, PUNICODE_STRING registryPath)
{
    UNREFERENCED_PARAMETER(registryPath);
    driver->MajorFunction[IRP_MJ_DEVICE_CONTROL] = SessionControl;
    driver->MajorFunction[IRP_MJ_CLEANUP] = SessionCleanup;
    driver->DriverUnload = SessionUnload;
    KeInitializeSpinLock(&gLock);
    InitializeListHead(&gRequests);
    ExInitializeRundownProtection(&gRundown);
    return STATUS_SUCCESS;
}
