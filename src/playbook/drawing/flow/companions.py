"""What stands in the lanes beside the seller's: the buyer's steps, and the phases of tracks."""

from collections.abc import Sequence
from typing import Final

from playbook import wording
from playbook.drawing import icons, text
from playbook.drawing.boxes import Box, Sheet, Words, circle, path, rect
from playbook.drawing.desk import Desk, days
from playbook.drawing.theme import STYLES
from playbook.messages import _, n_
from playbook.model import BuyerStep, Phase, Track

_BADGE: Final = 20.0
"""How far apart the numbers of stages are."""


def step_card(desk: Desk, step: BuyerStep, width: float) -> Box:
    """A step of the buyer, and what shows that it is taken."""
    sheet = Sheet(width, desk.language, y=13)
    icon = path(icons.PERSON, "f-ink-buyer-edge", 26, 24)
    sheet.write(step.name, "side-name", x=42, limit=width - 58, most=4, leading=1.3)
    sheet.y = max(sheet.y + 3, 33)
    chips = [_("after the purchase")] if step.after_purchase else []
    chips += [_("all the time")] if step.always_on else []
    sheet.chips(chips, x=42, limit=width - 58, tone="buyer")
    if step.shown_by:
        sheet.shapes.append(path(icons.CHECK, "f-mark", 47, sheet.y + 8))
        sheet.write(step.shown_by, "side-body", x=58, limit=width - 74, tone="soft", most=4)
    height = sheet.y + 12
    classes = "f-box-step-after" if step.after_purchase else "f-box-step"
    classes += " f-edge f-dashed" if step.always_on else " f-edge"
    under = (rect(0, 0, width, height, classes, 18), icon)
    return sheet.box(height, under, _("Buyer step: {name}").format(name=step.name))


def phase_card(desk: Desk, track: Track, phase: Phase, width: float) -> Box:
    """A part of a track, with the numbers of the stages that it runs beside."""
    sheet = Sheet(width, desk.language, y=12)
    sheet.write(phase.name, "side-name", x=16, limit=width - 30, tone="track", most=4, leading=1.25)
    sheet.y += 3
    beside = [desk.numbers[id] for id in phase.during if id in desk.numbers]
    _badges(sheet, beside)
    if phase.for_:
        sheet.chips([desk.only(phase.for_)], x=16, limit=width - 30)
    if phase.goal:
        sheet.write(phase.goal, "side-body", x=16, limit=width - 30, tone="soft", most=4)
    desk.criteria(sheet, phase.exit, x=22, most=4, lines=2)
    meta = [wording.role_name(desk.playbook, phase.owner)] if phase.owner != track.owner else []
    meta += days(phase)
    if meta:
        sheet.y += 2
        sheet.listed(meta, "meta", x=16, limit=width - 30)
    height = sheet.y + 11
    under = (rect(0, 0, width, height, "f-box-phase f-edge", 12),)
    return sheet.box(height, under, wording.headed(track.name, phase.name))


def _badges(sheet: Sheet, numbers: Sequence[int]) -> None:
    """The numbers of stages in a row, and how many more there are than fit."""
    room = int((sheet.width - 32) // _BADGE)
    shown = numbers if len(numbers) <= room else numbers[: room - 3]
    x = 16 + _BADGE / 2 - 1
    for number in shown:
        sheet.shapes.append(circle(x, sheet.y + 9, 8.5, f"f-ink-stage-{number}"))
        sheet.words.append(Words(x, sheet.y + 12.6, str(number), "small-badge", "on", "middle"))
        x += _BADGE
    left = len(numbers) - len(shown)
    if left:
        more = n_("+ {count} more", "+ {count} more", left).format(count=left)
        limit = sheet.width - 16 - x + _BADGE / 2
        words = text.cut(more, limit, STYLES["small-badge"], sheet.language)
        sheet.words.append(Words(x - _BADGE / 2 + 2, sheet.y + 12.6, words, "small-badge", "soft"))
    sheet.y += 23 if numbers else 0
