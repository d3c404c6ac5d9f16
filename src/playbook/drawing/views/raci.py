"""Who does what: tasks and approvals by stage, with a column for every role."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import fsum
from typing import Final

from playbook import wording
from playbook.drawing import icons, text
from playbook.drawing.boxes import Box, Sheet, Words, path, rect
from playbook.drawing.desk import Desk
from playbook.drawing.theme import STYLES
from playbook.drawing.views.page import MARGIN, Placed, Plan
from playbook.drawing.views.pieces import badge, bounded, hairline
from playbook.drawing.views.tasks import Group, Row, groups, roles
from playbook.duties import SHARES, Share, Shares
from playbook.errors import PlaybookError
from playbook.messages import _, n_, p_
from playbook.model import RoleId, Stage

_TASK: Final = 430.0
"""The width of the column with the tasks."""
_NARROWEST, _WIDEST = 68.0, 124.0
_HEADS_AGAIN: Final = 640.0
"""How far down the heads of the columns are repeated, at the next stage."""
_BETWEEN: Final = 36.0
_SIGN: Final = 21.0
_LOOKS: Final = {
    "R": ("f-ink-seller", "on"),
    "A": ("f-box-other", "other"),
    "C": ("f-box-step", "buyer"),
    "I": ("f-box-card f-dashed", "soft"),
}


@dataclass(frozen=True)
class _Table:
    """The measures that all parts of the matrix share."""

    desk: Desk
    roles: tuple[RoleId, ...]

    @cached_property
    def column(self) -> float:
        """The width of a role's column: as the longest word in the heads needs it."""
        names = (wording.role_name(self.desk.playbook, id) for id in self.roles)
        return bounded(names, "head", self.desk.language, _NARROWEST - 12, _WIDEST - 12) + 14

    @property
    def width(self) -> float:
        """The width of the whole."""
        return _TASK + self.column * len(self.roles)

    def middle(self, place: int) -> float:
        """The middle of a role's column."""
        return _TASK + self.column * (place + 0.5)


def _subtitle(desk: Desk) -> str:
    """What the matrix shows, in a line."""
    found = groups(desk)
    tasks = sum(not row.is_approval for group in found for row in group.rows)
    approvals = sum(row.is_approval for group in found for row in group.rows)
    parts = [_("Who does what"), n_("{count} task", "{count} tasks", tasks).format(count=tasks)]
    if approvals:
        count = n_("{count} approval", "{count} approvals", approvals)
        parts.append(count.format(count=approvals))
    return " · ".join(parts)


def _matrix(desk: Desk, direction: str) -> list[Placed]:
    """The matrix from top to bottom; to the right in two halves side by side.

    Raises:
        PlaybookError: no stage has a task or an approval.

    """
    found = groups(desk)
    if not any(group.rows for group in found):
        hint = _("Add `tasks:` with what brings a deal to its gate.")
        raise PlaybookError(f"{_('No stage has a task or an approval.')} {hint}")
    table = _Table(desk, roles(desk, found))
    legend = _legend(table, found)
    placed = [Placed(legend, MARGIN, 0)]
    top = legend.height + 14
    x = MARGIN
    for part in _parts(table, found, 2 if direction == "right" else 1):
        placed += _part(table, part, x, top)
        x += table.width + _BETWEEN
    return placed


def _parts(table: _Table, every: Sequence[Group], count: int) -> Iterator[Sequence[Group]]:
    """The groups in so many parts of about the same height."""
    heights = [fsum(box.height for box in _boxes(table, group)) for group in every]
    rest, begin = fsum(heights), 0
    for left in range(count, 1, -1):
        end, used = begin, 0.0
        while end < len(every) and used + heights[end] / 2 < rest / left:
            used += heights[end]
            end += 1
        yield every[begin:end]
        rest, begin = rest - used, end
    yield every[begin:]


def _part(table: _Table, part: Sequence[Group], x: float, y: float) -> Iterator[Placed]:
    """Groups below each other, with the heads of the columns above them and again further down."""
    since = _HEADS_AGAIN
    for group in part:
        if since >= _HEADS_AGAIN:
            heads = _heads(table)
            height = max(box.height for box in heads)
            for place, (role, box) in enumerate(zip(table.roles, heads, strict=True)):
                left = x + _TASK + table.column * place
                yield Placed(box, left, y + height - box.height, ("role", role))
            y += height
            since = 0.0
        stands_for = (group.holder.kind, group.holder.key)
        for number, box in enumerate(_boxes(table, group)):
            yield Placed(box, x, y, stands_for if number == 0 else None)
            y += box.height
            since += box.height
        y += 12


def _meanings() -> dict[Share, str]:
    """What the letters mean."""
    return {
        "R": p_("raci", "Does it"),
        "A": p_("raci", "Accountable"),
        "C": p_("raci", "Is asked for advice"),
        "I": p_("raci", "Is told"),
        "V": p_("raci", "Approves"),
    }


