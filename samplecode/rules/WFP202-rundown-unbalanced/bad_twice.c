/* The clean-up gives back what the request has given back already. */
#include <ntddk.h>

typedef struct _SESSION {
    EX_RUNDOWN_REF Rundown;
    LONG Requests;
    ULONG Limit;
} SESSION, *PSESSION;

NTSTATUS SendRequest(PSESSION session, const void *data, ULONG length);

DRIVER_INITIALIZE DriverEntry;
DRIVER_DISPATCH SessionControl;

static SESSION gSession;

static ULONG Clamp(const SESSION *session, ULONG length)
{
    return length < session->Limit ? length : session->Limit;
}

// [start:bad]
NTSTATUS SessionControl(PDEVICE_OBJECT device, PIRP irp)
{
    NTSTATUS status;

    UNREFERENCED_PARAMETER(device);
    if (!ExAcquireRundownProtection(&gSession.Rundown))
        return STATUS_DEVICE_NOT_READY;
    status = SendRequest(&gSession, irp->AssociatedIrp.SystemBuffer, Clamp(&gSession, 64));
    ExReleaseRundownProtection(&gSession.Rundown);
    if (!NT_SUCCESS(status))
        ExReleaseRundownProtection(&gSession.Rundown); // expect: WFP202
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
    UNREFERENCED_PARAMETER(registryPath);
    driver->MajorFunction[IRP_MJ_DEVICE_CONTROL] = SessionControl;
    ExInitializeRundownProtection(&gSession.Rundown);
    gSession.Limit = 4096;
    return STATUS_SUCCESS;
}
