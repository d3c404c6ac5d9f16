"""What becomes of fields, questions, reasons and the rest in Salesforce, piece by piece."""

from collections.abc import Callable, Mapping
from typing import Final

from playbook import wording
from playbook.crm.salesforce import fields, scores
from playbook.crm.salesforce.columns import Column
from playbook.crm.salesforce.formulas import Unsayable
from playbook.crm.salesforce.names import LONGEST_LABEL
from playbook.crm.salesforce.plan import Plan
from playbook.crm.salesforce.stage_fates import rule_of
from playbook.messages import _
from playbook.model import Field, Question, Questionnaire, Reason, Segment
from playbook.rollout import Told, by_hand, dropped, written
from playbook.rollout.inventory import Item
from playbook.rollout.records import reason_label

Tell = Callable[[Plan, Item], Told]


def _column(plan: Plan, item: Item, column: Column | None) -> Told:
    if column is None:
        return by_hand("names", plan.columns.refused.get(item.part.at, ""))
    if not column.is_ours:
        return written(_("Salesforce's own field {name}").format(name=column.api))
    return written(_named(column, _("field {name}")))


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
    return by_hand("automation", _("let a flow set this value on new deals"))


def _questionnaire(_plan: Plan, _item: Item) -> Told:
    return written(_("each answer is a field"))


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


def _reason(plan: Plan, _item: Item) -> Told:
    column = plan.columns.reason
    if column is None:
        return by_hand("names", next(iter(plan.columns.refused.values()), ""))
    asking = [rule.name for at, rule in plan.rules.items() if at[-1] == "loss-reason"]
    how = _("value of the field {name}, which {rules} asks for")
    return written(how.format(name=column.api, rules=wording.listed(asking)))


def _under(plan: Plan, item: Item) -> Told:
    assert isinstance(item.part, Reason)
    label = reason_label(plan.playbook, item.part.id)
    return written(_("in the label: “{label}”").format(label=label))


def _segment(plan: Plan, item: Item) -> Told:
    assert isinstance(item.part, Segment)
    column = plan.columns.of_segment(item.part.id)
    if column is None:
        return by_hand("names", plan.columns.refused.get(item.at, ""))
    if column.api in plan.formulas:
        return written(_named(column, _("formula field {name}")))
    if item.part.id in plan.by_hand:
        how = _("tick {name} on such deals: {reason}")
        return by_hand("layout", how.format(name=column.api, reason=plan.by_hand[item.part.id]))
    return written(_named(column, _("box {name}, to be ticked")))


def _phase(plan: Plan, item: Item) -> Told:
    column = next((each for each in plan.columns.added if each.at == item.at), None)
    if column is None:
        return by_hand("names", plan.columns.refused.get(item.at, ""))
    how = _("tick {name} when it is done; its tasks and criteria are in the handbook")
    return by_hand("tasks", _named(column, how))


def _simply(topic: str, how: Callable[[], str]) -> Tell:
    return lambda plan, item: by_hand(topic, how())


_NOWHERE: Final = frozenset({"playbook.workdays", "playbook.activity"})


def _nowhere(_plan: Plan, _item: Item) -> Told:
    return dropped(_("Salesforce has no place for it; see the handbook"))


def _purpose(_plan: Plan, item: Item) -> Told:
    if isinstance(item.part, Field) and item.part.personal:
        return by_hand("data", _("note it in your register of processing"))
    return dropped(_("people read it in the handbook"))


def of_parts() -> Mapping[str, Tell]:
    """For each kind of piece outside the stages, what is told of it."""
    return {
        **dict.fromkeys(_NOWHERE, _nowhere),
        "field": _field,
        "playbook.learning": lambda _plan, _item: dropped(_("no CRM trains people")),
        "field.default": _default,
        "field.for": _simply("layout", lambda: _("show it for these deals only")),
        "field.filled_by": _simply("automation", lambda: _("let a flow or another system set it")),
        "field.buyer_role": _simply("roles", lambda: _("give the contact this role, too")),
        "field.personal": _simply("data", lambda: _("classify it as personal data")),
        "field.purpose": _purpose,
        "field.keep_months": _simply("data", lambda: _("delete it in time")),
        "questionnaire": _questionnaire,
        "questionnaire.scoring": _scoring,
        "question": _question,
        "question.for": _simply("layout", lambda: _("show it for these deals only")),
        "question.when": _simply("layout", lambda: _("show it only then")),
        "question.score": _score,
        "question.knock_out": _simply("automation", lambda: _("let a flow move the deal")),
        "reason": _reason,
        "reason.under": _under,
        "reason.must_fill": lambda plan, item: rule_of(plan, item.at),
        "reason.for": lambda plan, item: rule_of(plan, item.at),
        "reason.may_return": _simply("reports", lambda: _("list these deals, and call again")),
        "segment": _segment,
        "track": _simply("tasks", lambda: _("plan its work as tasks of the other team")),
        "track.owner": _simply("tasks", lambda: _("give its tasks to this role")),
        "track.by": _simply("tasks", lambda: _("give its tasks to these roles")),
        "track.for": _simply("tasks", lambda: _("only for these deals")),
        "phase": _phase,
        "buyer_role": _simply("roles", lambda: _("add it to the contact roles")),
        "playbook.open_deals": _simply(
            "deals", lambda: _("give open deals the record type, or let them end as they are")
        ),
        "playbook.languages": _simply(
            "organisation", lambda: _("enter the labels in the Translation Workbench")
        ),
        "playbook.currency": _simply(
            "organisation", lambda: _("see that the organisation counts in it")
        ),
        "playbook.record": _simply(
            "organisation",
            lambda: _("these files set up opportunities; the playbook moves something else"),
        ),
        "playbook.for": _simply("deals", lambda: _("give the record type to these deals only")),
        "playbook.deal_name": _simply("automation", lambda: _("let a flow name new deals")),
        "playbook.by_segment": _simply(
            "automation", lambda: _("let the flow ask for the segment first")
        ),
        "playbook.roles": _simply("access", lambda: _("decide who wears which hat")),
        "playbook.continues": _simply("automation", lambda: _("let a flow start the next deal")),
        "playbook.routing": _simply("automation", lambda: _("let a flow hand out new deals")),
        "playbook.forecast": _simply(
            "reports",
            lambda: _(
                "name the categories in Forecasts Settings; their criteria are in the handbook"
            ),
        ),
    }
