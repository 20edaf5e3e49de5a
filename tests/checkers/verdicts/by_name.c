#include "pend.h"
typedef void (NTAPI *COMPLETE_FN)(HANDLE, PNET_BUFFER_LIST);
static struct { COMPLETE_FN Complete; } gApi;
void Resolve(void)
{
    UNICODE_STRING name;
    RtlInitUnicodeString(&name, L"FwpsCompleteOperation0");
    gApi.Complete = (COMPLETE_FN)MmGetSystemRoutineAddress(&name);
}
KSTART_ROUTINE Worker;
void Worker(PVOID context)
{
    PPEND pend = context;
    gApi.Complete(pend->Context, NULL); // unguarded no-guard
}
