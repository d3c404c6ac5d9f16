"""Who has to do with each task and approval, by stage and phase: what the matrix shows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from playbook import wording
from playbook.drawing.desk import Desk
from playbook.drawing.views.pieces import said
from playbook.duties import Holder, holders
from playbook.local import Local
from playbook.messages import _
from playbook.model import DEAL_OWNER, Criterion, RoleId, Stage, Task, Track

APPROVES: Final = "+"
MARKS: Final = f"RACI{APPROVES}"
"""What a role may have to do with a task: do it, answer for it, be asked, be told, or approve."""

Marks = Mapping[RoleId, str]
"""What each role has to do with a task, a letter for each."""


@dataclass(frozen=True)
class Row:
    """A task or an approval: its words, what is said of it in small, and the marks."""

    words: str
    small: str
    marks: Marks
    is_approval: bool = False


@dataclass(frozen=True)
class Group:
    """A stage or a phase with its rows."""

    holder: Holder
    track: Track | None
    marks: Marks
    rows: tuple[Row, ...]

    @property
    def every(self) -> Iterator[Marks]:
        """All marks: those of the stage as a whole, and those of its rows."""
        yield self.marks
        yield from (row.marks for row in self.rows)


def groups(desk: Desk) -> tuple[Group, ...]:
    """The stages and phases in which somebody does something."""
    tracks = {
        f"{track.id}.{phase.id}": track
        for track in desk.playbook.tracks.values()
        for phase in track.phases
    }
    found = (_group(desk, each, tracks.get(each.key)) for each in holders(desk.playbook))
    return tuple(
        group
        for group in found
        if group.rows or not isinstance(group.holder.work, Stage) or group.holder.work.is_worked
    )


def _group(desk: Desk, holder: Holder, track: Track | None) -> Group:
    work = holder.work
    marks: dict[RoleId, str] = {}
    _mark(marks, "A", (work.owner,) if not isinstance(work, Stage) or work.is_worked else ())
    _mark(marks, "C", work.consult)
    if track:
        _mark(marks, "R", track.by)
        _mark(marks, "C", track.consult)
        _mark(marks, "I", track.inform)
    rows = [_task(desk, holder, task) for task in work.tasks]
    rows += (_approval(desk, each) for each in (*work.entry, *work.exit) if each.verified_by)
    return Group(holder, track, marks, tuple(rows))


def _mark(marks: dict[RoleId, str], letter: str, roles: Sequence[RoleId]) -> None:
    for role in roles:
        if letter not in marks.get(role, ""):
            marks[role] = marks.get(role, "") + letter


def _task(desk: Desk, holder: Holder, task: Task) -> Row:
    accountable = task.owner or holder.work.owner
    marks: dict[RoleId, str] = {}
    _mark(marks, "R", task.by or (accountable,))
    _mark(marks, "A", (accountable,))
    _mark(marks, "C", task.consult)
    _mark(marks, "I", task.inform)
    small = [wording.term(task.level)] if task.level != "must" else []
    small += [desk.only(task.for_)] if task.for_ else []
    small += [wording.interval(task.every)] if task.every else []
    small += [wording.moment(desk.playbook, task.due)] if task.due else []
    return Row(task.do, " · ".join(filter(None, small)), marks)


def _approval(desk: Desk, criterion: Criterion) -> Row:
    marks = dict.fromkeys(criterion.verified_by, APPROVES)
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
