/* Packets: one original for each connection that has one, clones, and injections that end later. */
#include "world.h"

static NET_BUFFER buffers[CONNECTS];
static NET_BUFFER_LIST originals[CONNECTS];
static NET_BUFFER_LIST clones[CLONES];

NET_BUFFER_LIST *packet_of(const struct connect *connect)
{
    if (sw.LAYER != 1 && !(sw.LAYER == 0 && sw.UDP))
        return NULL;
    originals[connect->index].FirstNetBuffer = &buffers[connect->index];
    return &originals[connect->index];
}

NDIS_STATUS NdisRetreatNetBufferDataStart(NET_BUFFER *buffer, ULONG delta, ULONG fill,
                                          NET_BUFFER_ALLOCATE_MDL_HANDLER *handler)
{
    (void)buffer;
    (void)delta;
    (void)fill;
    (void)handler;
    SIM_ENTER();
    return sim_fails("retreat") ? NDIS_STATUS_RESOURCES : NDIS_STATUS_SUCCESS;
}

VOID NdisAdvanceNetBufferDataStart(NET_BUFFER *buffer, ULONG delta, BOOLEAN free, NET_BUFFER_FREE_MDL_HANDLER *handler)
{
    (void)buffer;
    (void)delta;
    (void)free;
    (void)handler;
}

/* Two clones for each connect, whatever the order in which they come. */
NTSTATUS FwpsAllocateCloneNetBufferList0(NET_BUFFER_LIST *original, NDIS_HANDLE lists, NDIS_HANDLE pool, ULONG flags,
                                         NET_BUFFER_LIST **clone)
{
    unsigned slot = (unsigned)(original - originals) * 2;

    (void)lists;
    (void)pool;
    (void)flags;
    SIM_ENTER();
    require_irql(DISPATCH_LEVEL, "FwpsAllocateCloneNetBufferList0");
    if (sim_fails("clone"))
        return STATUS_INSUFFICIENT_RESOURCES;
    W.clones[slot] = (struct clone){.used = 1};
    sim_access(clone, sizeof *clone, true);
    *clone = &clones[slot];
    return STATUS_SUCCESS;
}

static struct clone *clone_of(const NET_BUFFER_LIST *list, const char *call)
{
    struct clone *clone = &W.clones[list - clones];

    if (list < clones || list >= clones + CLONES || !clone->used)
        sim_violation(I4_MEMORY, "%s of a clone that does not exist", call);
    return clone;
}

VOID FwpsFreeCloneNetBufferList0(NET_BUFFER_LIST *list, ULONG flags)
{
    struct clone *clone = clone_of(list, "FwpsFreeCloneNetBufferList0");

    (void)flags;
    SIM_ENTER();
    require_irql(DISPATCH_LEVEL, "FwpsFreeCloneNetBufferList0");
    if (clone->injected)
        sim_violation(I4_MEMORY, "a clone is freed while it is injected");
    clone->used = 0;
}

static struct connect *connect_of(const NET_BUFFER_LIST *list)
{
    return &W.connects[(list - clones) / 2];
}

static NTSTATUS inject(NET_BUFFER_LIST *list, FWPS_INJECT_COMPLETE0 done, HANDLE context, const char *call)
{
    struct clone *clone = clone_of(list, call);
    const struct connect *connect = connect_of(list);

    require_irql(DISPATCH_LEVEL, call);
    if (W.injection_handles == 0)
        sim_violation(I7_UNLOAD, "%s after the injection handle was destroyed", call);
    if (connect->answered != 2)
        sim_violation(I9_VERDICT, "a packet is injected without a permit");
    if (connect->state != CONNECT_COMPLETED)
        sim_violation(I9_VERDICT, "a packet is injected before the operation is completed");
    if (sw.LAYER == 1 && connect->expected != list)
        sim_violation(I9_VERDICT, "the injected packet was not given to FwpsCompleteOperation0");
    if (sim_fails("inject"))
        return STATUS_INSUFFICIENT_RESOURCES;
    sim_access_publish();
    *clone = (struct clone){.used = 1, .injected = 1, .done = done, .context = context};
    sim_note(call, "the packet of connection %u is injected", connect->index + 1u);
    return STATUS_SUCCESS;
}

