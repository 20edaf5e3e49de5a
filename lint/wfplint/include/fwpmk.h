/* The filter engine, as kernel code calls it. */
#ifndef WFPLINT_FWPMK_H
#define WFPLINT_FWPMK_H
#include "wdm.h"
#include "fwpmtypes.h"
#include "fwp_guids.h"
EXTERN_C_START
#define RPC_C_AUTHN_NONE 0
#define RPC_C_AUTHN_WINNT 10
#define RPC_C_AUTHN_DEFAULT ((int)-1)
#define FWPM_SUBLAYER_UNIVERSAL_WEIGHT 0x8000
typedef VOID (*FWPM_SERVICE_STATE_CHANGE_CALLBACK0)(VOID *context, FWPM_SERVICE_STATE newState);
typedef struct FWPM_FILTER_SUBSCRIPTION0_ { FWPM_FILTER_ENUM_TEMPLATE0 *enumTemplate; UINT32 flags; GUID sessionKey; } FWPM_FILTER_SUBSCRIPTION0;
typedef VOID (*FWPM_FILTER_CHANGE_CALLBACK0)(VOID *context, const FWPM_FILTER_CHANGE0 *change);
FWPM_SERVICE_STATE FwpmBfeStateGet0(VOID);
NTSTATUS FwpmBfeStateSubscribeChanges0(VOID *deviceObject, FWPM_SERVICE_STATE_CHANGE_CALLBACK0 callback, VOID *context, HANDLE *changeHandle),
    FwpmBfeStateUnsubscribeChanges0(HANDLE changeHandle);
NTSTATUS FwpmEngineOpen0(const wchar_t *serverName, UINT32 authnService, VOID *authIdentity, const FWPM_SESSION0 *session, HANDLE *engineHandle),
    FwpmEngineClose0(HANDLE engineHandle),
    FwpmEngineGetOption0(HANDLE engineHandle, FWPM_ENGINE_OPTION option, FWP_VALUE0 **value),
    FwpmEngineSetOption0(HANDLE engineHandle, FWPM_ENGINE_OPTION option, const FWP_VALUE0 *newValue);
NTSTATUS FwpmTransactionBegin0(HANDLE engineHandle, UINT32 flags), FwpmTransactionCommit0(HANDLE engineHandle),
    FwpmTransactionAbort0(HANDLE engineHandle);
VOID FwpmFreeMemory0(VOID **p);
NTSTATUS FwpmProviderAdd0(HANDLE engineHandle, const FWPM_PROVIDER0 *provider, PSECURITY_DESCRIPTOR sd),
    FwpmProviderDeleteByKey0(HANDLE engineHandle, const GUID *key),
    FwpmProviderGetByKey0(HANDLE engineHandle, const GUID *key, FWPM_PROVIDER0 **provider),
    FwpmProviderCreateEnumHandle0(HANDLE engineHandle, const FWPM_PROVIDER_ENUM_TEMPLATE0 *enumTemplate, HANDLE *enumHandle),
    FwpmProviderEnum0(HANDLE engineHandle, HANDLE enumHandle, UINT32 requested, FWPM_PROVIDER0 ***entries, UINT32 *returned),
    FwpmProviderDestroyEnumHandle0(HANDLE engineHandle, HANDLE enumHandle);
NTSTATUS FwpmProviderContextAdd0(HANDLE engineHandle, const FWPM_PROVIDER_CONTEXT0 *providerContext, PSECURITY_DESCRIPTOR sd, UINT64 *id),
    FwpmProviderContextAdd1(HANDLE engineHandle, const FWPM_PROVIDER_CONTEXT1 *providerContext, PSECURITY_DESCRIPTOR sd, UINT64 *id),
    FwpmProviderContextAdd2(HANDLE engineHandle, const FWPM_PROVIDER_CONTEXT2 *providerContext, PSECURITY_DESCRIPTOR sd, UINT64 *id),
    FwpmProviderContextAdd3(HANDLE engineHandle, const FWPM_PROVIDER_CONTEXT3 *providerContext, PSECURITY_DESCRIPTOR sd, UINT64 *id),
    FwpmProviderContextDeleteById0(HANDLE engineHandle, UINT64 id),
    FwpmProviderContextDeleteByKey0(HANDLE engineHandle, const GUID *key);
NTSTATUS FwpmProviderContextGetById0(HANDLE engineHandle, UINT64 id, FWPM_PROVIDER_CONTEXT0 **providerContext),
    FwpmProviderContextGetById1(HANDLE engineHandle, UINT64 id, FWPM_PROVIDER_CONTEXT1 **providerContext),
    FwpmProviderContextGetById2(HANDLE engineHandle, UINT64 id, FWPM_PROVIDER_CONTEXT2 **providerContext),
    FwpmProviderContextGetById3(HANDLE engineHandle, UINT64 id, FWPM_PROVIDER_CONTEXT3 **providerContext),
    FwpmProviderContextGetByKey0(HANDLE engineHandle, const GUID *key, FWPM_PROVIDER_CONTEXT0 **providerContext),
    FwpmProviderContextGetByKey1(HANDLE engineHandle, const GUID *key, FWPM_PROVIDER_CONTEXT1 **providerContext),
    FwpmProviderContextGetByKey2(HANDLE engineHandle, const GUID *key, FWPM_PROVIDER_CONTEXT2 **providerContext),
    FwpmProviderContextGetByKey3(HANDLE engineHandle, const GUID *key, FWPM_PROVIDER_CONTEXT3 **providerContext);
