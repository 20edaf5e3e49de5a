/* Work items and the timer's DPC: each runs as an actor of its own. */
#include "world.h"

PIO_WORKITEM IoAllocateWorkItem(PDEVICE_OBJECT device)
{
    (void)device;
    SIM_ENTER();
    require_irql(DISPATCH_LEVEL, "IoAllocateWorkItem");
    if (sim_fails("allocate work item")) {
        sim_note("IoAllocateWorkItem", "fails");
        return NULL;
    }
    /* Two slots for each connect, whatever the order in which they come: equal states stay equal. */
    for (unsigned slot = 2u * (W.current - W.first_app); slot < WORK_ITEMS; slot++) {
        if (W.work[slot].allocated)
            continue;
        W.work[slot].allocated = 1;
        return &W.work[slot];
    }
    sim_violation(I4_MEMORY, "the simulator has too few work items");
}

static void check_item(const struct _IO_WORKITEM *item, const char *call)
{
    if (item < W.work || item >= W.work + WORK_ITEMS || !item->allocated)
        sim_violation(I4_MEMORY, "%s of a work item that was freed", call);
}

VOID IoFreeWorkItem(PIO_WORKITEM item)
{
    SIM_ENTER();
    check_item(item, "IoFreeWorkItem");
    if (item->queued)
        sim_violation(I4_MEMORY, "a queued work item is freed");
    item->allocated = 0;
}

VOID IoQueueWorkItem(PIO_WORKITEM item, PIO_WORKITEM_ROUTINE routine, WORK_QUEUE_TYPE type, PVOID context)
{
    (void)type;
    SIM_ENTER();
    require_irql(DISPATCH_LEVEL, "IoQueueWorkItem");
    check_item(item, "IoQueueWorkItem");
    if (item->queued)
        sim_violation(I4_MEMORY, "a work item is queued twice");
    sim_release_point("queue work", item);
    item->routine = routine;
    item->context = context;
    item->queued = 1;
    sim_note("IoQueueWorkItem", "work queued");
}

static bool item_queued(const void *object)
{
    return ((const struct _IO_WORKITEM *)object)->queued != 0;
}

/* The item may be freed, and even queued again, while its routine still runs. */
static void work_body(void *argument)
{
    struct _IO_WORKITEM *item = argument;

    for (;;) {
        sim_optional_point("work item", item, item_queued, 1);
        item->queued = 0;
        item->running = 1;
        sim_tell("work item", "starts");
        driver_enter("a work item");
        item->routine(&device_object, item->context);
        driver_leave("a work item");
        item->running = 0;
        item->routine = NULL;
        item->context = NULL;
    }
}

/* ---- timer ---------------------------------------------------------------------------------- */

VOID KeInitializeTimer(PKTIMER timer)
{
    (void)timer;
}

VOID KeInitializeDpc(PRKDPC dpc, PKDEFERRED_ROUTINE routine, PVOID context)
{
    dpc->DeferredRoutine = routine;
    dpc->DeferredContext = context;
}

BOOLEAN KeSetTimerEx(PKTIMER timer, LARGE_INTEGER due, LONG period, PKDPC dpc)
{
    (void)timer;
    (void)due;
    (void)period;
    SIM_ENTER();
    require_irql(DISPATCH_LEVEL, "KeSetTimerEx");
    W.timer_set = 1;
    W.dpc = dpc;
    return FALSE;
}

BOOLEAN KeCancelTimer(PKTIMER timer)
{
    (void)timer;
    SIM_ENTER();
    require_irql(DISPATCH_LEVEL, "KeCancelTimer");
    W.timer_set = 0;
    return TRUE;
}

static bool no_dpc(const void *object)
{
    (void)object;
    return !W.dpc_running;
}

VOID KeFlushQueuedDpcs(VOID)
{
    SIM_ENTER();
    require_irql(PASSIVE_LEVEL, "KeFlushQueuedDpcs");
    if (sw.TIMER)
        sim_point("flush DPCs", NULL, no_dpc, 1);
}

static bool timer_set(const void *object)
{
    (void)object;
    return W.timer_set != 0;
}

static void timer_body(void *argument)
{
    (void)argument;
    sim_optional_point("timer", NULL, timer_set, 1);
    W.now += 3600ll * 10 * 1000 * 1000;
    W.dpc_running = 1;
    sim_tell("timer", "fires: everything is past its deadline");
    raise_irql(DISPATCH_LEVEL);
    driver_enter("the DPC");
    W.dpc->DeferredRoutine(W.dpc, W.dpc->DeferredContext, NULL, NULL);
    driver_leave("the DPC");
    lower_irql(PASSIVE_LEVEL);
    W.dpc_running = 0;
}

void deferred_actors(void)
{
    static const char *const names[WORK_ITEMS] = {"worker 1", "worker 2", "worker 3", "worker 4",
                                                  "worker 5", "worker 6"};
    unsigned items = sw.REUSE || sw.M > 1 ? 2u * (unsigned)(sw.REUSE ? 2 : sw.M) : 2u;

    for (unsigned slot = 0; slot < items && slot < WORK_ITEMS; slot++)
        sim_actor(names[slot], work_body, &W.work[slot]);
    if (sw.TIMER)
        sim_actor("timer", timer_body, NULL);
}

bool deferred_running(void)
{
    for (unsigned slot = 0; slot < WORK_ITEMS; slot++)
        if (W.work[slot].running)
            return true;
    return W.dpc_running != 0;
}
