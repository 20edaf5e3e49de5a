/* The first work item gives the reference back before it queues the second one. */
#include <ntddk.h>
#include <fwpsk.h>

typedef struct _PEND {
    HANDLE Context;
    PIO_WORKITEM First, Second;
    EX_RUNDOWN_REF Rundown;
} PEND;

IO_WORKITEM_ROUTINE FirstStep, SecondStep;

NTSTATUS Submit(PEND *pend)
{
    if (!ExAcquireRundownProtection(&pend->Rundown))
        return STATUS_DEVICE_NOT_READY;
    IoQueueWorkItem(pend->First, FirstStep, DelayedWorkQueue, pend);
    return STATUS_SUCCESS;
}

VOID FirstStep(PDEVICE_OBJECT device, PVOID context)
{
    PEND *pend = context;

    UNREFERENCED_PARAMETER(device);
    ExReleaseRundownProtection(&pend->Rundown);
    IoQueueWorkItem(pend->Second, SecondStep, DelayedWorkQueue, pend);
}

VOID SecondStep(PDEVICE_OBJECT device, PVOID context)
{
    PEND *pend = context;

    UNREFERENCED_PARAMETER(device);
    FwpsCompleteOperation0(pend->Context, NULL); // unguarded no-guard
}
