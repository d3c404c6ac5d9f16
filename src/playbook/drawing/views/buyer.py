"""The buyer's journey: what the buyer does, who takes part, and which stages of ours help."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from math import fsum
from typing import Final

from playbook import wording
from playbook.drawing.boxes import Box, Shape, Sheet, Words, path, rect
from playbook.drawing.desk import Desk
from playbook.drawing.views.journey import Journey, Stop, stage_box, step_box
from playbook.drawing.views.page import MARGIN, Placed, Plan
from playbook.drawing.views.people import people
from playbook.drawing.views.pieces import arrow
from playbook.errors import PlaybookError
from playbook.messages import _, n_, p_

_CARD: Final = 440.0
_NARROW: Final = 272.0
"""The width of the cards where the journey runs down, and where it runs to the right."""
_PAD: Final = 20.0
_HEAD: Final = 46.0
_GAP: Final = 26.0
_BESIDE: Final = 44.0
"""The room between the buyer's lane and ours."""
_CLOSE: Final = 10.0


def _subtitle(desk: Desk) -> str:
    """What the journey shows, in a line."""
    count = len(desk.playbook.buyer_steps)
    steps = n_("{count} step", "{count} steps", count).format(count=count)
    return f"{_('Buyer journey')} · {steps}"


def _journey(desk: Desk, direction: str) -> list[Placed]:
    """The buyer's steps one after the other, our stages beside or under them.

    Raises:
        PlaybookError: the playbook names no steps of the buyer.

    """
    if not desk.playbook.buyer_steps:
        hint = _("Add `buyer_steps:`: what does the buyer do, from the problem to the purchase?")
        raise PlaybookError(f"{_('Nothing says which steps the buyer takes.')} {hint}")
    drawn = _across(desk) if direction == "right" else _down(desk)
    width = max(each.x + each.box.width for each in drawn) - MARGIN
    bottom = max(each.y + each.box.height for each in drawn)
    return [*drawn, *people(desk, width, bottom + 34)]


@dataclass(frozen=True)
class _Row:
    """A step with our stages, as boxes of one width."""

    stop: Stop
    step: Box
    stages: tuple[Box, ...]

    @cached_property
    def stack(self) -> float:
        """How high the stages are that stand on each other."""
        return fsum(box.height + _CLOSE for box in self.stages) - _CLOSE

    def parts(self) -> Iterator[tuple[Box, tuple[str, str] | None]]:
        """The boxes of the stages with what they stand for."""
        ids = [stage.id for stage in self.stop.stages]
        for place, box in enumerate(self.stages):
            yield box, ("stage", str(ids[place])) if ids else None


def _rows(desk: Desk, width: float) -> list[_Row]:
    whole = Journey(desk)
    return [
        _Row(stop, step_box(desk, stop, width), tuple(_stages(desk, stop, width)))
        for stop in whole.stops
    ]


def _stages(desk: Desk, stop: Stop, width: float) -> Iterator[Box]:
    for stage in stop.stages:
        yield stage_box(desk, stage, width, is_whole=stage in stop.homes)
    if not stop.stages:
        sheet = Sheet(width, desk.language, y=11)
        words = _("None of our stages helps here.")
        sheet.write(words, "item", x=16, limit=width - 32, tone="soft", most=3)
        height = sheet.y + 9
        frame = rect(0, 0, width, height, "f-chip-soft f-dashed", 11)
        yield sheet.box(height, (frame,), "")


