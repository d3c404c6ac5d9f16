"""What stands in the boxes of the seller: stages, gates, and the deal that is won."""

from collections.abc import Callable, Sequence
from typing import Final

from playbook import wording
from playbook.drawing import icons
from playbook.drawing.boxes import Box, Shape, Sheet, Words, circle, path, rect
from playbook.drawing.desk import Desk, days
from playbook.messages import _
from playbook.model import Criterion, Stage, Work

_ROOMY: Final = 240.0
"""A card that is narrower says its probability beside the bar: the name needs the room."""
_FIGURES: Final = 42.0
"""The room for a probability in figures beside its bar."""
_MOST_CRITERIA = 6
_CLIP: Final = 10


def stage_card(desk: Desk, stage: Stage, width: float, slack: float = 0.0) -> Box:
    """A stage in which someone works: number, name, probability, goal, owner and time.

    ``slack`` is how much higher it is than it need be.
    """
    sheet = Sheet(width, desk.language, y=13)
    number = desk.numbers[stage.id]
    colour = f"f-ink-stage-{number}"
    inner = width - 32
    pill = _pill(sheet, stage, colour) if width >= _ROOMY else 0.0
    sheet.shapes.append(circle(29, 24, 11, colour))
    sheet.words.append(Words(29, 28.1, str(number), "badge", "on", "middle"))
    sheet.write(stage.name, "name", x=48, limit=width - 62 - pill, most=4, leading=1.25)
    sheet.y = max(sheet.y + 3, 38)
    sheet.chips(_chips(desk, stage), x=18, limit=inner)
    if stage.goal:
        sheet.write(stage.goal, "body", x=18, limit=inner, tone="soft", most=5)
    sheet.y += slack
    _work(sheet, desk, stage)
    _bar(sheet, stage, colour, says_share=not pill)
    height = sheet.y + 12
    dashed = " f-dashed" if stage.optional else ""
    edge = f"M6 .6A11.6 11.6 0 0 0 -.6 11V{height - 11:g}A11.6 11.6 0 0 0 6 {height - 0.6:g}Z"
    under = (
        rect(0.5, 2, width - 1, height, "f-ink-shade", 11),
        rect(0, 0, width, height, f"f-box-card f-edge{dashed}", 11),
        path(edge, colour),
    )
    return sheet.box(height, under, _about_stage(stage, number))


def _bar(sheet: Sheet, stage: Stage, colour: str, *, says_share: bool) -> None:
    """The probability as a bar, and in figures if they stand nowhere else."""
    if stage.probability is None:
        return
    room = sheet.width - 32
    if says_share:
        room -= _FIGURES
        figures = Words(
            sheet.width - 14, sheet.y + 14.2, f"{stage.probability}%", "pill", _ink(colour), "end"
        )
        sheet.words.append(figures)
    share = room * stage.probability / 100
    sheet.y += 8
    sheet.shapes.append(rect(18, sheet.y, room, 4, "f-ink-rail", 2))
    if share:
        sheet.shapes.append(rect(18, sheet.y, share, 4, colour, min(2, share / 2)))
    sheet.y += 4


def _ink(colour: str) -> str:
    return colour.removeprefix("f-ink-")


def _about_stage(stage: Stage, number: int) -> str:
    said = [_("Stage {number}: {name}").format(number=number, name=stage.name)]
    if stage.probability is not None:
        said.append(f"{stage.probability}%")
    if stage.goal:
        said.append(stage.goal)
    return ". ".join(part.rstrip(".。") for part in said)


def _pill(sheet: Sheet, stage: Stage, colour: str) -> float:
    """The pill with the probability, and the room it takes beside the name."""
    if stage.probability is None:
        return 0
    share = f"{stage.probability}%"
    width = sheet.measure(share, "pill") + 18
    left = sheet.width - 14 - width
    sheet.shapes.append(rect(left, 13, width, 21, f"{colour} f-tint", 10.5))
    sheet.words.append(Words(left + width / 2, 27.8, share, "pill", _ink(colour), "middle"))
    return width + 6


def _chips(desk: Desk, stage: Stage) -> list[str]:
    found = []
    if stage.optional:
        found.append(_("may be skipped"))
    if stage.for_:
        found.append(desk.only(stage.for_))
    if stage.can_start and desk.numbers[stage.id] > 1:
        found.append(_("deals may begin here"))
    if stage.from_ is not None and stage.next is None and stage.is_before_the_sale:
        found.append(_("then back to where the deal was"))
    return found


