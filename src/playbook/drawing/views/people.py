"""The people on the buyer's side who decide, a card for each."""

from collections.abc import Iterator
from typing import Final

from playbook.drawing import icons
from playbook.drawing.boxes import Box, Sheet, path, rect
from playbook.drawing.desk import Desk
from playbook.drawing.views.page import MARGIN, Placed
from playbook.drawing.views.pieces import badge, plain
from playbook.messages import _
from playbook.model import BuyerRole

_LEAST: Final = 280.0
_MOST: Final = 500.0
_GAP: Final = 16.0


def people(desk: Desk, width: float, y: float) -> Iterator[Placed]:
    """The buyer's roles in as many columns as there is room for."""
    roles = tuple(desk.playbook.buyer_roles.values())
    if not roles:
        return
    head = Sheet(width, desk.language)
    head.write(_("The people who decide"), "name", x=0, limit=width, tone="buyer", most=2)
    yield Placed(head.box(head.y, (), ""), MARGIN, y)
    y += head.y + 10
    fitting = max(1, int((width + _GAP) // (_LEAST + _GAP)))
    rows = -(-len(roles) // fitting)
    columns = -(-len(roles) // rows)
    room = min((width - _GAP * (columns - 1)) / columns, _MOST)
    for first in range(0, len(roles), columns):
        row = roles[first : first + columns]
        height = max(_card(desk, role, room).height for role in row)
        for place, role in enumerate(row):
            x = MARGIN + place * (room + _GAP)
            yield Placed(_card(desk, role, room, height), x, y, ("buyer_role", str(role.id)))
        y += height + _GAP


def _card(desk: Desk, role: BuyerRole, width: float, height: float = 0) -> Box:
    """One of them: who it is, and what this person cares about; at least so high."""
    sheet = Sheet(width, desk.language, y=13)
    limit = width - 60
    sheet.shapes.append(path(icons.PERSON, "f-ink-buyer-edge", 26, 24))
    sheet.write(role.name, "side-name", x=44, limit=limit, most=3, leading=1.3)
    sheet.y = max(sheet.y + 2, 35)
    about = plain(role.about)
    if about:
        sheet.write(about, "side-body", x=44, limit=limit, tone="soft", most=5)
    if role.cares_about:
        sheet.y += 4
        sheet.write(_("Cares about"), "meta", x=44, limit=limit, tone="buyer", most=1)
        for words in role.cares_about:
            sheet.shapes.append(path(icons.DOT, "f-mark-soft", 49, sheet.y + 8))
            sheet.write(words, "side-body", x=58, limit=limit - 14, most=4)
            sheet.y += 1.5
    _known_by(sheet, desk, role)
    height = max(height, sheet.y + 12)
    return sheet.box(height, (rect(0, 0, width, height, "f-box-step f-edge", 16),), role.name)


def _known_by(sheet: Sheet, desk: Desk, role: BuyerRole) -> None:
    """The stages by whose end somebody in this role is known."""
    stages = [stage for stage in desk.playbook.stages if role.id in stage.buyer_roles]
    if not stages:
        return
    sheet.y += 5
    sheet.write(_("Known by the end of:"), "meta", x=44, limit=sheet.width - 60, most=1)
    sheet.y += 2
    x = 44.0
    for stage in stages:
        if x + 22 > sheet.width - 14:
            x, sheet.y = 44.0, sheet.y + 25
        badge(sheet, desk, stage, x + 10.5, sheet.y + 11)
        x += 26
    sheet.y += 22
