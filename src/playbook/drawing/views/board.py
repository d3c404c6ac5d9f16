"""The pipeline as a board: a column for each stage, with what stands on it in a CRM."""

from collections.abc import Iterator, Sequence
from typing import Final

from playbook import wording
from playbook.drawing import icons
from playbook.drawing.boxes import Box, Sheet, path, rect
from playbook.drawing.desk import Desk, days
from playbook.drawing.views.page import MARGIN, Placed, Plan
from playbook.drawing.views.pieces import SIGNS, badge, checklist, fact, ink, pill, said
from playbook.local import Local
from playbook.messages import _, n_
from playbook.model import Criterion, Playbook, Stage

_COLUMN: Final = 262.0
_GAP: Final = 14.0
_IN_A_ROW: Final = (4, 5)
_INSIDE: Final = 14.0
"""How far the cards stand from the edge of a column."""
_MOST_CRITERIA: Final = 9
_MOST_REASONS: Final = 12


def _subtitle(desk: Desk) -> str:
    """What the board shows, in a line."""
    count = len(desk.numbers)
    return " · ".join(
        [_("Pipeline board"), n_("{count} stage", "{count} stages", count).format(count=count)]
    )


def _board(desk: Desk, direction: str) -> list[Placed]:
    """The columns: one row of them, or as many rows as they need on a page."""
    stages = _in_order(desk.playbook)
    per_row = len(stages) if direction == "right" else _per_row(len(stages))
    placed: list[Placed] = []
    y = 0.0
    for first in range(0, len(stages), per_row):
        row = stages[first : first + per_row]
        height = max(_column(desk, stage).height for stage in row)
        for place, stage in enumerate(row):
            x = MARGIN + place * (_COLUMN + _GAP)
            placed.append(Placed(_column(desk, stage, height), x, y, ("stage", stage.id)))
        y += height + _GAP
    return placed


def _per_row(count: int) -> int:
    """How many columns stand in a row, so that the last one is as full as can be."""
    return min(count, min(_IN_A_ROW, key=lambda many: -count % many))


def _in_order(playbook: Playbook) -> tuple[Stage, ...]:
    """The stages as a board has them: before the sale, won, after it, then the other ends."""
    groups = ("lead", "open"), ("won",), ("after-sale",)
    first = [stage for kinds in groups for stage in playbook.stages if stage.kind in kinds]
    last = ("lost", "disqualified", "not-counted", "parked")
    return (*first, *(stage for kind in last for stage in playbook.stages if stage.kind == kind))


def _column(desk: Desk, stage: Stage, height: float = 0) -> Box:
    """A column, at least so high."""
    sheet = Sheet(_COLUMN, desk.language, y=14)
    _head(sheet, desk, stage)
    for label, value in _facts(desk, stage):
        fact(sheet, label, value, x=_INSIDE + 2, limit=_COLUMN - 2 * _INSIDE - 4)
    sheet.y += 4
    if stage.exit:
        _gate(sheet, desk, stage.exit)
    lines = list(_lines(desk, stage))
    if lines:
        _note(sheet, lines)
    _reasons(sheet, desk, stage)
    height = max(height, sheet.y + 6)
    lane = f"f-box-{SIGNS[stage.kind][1]}" if stage.kind in SIGNS else "f-box-seller-lane"
    dashed = " f-dashed" if stage.optional else ""
    under = (
        rect(0, 0, _COLUMN, height, f"{lane} f-edge{dashed}", 14),
        rect(14, 0, _COLUMN - 28, 4, f"f-ink-{_top(desk, stage)}", 2),
    )
    return sheet.box(height, under, _about(desk, stage))


def _top(desk: Desk, stage: Stage) -> str:
    """The colour of the bar on top of a column."""
    tone = ink(desk, stage)
    return tone if stage.is_worked else f"{tone}-edge"


def _about(desk: Desk, stage: Stage) -> str:
    number = desk.numbers.get(stage.id)
    name = (
        _("Stage {number}: {name}").format(number=number, name=stage.name)
        if number
        else wording.headed(wording.term(stage.kind), stage.name)
    )
    facts = (wording.headed(label, value) for label, value in _facts(desk, stage))
    criteria = (said(desk, each) for each in stage.exit)
    return ". ".join(part.rstrip(".。") for part in (name, *facts, *criteria))


def _head(sheet: Sheet, desk: Desk, stage: Stage) -> None:
    """The number or sign, the name, and the probability."""
    right = _COLUMN - _INSIDE
    taken = 0.0
    if stage.is_worked and stage.probability is not None:
        share = Local(desk.language).percent(stage.probability)
        taken = pill(sheet, share, right, sheet.y, ink(desk, stage)) + 8
    badge(sheet, desk, stage, 26, sheet.y + 11)
    tone = "ink" if stage.is_worked else ink(desk, stage)
    top = sheet.y
    sheet.y += 1
    sheet.write(stage.name, "name", x=44, limit=right - 44 - taken, tone=tone, most=3, leading=1.25)
    sheet.y = max(sheet.y + 6, top + 30)
    chips = [_("may be skipped")] if stage.optional else []
    chips += [desk.only(stage.for_)] if stage.for_ else []
    sheet.chips(chips, x=16, limit=_COLUMN - 32)
    sheet.y += 3 if chips else 0
    if stage.goal:
        sheet.write(stage.goal, "item", x=16, limit=_COLUMN - 32, tone="soft", most=4)
        sheet.y += 5


