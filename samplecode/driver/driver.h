/* What the files of the driver share. */
#pragma once

#include <ntddk.h>
#include <ndis.h>
#include <fwpsk.h>
#include <fwpmk.h>

#include "wfpverdict.h"

#define VERDICT_TAG_RECORD  'rVfW'
#define VERDICT_TAG_CLOSURE 'cVfW'
#define VERDICT_TAG_PACKET  'pVfW'

/* A connection that nobody answers is blocked after this time (100 ns units). */
#define VERDICT_TIMEOUT (30ull * 10 * 1000 * 1000)

extern PDEVICE_OBJECT VerdictDevice;

/* callouts.c: two callouts (V4, V6) for each of five layers. */
#define VERDICT_CALLOUTS 10
extern const GUID VERDICT_CONNECT_V4;
extern const GUID VERDICT_CONNECT_V6;
extern const GUID VERDICT_ACCEPT_V4;
extern const GUID VERDICT_ACCEPT_V6;
extern const GUID VERDICT_CLOSURE_V4;
extern const GUID VERDICT_CLOSURE_V6;
extern const GUID VERDICT_BIND_V4;
extern const GUID VERDICT_BIND_V6;
extern const GUID VERDICT_RELEASE_V4;
extern const GUID VERDICT_RELEASE_V6;
_IRQL_requires_(PASSIVE_LEVEL)
NTSTATUS CalloutsRegister(_In_ PDEVICE_OBJECT DeviceObject);
_IRQL_requires_(PASSIVE_LEVEL)
VOID CalloutsUnregister(VOID);

/* policy.c */
_IRQL_requires_(PASSIVE_LEVEL)
NTSTATUS PolicyInstall(VOID);
_IRQL_requires_(PASSIVE_LEVEL)
VOID PolicyRemove(VOID);

/* queue.c */
_IRQL_requires_(PASSIVE_LEVEL)
VOID QueueInitialize(_In_ PDRIVER_OBJECT DriverObject);
/* Hands a request to the service. FALSE if no service is there or too many requests wait. */
_IRQL_requires_max_(DISPATCH_LEVEL)
BOOLEAN QueueAsk(_In_ const VERDICT_REQUEST *Request);

/* The answer when there is no verdict: fail closed. */
FORCEINLINE VOID VerdictApply(_In_ BOOLEAN Permit, _Inout_ FWPS_CLASSIFY_OUT0 *ClassifyOut)
{
    if (Permit) {
        ClassifyOut->actionType = FWP_ACTION_PERMIT;
        return;
    }
    ClassifyOut->actionType = FWP_ACTION_BLOCK;
    ClassifyOut->rights &= ~FWPS_RIGHT_ACTION_WRITE;
}
