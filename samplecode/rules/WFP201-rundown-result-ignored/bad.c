/* A request uses the session whether or not it could still be entered. */
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

// [start:bad]
NTSTATUS Submit(PSESSION session, const void *data, ULONG length)
{
    NTSTATUS status;

    ExAcquireRundownProtection(&session->Rundown); // expect: WFP201
    InterlockedIncrement(&session->Requests);
    status = SendRequest(session, data, Clamp(session, length));
    ExReleaseRundownProtection(&session->Rundown);
    return status;
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
