/*
 * The life of an endpoint: connects, reauthorizations, closure, release, free. The unknowns about Windows (switches
 * A to P) are decided here and in wfp.c, nowhere else.
 */
#include "world.h"

static void free_now(struct endpoint *endpoint)
{
    endpoint->freed = 1;
    sim_tell("teardown", "endpoint freed");
}

void endpoint_unreference(struct endpoint *endpoint)
{
    endpoint->open--;
    if (sw.A && endpoint->shut && endpoint->open == 0)
        free_now(endpoint);
}

void endpoint_touch(const struct connect *connect, const char *when)
{
    if (connect->endpoint->freed && sw.BREAK != 4)
        sim_violation(I1_ENDPOINT, "FwpsCompleteOperation0 touches a freed endpoint (%s)", when);
}

/* ---- authorization -------------------------------------------------------------------------- */

static void permitted(const struct connect *connect)
{
    if (connect->answered != 2)
        sim_violation(I9_VERDICT, "connection %u is permitted without a verdict", connect->index + 1u);
}

/* A pended classify must block, absorb (where that has a meaning) and be final. */
static void check_pended(const FWPS_CLASSIFY_OUT0 *out)
{
    if (out->actionType != FWP_ACTION_BLOCK)
        sim_violation(I9_VERDICT, "a pended classify does not return BLOCK");
    if (sw.LAYER != 2 && (out->flags & FWPS_CLASSIFY_OUT_FLAG_ABSORB) == 0)
        sim_violation(I9_VERDICT, "a pended classify does not absorb");
    if ((out->rights & FWPS_RIGHT_ACTION_WRITE) != 0)
        sim_violation(I9_VERDICT, "a pended classify leaves its verdict to others");
}

/* The first endpoint's connects start at once; the second endpoint has the value of the first one, freed. */
static bool may_connect(const void *object)
{
    const struct connect *connect = object;

    return connect->endpoint == &W.endpoints[0] || W.endpoints[0].freed;
}

static void authorize(struct connect *connect)
{
    FWPS_CLASSIFY_OUT0 out;
    bool pended;

    connect->state = CONNECT_CLASSIFY;
    sim_tell("application", "connection %u: the initial classify begins", connect->index + 1u);
    if (!classify_connect(connect, CLASSIFY_INITIAL, &out)) {
        connect->state = CONNECT_IDLE;
        return;
    }
    pended = connect->state != CONNECT_CLASSIFY;
    if (pended)
        check_pended(&out);
    else
        connect->state = CONNECT_IDLE;
    if (!pended && out.actionType == FWP_ACTION_PERMIT && sw.LAYER != 2)
        permitted(connect);
    sim_tell("application", pended ? "the classify returns: pended" : "the classify returns a verdict");
}

static void connect_body(void *argument)
{
    struct connect *connect = argument;
    struct endpoint *endpoint = connect->endpoint;

    /* Optional: the endpoint may be gone, or (second endpoint) never come. */
    sim_optional_point("connect", connect, may_connect, 1);
    if (endpoint->closing || endpoint->freed)
        return;
    endpoint->in_initial++;
    endpoint->in_classify++;
    authorize(connect);
    sim_release_point("classify returns", connect);
    endpoint->in_initial--;
    endpoint->in_classify--;
}

bool undisturbed(const struct connect *connect)
{
    return !connect->endpoint->closing && !W.unloading && W.now == 0;
}

/* A permit that the driver took in time is what the reauthorization must return, unless the endpoint is going. */
static void check_reauthorized(const struct connect *connect, enum classify_kind kind, FWP_ACTION_TYPE action)
{
    if (action == FWP_ACTION_PERMIT)
        permitted(connect);
    else if (kind == CLASSIFY_COMPLETION && connect->answered == 2 && connect->heard && undisturbed(connect))
        sim_violation(I9_VERDICT, "the permit for connection %u is lost", connect->index + 1u);
}

void indicate_reauthorize(struct connect *connect, enum classify_kind kind)
{
    FWPS_CLASSIFY_OUT0 out;

    connect->endpoint->in_classify++;
    sim_tell("reauthorize", "connection %u is classified again", connect->index + 1u);
    if (classify_connect(connect, kind, &out) && sw.LAYER != 2)
        check_reauthorized(connect, kind, out.actionType);
    connect->endpoint->in_classify--;
}

static bool reauthorize_due(const void *object)
{
    const struct connect *connect = object;

    return connect->reauthorize && !connect->endpoint->shut;
}

static void late_body(void *argument)
{
    struct connect *connect = argument;

    sim_optional_point("late reauthorization", connect, reauthorize_due, 1);
    connect->reauthorize = 0;
    indicate_reauthorize(connect, CLASSIFY_COMPLETION);
}

static bool policy_applies(const void *object)
{
    const struct connect *connect = object;

    return connect->state != CONNECT_IDLE && !connect->endpoint->shut;
}

static void policy_body(void *argument)
{
    struct connect *connect = argument;

    sim_optional_point("policy change", connect, policy_applies, 1);
    indicate_reauthorize(connect, CLASSIFY_POLICY);
}

/* ---- closure and free ----------------------------------------------------------------------- */

