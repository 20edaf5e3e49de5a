/* A status other than STATUS_SUCCESS is a failure: nothing was cloned. */
#include <initguid.h>
#include <ntddk.h>
#include <fwpsk.h>
#include <fwpmk.h>

DEFINE_GUID(STREAM_CALLOUT, 0x7a0c61e4, 0x2b17, 0x4d0f, 0x8e, 0x52, 0x10, 0x9c, 0x77, 0x3a, 0x5d,
            0x21);

typedef struct _CHUNK {
    LIST_ENTRY Link;
    NET_BUFFER_LIST *Data;
    UINT64 Flow;
    UINT32 Flags;
    SIZE_T Length;
} CHUNK, *PCHUNK;

extern KSPIN_LOCK gChunkLock;
extern LIST_ENTRY gChunks;
extern HANDLE gInjection;
extern UINT32 gStreamCalloutId;
extern PIO_WORKITEM gWorkItem;

IO_WORKITEM_ROUTINE InjectWorker;

static BOOLEAN IsInbound(const FWPS_STREAM_DATA0 *data)
{
    return (data->flags & FWPS_STREAM_FLAG_RECEIVE) != 0;
}

// [start:good]
static void NTAPI StreamClassify(const FWPS_INCOMING_VALUES0 *inFixedValues,
                                 const FWPS_INCOMING_METADATA_VALUES0 *inMetaValues,
                                 void *layerData, const void *classifyContext,
                                 const FWPS_FILTER1 *filter, UINT64 flowContext,
                                 FWPS_CLASSIFY_OUT0 *classifyOut)
{
    FWPS_STREAM_CALLOUT_IO_PACKET0 *packet = layerData;
    FWPS_STREAM_DATA0 *data = packet->streamData;
    PCHUNK chunk;
    NTSTATUS status;
    KIRQL irql;

    UNREFERENCED_PARAMETER(inFixedValues);
    UNREFERENCED_PARAMETER(inMetaValues);
    UNREFERENCED_PARAMETER(classifyContext);
    UNREFERENCED_PARAMETER(filter);
    classifyOut->actionType = FWP_ACTION_PERMIT;
    if (!IsInbound(data))
        return;
    chunk = ExAllocatePool2(POOL_FLAG_NON_PAGED, sizeof(*chunk), 'knhC');
    if (chunk == NULL)
        return;
    chunk->Flow = flowContext;
    chunk->Flags = data->flags;
    chunk->Length = data->dataLength;
    status = FwpsCloneStreamData0(data, NULL, NULL, 0, &chunk->Data);
    if (status != STATUS_SUCCESS) {
        ExFreePoolWithTag(chunk, 'knhC');
        return;
    }
    KeAcquireSpinLock(&gChunkLock, &irql);
    InsertTailList(&gChunks, &chunk->Link);
    KeReleaseSpinLock(&gChunkLock, irql);
    IoQueueWorkItem(gWorkItem, InjectWorker, DelayedWorkQueue, NULL);
    packet->streamAction = FWPS_STREAM_ACTION_NONE;
    packet->countBytesEnforced = data->dataLength;
    classifyOut->actionType = FWP_ACTION_BLOCK;
}
// [end:good]

static void NTAPI ChunkInjected(void *context, NET_BUFFER_LIST *data, BOOLEAN dispatchLevel)
{
    FwpsFreeCloneNetBufferList0(data, 0);
    ExFreePoolWithTag(context, 'knhC');
    UNREFERENCED_PARAMETER(dispatchLevel);
}

static PCHUNK NextChunk(void)
{
    PCHUNK chunk = NULL;
    KIRQL irql;

    KeAcquireSpinLock(&gChunkLock, &irql);
    if (!IsListEmpty(&gChunks))
        chunk = CONTAINING_RECORD(RemoveHeadList(&gChunks), CHUNK, Link);
    KeReleaseSpinLock(&gChunkLock, irql);
    return chunk;
}

VOID InjectWorker(PDEVICE_OBJECT device, PVOID context)
{
    PCHUNK chunk;

    UNREFERENCED_PARAMETER(device);
    UNREFERENCED_PARAMETER(context);
    while ((chunk = NextChunk()) != NULL) {
        NTSTATUS status = FwpsStreamInjectAsync0(gInjection, NULL, 0, chunk->Flow,
                                                 gStreamCalloutId, FWPS_LAYER_STREAM_V4,
                                                 chunk->Flags, chunk->Data, chunk->Length,
                                                 ChunkInjected, chunk);

        if (!NT_SUCCESS(status))
            ChunkInjected(chunk, chunk->Data, FALSE);
    }
}

NTSTATUS RegisterStreamCallout(PDEVICE_OBJECT device, HANDLE engine)
{
    FWPS_CALLOUT1 callout = {0};
    FWPM_CALLOUT0 managed = {0};
    NTSTATUS status;

    callout.calloutKey = STREAM_CALLOUT;
    callout.classifyFn = StreamClassify;
    status = FwpsCalloutRegister1(device, &callout, &gStreamCalloutId);
    if (!NT_SUCCESS(status))
        return status;
    managed.calloutKey = STREAM_CALLOUT;
    managed.displayData.name = L"Stream callout";
    managed.applicableLayer = FWPM_LAYER_STREAM_V4;
    return FwpmCalloutAdd0(engine, &managed, NULL, NULL);
}
