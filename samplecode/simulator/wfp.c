/* WFP for callouts: registration, pended operations, classify handles, flow contexts. */
#include "world.h"

#include <string.h>

/* ---- registration --------------------------------------------------------------------------- */

NTSTATUS FwpsCalloutRegister1(void *device, const FWPS_CALLOUT1 *callout, UINT32 *id)
{
    (void)device;
    require_irql(PASSIVE_LEVEL, "FwpsCalloutRegister1");
    if (W.callout_count == CALLOUTS)
        sim_violation(I4_MEMORY, "the simulator has too few callouts");
    W.callouts[W.callout_count].functions = *callout;
    W.callouts[W.callout_count].registered = 1;
    *id = ++W.callout_count;
    return STATUS_SUCCESS;
}

static bool callout_idle(const void *object)
{
    return ((const struct callout *)object)->active == 0;
}

static bool has_flows(void)
{
    for (unsigned i = 0; i < CONNECTS; i++)
        if (W.connects[i].flow_associated)
            return true;
    return false;
}

/* Assumed: does not return while a classify of the callout is active. A layer nobody uses cannot be. */
NTSTATUS FwpsCalloutUnregisterById0(const UINT32 id)
{
    struct callout *callout = &W.callouts[id - 1];

    SIM_ENTER();
    require_irql(PASSIVE_LEVEL, "FwpsCalloutUnregisterById0");
    if (id == 0 || id > CALLOUTS || !callout->registered)
        return STATUS_FWP_CALLOUT_NOT_FOUND;
    if (callout->used)
        sim_point("unregister", callout, callout_idle, 1);
    if (callout->functions.flowDeleteFn != NULL && has_flows())
        return STATUS_DEVICE_BUSY;
    callout->registered = 0;
    return STATUS_SUCCESS;
}

/* ---- pended operations ---------------------------------------------------------------------- */

static struct connect *connect_with_completion_handle(HANDLE handle)
{
    for (unsigned i = 0; i < CONNECTS; i++)
        if (handle == &W.connects[i].completion_handle)
            return &W.connects[i];
    return NULL;
}

static struct connect *connect_with_context(HANDLE context)
{
    for (unsigned i = 0; i < CONNECTS; i++)
        if (context == &W.connects[i])
            return &W.connects[i];
    sim_violation(I2_ONCE, "FwpsCompleteOperation0 of something that is no completion context");
}

static NTSTATUS pend(struct connect *connect, HANDLE *context)
{
    struct endpoint *endpoint = connect->endpoint;

    if (connect->state != CONNECT_CLASSIFY)
        return STATUS_FWP_CANNOT_PEND;
    if (sw.P && endpoint->closing)
        return STATUS_FWP_TCPIP_NOT_READY;
    connect->state = CONNECT_PENDED;
    endpoint->pends++;
    endpoint->open++;
    *context = connect;
    return STATUS_SUCCESS;
}

NTSTATUS FwpsPendOperation0(HANDLE completion_handle, HANDLE *context)
{
    struct connect *connect = connect_with_completion_handle(completion_handle);
    NTSTATUS status = STATUS_FWP_CANNOT_PEND;
    unsigned outcome;

    SIM_ENTER();
    require_irql(DISPATCH_LEVEL, "FwpsPendOperation0");
    if (connect == NULL)
        return STATUS_FWP_NULL_POINTER;
    sim_access(context, sizeof *context, true);
    outcome = sim_point("pend", connect, NULL, sw.FAIL ? 2 : 1);
    pool_check(context, sizeof *context);
    if (outcome == 0)
        status = pend(connect, context);
    sim_note("FwpsPendOperation0", NT_SUCCESS(status) ? "pended: context %u" : "fails", connect->index + 1u);
    return status;
}

static void reauthorize_inside(struct connect *connect, unsigned nested)
{
    if (sw.LAYER != 1 && sw.G == 1)
        indicate_reauthorize(connect, CLASSIFY_COMPLETION);
    if (nested && closure_allowed(connect->endpoint)) {
        sim_tell("teardown", "the closure is delivered inside the completion");
        indicate_closure(connect->endpoint);
    }
}

void FwpsCompleteOperation0(HANDLE context, PNET_BUFFER_LIST list)
{
    struct connect *connect = connect_with_context(context);
    unsigned nested;

    SIM_ENTER();
    require_irql(DISPATCH_LEVEL, "FwpsCompleteOperation0");
    require_no_classify_lock("FwpsCompleteOperation0");
    nested = sim_point("complete", connect, NULL, sw.K ? 2 : 1);
    sim_note("FwpsCompleteOperation0", "enters with context %u", connect->index + 1u);
    if (connect->state != CONNECT_PENDED)
        sim_violation(I2_ONCE, "FwpsCompleteOperation0 of a context that is not pended");
    endpoint_touch(connect, "on entry");
    connect->state = CONNECT_COMPLETING;
    connect->expected = list;
    reauthorize_inside(connect, nested);
    SIM_ENTER(); /* the driver was entered again meanwhile */
    sim_point("completion goes on", connect, NULL, 1);
    endpoint_touch(connect, "after the reauthorization");
    sim_point("completion ends", connect, NULL, 1);
    endpoint_touch(connect, "before it returns");
    connect->state = CONNECT_COMPLETED;
    connect->reauthorize = sw.LAYER != 1 && sw.G == 2;
    sim_note("FwpsCompleteOperation0", "returns");
    endpoint_unreference(connect->endpoint);
}

/* ---- classify handles ----------------------------------------------------------------------- */

static struct classify_handle *handle_of(UINT64 value, const char *call)
{
    struct classify_handle *handle = &W.handles[value - 1];

