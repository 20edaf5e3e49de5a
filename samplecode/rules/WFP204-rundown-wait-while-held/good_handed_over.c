/* The reference belongs to the work item, which gives it back: the wait ends with it. */
#include <ntddk.h>

typedef struct _SESSION {
    EX_RUNDOWN_REF Rundown;
    PIO_WORKITEM Work;
    LONG Requests;
    ULONG Limit;
} SESSION, *PSESSION;

NTSTATUS SendRequest(PSESSION session, const void *data, ULONG length);

DRIVER_INITIALIZE DriverEntry;
IO_WORKITEM_ROUTINE FlushWorker;

static SESSION gSession;

VOID FlushWorker(PDEVICE_OBJECT device, PVOID context)
{
    PSESSION session = context;

    UNREFERENCED_PARAMETER(device);
    SendRequest(session, NULL, session->Limit);
    ExReleaseRundownProtection(&session->Rundown);
}

// [start:good]
NTSTATUS StopSession(PSESSION session)
{
    if (!ExAcquireRundownProtection(&session->Rundown))
        return STATUS_DEVICE_NOT_READY;
    IoQueueWorkItem(session->Work, FlushWorker, DelayedWorkQueue, session);
    ExWaitForRundownProtectionRelease(&session->Rundown);
    return STATUS_SUCCESS;
}
// [end:good]

NTSTATUS DriverEntry(PDRIVER_OBJECT driver, PUNICODE_STRING registryPath)
{
    UNREFERENCED_PARAMETER(driver);
    UNREFERENCED_PARAMETER(registryPath);
    ExInitializeRundownProtection(&gSession.Rundown);
    gSession.Limit = 4096;
    return STATUS_SUCCESS;
}
