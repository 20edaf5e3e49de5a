#include "pend.h"
IO_WORKITEM_ROUTINE Worker;
void Worker(PDEVICE_OBJECT device, PVOID context)
{
    PPEND pend = context;
    FwpsCompleteOperation0(pend->Context, NULL); // unguarded no-guard
}
