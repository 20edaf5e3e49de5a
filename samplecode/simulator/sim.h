/*
 * The scheduler's face: actors, points, violations, switches, and what a state consists of.
 * Knows nothing of Windows; the explorer includes this file and no other of the simulator.
 */
#ifndef SAMPLECODE_SIM_H
#define SAMPLECODE_SIM_H

#include "coro.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SIM_ACTORS = 28, SIM_STACK = 16384, SIM_SYSTEM = 0 };

struct switches {
#define SWITCH(name, fallback, highest, text) int name;
#include "switches.def"
#undef SWITCH
};

extern struct switches sw;

/* ---- invariants ---------------------------------------------------------------------------- */

enum invariant {
    I1_ENDPOINT = 1, /* no completion touches a freed endpoint */
    I2_ONCE,         /* each context completed at most once; classify handles balanced */
    I3_COMPLETED,    /* every pended operation is completed */
    I4_MEMORY,       /* no access to freed or foreign memory, no double free */
    I5_IRQL,         /* nothing is called above its IRQL */
    I6_LOCK,         /* no lock that classify takes is held at a completion; no lock taken twice */
    I7_UNLOAD,       /* after unload: no live pool, no driver code entered, rundown balanced */
    I8_PROGRESS,     /* nobody waits forever */
    I9_VERDICT,      /* a pended classify blocks and absorbs; nothing is permitted without a verdict */
    INVARIANTS
};

extern const char *const sim_invariant_text[INVARIANTS];

/* ---- actors -------------------------------------------------------------------------------- */

enum actor_state { ACTOR_NONE, ACTOR_WAITING, ACTOR_DONE };

struct actor {
    const char *name;
    struct coro coro;
    void (*body)(void *argument);
    void *argument;
    const char *op;                       /* what it does next ... */
    const void *object;                   /* ... to what ... */
    bool (*enabled)(const void *object);  /* ... and whether it can; null: always */
    uint32_t locks;                       /* bit mask of the spin locks it holds */
    uint8_t outcomes;                     /* number of ways the next step can end */
    uint8_t outcome;
    uint8_t state;
    uint8_t irql;
    uint8_t driver_depth; /* calls from the system into the driver that are still active */
    uint8_t in_authorize; /* of which authorizations */
    uint8_t optional;     /* waits for something that need not come */
};

/* Adds an actor; it runs to its first point at once. Returns its index. */
unsigned sim_actor(const char *name, void (*body)(void *), void *argument);

struct actor *sim_self(void);

/*
 * A scheduling point before an effect. Returns which of `outcomes` the explorer picked (0 = the normal one).
 * The effect itself belongs after the call, in one piece.
 */
unsigned sim_point(const char *op, const void *object, bool (*enabled)(const void *), unsigned outcomes);

/* As sim_point, but it is no deadlock if the step never becomes possible. */
unsigned sim_optional_point(const char *op, const void *object, bool (*enabled)(const void *), unsigned outcomes);

/* A point at a releasing operation: needed for nothing, kept to check the reduction (RED=0). */
void sim_release_point(const char *op, const void *object);

_Noreturn void sim_violation(enum invariant which, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* ---- trace --------------------------------------------------------------------------------- */

/* Says what happened, for a reader. Free of cost unless a trace is being recorded. */
void sim_note(const char *call, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The same for what the system does, not the driver. */
void sim_tell(const char *who, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Remembers where the driver called from: first statement of each function the driver calls. */
#define SIM_ENTER() sim_called_from(__builtin_return_address(0))
void sim_called_from(void *address);

/* The situation after an event, in words: "endpoint": "closing". */
struct sim_fact {
    char name[16], value[40];
};
enum { SIM_FACTS = 10 };
unsigned sim_facts(struct sim_fact *out);

struct sim_event {
    struct sim_fact facts[SIM_FACTS];
    uint8_t fact_count;
    uint8_t actor;
    uint8_t irql;
    void *pc;
    const char *call;
    char text[128];
};

typedef void (*sim_listener)(const struct sim_event *event);
extern sim_listener sim_listen;

/* ---- what the explorer drives -------------------------------------------------------------- */

struct choice {
    uint8_t actor, outcome;
};

struct sim_failure {
    enum invariant which; /* 0: none */
    uint8_t actor;
    void *pc;
    char text[160];
};

extern struct sim_failure sim_failure;

/* Resets everything and runs the driver's entry. False if that already failed. */
bool sim_begin(void);
/* All steps possible now, at most `room`. */
unsigned sim_choices(struct choice *out, unsigned room);
/* Takes one step. False if it broke an invariant (see sim_failure). */
bool sim_step(struct choice choice);
/* Whether the run that ended here is the one WITNESS asks for. */
bool sim_witness(void);
/* Called when no step is possible: false if that is a deadlock or the end breaks an invariant. */
bool sim_end(void);
const char *sim_actor_name(unsigned actor);
bool sim_actor_enabled(unsigned actor);

/* The memory that is the state. Segment 0 fixes where the others begin and end. */
struct segment {
    void *address;
    size_t size;
};
enum { SIM_SEGMENTS = 2 + 2 * SIM_ACTORS };
unsigned sim_segments(struct segment *out);

/* Loads a driver; returns an error text or null. */
const char *sim_load(const char *path);
/* Where in the loaded file an address lies. */
uintptr_t sim_driver_offset(const void *address);

/* Plain accesses: true when a run found a new unprotected location, so that it must be repeated. */
bool sim_access_learning(void);
/* The same, and forgets it. */
bool sim_access_learned(void);
void sim_access_forget(void);
unsigned sim_access_unprotected(void);

#endif
