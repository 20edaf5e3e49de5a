/* Load and unload: the device, the timer, and the order in which everything comes and goes. */
#include "pend_bind.h"
#include "packet.h"

PDEVICE_OBJECT VerdictDevice;

static KTIMER VerdictTimer;
static KDPC VerdictDpc;

DRIVER_INITIALIZE DriverEntry;
static DRIVER_UNLOAD DriverUnload;
static KDEFERRED_ROUTINE VerdictTick;

_Use_decl_annotations_
static VOID VerdictTick(PKDPC Dpc, PVOID Context, PVOID Argument1, PVOID Argument2)
{
    UNREFERENCED_PARAMETER(Dpc);
    UNREFERENCED_PARAMETER(Context);
    UNREFERENCED_PARAMETER(Argument1);
    UNREFERENCED_PARAMETER(Argument2);
    PendExpire();
}

static VOID TimerStart(VOID)
{
    LARGE_INTEGER due;

    due.QuadPart = -10ll * 1000 * 1000;
    KeInitializeTimer(&VerdictTimer);
    KeInitializeDpc(&VerdictDpc, VerdictTick, NULL);
    KeSetTimerEx(&VerdictTimer, due, 1000, &VerdictDpc);
}

static VOID TimerStop(VOID)
{
    KeCancelTimer(&VerdictTimer);
    KeFlushQueuedDpcs();
}

static NTSTATUS DeviceCreate(_In_ PDRIVER_OBJECT DriverObject)
{
    UNICODE_STRING name = RTL_CONSTANT_STRING(VERDICT_DEVICE_NAME);
    UNICODE_STRING link = RTL_CONSTANT_STRING(VERDICT_LINK_NAME);
    NTSTATUS status;

    status = IoCreateDevice(DriverObject, 0, &name, FILE_DEVICE_NETWORK, FILE_DEVICE_SECURE_OPEN, FALSE,
                            &VerdictDevice);
    if (!NT_SUCCESS(status)) {
        return status;
    }
    status = IoCreateSymbolicLink(&link, &name);
    if (!NT_SUCCESS(status)) {
        IoDeleteDevice(VerdictDevice);
    }
    return status;
}

static VOID DeviceDelete(VOID)
{
    UNICODE_STRING link = RTL_CONSTANT_STRING(VERDICT_LINK_NAME);

    IoDeleteSymbolicLink(&link);
    IoDeleteDevice(VerdictDevice);
}

// --8<-- [start:unload]
/* Called when the last handle to the device is closed. */
_Use_decl_annotations_
static VOID DriverUnload(PDRIVER_OBJECT DriverObject)
{
    UNREFERENCED_PARAMETER(DriverObject);

    TimerStop();
    /* Drain while the callouts still work: operations in flight need the closure and the reauthorization. */
    PendStop();
    BindStop();
    PolicyRemove();
    CalloutsUnregister();
    PacketUninitialize();
    DeviceDelete();
}
// --8<-- [end:unload]

_Use_decl_annotations_
NTSTATUS DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
    NTSTATUS status;

    UNREFERENCED_PARAMETER(RegistryPath);

    PendInitialize();
    BindInitialize();
    QueueInitialize(DriverObject);
    DriverObject->DriverUnload = DriverUnload;

    status = DeviceCreate(DriverObject);
    if (!NT_SUCCESS(status)) {
        return status;
    }
    status = PacketInitialize();
    if (!NT_SUCCESS(status)) {
        goto DeleteDevice;
    }
    status = CalloutsRegister(VerdictDevice);
    if (!NT_SUCCESS(status)) {
        goto FreePackets;
    }
    status = PolicyInstall();
    if (!NT_SUCCESS(status)) {
        goto Unregister;
    }
    TimerStart();
    VerdictDevice->Flags &= ~(ULONG)DO_DEVICE_INITIALIZING;
    return STATUS_SUCCESS;

Unregister:
    CalloutsUnregister();
FreePackets:
    PacketUninitialize();
DeleteDevice:
    DeviceDelete();
    return status;
}
