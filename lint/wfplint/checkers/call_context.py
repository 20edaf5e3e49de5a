"""call-context: an event happens only in the roles, at the layers, at the IRQL where it may."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any, ClassVar

from wfplint.checkers.base import Candidate, Checker
from wfplint.checkers.events import Interests, Matcher, name_of, watched_calls
from wfplint.checkers.places import names_of
from wfplint.checkers.sightings import kind_of
from wfplint.dataflow import effects as fx
from wfplint.dataflow.dependence import operands_of
from wfplint.dataflow.engine import Activation
from wfplint.dataflow.interpreter import KnownCall
from wfplint.dataflow.irql import LEVELS, IrqlOfPaths
from wfplint.dataflow.state import State
from wfplint.dataflow.values import LocationId, ValueId
from wfplint.rulebook.model import LayerFacts
from wfplint.source import Span

# Roles of functions whose callers are not known; they say nothing of how a function is called.
UNKNOWN_ROLES = ("external", "callback")


class CallContextChecker(Checker):
    """See `params.CallContext`."""

    name: ClassVar[str] = "call-context"

    @classmethod
    def burden(cls, params: Any) -> str:
        if params.unless_failed:
            return "failed"
        return "irql" if params.irql else ""

    @cached_property
    def event(self) -> Matcher:
        return self.matcher(self.params.event)

    @cached_property
    def companion(self) -> Matcher | None:
        return self.matcher(self.params.only_with) if self.params.only_with else None

    @cached_property
    def irql(self) -> IrqlOfPaths:
        return IrqlOfPaths(self.values)

    @cached_property
    def _is_layered(self) -> bool:
        return bool(self.params.outside_layers or self.params.layer_allows)

    @cached_property
    def _allocating(self) -> set[int]:
        """Sites of calls that give memory, or nothing."""
        return set()

    @cached_property
    def _roots(self) -> set[str]:
        """Roots worth exploring: those where the event may be wrong."""
        roots = self.event.roots()
        if self.params.outside_layers:
            wrong = set(self.params.outside_layers)
            roots = [r for r in roots if not r.layers or set(r.layers) & wrong]
        if self.params.unregistered_by:
            roots = [r for r in roots if self._is_registered_wrongly(r.function)]
        return {r.function for r in roots}

    def relevant(self) -> set[str]:
        if not self.event.functions() or (self.companion and not self.companion.functions()):
            return set()
        wanted = self._roots
        return wanted if self._needs_every_root() else wanted & self._with_known_role()

    def _needs_every_root(self) -> bool:
        return self.params.irql is not None

    def _with_known_role(self) -> set[str]:
        roots = self.analysis.all_roots()
        return {r.function for r in roots if r.role not in UNKNOWN_ROLES}

    def interests(self) -> Interests:
        wants = self.event.interests()
        if not any(wants):
            return Interests()
        if self.companion is not None:
            wants |= self.companion.interests()
        if self.params.irql is not None:
            sites = [s[0] for s in self.shared.sightings.calls.values()]
            names = self.irql.functions(site.facts for site in sites)
            wants |= watched_calls((s for s in sites if s.facts.name in names), operands_of)
            wants |= Interests(typestate=True)
        if self.params.unless_failed:
            sites = self.shared.sightings.with_effect(fx.Allocate)
            wants |= Interests(calls=frozenset(s.facts.name for s in sites), branches=True)
        return wants

    def pinned(self) -> set[str]:
        return self.event.pinned() | ({"layerId"} if self._is_layered else set())

    # --- listening ---------------------------------------------------------------------------

    def called(
        self, call: KnownCall, result: ValueId, state: State, activation: Activation
    ) -> None:
        if self.params.irql is not None:
            self.irql.observe(call, result, state)
        if any(isinstance(effect, fx.Allocate) for effect in call.facts.effects):
            self._allocating.add(call.site)
        if self.companion is not None and self.companion.is_call(call, result, state):
            state.marks[(self.number, "with")] = True
        if self.event.is_call(call, result, state) and self.event.allows(state, activation):
            object_ = name_of(self.event.object_of(call, state), self.event, state)
            effect = self.event.effect_of(call)
            family = kind_of(effect) if effect is not None else ""
            self._happened(
                call.facts.name, call.span, object_, state, activation, call.macro, family
            )

    def branched(
        self, value: ValueId, truth: bool, state: State, activation: Activation, span: Span
    ) -> None:
        if not self.params.unless_failed or activation.root.function not in self._roots:
            return
        if any(self._is_failure(part, state) for part in self.values.support(value)):
            state.marks[(self.number, "failed")] = True

    def _is_failure(self, value: ValueId, state: State) -> bool:
        """Whether a value is the result of a call that has failed on this path."""
        kind, payload = self.values.terms[value]
        if kind != "sym" or payload[0] not in ("result", "pointer"):
            return False
        range_ = self.engine.evaluator.range_of(value, state)
        return range_.high < 0 or (range_.only == 0 and payload[1] in self._allocating)

    def store(
        self, at: LocationId, value: ValueId, state: State, activation: Activation, span: Span
    ) -> None:
        if (
            self.event.event.writes
            and self.event.is_write(value, state)
            and self.event.allows(state, activation)
        ):
            self._happened("", span, "", state, activation)

    def _happened(
        self,
        call: str,
        span: Span,
        object_: str,
        state: State,
        activation: Activation,
        macro: Span | None = None,
        family: str = "",
    ) -> None:
        if self.companion is not None and (self.number, "with") not in state.marks:
            return
        if (self.number, "failed") in state.marks:
            return
        for reason, fields in self._problems(state, activation, family):
            self.add(reason, span, state, activation, object_, macro, call=call, **fields)

    def _problems(
        self, state: State, activation: Activation, family: str
    ) -> Iterable[tuple[str, dict[str, str]]]:
        role = activation.root.role
        if self.params.roles:
            yield "role", {"role": self._described(role), "_role": role}
        layers = self.places.layers(state, activation)
        wrong = [layer for layer in layers if self._is_wrong(layer, family)]
        # Merged paths may have come by any layer; each path is to be looked at by itself.
        if len(wrong) == len(layers) > 0 or (
            state.widened and self._is_layered and (wrong or not layers)
        ):
            yield "layer", {"layer": names_of(layers)}
        if self.params.unregistered_by and self._is_registered_wrongly(activation.root.function):
            yield "registration", {"role": self._described(role)}
        if self.params.irql is not None:
            level = self._level(state, activation)
            if level is not None:
                yield "irql", {"irql": level}

    def _described(self, role: str) -> str:
        facts = self.analysis.facts.roles.get(role)
        return facts.description if facts is not None and facts.description else role

    # --- layers and registrations ------------------------------------------------------------

    def _is_wrong(self, layer: LayerFacts, family: str) -> bool:
        if self.params.layer_allows:
            return family not in layer.pendable
        return layer.name in self.params.outside_layers

    def _is_registered_wrongly(self, function: str) -> bool:
        """Whether every registration of the function is by one of the functions named."""
        apis = {r.api for r in self.analysis.registrations.found if r.function == function}
        return bool(apis) and apis <= set(self.params.unregistered_by)

    # --- IRQL --------------------------------------------------------------------------------

    def _level(self, state: State, activation: Activation) -> str | None:
        """The IRQL of the path, if it is above the limit."""
        role = self.analysis.facts.roles.get(activation.root.role)
        counted = role is not None and role.name in self.params.irql_roles
        base = role.irql if role is not None and counted else "PASSIVE"
        level = self.irql.at(base, state, activation)
        if LEVELS[level] <= LEVELS[self.params.irql]:
            return None
        return f"{level}_LEVEL"

    # --- candidates --------------------------------------------------------------------------

    def choose(self, found: list[Candidate]) -> list[Candidate]:
        """For roles: nothing, if some way to the place has the right one."""
        roles = {dict(c.fields).get("_role", "") for c in found} - {""}
        if not roles:
            return found
        if roles & set(self.params.roles) or roles <= set(UNKNOWN_ROLES):
            return []
        return [c for c in found if dict(c.fields)["_role"] not in UNKNOWN_ROLES]
