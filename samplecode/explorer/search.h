/* The two searches: everything once (verdict), and the shortest way to one violation (trace). */
#ifndef SAMPLECODE_SEARCH_H
#define SAMPLECODE_SEARCH_H

#include "../simulator/sim.h"

struct schedule {
    struct choice *steps;
    unsigned length;
    unsigned preemptions;
};

struct verdict {
    unsigned long states, steps;
    unsigned depth;                     /* longest path */
    bool capped;                        /* the cap was reached: nothing is proved */
    bool broken[INVARIANTS];
    struct sim_failure first[INVARIANTS];
};

struct limits {
    unsigned long states;
    int preemptions; /* -1: any number */
    bool stop_at_first;
};

/* Explores every reachable state (or, with a preemption bound, every one within it). */
void search_all(struct verdict *verdict, const struct limits *limits);

/*
 * Finds a schedule to a violation of `which` (or, if that is 0, to the end of a run that WITNESS asks for), with the
 * fewest preemptions and then the fewest steps. False if there is none within the limits. The caller frees
 * schedule->steps.
 */
bool search_shortest(struct schedule *schedule, enum invariant which, const struct limits *limits);

#endif
