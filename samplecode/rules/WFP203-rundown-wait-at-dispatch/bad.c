/* A deferred procedure call waits for accessors. */
#include <ntddk.h>

typedef struct _SESSION {
    EX_RUNDOWN_REF Rundown;
    KSPIN_LOCK Lock;
    KDPC Dpc;
    LONG Requests;
} SESSION, *PSESSION;

KDEFERRED_ROUTINE SessionDpc;

static BOOLEAN IsIdle(const SESSION *session)
{
    return session->Requests == 0;
}

VOID CreateSession(PSESSION session)
{
    RtlZeroMemory(session, sizeof(*session));
    ExInitializeRundownProtection(&session->Rundown);
    KeInitializeSpinLock(&session->Lock);
    KeInitializeDpc(&session->Dpc, SessionDpc, session);
}

// [start:bad]
VOID SessionDpc(PKDPC dpc, PVOID context, PVOID argument1, PVOID argument2)
{
    PSESSION session = context;

    UNREFERENCED_PARAMETER(dpc);
    UNREFERENCED_PARAMETER(argument1);
    UNREFERENCED_PARAMETER(argument2);
    if (!IsIdle(session))
        ExWaitForRundownProtectionRelease(&session->Rundown); // expect: WFP203
}
// [end:bad]
