"""What becomes of stages, their gates, their tasks and the moves between them."""

from collections.abc import Mapping
from typing import Final

from playbook import wording
from playbook.messages import _
from playbook.model import ENDS, Criterion, Stage
from playbook.rollout import Told, by_hand, dropped, written
from playbook.rollout.compiling import Rollout
from playbook.rollout.inventory import Item
from playbook.rollout.telling.support import (
    Tell,
    at_hand,
    by_capability,
    left_to_people,
    nowhere,
    stage_of,
    to_require,
)
from playbook.rollout.words import stage_name


def _stage(rollout: Rollout, item: Item) -> Told:
    stage = stage_of(item)
    support = rollout.surface.can("stages")
    if stage.kind not in rollout.surface.stage_kinds:
        return _end(rollout, stage)
    setup = rollout.setup.stage(stage.id)
    assert setup is not None
    if support == "write":
        key = setup.key or stage.name
        return written(_("stage {key}").format(key=key))
    if support in ("manual", "read"):
        return at_hand(rollout, "stages", _added_by_hand(rollout, stage))
    return dropped(nowhere(rollout))


def _added_by_hand(rollout: Rollout, stage: Stage) -> str:
    setup = rollout.setup.stage(stage.id)
    assert setup is not None
    more = [wording.term(stage.kind).lower()]
    if rollout.surface.can("probability") == "manual":
        more.append(_("{number}%").format(number=setup.probability))
    return _("add the stage “{name}”: {more}").format(name=setup.name, more=wording.listed(more))


def _end(rollout: Rollout, stage: Stage) -> Told:
    """A stage of a kind that is none there: deals end by a status, or not at all."""
    title = rollout.surface.title
    if stage.is_end and rollout.surface.can("ends") == "write":
        how = _("in {title} deals end by a status of their own, without a stage")
        return written(how.format(title=title))
    if stage.kind == "after-sale":
        how = _("what follows the sale has no stages here; plan it as tasks or in another pipeline")
        return at_hand(rollout, "deals", how)
    return dropped(nowhere(rollout))


def _probability(rollout: Rollout, item: Item) -> Told:
    stage = stage_of(item)
    setup = rollout.setup.stage(stage.id)
    assert setup is not None
    if stage.kind not in rollout.surface.stage_kinds:
        return _end(rollout, stage)
    support = rollout.surface.can("probability")
    if support == "manual" and "stages" in rollout.surface.where:
        return by_hand("", _("with the stage"))
    number = _("{number}%").format(number=setup.probability)
    how = "" if support == "write" else _("set it at the stage")
    if stage.is_before_the_sale and stage.probability is None:
        how = _("{number}, that of the stage before, because none is given").format(number=number)
    elif stage.is_before_the_sale and setup.probability != stage.probability:
        how = _("{number}, because {title} takes no other number near it").format(
            number=number, title=rollout.surface.title
        )
    return by_capability("probability", "stages", lambda _rollout, _item: how)(rollout, item)


def _ageing(rollout: Rollout, item: Item) -> Told:
    stage = stage_of(item)
    setup = rollout.setup.stage(stage.id)
    days = getattr(stage, item.kind.partition(".")[2])
    is_sent = setup is not None and setup.days == days
    if rollout.surface.can("ageing") == "write":
        if is_sent and stage.kind in rollout.surface.stage_kinds:
            return written(_("ageing after {days}").format(days=wording.days(days)))
        return left_to_people(rollout, item)
    if rollout.surface.can("ageing") == "manual" and is_sent:
        return at_hand(rollout, "ageing", _("set it at the stage"))
    return left_to_people(rollout, item)


def _in_guidance(rollout: Rollout, item: Item) -> Told:
    stage = stage_of(item)
    support = rollout.surface.can("guidance")
    if stage.kind not in rollout.surface.stage_kinds and support != "none":
        return dropped(nowhere(rollout))
    if support == "write" and item.at in rollout.left_out(stage):
        return by_hand("guidance", _("there is no room for it; shorten it, or look it up"))
    where = _("guidance of the stage") if support == "write" else _("in guidance.md")
    return by_capability("guidance", "guidance", lambda _rollout, _item: where)(rollout, item)


def _tasks(rollout: Rollout, item: Item) -> Told:
    match rollout.surface.can("tasks"):
        case "write":
            return written(_("tasks of the stage"))
        case _:
            return left_to_people(rollout, item)


def _required(rollout: Rollout, item: Item) -> Told:
    """Fields that have to be filled, where the CRM can be told in which stages."""
    stages = rollout.required.pieces.get(item.at)
    support = rollout.surface.can("gates")
    if stages is None or support not in ("write", "manual"):
        return by_hand("gates", _("people decide; look at it before a move"))
    kinds = rollout.surface.stage_kinds | ENDS
    there = [id for id in stages if rollout.playbook.stage[id].kind in kinds]
    names = [stage_name(rollout.playbook, id) for id in there]
    if support == "write":
        return written(_("required in: {stages}").format(stages=wording.listed(names)))
    return at_hand(rollout, "required", to_require(rollout, item, names))


def _criterion(rollout: Rollout, item: Item) -> Told:
    criterion = item.part
    assert isinstance(criterion, Criterion)
    if item.at in rollout.required.pieces and rollout.surface.can("gates") in ("write", "manual"):
        return _required(rollout, item)
    if rollout.surface.can("guidance") == "write" and not _is_left_out(rollout, item):
        return by_hand("gates", _("people decide; it stands in the guidance of the stage"))
    return by_hand("gates", _("people decide; look at it before a move"))


def _is_left_out(rollout: Rollout, item: Item) -> bool:
    if item.at[0] != "stages":
        return True
    stage = rollout.playbook.stages[int(item.at[1])]
    is_stage = stage.kind in rollout.surface.stage_kinds
    return not is_stage or item.at in rollout.left_out(stage)


def _forecast(rollout: Rollout, item: Item) -> Told:
    stage = stage_of(item)
    name = wording.forecast_name(rollout.playbook, stage.forecast)
    if stage.kind not in rollout.surface.stage_kinds:
        return _end(rollout, stage)
    how = _("category {name}").format(name=name)
    return by_capability("forecast", "forecast", lambda _rollout, _item: how)(rollout, item)


def _moves(rollout: Rollout, item: Item) -> Told:
    if rollout.surface.can("moves") == "write":
        return written(_("rule for moves"))
    return left_to_people(rollout, item)


STAGES: Final[Mapping[str, Tell]] = {
    "stage": _stage,
    "stage.probability": _probability,
    "stage.forecast": _forecast,
    "stage.warn_days": _ageing,
    "stage.max_days": _ageing,
    "stage.goal": _in_guidance,
    "stage.guidance": _in_guidance,
    "stage.tasks": _tasks,
    "stage.must_fill": _required,
    "stage.next": _moves,
    "stage.from": _moves,
    "stage.optional": _moves,
    "stage.back": _moves,
    "stage.can_start": _moves,
    "criterion": _criterion,
    "criterion.kept_in": _required,
}
