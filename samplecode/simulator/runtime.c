/*
 * What the Windows headers define inline, plus the memory functions: linked into every driver and instrumented with
 * it, so that their accesses count as the driver's.
 */
#include <ntddk.h>

VOID InitializeListHead(PLIST_ENTRY head)
{
    head->Flink = head->Blink = head;
}

BOOLEAN IsListEmpty(const LIST_ENTRY *head)
{
    return head->Flink == head;
}

BOOLEAN RemoveEntryList(PLIST_ENTRY entry)
{
    PLIST_ENTRY next = entry->Flink, previous = entry->Blink;

    previous->Flink = next;
    next->Blink = previous;
    return next == previous;
}

PLIST_ENTRY RemoveHeadList(PLIST_ENTRY head)
{
    PLIST_ENTRY entry = head->Flink;

    RemoveEntryList(entry);
    return entry;
}

VOID InsertTailList(PLIST_ENTRY head, PLIST_ENTRY entry)
{
    PLIST_ENTRY last = head->Blink;

    entry->Flink = head;
    entry->Blink = last;
    last->Flink = entry;
    head->Blink = entry;
}

VOID InsertHeadList(PLIST_ENTRY head, PLIST_ENTRY entry)
{
    PLIST_ENTRY first = head->Flink;

    entry->Flink = first;
    entry->Blink = head;
    first->Blink = entry;
    head->Flink = entry;
}

/* In words where possible: each access may be a scheduling point. */
void *memcpy(void *to, const void *from, size_t size)
{
    size_t i = 0;

    if ((((ULONG_PTR)to | (ULONG_PTR)from) & 7) == 0)
        for (; i + 8 <= size; i += 8)
            *(UINT64 *)((char *)to + i) = *(const UINT64 *)((const char *)from + i);
    for (; i < size; i++)
        ((char *)to)[i] = ((const char *)from)[i];
    return to;
}

void *memmove(void *to, const void *from, size_t size)
{
    if ((char *)to <= (const char *)from)
        return memcpy(to, from, size);
    while (size-- > 0)
        ((char *)to)[size] = ((const char *)from)[size];
    return to;
}

void *memset(void *to, int byte, size_t size)
{
    for (size_t i = 0; i < size; i++)
        ((char *)to)[i] = (char)byte;
    return to;
}

int memcmp(const void *a, const void *b, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (((const unsigned char *)a)[i] != ((const unsigned char *)b)[i])
            return ((const unsigned char *)a)[i] < ((const unsigned char *)b)[i] ? -1 : 1;
    return 0;
}

ULONG RtlUlongByteSwap(ULONG value)
{
    return __builtin_bswap32(value);
}
