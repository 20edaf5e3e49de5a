/*
 * The state of the simulated machine, and what the simulator's modules offer to each other.
 * Everything that changes during a run lives in W, in the pool, on the actors' stacks or in the driver's own data.
 */
#ifndef SAMPLECODE_WORLD_H
#define SAMPLECODE_WORLD_H

#include "sim.h"

#include <ntddk.h>
#include <ndis.h>
#include <fwpsk.h>
#include <fwpmk.h>

enum { CONNECTS = 3, ENDPOINTS = 2, CALLOUTS = 10, HANDLES = 6, WORK_ITEMS = 6, CLONES = 6, IRPS = 2, FLOWS = 3 };

/* What can happen to one authorization. */
enum connect_state {
    CONNECT_IDLE,
    CONNECT_CLASSIFY,   /* the initial classify runs, not pended */
    CONNECT_PENDED,     /* the driver holds a context */
    CONNECT_COMPLETING, /* inside FwpsCompleteOperation0 */
    CONNECT_COMPLETED
};

struct endpoint {
    uint64_t handle;
    uint8_t closing;       /* its closure has been indicated */
    uint8_t shut;          /* the OS is done with it; freed as soon as nothing refers to it (A=1) or at once */
    uint8_t freed;
    uint8_t in_initial;    /* initial classifies running for it */
    uint8_t in_classify;   /* all classifies running for it */
    uint8_t pends;         /* successful FwpsPendOperation0 calls */
    uint8_t open;          /* contexts that are not completed */
    uint8_t closures;      /* closures indicated */
    uint8_t pended_closures;
};

struct connect {
    struct endpoint *endpoint;
    uint8_t index;
    uint8_t state;
    uint8_t answered;  /* 0 no, 1 block, 2 permit */
    uint8_t heard;     /* LOST: the driver took the answer before anything else could end the wait */
    uint8_t reauthorize; /* a late reauthorization is due */
    uint8_t completion_handle; /* its address is the handle */
    uint8_t flow_associated;
    uint64_t flow_context;
    NET_BUFFER_LIST *expected; /* what the completion was told will be injected */
};

struct classify_handle {
    struct endpoint *endpoint;
    const FWPS_CLASSIFY_OUT0 *original;
    uint8_t used, references, pended, completed;
};

struct callout {
    FWPS_CALLOUT1 functions;
    uint16_t layer;
    uint8_t registered, active;
    uint8_t used; /* its layer occurs in this run */
};

struct _IO_WORKITEM {
    PIO_WORKITEM_ROUTINE routine;
    PVOID context;
    uint8_t allocated, queued, running;
};

struct clone {
    uint8_t used, injected;
    FWPS_INJECT_COMPLETE0 done;
    HANDLE context;
};

struct irp {
    IRP irp;
    IO_STACK_LOCATION stack;
    uint8_t buffer[64];
    uint8_t active, done;
};

struct world {
    uint8_t current, actor_count;
    uint8_t first_app, service_gone, service_busy;
    uint8_t held; /* WITNESS: a closure was pended while a completion was in flight */
    uint8_t unloading, unloaded, device, handle_open, engine_open, injection_handles;
    uint8_t dpc_running, timer_set, injecting;
    uint8_t callout_count, rundown_initialised;
    PKDPC dpc;
    int64_t now;
    int32_t live_blocks;
    uint16_t pool_used[SIM_ACTORS], pool_published[SIM_ACTORS];
    struct endpoint endpoints[ENDPOINTS];
    struct connect connects[CONNECTS];
    struct classify_handle handles[HANDLES];
    struct callout callouts[CALLOUTS];
    struct _IO_WORKITEM work[WORK_ITEMS];
    struct clone clones[CLONES];
    struct irp irps[IRPS];
    struct actor actors[SIM_ACTORS]; /* last: a snapshot ends with the last one in use */
};

extern struct world W;

/* ---- world.c: begin and end ---------------------------------------------------------------- */
void world_begin(void);
void world_end(void);

/* ---- driver.c: the loaded driver ------------------------------------------------------------ */
unsigned driver_segment(struct segment *out);
bool driver_holds(const void *address, size_t *offset);
NTSTATUS driver_start(void);
/* Around every call from the system into the driver: an unloaded driver has no code. */
void driver_enter(const char *what);
void driver_leave(const char *what);
extern DRIVER_OBJECT driver_object;
extern DEVICE_OBJECT device_object;

/* ---- pool.c --------------------------------------------------------------------------------- */
unsigned pool_segments(struct segment *out);
/* The live or freed block around an address, or null if the address is not in the pool at all. */
struct block;
struct block *pool_find(const void *address);
void pool_check(const void *address, size_t size);
bool pool_private(const struct block *block);
uint32_t pool_class(const struct block *block, const void *address, size_t *offset);
void pool_publish(void);
/* What the allocating call returns when FAIL lets it fail. */
bool sim_fails(const char *what);

/* ---- access.c ------------------------------------------------------------------------------- */
void sim_access(const void *address, size_t size, bool write);
void sim_access_interlocked(const void *address, size_t size);
void sim_access_publish(void);
void sim_access_step(void);
/* Something that a later run must know from the start was seen for the first time. */
void sim_access_relearn(void);

/* ---- kernel.c ------------------------------------------------------------------------------- */
void require_irql(unsigned highest, const char *call);
void require_no_classify_lock(const char *call);
KIRQL raise_irql(KIRQL to);
void lower_irql(KIRQL to);

/* ---- deferred.c ----------------------------------------------------------------------------- */
void deferred_actors(void);
bool deferred_running(void);

/* ---- irp.c, service.c ----------------------------------------------------------------------- */
struct irp *irp_new(unsigned slot, uint8_t major, ULONG code);
NTSTATUS irp_send(struct irp *irp);
void irp_cancel(struct irp *irp);
void service_actors(void);
void service_open(void);

/* ---- wfp.c, classify.c ---------------------------------------------------------------------- */
enum classify_kind { CLASSIFY_INITIAL, CLASSIFY_COMPLETION, CLASSIFY_POLICY, CLASSIFY_KINDS };
void classify_prepare(void);
/* True if a filter led to the driver; *out is what it decided. */
bool classify_connect(struct connect *connect, enum classify_kind kind, FWPS_CLASSIFY_OUT0 *out);
bool classify_endpoint(struct endpoint *endpoint, uint16_t layer, FWPS_CLASSIFY_OUT0 *out);
bool layer_used(uint16_t layer);
uint16_t layer_closure(void);
uint16_t layer_release(void);

/* ---- endpoint.c ----------------------------------------------------------------------------- */
void endpoint_actors(void);
/* Neither closure nor unload nor timer has begun. */
bool undisturbed(const struct connect *connect);
bool closure_allowed(const void *endpoint);
void indicate_closure(struct endpoint *endpoint);
void indicate_reauthorize(struct connect *connect, enum classify_kind kind);
void endpoint_touch(const struct connect *connect, const char *when);
void endpoint_unreference(struct endpoint *endpoint);
void delete_flow(struct connect *connect);

/* ---- inject.c ------------------------------------------------------------------------------- */
NET_BUFFER_LIST *packet_of(const struct connect *connect);
void packet_actors(void);
bool packet_busy(void);
unsigned packet_live(void);

#endif
