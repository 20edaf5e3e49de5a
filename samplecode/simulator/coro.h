/* Coroutines: switch between the scheduler's stack and an actor's. */
#ifndef SAMPLECODE_CORO_H
#define SAMPLECODE_CORO_H

#include <stddef.h>

/* An actor's saved position. `sp` is where the live part of its stack begins. */
struct coro {
    void *sp;
#ifdef CORO_PORTABLE
    void *context; /* ucontext_t inside the actor's stack memory */
#endif
};

/* Makes `self` start in `entry` on `stack` when it is entered first. `entry` never returns. */
void coro_make(struct coro *self, char *stack, size_t size, void (*entry)(void));

/* Runs `self` until it leaves again. Called by the scheduler. */
void coro_enter(struct coro *self);

/* Goes back to the scheduler. Called on an actor's stack. */
void coro_leave(struct coro *self);

#endif
