/* A record whose pend failed is cleared with the handle in it. */
#include <ntddk.h>
#include <fwpsk.h>

#define REDIRECT_TAG 'rdeR'

typedef struct _REDIRECT {
    EX_RUNDOWN_REF Rundown;
    UINT64 ClassifyHandle;
    FWPS_CLASSIFY_OUT0 ClassifyOut;
    BOOLEAN IsPended;
} REDIRECT, *PREDIRECT;

extern PIO_WORKITEM gWorkItem;

IO_WORKITEM_ROUTINE RedirectWorker;

static USHORT RemotePort(const FWPS_INCOMING_VALUES0 *values)
{
    return values->incomingValue[FWPS_FIELD_ALE_CONNECT_REDIRECT_V4_IP_REMOTE_PORT].value.uint16;
}

/* The owner of a record: runs in a worker thread once its endpoint is closing. */
VOID CloseRedirect(PREDIRECT redirect)
{
    ExWaitForRundownProtectionRelease(&redirect->Rundown);
    ExFreePoolWithTag(redirect, REDIRECT_TAG);
}

// [start:bad]
/* Undo what was done; a record that is not pended is taken to hold no handle. */
static VOID DropRedirect(PREDIRECT redirect)
{
    if (redirect->ClassifyHandle != 0 && redirect->IsPended) {
        FwpsCompleteClassify0(redirect->ClassifyHandle, 0, &redirect->ClassifyOut);
        FwpsReleaseClassifyHandle0(redirect->ClassifyHandle);
    }
    RtlZeroMemory(redirect, sizeof(*redirect));
    ExFreePoolWithTag(redirect, REDIRECT_TAG);
}

static void NTAPI RedirectClassify(const FWPS_INCOMING_VALUES0 *inFixedValues,
                                   const FWPS_INCOMING_METADATA_VALUES0 *inMetaValues,
                                   void *layerData, const void *classifyContext,
                                   const FWPS_FILTER1 *filter, UINT64 flowContext,
                                   FWPS_CLASSIFY_OUT0 *classifyOut)
{
    PREDIRECT redirect;
    NTSTATUS status;

    UNREFERENCED_PARAMETER(inMetaValues);
    UNREFERENCED_PARAMETER(layerData);
    UNREFERENCED_PARAMETER(flowContext);
    if (!(classifyOut->rights & FWPS_RIGHT_ACTION_WRITE) || RemotePort(inFixedValues) != 80)
        return;
    redirect = ExAllocatePool2(POOL_FLAG_NON_PAGED, sizeof(*redirect), REDIRECT_TAG);
    if (redirect == NULL)
        return;
    ExInitializeRundownProtection(&redirect->Rundown);
    redirect->IsPended = FALSE;
    status = FwpsAcquireClassifyHandle0((void *)classifyContext, 0, // expect: WFP504
                                        &redirect->ClassifyHandle);
    if (!NT_SUCCESS(status)) {
        ExFreePoolWithTag(redirect, REDIRECT_TAG);
        return;
    }
    status = FwpsPendClassify0(redirect->ClassifyHandle, filter->filterId, 0, classifyOut);
    if (!NT_SUCCESS(status)) {
        DropRedirect(redirect);
        return;
    }
    redirect->IsPended = TRUE;
    classifyOut->actionType = FWP_ACTION_BLOCK;
    classifyOut->rights &= ~FWPS_RIGHT_ACTION_WRITE;
    redirect->ClassifyOut = *classifyOut;
    IoQueueWorkItem(gWorkItem, RedirectWorker, DelayedWorkQueue, redirect);
}
// [end:bad]

VOID RedirectWorker(PDEVICE_OBJECT device, PVOID context)
{
    PREDIRECT redirect = context;

    UNREFERENCED_PARAMETER(device);
    redirect->ClassifyOut.actionType = FWP_ACTION_PERMIT;
    if (ExAcquireRundownProtection(&redirect->Rundown)) {
        FwpsCompleteClassify0(redirect->ClassifyHandle, 0, &redirect->ClassifyOut);
        ExReleaseRundownProtection(&redirect->Rundown);
    }
    FwpsReleaseClassifyHandle0(redirect->ClassifyHandle);
}

NTSTATUS RegisterRedirectCallout(PDEVICE_OBJECT device, const GUID *key, UINT32 *id)
{
    FWPS_CALLOUT1 callout = {0};

    callout.calloutKey = *key;
    callout.classifyFn = RedirectClassify;
    return FwpsCalloutRegister1(device, &callout, id);
}
