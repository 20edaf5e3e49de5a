/* Shared by the verdict cases: a pended record and the objects that protect it. */
#pragma once
#include <ntddk.h>
#include <fwpsk.h>
#include <fwpmk.h>

typedef struct _PEND {
    LIST_ENTRY Link;
    HANDLE Context;
    UINT64 Endpoint;
    LONG State;
    LONG Claimed;
    LONG Marks;
    BOOLEAN Dead;
    BOOLEAN Acquired;
    KSPIN_LOCK Lock;
    EX_RUNDOWN_REF Rundown;
    PIO_WORKITEM WorkItem;
} PEND, *PPEND;

enum { RESERVED, PENDED, INFLIGHT, GONE };

extern LIST_ENTRY gPending;
extern KSPIN_LOCK gLock;
extern EX_RUNDOWN_REF gRundown;
