/* The verdict service in user mode: fetches requests, answers them, and may go away at any time. */
#include "world.h"

#include "../driver/wfpverdict.h"

#include <string.h>

enum { GET = 0, OTHER = 1, FIRST_PORT = 1000 };

static void get_request(void)
{
    irp_send(irp_new(GET, IRP_MJ_DEVICE_CONTROL, IOCTL_VERDICT_GET_REQUEST));
}

/* Before the run: the service has its handle, and its IRP waits in the driver. */
void service_open(void)
{
    irp_send(irp_new(OTHER, IRP_MJ_CREATE, 0));
    W.handle_open = 1;
    get_request();
}

static bool request_there(const void *object)
{
    (void)object;
    return W.irps[GET].done && !W.service_gone;
}

static struct connect *requester(const VERDICT_REQUEST *request)
{
    unsigned index = (unsigned)request->Connection.RemotePort - FIRST_PORT;

    /* A bind has no remote end. */
    return &W.connects[index < CONNECTS ? index : 0];
}

/* Permits the first, third ... and blocks the second connection, so that a mix-up is seen. */
static void answer(void)
{
    VERDICT_REQUEST request;
    VERDICT_ANSWER verdict = {0};
    struct irp *irp;
    struct connect *connect;

    memcpy(&request, W.irps[GET].buffer, sizeof request);
    connect = requester(&request);
    verdict.Id = request.Id;
    verdict.Permit = connect->index % 2 == 0;
    connect->answered = verdict.Permit ? 2 : 1;
    sim_tell("service", "answers %s for connection %u", verdict.Permit ? "permit" : "block", connect->index + 1u);
    irp = irp_new(OTHER, IRP_MJ_DEVICE_CONTROL, IOCTL_VERDICT_ANSWER);
    memcpy(irp->buffer, &verdict, sizeof verdict);
    irp_send(irp);
    /* Nothing else has begun that could have ended the wait: the driver must have taken this answer. */
    if (sw.LOST && undisturbed(connect))
        connect->heard = 1;
}

static void service_body(void *argument)
{
    unsigned rounds = sw.REUSE ? 2u : (unsigned)sw.M;

    (void)argument;
    while (rounds-- > 0) {
        sim_optional_point("service waits", NULL, request_there, 1);
        W.service_busy = 1;
        answer();
        if (rounds > 0)
            get_request();
        W.service_busy = 0;
    }
}

/* A process ends when its threads have left the kernel. With V=0 it does so only when nobody needs it. */
static bool may_leave(const void *object)
{
    (void)object;
    if (W.service_busy)
        return false;
    if (sw.V)
        return true;
    for (unsigned i = 0; i < CONNECTS; i++) {
        const struct connect *connect = &W.connects[i];

        if (connect->endpoint == NULL)
            continue;
        if (connect->state == CONNECT_CLASSIFY || (connect->state == CONNECT_PENDED && !connect->answered))
            return false;
        if (connect->state == CONNECT_IDLE && W.actors[W.first_app + i].state == ACTOR_WAITING)
            return false;
    }
    return true;
}

static bool request_ended(const void *object)
{
    (void)object;
    return W.irps[GET].done != 0;
}

static void exit_body(void *argument)
{
    (void)argument;
    sim_point("service exits", NULL, may_leave, 1);
    W.service_gone = 1;
    sim_tell("service", "exits");
    if (sw.CANCEL && W.irps[GET].active && !W.irps[GET].done)
        irp_cancel(&W.irps[GET]);
    irp_send(irp_new(OTHER, IRP_MJ_CLEANUP, 0));
    /* Another thread may be about to complete the request that the clean-up no longer found. */
    if (W.irps[GET].active && !W.irps[GET].done)
        sim_point("wait for the service's IRP", NULL, request_ended, 1);
    irp_send(irp_new(OTHER, IRP_MJ_CLOSE, 0));
    W.handle_open = 0;
}

void service_actors(void)
{
    sim_actor("service", service_body, NULL);
    if (sw.V || sw.U)
        sim_actor("service exit", exit_body, NULL);
}
