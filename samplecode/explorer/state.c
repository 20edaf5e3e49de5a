/* Snapshots: the simulator says which memory is the state, this file copies and hashes it. */
#include "state.h"

#include "../simulator/sim.h"

#include <string.h>

size_t state_size(void)
{
    struct segment segments[SIM_SEGMENTS];
    unsigned count = sim_segments(segments);
    size_t size = 0;

    for (unsigned i = 0; i < count; i++)
        size += segments[i].size;
    return size;
}

void state_save(char *to)
{
    struct segment segments[SIM_SEGMENTS];
    unsigned count = sim_segments(segments);

    for (unsigned i = 0; i < count; i++) {
        memcpy(to, segments[i].address, segments[i].size);
        to += segments[i].size;
    }
}

void state_restore(const char *from)
{
    struct segment segments[SIM_SEGMENTS];
    unsigned count;

    /* The first segment says where the others lie: it has to be back before they are asked for. */
    sim_segments(segments);
    memcpy(segments[0].address, from, segments[0].size);
    from += segments[0].size;
    count = sim_segments(segments);
    for (unsigned i = 1; i < count; i++) {
        memcpy(segments[i].address, from, segments[i].size);
        from += segments[i].size;
    }
}

/* Multiply-and-fold over 16 bytes at a time, twice with different constants: two 64-bit hashes. */
static uint64_t fold(uint64_t a, uint64_t b)
{
    __uint128_t product = (__uint128_t)a * b;

    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static void absorb(struct hash *hash, const char *bytes, size_t size)
{
    uint64_t word[2];

    for (; size > 0; bytes += 16, size -= size < 16 ? size : 16) {
        word[0] = word[1] = 0;
        memcpy(word, bytes, size < 16 ? size : 16);
        hash->low = fold(hash->low ^ word[0] ^ 0x2d358dccaa6c78a5u, word[1] ^ 0x8bb84b93962eacc9u ^ hash->high);
        hash->high = fold(hash->high ^ word[1] ^ 0x4b33a62ed433d4a3u, word[0] ^ 0x4d5a2da51de1aa47u) + hash->low;
    }
}

struct hash state_hash(uint64_t extra)
{
    struct segment segments[SIM_SEGMENTS];
    unsigned count = sim_segments(segments);
    struct hash hash = {0x9e3779b97f4a7c15u ^ extra, 0xc2b2ae3d27d4eb4fu};

    for (unsigned i = 0; i < count; i++) {
        uint64_t size = segments[i].size;

        absorb(&hash, (const char *)&size, sizeof size);
        absorb(&hash, segments[i].address, segments[i].size);
    }
    return hash;
}
