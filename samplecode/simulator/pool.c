/*
 * Pool: never reused, so that a stale pointer is always noticed. Each actor allocates from its own part, so that
 * the order in which two actors allocate does not make different states of equal ones.
 */
#include "world.h"

#include <string.h>

enum { POOL_BYTES = 4096, GAP = 16 };

struct block {
    uint32_t size, tag;
    uint8_t freed, work_item;
    uint8_t padding[6];
};

static char memory[SIM_ACTORS][POOL_BYTES] __attribute__((aligned(64)));

unsigned pool_segments(struct segment *out)
{
    unsigned count = 0;

    for (unsigned actor = 0; actor < W.actor_count; actor++)
        if (W.pool_used[actor] != 0)
            out[count++] = (struct segment){memory[actor], W.pool_used[actor]};
    return count;
}

static size_t step(const struct block *block)
{
    return (sizeof *block + block->size + GAP + 15u) & ~(size_t)15;
}

struct block *pool_find(const void *address)
{
    const char *at = address;
    size_t actor;

    if (at < memory[0] || at >= memory[0] + sizeof memory)
        return NULL;
    actor = (size_t)(at - memory[0]) / POOL_BYTES;
    for (char *next = memory[actor]; next < memory[actor] + W.pool_used[actor];) {
        struct block *block = (struct block *)next;

        next += step(block);
        if (at < next)
            return block;
    }
    sim_violation(I4_MEMORY, "access to pool that was never allocated");
}

void pool_check(const void *address, size_t size)
{
    const struct block *block = pool_find(address);
    const char *at = address, *start;

    if (block == NULL)
        return;
    start = (const char *)(block + 1);
    if (block->freed && sw.BREAK != 3)
        sim_violation(I4_MEMORY, "access to a freed block of %u bytes", block->size);
    if (at < start || at + size > start + block->size)
        sim_violation(I4_MEMORY, "access outside a block of %u bytes", block->size);
}

static unsigned owner_of(const struct block *block)
{
    return (unsigned)(((const char *)block - memory[0]) / POOL_BYTES);
}

bool pool_private(const struct block *block)
{
    unsigned owner = owner_of(block);

    return owner == W.current && (const char *)block >= memory[owner] + W.pool_published[owner];
}

uint32_t pool_class(const struct block *block, const void *address, size_t *offset)
{
    *offset = (size_t)((const char *)address - (const char *)(block + 1));
    return block->tag;
}

void pool_publish(void)
{
    W.pool_published[W.current] = W.pool_used[W.current];
}

bool sim_fails(const char *what)
{
    return sw.FAIL && sim_point(what, NULL, NULL, 2) != 0;
}

static PVOID allocate(SIZE_T size, ULONG tag)
{
    struct block *block = (struct block *)(memory[W.current] + W.pool_used[W.current]);
    char *start = (char *)(block + 1);

    *block = (struct block){.size = (uint32_t)size, .tag = tag};
    if (W.pool_used[W.current] + step(block) > POOL_BYTES)
        sim_violation(I4_MEMORY, "the simulated pool is too small");
    memset(start, 0, step(block) - sizeof *block);
    W.pool_used[W.current] = (uint16_t)(W.pool_used[W.current] + step(block));
    W.live_blocks++;
    return start;
}

PVOID ExAllocatePool2(POOL_FLAGS flags, SIZE_T size, ULONG tag)
{
    SIM_ENTER();
    require_irql(DISPATCH_LEVEL, "ExAllocatePool2");
    if ((flags & POOL_FLAG_PAGED) != 0 && sim_self()->irql >= DISPATCH_LEVEL)
        sim_violation(I5_IRQL, "paged pool at DISPATCH_LEVEL");
    if (sim_fails("allocate")) {
        sim_note("ExAllocatePool2", "fails");
        return NULL;
    }
    return allocate(size, tag);
}

void ExFreePoolWithTag(PVOID address, ULONG tag)
{
    struct block *block;

    SIM_ENTER();
    block = pool_find(address);
    if (block == NULL || address != block + 1 || block->tag != tag)
        sim_violation(I4_MEMORY, "free of something that is not a block with this tag");
    if (block->freed)
        sim_violation(I4_MEMORY, "double free");
    sim_release_point("free", address);
    block->freed = 1;
    memset(address, 0xDD, block->size);
    W.live_blocks--;
}
