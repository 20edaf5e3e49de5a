#include "pend.h"
typedef NTSTATUS HANDLER(PVOID input, ULONG *written);
typedef struct _ROW {
    ULONG Code;
    HANDLER *Handler;
} ROW;
extern EX_RUNDOWN_REF gRundown;
extern HANDLE gContext;
HANDLER NotHere, NorHere;
static NTSTATUS Version(PVOID input, ULONG *written) { *written = 1; return STATUS_SUCCESS; }
static NTSTATUS Counters(PVOID input, ULONG *written) { *written = 2; return STATUS_SUCCESS; }
static NTSTATUS Flows(PVOID input, ULONG *written) { *written = 3; return STATUS_SUCCESS; }
static NTSTATUS Rules(PVOID input, ULONG *written) { *written = 4; return STATUS_SUCCESS; }
static NTSTATUS Names(PVOID input, ULONG *written) { *written = 5; return STATUS_SUCCESS; }
static NTSTATUS Ports(PVOID input, ULONG *written) { *written = 6; return STATUS_SUCCESS; }
static NTSTATUS Clock(PVOID input, ULONG *written) { *written = 7; return STATUS_SUCCESS; }
static NTSTATUS Limits(PVOID input, ULONG *written) { *written = 8; return STATUS_SUCCESS; }
static NTSTATUS Uptime(PVOID input, ULONG *written) { *written = 9; return STATUS_SUCCESS; }
static NTSTATUS Verdict(PVOID input, ULONG *written)
{
    *written = 0;
    FwpsCompleteOperation0(gContext, NULL); // unguarded no-guard
    return STATUS_SUCCESS;
}
static NTSTATUS VerdictToo(PVOID input, ULONG *written)
{
    *written = 0;
    FwpsCompleteOperation0(input, NULL); // unguarded some-path
    return STATUS_SUCCESS;
}
static const ROW gRows[] = {
    {1, Version}, {2, Counters}, {3, Flows}, {4, Rules}, {5, Names}, {6, Ports}, {7, Clock},
    {8, Limits}, {9, Uptime}, {10, NotHere}, {11, NorHere}, {12, Verdict}, {13, VerdictToo},
};
NTSTATUS Dispatch(ULONG code, PVOID input, ULONG *written)
{
    ULONG i;
    for (i = 0; i < ARRAYSIZE(gRows); i++) {
        if (gRows[i].Code == code)
            return gRows[i].Handler(input, written);
    }
    return STATUS_INVALID_DEVICE_REQUEST;
}
VOID Worker(PDEVICE_OBJECT device, PVOID context)
{
    ULONG written;
    if (!ExAcquireRundownProtection(&gRundown))
        return;
    VerdictToo(context, &written);
    ExReleaseRundownProtection(&gRundown);
}
VOID Queue(PIO_WORKITEM item, PVOID context)
{
    IoQueueWorkItem(item, Worker, DelayedWorkQueue, context);
}
