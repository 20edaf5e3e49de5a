/* The words that the kit's headers define for structured exceptions in C. */
#include "pend.h"
KSTART_ROUTINE Finally;
void Finally(PVOID context)
{
    PPEND pend = context;
    BOOLEAN held = FALSE;
    try {
        held = ExAcquireRundownProtection(&pend->Rundown);
        if (!held) {
            leave;
        }
        FwpsCompleteOperation0(pend->Context, NULL); // guarded rundown
    } finally {
        if (held) {
            ExReleaseRundownProtection(&pend->Rundown);
        }
    }
}
KSTART_ROUTINE Except;
void Except(PVOID context)
{
    PPEND pend = context;
    try {
        FwpsCompleteOperation0(pend->Context, NULL); // unguarded no-guard
    } except (EXCEPTION_EXECUTE_HANDLER) {
        pend->Context = NULL;
    }
}
