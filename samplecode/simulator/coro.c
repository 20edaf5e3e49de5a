/* Coroutine switch: six registers on x86-64, ucontext elsewhere (or with CORO_PORTABLE). */
#include "coro.h"

#include <stdint.h>

#ifndef CORO_PORTABLE

static void *scheduler_sp;

void coro_swap(void **save, void *load);

__asm__(".text\n"
        ".globl coro_swap\n"
        ".type coro_swap, @function\n"
        "coro_swap:\n"
        "  pushq %rbp\n  pushq %rbx\n  pushq %r12\n  pushq %r13\n  pushq %r14\n  pushq %r15\n"
        "  movq %rsp, (%rdi)\n"
        "  movq %rsi, %rsp\n"
        "  popq %r15\n  popq %r14\n  popq %r13\n  popq %r12\n  popq %rbx\n  popq %rbp\n"
        "  ret\n"
        ".size coro_swap, .-coro_swap\n");

void coro_make(struct coro *self, char *stack, size_t size, void (*entry)(void))
{
    uintptr_t top = ((uintptr_t)stack + size) & ~(uintptr_t)15;
    void **frame = (void **)top;

    /* The ABI wants rsp + 8 divisible by 16 at a function's first instruction. */
    *--frame = 0;
    *--frame = (void *)entry;
    for (int saved = 0; saved < 6; saved++)
        *--frame = 0;
    self->sp = frame;
}

void coro_enter(struct coro *self)
{
    coro_swap(&scheduler_sp, self->sp);
}

void coro_leave(struct coro *self)
{
    coro_swap(&self->sp, scheduler_sp);
}

#else

#include <ucontext.h>

static ucontext_t scheduler_context;

/* The context lies at the foot of the stack memory, so that a snapshot of the live stack must begin there. */
void coro_make(struct coro *self, char *stack, size_t size, void (*entry)(void))
{
    ucontext_t *context = (ucontext_t *)(((uintptr_t)stack + size - sizeof(ucontext_t)) & ~(uintptr_t)63);

    getcontext(context);
    context->uc_stack.ss_sp = stack;
    context->uc_stack.ss_size = (size_t)((char *)context - stack) & ~(size_t)63;
    context->uc_link = 0;
    makecontext(context, entry, 0);
    self->context = context;
    /* makecontext writes at the top of the stack it was given. */
    self->sp = stack + context->uc_stack.ss_size - 256;
}

void coro_enter(struct coro *self)
{
    swapcontext(&scheduler_context, self->context);
}

void coro_leave(struct coro *self)
{
    /* swapcontext saves the stack pointer of this frame; the slack covers its own frame. */
    self->sp = (char *)__builtin_frame_address(0) - 512;
    swapcontext(self->context, &scheduler_context);
}

#endif
