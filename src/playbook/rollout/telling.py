"""What becomes of every kind of piece in a CRM, told from its capabilities.

A target that does something of its own with a kind of piece tells that itself;
for all others the table says whether the files hold it, people set it up, or
there is no place for it.
"""

from collections.abc import Callable, Mapping
from typing import Final

from playbook import wording
from playbook.messages import _
from playbook.model import ENDS, Criterion, Field, Question, Reason, Stage
from playbook.rollout import Told, by_hand, dropped, written
from playbook.rollout.compiling import Rollout
from playbook.rollout.inventory import Item
from playbook.rollout.people import ALWAYS, people
from playbook.rollout.records import LOSS_REASON, reason_label
from playbook.rollout.setup import FieldSetup
from playbook.rollout.surface import Capability, Topic
from playbook.rollout.words import stage_name

Tell = Callable[[Rollout, Item], Told]


def tell(rollout: Rollout, item: Item) -> Told:
    """What becomes of a piece in this CRM."""
    special = _SPECIAL.get(item.kind)
    return special(rollout, item) if special else left_to_people(rollout, item)


def left_to_people(rollout: Rollout, item: Item) -> Told:
    """To be done by hand where the CRM has a place for it, else to be read in the handbook."""
    topic, how = people()[item.kind]
    if topic is None:
        return dropped(how or nowhere(rollout))
    return at_hand(rollout, topic, how)


def at_hand(rollout: Rollout, topic: Topic, how: str) -> Told:
    """A step by hand, if the CRM has a place for it."""
    if topic in rollout.surface.where or topic in ALWAYS:
        return by_hand(topic, how)
    return dropped(nowhere(rollout))


def nowhere(rollout: Rollout) -> str:
    """What is said of a piece that the CRM has no place for."""
    return _("{title} has no place for it; see the handbook").format(title=rollout.surface.title)


def _stage_of(item: Item) -> Stage:
    assert isinstance(item.part, Stage)
    return item.part


def _by_capability(
    capability: Capability, topic: Topic, said: Callable[[Rollout, Item], str]
) -> Tell:
    """Written, done by hand or dropped, as the table says of one capability."""

    def tell(rollout: Rollout, item: Item) -> Told:
        match rollout.surface.can(capability):
            case "write":
                return written(said(rollout, item))
            case "manual":
                return at_hand(rollout, topic, said(rollout, item))
            case _:
                return dropped(nowhere(rollout))

    return tell


def _stage(rollout: Rollout, item: Item) -> Told:
    stage = _stage_of(item)
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
    stage = _stage_of(item)
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
    return _by_capability("probability", "stages", lambda _rollout, _item: how)(rollout, item)


def _ageing(rollout: Rollout, item: Item) -> Told:
    stage = _stage_of(item)
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
    stage = _stage_of(item)
    support = rollout.surface.can("guidance")
    if stage.kind not in rollout.surface.stage_kinds and support != "none":
        return dropped(nowhere(rollout))
    if support == "write" and item.at in rollout.left_out(stage):
        return by_hand("guidance", _("there is no room for it; shorten it, or look it up"))
    where = _("guidance of the stage") if support == "write" else _("in guidance.md")
    return _by_capability("guidance", "guidance", lambda _rollout, _item: where)(rollout, item)


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
    names = wording.listed(stage_name(rollout.playbook, id) for id in there)
    if support == "write":
        return written(_("required in: {stages}").format(stages=names))
    return at_hand(rollout, "required", _("require it in: {stages}").format(stages=names))


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


def _field(rollout: Rollout, item: Item) -> Told:
    assert isinstance(item.part, Field)
    return _held(rollout, item, rollout.setup.field(str(item.part.id)))


def _question(rollout: Rollout, item: Item) -> Told:
    question = item.part
    assert isinstance(question, Question)
    if question.field:
        return _held(rollout, item, rollout.setup.field(str(question.field)))
    return _held(rollout, item, rollout.setup.field_at(question.at))


def _at_its_place(rollout: Rollout, item: Item) -> Told:
    return _held(rollout, item, rollout.setup.field_at(item.at))


def _held(rollout: Rollout, item: Item, one: FieldSetup | None) -> Told:
    if one is None:
        return dropped(nowhere(rollout))
    if not one.is_ours:
        how = _("the field {key}, which is there already")
        return written(how.format(key=one.key))
    how = _("field {key}").format(key=one.key or one.name)
    return _by_capability("fields", "fields", lambda _rollout, _item: how)(rollout, item)


def _segment(rollout: Rollout, item: Item) -> Told:
    if item.value.when is None:
        return _at_its_place(rollout, item)
    return at_hand(rollout, "reports", _("make a list of deals with this condition"))


def _phase(rollout: Rollout, item: Item) -> Told:
    one = rollout.setup.field_at(item.at)
    if one is None or rollout.surface.can("fields") != "write":
        return left_to_people(rollout, item)
    how = _("tick {key} when it is done; its tasks and criteria are in the handbook")
    return by_hand("tasks", how.format(key=one.key or one.name))


def _reason(rollout: Rollout, item: Item) -> Told:
    one = rollout.setup.field(LOSS_REASON)
    where = _("among the reasons for lost deals")
    if one and one.is_ours:
        where = _("option of the field {key}").format(key=one.key or one.name)
    return _by_capability("reasons", "reasons", lambda _rollout, _item: where)(rollout, item)


def _under(rollout: Rollout, item: Item) -> Told:
    assert isinstance(item.part, Reason)
    label = reason_label(rollout.playbook, str(item.part.id))
    how = _("in the label: “{label}”").format(label=label)
    return _by_capability("reasons", "reasons", lambda _rollout, _item: how)(rollout, item)


def _forecast(rollout: Rollout, item: Item) -> Told:
    stage = _stage_of(item)
    name = wording.forecast_name(rollout.playbook, stage.forecast)
    if stage.kind not in rollout.surface.stage_kinds:
        return _end(rollout, stage)
    how = _("category {name}").format(name=name)
    return _by_capability("forecast", "forecast", lambda _rollout, _item: how)(rollout, item)


def _moves(rollout: Rollout, item: Item) -> Told:
    if rollout.surface.can("moves") == "write":
        return written(_("rule for moves"))
    return left_to_people(rollout, item)


def _languages(rollout: Rollout, _item: Item) -> Told:
    match rollout.surface.can("translations"):
        case "write" if rollout.settings.translations:
            tags = wording.listed(rollout.settings.translations)
            return written(_("names in {languages}").format(languages=tags))
        case "manual":
            return at_hand(rollout, "translations", _("enter the names in each language"))
    return dropped(_("labels are in one language; the handbook is in all"))


def _questionnaire(rollout: Rollout, item: Item) -> Told:
    how = _("each answer is a field")
    return _by_capability("fields", "fields", lambda _rollout, _item: how)(rollout, item)


def _personal(rollout: Rollout, item: Item) -> Told:
    if item.kind == "field.purpose" and not getattr(item.part, "personal", False):
        return dropped(_("people read it in the handbook"))
    return left_to_people(rollout, item)


_SPECIAL: Final[Mapping[str, Tell]] = {
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
    "field": _field,
    "field.purpose": _personal,
    "questionnaire": _questionnaire,
    "question": _question,
    "segment": _segment,
    "phase": _phase,
    "buyer_role": _at_its_place,
    "reason": _reason,
    "reason.under": _under,
    "playbook.languages": _languages,
}


def known() -> frozenset[str]:
    """The kinds of piece that something is said of."""
    return frozenset({*_SPECIAL, *people()})
