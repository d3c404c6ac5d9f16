"""What is true of a playbook, found without the code that asks: for each topic, the true answers.

An item's id names what it is about, so that the truth can be looked up in the
model by somebody who does not trust the question.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from playbook import wording
from playbook.flow import Flow
from playbook.learning import Item
from playbook.local import Local
from playbook.model import Criterion, Playbook, Stage, StageId, Task


def true_answers(playbook: Playbook, item: Item) -> frozenset[str] | None:
    """All texts that are true answers to a question; None where the topic has other rules."""
    find = _TRUE.get(item.topic)
    return None if find is None else frozenset(find(playbook, item.id.split(".")[1:]))


def _stage(playbook: Playbook, id: str) -> Stage:
    return playbook.stage[StageId(id)]


def _said(playbook: Playbook, criteria: Iterable[Criterion]) -> Iterator[str]:
    return (wording.criterion(playbook, each) for each in criteria)


def _gate(playbook: Playbook, ids: list[str]) -> Iterator[str]:
    """Whatever had to be true by then: the stage's own criteria, and those of stages before it."""
    if len(ids) > 1:
        phases = {phase.id: phase for phase in playbook.tracks[ids[0]].phases}  # type: ignore[index] # a test knows ids as text
        yield from _said(playbook, phases[ids[1]].exit)  # type: ignore[index] # a test knows ids as text
        return
    been = {ids[0], *Flow(playbook).before[StageId(ids[0])]}
    for stage in playbook.stages:
        if stage.id in been:
            yield from _said(playbook, stage.exit)


def _entry(playbook: Playbook, ids: list[str]) -> Iterator[str]:
    return _said(playbook, _stage(playbook, ids[0]).entry)


def _where(playbook: Playbook, ids: list[str]) -> Iterator[str]:
    here = _stage(playbook, ids[0])
    criterion = _criterion(playbook, here, ids[1])
    for stage in playbook.stages:
        if criterion in _said(playbook, stage.exit):
            yield stage.name


def _criterion(playbook: Playbook, stage: Stage, key: str) -> str:
    named = {each.id: each for each in (*stage.entry, *stage.exit)}
    if key in named:
        return wording.criterion(playbook, named[key])
    loose = [each for each in (*stage.entry, *stage.exit) if each.id is None]
    assert len(loose) == 1, "a criterion without an id is looked up only where it is the only one"
    return wording.criterion(playbook, loose[0])


def _next(playbook: Playbook, ids: list[str]) -> Iterator[str]:
    for move in Flow(playbook).after[StageId(ids[0])]:
        if move.kind in ("forward", "skip", "return"):
            yield playbook.stage[move.target].name


def _owner(playbook: Playbook, ids: list[str]) -> Iterator[str]:
    stage = _stage(playbook, ids[0])
    for id in (stage.owner, *(each.owner for each in stage.by_segment.values())):
        if id:
            yield wording.role_name(playbook, id)


def _objection(playbook: Playbook, ids: list[str]) -> Iterator[str]:
    return (response.say for response in playbook.objections[ids[0]].responses)  # type: ignore[index] # a test knows ids as text


def _fill(playbook: Playbook, ids: list[str]) -> Iterator[str]:
    return (wording.field_name(playbook, id) for id in _stage(playbook, ids[0]).must_fill)


def _term(playbook: Playbook, ids: list[str]) -> Iterator[str]:
    yield playbook.glossary[ids[0]].name
    yield from playbook.glossary[ids[0]].also


def _question(part: str) -> Callable[[Playbook, list[str]], Iterator[str]]:
    def find(playbook: Playbook, ids: list[str]) -> Iterator[str]:
        for id, question in playbook.question.items():
            if id == ids[0]:
                yield getattr(question, part) or ""

    return find


def _days(playbook: Playbook, ids: list[str]) -> Iterator[str]:
    yield wording.days(_stage(playbook, ids[0]).max_days or 0)


def _chance(playbook: Playbook, ids: list[str]) -> Iterator[str]:
    yield Local(playbook.language).percent(_stage(playbook, ids[0]).probability or 0)


def _task(playbook: Playbook, ids: list[str]) -> Task:
    return next(task for task in _stage(playbook, ids[0]).tasks if task.id == ids[1])


def _doers(playbook: Playbook, ids: list[str]) -> Iterator[str]:
    task = _task(playbook, ids)
    doing = task.by or (task.owner or _stage(playbook, ids[0]).owner,)
    return (wording.role_name(playbook, id) for id in doing)


def _consulted(playbook: Playbook, ids: list[str]) -> Iterator[str]:
    return (wording.role_name(playbook, id) for id in _task(playbook, ids).consult)


def _work(playbook: Playbook, ids: list[str]) -> Iterator[str]:
    for holder, task in playbook.tasks():
        doing = task.by or (task.owner or holder.owner,)
        if ids[0] in doing:
            yield task.do


def _owned(playbook: Playbook, ids: list[str]) -> Iterator[str]:
    return (stage.name for stage in playbook.stages if stage.is_worked and stage.owner == ids[0])


def _approving(playbook: Playbook, ids: list[str]) -> Iterator[str]:
    stage = _stage(playbook, ids[0])
    for each in (*stage.entry, *stage.exit):
        if each.id == ids[1]:
            yield from (wording.role_name(playbook, id) for id in each.verified_by)


def _step(playbook: Playbook, ids: list[str]) -> Iterator[str]:
    return (playbook.buyer_step[id].name for id in _stage(playbook, ids[0]).buyer_steps)


def _shown(playbook: Playbook, ids: list[str]) -> Iterator[str]:
    return (step.shown_by or "" for step in playbook.buyer_steps if step.id == ids[0])


_TRUE: dict[str, Callable[[Playbook, list[str]], Iterator[Any]]] = {
    "gate": _gate,
    "entry": _entry,
    "where": _where,
    "next": _next,
    "owner": _owner,
    "objection": _objection,
    "fill": _fill,
    "term": _term,
    "why": _question("why"),
    "listen": _question("listen_for"),
    "days": _days,
    "chance": _chance,
    "does": _doers,
    "consult": _consulted,
    "work": _work,
    "owns": _owned,
    "approve": _approving,
    "step": _step,
    "sign": _shown,
}
