"""must-register: where an event stands, another stands too, somewhere in the program."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import ClassVar

from wfplint.checkers.base import Candidate, Checker
from wfplint.checkers.events import Interests, Matcher
from wfplint.checkers.must_check_result import object_in_source
from wfplint.checkers.places import names_of
from wfplint.checkers.sightings import CallSite
from wfplint.dataflow.engine import Activation, Root
from wfplint.dataflow.interpreter import KnownCall
from wfplint.dataflow.state import State
from wfplint.dataflow.values import ValueId
from wfplint.finding import Finding
from wfplint.source import Span


class MustRegisterChecker(Checker):
    """See `params.MustRegister`. Objects are compared by class, which paths tell; the rest shows in
    the sources.
    """

    name: ClassVar[str] = "must-register"

    @cached_property
    def event(self) -> Matcher:
        return self.matcher(self.params.event)

    @cached_property
    def required(self) -> list[Matcher]:
        return [self.matcher(event) for event in self.params.requires]

    @cached_property
    def _initialised(self) -> set[str]:
        """Classes of the objects for which the requirement was seen."""
        return set()

    @cached_property
    def _reached(self) -> set[Span]:
        """Calls that meet the requirement, as far as paths led to them."""
        return set()

    @cached_property
    def _is_active(self) -> bool:
        needed = [self.matcher(event) for event in self.params.only_if]
        return not needed or any(m.functions() for m in needed)

    def relevant(self) -> set[str]:
        if not self.params.same_object or not self.event.functions():
            return set()
        if not self.places.is_whole or not self._is_active:
            return set()
        return self.event.functions().union(*(m.functions() for m in self.required))

    def follows(self) -> set[str]:
        return self.relevant()

    def interests(self) -> Interests:
        if not self.relevant():
            return Interests()
        wants = self.event.interests()
        for matcher in self.required:
            wants |= matcher.interests()
        return wants

    # --- objects -----------------------------------------------------------------------------

    def called(
        self, call: KnownCall, result: ValueId, state: State, activation: Activation
    ) -> None:
        for matcher in self.required:
            if matcher.is_call(call, result, state):
                self._initialised.add(self._class(matcher.object_of(call, state)))
                self._reached.add(call.span)
        if self.event.is_call(call, result, state) and self.event.allows(state, activation):
            name = self._class(self.event.object_of(call, state))
            if not name.startswith("*"):
                self.add(
                    "absent", call.span, state, activation, name, call.macro, call=call.facts.name
                )

    def _class(self, about: ValueId) -> str:
        return self.values.class_of(self.values.pointee(about)) if about >= 0 else "*"

    def choose(self, found: list[Candidate]) -> list[Candidate]:
        """Nothing, if any object was initialised whose class is not known."""
        initialised = self._initialised | self._beyond_paths()
        if any("." not in name and not name.startswith("@") for name in initialised):
            return []
        return [c for c in found if c.object not in initialised]

    def _beyond_paths(self) -> set[str]:
        """Classes for which the requirement stands where no path led, as the sources show them."""
        return {
            object_in_source(site, matcher, self.analysis.program.functions[site.function])
            for matcher in self.required
            for site in matcher.sites()
            if site.call.span not in self._reached
        }

    # --- findings ----------------------------------------------------------------------------

    def findings(self) -> Iterable[Finding]:
        if not self._is_active:
            return
        if self.params.same_object:
            yield from self._once_each(super().findings())
        elif self.params.within == "activation":
            yield from self._by_root()
        elif self.event.functions() and self.places.is_whole and self._is_absent():
            for site, layers in self._sites(self.event.roots()):
                yield self._finding(site, layers)

    def _once_each(self, findings: Iterable[Finding]) -> Iterable[Finding]:
        """One finding an object: at its first use in the source."""
        first: dict[str, Finding] = {}
        for finding in sorted(findings, key=lambda f: (f.span.path, f.span.start)):
            first.setdefault(finding.object, finding)
        yield from first.values()

    def _sites(self, roots: list[Root]) -> Iterable[tuple[CallSite, str]]:
        seen = set()
        for root in roots:
            below = self.analysis.scope.below([root.function])
            layers = names_of(tuple(self.analysis.facts.layers[n] for n in root.layers))
            for site in self.event.sites():
                if site.function in below and site.call.span not in seen:
                    seen.add(site.call.span)
                    yield site, layers

    def _finding(self, site: CallSite, layers: str) -> Finding:
        function = self.analysis.program.functions[site.function]
        return self.static_finding(
            "absent", site.call.span, function.name, self._object_at(site), site.call.macro,
            call=site.facts.name, layer=layers, role="",
        )  # fmt: skip

    def _object_at(self, site: CallSite) -> str:
        function = self.analysis.program.functions[site.function]
        return object_in_source(site, self.event, function)

    # --- the whole program -------------------------------------------------------------------

    def _is_absent(self) -> bool:
        if self.params.reachable_from:
            return self._is_unreachable()
        for matcher in self.required:
            if matcher.event.outside_roles:
                if matcher.roots() or not matcher.functions():
                    return False
            elif matcher.functions():
                return False
        return True

    def _is_unreachable(self) -> bool:
        """Whether the program has such roots, and nothing they call, or wait for, does it."""
        scope = self.analysis.scope
        everything = self.analysis.all_roots()
        roots = [r.function for r in everything if r.role in self.params.reachable_from]
        if not roots or not any(m.functions() for m in self.required):
            return False
        reached = scope.below(roots)
        joined = self.shared.sightings.calls
        if any(
            site.function in reached
            for name in self.params.joined_by
            for site in joined.get(name, ())
        ):
            reached |= scope.below(r.function for r in everything)
        return not any(m.functions() & reached for m in self.required)

    # --- one activation ----------------------------------------------------------------------

    def _by_root(self) -> Iterable[Finding]:
        roots = [r for r in self.event.roots() if self._is_certain(r)]
        silent = [r for r in roots if not self._is_met_in(r)]
        for site, layers in self._sites(silent):
            yield self._finding(site, layers)

    def _is_certain(self, root: Root) -> bool:
        """Whether every layer of the root is one that the event speaks of."""
        wanted = set(self.params.event.layers)
        return not wanted or bool(root.layers and set(root.layers) <= wanted)

    def _is_met_in(self, root: Root) -> bool:
        below = self.analysis.scope.below([root.function])
        for matcher in self.required:
            if not matcher.event.tests:
                if matcher.functions() & below:
                    return True
                continue
            for number, masked in self.shared.sightings.bit_tests(matcher.field, below):
                if masked and number & matcher.set_bits:
                    return True
                if not masked and (number in matcher.numbers or number & matcher.set_bits):
                    return True
        return False
