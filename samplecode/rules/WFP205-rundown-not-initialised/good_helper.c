/* A helper that can fail in several ways initialises the block with its session. */
#include <ntddk.h>

typedef struct _SESSION {
    EX_RUNDOWN_REF Rundown;
    PIO_WORKITEM Work;
    PVOID Buffer;
    PVOID Spare;
    LONG Requests;
    ULONG Limit;
} SESSION, *PSESSION;

NTSTATUS SendRequest(PSESSION session, const void *data, ULONG length);

DRIVER_INITIALIZE DriverEntry;

static SESSION gSession;

static ULONG Clamp(const SESSION *session, ULONG length)
{
    return length < session->Limit ? length : session->Limit;
}

NTSTATUS Submit(PSESSION session, const void *data, ULONG length)
{
    NTSTATUS status;

    if (!ExAcquireRundownProtection(&session->Rundown))
        return STATUS_DEVICE_NOT_READY;
    status = SendRequest(session, data, Clamp(session, length));
    ExReleaseRundownProtection(&session->Rundown);
    return status;
}

VOID StopSession(PSESSION session)
{
    ExWaitForRundownProtectionRelease(&session->Rundown);
    ExRundownCompleted(&session->Rundown);
}

// [start:good]
static NTSTATUS StartSession(PDRIVER_OBJECT driver, PSESSION session, ULONG limit)
{
    if (limit == 0 || limit > 65536)
        return STATUS_INVALID_PARAMETER;
    session->Work = IoAllocateWorkItem(driver->DeviceObject);
    if (session->Work == NULL)
        return STATUS_INSUFFICIENT_RESOURCES;
    session->Buffer = ExAllocatePool2(POOL_FLAG_NON_PAGED, limit, 'sseS');
    if (session->Buffer == NULL) {
        IoFreeWorkItem(session->Work);
        return STATUS_INSUFFICIENT_RESOURCES;
    }
    session->Spare = ExAllocatePool2(POOL_FLAG_NON_PAGED, limit, 'sseS');
    if (session->Spare == NULL) {
        ExFreePoolWithTag(session->Buffer, 'sseS');
        IoFreeWorkItem(session->Work);
        return STATUS_INSUFFICIENT_RESOURCES;
    }
    session->Limit = limit;
    ExInitializeRundownProtection(&session->Rundown);
    return STATUS_SUCCESS;
}
// [end:good]

NTSTATUS DriverEntry(PDRIVER_OBJECT driver, PUNICODE_STRING registryPath)
{
    UNREFERENCED_PARAMETER(registryPath);
    return StartSession(driver, &gSession, 4096);
}
