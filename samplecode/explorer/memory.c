/* Allocation for the explorer itself: never part of a state. */
#include "memory.h"

#include <stdio.h>
#include <stdlib.h>

static void *checked(void *block)
{
    if (block == NULL) {
        fputs("explore: out of memory\n", stderr);
        exit(3);
    }
    return block;
}

void *zeroed(size_t count, size_t size)
{
    return checked(calloc(count, size));
}

void *resized(void *block, size_t count, size_t size)
{
    return checked(realloc(block, count * size));
}
