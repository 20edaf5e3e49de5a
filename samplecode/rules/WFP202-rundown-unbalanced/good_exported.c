/* Two functions for other drivers: one takes the reference, one gives it back. */
#include <ntddk.h>

typedef struct _PRIVATE {
    ULONG Size;
} PRIVATE, *PPRIVATE;

typedef struct _EXTENSION {
    PPRIVATE Private;
    LONG Refused;
    ULONG IsRemoved;
} EXTENSION, *PEXTENSION;

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD Unload;

extern PDEVICE_OBJECT gDevice;

/* The run-down reference stands behind the private part, in one allocation with it. */
static PEX_RUNDOWN_REF_CACHE_AWARE RundownOf(PDEVICE_OBJECT device)
{
    PEXTENSION extension = device->DeviceExtension;

    return (PEX_RUNDOWN_REF_CACHE_AWARE)((PUCHAR)extension->Private + sizeof(PRIVATE));
}

// [start:good]
ULONG AcquireRemoveLock(PDEVICE_OBJECT device)
{
    PEXTENSION extension = device->DeviceExtension;

    if (!ExAcquireRundownProtectionCacheAware(RundownOf(device)))
        InterlockedIncrement(&extension->Refused);
    return extension->IsRemoved;
}

VOID ReleaseRemoveLock(PDEVICE_OBJECT device)
{
    PEXTENSION extension = device->DeviceExtension;
    LONG refused = extension->Refused, before;

    /* Give it back unless it was refused before. */
    while (refused != 0) {
        before = InterlockedCompareExchange(&extension->Refused, refused - 1, refused);
        if (before == refused)
            return;
        refused = before;
    }
    ExReleaseRundownProtectionCacheAware(RundownOf(device));
}
// [end:good]

VOID Unload(PDRIVER_OBJECT driver)
{
    UNREFERENCED_PARAMETER(driver);
    ExWaitForRundownProtectionReleaseCacheAware(RundownOf(gDevice));
}

NTSTATUS DriverEntry(PDRIVER_OBJECT driver, PUNICODE_STRING registryPath)
{
    UNREFERENCED_PARAMETER(registryPath);
    ExInitializeRundownProtectionCacheAware(RundownOf(gDevice), 64);
    driver->DriverUnload = Unload;
    return STATUS_SUCCESS;
}
