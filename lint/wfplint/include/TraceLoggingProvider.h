#ifndef WFPLINT_TRACELOGGINGPROVIDER_H
#define WFPLINT_TRACELOGGINGPROVIDER_H
#include "evntprov.h"
EXTERN_C_START
typedef struct _TlgProvider_t { ULONG LevelPlus1; } const *TraceLoggingHProvider;
NTSTATUS TraceLoggingRegister(TraceLoggingHProvider Provider);
VOID TraceLoggingUnregister(TraceLoggingHProvider Provider);
#define TRACELOGGING_DECLARE_PROVIDER(name) EXTERN_C const TraceLoggingHProvider name
#define TRACELOGGING_DEFINE_PROVIDER(name, ...) TraceLoggingHProvider name = 0
#define TraceLoggingWrite(...) ((void)0)
#define TraceLoggingProviderEnabled(...) 0
EXTERN_C_END
#endif