def _down(desk: Desk) -> list[Placed]:
    """Steps below each other at the left, our stages at the right of each."""
    rows = _rows(desk, _CARD)
    left = MARGIN + _PAD
    right = left + _CARD + 2 * _PAD + _BESIDE
    placed: list[Placed] = []
    lines: list[Shape] = []
    y = _HEAD + 6
    for number, row in enumerate(rows):
        height = max(row.step.height, row.stack)
        placed.append(Placed(row.step, left, y, ("step", str(row.stop.step.id))))
        top = y
        for box, part in row.parts():
            placed.append(Placed(box, right, top, part))
            if row.stop.stages:
                lines += _elbow(left + _CARD, y + 24, right, top + 24)
            top += box.height + _CLOSE
        following = rows[number + 1 : number + 2]
        if following and not following[0].stop.step.always_on:
            length = height - row.step.height + _GAP - 1
            lines += arrow("buyer", left + _CARD / 2, y + row.step.height, length, down=True)
        y += height + _GAP
    bottom = y - _GAP + _PAD
    lanes = (
        _lane(desk, "buyer", _CARD + 2 * _PAD, bottom, _CARD),
        _lane(desk, "seller", _CARD + 2 * _PAD, bottom, _CARD),
    )
    under = Box(right + _CARD + _PAD, bottom, tuple(lines), ())
    return [
        Placed(lanes[0], left - _PAD, 0),
        Placed(lanes[1], right - _PAD, 0),
        Placed(under, 0, 0),
        *placed,
    ]


def _elbow(x: float, y: float, to: float, down: float) -> Iterator[Shape]:
    """A dotted line from a step to a stage of ours, with its head."""
    middle = (x + to) / 2
    drawn = (
        f"M{x:g} {y:g}H{middle:g}V{down:g}H{to - 6:g}" if down - y else f"M{x:g} {y:g}H{to - 6:g}"
    )
    yield path(drawn, "f-line-map")
    yield path("M0 0L-7.5 -3.4V3.4Z", "f-head-map", to - 1, down)


def _lane(desk: Desk, side: str, width: float, height: float, room: float) -> Box:
    """The ground of a lane, with its name and who stands behind it, in so much room."""
    name = p_("lane", "Buyer") if side == "buyer" else p_("lane", "Seller")
    sheet = Sheet(width, desk.language)
    sheet.words.append(Words(_PAD, 29, name.upper(), "lane", side))
    note = _note(desk, side)
    if note:
        taken = sheet.measure(name.upper(), "lane") + 14
        sheet.y = 17
        sheet.write(note, "note", x=_PAD + taken, limit=room - taken, tone="soft", most=1)
    return sheet.box(height, (rect(0, 0, width, height, f"f-box-{side}-lane", 16),), "")


def _note(desk: Desk, side: str) -> str:
    """Who stands behind a lane's name."""
    if side == "buyer":
        return " · ".join(role.name for role in desk.playbook.buyer_roles.values())
    return wording.role_name(desk.playbook, desk.common_owner) if desk.common_owner else ""


def _across(desk: Desk) -> list[Placed]:
    """Steps beside each other at the top, our stages under each."""
    rows = _rows(desk, _NARROW)
    first = MARGIN + _PAD
    highest = max(row.step.height for row in rows)
    below = _HEAD + 6 + highest + _PAD + _BESIDE + _HEAD
    placed: list[Placed] = []
    lines: list[Shape] = []
    x = first
    for number, row in enumerate(rows):
        placed.append(Placed(row.step, x, _HEAD + 6, ("step", str(row.stop.step.id))))
        if row.stop.stages:
            begin = _HEAD + 6 + row.step.height
            lines += arrow("map", x + _NARROW - 36, begin, below - begin - 1, down=True)
        y = below
        for box, part in row.parts():
            placed.append(Placed(box, x, y, part))
            y += box.height + _CLOSE
        following = rows[number + 1 : number + 2]
        if following and not following[0].stop.step.always_on:
            lines += arrow("buyer", x + _NARROW, _HEAD + 30, _GAP - 1, down=False)
        x += _NARROW + _GAP
    right = x - _GAP
    bottom = below + max(row.stack for row in rows) + _PAD
    width = right - first + 2 * _PAD
    ours = below - _HEAD
    lanes = (
        _lane(desk, "buyer", width, _HEAD + 6 + highest + _PAD, width - 2 * _PAD),
        _lane(desk, "seller", width, bottom - ours, _NARROW - 56),
    )
    under = Box(right, bottom, tuple(lines), ())
    return [
        Placed(lanes[0], MARGIN, 0),
        Placed(lanes[1], MARGIN, ours),
        Placed(under, 0, 0),
        *placed,
    ]


BUYER = Plan(_subtitle, _journey)
