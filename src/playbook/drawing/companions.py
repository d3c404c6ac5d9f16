"""What stands in the lanes beside the seller's: the buyer's steps, and the phases of tracks."""

from typing import Final

from playbook import wording
from playbook.drawing import icons
from playbook.drawing.boxes import Box, Sheet, Words, circle, path, rect
from playbook.drawing.desk import Desk, days
from playbook.messages import _
from playbook.model import BuyerStep, Phase, Track

STEP: Final = 232.0
PHASE: Final = 208.0
"""The widths of these cards."""


def step_card(desk: Desk, step: BuyerStep) -> Box:
    """A step of the buyer, and what shows that it is taken."""
    sheet = Sheet(STEP, desk.language, y=13)
    icon = path(icons.PERSON, "f-ink-buyer-edge", 26, 24)
    sheet.write(step.name, "side-name", x=42, limit=STEP - 58, most=3, leading=1.3)
    sheet.y = max(sheet.y + 3, 33)
    chips = [_("after the purchase")] if step.after_purchase else []
    chips += [_("all the time")] if step.always_on else []
    sheet.chips(chips, x=42, limit=STEP - 58, tone="buyer")
    if step.shown_by:
        sheet.shapes.append(path(icons.CHECK, "f-mark", 47, sheet.y + 8))
        sheet.write(step.shown_by, "side-body", x=58, limit=STEP - 74, tone="soft", most=3)
    height = sheet.y + 12
    classes = "f-box-step-after" if step.after_purchase else "f-box-step"
    classes += " f-edge f-dashed" if step.always_on else " f-edge"
    under = (rect(0, 0, STEP, height, classes, 18), icon)
    return sheet.box(height, under, _("Buyer step: {name}").format(name=step.name))


def phase_card(desk: Desk, track: Track, phase: Phase) -> Box:
    """A part of a track, with the numbers of the stages that it runs beside."""
    sheet = Sheet(PHASE, desk.language, y=12)
    sheet.write(phase.name, "side-name", x=16, limit=PHASE - 30, tone="track", most=3, leading=1.25)
    sheet.y += 3
    beside = [desk.numbers[id] for id in phase.during if id in desk.numbers]
    for place, number in enumerate(beside[:9]):
        x = 25 + place * 20
        sheet.shapes.append(circle(x, sheet.y + 9, 8.5, f"f-ink-stage-{number}"))
        sheet.words.append(Words(x, sheet.y + 12.6, str(number), "small-badge", "on", "middle"))
    sheet.y += 23 if beside else 0
    if phase.for_:
        sheet.chips([desk.only(phase.for_)], x=16, limit=PHASE - 30)
    if phase.goal:
        sheet.write(phase.goal, "side-body", x=16, limit=PHASE - 30, tone="soft", most=3)
    desk.criteria(sheet, phase.exit, x=22, most=4, lines=2)
    meta = [wording.role_name(desk.playbook, phase.owner)] if phase.owner != track.owner else []
    meta += days(phase)
    if meta:
        sheet.y += 2
        sheet.write(" · ".join(meta), "meta", x=16, limit=PHASE - 30, most=2)
    height = sheet.y + 11
    under = (rect(0, 0, PHASE, height, "f-box-phase f-edge", 12),)
    return sheet.box(height, under, f"{track.name}: {phase.name}")
