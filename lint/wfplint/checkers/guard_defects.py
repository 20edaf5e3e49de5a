"""What is wrong with a completion beside its verdict: a guard whose shape is empty, an exception
handler taken for one, an inline completion that nothing forced.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from wfplint import ir
from wfplint.checkers.closures import held_closures, place_names
from wfplint.checkers.events import Shared
from wfplint.checkers.places import names_of
from wfplint.checkers.verdict import Judge, display
from wfplint.dataflow import effects as fx
from wfplint.dataflow.evidence import Arrival
from wfplint.dataflow.state import FAILED
from wfplint.dataflow.values import ValueId
from wfplint.dataflow.witness import Step, story
from wfplint.finding import Guard, Site, Verdict
from wfplint.program.pointers import static_class
from wfplint.rulebook.model import LayerFacts

FLOW_DELETE, RUNDOWN = "flow-delete", "rundown"
# Results of calls and what calls store, by the origin of the value.
_POINTERS = ("pointer", "allocated")
_RESULTS = ("result", "out", "atomic", *_POINTERS)


class GuardDefects:
    """Answers for the sites of one program; each method gives what the message needs, or None."""

    def __init__(self, shared: Shared, kinds: Iterable[str]) -> None:
        self._shared = shared
        self._analysis = shared.analysis
        self._kinds = frozenset(kinds)
        self.checks: dict[str, Callable[[Site], dict[str, str] | None]] = {
            "no-teardown-signal": self._without_signal,
            "flowless-layer": self._at_flowless_layer,
            "flow-delete-unregistered": self._unregistered,
            "flow-context-never-associated": self._never_associated,
            "exception-handler": self._in_handler,
            "inline-completion": self._inline,
        }

    def _only_guard(self, site: Site, kind: str) -> Guard | None:
        """The guard, where every path relies on guards of this kind alone."""
        if site.verdict != Verdict.GUARDED or kind not in self._kinds:
            return None
        return site.guards[0] if all(g.kind == kind for g in site.guards) else None

    def _teardown_functions(self) -> set[str]:
        """What teardown callbacks run, and whoever completes the closure that one has pended: until
        then it is held off.
        """
        analysis = self._analysis
        roots = [r.function for r in analysis.all_roots() if analysis.teardown_kind(r)]
        closures = held_closures(analysis)
        for arrival in analysis.evidence.completions if closures else ():
            family = getattr(arrival.effect, "family", "")
            if any((family, name) in closures for name in place_names(arrival, analysis)):
                roots.append(arrival.activation.root.function)
        return analysis.scope.below(roots)

    # --- empty shapes ------------------------------------------------------------------------

    def _without_signal(self, site: Site) -> dict[str, str] | None:
        """Nothing that runs for a teardown callback waits for the references that guard."""
        guard = self._only_guard(site, RUNDOWN)
        if guard is None or not self._shared.places.is_whole:
            return None
        teardown = self._teardown_functions()
        for wait in self._shared.sightings.with_effect(fx.Wait, (RUNDOWN,)):
            if wait.function in teardown and _waits_for(wait.call, wait.facts, guard.object):
                return None
        return {"object": guard.object, "guard": guard.object}

    def _at_flowless_layer(self, site: Site) -> dict[str, str] | None:
        guard = self._only_guard(site, FLOW_DELETE)
        if guard is None:
            return None
        layers: dict[str, LayerFacts] = {}
        for pend in self._analysis.evidence.pends:
            if getattr(pend.effect, "family", "") != site.family:
                continue
            found = self._shared.places.layers(pend.state, pend.activation)
            if not found or any(layer.flow for layer in found):
                return None
            layers.update({layer.name: layer for layer in found})
        if not layers:
            return None
        shown = names_of(tuple(layers.values()))
        return {"object": guard.object, "guard": guard.object, "layer": shown}

    def _unregistered(self, site: Site) -> dict[str, str] | None:
        """The callback exists, but a registration that is visible leaves it out."""
        guard = self._only_guard(site, FLOW_DELETE)
        if guard is None:
            return None
        registrations = self._analysis.registrations
        named = any(r.role == FLOW_DELETE for r in registrations.found)
        left_out = any(role == FLOW_DELETE for _, role in registrations.empty)
        if named or not left_out:
            return None
        return {"object": guard.object, "guard": guard.object}

    def _never_associated(self, site: Site) -> dict[str, str] | None:
        guard = self._only_guard(site, FLOW_DELETE)
        if guard is None or not self._shared.places.is_whole or self._unregistered(site):
            return None
        for call in self._shared.sightings.with_effect(fx.Defer):
            deferred = (e for e in call.facts.effects if isinstance(e, fx.Defer))
            if any(e.role == FLOW_DELETE and not e.synchronous for e in deferred):
                return None
        return {"object": guard.object, "guard": guard.object}

    # --- no guard at all ---------------------------------------------------------------------

    def _in_handler(self, site: Site) -> dict[str, str] | None:
        """Whether an exception raised in the call would be handled in the same function."""
        if site.verdict in (Verdict.GUARDED, Verdict.INLINE):
            return None
        for function in self._analysis.program.functions.values():
            if function.name == site.function:
                for block in function.cfg.blocks:
                    if _may_raise(block, site):
                        return {}
        return None

    def _inline(self, site: Site) -> dict[str, str] | None:
        """Completed in the activation that pended, and nothing failed in between."""
        if site.verdict != Verdict.INLINE:
            return None
        judge = Judge(self._analysis, self._kinds)
        for arrival in self._analysis.evidence.completions:
            if (
                arrival.call.span == site.span
                and not arrival.state.widened
                and judge.judge(arrival).verdict == Verdict.INLINE
                and not self._failed(arrival)
            ):
                return {}
        return None

    def _failed(self, arrival: Arrival) -> bool:
        """Whether something failed between the pend and the completion."""
        steps = story(arrival.activation, arrival.state.trail)
        pended = [
            n for n, s in enumerate(steps)
            if s.event.kind == "pended" and s.event.detail[0] == arrival.subject
        ]  # fmt: skip
        if not pended:
            return True
        return any(self._is_failure(s, arrival) for s in steps[pended[-1] + 1 :])

    def _is_failure(self, step: Step, arrival: Arrival) -> bool:
        event = step.event
        if event.kind in ("acquire-failed", "pend-failed"):
            return True
        if event.kind == "called":
            return event.subject == FAILED
        if event.kind != "branch":
            return False
        value, truth, _ = event.detail
        values = self._analysis.engine.values
        results = [v for v in values.support(value) if self._is_result(v)]
        pend = values.terms[arrival.subject].payload
        if values.sym("result", pend[-1]) in results:
            return False
        return bool(results) and not self._says_success(value, truth)

    def _says_success(self, value: ValueId, truth: bool) -> bool:
        """Whether a branch on what calls gave is the one of success: a status that is not negative,
        memory that is there.
        """
        values = self._analysis.engine.values
        kind, payload = values.terms[value]
        if kind == "sym":
            return truth and payload[0] in _POINTERS
        if kind != "op":
            return False
        if payload[0] == "!":
            return self._says_success(payload[1], not truth)
        if payload[0] in ("==", "!=") and values.zero in payload[1:]:
            (other,) = (o for o in payload[1:] if o != values.zero)
            return self._says_success(other, truth == (payload[0] == "!="))
        return bool(payload[0] == (">=" if truth else "<"))

    def _is_result(self, value: ValueId) -> bool:
        kind, payload = self._analysis.engine.values.terms[value]
        return bool(kind == "sym" and payload[0] in _RESULTS)


def _waits_for(call: ir.Call, facts: fx.FunctionFacts, shown: str) -> bool:
    """Whether the object waited for is the guard, or not known."""
    for effect in facts.effects:
        if isinstance(effect, fx.Wait) and 0 <= effect.object.index < len(call.args):
            value = call.args[effect.object.index]
            if not isinstance(value, ir.Address) or display(static_class(value.path)) == shown:
                return True
    return False


def _may_raise(block: ir.BasicBlock, site: Site) -> bool:
    """Whether the call ends a block that an exception leaves by an edge of its own."""
    last = block.instructions[-1] if block.instructions else None
    plain = [e for e in block.edges if e.condition is None]
    return isinstance(last, ir.Call) and last.span == site.span and len(plain) > 1
