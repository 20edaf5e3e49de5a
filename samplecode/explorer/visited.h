/* The set of states seen: open addressing over 128-bit hashes, grown by doubling. */
#ifndef SAMPLECODE_VISITED_H
#define SAMPLECODE_VISITED_H

#include "state.h"

#include <stdbool.h>

struct visited {
    struct hash *slots;
    size_t room, count;
};

void visited_make(struct visited *set);
void visited_free(struct visited *set);
/* Adds `hash`; true if it was not there before. */
bool visited_add(struct visited *set, struct hash hash);
bool visited_has(const struct visited *set, struct hash hash);

#endif
