"""Questions about the way of a deal: the order of the stages, and where a deal goes when."""

from collections.abc import Iterator
from dataclasses import replace

from playbook import wording
from playbook.flow import Move
from playbook.learning.asking import choice, number, ordered, several
from playbook.learning.gates import of_stage
from playbook.learning.items import Item
from playbook.learning.matter import Candidate, Matter
from playbook.messages import _, n_
from playbook.model import Stage, StageId, WakeUp

_MOST = 7
"""How many things to order are enough."""
_FAILING = ("lost", "disqualified", "not-counted")


def way(matter: Matter) -> Iterator[Item | None]:
    """The questions about moves."""
    yield _order(matter)
    yield _optional(matter)
    for stage in matter.worked:
        yield _next(matter, stage)
        yield _overdue(matter, stage)
    for stage in matter.playbook.stages:
        yield from _waking(matter, stage)
    yield _returning(matter)


def _order(matter: Matter) -> Item | None:
    """The main path; where it branches, only stages of which one leads to the other."""
    onward = [move for move in matter.flow.moves if move.kind in ("forward", "skip")]
    place = {stage.id: at for at, stage in enumerate(matter.flow.main)}
    chain: list[Stage] = []
    for stage in matter.flow.main:
        if not chain or _leads(onward, place, chain[-1].id, stage.id):
            chain.append(stage)
    while len(chain) > _MOST:
        del chain[1 + matter.draw("order", str(len(chain))) % (len(chain) - 2)]
    draft = Item(
        id="order",
        kind="order",
        topic="order",
        ask=_("Put the stages in order, the first one on top."),
        why=_("The way of a deal that is won:"),
        quotes=tuple(stage.name for stage in chain),
        part=("overview", ""),
    )
    return ordered(matter, draft, [matter.stage(stage.id) for stage in chain])


def _leads(onward: list[Move], place: dict[StageId, int], begin: StageId, end: StageId) -> bool:
    """Whether a deal gets from one stage to another without ever going up again."""
    seen, waiting = set(), [begin]
    while waiting:
        id = waiting.pop()
        if id == end:
            return True
        if id in seen:
            continue
        seen.add(id)
        waiting += [
            move.target
            for move in onward
            if move.source == id and place.get(move.target, -1) > place.get(id, -1)
        ]
    return False


def _next(matter: Matter, stage: Stage) -> Item | None:
    following = matter.flow.next(stage)
    if len(following) != 1:
        return None
    right = matter.stage(following[0])
    near = {move.target for move in matter.flow.after[stage.id] if move.kind != "back"}
    others = [
        matter.stage(each.id)
        for each in matter.playbook.stages
        if each.id not in {stage.id, *near} and (each.is_worked or each.kind == "won")
    ]
    draft = replace(
        of_stage(matter, stage, f"next.{stage.id}", "next"),
        ask=_("The exit criteria of “{stage}” are met. Where does the deal go?").format(
            stage=stage.name
        ),
        why=_("After “{stage}” comes “{next}”.").format(stage=stage.name, next=right.text),
        quotes=_goal(matter, following[0])
        or tuple(matter.criterion(each).text for each in stage.exit),
    )
    return choice(matter, draft, right, others)


def _optional(matter: Matter) -> Item | None:
    right = [stage for stage in matter.flow.line if stage.optional]
    count = len(right)
    others = [
        matter.stage(stage.id)
        for stage in matter.flow.line
        if not stage.optional and not stage.for_
    ]
    draft = Item(
        id="optional",
        kind="several",
        topic="optional",
        ask=n_("Which stage may a deal skip?", "Which stages may a deal skip?", count),
        why=n_(
            "Only this stage may be skipped:",
            "Only these stages may be skipped:",
            count,
        ),
        quotes=tuple(stage.name for stage in right),
        part=("overview", ""),
    )
    if not right:
        return None
    return several(matter, draft, [matter.stage(stage.id) for stage in right], others)


