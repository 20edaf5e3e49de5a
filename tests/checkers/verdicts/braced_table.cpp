extern "C" {
#include "pend.h"
}
struct Ops {
    void(NTAPI *complete)(HANDLE, PNET_BUFFER_LIST);
};
static constexpr Ops ops{FwpsCompleteOperation0};
static void(NTAPI *const single[])(HANDLE, PNET_BUFFER_LIST){&FwpsCompleteOperation0};
KSTART_ROUTINE Worker;
void Worker(PVOID context)
{
    ops.complete(static_cast<PPEND>(context)->Context, nullptr); // unguarded no-guard
}
KSTART_ROUTINE Other;
void Other(PVOID context)
{
    single[0](static_cast<PPEND>(context)->Context, nullptr); // unguarded no-guard
}
