/* How a run begins, how the driver is unloaded, and what must hold at the end. */
#include "world.h"

struct world W;

static void make_endpoints(void)
{
    unsigned connects = sw.REUSE ? 2u : (unsigned)sw.M;

    W.endpoints[0].handle = 77;
    if (sw.REUSE)
        W.endpoints[1].handle = 77;
    for (unsigned i = 0; i < connects; i++) {
        W.connects[i].index = (uint8_t)i;
        W.connects[i].endpoint = &W.endpoints[sw.REUSE ? i : 0];
    }
}

/* ---- unload --------------------------------------------------------------------------------- */

/* The I/O manager calls the unload routine when no handle to the device is open any more. */
static bool may_unload(const void *object)
{
    (void)object;
    return !W.handle_open;
}

static void check_unloaded(void)
{
    if (W.live_blocks != 0)
        sim_violation(I7_UNLOAD, "%d pool blocks are left after the unload", W.live_blocks);
    for (unsigned i = 0; i < WORK_ITEMS; i++)
        if (W.work[i].queued)
            sim_violation(I7_UNLOAD, "a work item is queued after the unload");
    for (unsigned i = 0; i < W.callout_count; i++)
        if (W.callouts[i].registered)
            sim_violation(I7_UNLOAD, "a callout is registered after the unload");
    if (packet_live() != 0 || W.injection_handles != 0)
        sim_violation(I7_UNLOAD, "a packet or an injection handle is left after the unload");
    if (W.device)
        sim_violation(I7_UNLOAD, "the device is left after the unload");
    if (W.timer_set)
        sim_violation(I7_UNLOAD, "the timer is set after the unload");
}

static void unload_body(void *argument)
{
    (void)argument;
    sim_point("unload", NULL, may_unload, 1);
    W.unloading = 1;
    sim_tell("unload", "the driver is asked to unload");
    driver_enter("the unload routine");
    driver_object.DriverUnload(&driver_object);
    driver_leave("the unload routine");
    check_unloaded();
    W.unloaded = 1;
    sim_tell("unload", "the unload routine has returned");
}

/* ---- begin and end -------------------------------------------------------------------------- */

void world_begin(void)
{
    make_endpoints();
    classify_prepare();
    driver_enter("DriverEntry");
    if (!NT_SUCCESS(driver_start()))
        sim_violation(I7_UNLOAD, "DriverEntry fails");
    driver_leave("DriverEntry");
    service_open();
    endpoint_actors();
    service_actors();
    deferred_actors();
    packet_actors();
    if (sw.U)
        sim_actor("unload", unload_body, NULL);
}

/* Nothing can happen any more. A connection that still waits on a living endpoint may yet get its answer. */
void world_end(void)
{
    for (unsigned i = 0; i < CONNECTS; i++) {
        const struct connect *connect = &W.connects[i];

        if (connect->state != CONNECT_PENDED || sw.E == 0)
            continue;
        if (connect->endpoint->shut || W.unloaded)
            sim_violation(I3_COMPLETED, "the context of connection %u is never completed", i + 1);
    }
    for (unsigned i = 0; i < HANDLES; i++)
        if (W.handles[i].references != 0)
            sim_violation(I2_ONCE, "a classify handle is never released");
}