def _work(sheet: Sheet, desk: Desk, work: Work) -> None:
    """Who works here and for how long, and to whom the deal is handed over."""
    owner = wording.role_name(desk.playbook, work.owner)
    taker = work.handover.to if work.handover and work.handover.to != work.owner else None
    parts = list(days(work))
    if work.owner != desk.common_owner and not taker:
        parts.insert(0, owner)
    if taker or parts:
        sheet.y += 3
    if taker:
        _handover(sheet, owner, wording.role_name(desk.playbook, taker))
    sheet.listed(parts, "meta", x=18, limit=sheet.width - 32)


def _handover(sheet: Sheet, owner: str, taker: str) -> None:
    """Who hands over to whom, in one line or in two."""
    limit = sheet.width - 49
    passed = f"{owner} → {taker}"
    lines = (passed,) if sheet.measure(passed, "meta") <= limit else (f"{owner} →", taker)
    sheet.shapes.append(path(icons.HANDOVER, "f-mark f-mark-seller", 23.5, sheet.y + 7.5))
    for line in lines:
        sheet.write(line, "meta", x=35, limit=limit, tone="seller", most=2)


Outline = Callable[[float, float], Shape]


def gate(
    desk: Desk,
    work: Work,
    criteria: Sequence[Criterion],
    heading: str,
    width: float,
    outline: Outline,
) -> Box:
    """The conditions for going on, in a box of their own."""
    sheet = Sheet(width, desk.language, y=9)
    sheet.shapes.append(path(icons.DIAMOND, "f-ink-gate-edge", 21, 17))
    sheet.write(heading, "head", x=32, limit=width - 44, tone="gate", most=2, leading=1.25)
    sheet.y += 2
    desk.criteria(sheet, criteria, x=21, most=_MOST_CRITERIA, lines=3 if width >= _ROOMY else 4)
    filled = "" if criteria is work.entry else desk.to_fill(work.must_fill)
    if filled:
        sheet.y += 2
        sheet.shapes.append(path(icons.PEN, "f-mark-soft", 20, sheet.y + 7.5))
        sheet.write(filled, "item", x=32, limit=width - 46, tone="soft", most=3)
    height = sheet.y + 9
    return sheet.box(height, (outline(width, height),), wording.headed(heading, work.name))


def clipped(width: float, height: float) -> Shape:
    """The outline of a gate that stands alone: its corners are clipped."""
    drawn = (
        f"M{_CLIP} 0H{width - _CLIP:g}L{width:g} {_CLIP}V{height - _CLIP:g}"
        f"L{width - _CLIP:g} {height:g}H{_CLIP}L0 {height - _CLIP:g}V{_CLIP}Z"
    )
    return path(drawn, "f-box-gate f-edge")


def pocket(width: float, height: float) -> Shape:
    """The outline of a gate that hangs under its card: only the lower corners are clipped."""
    drawn = (
        f"M0 0H{width:g}V{height - _CLIP:g}L{width - _CLIP:g} {height:g}H{_CLIP}"
        f"L0 {height - _CLIP:g}Z"
    )
    return path(drawn, "f-box-gate f-edge")


def won_card(desk: Desk, stage: Stage, width: float, slack: float = 0.0) -> Box:
    """Where the deal is won; ``slack`` is how much higher it is than it need be."""
    sheet = Sheet(width, desk.language, y=13 + slack / 2)
    limit = width - (84 if width >= _ROOMY else 54)
    sheet.write(
        stage.name, "name", x=width / 2 + 9, limit=limit, tone="won", most=4, anchor="middle"
    )
    widest = max(sheet.measure(line.text, "name") for line in sheet.words)
    mark = path(icons.CHECK, "f-mark f-mark-won", width / 2 - widest / 2 - 8, 22 + slack / 2)
    for line in filter(None, (stage.goal, desk.to_fill(stage.must_fill))):
        sheet.write(line, "body", x=width / 2, limit=limit, tone="soft", most=3, anchor="middle")
    height = sheet.y + 12 + slack / 2
    under = (rect(0, 0, width, height, "f-box-won f-edge", min(28, height / 2)), mark)
    about = wording.headed(wording.term("won"), stage.name)
    return sheet.box(height, under, about)
