/* The reference goes with the work item, which gives it back. */
#include <ntddk.h>

typedef struct _SESSION {
    EX_RUNDOWN_REF Rundown;
    LONG Requests;
    ULONG Limit;
} SESSION, *PSESSION;

NTSTATUS SendRequest(PSESSION session, const void *data, ULONG length);

DRIVER_INITIALIZE DriverEntry;
DRIVER_DISPATCH SessionControl;
IO_WORKITEM_ROUTINE SessionWorker;

static SESSION gSession;
extern PIO_WORKITEM gWorkItem;

static ULONG Clamp(const SESSION *session, ULONG length)
{
    return length < session->Limit ? length : session->Limit;
}

VOID SessionWorker(PDEVICE_OBJECT device, PVOID context)
{
    PSESSION session = context;

    UNREFERENCED_PARAMETER(device);
    SendRequest(session, NULL, Clamp(session, 16));
    ExReleaseRundownProtection(&session->Rundown);
}

// [start:good]
NTSTATUS SessionControl(PDEVICE_OBJECT device, PIRP irp)
{
    UNREFERENCED_PARAMETER(device);
    UNREFERENCED_PARAMETER(irp);
    if (!ExAcquireRundownProtection(&gSession.Rundown))
        return STATUS_DEVICE_NOT_READY;
    IoQueueWorkItem(gWorkItem, SessionWorker, DelayedWorkQueue, &gSession);
    return STATUS_SUCCESS;
}
// [end:good]

VOID StopSession(PSESSION session)
{
    ExWaitForRundownProtectionRelease(&session->Rundown);
    ExRundownCompleted(&session->Rundown);
}

NTSTATUS DriverEntry(PDRIVER_OBJECT driver, PUNICODE_STRING registryPath)
{
    UNREFERENCED_PARAMETER(registryPath);
    driver->MajorFunction[IRP_MJ_DEVICE_CONTROL] = SessionControl;
    ExInitializeRundownProtection(&gSession.Rundown);
    gSession.Limit = 4096;
    return STATUS_SUCCESS;
}