NTSTATUS FwpsInjectTransportReceiveAsync0(HANDLE handle, HANDLE injection, PVOID reserved, UINT32 flags,
                                          ADDRESS_FAMILY family, COMPARTMENT_ID compartment, IF_INDEX interface,
                                          IF_INDEX sub_interface, NET_BUFFER_LIST *list, FWPS_INJECT_COMPLETE0 done,
                                          HANDLE context)
{
    (void)handle;
    (void)injection;
    (void)reserved;
    (void)flags;
    (void)family;
    (void)compartment;
    (void)interface;
    (void)sub_interface;
    SIM_ENTER();
    return inject(list, done, context, "FwpsInjectTransportReceiveAsync0");
}

NTSTATUS FwpsInjectTransportSendAsync0(HANDLE handle, HANDLE injection, UINT64 endpoint, UINT32 flags,
                                       FWPS_TRANSPORT_SEND_PARAMS0 *parameters, ADDRESS_FAMILY family,
                                       COMPARTMENT_ID compartment, NET_BUFFER_LIST *list, FWPS_INJECT_COMPLETE0 done,
                                       HANDLE context)
{
    (void)handle;
    (void)injection;
    (void)endpoint;
    (void)flags;
    (void)parameters;
    (void)family;
    (void)compartment;
    SIM_ENTER();
    return inject(list, done, context, "FwpsInjectTransportSendAsync0");
}

FWPS_PACKET_INJECTION_STATE FwpsQueryPacketInjectionState0(HANDLE handle, const NET_BUFFER_LIST *list, HANDLE *context)
{
    (void)handle;
    (void)list;
    (void)context;
    return FWPS_PACKET_NOT_INJECTED;
}

NTSTATUS FwpsInjectionHandleCreate0(ADDRESS_FAMILY family, UINT32 flags, HANDLE *handle)
{
    (void)family;
    (void)flags;
    require_irql(PASSIVE_LEVEL, "FwpsInjectionHandleCreate0");
    *handle = &clones[0] + ++W.injection_handles;
    return STATUS_SUCCESS;
}

static bool injections_over(const void *object)
{
    (void)object;
    return !packet_busy();
}

/* Waits for the completion functions of what is being injected. */
NTSTATUS FwpsInjectionHandleDestroy0(HANDLE handle)
{
    (void)handle;
    SIM_ENTER();
    require_irql(PASSIVE_LEVEL, "FwpsInjectionHandleDestroy0");
    if (packet_of(&W.connects[0]) != NULL)
        sim_point("destroy injection handle", NULL, injections_over, 1);
    W.injection_handles--;
    return STATUS_SUCCESS;
}

static bool injected(const void *object)
{
    return ((const struct clone *)object)->injected != 0;
}

static void injection_body(void *argument)
{
    struct clone *clone = argument;
    KIRQL old;

    sim_optional_point("injection ends", clone, injected, 1);
    old = raise_irql(DISPATCH_LEVEL);
    clone->injected = 0;
    W.injecting++;
    driver_enter("an injection's completion");
    clone->done(clone->context, &clones[clone - W.clones], TRUE);
    driver_leave("an injection's completion");
    W.injecting--;
    lower_irql(old);
}

void packet_actors(void)
{
    static const char *const names[CONNECTS] = {"injection 1", "injection 2", "injection 3"};

    for (unsigned i = 0; i < CONNECTS; i++)
        if (W.connects[i].endpoint != NULL && packet_of(&W.connects[i]) != NULL)
            sim_actor(names[i], injection_body, &W.clones[2 * i]);
}

bool packet_busy(void)
{
    for (unsigned i = 0; i < CLONES; i++)
        if (W.clones[i].injected)
            return true;
    return W.injecting != 0;
}

unsigned packet_live(void)
{
    unsigned live = 0;

    for (unsigned i = 0; i < CLONES; i++)
        live += W.clones[i].used;
    return live;
}
