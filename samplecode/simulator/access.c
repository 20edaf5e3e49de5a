/*
 * Plain memory accesses of the driver. Its files are compiled with -fsanitize=thread, and the compiler's calls end
 * here instead of in a race detector.
 *
 * Every access is checked against the pool. A location whose accesses all happen under one common lock needs no
 * scheduling point: such accesses commute with everything others can do meanwhile (Lipton). Whether that holds is
 * learned while exploring: the first access that breaks it makes the location a scheduling point from then on, and
 * the whole exploration is repeated. So the result is complete, and a race-free driver costs next to nothing.
 */
#include "world.h"

#include <stdlib.h>
#include <string.h>

enum { GRANULE = 4, CLASSES = 1 << 14, SPIN = 200000 };

#define INTERLOCKED_BIT 0x80000000u
#define DRIVER_DATA 0u /* the class of the driver's globals; pool blocks have their tag */

struct location {
    uint32_t tag;
    uint32_t granule;
    uint32_t locks; /* held at every access so far */
    uint8_t used, written;
};

static struct location locations[CLASSES];
static unsigned unprotected;
static bool learned;
static unsigned long accesses;

void sim_access_forget(void)
{
    memset(locations, 0, sizeof locations);
    unprotected = 0;
    learned = false;
}

void sim_access_relearn(void)
{
    learned = true;
}

bool sim_access_learning(void)
{
    return learned;
}

bool sim_access_learned(void)
{
    bool result = learned;

    learned = false;
    return result;
}

unsigned sim_access_unprotected(void)
{
    return unprotected;
}

void sim_access_step(void)
{
    accesses = 0;
}

void sim_access_publish(void)
{
    pool_publish();
}

static struct location *location_of(uint32_t tag, uint32_t granule)
{
    uint32_t slot = (tag * 2654435761u ^ granule * 40503u) % CLASSES;

    while (locations[slot].used && (locations[slot].tag != tag || locations[slot].granule != granule))
        slot = (slot + 1) % CLASSES;
    if (!locations[slot].used)
        locations[slot] = (struct location){.tag = tag, .granule = granule, .locks = ~0u, .used = 1};
    return &locations[slot];
}

static bool is_unprotected(const struct location *location)
{
    return location->written && location->locks == 0;
}

static bool note_access(uint32_t tag, size_t offset, size_t size, bool write, uint32_t locks)
{
    bool result = false;

    for (size_t granule = offset / GRANULE; granule <= (offset + size - 1) / GRANULE; granule++) {
        struct location *location = location_of(tag, (uint32_t)granule);
        bool before = is_unprotected(location);

        location->locks &= locks;
        location->written |= write;
        if (is_unprotected(location) && !before) {
            unprotected++;
            learned = true;
        }
        result = result || is_unprotected(location);
    }
    return result;
}

/* True if the address is memory that others can reach; then its class and offset. */
static bool shared(const void *address, uint32_t *tag, size_t *offset)
{
    const struct block *block = pool_find(address);

    if (block != NULL) {
        if (pool_private(block))
            return false;
        *tag = pool_class(block, address, offset);
        return true;
    }
    *tag = DRIVER_DATA;
    return driver_holds(address, offset);
}

void sim_access(const void *address, size_t size, bool write)
{
    uint32_t tag;
    size_t offset;

    if (++accesses > SPIN)
        sim_violation(I8_PROGRESS, "a loop without end");
    pool_check(address, size);
    if (W.current == SIM_SYSTEM || !sw.ACC || !shared(address, &tag, &offset))
        return;
    if (note_access(tag, offset, size, write, sim_self()->locks)) {
        sim_point(write ? "write" : "read", address, NULL, 1);
        /* Others ran meanwhile: the block may be gone. */
        pool_check(address, size);
    }
    if (write)
        sim_access_publish();
}

void sim_access_interlocked(const void *address, size_t size)
{
    uint32_t tag;
    size_t offset;

    pool_check(address, size);
    if (W.current != SIM_SYSTEM && sw.ACC && shared(address, &tag, &offset))
        note_access(tag, offset, size, true, sim_self()->locks | INTERLOCKED_BIT);
}

/* ---- what the compiler calls ---------------------------------------------------------------- */

#define ACCESS(name, size, write)             \
    void name(const void *address);           \
    void name(const void *address)            \
    {                                         \
        sim_access(address, size, write);     \
    }

ACCESS(__tsan_read1, 1, false)
ACCESS(__tsan_read2, 2, false)
ACCESS(__tsan_read4, 4, false)
ACCESS(__tsan_read8, 8, false)
ACCESS(__tsan_read16, 16, false)
ACCESS(__tsan_write1, 1, true)
ACCESS(__tsan_write2, 2, true)
ACCESS(__tsan_write4, 4, true)
ACCESS(__tsan_write8, 8, true)
ACCESS(__tsan_write16, 16, true)
ACCESS(__tsan_unaligned_read2, 2, false)
ACCESS(__tsan_unaligned_read4, 4, false)
ACCESS(__tsan_unaligned_read8, 8, false)
ACCESS(__tsan_unaligned_read16, 16, false)
ACCESS(__tsan_unaligned_write2, 2, true)
ACCESS(__tsan_unaligned_write4, 4, true)
ACCESS(__tsan_unaligned_write8, 8, true)
ACCESS(__tsan_unaligned_write16, 16, true)
ACCESS(__tsan_volatile_read1, 1, false)
ACCESS(__tsan_volatile_read2, 2, false)
ACCESS(__tsan_volatile_read4, 4, false)
ACCESS(__tsan_volatile_read8, 8, false)
ACCESS(__tsan_volatile_write1, 1, true)
ACCESS(__tsan_volatile_write2, 2, true)
ACCESS(__tsan_volatile_write4, 4, true)
ACCESS(__tsan_volatile_write8, 8, true)

void __tsan_read_range(const void *address, unsigned long size);
void __tsan_read_range(const void *address, unsigned long size)
{
    if (size != 0)
        sim_access(address, size, false);
}

void __tsan_write_range(const void *address, unsigned long size);
void __tsan_write_range(const void *address, unsigned long size)
{
    if (size != 0)
        sim_access(address, size, true);
}

void __tsan_init(void);
void __tsan_init(void)
{
}

void __tsan_func_entry(void *caller);
void __tsan_func_entry(void *caller)
{
    (void)caller;
    if (W.unloaded && sim_self()->driver_depth == 0)
        sim_violation(I7_UNLOAD, "driver code runs after the unload");
}

void __tsan_func_exit(void);
void __tsan_func_exit(void)
{
}
