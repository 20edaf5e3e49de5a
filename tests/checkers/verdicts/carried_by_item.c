/* The reference travels with a work item on a list; the record with the context is another one. */
#include <ntddk.h>
#include <fwpsk.h>

typedef struct _PEND {
    HANDLE Context;
    EX_RUNDOWN_REF Rundown;
} PEND;

typedef struct _ITEM {
    LIST_ENTRY Link;
    PEND *Pend;
} ITEM;

static LIST_ENTRY gItems;
static KSPIN_LOCK gLock;

NTSTATUS Submit(PEND *pend)
{
    KIRQL irql;
    ITEM *item = ExAllocatePool2(POOL_FLAG_NON_PAGED, sizeof(*item), 'metI');

    if (item == NULL)
        return STATUS_INSUFFICIENT_RESOURCES;
    if (!ExAcquireRundownProtection(&pend->Rundown)) {
        ExFreePool(item);
        return STATUS_DEVICE_NOT_READY;
    }
    item->Pend = pend;
    KeAcquireSpinLock(&gLock, &irql);
    InsertTailList(&gItems, &item->Link);
    KeReleaseSpinLock(&gLock, irql);
    return STATUS_SUCCESS;
}

KSTART_ROUTINE Worker;

VOID Worker(PVOID context)
{
    PLIST_ENTRY entry;
    ITEM *item;

    UNREFERENCED_PARAMETER(context);
    for (;;) {
        entry = ExInterlockedRemoveHeadList(&gItems, &gLock);
        if (entry == NULL)
            break;
        item = CONTAINING_RECORD(entry, ITEM, Link);
        FwpsCompleteOperation0(item->Pend->Context, NULL); // guarded rundown
        ExReleaseRundownProtection(&item->Pend->Rundown);
        ExFreePool(item);
    }
}
