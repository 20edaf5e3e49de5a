/* Stateful depth-first search over every schedule: the proof run. */
#include "search.h"

#include "memory.h"
#include "visited.h"

#include <stdlib.h>
#include <string.h>

enum { CHOICES = 64 };

/* A state on the current path: its snapshot, and the steps out of it that are still to be taken. */
struct node {
    size_t snapshot, size;
    unsigned preemptions;
    uint8_t last, count, next;
    struct choice choices[CHOICES];
};

struct search {
    struct verdict *verdict;
    const struct limits *limits;
    struct visited visited;
    struct node *path;
    unsigned depth, path_room;
    char *snapshots;
    size_t used, room;
};

static bool enough(const struct search *s)
{
    if (sim_access_learning())
        return true; /* what was explored so far had too few points: start again */
    if (s->verdict->states >= s->limits->states) {
        s->verdict->capped = true;
        return true;
    }
    if (s->limits->stop_at_first)
        for (unsigned which = 1; which < INVARIANTS; which++)
            if (s->verdict->broken[which])
                return true;
    return false;
}

static void record(struct search *s)
{
    enum invariant which = sim_failure.which;

    if (!s->verdict->broken[which])
        s->verdict->first[which] = sim_failure;
    s->verdict->broken[which] = true;
}

static struct node *push(struct search *s)
{
    struct node *node;

    if (s->depth == s->path_room) {
        s->path_room = s->path_room ? s->path_room * 2 : 256;
        s->path = resized(s->path, s->path_room, sizeof *s->path);
    }
    node = &s->path[s->depth++];
    node->snapshot = s->used;
    node->size = state_size();
    if (s->used + node->size > s->room) {
        s->room = (s->used + node->size) * 2;
        s->snapshots = resized(s->snapshots, s->room, 1);
    }
    state_save(s->snapshots + s->used);
    s->used += node->size;
    return node;
}

/* The state just reached: forget it if known, close it if nothing can happen, else put it on the path. */
static void arrive(struct search *s, uint8_t last, unsigned preemptions)
{
    bool bounded = s->limits->preemptions >= 0;
    struct node *node;

    if (!visited_add(&s->visited, state_hash(bounded ? 1 + last * 256u + preemptions : 0)))
        return;
    s->verdict->states++;
    node = push(s);
    node->last = last;
    node->preemptions = preemptions;
    node->next = 0;
    node->count = (uint8_t)sim_choices(node->choices, CHOICES);
    if (s->depth > s->verdict->depth)
        s->verdict->depth = s->depth;
    if (node->count == 0 && !sim_end())
        record(s);
}

static bool is_preemption(const struct node *node, struct choice choice)
{
    return node->last != SIM_SYSTEM && choice.actor != node->last && sim_actor_enabled(node->last);
}

static void advance(struct search *s)
{
    struct node *node = &s->path[s->depth - 1];
    struct choice choice;
    unsigned preemptions;

    if (node->next == node->count) {
        s->used = node->snapshot;
        s->depth--;
        return;
    }
    choice = node->choices[node->next++];
    state_restore(s->snapshots + node->snapshot);
    preemptions = node->preemptions + is_preemption(node, choice);
    if (s->limits->preemptions >= 0 && preemptions > (unsigned)s->limits->preemptions)
        return;
    s->verdict->steps++;
    if (sim_step(choice))
        arrive(s, choice.actor, preemptions);
    else
        record(s);
}

static void explore(struct search *s)
{
    if (!sim_begin()) {
        record(s);
        return;
    }
    arrive(s, SIM_SYSTEM, 0);
    while (s->depth > 0 && !enough(s))
        advance(s);
}

void search_all(struct verdict *verdict, const struct limits *limits)
{
    struct search s = {.verdict = verdict, .limits = limits};

    /*
     * Plain accesses that every path protects by a common lock need no points. Which those are is learned
     * while exploring, so begin again until a whole run has learned nothing new.
     */
    sim_access_forget();
    do {
        memset(verdict, 0, sizeof *verdict);
        s.depth = 0;
        s.used = 0;
        visited_make(&s.visited);
        explore(&s);
        visited_free(&s.visited);
    } while (sim_access_learned());
    free(s.path);
    free(s.snapshots);
}