    if (value == 0 || value > HANDLES || !handle->used || handle->references == 0)
        sim_violation(I2_ONCE, "%s with a classify handle that is not held", call);
    return handle;
}

static NTSTATUS handle_new(struct endpoint *endpoint, UINT64 *value)
{
    for (unsigned i = 0; i < HANDLES; i++) {
        struct classify_handle *handle = &W.handles[i];

        if (handle->used)
            continue;
        *handle = (struct classify_handle){.endpoint = endpoint, .used = 1, .references = 1};
        *value = i + 1u;
        return STATUS_SUCCESS;
    }
    return STATUS_INSUFFICIENT_RESOURCES;
}

NTSTATUS FwpsAcquireClassifyHandle0(void *context, UINT32 flags, UINT64 *value)
{
    struct endpoint *endpoint = context;

    SIM_ENTER();
    require_irql(DISPATCH_LEVEL, "FwpsAcquireClassifyHandle0");
    if (endpoint == NULL || flags != 0)
        return STATUS_FWP_NULL_POINTER;
    sim_access(value, sizeof *value, true);
    if (sw.N && sim_point("acquire classify handle", endpoint, NULL, 2) != 0) {
        sim_note("FwpsAcquireClassifyHandle0", "fails");
        return STATUS_INSUFFICIENT_RESOURCES;
    }
    pool_check(value, sizeof *value);
    return handle_new(endpoint, value);
}

static bool completion_in_flight(const struct endpoint *endpoint)
{
    for (unsigned i = 0; i < CONNECTS; i++)
        if (W.connects[i].endpoint == endpoint && W.connects[i].state == CONNECT_COMPLETING)
            return true;
    return false;
}

NTSTATUS FwpsPendClassify0(UINT64 value, UINT64 filter, UINT32 flags, FWPS_CLASSIFY_OUT0 *out)
{
    struct classify_handle *handle = handle_of(value, "FwpsPendClassify0");
    unsigned outcome;

    (void)filter;
    (void)flags;
    SIM_ENTER();
    require_irql(DISPATCH_LEVEL, "FwpsPendClassify0");
    outcome = sim_point("pend the closure", handle->endpoint, NULL, sw.N ? 2 : 1);
    if (outcome != 0 || handle->pended) {
        sim_note("FwpsPendClassify0", "fails");
        return STATUS_FWP_CANNOT_PEND;
    }
    handle->pended = 1;
    handle->references++;
    handle->original = out;
    handle->endpoint->pended_closures++;
    if (sw.WITNESS && completion_in_flight(handle->endpoint))
        W.held = 1;
    sim_note("FwpsPendClassify0", "the closure is pended: the endpoint stays");
    return STATUS_SUCCESS;
}

static void handle_drop(struct classify_handle *handle)
{
    if (--handle->references == 0 && handle->pended && !handle->completed)
        sim_violation(I2_ONCE, "a classify handle is gone before its classify was completed");
}

void FwpsCompleteClassify0(UINT64 value, UINT32 flags, FWPS_CLASSIFY_OUT0 *out)
{
    struct classify_handle *handle = handle_of(value, "FwpsCompleteClassify0");

    (void)flags;
    SIM_ENTER();
    require_irql(DISPATCH_LEVEL, "FwpsCompleteClassify0");
    sim_point("complete the closure", handle->endpoint, NULL, 1);
    if (!handle->pended || handle->completed)
        sim_violation(I2_ONCE, "FwpsCompleteClassify0 of a classify that is not pended");
    if (out == NULL || out == handle->original || out->actionType != FWP_ACTION_PERMIT)
        sim_violation(I9_VERDICT, "FwpsCompleteClassify0 without a copy of the classify output");
    pool_check(out, sizeof *out);
    handle->completed = 1;
    handle->endpoint->pended_closures--;
    sim_note("FwpsCompleteClassify0", "the closure goes on");
    handle_drop(handle);
}

void FwpsReleaseClassifyHandle0(UINT64 value)
{
    SIM_ENTER();
    require_irql(DISPATCH_LEVEL, "FwpsReleaseClassifyHandle0");
    handle_drop(handle_of(value, "FwpsReleaseClassifyHandle0"));
}

/* ---- flow contexts -------------------------------------------------------------------------- */

NTSTATUS FwpsFlowAssociateContext0(UINT64 flow, UINT16 layer, UINT32 callout, UINT64 context)
{
    struct connect *connect = &W.connects[flow - 1];

    (void)layer;
    (void)callout;
    SIM_ENTER();
    require_irql(DISPATCH_LEVEL, "FwpsFlowAssociateContext0");
    if (flow == 0 || flow > CONNECTS)
        return STATUS_INVALID_PARAMETER;
    sim_point("associate flow context", connect, NULL, 1);
    if (connect->flow_associated)
        return STATUS_OBJECT_NAME_EXISTS;
    connect->flow_associated = 1;
    connect->flow_context = context;
    return STATUS_SUCCESS;
}

/* Success means that the delete function has run inside the call. */
NTSTATUS FwpsFlowRemoveContext0(UINT64 flow, UINT16 layer, UINT32 callout)
{
    struct connect *connect = &W.connects[flow - 1];

    (void)layer;
    (void)callout;
    SIM_ENTER();
    require_irql(DISPATCH_LEVEL, "FwpsFlowRemoveContext0");
    if (flow == 0 || flow > CONNECTS)
        return STATUS_INVALID_PARAMETER;
    sim_point("remove flow context", connect, NULL, 1);
    if (!connect->flow_associated)
        return STATUS_UNSUCCESSFUL;
    delete_flow(connect);
    return STATUS_SUCCESS;
}
