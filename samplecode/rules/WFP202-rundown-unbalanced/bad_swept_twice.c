/* The sweep gives back the reference of a ticket that its owner gives back as well. */
#include <ntddk.h>

typedef struct _TICKET {
    LIST_ENTRY Link;
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

// [start:bad]
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
    ticket->Deadline = Now() + 1000;
    KeAcquireSpinLock(&gLock, &irql);
    InsertTailList(&gTickets, &ticket->Link);
    KeReleaseSpinLock(&gLock, irql);
    return STATUS_SUCCESS;
}

static VOID DropTicket(PTICKET ticket)
{
    ExFreePoolWithTag(ticket, 'tkcT');
    ExReleaseRundownProtection(&gRundown); // expect: WFP202
}

VOID TicketTick(PKDPC dpc, PVOID context, PVOID argument1, PVOID argument2)
{
    PLIST_ENTRY entry;

    UNREFERENCED_PARAMETER(dpc);
    UNREFERENCED_PARAMETER(context);
    UNREFERENCED_PARAMETER(argument1);
    UNREFERENCED_PARAMETER(argument2);
    KeAcquireSpinLockAtDpcLevel(&gLock);
    entry = RemoveHeadList(&gTickets);
    KeReleaseSpinLockFromDpcLevel(&gLock);
    if (entry == &gTickets)
        return;
    ExReleaseRundownProtection(&gRundown);
    DropTicket(CONTAINING_RECORD(entry, TICKET, Link));
}
// [end:bad]

VOID StopTickets(VOID)
{
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
