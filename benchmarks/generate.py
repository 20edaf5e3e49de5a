"""Drivers of any size, generated: callouts that pend, queue, and complete on a worker."""

from __future__ import annotations

from pathlib import Path

_SHARED = """#pragma once
#include <ntddk.h>
#include <fwpsk.h>

typedef struct PENDED {
    LIST_ENTRY link;
    HANDLE context;
    UINT32 id;
} PENDED;

NTSTATUS RegisterAll(DEVICE_OBJECT* device);
"""

# @ is the number of the callout
_CALLOUT = """#include "shared.h"

typedef struct STATE@ {
    EX_RUNDOWN_REF rundown;
    KSPIN_LOCK lock;
    LIST_ENTRY queue;
    WORK_QUEUE_ITEM work;
    ULONG pended;
    ULONG finished;
} STATE@;

static STATE@ g_state@;

static BOOLEAN Interesting@(const FWPS_INCOMING_METADATA_VALUES0* meta, UINT32 id)
{
    if (meta->currentMetadataValues == 0) {
        return FALSE;
    }
    switch (id & 7) {
    case 0:
    case 3:
        return TRUE;
    case 5:
        return meta->completionHandle != NULL;
    default:
        break;
    }
    return id > @;
}

static VOID Keep@(PENDED* entry)
{
    KIRQL irql;
    KeAcquireSpinLock(&g_state@.lock, &irql);
    InsertTailList(&g_state@.queue, &entry->link);
    g_state@.pended += 1;
    KeReleaseSpinLock(&g_state@.lock, irql);
    ExQueueWorkItem(&g_state@.work, DelayedWorkQueue);
}

static PENDED* Take@(VOID)
{
    PENDED* entry = NULL;
    KIRQL irql;
    KeAcquireSpinLock(&g_state@.lock, &irql);
    if (!IsListEmpty(&g_state@.queue)) {
        entry = CONTAINING_RECORD(RemoveHeadList(&g_state@.queue), PENDED, link);
    }
    KeReleaseSpinLock(&g_state@.lock, irql);
    return entry;
}

static VOID Finish@(PENDED* entry)
{
    if (ExAcquireRundownProtection(&g_state@.rundown)) {
        FwpsCompleteOperation0(entry->context, NULL);
        ExReleaseRundownProtection(&g_state@.rundown);
        g_state@.finished += 1;
    }
    ExFreePoolWithTag(entry, 'hcnB');
}

static VOID Worker@(PVOID parameter)
{
    PENDED* entry;
    UNREFERENCED_PARAMETER(parameter);
    while ((entry = Take@()) != NULL) {
        Finish@(entry);
    }
}

VOID Classify@(
    const FWPS_INCOMING_VALUES0* values,
    const FWPS_INCOMING_METADATA_VALUES0* meta,
    VOID* layer,
    const VOID* classify,
    const FWPS_FILTER1* filter,
    UINT64 flow,
    FWPS_CLASSIFY_OUT0* out)
{
    PENDED* entry;
    NTSTATUS status;
    UNREFERENCED_PARAMETER(layer);
    UNREFERENCED_PARAMETER(classify);
    UNREFERENCED_PARAMETER(flow);
    if (!Interesting@(meta, filter->providerContext == NULL ? 0 : @)) {
        out->actionType = FWP_ACTION_PERMIT;
        return;
    }
    entry = ExAllocatePoolWithTag(NonPagedPool, sizeof(PENDED), 'hcnB');
    if (entry == NULL) {
        out->actionType = FWP_ACTION_BLOCK;
        return;
    }
    entry->id = values->layerId;
    status = FwpsPendOperation0(meta->completionHandle, &entry->context);
    if (!NT_SUCCESS(status)) {
        ExFreePoolWithTag(entry, 'hcnB');
        out->actionType = FWP_ACTION_BLOCK;
        return;
    }
    Keep@(entry);
    out->actionType = FWP_ACTION_BLOCK;
    out->flags |= FWPS_CLASSIFY_OUT_FLAG_ABSORB;
}

NTSTATUS Register@(DEVICE_OBJECT* device)
{
    FWPS_CALLOUT1 callout = {0};
    UINT32 id;
    ExInitializeRundownProtection(&g_state@.rundown);
    KeInitializeSpinLock(&g_state@.lock);
    InitializeListHead(&g_state@.queue);
    ExInitializeWorkItem(&g_state@.work, Worker@, NULL);
    callout.classifyFn = Classify@;
    return FwpsCalloutRegister1(device, &callout, &id);
}
"""


def driver(folder: Path, callouts: int) -> int:
    """Write a driver with so many callouts, one file each; returns the number of lines."""
    folder.mkdir(parents=True, exist_ok=True)
    texts = {"shared.h": _SHARED, "main.c": _main(callouts)}
    texts |= {f"callout{n}.c": _CALLOUT.replace("@", str(n)) for n in range(callouts)}
    return _written(folder, texts)


def _main(callouts: int) -> str:
    heads = "".join(f"NTSTATUS Register{n}(DEVICE_OBJECT* device);\n" for n in range(callouts))
    calls = "".join(f"    Register{n}(device);\n" for n in range(callouts))
    return f"""#include "shared.h"

{heads}
NTSTATUS DriverEntry(DRIVER_OBJECT* driver, UNICODE_STRING* path)
{{
    DEVICE_OBJECT* device = NULL;
    IoCreateDevice(driver, 0, NULL, FILE_DEVICE_NETWORK, 0, FALSE, &device);
{calls}    return STATUS_SUCCESS;
}}
"""


# @ is a number that no two functions share
_PLAIN = """
NTSTATUS Sum@(const UINT32* values, SIZE_T count, UINT64* total)
{
    SIZE_T i;
    *total = 0;
    if (values == NULL || count > 0x10000) {
        return STATUS_INVALID_PARAMETER;
    }
    for (i = 0; i < count; i++) {
        if ((values[i] & 1) != 0) {
            *total += values[i] * @;
        } else {
            *total ^= values[i];
        }
    }
    return STATUS_SUCCESS;
}
"""


def plain(folder: Path, files: int, functions: int) -> int:
    """Write files that name no function of any rule; returns the number of lines."""
    folder.mkdir(parents=True, exist_ok=True)
    texts = {}
    for file in range(files):
        bodies = (_PLAIN.replace("@", f"{file}{n:04}") for n in range(functions))
        texts[f"plain{file}.c"] = "#include <ntddk.h>\n" + "".join(bodies)
    return _written(folder, texts)


def _written(folder: Path, texts: dict[str, str]) -> int:
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return sum(text.count("\n") for text in texts.values())
