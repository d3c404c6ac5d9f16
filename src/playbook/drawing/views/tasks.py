"""Who has to do with each task and approval, by stage and phase: what the matrix shows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from playbook import wording
from playbook.drawing.desk import Desk
from playbook.drawing.views.pieces import said
from playbook.duties import Holder, Shares, matrix
from playbook.local import Local
from playbook.messages import _
from playbook.model import DEAL_OWNER, Criterion, RoleId, Task, Track


@dataclass(frozen=True)
class Row:
    """A task or an approval: its words, what is said of it in small, and the marks."""

    words: str
    small: str
    marks: Shares
    is_approval: bool = False


@dataclass(frozen=True)
class Group:
    """A stage or a phase with its rows."""

    holder: Holder
    track: Track | None
    marks: Shares
    rows: tuple[Row, ...]

    @property
    def every(self) -> Iterator[Shares]:
        """All marks: those of the stage as a whole, and those of its rows."""
        yield self.marks
        yield from (row.marks for row in self.rows)


def groups(desk: Desk) -> tuple[Group, ...]:
    """The stages and phases in which somebody does something."""
    return tuple(
        Group(
            band.holder,
            band.track,
            band.shares,
            tuple(_row(desk, line.part, line.shares) for line in band.lines),
        )
        for band in matrix(desk.playbook)
    )


def _row(desk: Desk, part: Task | Criterion, marks: Shares) -> Row:
    return _task(desk, part, marks) if isinstance(part, Task) else _approval(desk, part, marks)


def _task(desk: Desk, task: Task, marks: Shares) -> Row:
    small = [wording.term(task.level)] if task.level != "must" else []
    small += [desk.only(task.for_)] if task.for_ else []
    small += [wording.interval(task.every)] if task.every else []
    small += [wording.moment(desk.playbook, task.due)] if task.due else []
    return Row(task.do, " · ".join(filter(None, small)), marks)


def _approval(desk: Desk, criterion: Criterion, marks: Shares) -> Row:
    small = []
    if criterion.enough:
        needed = Local(desk.language).number(criterion.enough)
        small.append(f"{_('Approvals needed:')} {needed}")
    if criterion.due:
        small.append(wording.moment(desk.playbook, criterion.due))
    return Row(said(desk, criterion), " · ".join(small), marks, is_approval=True)


def roles(desk: Desk, groups: Sequence[Group]) -> tuple[RoleId, ...]:
    """The roles that have something to do, the deal's owner first, then as the author has them."""
    named = {role for group in groups for marks in group.every for role in marks}
    order = dict.fromkeys((DEAL_OWNER, *desk.playbook.roles, *sorted(named)))
    return tuple(role for role in order if role in named)