def _legend(table: _Table, found: Sequence[Group]) -> Box:
    """The letters that occur, with their meanings."""
    language, width = table.desk.language, table.width
    occurring = {
        letter
        for group in found
        for marks in group.every
        for letters in marks.values()
        for letter in letters
    }
    sheet = Sheet(width, language)
    x = 0.0
    for letter, meaning in _meanings().items():
        if letter not in occurring:
            continue
        words = text.cut(meaning, width - 32, STYLES["legend"], language)
        needed = 30 + sheet.measure(words, "legend")
        if x and x + needed > width:
            x, sheet.y = 0.0, sheet.y + 28
        _sign(sheet, letter, x + _SIGN / 2, sheet.y + _SIGN / 2)
        sheet.words.append(Words(x + 29, sheet.y + 14.6, words, "legend", "soft"))
        x += needed + 22
    return sheet.box(sheet.y + _SIGN, (), "")


def _sign(sheet: Sheet, letter: Share, x: float, y: float) -> None:
    """A letter in its frame around a point; a tick for an approval."""
    half = _SIGN / 2
    if letter == "V":
        sheet.shapes.append(rect(x - half, y - half, _SIGN, _SIGN, "f-box-gate", 6))
        sheet.shapes.append(path(icons.CHECK, "f-mark", x, y))
        return
    classes, tone = _LOOKS[letter]
    sheet.shapes.append(rect(x - half, y - half, _SIGN, _SIGN, classes, 6))
    sheet.words.append(Words(x, y + 4.1, letter, "badge", tone, "middle"))


def _signs(sheet: Sheet, table: _Table, marks: Shares, y: float) -> None:
    """The marks of a row, each in its role's column."""
    for place, role in enumerate(table.roles):
        letters = sorted(marks.get(role, ()), key=SHARES.index)
        x = table.middle(place) - (len(letters) - 1) * (_SIGN + 3) / 2
        for letter in letters:
            _sign(sheet, letter, x, y)
            x += _SIGN + 3


def _heads(table: _Table) -> list[Box]:
    """The heads of the columns."""
    return [_head(table, wording.role_name(table.desk.playbook, role)) for role in table.roles]


def _head(table: _Table, name: str) -> Box:
    sheet = Sheet(table.column, table.desk.language, y=24)
    middle, limit = table.column / 2, table.column - 12
    sheet.shapes.append(path(icons.PERSON, "f-ink-soft", middle, 12))
    sheet.write(name, "head", x=middle, limit=limit, most=4, leading=1.25, anchor="middle")
    height = sheet.y + 8
    under = (rect(2, 0, table.column - 4, height, "f-ink-page f-edge", 8),)
    return sheet.box(height, under, wording.headed(_("Role"), name))


def _boxes(table: _Table, group: Group) -> Iterator[Box]:
    """The head of a group and its rows."""
    yield _group_box(table, group)
    for number, row in enumerate(group.rows):
        is_last = number == len(group.rows) - 1
        yield _row_box(table, row, is_even=number % 2 == 1, is_last=is_last)


def _group_box(table: _Table, group: Group) -> Box:
    desk, work = table.desk, group.holder.work
    sheet = Sheet(table.width, desk.language, y=9)
    name, lane, tone = str(work.name), "f-box-seller-lane", "ink"
    left = 40.0
    if isinstance(work, Stage):
        badge(sheet, desk, work, 22, 19)
    elif group.track:
        name, lane, tone = wording.headed(group.track.name, work.name), "f-box-track-lane", "track"
        left = 16.0
    sheet.write(name, "side-name", x=left, limit=_TASK - left - 12, tone=tone, most=3, leading=1.3)
    height = max(sheet.y + 7, 38)
    _signs(sheet, table, group.marks, height / 2)
    under = (rect(0, 0, table.width, height, f"{lane} f-edge", 9),)
    return sheet.box(height, under, _spoken(desk, name, group.marks))


def _row_box(table: _Table, row: Row, *, is_even: bool, is_last: bool) -> Box:
    sheet = Sheet(table.width, table.desk.language, y=7)
    left = 40.0
    if row.is_approval:
        sheet.shapes.append(path(icons.DIAMOND, "f-ink-gate-edge", 23, sheet.y + 8.5))
    else:
        sheet.shapes.append(path(icons.DOT, "f-mark-soft", 23, sheet.y + 8.5))
    tone = "gate" if row.is_approval else "ink"
    sheet.write(row.words, "body", x=left, limit=_TASK - left - 14, tone=tone, most=4)
    if row.small:
        sheet.write(row.small, "item", x=left, limit=_TASK - left - 14, tone="soft", most=2)
    height = max(sheet.y + 6, 34)
    _signs(sheet, table, row.marks, height / 2)
    if not is_last:
        hairline(sheet, 8, height - 1, table.width - 16)
    fill = "f-ink-seller-lane" if is_even else "f-ink-page"
    under = (rect(0, 0, table.width, height, fill, 6),)
    return sheet.box(height, under, _spoken(table.desk, row.words, row.marks))


def _spoken(desk: Desk, name: str, marks: Shares) -> str:
    """A row in words, for those who cannot see the letters."""
    found = [name]
    for letter, meaning in _meanings().items():
        names = [wording.role_name(desk.playbook, id) for id, own in marks.items() if letter in own]
        if names:
            found.append(wording.headed(meaning, wording.listed(names)))
    return ". ".join(part.rstrip(".。") for part in found)


RACI = Plan(_subtitle, _matrix)
