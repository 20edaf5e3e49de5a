/*
 * Pended connections: the one interface that pend_unguarded.c and pend_guarded.c both implement.
 * Which of the two is linked is the only difference between the two drivers.
 */
#pragma once

#include "driver.h"

/* One initial or repeated authorization, as a callout received it. Valid during the classify only. */
typedef struct _PEND_REQUEST {
    const FWPS_INCOMING_METADATA_VALUES0 *Metadata;
    NET_BUFFER_LIST *Packet; /* null for a TCP connect */
    CONNECTION Connection;
    IF_INDEX Interface; /* where an inbound packet came in */
    IF_INDEX SubInterface;
} PEND_REQUEST;

_IRQL_requires_(PASSIVE_LEVEL)
VOID PendInitialize(VOID);

/* AUTH_CONNECT, RECV_ACCEPT, first authorization: pends it and asks the service. */
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID PendAuthorize(_In_ const PEND_REQUEST *Request, _Inout_ FWPS_CLASSIFY_OUT0 *ClassifyOut);

/* AUTH_CONNECT again, after the completion (`Completed`) or because something else changed. Never pends. */
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID PendReauthorize(_In_ const PEND_REQUEST *Request, _In_ BOOLEAN Completed, _Inout_ FWPS_CLASSIFY_OUT0 *ClassifyOut);

/* ENDPOINT_CLOSURE: the endpoint is about to be shut down. */
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID PendEndpointClosing(_In_ UINT64 EndpointHandle, _In_opt_ const VOID *ClassifyContext, _In_ UINT64 FilterId,
                         _Inout_ FWPS_CLASSIFY_OUT0 *ClassifyOut);

/* The service's answer. An unknown id is ignored: the connection may be gone. */
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID PendAnswer(_In_ UINT64 Id, _In_ BOOLEAN Permit);

/* Blocks what has waited too long. */
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID PendExpire(VOID);

/* Refuses new operations, completes the old ones and returns when none is left. The callouts still work. */
_IRQL_requires_(PASSIVE_LEVEL)
VOID PendStop(VOID);
