"""What Pipedrive is told of required fields, and what is left of them to people."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from playbook.model import Criterion, Playbook, Stage, Test
from playbook.rollout import Told
from playbook.rollout.compiling import Rollout
from playbook.rollout.inventory import Item
from playbook.rollout.requests import kept
from playbook.rollout.setup import Setup
from playbook.rollout.telling import Tell, at_hand, tell, to_require
from playbook.rollout.words import stage_name


def stage_key(id: str) -> str:
    """Under which name the id of a stage is kept."""
    return f"stage-{id}"


def required_in(rollout: Rollout, ids: Sequence[str]) -> dict[str, Any]:
    """Where a field is required, as the API takes it; empty where that cannot be sent."""
    kinds = {stage.id: stage.kind for stage in rollout.setup.stages}
    inside = {stage.id for stage in rollout.stages}
    statuses = [name for name in ("won", "lost") if name in {kinds[id] for id in ids}]
    stages = [kept(stage_key(id)) for id in ids if id in inside]
    if not stages:
        return {}  # without stages it would be required everywhere
    made: dict[str, Any] = {"enabled": True, "stage_ids": stages}
    if statuses:
        made["statuses"] = {"{{pipeline}}": statuses}
    return made


def _tell_required(rollout: Rollout, item: Item) -> Told:
    """What is wanted of ends alone, or of a field that is there already, is for people."""
    wanted = rollout.required.pieces.get(item.at)
    if not wanted or all(_is_sent(rollout, ids) for ids in _fields_of(rollout.playbook, item)):
        return tell(rollout, item)
    names = (stage_name(rollout.playbook, id) for id in wanted)
    return at_hand(rollout, "required", to_require(rollout, item, names))


def _is_sent(rollout: Rollout, ids: tuple[str, ...]) -> bool:
    field = rollout.setup.field(*ids)
    return bool(field and field.is_ours and required_in(rollout, field.required))


def _fields_of(playbook: Playbook, item: Item) -> Iterator[tuple[str, ...]]:
    """What the fields are made of that a piece wants filled."""
    part = item.part
    if isinstance(part, Stage):
        yield (str(part.must_fill[int(item.at[-1])]),)
    elif isinstance(part, Criterion) and item.at[-1] == "kept_in":
        yield (str(part.kept_in),)
    elif isinstance(part, Criterion) and part.check:
        yield from _fields_in(playbook, part.check)


def _fields_in(playbook: Playbook, test: Test) -> Iterator[tuple[str, ...]]:
    for inner in test.all:
        yield from _fields_in(playbook, inner)
    question = playbook.question.get(test.answer) if test.answer else None
    field = test.field or (question.field if question else None)
    if field:
        yield (str(field),)
    elif question:
        for each in playbook.questionnaires.values():
            if question in each.questions:
                yield (str(each.id), str(question.id))


TELLS: Final[Mapping[str, Tell]] = {
    "stage.must_fill": _tell_required,
    "criterion": _tell_required,
    "criterion.kept_in": _tell_required,
}


def held(rollout: Rollout) -> Setup:
    """What is required for won and lost deals alone cannot be sent, so it is not there either."""
    inside = {stage.id for stage in rollout.stages}
    fields = (
        field if inside & set(field.required) else replace(field, required=())
        for field in rollout.held.fields
    )
    return replace(rollout.held, fields=tuple(fields))
