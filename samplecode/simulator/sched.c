/* Actors and points: who may step, and the memory that makes up a state. */
#include "world.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SCRUB = 4096 };

struct switches sw;
struct sim_failure sim_failure;
sim_listener sim_listen;

static char stacks[SIM_ACTORS][SIM_STACK] __attribute__((aligned(64)));
static void *called_from[SIM_ACTORS];
static sigjmp_buf fault;

const char *const sim_invariant_text[INVARIANTS] = {
    [I1_ENDPOINT] = "a completion touches a freed endpoint",
    [I2_ONCE] = "a context or classify handle is used more than once, or not balanced",
    [I3_COMPLETED] = "a pended operation is never completed",
    [I4_MEMORY] = "freed or foreign memory is touched",
    [I5_IRQL] = "a call is made above its IRQL",
    [I6_LOCK] = "a lock is held at a completion, or taken twice",
    [I7_UNLOAD] = "something of the driver outlives its unload",
    [I8_PROGRESS] = "somebody waits forever",
    [I9_VERDICT] = "a verdict is lost or invented",
};

struct actor *sim_self(void)
{
    return &W.actors[W.current];
}

const char *sim_actor_name(unsigned actor)
{
    return W.actors[actor].name;
}

static void actor_main(void)
{
    struct actor *self = sim_self();

    self->body(self->argument);
    self->state = ACTOR_DONE;
    self->op = NULL;
    self->object = NULL;
    self->enabled = NULL;
    coro_leave(&self->coro);
    abort();
}

static void run(unsigned actor)
{
    struct actor *self = &W.actors[actor];
    char *live = self->coro.sp;
    char *from = live - stacks[actor] > SCRUB ? live - SCRUB : stacks[actor];

    /* Left-over bytes of other executions would make equal states look different. */
    memset(from, 0, (size_t)(live - from));
    W.current = (uint8_t)actor;
    coro_enter(&self->coro);
    W.current = SIM_SYSTEM;
}

unsigned sim_actor(const char *name, void (*body)(void *), void *argument)
{
    unsigned index = W.actor_count++;
    struct actor *self = &W.actors[index];

    if (index >= SIM_ACTORS)
        abort();
    memset(stacks[index], 0, SIM_STACK);
    *self = (struct actor){.name = name, .body = body, .argument = argument, .outcomes = 1};
    self->state = ACTOR_WAITING;
    coro_make(&self->coro, stacks[index], SIM_STACK, actor_main);
    run(index);
    return index;
}

static unsigned point(const char *op, const void *object, bool (*enabled)(const void *), unsigned outcomes,
                      bool optional)
{
    struct actor *self = sim_self();

    if (W.current == SIM_SYSTEM)
        return 0;
    self->op = op;
    self->object = object;
    self->enabled = enabled;
    self->outcomes = (uint8_t)outcomes;
    self->optional = optional;
    coro_leave(&self->coro);
    return self->outcome;
}

unsigned sim_point(const char *op, const void *object, bool (*enabled)(const void *), unsigned outcomes)
{
    return point(op, object, enabled, outcomes, false);
}

unsigned sim_optional_point(const char *op, const void *object, bool (*enabled)(const void *), unsigned outcomes)
{
    return point(op, object, enabled, outcomes, true);
}

void sim_release_point(const char *op, const void *object)
{
    sim_access_publish();
    if (!sw.RED)
        point(op, object, NULL, 1, false);
}

void sim_called_from(void *address)
{
    called_from[W.current] = address;
}

static void say(void *pc, const char *call, const char *format, va_list list)
{
    struct sim_event event = {.actor = W.current, .irql = sim_self()->irql, .pc = pc, .call = call};

    event.fact_count = (uint8_t)sim_facts(event.facts);
    vsnprintf(event.text, sizeof event.text, format, list);
    sim_listen(&event);
}

void sim_note(const char *call, const char *format, ...)
{
    va_list list;

    if (sim_listen == NULL)
        return;
    va_start(list, format);
    say(called_from[W.current], call, format, list);
    va_end(list);
}

void sim_tell(const char *who, const char *format, ...)
{
    va_list list;

    if (sim_listen == NULL)
        return;
    va_start(list, format);
    say(NULL, who, format, list);
    va_end(list);
}

