/* The wait is in a helper, whose caller still holds its reference on the error path. */
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
static void Close(PSESSION session)
{
    ExWaitForRundownProtectionRelease(&session->Rundown); // expect: WFP204
    session->Limit = 0;
}
// [end:bad]

NTSTATUS Submit(PSESSION session, const void *data, ULONG length)
{
    NTSTATUS status;

    if (!ExAcquireRundownProtection(&session->Rundown))
        return STATUS_DEVICE_NOT_READY;
    status = SendRequest(session, data, Clamp(session, length));
    if (status == STATUS_DEVICE_NOT_CONNECTED)
        Close(session);
    ExReleaseRundownProtection(&session->Rundown);
    return status;
}

NTSTATUS DriverEntry(PDRIVER_OBJECT driver, PUNICODE_STRING registryPath)
{
    UNREFERENCED_PARAMETER(driver);
    UNREFERENCED_PARAMETER(registryPath);
    ExInitializeRundownProtection(&gSession.Rundown);
    gSession.Limit = 4096;
    return STATUS_SUCCESS;
}
