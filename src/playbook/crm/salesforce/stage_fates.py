"""What becomes of a stage and of its gates in Salesforce, where the table alone does not say it."""

from collections.abc import Callable, Mapping

from playbook import wording
from playbook.crm.salesforce import stages
from playbook.crm.salesforce.plan import Plan
from playbook.findings import At
from playbook.messages import _
from playbook.model import Criterion, Stage
from playbook.rollout import Told, by_hand, written
from playbook.rollout.inventory import Item
from playbook.rollout.surface import Topic
from playbook.rollout.telling import tell

Tell = Callable[[Plan, Item], Told]


def rule_of(plan: Plan, at: At, topic: Topic = "gates") -> Told:
    """The rule that a piece has become, or why it has become none."""
    if at in plan.rules:
        return written(_("validation rule {name}").format(name=plan.rules[at].name))
    return by_hand(topic, plan.refused.get(at, ""))


def _stage_of(item: Item) -> Stage:
    assert isinstance(item.part, Stage)
    return item.part


def _stage(plan: Plan, item: Item) -> Told:
    value = plan.value(_stage_of(item))
    if plan.base is None and not value.mapped:
        kind = _("won") if value.won else _("lost") if value.closed else _("open")
        how = _(
            "add the value “{label}” with the API name {name}: {kind}, {probability} %, "
            "forecast category {forecast}"
        )
        return by_hand(
            "stages",
            how.format(
                label=value.stage.name,
                name=value.name,
                kind=kind,
                probability=value.probability,
                forecast=value.forecast,
            ),
        )
    changed = stages.changes(plan.base, value) if plan.base is not None else ()
    if changed:
        how = _("the stage {name}, which is there already; for every team this changes: {changes}")
        changes = wording.listed(f"{what} {before} → {after}" for what, before, after in changed)
        return written(how.format(name=value.name, changes=changes))
    if value.known:
        return written(_("the stage {name}, which is there already").format(name=value.name))
    return written(_("stage {name}").format(name=value.name))


def _probability(plan: Plan, item: Item) -> Told:
    stage = _stage_of(item)
    number = plan.value(stage).probability
    how = _("{number}%").format(number=number)
    if stage.kind == "after-sale":
        how = _("{number}, because the deal is won").format(number=how)
    elif stage.probability is None:
        how = _("{number}, that of the stage before, because none is given").format(number=how)
    return _of_value(plan, stage, how)


def _forecast(plan: Plan, item: Item) -> Told:
    stage = _stage_of(item)
    how = _("category {name}").format(name=plan.value(stage).forecast)
    if stage.kind == "after-sale":
        how = _("{category}, so that what is won stays in the forecast").format(category=how)
    elif stage.forecast == "most-likely":
        how = _("{category}; switch it on under Setup → Forecasts Settings").format(category=how)
    return _of_value(plan, stage, how)


def _of_value(plan: Plan, stage: Stage, how: str) -> Told:
    """What belongs to the value of a stage: in the list, with the value, or by hand at it."""
    if plan.base is not None:
        return written(how)
    if plan.value(stage).mapped:
        return by_hand("stages", how)
    return by_hand("", _("with the stage"))


def _in_path(plan: Plan, item: Item) -> Told:
    if item.at in plan.step(_stage_of(item)).left_out:
        return by_hand("guidance", _("the Path has no room for it; shorten it"))
    return written(_("guidance in the Path"))


def _must_fill(plan: Plan, item: Item) -> Told:
    stage = _stage_of(item)
    at = item.at
    if at not in plan.rules and at not in plan.refused:
        at = (*stage.at, "loss-reason")
    told = rule_of(plan, at)
    column = plan.columns.of_field(item.value)
    if told.outcome == "written" and column and column.api not in plan.step(stage).fields:
        how = _("{rule}; among the key fields of the Path there is no room for it")
        return written(how.format(rule=told.how))
    return told


def _criterion(plan: Plan, item: Item) -> Told:
    criterion = item.part
    assert isinstance(criterion, Criterion)
    if item.at in plan.rules:
        return rule_of(plan, item.at)
    if item.at in plan.refused:
        return by_hand("gates", plan.refused[item.at])
    left_out = any(item.at in step.left_out for step in plan.steps)
    if left_out:
        return by_hand("gates", _("people decide; the Path has no room for it"))
    if criterion.level != "must":
        return by_hand("gates", _("people decide; it is in the Path, and it is not binding"))
    how = _("people decide; it is in the Path. With a check it becomes a rule")
    return by_hand("gates", how)


def _criterion_for(plan: Plan, item: Item) -> Told:
    at = item.part.at
    for place in (at, (*at, "kept_in")):
        if place in plan.rules:
            return written(_("validation rule {name}").format(name=plan.rules[place].name))
    return by_hand("", _("people decide; the Path names the segments"))


def _kept_in(plan: Plan, item: Item) -> Told:
    if item.at in plan.rules or item.at in plan.refused:
        return rule_of(plan, item.at)
    column = plan.columns.of_field(item.value)
    if column:
        return written(_("field {name}").format(name=column.api))
    return by_hand("names", _("its field has no name in Salesforce"))


def _moves(plan: Plan, _item: Item) -> Told:
    return rule_of(plan, ("stages", "moves"), "moves")


def _back(plan: Plan, item: Item) -> Told:
    back = item.value
    if back.by or back.approved_by or back.reason or back.clear:
        how = _("the rule only knows to which stages it may go back; see to the rest by approval")
        return by_hand("approvals", how)
    return _moves(plan, item)


def _stage_for(plan: Plan, _item: Item) -> Told:
    if ("stages", "moves") in plan.refused:
        return by_hand("moves", plan.refused["stages", "moves"])
    return written(_("its rules hold for these deals only, and others may pass it by"))


def _reopen(plan: Plan, item: Item) -> Told:
    return _moves(plan, item) if item.value == "same-deal" else tell(plan.rollout, item)


def of_stages() -> Mapping[str, Tell]:
    """For each kind of piece of a stage that Salesforce does something of its own with."""
    return {
        "stage": _stage,
        "stage.probability": _probability,
        "stage.forecast": _forecast,
        "stage.goal": _in_path,
        "stage.guidance": _in_path,
        "stage.for": _stage_for,
        "stage.must_fill": _must_fill,
        "stage.next": _moves,
        "stage.from": _moves,
        "stage.optional": _moves,
        "stage.back": _back,
        "stage.can_start": lambda plan, _item: rule_of(plan, ("stages",), "moves"),
        "stage.reasons": lambda plan, item: rule_of(plan, item.at),
        "stage.reopen": _reopen,
        "criterion": _criterion,
        "criterion.for": _criterion_for,
        "criterion.kept_in": _kept_in,
    }
