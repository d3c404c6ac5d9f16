"""How deals move through the stages, and what follows from it.

These are plain lines over the model, because loading networkx alone takes
longer than a whole lint. ``graph`` gives a networkx graph to whoever analyses
further.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from playbook.model import (
    FieldId,
    Phase,
    Playbook,
    Stage,
    StageId,
    Work,
)

if TYPE_CHECKING:
    import networkx

MoveKind = Literal["forward", "skip", "return", "back", "end", "park", "wake", "reopen", "jump"]


@dataclass(frozen=True)
class Move:
    """A move that a deal may make.

    forward  to a stage that follows
    skip     past an optional stage, or one that is not for this deal
    return   from a stage beside the main line to where the deal was
    back     to an earlier stage
    end      out of the process: lost, disqualified, not counted
    park     aside, to wait
    wake     back from waiting
    reopen   from an end back to the beginning
    jump     where an overdue deal, a refusal or a knock-out answer leads
    """

    source: StageId
    target: StageId
    kind: MoveKind


@dataclass(frozen=True)
class Flow:
    """The moves of a playbook, with what the format leaves out put in.

    A stage that is referred to and not there counts as not named, so that a
    slip in one id does not tear the way of every deal.
    """

    playbook: Playbook

    @cached_property
    def line(self) -> tuple[Stage, ...]:
        """The main line: the lead and open stages in order, but for those beside it."""
        stages = self.playbook.stages
        return tuple(stage for stage in stages if stage.is_before_the_sale and stage.from_ is None)

    @cached_property
    def after_sale(self) -> tuple[Stage, ...]:
        """The stages after the sale, in order."""
        return tuple(stage for stage in self.playbook.stages if stage.kind == "after-sale")

    @cached_property
    def main(self) -> tuple[Stage, ...]:
        """The main path of a deal that is won: the main line, won, and what comes after."""
        won = [stage for stage in self.playbook.stages if stage.kind == "won"]
        return (*self.line, *won[:1], *self.after_sale)

    @cached_property
    def starts(self) -> tuple[StageId, ...]:
        """The stages where deals begin: the first of the main line, and those that say so."""
        first = [stage.id for stage in self.line[:1] if stage.can_start is not False]
        more = [
            stage.id
            for stage in self.playbook.stages
            if stage.can_start or any(differs.can_start for differs in stage.by_segment.values())
        ]
        return tuple(dict.fromkeys((*first, *more)))

    @cached_property
    def moves(self) -> tuple[Move, ...]:
        """Every move, without those to stages that do not exist."""
        known = self.playbook.stage
        found = (
            *self._onward(),
            *self._out(),
            *self._returns(),
            *self._back(),
            *self._wake(),
            *self._jumps(),
        )
        return tuple(dict.fromkeys(move for move in found if move.target in known))

    @cached_property
    def after(self) -> Mapping[StageId, tuple[Move, ...]]:
        """The moves that leave each stage."""
        found: dict[StageId, list[Move]] = defaultdict(list)
        for move in self.moves:
            found[move.source].append(move)
        return {stage.id: tuple(found[stage.id]) for stage in self.playbook.stages}

    def leaving(self, stage: Stage) -> Mapping[str, list[StageId]]:
        """Where a deal gets to from a stage, by the kind of move."""
        found: dict[str, list[StageId]] = defaultdict(list)
        for move in self.after[stage.id]:
            found[move.kind].append(move.target)
        return found

    def arriving(self, stage: Stage) -> Mapping[str, list[StageId]]:
        """Where deals come from to a stage, by the kind of move."""
        found: dict[str, list[StageId]] = defaultdict(list)
        for move in self.moves:
            if move.target == stage.id:
                found[move.kind].append(move.source)
        return found

    def next(self, stage: Stage) -> tuple[StageId, ...]:
        """The stages that follow, as the author says or as the main line has them."""
        if stage.next is None:
            return self._by_default(stage)
        known = self._known(stage.next)
        return known if len(known) == len(stage.next) else (*known, *self._by_default(stage))

    def _known(self, ids: Iterable[StageId]) -> tuple[StageId, ...]:
        return tuple(id for id in ids if id in self.playbook.stage)

    def _by_default(self, stage: Stage) -> tuple[StageId, ...]:
        """The stages that follow where the author does not say."""
        if stage.is_before_the_sale:
            return () if stage.from_ is not None else self._next_on_line(stage)
        if stage.kind == "won":
            return tuple(each.id for each in self.after_sale[:1])
        if stage.kind == "after-sale":
            return _following(stage, self.after_sale)
        return ()

    def _next_on_line(self, stage: Stage) -> tuple[StageId, ...]:
        return _following(stage, self.line) or self._won()

    def _sources(self, stage: Stage) -> tuple[StageId, ...]:
        """The stages that an end or a stage beside the line is reached from."""
        if stage.from_ is None or len(known := self._known(stage.from_)) < len(stage.from_):
            return tuple(each.id for each in self.playbook.stages if each.is_before_the_sale)
        return known

    def _won(self) -> tuple[StageId, ...]:
        return tuple(
            stage.id
            for stage in self.playbook.stages
            if stage.kind == "won" and stage.from_ is None
        )

    def _onward(self) -> Iterator[Move]:
        for stage in self.playbook.stages:
            for target in self.next(stage):
                yield Move(stage.id, target, "forward")
                for skipped_to in self._past(target, {stage.id}):
                    yield Move(stage.id, skipped_to, "skip")
            if (stage.kind == "won" or stage.is_before_the_sale) and stage.from_ is not None:
                for source in self._sources(stage):
                    if source != stage.id:
                        yield Move(source, stage.id, "forward")

    def _past(self, id: StageId, seen: set[StageId]) -> Iterator[StageId]:
        """Where a deal gets that skips a stage, and the next one if that may be skipped too.

        ``seen`` grows, because the ways through a hundred such stages are countless.
        """
        stage = self.playbook.stage.get(id)
        if stage is None or id in seen or not (stage.optional or stage.for_):
            return
        seen.add(id)
        for target in self.next(stage):
            yield target
            yield from self._past(target, seen)

    def _out(self) -> Iterator[Move]:
        for stage in self.playbook.stages:
            kind: MoveKind = "park" if stage.kind == "parked" else "end"
            if stage.kind not in ("parked", "lost", "disqualified", "not-counted"):
                continue
            for source in self._sources(stage):
                yield Move(source, stage.id, kind)
            if stage.reopen == "same-deal" and self.starts:
                yield Move(stage.id, self.starts[0], "reopen")

    def _returns(self) -> Iterator[Move]:
        for stage in self.playbook.stages:
            if stage.is_before_the_sale and stage.from_ is not None and stage.next is None:
                for source in self._sources(stage):
                    if source != stage.id:
                        yield Move(stage.id, source, "return")

    def _back(self) -> Iterator[Move]:
        order = [stage.id for stage in self.playbook.stages]
        for stage in self.playbook.stages:
            back = stage.back
            if not stage.is_worked:
                continue
            if stage.from_ is not None and (back is None or back.to is None):
                continue  # beside the line one goes back only where it is said to
            after_sale = {each.id for each in self.after_sale}
            earlier = [
                id
                for id in order[: order.index(stage.id)]
                if id in self._on_the_way[stage.id]
                and (id in after_sale) == (stage.id in after_sale)
                if self.playbook.stage[id].is_worked
            ]
            if back is not None and back.as_far_as in order:
                too_far = order[: order.index(back.as_far_as)]
                earlier = [id for id in earlier if id not in too_far]
            for target in earlier:
                if back is None or back.to is None or target in back.to:
                    yield Move(stage.id, target, "back")

    def _wake(self) -> Iterator[Move]:
        parked = [(move.target, move.source) for move in self._out() if move.kind == "park"]
        for stage in self.playbook.stages:
            rules = [stage.wake_up, *(differs.wake_up for differs in stage.by_segment.values())]
            for rule in rules:
                if rule is not None and rule.move_to and rule.move_to in self.playbook.stage:
                    yield Move(stage.id, rule.move_to, "wake")
                elif rule is not None:
                    yield from (Move(id, was, "wake") for id, was in parked if id == stage.id)

    def _jumps(self) -> Iterator[Move]:
        for stage in self.playbook.stages:
            phases = [phase for phase in self.playbook.phases if stage.id in phase.during]
            holders: list[Stage | Phase] = [stage, *phases]
            for holder in holders:
                for target in self._jump_targets(holder):
                    if target is not None and target != stage.id:
                        yield Move(stage.id, target, "jump")

    def _jump_targets(self, holder: Stage | Phase) -> Iterator[StageId | None]:
        """Where a stage or phase sends deals that are overdue, refused or knocked out."""
        for overdue in (holder.overdue, *(each.overdue for each in holder.by_segment.values())):
            yield overdue.move_to if overdue else None
        for criterion in (*holder.entry, *holder.exit):
            yield criterion.if_rejected
        for question in self.playbook.asked_in(holder):
            yield question.knock_out.move_to if question.knock_out else None

    @cached_property
    def reachable(self) -> frozenset[StageId]:
        """The stages that a deal can get to from a start, on whatever way."""
        return self._spread(self.starts, ((move.source, move.target) for move in self.moves))

    @cached_property
    def completing(self) -> frozenset[StageId]:
        """The stages from which a deal can still be decided: won, lost or left out."""
        ends = [stage.id for stage in self.playbook.stages if stage.is_end]
        return self._spread(ends, ((move.target, move.source) for move in self.moves))

    def _spread(
        self, begin: Iterable[StageId], steps: Iterable[tuple[StageId, StageId]]
    ) -> frozenset[StageId]:
        onward: dict[StageId, list[StageId]] = defaultdict(list)
        for source, target in steps:
            onward[source].append(target)
        seen: set[StageId] = set()
        waiting = list(begin)
        while waiting:
            id = waiting.pop()
            if id not in seen:
                seen.add(id)
                waiting += onward[id]
        return frozenset(seen)

    @cached_property
    def cycles(self) -> tuple[tuple[StageId, ...], ...]:
        """The rings that forward moves make, such as a flywheel: for each move back up, the shortest."""
        place = self._places
        return tuple(
            ring
            for move in self.moves
            if move.kind == "forward" and place[move.target] <= place[move.source]
            if (ring := self._way(move.target, move.source))
        )

    @cached_property
    def _places(self) -> dict[StageId, tuple[int, int]]:
        """How far along each stage is; one beside the main line stands behind where it is reached from."""
        along = {stage.id: number for number, stage in enumerate(self.main)}
        places = {}
        for number, stage in enumerate(self.playbook.stages):
            anchors = [along[id] for id in (stage.from_ or ()) if id in along]
            behind = (max(anchors, default=len(along)), number + 1)
            places[stage.id] = (along[stage.id], 0) if stage.id in along else behind
        return places

    def _way(self, begin: StageId, end: StageId) -> tuple[StageId, ...]:
        """The shortest way by forward moves, both ends included; empty if there is none."""
        came: dict[StageId, StageId | None] = {begin: None}
        waiting = [begin]
        for id in waiting:
            for move in self.after[id]:
                if move.kind == "forward" and move.target not in came:
                    came[move.target] = id
                    waiting.append(move.target)
        way: list[StageId] = []
        step: StageId | None = end if end in came else None
        while step is not None:
            way.append(step)
            step = came[step]
        return tuple(reversed(way))

    @cached_property
    def before(self) -> Mapping[StageId, frozenset[StageId]]:
        """For each stage, those that a deal may have been in before it, without moving back.

        A deal may have been aside, beside the line or parked, from each of them.
        """
        aside = [*self._returns(), *self._wake()]
        found: dict[StageId, frozenset[StageId]] = {}
        for id, way in self._on_the_way.items():
            been = (move.source for move in aside if move.target == id or move.target in way)
            found[id] = way | frozenset(been)
        return found

    @cached_property
    def _on_the_way(self) -> Mapping[StageId, frozenset[StageId]]:
        """For each stage, those that lead to it."""
        found: dict[StageId, frozenset[StageId]] = {}
        moves = (*self._onward(), *self._out())
        steps = [(move.target, move.source) for move in moves if move.kind != "reopen"]
        for stage in self.playbook.stages:
            sources = [source for target, source in steps if target == stage.id]
            found[stage.id] = self._spread(sources, steps)
        return found

    @cached_property
    def surely(self) -> Mapping[StageId, frozenset[FieldId]]:
        """The fields that hold a value when a deal leaves a stage, whichever way it came.

        A stage that is skipped does not count against them: what it demands
        is still demanded later. Solved as a forward data-flow problem, from
        everything down to what all ways have in common.
        """
        every = frozenset(self.playbook.fields)
        own = {stage.id: self._collected(stage, surely=True) for stage in self.playbook.stages}
        sources: dict[StageId, list[StageId]] = defaultdict(list)
        for move in self.moves:
            if move.kind == "forward":
                sources[move.target].append(move.source)
        leaving = {stage.id: every for stage in self.playbook.stages}
        changed = True
        while changed:
            changed = False
            for stage in self.playbook.stages:
                ways = [leaving[source] for source in sources[stage.id]]
                if stage.id in self.starts:
                    ways.append(frozenset())
                entering = frozenset.intersection(*ways) if ways else frozenset()
                now = entering | own[stage.id]
                if now != leaving[stage.id]:
                    leaving[stage.id], changed = now, True
        return leaving

    @cached_property
    def possibly(self) -> Mapping[StageId, frozenset[FieldId]]:
        """The fields that may hold a value when a deal leaves a stage, on some way."""
        own = {stage.id: self._collected(stage, surely=False) for stage in self.playbook.stages}
        for phase in self.playbook.phases:
            for id in phase.during:
                if id in own:
                    own[id] |= self._collected(phase, surely=False)
        return {
            stage.id: own[stage.id].union(*(own[id] for id in self.before[stage.id]))
            for stage in self.playbook.stages
        }

    def _collected(self, holder: Work, *, surely: bool) -> frozenset[FieldId]:
        """The fields that a stage or phase fills: surely, or at all.

        A gate that checks a field which nothing fills anywhere is itself what
        has it filled; where something fills it, that has to come first.
        """
        found = set(self._filled(holder, surely=surely))
        for criterion in (*holder.entry, *holder.exit):
            if criterion.check and not (surely and criterion.level != "must"):
                leaves = (leaf.field for leaf in criterion.check.leaves())
                found.update(id for id in leaves if id and id not in self._filled_anywhere)
        return frozenset(found)

    @cached_property
    def _filled_anywhere(self) -> frozenset[FieldId]:
        holders = (*self.playbook.stages, *self.playbook.phases)
        return frozenset(id for holder in holders for id in self._filled(holder, surely=False))

    def _filled(self, holder: Work, *, surely: bool) -> Iterator[FieldId]:
        """The fields that something in a stage or phase fills: a demand, a question, a write, a proof."""
        yield from holder.must_fill
        for question in self.playbook.asked_in(holder):
            if question.field and (not surely or (question.level == "must" and not question.when)):
                yield question.field
        for write in (*holder.on_enter, *holder.on_leave):
            yield write.field
        for criterion in (*holder.entry, *holder.exit):
            if criterion.kept_in and not (surely and criterion.level != "must"):
                yield criterion.kept_in

    def graph(self) -> "networkx.MultiDiGraph[StageId]":
        """The stages and moves as a networkx graph, for whoever analyses further."""
        import networkx

        graph: networkx.MultiDiGraph[StageId] = networkx.MultiDiGraph(name=self.playbook.id)
        for stage in self.playbook.stages:
            graph.add_node(
                stage.id,
                name=stage.name,
                kind=stage.kind,
                probability=-1 if stage.probability is None else stage.probability,
            )
        for move in self.moves:
            graph.add_edge(move.source, move.target, key=move.kind, kind=move.kind)
        return graph


def _following(stage: Stage, line: tuple[Stage, ...]) -> tuple[StageId, ...]:
    """The stage behind a stage on a line, known by its place: an id may be given twice."""
    place = [(each.id, each.at) for each in line].index((stage.id, stage.at))
    return tuple(each.id for each in line[place + 1 : place + 2])
