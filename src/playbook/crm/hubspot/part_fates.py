"""What becomes of fields, questions, reasons and the rest in HubSpot, piece by piece."""

from collections.abc import Mapping

from playbook.crm.hubspot.plan import Plan
from playbook.crm.hubspot.properties import Property
from playbook.crm.hubspot.stage_fates import Tell, automation, nowhere, simply
from playbook.messages import _
from playbook.model import Field, Question, Reason
from playbook.rollout import Told, by_hand, dropped, written
from playbook.rollout.inventory import Item
from playbook.rollout.records import LOSS_REASON, reason_label


def _property(plan: Plan, item: Item, one: Property | None) -> Told:
    if one is None:
        return by_hand("names", plan.properties.refused.get(item.part.at, ""))
    if not one.is_ours:
        return written(_("HubSpot's own {key}").format(key=one.key))
    if one.associated:
        how = _("label {key} of associated {object}, because HubSpot has no such property")
        return written(how.format(key=one.key, object=one.associated))
    return written(_("property {key}").format(key=one.key))


def _field(plan: Plan, item: Item) -> Told:
    assert isinstance(item.part, Field)
    return _property(plan, item, plan.properties.of_field(item.part.id))


def _question(plan: Plan, item: Item) -> Told:
    question = item.part
    assert isinstance(question, Question)
    one = plan.properties.of_field(question.field) if question.field else None
    return _property(plan, item, one or plan.properties.at(question.at))


def _at_its_place(plan: Plan, item: Item) -> Told:
    return _property(plan, item, plan.properties.at(item.at))


def _segment(plan: Plan, item: Item) -> Told:
    if item.value.when is None:
        return _at_its_place(plan, item)
    return by_hand("reports", _("make an active segment (list) of deals with this condition"))


def _phase(plan: Plan, item: Item) -> Told:
    told = _at_its_place(plan, item)
    if told.outcome != "written":
        return told
    how = _("tick {key} when it is done; its tasks and criteria are in the handbook")
    one = plan.properties.at(item.at)
    return by_hand("tasks", how.format(key=one.key if one else ""))


def _reason(plan: Plan, _item: Item) -> Told:
    one = plan.properties.of_field(LOSS_REASON)
    if one is None or not one.is_ours:
        return by_hand("names", plan.properties.refused.get(("reasons",), ""))
    return written(_("option of the property {key}").format(key=one.key))


def _under(plan: Plan, item: Item) -> Told:
    assert isinstance(item.part, Reason)
    label = reason_label(plan.playbook, item.part.id)
    return written(_("in the label: “{label}”").format(label=label))


def _purpose(_plan: Plan, item: Item) -> Told:
    if isinstance(item.part, Field) and item.part.personal:
        return by_hand("data", _("note it in your register of processing"))
    return dropped(_("people read it in the handbook"))


def of_parts() -> Mapping[str, Tell]:
    """For each kind of piece outside the stages, what is told of it."""
    return {
        **dict.fromkeys(("playbook.workdays", "playbook.activity"), nowhere),
        "field": _field,
        "playbook.learning": lambda _plan, _item: dropped(_("no CRM trains people")),
        "field.default": automation(lambda: _("let a workflow set this value on new deals")),
        "field.for": simply("record", lambda: _("show it for these deals only")),
        "field.filled_by": automation(lambda: _("let a workflow or another system set it")),
        "field.buyer_role": simply("deals", lambda: _("give the contact the label of this role")),
        "field.personal": simply("data", lambda: _("note that it is personal data")),
        "field.purpose": _purpose,
        "field.keep_months": simply("data", lambda: _("delete it in time")),
        "question": _question,
        "question.when": simply("record", lambda: _("show it only then")),
        "question.for": simply("record", lambda: _("show it for these deals only")),
        "question.score": simply("score", lambda: _("see the handbook")),
        "question.knock_out": automation(lambda: _("let a workflow move the deal")),
        "questionnaire": lambda plan, item: written(_("each answer is a property")),
        "questionnaire.scoring": simply("score", lambda: _("see the handbook")),
        "reason": _reason,
        "reason.under": _under,
        "reason.must_fill": simply("required", lambda: _("require these with this reason")),
        "reason.for": simply("required", lambda: _("offer it for these deals only")),
        "reason.may_return": simply("reports", lambda: _("list these deals, and call again")),
        "segment": _segment,
        "track": simply("tasks", lambda: _("plan its work as tasks of the other team")),
        "track.owner": simply("tasks", lambda: _("give its tasks to this role")),
        "track.by": simply("tasks", lambda: _("give its tasks to these roles")),
        "track.for": simply("tasks", lambda: _("only for these deals")),
        "phase": _phase,
        "buyer_role": _at_its_place,
        "playbook.open_deals": simply(
            "deals",
            lambda: _("move open deals to the new pipeline, or let them end where they are"),
        ),
        "playbook.languages": simply(
            "account", lambda: _("labels are in one language; the handbook is in all")
        ),
        "playbook.currency": simply("account", lambda: _("see that the account counts in it")),
        "playbook.record": simply(
            "account", lambda: _("these files set up deals; the playbook moves something else")
        ),
        "playbook.for": simply("deals", lambda: _("put only these deals into the pipeline")),
        "playbook.deal_name": automation(lambda: _("let a workflow name new deals")),
        "playbook.by_segment": automation(lambda: _("let the workflow branch by segment")),
        "playbook.roles": simply("access", lambda: _("decide who wears which hat")),
        "playbook.continues": automation(lambda: _("let a workflow create the next deal")),
        "playbook.routing": automation(lambda: _("let a workflow rotate or assign new deals")),
        "playbook.forecast": simply(
            "reports", lambda: _("name the categories; their criteria are in the handbook")
        ),
    }
