"""What becomes of fields, questions and reasons in Salesforce, where the table does not say it."""

from collections.abc import Iterable, Iterator, Mapping

from playbook import wording
from playbook.crm.salesforce import fields, scores
from playbook.crm.salesforce.columns import Column
from playbook.crm.salesforce.formulas import Unsayable
from playbook.crm.salesforce.names import LONGEST_LABEL
from playbook.crm.salesforce.plan import Plan
from playbook.crm.salesforce.stage_fates import Tell, rule_of
from playbook.crm.salesforce.surface import CONTACT_ROLES
from playbook.crm.salesforce.translations import languages
from playbook.messages import _
from playbook.model import Field, Question, Questionnaire, Reason, Segment
from playbook.rollout import Told, by_hand, dropped, written
from playbook.rollout.inventory import Item
from playbook.rollout.telling import left_to_people


def _column(plan: Plan, item: Item, column: Column | None) -> Told:
    if column is None:
        return by_hand("names", plan.columns.refused.get(item.part.at, ""))
    if not column.is_ours:
        how = _("the field {key}, which is there already").format(key=column.api)
        needed = _needed(column.options) if column.api.endswith("__c") else ()
        return written(wording.together((how, *needed)))
    return written(_named(column, _("field {name}")))


def _needed(options: Iterable[tuple[str, str]]) -> Iterator[str]:
    """What the rules look for in a field that is there already."""
    names = [id for id, _name in options]
    if names:
        how = _("it needs values with these API names: {names}")
        yield how.format(names=wording.listed(names))


def _named(column: Column, how: str) -> str:
    """Where it went, and what had to be different there."""
    notes = [how.format(name=column.api)]
    if column.label != column.name:
        note = _("its label is “{label}”, because only {most} characters fit")
        notes.append(note.format(label=column.label, most=LONGEST_LABEL))
    if column.type == "file":
        notes.append(_("it holds the address of the file"))
    if len(column.about.strip()) > fields.LONGEST_DESCRIPTION:
        notes.append(_("its description is too long and stays in the handbook"))
    return wording.together(notes)


def _field(plan: Plan, item: Item) -> Told:
    assert isinstance(item.part, Field)
    return _column(plan, item, plan.columns.of_field(item.part.id))


def _question(plan: Plan, item: Item) -> Told:
    assert isinstance(item.part, Question)
    return _column(plan, item, plan.columns.of_question(item.part))


def _default(plan: Plan, item: Item) -> Told:
    assert isinstance(item.part, Field)
    column = plan.columns.of_field(item.part.id)
    if column and column.is_ours and fields.takes_default(column):
        return written(_("default of the field {name}").format(name=column.api))
    return left_to_people(plan.rollout, item)


def _scoring(plan: Plan, item: Item) -> Told:
    assert isinstance(item.part, Questionnaire)
    column = plan.columns.of_score(item.part.id)
    if column is None:
        return by_hand("names", plan.columns.refused.get(item.at, ""))
    if column.api in plan.formulas:
        how = _named(column, _("formula field {name}"))
        if item.part.scoring and item.part.scoring.bands:
            how = _("{field}; group it by your bands in reports").format(field=how)
        return written(how)
    try:
        scores.shown(plan.conditions, item.part)
    except Unsayable as reason:
        return by_hand("gates", str(reason))
    return written(_("inside the rules; a formula field cannot show it"))


def _score(plan: Plan, item: Item) -> Told:
    for questionnaire in plan.playbook.questionnaires.values():
        if item.part in questionnaire.questions:
            try:
                scores.shown(plan.conditions, questionnaire)
            except Unsayable as reason:
                return by_hand("gates", str(reason))
    return written(_("inside the score"))


def _reason(plan: Plan, item: Item) -> Told:
    column = plan.columns.reason
    if column is None:
        return by_hand("names", next(iter(plan.columns.refused.values()), ""))
    if not column.is_ours:
        assert isinstance(item.part, Reason)
        how = wording.together(_needed([(item.part.id, item.part.name)]))
        return by_hand("reasons", wording.headed(column.api, how))
    asking = [rule.name for at, rule in plan.rules.items() if at[-1] == "loss-reason"]
    how = _("value of the field {name}, which {rules} asks for")
    return written(how.format(name=column.api, rules=wording.listed(asking)))


def _segment(plan: Plan, item: Item) -> Told:
    assert isinstance(item.part, Segment)
    column = plan.columns.of_segment(item.part.id)
    if column is None:
        return by_hand("names", plan.columns.refused.get(item.at, ""))
    if column.api in plan.formulas:
        return written(_named(column, _("formula field {name}")))
    if item.part.id in plan.by_hand:
        how = _("tick {name} on such deals: {reason}")
        return by_hand("record", how.format(name=column.api, reason=plan.by_hand[item.part.id]))
    return written(_named(column, _("box {name}, to be ticked")))


def _phase(plan: Plan, item: Item) -> Told:
    column = next((each for each in plan.columns.added if each.at == item.at), None)
    if column is None:
        return by_hand("names", plan.columns.refused.get(item.at, ""))
    how = _("tick {name} when it is done; its tasks and criteria are in the handbook")
    return by_hand("tasks", _named(column, how))


def _buyer_role(_plan: Plan, _item: Item) -> Told:
    how = _("add it to the contact roles")
    return by_hand("deals", wording.headed(how, CONTACT_ROLES))


def _languages(plan: Plan, _item: Item) -> Told:
    tags = languages(plan.rollout)
    if not tags:
        return dropped(_("labels are in one language; the handbook is in all"))
    held = _("names in {languages}").format(languages=wording.listed(tags))
    how = _("the guidance in the Path stays in the playbook's own language")
    return written(wording.together((held, how)))


def of_parts() -> Mapping[str, Tell]:
    """For each kind of piece outside the stages that Salesforce does something of its own with."""
    return {
        "field": _field,
        "field.default": _default,
        "questionnaire.scoring": _scoring,
        "question": _question,
        "question.score": _score,
        "reason": _reason,
        "reason.must_fill": lambda plan, item: rule_of(plan, item.at),
        "reason.for": lambda plan, item: rule_of(plan, item.at),
        "segment": _segment,
        "phase": _phase,
        "buyer_role": _buyer_role,
        "playbook.languages": _languages,
    }
