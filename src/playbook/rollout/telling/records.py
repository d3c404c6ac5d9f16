"""What becomes of what is recorded about a deal: fields, answers, segments, reasons, languages."""

from collections.abc import Mapping
from typing import Final

from playbook import wording
from playbook.messages import _
from playbook.model import Field, Question, Reason
from playbook.rollout import Told, by_hand, dropped, written
from playbook.rollout.compiling import Rollout
from playbook.rollout.inventory import Item
from playbook.rollout.records import LOSS_REASON, reason_label
from playbook.rollout.setup import FieldSetup
from playbook.rollout.telling.support import Tell, at_hand, by_capability, left_to_people, nowhere


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
    return by_capability("fields", "fields", lambda _rollout, _item: how)(rollout, item)


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
    return by_capability("reasons", "reasons", lambda _rollout, _item: where)(rollout, item)


def _under(rollout: Rollout, item: Item) -> Told:
    assert isinstance(item.part, Reason)
    label = reason_label(rollout.playbook, str(item.part.id))
    how = _("in the label: “{label}”").format(label=label)
    return by_capability("reasons", "reasons", lambda _rollout, _item: how)(rollout, item)


def _languages(rollout: Rollout, _item: Item) -> Told:
    code, others = rollout.surface.language, rollout.settings.translations
    unknown = [tag for tag in others if code and not code(tag)]
    if unknown:
        how = _("{title} has no language for: {languages}")
        return dropped(how.format(title=rollout.surface.title, languages=wording.listed(unknown)))
    match rollout.surface.can("translations"):
        case "write" if rollout.settings.translations:
            tags = wording.listed(rollout.settings.translations)
            return written(_("names in {languages}").format(languages=tags))
        case "manual":
            return at_hand(rollout, "translations", _("enter the names in each language"))
    return dropped(_("labels are in one language; the handbook is in all"))


def _questionnaire(rollout: Rollout, item: Item) -> Told:
    how = _("each answer is a field")
    return by_capability("fields", "fields", lambda _rollout, _item: how)(rollout, item)


def _personal(rollout: Rollout, item: Item) -> Told:
    if item.kind == "field.purpose" and not getattr(item.part, "personal", False):
        return dropped(_("people read it in the handbook"))
    return left_to_people(rollout, item)


RECORDS: Final[Mapping[str, Tell]] = {
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
