/* The helper that leaves the session is not called when the request is refused. */
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
    return ExAcquireRundownProtectionCacheAware((PEX_RUNDOWN_REF_CACHE_AWARE)session); // expect: WFP202
}

static void Leave(PSESSION session)
{
    ExReleaseRundownProtectionCacheAware((PEX_RUNDOWN_REF_CACHE_AWARE)session);
}

// [start:bad]
NTSTATUS Submit(PSESSION session, const void *data, ULONG length)
{
    NTSTATUS status;

    if (!Enter(session))
        return STATUS_DEVICE_NOT_READY;
    if (length > 65536)
        return STATUS_INVALID_BUFFER_SIZE;
    status = SendRequest(session, data, Clamp(session, length));
    Leave(session);
    return status;
}
// [end:bad]
