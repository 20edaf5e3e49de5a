#include "pend.h"
template <class T> void CompleteAll(T *pends, ULONG count)
{
    for (ULONG i = 0; i < count; ++i) {
        FwpsCompleteOperation0(pends[i].Context, nullptr); // unguarded no-guard
    }
}
template <class T> class Completer {
public:
    explicit Completer(T *pend) : pend_(pend) {}
    void Guarded()
    {
        if (ExAcquireRundownProtection(&pend_->Rundown)) {
            FwpsCompleteOperation0(pend_->Context, nullptr); // guarded rundown
            ExReleaseRundownProtection(&pend_->Rundown);
        }
    }
private:
    T *pend_;
};
class Reference {
public:
    explicit Reference(EX_RUNDOWN_REF *ref) : ref_(ref) {}
    bool Take() { return ExAcquireRundownProtection(ref_) != FALSE; }
    void Drop() { ExReleaseRundownProtection(ref_); }
private:
    EX_RUNDOWN_REF *ref_;
};
template <class R> class Held {
public:
    explicit Held(R &reference) : reference_(reference), held_(reference.Take()) {}
    ~Held() { if (held_) reference_.Drop(); }
    bool IsHeld() const { return held_; }
private:
    R &reference_;
    bool held_;
};
template <void (*Release)(PPEND)> class Leaver {
public:
    explicit Leaver(PPEND pend) : pend_(pend) {}
    ~Leaver() { Release(pend_); }
private:
    PPEND pend_;
};
inline EX_RUNDOWN_REF *RundownOf(PPEND pend) { return &pend->Rundown; }
template <class T> class Scoped {
public:
    explicit Scoped(T *ref) : ref_(ref), held_(ExAcquireRundownProtection(ref) != FALSE) {}
    ~Scoped() { if (held_) ExReleaseRundownProtection(ref_); }
    bool IsHeld() const { return held_; }
    explicit operator bool() const { return held_; }
private:
    T *ref_;
    bool held_;
};
void MadeFromCall(PPEND pend)
{
    Scoped<EX_RUNDOWN_REF> held(RundownOf(pend));
    if (held.IsHeld()) {
        FwpsCompleteOperation0(pend->Context, nullptr); // guarded rundown
    }
}
void TestedAsBoolean(PPEND pend)
{
    Scoped<EX_RUNDOWN_REF> held(&pend->Rundown);
    if (!held) {
        return;
    }
    FwpsCompleteOperation0(pend->Context, nullptr); // guarded rundown
}
inline void Leave(PPEND pend) { ExReleaseRundownProtection(&pend->Rundown); }
void UsesFunction(PPEND pend) { CompleteAll(pend, 2); }
void UsesClass(PPEND pend)
{
    Completer<PEND> completer(pend);
    completer.Guarded();
}
void UsesGuard(PPEND pend)
{
    Reference reference(&pend->Rundown);
    Held<Reference> held(reference);
    if (held.IsHeld()) {
        FwpsCompleteOperation0(pend->Context, nullptr); // guarded rundown
    }
}
void UsesGuardTooEarly(PPEND pend)
{
    {
        Reference reference(&pend->Rundown);
        Held<Reference> held(reference);
        if (!held.IsHeld()) {
            return;
        }
    }
    FwpsCompleteOperation0(pend->Context, nullptr); // unguarded released-before
}
void ParameterReleases(PPEND pend)
{
    if (!ExAcquireRundownProtection(&pend->Rundown)) {
        return;
    }
    {
        Leaver<Leave> leaver(pend);
    }
    FwpsCompleteOperation0(pend->Context, nullptr); // unknown not-lowered
}
