/* The result is kept in a variable that nobody reads before it changes. */
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
    BOOLEAN ok;
    NTSTATUS status;

    ok = ExAcquireRundownProtectionEx(&session->Rundown, 2); // expect: WFP201
    status = SendRequest(session, data, Clamp(session, length));
    ok = NT_SUCCESS(status);
    ExReleaseRundownProtectionEx(&session->Rundown, 2);
    return ok ? STATUS_SUCCESS : status;
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
