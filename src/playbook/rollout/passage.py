"""Where a deal has been for certain: what lies beyond a stage, and where moves may lead.

A gate holds for every deal that passes it, also for one that is moved on by
several stages at once. A stage lies beyond another if no way forward leads to
it past that one. Stepping aside, to a stage beside the main line, passes no
gate of the stage that is left.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from playbook.flow import Flow
from playbook.model import Playbook, Stage, StageId


@dataclass(frozen=True)
class Passage:
    """What the flow of a playbook means for gates."""

    playbook: Playbook

    @cached_property
    def flow(self) -> Flow:
        """The moves that the playbook allows."""
        return Flow(self.playbook)

    def beyond(self, stage: Stage) -> tuple[StageId, ...]:
        """The stages that a deal reaches only by passing this one, in order."""
        return tuple(
            each.id
            for each in self.playbook.stages
            if each.id != stage.id and stage.id in self._surely_passed[each.id]
            if not _is_beside(each, stage)
        )

    def onward(self, stage: Stage) -> tuple[StageId, ...]:
        """The stages that a deal enters when it passes this one, in order."""
        kinds = ("forward", "skip", "return", "wake")
        targets = {move.target for move in self.flow.after[stage.id] if move.kind in kinds}
        return tuple(
            each.id
            for each in self.playbook.stages
            if each.id in targets and not _is_beside(each, stage)
        )

    def is_needed(self, stage: Stage) -> bool:
        """Whether no deal is won without having been in this stage."""
        won = [each.id for each in self.playbook.stages if each.kind == "won"]
        by_itself = stage.optional or bool(stage.for_)
        return not by_itself and all(stage.id in self._surely_passed[id] for id in won)

    def targets(self, stage: Stage) -> tuple[StageId, ...]:
        """Every stage that a deal may enter from this one, in order."""
        targets = {move.target for move in self.flow.after[stage.id]}
        return tuple(each.id for each in self.playbook.stages if each.id in targets)

    @cached_property
    def _surely_passed(self) -> dict[StageId, frozenset[StageId]]:
        """For each stage, those that lie on every way to it, itself included.

        The dominators of the graph of moves forward, from everything down to
        what all ways have in common.
        """
        every = frozenset(self.playbook.stage)
        sources: dict[StageId, set[StageId]] = defaultdict(set)
        for move in self.flow.moves:
            if move.kind == "forward":
                sources[move.target].add(move.source)
        passed = dict.fromkeys(every, every)
        changed = True
        while changed:
            changed = False
            for id in self.playbook.stage:
                ways = [passed[source] for source in sources[id]]
                if id in self.flow.starts:
                    ways.append(frozenset())
                common = frozenset.intersection(*ways) if ways else frozenset()
                now = common | {id}
                if now != passed[id]:
                    passed[id], changed = now, True
        return passed


def _is_beside(stage: Stage, other: Stage) -> bool:
    """Whether a stage stands beside the main line and is reached from another."""
    return stage.is_before_the_sale and other.id in (stage.from_ or ())
