/* Snapshots of the simulated machine, and their 128-bit hashes. */
#ifndef SAMPLECODE_STATE_H
#define SAMPLECODE_STATE_H

#include <stddef.h>
#include <stdint.h>

struct hash {
    uint64_t low, high;
};

/* Bytes a snapshot of the current state needs. */
size_t state_size(void);
void state_save(char *to);
void state_restore(const char *from);
/* Hash of the current state; `extra` keeps apart what the search itself must tell apart. */
struct hash state_hash(uint64_t extra);

#endif
