"""What becomes of a stage and of its gates in HubSpot, piece by piece."""

from collections.abc import Callable, Mapping
from typing import Final

from playbook import wording
from playbook.crm.hubspot.pipeline import goes_back, stage_key
from playbook.crm.hubspot.plan import Plan
from playbook.messages import _
from playbook.model import Criterion, Stage, Test
from playbook.rollout import Told, by_hand, dropped, written
from playbook.rollout.guidance import segment_names
from playbook.rollout.inventory import Item
from playbook.rollout.words import stage_name

Tell = Callable[[Plan, Item], Told]

_ASSOCIATIONS: Final = ("contact", "company")


def _stage_of(item: Item) -> Stage:
    assert isinstance(item.part, Stage)
    return item.part


def _stage(plan: Plan, item: Item) -> Told:
    stage = _stage_of(item)
    how = "{stage}"
    if stage.kind in ("disqualified", "not-counted"):
        how = _("{stage}; HubSpot counts its deals as lost, so leave it out of reports")
    elif stage.kind == "parked":
        how = _("{stage}; HubSpot counts its deals as open, so leave it out of forecasts")
    elif stage.kind == "after-sale":
        how = _("{stage}; HubSpot counts its deals as won")
    key = stage_key(plan.playbook, stage, plan.prefix)
    return written(how.format(stage=_("stage {key}").format(key=key)))


def _probability(plan: Plan, item: Item) -> Told:
    stage = _stage_of(item)
    number = plan.probabilities[stage.id]
    how = "{number}"
    if stage.kind == "parked":
        how = _("{number}, because 0.0 would close the deal as lost")
    elif stage.is_before_the_sale and stage.probability is None:
        how = _("{number}, because HubSpot needs one and none is given")
    elif stage.is_before_the_sale and float(number) * 100 != stage.probability:
        how = _("{number}, because HubSpot takes tenths between 0.1 and 0.9 while a deal is open")
    return written(how.format(number=number))


def _forecast(_plan: Plan, item: Item) -> Told:
    stage = _stage_of(item)
    if stage.is_end or stage.kind == "after-sale":
        return dropped(_("HubSpot decides it for closed deals"))
    return by_hand("automation", _("let a workflow set the forecast category"))


def _moves(plan: Plan, _item: Item) -> Told:
    if plan.has_rules:
        return written(_("pipeline rule: which stages cannot be skipped"))
    return by_hand("moves", _("restrict skipping stages"))


def _back(plan: Plan, item: Item) -> Told:
    back = item.value
    if any((back.to, back.as_far_as, back.by, back.approved_by, back.reason, back.clear)):
        return by_hand(
            "moves", _("HubSpot only knows back or not back; see to the rest in reviews")
        )
    if plan.has_rules and not goes_back(plan.passage.flow, _stage_of(item)):
        return written(_("pipeline rule: no moves backwards from here"))
    return by_hand("moves", _("restrict moving backwards"))


def _can_start(plan: Plan, _item: Item) -> Told:
    if plan.has_rules:
        return written(_("pipeline rule: where deals are created"))
    return by_hand("moves", _("limit in which stages deals are created"))


def _must_fill(plan: Plan, item: Item) -> Told:
    stage = _stage_of(item)
    one = plan.properties.of_field(item.value)
    if one and one.type in _ASSOCIATIONS:
        return by_hand("gates", _("associations cannot be required; look at it before a move"))
    field = plan.playbook.fields.get(item.value)
    where = _where(plan, stage)
    if field and field.for_:
        names = segment_names(plan.playbook, field.for_)
        where = _("{where} (only: {segments})").format(where=where, segments=names)
    return by_hand("required", where)


def _where(plan: Plan, stage: Stage) -> str:
    """The stages that ask for what this stage demands: those entered from it, or the end itself."""
    ids = (stage.id,) if stage.is_end else plan.passage.onward(stage)
    if not ids:
        return _("no stage comes after this one to ask for it; look at it before the deal leaves")
    names = wording.listed(stage_name(plan.playbook, id) for id in ids)
    return _("require it in: {stages}").format(stages=names)


def _criterion(plan: Plan, item: Item) -> Told:
    criterion = item.part
    assert isinstance(criterion, Criterion)
    stage = _holder(plan, item)
    if stage and criterion.level == "must" and criterion.check and _requires(plan, criterion.check):
        return by_hand("required", _where(plan, stage))
    return by_hand("gates", _("people decide; it is in guidance.md"))