bool closure_allowed(const void *object)
{
    const struct endpoint *endpoint = object;

    if (endpoint->closing || endpoint->freed)
        return false;
    return sw.H == 2 || endpoint->in_initial == 0 || (sw.H == 1 && endpoint->pends != 0);
}

/* C=0: whoever is pended was never connected, and no closure is indicated. */
static bool closure_comes(const struct endpoint *endpoint)
{
    return sw.LAYER != 2 && (sw.C || endpoint->open == 0);
}

static void closure_classify(struct endpoint *endpoint)
{
    FWPS_CLASSIFY_OUT0 out;
    unsigned before = endpoint->pended_closures;

    if (!closure_comes(endpoint))
        return;
    sim_tell("teardown", "closure indicated");
    if (!classify_endpoint(endpoint, layer_closure(), &out))
        return;
    if (endpoint->pended_closures > before &&
        (out.actionType != FWP_ACTION_BLOCK || (out.rights & FWPS_RIGHT_ACTION_WRITE) != 0))
        sim_violation(I9_VERDICT, "a pended closure does not block for good");
}

void indicate_closure(struct endpoint *endpoint)
{
    endpoint->closing = 1;
    closure_classify(endpoint);
    endpoint->closures++;
}

static void release_classify(struct endpoint *endpoint)
{
    FWPS_CLASSIFY_OUT0 out;

    sim_tell("teardown", "release indicated");
    endpoint->in_classify++;
    classify_endpoint(endpoint, layer_release(), &out);
    endpoint->in_classify--;
}

void delete_flow(struct connect *connect)
{
    const struct callout *callout = &W.callouts[0];
    KIRQL old;

    if (!connect->flow_associated)
        return;
    connect->flow_associated = 0;
    for (unsigned i = 0; i < W.callout_count; i++)
        if (W.callouts[i].functions.flowDeleteFn != NULL)
            callout = &W.callouts[i];
    sim_tell("teardown", "flow deleted");
    old = raise_irql(DISPATCH_LEVEL);
    driver_enter("a flow delete function");
    callout->functions.flowDeleteFn(0, 0, connect->flow_context);
    driver_leave("a flow delete function");
    lower_irql(old);
}

static void delete_flows(struct endpoint *endpoint)
{
    for (unsigned i = 0; i < CONNECTS; i++)
        if (W.connects[i].endpoint == endpoint && W.connects[i].flow_associated) {
            sim_point("delete flow", &W.connects[i], NULL, 1);
            delete_flow(&W.connects[i]);
        }
}

/* After every pended closure (documented) and not under a running classify (assumed). */
static bool may_free(const void *object)
{
    const struct endpoint *endpoint = object;

    return endpoint->pended_closures == 0 && endpoint->in_classify == 0 && !(sw.E == 2 && endpoint->open != 0);
}

static bool teardown_begins(const void *object)
{
    const struct endpoint *endpoint = object;

    /* The handle value of a second endpoint is free only after the first one. */
    if (endpoint != &W.endpoints[0] && !W.endpoints[0].freed)
        return false;
    return endpoint->closures != 0 || closure_allowed(endpoint);
}

static void teardown_body(void *argument)
{
    struct endpoint *endpoint = argument;

    sim_optional_point("process killed", endpoint, teardown_begins, 1);
    if (endpoint->closures == 0) {
        sim_tell("teardown", "process killed");
        indicate_closure(endpoint);
    }
    while (endpoint->closures < sw.CLOSURES) {
        sim_point("closure again", endpoint, NULL, 1);
        closure_classify(endpoint);
        endpoint->closures++;
    }
    if (sw.LAYER == 2 && sw.D == 1) {
        sim_point("release", endpoint, NULL, 1);
        release_classify(endpoint);
    }
    if (sw.F == 1)
        delete_flows(endpoint);
    sim_point("endpoint is freed", endpoint, may_free, 1);
    endpoint->shut = 1;
    if (!sw.A || endpoint->open == 0)
        free_now(endpoint);
    if (sw.F == 2)
        delete_flows(endpoint);
    if (sw.LAYER == 2 && sw.D == 2) {
        sim_point("release", endpoint, NULL, 1);
        release_classify(endpoint);
    }
}

/* ---- actors --------------------------------------------------------------------------------- */

void endpoint_actors(void)
{
    static const char *const applications[CONNECTS] = {"application 1", "application 2", "application 3"};
    static const char *const late[CONNECTS] = {"reauthorization 1", "reauthorization 2", "reauthorization 3"};
    static const char *const teardowns[ENDPOINTS] = {"teardown", "teardown 2"};

    W.first_app = W.actor_count;
    for (unsigned i = 0; i < CONNECTS; i++)
        if (W.connects[i].endpoint != NULL)
            sim_actor(applications[i], connect_body, &W.connects[i]);
    for (unsigned i = 0; i < ENDPOINTS && !sw.Z; i++)
        if (W.endpoints[i].handle != 0)
            sim_actor(teardowns[i], teardown_body, &W.endpoints[i]);
    for (unsigned i = 0; i < CONNECTS; i++)
        if (W.connects[i].endpoint != NULL && sw.G == 2 && sw.LAYER != 1)
            sim_actor(late[i], late_body, &W.connects[i]);
    if (sw.POLICY)
        sim_actor("policy", policy_body, &W.connects[0]);
}
