/* IRQL, spin locks, rundown, events, interlocked operations: enforced, not merely offered. */
#include "world.h"

#include <string.h>

enum { LOCKS = 30 };

/* Which lock has which bit, and which locks an authorization takes: learned, the same in every run. */
static const void *known_locks[LOCKS];
static uint32_t classify_locks;

void require_irql(unsigned highest, const char *call)
{
    if (sim_self()->irql > highest)
        sim_violation(I5_IRQL, "%s at IRQL %u, allowed up to %u", call, sim_self()->irql, highest);
}

KIRQL raise_irql(KIRQL to)
{
    struct actor *self = sim_self();
    KIRQL old = self->irql;

    if (to > old)
        self->irql = to;
    return old;
}

void lower_irql(KIRQL to)
{
    sim_self()->irql = to;
}

PKTHREAD KeGetCurrentThread(VOID)
{
    return (PKTHREAD)sim_self();
}

KIRQL KeGetCurrentIrql(VOID)
{
    return sim_self()->irql;
}

/* ---- spin locks ----------------------------------------------------------------------------- */

static uint32_t bit_of(const void *lock)
{
    for (unsigned i = 0; i < LOCKS; i++) {
        if (known_locks[i] == NULL)
            known_locks[i] = lock;
        if (known_locks[i] == lock)
            return 1u << i;
    }
    sim_violation(I6_LOCK, "too many locks for the simulator");
}

static bool lock_free(const void *lock)
{
    return *(const KSPIN_LOCK *)lock == 0 || sw.BREAK == 2;
}

/* A lock word holds the owner, so that a snapshot restores it with the driver's data. */
static void acquire(PKSPIN_LOCK lock)
{
    struct actor *self = sim_self();
    uint32_t bit = bit_of(lock);

    if ((self->locks & bit) != 0)
        sim_violation(I6_LOCK, "a spin lock is acquired by its owner");
    pool_check(lock, sizeof *lock);
    sim_point("lock", lock, lock_free, 1);
    pool_check(lock, sizeof *lock);
    *lock = W.current + 1u;
    self->locks |= bit;
    if (self->driver_depth != 0 && self->in_authorize != 0 && (classify_locks & bit) == 0) {
        classify_locks |= bit;
        sim_access_relearn();
    }
}

static void release(PKSPIN_LOCK lock)
{
    struct actor *self = sim_self();

    if (*lock != W.current + 1u && sw.BREAK != 2)
        sim_violation(I6_LOCK, "a spin lock is released by another than its owner");
    sim_release_point("unlock", lock);
    *lock = 0;
    self->locks &= ~bit_of(lock);
}

void require_no_classify_lock(const char *call)
{
    if ((sim_self()->locks & classify_locks) != 0)
        sim_violation(I6_LOCK, "%s is called with a lock held that the classify takes", call);
}

VOID KeInitializeSpinLock(PKSPIN_LOCK lock)
{
    *lock = 0;
}

VOID KeAcquireInStackQueuedSpinLock(PKSPIN_LOCK lock, PKLOCK_QUEUE_HANDLE handle)
{
    SIM_ENTER();
    require_irql(DISPATCH_LEVEL, "KeAcquireInStackQueuedSpinLock");
    acquire(lock);
    handle->LockQueue.Lock = lock;
    handle->OldIrql = raise_irql(DISPATCH_LEVEL);
}

VOID KeReleaseInStackQueuedSpinLock(PKLOCK_QUEUE_HANDLE handle)
{
    SIM_ENTER();
    release(handle->LockQueue.Lock);
    lower_irql(handle->OldIrql);
}

VOID IoReleaseCancelSpinLock(KIRQL irql)
{
    /* The system-wide cancel lock only orders cancel routines among themselves here. */
    lower_irql(irql);
}

/* ---- rundown: bit 0 = run down, the rest counts ---------------------------------------------- */

VOID ExInitializeRundownProtection(PEX_RUNDOWN_REF rundown)
{
    require_irql(APC_LEVEL, "ExInitializeRundownProtection");
    rundown->Count = 0;
}

