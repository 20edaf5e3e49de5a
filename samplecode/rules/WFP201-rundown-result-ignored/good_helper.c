/* The result travels through a helper and a variable before it is tested. */
#include <ntddk.h>

typedef struct _SESSION {
    EX_RUNDOWN_REF Rundown;
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

static BOOLEAN Enter(PSESSION session)
{
    return ExAcquireRundownProtection(&session->Rundown);
}

// [start:good]
NTSTATUS Submit(PSESSION session, const void *data, ULONG length)
{
    NTSTATUS status = STATUS_DEVICE_NOT_READY;
    BOOLEAN entered = Enter(session);
    BOOLEAN refused = !entered;

    if (refused)
        goto Exit;
    status = SendRequest(session, data, Clamp(session, length));
Exit:
    if (entered)
        ExReleaseRundownProtection(&session->Rundown);
    return status;
}
// [end:good]

VOID StopSession(PSESSION session)
{
    ExWaitForRundownProtectionRelease(&session->Rundown);
    ExRundownCompleted(&session->Rundown);
}

NTSTATUS DriverEntry(PDRIVER_OBJECT driver, PUNICODE_STRING registryPath)
{
    UNREFERENCED_PARAMETER(driver);
    UNREFERENCED_PARAMETER(registryPath);
    ExInitializeRundownProtection(&gSession.Rundown);
    gSession.Limit = 4096;
    return STATUS_SUCCESS;
}