def _overdue(matter: Matter, stage: Stage) -> Item | None:
    """What happens to a deal that stays too long."""
    overdue = stage.overdue
    if overdue is None or not stage.max_days or stage.by_segment:
        return None
    is_still = stage.clock == "last-activity"
    ask = (
        _("For more than {days} nothing has happened in a deal in “{stage}”. What now?")
        if is_still
        else _("A deal has been in “{stage}” for more than {days}. What now?")
    )
    draft = replace(
        of_stage(matter, stage, f"overdue.{stage.id}", "overdue"),
        ask=ask.format(stage=stage.name, days=wording.days(stage.max_days)),
        why=_("What the playbook says for deals that stay too long in “{stage}”:").format(
            stage=stage.name
        ),
    )
    elsewhere = [each for each in matter.playbook.stages if each is not stage]
    aside = [_moved(matter, each.id) for each in elsewhere if not each.is_worked]
    along = [_moved(matter, each.id) for each in elsewhere if each.is_worked]
    does = [
        Candidate(f"do-{each.id}", each.overdue.do)
        for each in matter.worked
        if each.overdue and each.overdue.do and each.overdue.do != overdue.do
    ]
    if overdue.move_to and overdue.move_to in matter.playbook.stage:
        right = _moved(matter, overdue.move_to)
        pools = ([each for each in moves if each != right] for moves in (aside, along))
        return choice(matter, replace(draft, quotes=(right.text,)), right, *pools, does)
    if overdue.do is None:
        return None
    right = Candidate(f"do-{stage.id}", overdue.do)
    return choice(matter, replace(draft, quotes=(overdue.do,)), right, does, aside)


def _waking(matter: Matter, stage: Stage) -> Iterator[Item | None]:
    wake_up = stage.wake_up
    if wake_up is None:
        return
    yield _woken_to(matter, stage, wake_up)
    yield _trigger(matter, stage, wake_up)
    is_counted = not (wake_up.before or wake_up.after or wake_up.after_task)
    if is_counted and wake_up.days:
        draft = replace(
            of_stage(matter, stage, f"wake-days.{stage.id}", "wake-days"),
            ask=_("After how long do we come back to a deal in “{stage}”?").format(
                stage=stage.name
            ),
            why=_("A deal in “{stage}” comes back after {days}.").format(
                stage=stage.name, days=wording.days(wake_up.days)
            ),
        )
        differing = [each.wake_up for each in stage.by_segment.values() if each.wake_up]
        others = [each.max_days for each in matter.worked if each.max_days]
        if not differing:
            yield number(matter, draft, wake_up.days, others, wording.days)


def _woken_to(matter: Matter, stage: Stage, wake_up: WakeUp) -> Item | None:
    if wake_up.move_to is None or wake_up.move_to not in matter.playbook.stage:
        return None
    right = matter.stage(wake_up.move_to)
    near = {move.target for move in matter.flow.after[stage.id]}
    draft = replace(
        of_stage(matter, stage, f"wake.{stage.id}", "wake"),
        ask=_("A deal comes back from “{stage}”. Where does it go on?").format(stage=stage.name),
        why=_("From “{stage}” a deal comes back to “{next}”.").format(
            stage=stage.name, next=right.text
        ),
        quotes=_goal(matter, wake_up.move_to),
    )
    others = [matter.stage(each.id) for each in matter.worked if each.id not in near]
    return choice(matter, draft, right, others)


def _trigger(matter: Matter, stage: Stage, wake_up: WakeUp) -> Item | None:
    """What wakes a parked deal early; the wrong answers come from other stages."""
    if wake_up.trigger is None:
        return None
    right = Candidate(f"trigger-{stage.id}", wake_up.trigger)
    others = [
        Candidate(f"trigger-{each.id}", each.wake_up.trigger)
        for each in matter.playbook.stages
        if each is not stage and each.wake_up and each.wake_up.trigger
    ]
    criteria = [matter.criterion(each) for other in matter.worked for each in other.exit]
    draft = replace(
        of_stage(matter, stage, f"trigger.{stage.id}", "trigger"),
        ask=_("What wakes a deal in “{stage}” before its time?").format(stage=stage.name),
        why=_("“{stage}” names this as the sign to come back sooner:").format(stage=stage.name),
        quotes=(wake_up.trigger,),
    )
    return choice(matter, draft, right, others, criteria)


def _returning(matter: Matter) -> Item | None:
    """The reasons for which a deal may come back."""
    reasons = matter.playbook.reasons.values()
    right = [Candidate(each.id, each.name) for each in reasons if each.may_return]
    others = [Candidate(each.id, each.name) for each in reasons if not each.may_return]
    ends = [stage for stage in matter.playbook.stages if stage.kind in _FAILING]
    if not right or not ends:
        return None
    draft = Item(
        id="returning",
        kind="several",
        topic="returning",
        ask=_("For which of these reasons may a deal that we have closed come back later?"),
        why=_("These reasons leave the door open:"),
        quotes=tuple(each.text for each in right),
        part=("overview", ""),
    )
    return several(matter, draft, right, others)


def _moved(matter: Matter, id: StageId) -> Candidate:
    stage = matter.stage(id)
    return Candidate(id, _("The deal moves to {stage}.").format(stage=stage.text))


def _goal(matter: Matter, id: StageId) -> tuple[str, ...]:
    goal = matter.playbook.stage[id].goal
    return (goal,) if goal else ()
