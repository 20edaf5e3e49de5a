/* The visited set. A slot of zeros is empty; the hash of zeros itself is stored as one. */
#include "visited.h"

#include "memory.h"

#include <stdlib.h>

static size_t slot_of(const struct visited *set, struct hash hash)
{
    size_t slot = hash.low & (set->room - 1);

    while ((set->slots[slot].low | set->slots[slot].high) != 0 &&
           (set->slots[slot].low != hash.low || set->slots[slot].high != hash.high))
        slot = (slot + 1) & (set->room - 1);
    return slot;
}

static struct hash proper(struct hash hash)
{
    if ((hash.low | hash.high) == 0)
        hash.high = 1;
    return hash;
}

static bool is_empty(struct hash hash)
{
    return (hash.low | hash.high) == 0;
}

void visited_make(struct visited *set)
{
    set->room = 1u << 14;
    set->count = 0;
    set->slots = zeroed(set->room, sizeof *set->slots);
}

void visited_free(struct visited *set)
{
    free(set->slots);
    set->slots = NULL;
}

static void grow(struct visited *set)
{
    struct visited larger = {.room = set->room * 2, .count = set->count};

    larger.slots = zeroed(larger.room, sizeof *larger.slots);
    for (size_t i = 0; i < set->room; i++)
        if (!is_empty(set->slots[i]))
            larger.slots[slot_of(&larger, set->slots[i])] = set->slots[i];
    free(set->slots);
    *set = larger;
}

bool visited_has(const struct visited *set, struct hash hash)
{
    return !is_empty(set->slots[slot_of(set, proper(hash))]);
}

bool visited_add(struct visited *set, struct hash hash)
{
    size_t slot;

    hash = proper(hash);
    slot = slot_of(set, hash);
    if (!is_empty(set->slots[slot]))
        return false;
    set->slots[slot] = hash;
    if (++set->count * 3 > set->room * 2)
        grow(set);
    return true;
}