void sim_violation(enum invariant which, const char *format, ...)
{
    va_list list;

    sim_failure.which = which;
    sim_failure.actor = W.current;
    sim_failure.pc = called_from[W.current];
    va_start(list, format);
    vsnprintf(sim_failure.text, sizeof sim_failure.text, format, list);
    va_end(list);
    if (W.current == SIM_SYSTEM)
        siglongjmp(fault, 1);
    coro_leave(&sim_self()->coro);
    abort(); /* a broken execution is never resumed */
}

bool sim_actor_enabled(unsigned actor)
{
    const struct actor *self = &W.actors[actor];

    return self->state == ACTOR_WAITING && (self->enabled == NULL || self->enabled(self->object));
}

unsigned sim_choices(struct choice *out, unsigned room)
{
    unsigned count = 0;

    for (unsigned actor = 1; actor < W.actor_count; actor++) {
        if (!sim_actor_enabled(actor))
            continue;
        for (unsigned outcome = 0; outcome < W.actors[actor].outcomes; outcome++) {
            if (count == room)
                abort();
            out[count++] = (struct choice){(uint8_t)actor, (uint8_t)outcome};
        }
    }
    return count;
}

/* A wild pointer in the driver (or a stack that ran over) is a finding, not a crash of the explorer. */
static void on_fault(int signal_number)
{
    (void)signal_number;
    siglongjmp(fault, 2);
}

static void catch_faults(void)
{
    static char stack[65536];
    stack_t alternate = {.ss_sp = stack, .ss_size = sizeof stack};
    struct sigaction action = {.sa_handler = on_fault, .sa_flags = SA_ONSTACK | SA_NODEFER};

    sigaltstack(&alternate, NULL);
    sigaction(SIGSEGV, &action, NULL);
    sigaction(SIGBUS, &action, NULL);
}

static void record_fault(void)
{
    sim_failure.which = I4_MEMORY;
    sim_failure.actor = W.current;
    sim_failure.pc = called_from[W.current];
    snprintf(sim_failure.text, sizeof sim_failure.text, "access through a wild pointer");
}

bool sim_step(struct choice choice)
{
    sim_failure.which = 0;
    sim_access_step();
    if (sigsetjmp(fault, 0) == 0) {
        W.actors[choice.actor].outcome = choice.outcome;
        run(choice.actor);
        W.actors[choice.actor].outcome = 0;
    } else {
        record_fault();
    }
    return sim_failure.which == 0;
}

bool sim_begin(void)
{
    catch_faults();
    sim_failure.which = 0;
    memset(&W, 0, sizeof W);
    memset(called_from, 0, sizeof called_from);
    W.actor_count = 1;
    W.actors[SIM_SYSTEM].name = "system";
    switch (sigsetjmp(fault, 0)) {
    case 0:
        world_begin();
        break;
    case 2:
        record_fault();
    }
    return sim_failure.which == 0;
}

static bool stuck(void)
{
    for (unsigned actor = 1; actor < W.actor_count; actor++) {
        const struct actor *self = &W.actors[actor];

        if (self->state != ACTOR_WAITING || self->optional)
            continue;
        sim_failure.which = I8_PROGRESS;
        sim_failure.actor = (uint8_t)actor;
        sim_failure.pc = called_from[actor];
        snprintf(sim_failure.text, sizeof sim_failure.text, "%s waits forever: %s", self->name, self->op);
        return true;
    }
    return false;
}

bool sim_end(void)
{
    sim_failure.which = 0;
    if (stuck())
        return false;
    if (sigsetjmp(fault, 0) == 0)
        world_end();
    return sim_failure.which == 0;
}

unsigned sim_segments(struct segment *out)
{
    unsigned count = 0;

    out[count++] = (struct segment){&W, offsetof(struct world, actors) + W.actor_count * sizeof W.actors[0]};
    count += driver_segment(out + count);
    count += pool_segments(out + count);
    for (unsigned actor = 1; actor < W.actor_count; actor++) {
        char *live = W.actors[actor].coro.sp;

        if (W.actors[actor].state == ACTOR_WAITING)
            out[count++] = (struct segment){live, (size_t)(stacks[actor] + SIM_STACK - live)};
    }
    return count;
}
