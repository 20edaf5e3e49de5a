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

/*
 * Hashing is most of the work, so four independent lanes of 64 bits each: a lane takes 16 bytes with one
 * multiplication of 64 by 64 bits and folds the product.
 */
enum { LANES = 4, BLOCK = 16 * LANES };

struct lanes {
    uint64_t lane[LANES];
};

static const uint64_t salt[LANES] = {0x2d358dccaa6c78a5u, 0x8bb84b93962eacc9u, 0x4b33a62ed433d4a3u,
                                     0x4d5a2da51de1aa47u};

static inline uint64_t fold(uint64_t a, uint64_t b)
{
    __uint128_t product = (__uint128_t)a * b;

    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static inline void absorb_block(struct lanes *hash, const char *bytes)
{
    uint64_t word[2 * LANES];

    memcpy(word, bytes, BLOCK);
    for (unsigned i = 0; i < LANES; i++)
        hash->lane[i] = fold(hash->lane[i] ^ word[2 * i] ^ salt[i], word[2 * i + 1] ^ salt[(i + 1) % LANES]) +
                        hash->lane[i] * 0x9e3779b97f4a7c15u;
}

static void absorb(struct lanes *hash, const char *bytes, size_t size)
{
    char rest[BLOCK] = {0};

    for (; size >= BLOCK; bytes += BLOCK, size -= BLOCK)
        absorb_block(hash, bytes);
    memcpy(rest, bytes, size);
    rest[BLOCK - 1] = (char)size;
    absorb_block(hash, rest);
}

struct hash state_hash(uint64_t extra)
{
    struct segment segments[SIM_SEGMENTS];
    unsigned count = sim_segments(segments);
    struct lanes lanes = {{extra, 1, 2, 3}};
    struct hash hash;

    for (unsigned i = 0; i < count; i++)
        absorb(&lanes, segments[i].address, segments[i].size);
    hash.low = fold(lanes.lane[0] ^ salt[2], lanes.lane[1] ^ salt[3]) ^ fold(lanes.lane[2] ^ salt[0], lanes.lane[3]);
    hash.high = fold(lanes.lane[0] ^ salt[1], lanes.lane[3] ^ salt[2]) + fold(lanes.lane[1], lanes.lane[2] ^ salt[3]);
    return hash;
}
