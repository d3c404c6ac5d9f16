"""What each role does in a playbook: stages, tasks, decisions and handovers."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple

from playbook.flow import Flow
from playbook.model import (
    AssetId,
    Criterion,
    ObjectionId,
    Playbook,
    Review,
    RoleId,
    Route,
    Stage,
    StageId,
    Task,
    Track,
    TrackId,
    Work,
)

Share = Literal["R", "A", "C", "I", "V"]
"""Does it, answers for it, is asked, is told, approves: what a role has to do with a thing."""
SHARES: Final[tuple[Share, ...]] = ("R", "A", "C", "I", "V")

Shares = Mapping[RoleId, tuple[Share, ...]]
"""What each role has to do with a thing."""


class Holder(NamedTuple):
    """A stage or a phase: what work stands in."""

    kind: str
    key: str
    work: Work


class Duty(NamedTuple):
    """A task, and where it stands."""

    holder: Holder
    part: Task


class Approval(NamedTuple):
    """A criterion to decide on, and where it stands."""

    holder: Holder
    part: Criterion


class Line(NamedTuple):
    """A line of the matrix: a task or an approval, and the shares of the roles."""

    part: Task | Criterion
    shares: Shares

    @property
    def is_approval(self) -> bool:
        """Whether somebody has to approve it; otherwise it is work to do."""
        return isinstance(self.part, Criterion)


class Band(NamedTuple):
    """A part of the matrix: a stage or a phase, the shares in the whole of it, and its lines."""

    holder: Holder
    track: Track | None
    """The track that a phase is of."""
    shares: Shares
    lines: tuple[Line, ...]


@dataclass
class Duties:
    """All that a role does."""

    owns: list[Holder] = field(default_factory=list)
    phases: list[Holder] = field(default_factory=list)
    tracks: list[TrackId] = field(default_factory=list)
    does: list[Duty] = field(default_factory=list)
    answers_for: list[Duty] = field(default_factory=list)
    consulted: list[Duty] = field(default_factory=list)
    helps: list[Holder] = field(default_factory=list)
    informed: list[Duty] = field(default_factory=list)
    approves: list[Approval] = field(default_factory=list)
    allows_back: list[StageId] = field(default_factory=list)
    enters: list[StageId] = field(default_factory=list)
    hands_over: list[Stage] = field(default_factory=list)
    takes_over: list[Stage] = field(default_factory=list)
    routes: list[Route] = field(default_factory=list)
    reviews: list[Review] = field(default_factory=list)
    objections: list[ObjectionId] = field(default_factory=list)
    assets: list[AssetId] = field(default_factory=list)

    @property
    def by_holder(self) -> tuple[tuple[Holder, tuple[Task, ...]], ...]:
        """The tasks, by the stage or phase they stand in."""
        found: dict[str, tuple[Holder, list[Task]]] = {}
        for holder, task in self.does:
            found.setdefault(holder.key, (holder, []))[1].append(task)
        return tuple((holder, tuple(tasks)) for holder, tasks in found.values())


def holders(playbook: Playbook) -> Iterator[Holder]:
    """The stages and phases, each with the key that the handbook knows it by."""
    for stage in playbook.stages:
        yield Holder("stage", stage.id, stage)
    for track in playbook.tracks.values():
        for phase in track.phases:
            yield Holder("phase", f"{track.id}.{phase.id}", phase)


def matrix(playbook: Playbook) -> tuple[Band, ...]:
    """Who does what, by the stages and phases in which somebody does something.

    The owner of a stage answers for the whole of it, and so for its approvals;
    an approval itself names only those who give it.
    """
    tracks = {f"{t.id}.{phase.id}": t for t in playbook.tracks.values() for phase in t.phases}
    found = (_band(holder, tracks.get(holder.key)) for holder in holders(playbook))
    return tuple(band for band in found if band.lines or band.shares)


def _band(holder: Holder, track: Track | None) -> Band:
    work = holder.work
    is_worked = not isinstance(work, Stage) or work.is_worked
    whole = _shares(
        R=track.by if track else (),
        A=(work.owner,) if is_worked else (),
        C=(*work.consult, *(track.consult if track else ())),
        I=track.inform if track else (),
    )
    lines = [Line(task, _in_task(task, work.owner)) for task in work.tasks]
    lines += (
        Line(each, _shares(V=each.verified_by))
        for each in (*work.entry, *work.exit)
        if each.verified_by
    )
    return Band(holder, track, whole, tuple(lines))


def _in_task(task: Task, owner: RoleId) -> Shares:
    accountable = task.owner or owner
    return _shares(R=task.by or (accountable,), A=(accountable,), C=task.consult, I=task.inform)


def _shares(**roles: Sequence[RoleId]) -> Shares:
    named = dict.fromkeys(role for each in roles.values() for role in each)
    return {
        role: tuple(share for share in SHARES if role in roles.get(share, ())) for role in named
    }


def duties(playbook: Playbook, flow: Flow) -> Mapping[RoleId, Duties]:
    """What each role does, for the roles that do something."""
    found: dict[RoleId, Duties] = defaultdict(Duties)
    for holder in holders(playbook):
        _work(found, holder)
    for stage in playbook.stages:
        _moves(found, stage)
        _handover(found, stage, flow)
    _around(found, playbook)
    return dict(found)


def _work(found: dict[RoleId, Duties], holder: Holder) -> None:
    work = holder.work
    if not isinstance(work, Stage):
        found[work.owner].phases.append(holder)
    elif work.is_worked or work.tasks or work.exit:
        found[work.owner].owns.append(holder)
    for role in work.consult:
        found[role].helps.append(holder)
    for task in work.tasks:
        duty = Duty(holder, task)
        accountable = task.owner or work.owner
        for role in task.by or (accountable,):
            found[role].does.append(duty)
        if task.by and accountable not in task.by:
            found[accountable].answers_for.append(duty)
        for role in task.consult:
            found[role].consulted.append(duty)
        for role in task.inform:
            found[role].informed.append(duty)
    for criterion in (*work.entry, *work.exit):
        for role in criterion.verified_by:
            found[role].approves.append(Approval(holder, criterion))


def _moves(found: dict[RoleId, Duties], stage: Stage) -> None:
    for role in stage.entered_by:
        found[role].enters.append(stage.id)
    if stage.back is not None:
        for role in dict.fromkeys((*stage.back.by, *stage.back.approved_by)):
            found[role].allows_back.append(stage.id)


def _handover(found: dict[RoleId, Duties], stage: Stage, flow: Flow) -> None:
    if stage.handover is None:
        return
    found[stage.owner].hands_over.append(stage)
    for role in takers(stage, flow):
        found[role].takes_over.append(stage)


def takers(stage: Stage, flow: Flow) -> tuple[RoleId, ...]:
    """Who takes a deal over from a stage: those it names, or the owners of what follows."""
    if stage.handover is not None and stage.handover.to is not None:
        return (stage.handover.to,)
    stages = flow.playbook.stage
    owners = [stages[id].owner for id in flow.next(stage) if id in stages]
    return tuple(role for role in dict.fromkeys(owners) if role != stage.owner)


def _around(found: dict[RoleId, Duties], playbook: Playbook) -> None:
    for track in playbook.tracks.values():
        found[track.owner].tracks.append(track.id)
    for route in playbook.routing:
        if route.owner is not None:
            found[route.owner].routes.append(route)
    for review in playbook.reviews.values():
        if review.owner is not None:
            found[review.owner].reviews.append(review)
    for objection in playbook.objections.values():
        if objection.ask_help is not None:
            found[objection.ask_help].objections.append(objection.id)
    for asset in playbook.assets.values():
        if asset.owner is not None:
            found[asset.owner].assets.append(asset.id)
    if playbook.owner is not None:
        found.setdefault(playbook.owner, Duties())