NTSTATUS FwpmSubLayerAdd0(HANDLE engineHandle, const FWPM_SUBLAYER0 *subLayer, PSECURITY_DESCRIPTOR sd),
    FwpmSubLayerDeleteByKey0(HANDLE engineHandle, const GUID *key),
    FwpmSubLayerGetByKey0(HANDLE engineHandle, const GUID *key, FWPM_SUBLAYER0 **subLayer),
    FwpmSubLayerCreateEnumHandle0(HANDLE engineHandle, const FWPM_SUBLAYER_ENUM_TEMPLATE0 *enumTemplate, HANDLE *enumHandle),
    FwpmSubLayerEnum0(HANDLE engineHandle, HANDLE enumHandle, UINT32 requested, FWPM_SUBLAYER0 ***entries, UINT32 *returned),
    FwpmSubLayerDestroyEnumHandle0(HANDLE engineHandle, HANDLE enumHandle);
NTSTATUS FwpmCalloutAdd0(HANDLE engineHandle, const FWPM_CALLOUT0 *callout, PSECURITY_DESCRIPTOR sd, UINT32 *id),
    FwpmCalloutDeleteById0(HANDLE engineHandle, UINT32 id),
    FwpmCalloutDeleteByKey0(HANDLE engineHandle, const GUID *key),
    FwpmCalloutGetById0(HANDLE engineHandle, UINT32 id, FWPM_CALLOUT0 **callout),
    FwpmCalloutGetByKey0(HANDLE engineHandle, const GUID *key, FWPM_CALLOUT0 **callout),
    FwpmCalloutCreateEnumHandle0(HANDLE engineHandle, const FWPM_CALLOUT_ENUM_TEMPLATE0 *enumTemplate, HANDLE *enumHandle),
    FwpmCalloutEnum0(HANDLE engineHandle, HANDLE enumHandle, UINT32 requested, FWPM_CALLOUT0 ***entries, UINT32 *returned),
    FwpmCalloutDestroyEnumHandle0(HANDLE engineHandle, HANDLE enumHandle);
NTSTATUS FwpmFilterAdd0(HANDLE engineHandle, const FWPM_FILTER0 *filter, PSECURITY_DESCRIPTOR sd, UINT64 *id),
    FwpmFilterDeleteById0(HANDLE engineHandle, UINT64 id),
    FwpmFilterDeleteByKey0(HANDLE engineHandle, const GUID *key),
    FwpmFilterGetById0(HANDLE engineHandle, UINT64 id, FWPM_FILTER0 **filter),
    FwpmFilterGetByKey0(HANDLE engineHandle, const GUID *key, FWPM_FILTER0 **filter),
    FwpmFilterCreateEnumHandle0(HANDLE engineHandle, const FWPM_FILTER_ENUM_TEMPLATE0 *enumTemplate, HANDLE *enumHandle),
    FwpmFilterEnum0(HANDLE engineHandle, HANDLE enumHandle, UINT32 requested, FWPM_FILTER0 ***entries, UINT32 *returned),
    FwpmFilterDestroyEnumHandle0(HANDLE engineHandle, HANDLE enumHandle),
    FwpmFilterSubscribeChanges0(HANDLE engineHandle, const FWPM_FILTER_SUBSCRIPTION0 *subscription, FWPM_FILTER_CHANGE_CALLBACK0 callback, VOID *context, HANDLE *changeHandle),
    FwpmFilterUnsubscribeChanges0(HANDLE engineHandle, HANDLE changeHandle);
NTSTATUS FwpmLayerGetById0(HANDLE engineHandle, UINT16 id, FWPM_LAYER0 **layer),
    FwpmLayerGetByKey0(HANDLE engineHandle, const GUID *key, FWPM_LAYER0 **layer);
EXTERN_C_END
#include "fwpvi.h"
#endif
/* The keys' one definition, in the file that asks for it; initguid.h may come after the first inclusion. */
#if defined(INITGUID) && !defined(__WFPLINT__) && !defined(WFPLINT_GUIDS_DEFINED)
#define WFPLINT_GUIDS_DEFINED
#define WFPLINT_DEFINITION(name, number) name = {0xc0ffee00, number, 0, {0}}
#define WFPLINT_KEY(number) {0xc0ffee01, number, 0, {0}},
#define WFPLINT_KEY10(n) \
  WFPLINT_KEY(n##0) WFPLINT_KEY(n##1) WFPLINT_KEY(n##2) WFPLINT_KEY(n##3) WFPLINT_KEY(n##4) \
  WFPLINT_KEY(n##5) WFPLINT_KEY(n##6) WFPLINT_KEY(n##7) WFPLINT_KEY(n##8) WFPLINT_KEY(n##9)
#define WFPLINT_KEY100(n) \
  WFPLINT_KEY10(n##0) WFPLINT_KEY10(n##1) WFPLINT_KEY10(n##2) WFPLINT_KEY10(n##3) WFPLINT_KEY10(n##4) \
  WFPLINT_KEY10(n##5) WFPLINT_KEY10(n##6) WFPLINT_KEY10(n##7) WFPLINT_KEY10(n##8) WFPLINT_KEY10(n##9)
EXTERN_C_START
WFPLINT_SHARED const GUID WFPLINT_GUIDS(WFPLINT_DEFINITION);
WFPLINT_SHARED const GUID WfplintKeys[WFPLINT_KEYS] = {WFPLINT_KEY100(1) WFPLINT_KEY100(2) WFPLINT_KEY100(3)};
EXTERN_C_END
#endif
