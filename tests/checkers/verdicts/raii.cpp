extern "C" {
#include "pend.h"
}
class Guard {
public:
    explicit Guard(EX_RUNDOWN_REF *ref) : ref_(ref), held_(ExAcquireRundownProtection(ref)) {}
    ~Guard() { if (held_) { ExReleaseRundownProtection(ref_); } }
    bool held() const { return held_ != FALSE; }
private:
    EX_RUNDOWN_REF *ref_;
    BOOLEAN held_;
};
extern "C" void Good(PVOID context)
{
    PPEND pend = static_cast<PPEND>(context);
    Guard guard(&pend->Rundown);
    if (!guard.held()) {
        return;
    }
    FwpsCompleteOperation0(pend->Context, nullptr); // guarded rundown
}
extern "C" void Bad(PVOID context)
{
    PPEND pend = static_cast<PPEND>(context);
    {
        Guard guard(&pend->Rundown);
        if (!guard.held()) {
            return;
        }
    }
    FwpsCompleteOperation0(pend->Context, nullptr); // unguarded released-before
}
