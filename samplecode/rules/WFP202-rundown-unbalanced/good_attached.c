/* A client that is attached holds a reference on its provider until it is detached. */
#include <ntddk.h>

typedef struct _PROVIDER {
    EX_RUNDOWN_REF Rundown;
    KSPIN_LOCK Lock;
    LIST_ENTRY Clients;
} PROVIDER, *PPROVIDER;

typedef struct _CLIENT {
    LIST_ENTRY Link;
    EX_RUNDOWN_REF Rundown;
    ULONG Kind;
    BOOLEAN Detached;
} CLIENT, *PCLIENT;

typedef NTSTATUS ATTACH_ROUTINE(const void *provider, ULONG kind, void **binding);
typedef NTSTATUS DETACH_ROUTINE(const void *binding);

typedef struct _PROVIDER_ROUTINES {
    ATTACH_ROUTINE *Attach;
    DETACH_ROUTINE *Detach;
} PROVIDER_ROUTINES;

NTSTATUS RegisterProvider(const PROVIDER_ROUTINES *routines, void *context);
NTSTATUS CallClient(PCLIENT client, ULONG kind);

DRIVER_INITIALIZE DriverEntry;
DRIVER_DISPATCH ProviderControl;

static PROVIDER gProvider;

static BOOLEAN Matches(const CLIENT *client, ULONG kind)
{
    return client->Kind == kind;
}

// [start:good]
static NTSTATUS AttachClient(const void *provider, ULONG kind, void **binding)
{
    PPROVIDER target = (PPROVIDER)provider;
    PCLIENT client = NULL;
    PLIST_ENTRY entry;
    NTSTATUS status = STATUS_SUCCESS;
    KIRQL irql;

    if (!ExAcquireRundownProtection(&target->Rundown))
        return STATUS_DEVICE_NOT_READY;
    client = ExAllocatePool2(POOL_FLAG_NON_PAGED, sizeof(*client), 'tnlC');
    if (client == NULL) {
        ExReleaseRundownProtection(&target->Rundown);
        return STATUS_NO_MEMORY;
    }
    ExInitializeRundownProtection(&client->Rundown);
    client->Kind = kind;
    KeAcquireSpinLock(&target->Lock, &irql);
    for (entry = target->Clients.Flink; entry != &target->Clients; entry = entry->Flink) {
        if (Matches(CONTAINING_RECORD(entry, CLIENT, Link), kind)) {
            status = STATUS_INVALID_PARAMETER;
            break;
        }
    }
    if (NT_SUCCESS(status))
        InsertTailList(&target->Clients, &client->Link);
    KeReleaseSpinLock(&target->Lock, irql);

    if (NT_SUCCESS(status)) {
        *binding = client;
    } else {
        ExFreePoolWithTag(client, 'tnlC');
        ExReleaseRundownProtection(&target->Rundown);
    }
    return status;
}

static NTSTATUS DetachClient(const void *binding)
{
    PCLIENT client = (PCLIENT)binding;
    KIRQL irql;

    if (client == NULL)
        return STATUS_INVALID_PARAMETER;
    KeAcquireSpinLock(&gProvider.Lock, &irql);
    client->Detached = TRUE;
    RemoveEntryList(&client->Link);
    KeReleaseSpinLock(&gProvider.Lock, irql);
    ExWaitForRundownProtectionRelease(&client->Rundown);
    ExReleaseRundownProtection(&gProvider.Rundown);
    return STATUS_SUCCESS;
}
// [end:good]

static PCLIENT FindClient(PPROVIDER provider, ULONG kind)
{
    PCLIENT found = NULL;
    PLIST_ENTRY entry;
    KIRQL irql;

    KeAcquireSpinLock(&provider->Lock, &irql);
    for (entry = provider->Clients.Flink; entry != &provider->Clients; entry = entry->Flink) {
        PCLIENT client = CONTAINING_RECORD(entry, CLIENT, Link);

        if (client->Detached)
            continue;
        if (kind == 0 || Matches(client, kind)) {
            if (ExAcquireRundownProtection(&client->Rundown))
                found = client;
            break;
        }
    }
    KeReleaseSpinLock(&provider->Lock, irql);
    return found;
}

NTSTATUS ProviderControl(PDEVICE_OBJECT device, PIRP irp)
{
    PCLIENT client = FindClient(&gProvider, 7);
    NTSTATUS status = STATUS_NOT_FOUND;

    UNREFERENCED_PARAMETER(device);
    UNREFERENCED_PARAMETER(irp);
    if (client == NULL)
        goto Exit;
    status = CallClient(client, 7);
    ExReleaseRundownProtection(&client->Rundown);
Exit:
    return status;
}

static const PROVIDER_ROUTINES gRoutines = {AttachClient, DetachClient};

NTSTATUS DriverEntry(PDRIVER_OBJECT driver, PUNICODE_STRING registryPath)
{
    UNREFERENCED_PARAMETER(registryPath);
    driver->MajorFunction[IRP_MJ_DEVICE_CONTROL] = ProviderControl;
    KeInitializeSpinLock(&gProvider.Lock);
    InitializeListHead(&gProvider.Clients);
    ExInitializeRundownProtection(&gProvider.Rundown);
    return RegisterProvider(&gRoutines, &gProvider);
}
