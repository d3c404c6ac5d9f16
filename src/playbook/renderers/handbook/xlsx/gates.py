"""The rows of the checklist: the criteria of every stage and phase, a column for each deal."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from playbook.model import Criterion, SegmentId, Stage, Work
from playbook.renderers.handbook.xlsx.formulas import Block, Cell, Expression, Known, either, op
from playbook.renderers.handbook.xlsx.plan import CHECKLIST, LEFT, PREPARED, Plan

SEEN: Final = ("number", "company", "stage", "count")
"""The rows above the criteria that people read."""
UNSEEN: Final = ("position", "stage-number", "done", "needed")
"""The rows above the criteria that only formulas read."""
_TITLES: Final = 2


@dataclass(frozen=True)
class Group:
    """Criteria that stand together; those of a stage count for the deals in it."""

    name: str
    stage: Stage | None


@dataclass(frozen=True)
class Row:
    """One criterion, and whether a deal needs it to go on."""

    group: Group
    criterion: Criterion
    is_needed: bool
    is_entry: bool


@dataclass(frozen=True)
class Gates:
    """The rows of the checklist."""

    plan: Plan

    def row(self, key: str) -> int:
        """A row above the criteria."""
        return _TITLES + (*SEEN, *UNSEEN).index(key)

    def head(self, key: str, column: int) -> Cell:
        """A cell above the criteria."""
        return Cell(CHECKLIST, self.row(key), column, "row")

    def block(self, key: str) -> Block:
        """A row above the criteria, for all deals."""
        row = self.row(key)
        return Block(CHECKLIST, row, LEFT, row, LEFT + PREPARED - 1)

    def segment_row(self, id: SegmentId) -> int:
        """The hidden row that says which deals are in a segment."""
        return _TITLES + len(SEEN) + len(UNSEEN) + list(self.plan.segments).index(id)

    def applies(self, ids: Sequence[SegmentId], column: int) -> Expression:
        """Whether a deal is in any of the segments; true for none of them."""
        known = [id for id in ids if id in self.plan.segments]
        if not known:
            return Known(value=True)
        return either(
            *(op(Cell(CHECKLIST, self.segment_row(id), column, "row"), "=", 1) for id in known)
        )

    @cached_property
    def top(self) -> int:
        """The first row below the head."""
        return _TITLES + len(SEEN) + len(UNSEEN) + len(self.plan.segments)

    @cached_property
    def rows(self) -> Mapping[int, Group | Row]:
        """The names of stages and phases, and under each its criteria."""
        found: list[Group | Row] = []
        for group, work in self._groups():
            criteria = list(self._criteria(group, work))
            if criteria:
                found += [group, *criteria]
        return dict(enumerate(found, start=self.top))

    @property
    def last(self) -> int:
        """The last row."""
        return self.top + max(len(self.rows), 1) - 1

    def _groups(self) -> Iterator[tuple[Group, Work]]:
        for stage in self.plan.playbook.stages:
            yield Group(self.plan.stage_labels[stage.id], stage), stage
        for track in self.plan.playbook.tracks.values():
            for phase in track.phases:
                yield Group(f"{track.name} · {phase.name}", None), phase

    def _criteria(self, group: Group, work: Work) -> Iterator[Row]:
        following = set(self.plan.flow.next(work)) if isinstance(work, Stage) else set()
        for criterion in work.entry:
            yield Row(group, criterion, is_needed=False, is_entry=True)
        for criterion in work.exit:
            is_on_the_way = not criterion.to or not following.isdisjoint(criterion.to)
            is_needed = group.stage is not None and criterion.level == "must" and is_on_the_way
            yield Row(group, criterion, is_needed=is_needed, is_entry=False)
