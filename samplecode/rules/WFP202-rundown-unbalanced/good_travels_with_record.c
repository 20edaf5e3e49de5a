/* The record that the request lists carries the reference; whoever drops it last gives it back. */
#include <ntddk.h>

typedef struct _TICKET {
    LIST_ENTRY Link;
    LONG References;
    ULONGLONG Deadline;
} TICKET, *PTICKET;

DRIVER_INITIALIZE DriverEntry;
DRIVER_DISPATCH TicketControl;
KDEFERRED_ROUTINE TicketTick;

static EX_RUNDOWN_REF gRundown;
static KSPIN_LOCK gLock;
static LIST_ENTRY gTickets;

static ULONGLONG Now(void)
{
    return KeQueryInterruptTime();
}

// [start:good]
static VOID ReleaseTicket(PTICKET ticket)
{
    if (InterlockedDecrement(&ticket->References) == 0) {
        ExFreePoolWithTag(ticket, 'tkcT');
        ExReleaseRundownProtection(&gRundown);
    }
}

static VOID ReleaseTickets(PLIST_ENTRY list)
{
    while (!IsListEmpty(list))
        ReleaseTicket(CONTAINING_RECORD(RemoveHeadList(list), TICKET, Link));
}

NTSTATUS TicketControl(PDEVICE_OBJECT device, PIRP irp)
{
    KIRQL irql;
    PTICKET ticket;

    UNREFERENCED_PARAMETER(device);
    UNREFERENCED_PARAMETER(irp);
    if (!ExAcquireRundownProtection(&gRundown))
        return STATUS_DEVICE_NOT_READY;
    ticket = ExAllocatePool2(POOL_FLAG_NON_PAGED, sizeof(*ticket), 'tkcT');
    if (ticket == NULL) {
        ExReleaseRundownProtection(&gRundown);
        return STATUS_INSUFFICIENT_RESOURCES;
    }
    ticket->References = 2;
    ticket->Deadline = Now() + 1000;
    KeAcquireSpinLock(&gLock, &irql);
    InsertTailList(&gTickets, &ticket->Link);
    KeReleaseSpinLock(&gLock, irql);
    ReleaseTicket(ticket);
    return STATUS_SUCCESS;
}

static VOID SweepTickets(ULONGLONG now)
{
    KIRQL irql;
    LIST_ENTRY expired;
    PLIST_ENTRY entry, next;

    InitializeListHead(&expired);
    KeAcquireSpinLock(&gLock, &irql);
    for (entry = gTickets.Flink; entry != &gTickets; entry = next) {
        PTICKET ticket = CONTAINING_RECORD(entry, TICKET, Link);

        next = entry->Flink;
        if (ticket->Deadline <= now) {
            RemoveEntryList(&ticket->Link);
            InsertTailList(&expired, &ticket->Link);
        }
    }
    KeReleaseSpinLock(&gLock, irql);
    ReleaseTickets(&expired);
}
// [end:good]

VOID TicketTick(PKDPC dpc, PVOID context, PVOID argument1, PVOID argument2)
{
    UNREFERENCED_PARAMETER(dpc);
    UNREFERENCED_PARAMETER(context);
    UNREFERENCED_PARAMETER(argument1);
    UNREFERENCED_PARAMETER(argument2);
    SweepTickets(Now());
}

VOID StopTickets(VOID)
{
    SweepTickets(MAXULONGLONG);
    ExWaitForRundownProtectionRelease(&gRundown);
}

NTSTATUS DriverEntry(PDRIVER_OBJECT driver, PUNICODE_STRING registryPath)
{
    static KDPC dpc;

    UNREFERENCED_PARAMETER(registryPath);
    driver->MajorFunction[IRP_MJ_DEVICE_CONTROL] = TicketControl;
    KeInitializeSpinLock(&gLock);
    InitializeListHead(&gTickets);
    ExInitializeRundownProtection(&gRundown);
    KeInitializeDpc(&dpc, TicketTick, NULL);
    return STATUS_SUCCESS;
}
