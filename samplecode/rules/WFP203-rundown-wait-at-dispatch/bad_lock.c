/* The wait stands inside a spin lock. */
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
VOID StopSession(PSESSION session)
{
    KIRQL irql;

    KeAcquireSpinLock(&session->Lock, &irql);
    session->Requests = -1;
    ExWaitForRundownProtectionRelease(&session->Rundown); // expect: WFP203
    KeReleaseSpinLock(&session->Lock, irql);
}
// [end:bad]

VOID SessionDpc(PKDPC dpc, PVOID context, PVOID argument1, PVOID argument2)
{
    UNREFERENCED_PARAMETER(dpc);
    UNREFERENCED_PARAMETER(argument1);
    UNREFERENCED_PARAMETER(argument2);
    InterlockedDecrement(&((PSESSION)context)->Requests);
}
