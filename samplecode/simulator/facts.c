/* The situation in words, for the reader of a trace. */
#include "world.h"

#include <stdio.h>

static void add(struct sim_fact *out, unsigned *count, const char *name, const char *value)
{
    if (*count == SIM_FACTS)
        return;
    snprintf(out[*count].name, sizeof out[0].name, "%s", name);
    snprintf(out[(*count)++].value, sizeof out[0].value, "%s", value);
}

static const char *endpoint_word(const struct endpoint *endpoint)
{
    if (endpoint->freed)
        return "freed";
    if (endpoint->shut)
        return "shut, kept by the context";
    return endpoint->closing ? "closing" : "open";
}

static const char *closure_word(const struct endpoint *endpoint)
{
    if (endpoint->pended_closures != 0)
        return "pended: the endpoint stays";
    return endpoint->closing ? "let through" : "not indicated";
}

static const char *connect_word(const struct connect *connect)
{
    switch (connect->state) {
    case CONNECT_CLASSIFY:
        return "in its classify";
    case CONNECT_PENDED:
        return connect->endpoint->freed ? "pended: stale" : "pended";
    case CONNECT_COMPLETING:
        return "inside FwpsCompleteOperation0";
    case CONNECT_COMPLETED:
        return "completed";
    default:
        return "none";
    }
}

static const char *irql_word(unsigned irql)
{
    static const char *const words[] = {"PASSIVE_LEVEL", "APC_LEVEL", "DISPATCH_LEVEL"};

    return words[irql <= DISPATCH_LEVEL ? irql : DISPATCH_LEVEL];
}

unsigned sim_facts(struct sim_fact *out)
{
    unsigned count = 0;
    char name[16];

    for (unsigned i = 0; i < ENDPOINTS; i++) {
        if (W.endpoints[i].handle == 0)
            continue;
        add(out, &count, i == 0 ? "endpoint" : "endpoint 2", endpoint_word(&W.endpoints[i]));
        add(out, &count, i == 0 ? "closure" : "closure 2", closure_word(&W.endpoints[i]));
    }
    for (unsigned i = 0; i < CONNECTS; i++) {
        if (W.connects[i].endpoint == NULL)
            continue;
        snprintf(name, sizeof name, "context %u", i + 1);
        add(out, &count, name, connect_word(&W.connects[i]));
    }
    add(out, &count, "IRQL", irql_word(sim_self()->irql));
    if (W.unloading)
        add(out, &count, "driver", W.unloaded ? "unloaded" : "unloading");
    return count;
}

bool sim_witness(void)
{
    return W.held && W.endpoints[0].freed;
}
