#include "driver.h"
/* A class holds the reference for a scope. */
class Reference {
public:
    explicit Reference(PEX_RUNDOWN_REF ref) : ref_(ref), held_(ExAcquireRundownProtection(ref)) {}
    ~Reference() { if (held_) { ExReleaseRundownProtection(ref_); } }
    explicit operator bool() const { return held_ != FALSE; }
private:
    PEX_RUNDOWN_REF ref_;
    BOOLEAN held_;
};
extern "C" void NTAPI VerdictThread(PVOID context)
{
    auto *pend = static_cast<PPEND>(context);
    HANDLE const completion = pend->Context; // @local
    Reference reference(&pend->Rundown); // @guard
    if (!reference) { // @test
        return; // @test
    } // @test
    FwpsCompleteOperation0(completion, nullptr); // @complete // guarded rundown
}
//! guard removed: delete @guard,@test
//! result ignored: delete @test
//! negated: replace @test `!reference` `reference`
//! scope ends early: before @guard `{`; before @complete `}`
//! context freed before: before @complete `ExFreePoolWithTag(pend, 'dneP');`
//! moved below: move @guard,@test after @complete
