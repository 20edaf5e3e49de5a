"""paired-acquire-release: what is taken or pended is given back or completed on every path."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar, NamedTuple

from wfplint.checkers.across_roots import AcrossRoots, failures, has_owned, has_released
from wfplint.checkers.base import Candidate, Checker
from wfplint.checkers.call_context import UNKNOWN_ROLES
from wfplint.checkers.events import Interests
from wfplint.checkers.handoff import is_handed_over, takes_off
from wfplint.checkers.must_check_result import useful
from wfplint.dataflow import effects as fx
from wfplint.dataflow.constraints import decide
from wfplint.dataflow.engine import Activation, Root
from wfplint.dataflow.interpreter import TESTS, KnownCall
from wfplint.dataflow.state import PENDED, State
from wfplint.dataflow.values import LocationId, Region, ValueId
from wfplint.dataflow.watching import HANDING_OVER
from wfplint.dataflow.witness import Step, story
from wfplint.source import Span

EVERY_STORE = "*"
COUNTED = (fx.Acquire, fx.Release, fx.Free, fx.Complete, fx.Copy)


class _Acquire(NamedTuple):
    """A call that takes or pends something."""

    call: str
    function: str
    counted: bool
    macro: Span | None


class PairedAcquireReleaseChecker(Checker):
    """See `params.PairedAcquireRelease`."""

    name: ClassVar[str] = "paired-acquire-release"

    @classmethod
    def burden(cls, params: Any) -> str:
        return ",".join(sorted(params.kinds))

    @cached_property
    def kinds(self) -> frozenset[str]:
        return frozenset(self.params.kinds)

    @cached_property
    def families(self) -> frozenset[str]:
        return frozenset(self.params.pends)

    @cached_property
    def _acquired(self) -> dict[tuple[str, Span], _Acquire]:
        """By kind or family, and place."""
        return {}

    @cached_property
    def _across(self) -> AcrossRoots:
        return AcrossRoots()

    @cached_property
    def _is_present(self) -> bool:
        sightings = self.shared.sightings
        taken = self.kinds and sightings.with_effect(fx.Acquire, self.kinds)
        pended = self.families and sightings.with_effect(fx.Pend, self.families)
        return bool(taken or pended)

    def relevant(self) -> set[str]:
        if not self._is_present:
            return set()
        wanted = [(fx.Acquire, self.kinds), (fx.Release, self.kinds), (fx.Pend, self.families)]
        find = self.shared.sightings.with_effect
        return {s.function for effect, kinds in wanted if kinds for s in find(effect, kinds)}

    def follows(self) -> set[str]:
        """Functions that take entries off lists: what is given back may come with those."""
        if not self._is_present or not self.kinds or "defer" not in self.params.transfers:
            return set()
        sites = self.shared.sightings.with_effect(fx.ListOperation)
        return {s.function for s in sites if any(map(takes_off, s.facts.effects))}

    def interests(self) -> Interests:
        if not self._is_present:
            return Interests()
        effects: set[type] = {fx.Pend} if self.families else set()
        if not self.kinds:
            return Interests(effects=frozenset(effects), ends=True, typestate=True)
        effects |= {*COUNTED, *HANDING_OVER}
        sites = self.shared.sightings.with_effect(fx.Acquire, self.kinds)
        sites += self.shared.sightings.with_effect(fx.Pend, self.families or ("",))
        calls = frozenset(site.facts.name for site in sites)
        every = frozenset((EVERY_STORE,))
        return Interests(frozenset(effects), calls, every, ends=True, typestate=True)

    # --- listening ---------------------------------------------------------------------------

    def effect(
        self,
        effect: fx.Effect,
        call: KnownCall,
        state: State,
        activation: Activation,
        result: ValueId,
    ) -> None:
        if isinstance(effect, fx.Acquire) and effect.kind in self.kinds:
            self._remember(effect.kind, call, activation, effect.count is not None)
        elif isinstance(effect, fx.Release) and effect.kind in self.kinds:
            self._release(effect, call, state, activation)
        elif isinstance(effect, fx.Pend) and effect.family in self.families:
            self._remember(effect.family, call, activation, False)
        else:
            self._moved(effect, call, state)

    def _moved(self, effect: fx.Effect, call: KnownCall, state: State) -> None:
        """What a call does to handles that are kept or pended."""
        interpreter = self.engine.interpreter
        if isinstance(effect, fx.Free) and state.marks:
            self._lose(interpreter.operand_value(effect.object, call, state), state)
        elif isinstance(effect, fx.Copy) and effect.source is None and state.marks:
            self._lose(self.values.owners[interpreter.operand_location(effect.target, call)], state)
        elif isinstance(effect, fx.Copy) and effect.source is not None and state.held:
            source = self.values.memory(interpreter.operand_location(effect.source, call), 0)
            self._copied(source, interpreter.operand_location(effect.target, call), state)
        elif isinstance(effect, fx.Complete) and state.marks:
            context = interpreter.operand_value(effect.context, call, state)
            state.marks.pop((self.number, "pended", context), None)

    def called(
        self, call: KnownCall, result: ValueId, state: State, activation: Activation
    ) -> None:
        """A handle that the call itself has put in memory; an operation pended by its handle."""
        interpreter = self.engine.interpreter
        for effect in call.facts.effects:
            if isinstance(effect, fx.Acquire) and effect.object.deref:
                at = interpreter.operand_location(effect.object, call)
                target = interpreter.operand_object(effect.object, call, state)
                if (effect.kind, target) in state.held:
                    self._keep(at, target, state)
            elif isinstance(effect, fx.Pend) and not effect.context.deref:
                context = interpreter.operand_value(effect.context, call, state)
                if context in state.contexts and self._succeeded(effect, result, state):
                    self._pended(effect, context, call.span, state)

    def _pended(self, effect: fx.Pend, handle: ValueId, span: Span, state: State) -> None:
        """A handle that is in memory already is for others to complete."""
        if effect.family in self.families and not self._is_found(handle):
            state.marks[(self.number, "pended", handle)] = span
            for at in [a for a, v in state.mem.items() if v == handle]:
                self._keep(at, self.values.pointee(handle), state)

    def _is_found(self, handle: ValueId) -> bool:
        """Whether a handle was found in memory, where others can find it too."""
        kind, payload = self.values.terms[handle]
        return bool(kind == "sym" and payload[0] in ("memory", "deep"))

    def _succeeded(self, effect: fx.Pend, result: ValueId, state: State) -> bool:
        range_ = self.engine.evaluator.range_of(result, state)
        return effect.when == "always" or decide(range_, *TESTS[effect.when]) is not False

    def _remember(self, kind: str, call: KnownCall, activation: Activation, counted: bool) -> None:
        function = activation.prepared.function.name
        made = _Acquire(call.facts.name, function, counted, call.macro)
        self._acquired[(kind, call.span)] = made

    def _release(
        self, effect: fx.Release, call: KnownCall, state: State, activation: Activation
    ) -> None:
        interpreter = self.engine.interpreter
        at = interpreter.released_object(effect, call, state)
        if at is None:
            return
        name = self.values.class_of(at)
        steps = story(activation, state.trail)
        if not has_owned(effect.kind, at, steps, by=("acquired",)):
            self._across.giving.add(call.span)
        held = interpreter.held_as(effect.kind, at, state)
        if held is not None:
            self._across.gave_back(name, activation.root)
            count = interpreter.count(effect.count, call, state)
            if count > state.held[held] and effect.count is not None:
                self._report("count-mismatch", call, name, state, activation)
            return
        owned = has_owned(effect.kind, at, steps) or self._is_refused(effect.kind, at, steps)
        if not owned:
            self._across.found.add(name)
        if not self._is_excused(effect.kind, at, steps, state, activation):
            self._report(
                "over-release", call, self._shown(at, state), state, activation, _owned=owned
            )

    def _report(
        self, reason: str, call: KnownCall, name: str, state: State, activation: Activation,
        **fields: bool,
    ) -> None:  # fmt: skip
        known = {"call": call.facts.name, "release": call.facts.name}
        known |= {key: "yes" for key, value in fields.items() if value}
        self.add(reason, call.span, state, activation, name, call.macro, **known)

    def _is_excused(
        self,
        kind: str,
        at: LocationId,
        steps: list[Step],
        state: State,
        activation: Activation,
    ) -> bool:
        """Whether the path failed to acquire and nothing looks at it: that is where the defect is.
        Nor is anything known of a path with code that was not understood, or that starts anywhere,
        unless it was refused that reference; or of a handle found in memory, given back once.
        """
        if "havoc" in state.marks or (
            activation.root.role in UNKNOWN_ROLES and not self._is_refused(kind, at, steps)
        ):
            return True
        region, fields = self.values.locations[at]
        if region.kind == "at" and not fields:
            found = self._is_found(region.key)
            if found or not has_released(kind, at, steps):
                return True
        return any(self._is_ignored(event.span) for event in failures(kind, steps))

    def _is_refused(self, kind: str, at: LocationId, steps: list[Step]) -> bool:
        """Whether an acquire of such a reference has failed on the path."""
        return any(e.subject == self.values.class_of(at) for e in failures(kind, steps))

    def _is_ignored(self, span: Span) -> bool:
        """Whether nothing ever looks at what the acquire at this place returned."""
        functions, sightings = self.analysis.program.functions, self.shared.sightings
        here = [s for s in sightings.with_effect(fx.Acquire, self.kinds) if s.call.span == span]
        return all(s.call.dst not in useful(functions[s.function], s) for s in here)

    # --- ownership ---------------------------------------------------------------------------

    def store(
        self, at: LocationId, value: ValueId, state: State, activation: Activation, span: Span
    ) -> None:
        """A handle that is kept in memory belongs to whoever finds it there."""
        if not state.held or "store" not in self.params.transfers:
            return
        self._copied(value, at, state)
        self._keep_handle(at, value, state)

    def _copied(self, value: ValueId, to: LocationId, state: State) -> None:
        """A structure is copied as a whole: the handles in it are kept where it goes."""
        kind, payload = self.values.terms[value]
        if kind != "sym" or payload[0] != "memory":
            return
        region, steps = self.values.locations[payload[1]]
        for at, held in list(state.mem.items()):
            other, path = self.values.locations[at]
            if other == region and path[: len(steps)] == steps and at != to:
                self._keep_handle(to, held, state)

    def _keep_handle(self, at: LocationId, handle: ValueId, state: State) -> None:
        target = self.values.pointee(handle)
        if any(held == target and kind in self.kinds for kind, held in state.held):
            self._keep(at, target, state)

    def _keep(self, at: LocationId, target: LocationId, state: State) -> None:
        region = self.values.base(at)
        if region.kind != "local":
            owner = region.key if region.kind == "at" else None
            state.marks[(self.number, "kept", target)] = owner

    def _lose(self, owner: int, state: State) -> None:
        """What is kept in an object that is freed or cleared, and is still there, is lost."""
        inside = [v for at, v in state.mem.items() if self.values.owners[at] == owner]
        lost = {self.values.pointee(value) for value in inside}
        for mark in self._marks("kept", state):
            if state.marks[mark] == owner and mark[2] in lost:
                del state.marks[mark]

    def _marks(self, kind: str, state: State) -> list[tuple[int, str, int]]:
        return [m for m in state.marks if isinstance(m, tuple) and m[:2] == (self.number, kind)]

    # --- the end -----------------------------------------------------------------------------

    def leave(self, value: ValueId | None, state: State, activation: Activation) -> None:
        if "havoc" in state.marks:
            return
        for kind, at in sorted(state.held):
            if kind in self.kinds:
                self._left(kind, at, value, state, activation)
        for _, _, context in self._marks("pended", state):
            if (self.number, "kept", self.values.pointee(context)) not in state.marks:
                self._never_completed(context, state, activation)
        if self.families and not self.kinds:
            pended = [c for c, typestate in sorted(state.contexts.items()) if typestate == PENDED]
            for context in filter(lambda c: c != value, pended):
                self._never_completed(context, state, activation)

    def _left(
        self,
        kind: str,
        at: LocationId,
        value: ValueId | None,
        state: State,
        activation: Activation,
    ) -> None:
        """A reference is still held where a root ends: somebody else's now, or lost."""
        if self._is_handed_over(kind, at, value, state):
            self._across.left.add(self.values.class_of(at))
        else:
            self._leak(kind, at, state, activation)

    def _is_handed_over(
        self, kind: str, at: LocationId, value: ValueId | None, state: State
    ) -> bool:
        if (self.number, "kept", at) in state.marks:
            return True
        if (
            "return" in self.params.transfers
            and value is not None
            and self.values.base(at) == Region("at", value)
        ):
            return True
        return "defer" in self.params.transfers and is_handed_over(kind, at, state, self.values)

    def _leak(self, kind: str, at: LocationId, state: State, activation: Activation) -> None:
        steps = story(activation, state.trail)
        taken = [s for s in steps if s.event.kind == "acquired" and s.event.detail == (kind, at)]
        if not taken:
            return
        span = taken[-1].event.span
        made = self._acquired.get((kind, span))
        if made is None:
            return
        given = made.counted and has_released(kind, at, steps)
        reason = "count-mismatch" if given else "leak"
        name = self._shown(at, state)
        self.add_at(
            made.function, reason, span, state, activation, name, made.macro,
            call=made.call, release="", _class=self.values.class_of(at),
            _published="yes" if state.handoffs else "",
        )  # fmt: skip

    def _shown(self, at: LocationId, state: State) -> str:
        """The class of the object, or of the place its handle is kept."""
        name = self.values.class_of(at)
        if not name.startswith("*"):
            return name
        region = self.values.base(at)
        kept = [a for a, v in state.mem.items() if region.kind == "at" and v == region.key]
        return self.values.class_of(kept[0]) if kept else "the handle"

    def _never_completed(self, context: ValueId, state: State, activation: Activation) -> None:
        steps = story(activation, state.trail)
        pended = [s for s in steps if s.event.kind == "pended" and s.event.detail[0] == context]
        if not pended or pended[-1].event.subject not in self.families:
            return
        event = pended[-1].event
        made = self._acquired.get((event.subject, event.span))
        if made is not None:
            name = self.values.class_of(event.detail[1])
            self.add_at(
                made.function, "leak", event.span, state, activation,
                "the handle" if name.startswith("*") else name, made.macro,
                call=made.call, release="",
            )  # fmt: skip

    # --- candidates --------------------------------------------------------------------------

    def choose(self, found: list[Candidate]) -> list[Candidate]:
        """Not where a reference is taken in one root and given back in another, by intent."""
        return [c for c in found if not self._is_elsewhere(c)]

    def _is_elsewhere(self, candidate: Candidate) -> bool:
        fields = dict(candidate.fields)
        name = fields.get("_class", candidate.object)
        if candidate.reason == "over-release":
            left = name in self._across.left or name in self._classes("leak")
            return left and ("_owned" not in fields or self._across.is_of_entry(name, candidate))
        if candidate.reason != "leak" or not self.kinds:
            return False
        root = candidate.activation.root
        if fields.get("_published") and name in self._across.found:
            return True
        if self._across.gives_back(name, root):
            return False
        return name in self._classes("over-release") or self._may_have_callers(root, name)

    def _may_have_callers(self, root: Root, name: str) -> bool:
        """Whether the function may take a reference for a caller that is not in the sources; what
        cannot be named may be what others give back.
        """
        if root.role not in UNKNOWN_ROLES:
            return False
        is_told = not (name.startswith("*") and self._across.giving)
        is_internal = self.analysis.program.functions[root.function].internal
        return not is_told or not self.places.is_whole or is_internal

    def _classes(self, reason: str) -> set[str]:
        return {
            dict(c.fields).get("_class", c.object)
            for (_, r, _), found in self._candidates.items()
            if r == reason
            for c in found
        }
