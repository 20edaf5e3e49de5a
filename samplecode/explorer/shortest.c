/* Best-first search: fewest preemptions, then fewest steps. For traces that people read. */
#include "memory.h"
#include "search.h"
#include "visited.h"

#include <stdlib.h>
#include <string.h>

enum { CHOICES = 64, CHECKPOINT = 8, ROOT = 0 };

struct entry {
    struct hash hash;
    unsigned parent;
    uint16_t preemptions, depth;
    struct choice choice;
    bool goal; /* the step breaks what is sought */
    char *snapshot; /* of every CHECKPOINT-th level; the others are stepped to from there */
};

struct front {
    struct entry *entries;
    unsigned *heap;
    unsigned count, room, waiting;
    struct visited visited;
};

static bool before(const struct front *f, unsigned a, unsigned b)
{
    const struct entry *x = &f->entries[a], *y = &f->entries[b];

    if (x->preemptions != y->preemptions)
        return x->preemptions < y->preemptions;
    return x->depth != y->depth ? x->depth < y->depth : a < b;
}

static void heap_add(struct front *f, unsigned entry)
{
    unsigned at = f->waiting++;

    for (; at > 0 && before(f, entry, f->heap[(at - 1) / 2]); at = (at - 1) / 2)
        f->heap[at] = f->heap[(at - 1) / 2];
    f->heap[at] = entry;
}

static unsigned heap_take(struct front *f)
{
    unsigned first = f->heap[0], last = f->heap[--f->waiting], at = 0, child;

    while ((child = 2 * at + 1) < f->waiting) {
        if (child + 1 < f->waiting && before(f, f->heap[child + 1], f->heap[child]))
            child++;
        if (!before(f, f->heap[child], last))
            break;
        f->heap[at] = f->heap[child];
        at = child;
    }
    f->heap[at] = last;
    return first;
}

static struct entry *new_entry(struct front *f)
{
    if (f->count == f->room) {
        f->room = f->room ? f->room * 2 : 4096;
        f->entries = resized(f->entries, f->room, sizeof *f->entries);
        f->heap = resized(f->heap, f->room, sizeof *f->heap);
    }
    memset(&f->entries[f->count], 0, sizeof f->entries[0]);
    return &f->entries[f->count++];
}

static void keep_snapshot(struct entry *entry)
{
    entry->snapshot = resized(NULL, state_size(), 1);
    state_save(entry->snapshot);
}

/* Brings the machine into the state of `index`: from the nearest ancestor that was kept, step by step. */
static void go_to(struct front *f, unsigned index)
{
    struct entry *entry = &f->entries[index];

    if (entry->snapshot != NULL) {
        state_restore(entry->snapshot);
        return;
    }
    go_to(f, entry->parent);
    sim_step(entry->choice);
    if (entry->depth % CHECKPOINT == 0)
        keep_snapshot(entry);
}

static void write_schedule(const struct front *f, unsigned index, struct schedule *out)
{
    const struct entry *entry = &f->entries[index];
    unsigned length = entry->depth;

    out->preemptions = entry->preemptions;
    out->length = length;
    out->steps = zeroed(length + 1u, sizeof *out->steps);
    for (; length > 0; entry = &f->entries[entry->parent])
        out->steps[--length] = entry->choice;
}

static unsigned cost_of(const struct front *f, unsigned index, struct choice choice)
{
    const struct entry *entry = &f->entries[index];
    unsigned last = entry->choice.actor;

    return entry->preemptions + (last != SIM_SYSTEM && last != choice.actor && sim_actor_enabled(last));
}

/* A run has ended: is it the one that is sought? */
static bool reached(enum invariant which)
{
    if (which == 0)
        return sim_end() && sim_witness();
    return !sim_end() && sim_failure.which == which;
}

/*
 * Puts the state after `choice` into the queue. A step that breaks the invariant is queued too: a cheaper way may
 * still be waiting, so it counts only when its turn comes.
 */
static void follow(struct front *f, unsigned index, struct choice choice, enum invariant which)
{
    struct entry *next;
    unsigned cost = cost_of(f, index, choice);
    bool broken = !sim_step(choice);

    if (broken && sim_failure.which != which)
        return;
    next = new_entry(f);
    next->goal = broken;
    if (!broken)
        next->hash = state_hash(1u + choice.actor);
    next->parent = index;
    next->preemptions = (uint16_t)cost;
    next->depth = (uint16_t)(f->entries[index].depth + 1);
    next->choice = choice;
    if (!broken && visited_has(&f->visited, next->hash))
        f->count--;
    else
        heap_add(f, f->count - 1);
}

/* Takes every step out of `index`. True if the run ends here as sought. */
static bool expand(struct front *f, unsigned index, enum invariant which)
{
    struct choice choices[CHOICES];
    unsigned count;

    go_to(f, index);
    count = sim_choices(choices, CHOICES);
    if (count == 0)
        return reached(which);
    for (unsigned i = 0; i < count; i++) {
        go_to(f, index);
        follow(f, index, choices[i], which);
    }
    return false;
}

static bool seek(struct front *f, enum invariant which, const struct limits *limits, struct schedule *out)
{
    if (!sim_begin())
        return sim_failure.which == which;
    keep_snapshot(new_entry(f));
    heap_add(f, ROOT);
    while (f->waiting > 0 && f->visited.count < limits->states) {
        unsigned index = heap_take(f);
        const struct entry *entry = &f->entries[index];

        if (limits->preemptions >= 0 && entry->preemptions > limits->preemptions)
            return false;
        if (entry->goal || (visited_add(&f->visited, entry->hash) && expand(f, index, which))) {
            write_schedule(f, index, out);
            return true;
        }
    }
    return false;
}

bool search_shortest(struct schedule *schedule, enum invariant which, const struct limits *limits)
{
    struct front f = {0};
    bool found;

    memset(schedule, 0, sizeof *schedule);
    visited_make(&f.visited);
    found = seek(&f, which, limits, schedule);
    for (unsigned i = 0; i < f.count; i++)
        free(f.entries[i].snapshot);
    free(f.entries);
    free(f.heap);
    visited_free(&f.visited);
    return found;
}