def _facts(desk: Desk, stage: Stage) -> Iterator[tuple[str, str]]:
    """What a CRM keeps with a stage, labels and values."""
    playbook = desk.playbook
    if stage.is_worked:
        yield _("Owner"), wording.role_name(playbook, stage.owner)
    if stage.is_before_the_sale or stage.kind == "won":
        yield _("Forecast"), wording.forecast_name(playbook, stage.forecast)
    if stage.is_worked:
        time = " · ".join(each.replace(" ", "\u00a0") for each in days(stage))
        if time:
            yield _("Time"), time
        if stage.leave_by:
            yield _("Leave by"), wording.moment(playbook, stage.leave_by)


def _gate(sheet: Sheet, desk: Desk, criteria: Sequence[Criterion]) -> None:
    """The exit criteria, on a card of their own."""
    top = sheet.y
    sheet.y += 9
    sheet.shapes.append(path(icons.DIAMOND, "f-ink-gate-edge", _INSIDE + 15, sheet.y + 8))
    sheet.write(
        _("Exit criteria"),
        "head",
        x=_INSIDE + 27,
        limit=_COLUMN - 2 * _INSIDE - 40,
        tone="gate",
        most=1,
    )
    sheet.y += 4
    checklist(
        sheet,
        desk,
        criteria,
        x=_INSIDE + 9,
        limit=_COLUMN - 2 * _INSIDE - 20,
        most=_MOST_CRITERIA,
    )
    sheet.y += 6
    _card(sheet, top, "f-box-gate")


def _card(sheet: Sheet, top: float, classes: str) -> None:
    """Lay a card under what has been written since a height."""
    frame = rect(_INSIDE, top, _COLUMN - 2 * _INSIDE, sheet.y - top, classes, 9)
    sheet.shapes.insert(0, frame)
    sheet.y += 8


def _note(sheet: Sheet, lines: Sequence[str]) -> None:
    """What else is to be done, on a card of its own."""
    top = sheet.y
    sheet.y += 8
    for line in lines:
        sheet.write(line, "item", x=_INSIDE + 11, limit=_COLUMN - 2 * _INSIDE - 22, most=5)
        sheet.y += 2
    sheet.y += 5
    _card(sheet, top, "f-box-card")


def _lines(desk: Desk, stage: Stage) -> Iterator[str]:
    """What is filled in before a deal goes on, and how it comes back."""
    filled = desk.to_fill(stage.must_fill)
    if filled:
        yield filled
    if stage.wake_up:
        yield from _waking(desk, stage)
    if stage.reopen == "same-deal":
        yield _("The deal may be opened again.")
    if stage.reopen == "new-deal":
        yield _("May come back as a new deal.")


def _waking(desk: Desk, stage: Stage) -> Iterator[str]:
    rule = stage.wake_up
    if rule is None:
        return
    span = wording.moment(desk.playbook, rule) if rule.units else ""
    target = desk.playbook.stage.get(rule.move_to) if rule.move_to else None
    if target is None:
        yield (
            _("After {span} the deal comes back to where it was.").format(span=span)
            if span
            else _("The deal comes back to where it was.")
        )
    elif span:
        yield _("After {span} the deal comes back to {stage}.").format(span=span, stage=target.name)
    else:
        yield _("The deal comes back to {stage}.").format(stage=target.name)
    if rule.trigger:
        yield _("Sooner, if: {trigger}").format(trigger=rule.trigger)


def _reasons(sheet: Sheet, desk: Desk, stage: Stage) -> None:
    """The reasons to choose from where a deal ends without a sale, as they stand in a list."""
    known = desk.playbook.reasons
    ids = stage.reasons or (tuple(known) if stage.kind == "lost" else ())
    names = [known[id].name for id in ids if id in known and known[id].under is None]
    if not names or stage.kind not in SIGNS:
        return
    sheet.write(
        _("Reasons to choose from"), "head", x=_INSIDE + 2, limit=_COLUMN - 32, tone="soft", most=1
    )
    sheet.y += 4
    shown = names if len(names) <= _MOST_REASONS else names[: _MOST_REASONS - 1]
    left = len(names) - len(shown)
    more = [n_("+ {count} more", "+ {count} more", left).format(count=left)] if left else []
    sheet.chips([*shown, *more], x=_INSIDE + 2, limit=_COLUMN - 2 * _INSIDE - 4)
    sheet.y += 2


BOARD = Plan(_subtitle, _board)
