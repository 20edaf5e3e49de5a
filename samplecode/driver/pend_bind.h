/* Binds: decided at once by default; pended under a gate if BIND_PEND is set. See pend_bind.c. */
#pragma once

#include "pend.h"

_IRQL_requires_(PASSIVE_LEVEL)
VOID BindInitialize(VOID);

/* RESOURCE_ASSIGNMENT. */
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID BindAuthorize(_In_ const PEND_REQUEST *Request, _Inout_ FWPS_CLASSIFY_OUT0 *ClassifyOut);

/* RESOURCE_RELEASE. */
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID BindReleased(_In_ UINT64 EndpointHandle);

_IRQL_requires_max_(DISPATCH_LEVEL)
VOID BindAnswer(_In_ UINT64 Id, _In_ BOOLEAN Permit);

_IRQL_requires_(PASSIVE_LEVEL)
VOID BindStop(VOID);