BOOLEAN ExAcquireRundownProtection(PEX_RUNDOWN_REF rundown)
{
    SIM_ENTER();
    require_irql(DISPATCH_LEVEL, "ExAcquireRundownProtection");
    pool_check(rundown, sizeof *rundown);
    sim_point("rundown acquire", rundown, NULL, 1);
    pool_check(rundown, sizeof *rundown);
    if ((rundown->Count & 1) != 0) {
        sim_note("ExAcquireRundownProtection", "refused: the driver is unloading");
        return FALSE;
    }
    rundown->Count += 2;
    return TRUE;
}

VOID ExReleaseRundownProtection(PEX_RUNDOWN_REF rundown)
{
    SIM_ENTER();
    require_irql(DISPATCH_LEVEL, "ExReleaseRundownProtection");
    pool_check(rundown, sizeof *rundown);
    if (rundown->Count < 2)
        sim_violation(I7_UNLOAD, "rundown protection is released more often than acquired");
    sim_release_point("rundown release", rundown);
    rundown->Count -= 2;
}

static bool rundown_over(const void *rundown)
{
    return ((const EX_RUNDOWN_REF *)rundown)->Count <= 1 || sw.BREAK == 1;
}

VOID ExWaitForRundownProtectionRelease(PEX_RUNDOWN_REF rundown)
{
    SIM_ENTER();
    require_irql(APC_LEVEL, "ExWaitForRundownProtectionRelease");
    /* Refusing new references and waiting for the old ones are two moments. */
    sim_point("rundown begin", rundown, NULL, 1);
    rundown->Count |= 1;
    sim_point("rundown wait", rundown, rundown_over, 1);
    sim_note("ExWaitForRundownProtectionRelease", "nothing is held any more");
}

/* ---- events --------------------------------------------------------------------------------- */

VOID KeInitializeEvent(PRKEVENT event, EVENT_TYPE type, BOOLEAN state)
{
    (void)type;
    event->Header.SignalState = state;
}

LONG KeSetEvent(PRKEVENT event, KPRIORITY increment, BOOLEAN wait)
{
    LONG old = event->Header.SignalState;

    (void)increment;
    (void)wait;
    SIM_ENTER();
    require_irql(DISPATCH_LEVEL, "KeSetEvent");
    sim_release_point("set event", event);
    event->Header.SignalState = 1;
    return old;
}

static bool event_set(const void *event)
{
    return ((const KEVENT *)event)->Header.SignalState != 0;
}

NTSTATUS KeWaitForSingleObject(PVOID object, KWAIT_REASON reason, KPROCESSOR_MODE mode, BOOLEAN alertable,
                               PLARGE_INTEGER timeout)
{
    (void)reason;
    (void)mode;
    (void)alertable;
    SIM_ENTER();
    if (timeout == NULL || timeout->QuadPart != 0)
        require_irql(APC_LEVEL, "KeWaitForSingleObject");
    sim_point("wait", object, event_set, 1);
    return STATUS_SUCCESS;
}

NTSTATUS KeDelayExecutionThread(KPROCESSOR_MODE mode, BOOLEAN alertable, PLARGE_INTEGER interval)
{
    (void)mode;
    (void)alertable;
    (void)interval;
    SIM_ENTER();
    require_irql(APC_LEVEL, "KeDelayExecutionThread");
    sim_point("delay", NULL, NULL, 1);
    return STATUS_SUCCESS;
}

ULONGLONG KeQueryInterruptTime(VOID)
{
    return (ULONGLONG)W.now;
}

/* ---- interlocked ---------------------------------------------------------------------------- */

static void interlocked(const volatile void *address, size_t size)
{
    sim_point("interlocked", (const void *)address, NULL, 1);
    sim_access_interlocked((const void *)address, size);
}

LONG InterlockedIncrement(LONG volatile *address)
{
    SIM_ENTER();
    interlocked(address, sizeof *address);
    return ++*address;
}

LONG InterlockedDecrement(LONG volatile *address)
{
    SIM_ENTER();
    interlocked(address, sizeof *address);
    return --*address;
}

LONG InterlockedExchange(LONG volatile *address, LONG value)
{
    LONG old;

    SIM_ENTER();
    interlocked(address, sizeof *address);
    old = *address;
    *address = value;
    return old;
}

LONG InterlockedCompareExchange(LONG volatile *address, LONG value, LONG expected)
{
    LONG old;

    SIM_ENTER();
    interlocked(address, sizeof *address);
    old = *address;
    if (old == expected)
        *address = value;
    return old;
}
