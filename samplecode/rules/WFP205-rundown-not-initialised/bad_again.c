/* The block is made ready again while accessors may still be inside. */
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

NTSTATUS Submit(PSESSION session, const void *data, ULONG length)
{
    NTSTATUS status;

    if (!ExAcquireRundownProtection(&session->Rundown))
        return STATUS_DEVICE_NOT_READY;
    status = SendRequest(session, data, Clamp(session, length));
    ExReleaseRundownProtection(&session->Rundown);
    return status;
}

// [start:bad]
VOID RestartSession(PSESSION session)
{
    session->Limit = 4096;
    ExReInitializeRundownProtection(&session->Rundown); // expect: WFP205
}
// [end:bad]

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
