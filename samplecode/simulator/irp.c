/* The I/O manager: the device, and requests on their way into the driver and back. */
#include "world.h"

#include <string.h>

NTSTATUS IoCreateDevice(PDRIVER_OBJECT driver, ULONG extension, PUNICODE_STRING name, DEVICE_TYPE type,
                        ULONG characteristics, BOOLEAN exclusive, PDEVICE_OBJECT *device)
{
    (void)extension;
    (void)name;
    (void)type;
    (void)characteristics;
    (void)exclusive;
    require_irql(APC_LEVEL, "IoCreateDevice");
    device_object.DriverObject = driver;
    W.device = 1;
    *device = &device_object;
    return STATUS_SUCCESS;
}

VOID IoDeleteDevice(PDEVICE_OBJECT device)
{
    (void)device;
    SIM_ENTER();
    require_irql(APC_LEVEL, "IoDeleteDevice");
    W.device = 0;
}

NTSTATUS IoCreateSymbolicLink(PUNICODE_STRING link, PUNICODE_STRING name)
{
    (void)link;
    (void)name;
    return STATUS_SUCCESS;
}

NTSTATUS IoDeleteSymbolicLink(PUNICODE_STRING link)
{
    (void)link;
    return STATUS_SUCCESS;
}

static struct irp *irp_of(PIRP irp)
{
    return CONTAINING_RECORD(irp, struct irp, irp);
}

PIO_STACK_LOCATION IoGetCurrentIrpStackLocation(PIRP irp)
{
    return &irp_of(irp)->stack;
}

VOID IoMarkIrpPending(PIRP irp)
{
    irp_of(irp)->stack.Control |= SL_PENDING_RETURNED;
}

/* The swap is atomic: with cancellation in play, others may come before and after it. */
PDRIVER_CANCEL IoSetCancelRoutine(PIRP irp, PDRIVER_CANCEL routine)
{
    PDRIVER_CANCEL old;

    SIM_ENTER();
    if (sw.CANCEL)
        sim_point("set cancel routine", irp, NULL, 1);
    old = irp->CancelRoutine;
    irp->CancelRoutine = routine;
    if (sw.CANCEL)
        sim_point("cancel routine set", irp, NULL, 1);
    return old;
}

VOID IoCompleteRequest(PIRP irp, CCHAR boost)
{
    struct irp *self = irp_of(irp);

    (void)boost;
    SIM_ENTER();
    require_irql(DISPATCH_LEVEL, "IoCompleteRequest");
    if (self < W.irps || self >= W.irps + IRPS || !self->active || self->done)
        sim_violation(I4_MEMORY, "an IRP is completed twice");
    if (irp->CancelRoutine != NULL)
        sim_violation(I4_MEMORY, "an IRP is completed with a cancel routine set");
    sim_release_point("complete IRP", irp);
    self->done = 1;
}

struct irp *irp_new(unsigned slot, uint8_t major, ULONG code)
{
    struct irp *self = &W.irps[slot];

    memset(self, 0, sizeof *self);
    self->active = 1;
    self->irp.AssociatedIrp.SystemBuffer = self->buffer;
    self->stack.MajorFunction = major;
    self->stack.Parameters.DeviceIoControl.IoControlCode = code;
    self->stack.Parameters.DeviceIoControl.InputBufferLength = sizeof self->buffer;
    self->stack.Parameters.DeviceIoControl.OutputBufferLength = sizeof self->buffer;
    return self;
}

NTSTATUS irp_send(struct irp *self)
{
    NTSTATUS status;

    driver_enter("a dispatch routine");
    status = driver_object.MajorFunction[self->stack.MajorFunction](&device_object, &self->irp);
    driver_leave("a dispatch routine");
    if (status != STATUS_PENDING && !self->done)
        sim_violation(I8_PROGRESS, "a dispatch routine returns without completing its IRP");
    return status;
}

void irp_cancel(struct irp *self)
{
    PDRIVER_CANCEL routine;

    sim_point("cancel IRP", self, NULL, 1);
    self->irp.Cancel = TRUE;
    routine = self->irp.CancelRoutine;
    self->irp.CancelRoutine = NULL;
    if (routine == NULL)
        return;
    self->irp.CancelIrql = raise_irql(DISPATCH_LEVEL);
    driver_enter("a cancel routine");
    routine(&device_object, &self->irp);
    driver_leave("a cancel routine");
}
