"""What HubSpot does of its own with some kinds of piece; the table tells the others."""

from collections.abc import Mapping
from typing import Final

from playbook.crm.hubspot.pipeline import goes_back, has_rules, tenths
from playbook.crm.hubspot.properties import ASSOCIATED, is_association
from playbook.messages import _
from playbook.model import Criterion, Stage, Test
from playbook.rollout import Told, by_hand, dropped, written
from playbook.rollout.compiling import Rollout
from playbook.rollout.inventory import Item
from playbook.rollout.people import people
from playbook.rollout.setup import FieldSetup, StageSetup
from playbook.rollout.surface import Topic
from playbook.rollout.telling import Tell, left_to_people, tell, to_require
from playbook.rollout.words import stage_name


def _setup_of(rollout: Rollout, item: Item) -> tuple[Stage, StageSetup]:
    assert isinstance(item.part, Stage)
    setup = rollout.setup.stage(item.part.id)
    assert setup is not None
    return item.part, setup


def _stage(rollout: Rollout, item: Item) -> Told:
    stage, setup = _setup_of(rollout, item)
    how = "{stage}"
    if stage.kind in ("disqualified", "not-counted"):
        how = _("{stage}; HubSpot counts its deals as lost, so leave it out of reports")
    elif stage.kind == "parked":
        how = _("{stage}; HubSpot counts its deals as open, so leave it out of forecasts")
    elif stage.kind == "after-sale":
        how = _("{stage}; HubSpot counts its deals as won")
    return written(how.format(stage=_("stage {key}").format(key=setup.key)))


def _probability(rollout: Rollout, item: Item) -> Told:
    stage, setup = _setup_of(rollout, item)
    how = "{number}"
    if stage.kind == "parked":
        how = _("{number}, because 0.0 would close the deal as lost")
    elif stage.is_before_the_sale and stage.probability is None:
        how = _("{number}, because HubSpot needs one and none is given")
    elif stage.is_before_the_sale and setup.probability != stage.probability:
        how = _("{number}, because HubSpot takes tenths between 0.1 and 0.9 while a deal is open")
    return written(how.format(number=tenths(setup)))


def _forecast(rollout: Rollout, item: Item) -> Told:
    stage, _setup = _setup_of(rollout, item)
    if stage.is_end or stage.kind == "after-sale":
        return dropped(_("HubSpot decides it for closed deals"))
    return tell(rollout, item)


def _next(rollout: Rollout, item: Item) -> Told:
    """A way on is kept if the rule lets deals on to the very same stages of the main line."""
    stage, _setup = _setup_of(rollout, item)
    line = rollout.passage.flow.line
    if stage not in line:
        return _beside(rollout, item)
    after = line[line.index(stage) + 1 :]
    needed = (number for number, each in enumerate(after, 1) if rollout.passage.is_needed(each))
    there = {each.id for each in after[: next(needed, len(after))]}
    here = {each.id for each in after}.intersection(rollout.passage.targets(stage))
    return _optional(rollout, item) if here == there else _beside(rollout, item)


def _beside(_rollout: Rollout, _item: Item) -> Told:
    """No rule says from where a stage is reached."""
    return by_hand("gates", _("people decide; look at it before a move"))


def _optional(rollout: Rollout, item: Item) -> Told:
    if has_rules(rollout):
        return written(_("pipeline rule: which stages cannot be skipped"))
    return left_to_people(rollout, item)


def _back(rollout: Rollout, item: Item) -> Told:
    """A rule knows stages that are never left backwards, and stages that are left to any before."""
    stage, _setup = _setup_of(rollout, item)
    back = item.value
    is_special = back.by or back.approved_by or back.reason or back.clear
    goes = goes_back(rollout, stage)
    if is_special or back.as_far_as or (goes and back.to is not None):
        return by_hand(
            "moves", _("HubSpot only knows back or not back; see to the rest in reviews")
        )
    if not has_rules(rollout):
        return left_to_people(rollout, item)
    return written(
        _("rule for moves") if goes else _("pipeline rule: no moves backwards from here")
    )


def _can_start(rollout: Rollout, item: Item) -> Told:
    if has_rules(rollout):
        return written(_("pipeline rule: where deals are created"))
    return left_to_people(rollout, item)


def _elsewhere(topic: Topic) -> Tell:
    """What people do by hand anywhere, at the place in the menus that HubSpot has for it."""
    return lambda _rollout, item: by_hand(topic, people()[item.kind][1])


def _field(rollout: Rollout, item: Item) -> Told:
    return _recorded(rollout, item, rollout.setup.field(str(item.value.id)))


def _question(rollout: Rollout, item: Item) -> Told:
    field = item.value.field
    one = rollout.setup.field(str(field)) if field else rollout.setup.field_at(item.at)
    return _recorded(rollout, item, one)


def _role(rollout: Rollout, item: Item) -> Told:
    return _recorded(rollout, item, rollout.setup.field_at(item.at))


def _recorded(rollout: Rollout, item: Item, one: FieldSetup | None) -> Told:
    if one is None or not one.is_ours or not is_association(one):
        return tell(rollout, item)
    how = _("label {key} of associated {object}, because HubSpot has no such property")
    return written(how.format(key=one.key, object=ASSOCIATED[one.type]))


def _must_fill(rollout: Rollout, item: Item) -> Told:
    return _required(rollout, item, [rollout.setup.field(str(item.value))])


def _criterion(rollout: Rollout, item: Item) -> Told:
    assert isinstance(item.part, Criterion)
    check = item.part.check
    return _required(rollout, item, _wanted(rollout, check) if check else [])


def _wanted(rollout: Rollout, test: Test) -> list[FieldSetup | None]:
    """The fields that a test looks at."""
    found = []
    for leaf in test.leaves():
        question = rollout.playbook.question.get(leaf.answer) if leaf.answer else None
        id = leaf.field or (question.field if question else None)
        if id:
            found.append(rollout.setup.field(str(id)))
    return found


def _required(rollout: Rollout, item: Item, fields: list[FieldSetup | None]) -> Told:
    """HubSpot asks for properties, not for associations, and when a deal enters a stage."""
    stages = rollout.required.pieces.get(item.at)
    if stages is None:
        return tell(rollout, item)
    if any(field and is_association(field) for field in fields):
        return by_hand("gates", _("associations cannot be required; look at it before a move"))
    holder = rollout.playbook.stages[int(item.at[1])]
    first = {holder.id, *rollout.passage.onward(holder)}
    entered = [id for id in stages if id in first] or stages
    names = (stage_name(rollout.playbook, id) for id in entered)
    return by_hand("required", to_require(rollout, item, names))


TELLS: Final[Mapping[str, Tell]] = {
    "stage": _stage,
    "stage.probability": _probability,
    "stage.forecast": _forecast,
    "stage.next": _next,
    "stage.from": _beside,
    "stage.optional": _optional,
    "stage.back": _back,
    "stage.can_start": _can_start,
    "stage.entered_by": _elsewhere("moves"),
    "stage.locked": _elsewhere("moves"),
    "stage.must_fill": _must_fill,
    "criterion": _criterion,
    "criterion.kept_in": _must_fill,
    "field": _field,
    "question": _question,
    "buyer_role": _role,
    "reason.must_fill": _elsewhere("reasons"),
}
