"""The buyer's steps with the stages of ours that help, and the cards they stand on."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from playbook import wording
from playbook.drawing import icons
from playbook.drawing.boxes import Box, Sheet, Words, circle, path, rect
from playbook.drawing.desk import Desk, days
from playbook.drawing.views.pieces import badge, checklist, edge, ink, plain
from playbook.messages import _, n_
from playbook.model import BuyerStep, Criterion, Stage

_MOST_SAYINGS = 3
_MOST_CRITERIA = 6


@dataclass(frozen=True)
class Stop:
    """A step of the buyer: its number on the way, the stages that help, and those told of in full.

    A stage that helps with several steps is told of in full at the last.
    """

    step: BuyerStep
    number: int | None
    stages: tuple[Stage, ...]
    homes: tuple[Stage, ...]


@dataclass(frozen=True)
class Journey:
    """The steps in order, those that go on all the time at the end."""

    desk: Desk

    @property
    def stops(self) -> tuple[Stop, ...]:
        """The steps with the stages that help."""
        steps = self.desk.playbook.buyer_steps
        on_the_way = [step for step in steps if not step.always_on]
        always = [step for step in steps if step.always_on]
        return tuple(
            Stop(
                step,
                number if number <= len(on_the_way) else None,
                self._helping(step),
                tuple(stage for stage in self._helping(step) if self._home[stage.id] is step),
            )
            for number, step in enumerate((*on_the_way, *always), 1)
        )

    def _helping(self, step: BuyerStep) -> tuple[Stage, ...]:
        return tuple(stage for stage in self.desk.playbook.stages if step.id in stage.buyer_steps)

    @cached_property
    def _home(self) -> dict[str, BuyerStep]:
        """For each stage the step where it is told of in full."""
        steps = sorted(self.desk.playbook.buyer_steps, key=lambda step: not step.always_on)
        return {stage.id: step for step in steps for stage in self._helping(step)}


def step_box(desk: Desk, stop: Stop, width: float) -> Box:
    """A step: what the buyer does, how one can tell, who takes part, and what is said then."""
    step = stop.step
    sheet = Sheet(width, desk.language, y=13)
    if stop.number is None:
        sheet.shapes.append(path(icons.LOOP, "f-mark", 26, 25))
    else:
        sheet.shapes.append(circle(26, 24.5, 11, "f-ink-buyer"))
        sheet.words.append(Words(26, 28.6, str(stop.number), "badge", "on", "middle"))
    limit = width - 46 - 18
    sheet.write(step.name, "name", x=46, limit=limit, most=3, leading=1.27)
    sheet.y = max(sheet.y + 3, 38)
    chips = [_("after the purchase")] if step.after_purchase else []
    chips += [_("all the time")] if step.always_on else []
    sheet.chips(chips, x=46, limit=limit, tone="buyer")
    sheet.y += 3 if chips else 0
    about = plain(step.about)
    if about:
        sheet.write(about, "body", x=46, limit=limit, tone="soft", most=5)
    if step.shown_by:
        sheet.y += 5
        sheet.shapes.append(path(icons.CHECK, "f-mark", 26, sheet.y + 8.5))
        sheet.write(_("You can tell by:"), "meta", x=46, limit=limit, most=1)
        sheet.write(step.shown_by, "body", x=46, limit=limit, most=4)
    _who(sheet, desk, stop, limit)
    _sayings(sheet, desk, stop.homes, limit)
    height = sheet.y + 13
    classes = "f-box-step-after" if step.after_purchase else "f-box-step"
    classes += " f-edge f-dashed" if step.always_on else " f-edge"
    about = _("Buyer step: {name}").format(name=step.name)
    return sheet.box(height, (rect(0, 0, width, height, classes, 18),), about)


def _who(sheet: Sheet, desk: Desk, stop: Stop, limit: float) -> None:
    """The people who take part: those whom our stages want to know by then."""
    counts: dict[str, int] = {}
    for stage in stop.stages:
        for id, count in stage.buyer_roles.items():
            name = wording.buyer_role_name(desk.playbook, id)
            counts[name] = max(count, counts.get(name, 0))
    if not counts:
        return
    sheet.y += 7
    sheet.shapes.append(path(icons.PERSON, "f-ink-buyer-edge", 26, sheet.y + 8.5))
    said = [
        n_("{role}: {count} person", "{role}: {count} people", count).format(role=name, count=count)
        if count > 1
        else name
        for name, count in counts.items()
    ]
    sheet.chips(said, x=46, limit=limit, tone="buyer")


def _sayings(sheet: Sheet, desk: Desk, stages: Sequence[Stage], limit: float) -> None:
    """What the buyer says against it at that time."""
    known = desk.playbook.objections
    ids = dict.fromkeys(id for stage in stages for id in stage.objections if id in known)
    names = [known[id].name for id in ids]
    if not names:
        return
    sheet.y += 5
    bubble = "M-6 -5.5H6V2.5H-.5L-4 6V2.5H-6Z"
    sheet.shapes.append(path(bubble, "f-mark-soft", 26, sheet.y + 8.5))
    shown = names if len(names) <= _MOST_SAYINGS else names[: _MOST_SAYINGS - 1]
    for name in shown:
        words = _("“{text}”").format(text=name)
        sheet.write(words, "body", x=46, limit=limit, tone="soft", most=2)
    left = len(names) - len(shown)
    if left:
        more = n_("+ {count} more", "+ {count} more", left).format(count=left)
        sheet.write(more, "item", x=46, limit=limit, tone="soft", most=1)


def stage_box(desk: Desk, stage: Stage, width: float, *, is_whole: bool) -> Box:
    """A stage of ours that helps: whole, or only by its name."""
    sheet = Sheet(width, desk.language, y=14.5)
    badge(sheet, desk, stage, 29, 24)
    tone = "ink" if stage.is_worked else ink(desk, stage)
    sheet.write(stage.name, "side-name", x=48, limit=width - 64, tone=tone, most=3, leading=1.28)
    sheet.y = max(sheet.y + 5, 38)
    if is_whole:
        _whole(sheet, desk, stage)
    height = sheet.y + 10
    colour = ink(desk, stage) if stage.is_worked else f"{ink(desk, stage)}-edge"
    under = (
        rect(0.5, 2, width - 1, height, "f-ink-shade", 11),
        rect(0, 0, width, height, "f-box-card f-edge", 11),
        path(edge(height), f"f-ink-{colour}"),
    )
    return sheet.box(height, under, _about(desk, stage))


def _about(desk: Desk, stage: Stage) -> str:
    number = desk.numbers.get(stage.id)
    if number is None:
        return wording.headed(wording.term(stage.kind), stage.name)
    return _("Stage {number}: {name}").format(number=number, name=stage.name)


def _whole(sheet: Sheet, desk: Desk, stage: Stage) -> None:
    """What we want to reach, who does it, and what the buyer has done by the end."""
    width = sheet.width
    if stage.goal:
        sheet.write(stage.goal, "body", x=18, limit=width - 34, tone="soft", most=4)
    meta = [wording.role_name(desk.playbook, stage.owner)] if stage.is_worked else []
    meta += (part.replace(" ", "\u00a0") for part in days(stage))
    if meta:
        sheet.y += 2
        sheet.write(" · ".join(meta), "meta", x=18, limit=width - 34, most=2)
    given = tuple(each for each in stage.exit if _is_the_buyers(each))
    if given:
        sheet.y += 5
        checklist(sheet, desk, given, x=18, limit=width - 34, most=_MOST_CRITERIA)


def _is_the_buyers(criterion: Criterion) -> bool:
    """Whether a criterion is about what the buyer does: not what we or the system say."""
    ours = ("seller", "system")
    return criterion.given_by not in ours and criterion.evidence not in (
        "approval",
        "field-value",
        "record-exists",
        "seller-judgement",
    )
