"""What stands in the boxes of the seller: stages, gates, and the deal that is won."""

from collections.abc import Sequence
from typing import Final

from playbook import wording
from playbook.drawing import icons
from playbook.drawing.boxes import Box, Shape, Sheet, Words, circle, path, rect
from playbook.drawing.desk import Desk, days
from playbook.messages import _
from playbook.model import Criterion, Stage, Work

CARD: Final = 280.0
GATE: Final = 244.0
"""The widths of a stage on the main line, and of its gate."""
BESIDE: Final = 226.0
"""The width of a stage beside the line."""
_MOST_CRITERIA = 6


def stage_card(desk: Desk, stage: Stage, width: float) -> Box:
    """A stage in which someone works: number, name, probability, goal, owner and time."""
    sheet = Sheet(width, desk.language, y=13)
    number = desk.numbers[stage.id]
    colour = f"f-ink-stage-{number}"
    inner = width - 32
    pill = _probability(sheet, stage, colour)
    sheet.shapes.append(circle(29, 24, 11, colour))
    sheet.words.append(Words(29, 28.1, str(number), "badge", "on", "middle"))
    sheet.write(stage.name, "name", x=48, limit=width - 62 - pill, most=3, leading=1.25)
    sheet.y = max(sheet.y + 3, 38)
    sheet.chips(_chips(desk, stage), x=18, limit=inner)
    if stage.goal:
        sheet.write(stage.goal, "body", x=18, limit=inner, tone="soft", most=4)
    meta = _meta(desk, stage)
    if meta:
        sheet.y += 3
        sheet.write(meta, "meta", x=18, limit=inner, most=2)
    _bar(sheet, stage, colour)
    height = sheet.y + 12
    dashed = " f-dashed" if stage.optional else ""
    edge = f"M6 .6A11.6 11.6 0 0 0 -.6 11V{height - 11:g}A11.6 11.6 0 0 0 6 {height - 0.6:g}Z"
    under = (
        rect(0.5, 2, width - 1, height, "f-ink-shade", 11),
        rect(0, 0, width, height, f"f-box-card f-edge{dashed}", 11),
        path(edge, colour),
    )
    return sheet.box(height, under, _about_stage(stage, number))


def _bar(sheet: Sheet, stage: Stage, colour: str) -> None:
    """The probability as a bar."""
    if stage.probability is None:
        return
    room = sheet.width - 32
    share = room * stage.probability / 100
    sheet.y += 8
    sheet.shapes.append(rect(18, sheet.y, room, 4, "f-ink-rail", 2))
    if share:
        sheet.shapes.append(rect(18, sheet.y, share, 4, colour, min(2, share / 2)))
    sheet.y += 4


def _about_stage(stage: Stage, number: int) -> str:
    said = [_("Stage {number}: {name}").format(number=number, name=stage.name)]
    if stage.probability is not None:
        said.append(f"{stage.probability}%")
    if stage.goal:
        said.append(stage.goal)
    return ". ".join(part.rstrip(".。") for part in said)


def _probability(sheet: Sheet, stage: Stage, colour: str) -> float:
    """The pill with the probability, and the room it takes beside the name."""
    if stage.probability is None:
        return 0
    share = f"{stage.probability}%"
    width = sheet.measure(share, "pill") + 18
    left = sheet.width - 14 - width
    sheet.shapes.append(rect(left, 13, width, 21, f"{colour} f-tint", 10.5))
    sheet.words.append(
        Words(left + width / 2, 27.8, share, "pill", colour.removeprefix("f-ink-"), "middle")
    )
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


def _meta(desk: Desk, work: Work) -> str:
    """Who works here, to whom it is handed over, and for how long."""
    parts = []
    owner = wording.role_name(desk.playbook, work.owner)
    if work.handover and work.handover.to and work.handover.to != work.owner:
        parts.append(f"{owner} → {wording.role_name(desk.playbook, work.handover.to)}")
    elif work.owner != desk.common_owner:
        parts.append(owner)
    parts += (part.replace(" ", "\u00a0") for part in days(work))
    return " · ".join(parts)


def gate(desk: Desk, work: Work, criteria: Sequence[Criterion], heading: str, width: float) -> Box:
    """The conditions for going on, in a box with clipped corners."""
    sheet = Sheet(width, desk.language, y=9)
    sheet.shapes.append(path(icons.DIAMOND, "f-ink-gate-edge", 21, 17))
    sheet.write(heading, "head", x=32, limit=width - 46, tone="gate", most=1)
    sheet.y += 2
    desk.criteria(sheet, criteria, x=21, most=_MOST_CRITERIA, lines=3)
    filled = "" if criteria is work.entry else desk.to_fill(work.must_fill)
    if filled:
        sheet.y += 2
        sheet.shapes.append(path(icons.PEN, "f-mark-soft", 20, sheet.y + 7.5))
        sheet.write(filled, "item", x=32, limit=width - 46, tone="soft", most=3)
    height = sheet.y + 9
    return sheet.box(height, (_clipped(width, height),), f"{heading}: {work.name}")


def _clipped(width: float, height: float) -> Shape:
    corner = 10
    drawn = (
        f"M{corner} 0H{width - corner:g}L{width:g} {corner}V{height - corner:g}"
        f"L{width - corner:g} {height:g}H{corner}L0 {height - corner:g}V{corner}Z"
    )
    return path(drawn, "f-box-gate f-edge")


def won_card(desk: Desk, stage: Stage, width: float) -> Box:
    """Where the deal is won."""
    sheet = Sheet(width, desk.language, y=13)
    limit = width - 84
    sheet.write(
        stage.name, "name", x=width / 2 + 9, limit=limit, tone="won", most=2, anchor="middle"
    )
    widest = max(sheet.measure(line.text, "name") for line in sheet.words)
    mark = path(icons.CHECK, "f-mark f-mark-won", width / 2 - widest / 2 - 8, 22)
    for line in filter(None, (stage.goal, desk.to_fill(stage.must_fill))):
        sheet.write(line, "body", x=width / 2, limit=limit, tone="soft", most=2, anchor="middle")
    height = sheet.y + 12
    under = (rect(0, 0, width, height, "f-box-won f-edge", min(28, height / 2)), mark)
    about = f"{wording.term('won')}: {stage.name}"
    return sheet.box(height, under, about)