def _requires(plan: Plan, test: Test) -> bool:
    """Whether a test only wants properties filled: what HubSpot calls required."""
    leaves = list(test.leaves())
    found = [plan.properties.of_field(leaf.field) if leaf.field else None for leaf in leaves]
    filled = not test.any and all(leaf.is_ == "filled" for leaf in leaves)
    return filled and all(one and one.type not in _ASSOCIATIONS for one in found)


def _holder(plan: Plan, item: Item) -> Stage | None:
    """The stage that a criterion for leaving belongs to."""
    if item.at[0] == "stages" and item.at[2] == "exit":
        return plan.playbook.stages[int(item.at[1])]
    return None


def _kept_in(plan: Plan, item: Item) -> Told:
    stage = _holder(plan, item)
    one = plan.properties.of_field(item.value)
    if stage and one and one.type not in _ASSOCIATIONS:
        return by_hand("required", _where(plan, stage))
    return by_hand("gates", _("look at it before a move"))


def _reasons(_plan: Plan, item: Item) -> Told:
    return by_hand("required", _("offer only these in: {stage}").format(stage=_stage_of(item).name))


def simply(topic: str, how: Callable[[], str]) -> Tell:
    """The same to be done by hand, whatever the piece says."""
    return lambda plan, item: by_hand(topic, how())


def automation(how: Callable[[], str]) -> Tell:
    """Something for a workflow."""
    return simply("automation", how)


def nowhere(_plan: Plan, _item: Item) -> Told:
    """What there is no place for."""
    return dropped(_("HubSpot has no place for it; see the handbook"))


def of_stages() -> Mapping[str, Tell]:
    """For each kind of piece of a stage, what is told of it."""
    nothing = dict.fromkeys(("stage.expected_days", "stage.owner", "stage.for"), nowhere)
    return {**nothing, **_of_stages(), **_of_gates()}


def _of_stages() -> Mapping[str, Tell]:
    return {
        "stage": _stage,
        "stage.probability": _probability,
        "stage.forecast": _forecast,
        "stage.goal": simply("guidance", lambda: _("in guidance.md")),
        "stage.guidance": simply("guidance", lambda: _("in guidance.md")),
        "stage.warn_days": automation(lambda: _("let a workflow warn the owner")),
        "stage.max_days": automation(lambda: _("let a workflow tell owner and manager")),
        "stage.clock": automation(lambda: _("let the workflow count the days this way")),
        "stage.leave_by": automation(lambda: _("let a workflow tell the owner in time")),
        "stage.overdue": automation(lambda: _("let a workflow do what is due")),
        "stage.by_segment": automation(lambda: _("let the workflows branch by segment")),
        "stage.must_fill": _must_fill,
        "stage.tasks": simply("tasks", lambda: _("let a workflow create them")),
        "stage.asks": simply("record", lambda: _("show these answers")),
        "stage.confirms": simply("record", lambda: _("show these answers")),
        "stage.on_enter": automation(lambda: _("let a workflow set the properties")),
        "stage.on_leave": automation(lambda: _("let a workflow set the properties")),
        "stage.handover": automation(lambda: _("let a workflow change the owner and tell them")),
        "stage.wake_up": automation(lambda: _("let a workflow bring the deal back")),
        "stage.next": _moves,
        "stage.from": _moves,
        "stage.optional": _moves,
        "stage.back": _back,
        "stage.can_start": _can_start,
        "stage.entered_by": simply("access", lambda: _("let only these edit deals here")),
        "stage.locked": simply(
            "access", lambda: _("let nobody but administrators edit deals here")
        ),
        "stage.buyer_roles": simply(
            "gates", lambda: _("count the labelled contacts before a move")
        ),
        "stage.reasons": _reasons,
        "stage.reopen": simply("deals", lambda: _("do this when the buyer comes back")),
        "stage.replaces": simply("deals", lambda: _("move their open deals here first")),
    }


def _of_gates() -> Mapping[str, Tell]:
    return {
        "criterion": _criterion,
        "criterion.for": simply("gates", lambda: _("only for these deals")),
        "criterion.kept_in": _kept_in,
        "criterion.verified_by": simply("approvals", lambda: _("ask for their approval")),
        "criterion.enough": simply("approvals", lambda: _("HubSpot knows one or all; choose")),
        "criterion.due": automation(lambda: _("let a workflow remind them")),
        "criterion.reason": simply("approvals", lambda: _("set the reason then")),
        "criterion.if_rejected": simply("approvals", lambda: _("move a refused deal there")),
        "criterion.valid_days": automation(lambda: _("let a workflow remind the owner then")),
    }
