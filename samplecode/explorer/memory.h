/* Allocation that ends the program instead of returning null. */
#ifndef SAMPLECODE_MEMORY_H
#define SAMPLECODE_MEMORY_H

#include <stddef.h>

void *zeroed(size_t count, size_t size);
void *resized(void *block, size_t count, size_t size);

#endif
