"""The pieces that several views are made of: badges, pills, checklists and lines."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from playbook import wording
from playbook.drawing import icons, text
from playbook.drawing.boxes import Shape, Sheet, Words, circle, path, rect
from playbook.drawing.desk import Desk
from playbook.drawing.theme import STYLES
from playbook.messages import _, n_
from playbook.model import Criterion, Stage

SIGNS: Final = {
    "won": (icons.CHECK, "won"),
    "lost": (icons.CROSS, "end"),
    "disqualified": (icons.BAN, "end"),
    "not-counted": (icons.MINUS, "end"),
    "parked": (icons.LOOP, "park"),
}
"""How the stages are marked in which nobody works: a drawing and its colour."""
_MARKS = re.compile(r"\*\*|__|`|^[ \t]*(?:[-*+>]|\d+\.|#{1,6})[ \t]+", re.MULTILINE)
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*\)")


def plain(prose: str | None) -> str:
    """The first paragraph of a text, without its Markdown."""
    first = (prose or "").strip().partition("\n\n")[0]
    return _MARKS.sub("", _LINK.sub(r"\1", first)).strip()


def ink(desk: Desk, stage: Stage) -> str:
    """The colour of a stage: its own if someone works in it, else that of its kind."""
    number = desk.numbers.get(stage.id)
    return f"stage-{number}" if number else SIGNS[stage.kind][1]


def badge(sheet: Sheet, desk: Desk, stage: Stage, x: float, y: float) -> None:
    """A stage's number in a circle around a point, or the sign of its kind."""
    number = desk.numbers.get(stage.id)
    if number is None:
        icon, tone = SIGNS[stage.kind]
        sheet.shapes.append(path(icon, f"f-mark f-mark-{tone}", x, y))
        return
    sheet.shapes.append(circle(x, y, 10.5, f"f-ink-stage-{number}"))
    sheet.words.append(Words(x, y + 4, str(number), "badge", "on", "middle"))


def pill(sheet: Sheet, words: str, right: float, y: float, tone: str) -> float:
    """Words in their colour on a card of their own, up to a right edge; how wide that is."""
    width = sheet.measure(words, "pill") + 18
    sheet.shapes.append(rect(right - width, y, width, 21, "f-box-card", 10.5))
    sheet.words.append(Words(right - width / 2, y + 14.8, words, "pill", tone, "middle"))
    return width


def hairline(sheet: Sheet, x: float, y: float, width: float) -> None:
    """A thin line across."""
    sheet.shapes.append(rect(x, y, width, 1, "f-ink-card-line"))


def edge(height: float) -> str:
    """The coloured edge of a card with round corners."""
    return f"M6 .6A11.6 11.6 0 0 0 -.6 11V{height - 11:g}A11.6 11.6 0 0 0 6 {height - 0.6:g}Z"


def checkbox(x: float, y: float) -> Shape:
    """An empty box to tick, around a point."""
    return rect(x - 5.5, y - 5.5, 11, 11, "f-mark-soft", 3)


def fact(sheet: Sheet, label: str, value: str, *, x: float, limit: float) -> None:
    """A label and what it says, in one line if both fit."""
    room = limit - sheet.measure(label, "item") - 12
    if sheet.measure(value, "meta") <= room:
        sheet.words.append(Words(x, sheet.y + 11.5, label, "item", "soft"))
        sheet.words.append(Words(x + limit, sheet.y + 11.5, value, "meta", "ink", "end"))
        sheet.y += 18
        return
    sheet.write(label, "item", x=x, limit=limit, tone="soft", most=1)
    sheet.write(value, "meta", x=x, limit=limit, most=3)
    sheet.y += 3


def checklist(
    sheet: Sheet, desk: Desk, criteria: Sequence[Criterion], *, x: float, limit: float, most: int
) -> None:
    """Criteria with a box to tick where they must hold, with a dot where they should."""
    shown = criteria if len(criteria) <= most else criteria[: most - 1]
    for each in shown:
        must = each.level == "must"
        middle = sheet.y + 8
        sheet.shapes.append(
            checkbox(x + 6, middle) if must else path(icons.DOT, "f-mark-soft", x + 6, middle)
        )
        sheet.write(said(desk, each), "item", x=x + 19, limit=limit - 19, most=4)
        sheet.y += 3
    left = len(criteria) - len(shown)
    if left:
        more = n_("+ {count} more", "+ {count} more", left).format(count=left)
        sheet.write(more, "item", x=x + 19, limit=limit - 19, tone="soft", most=1)


def said(desk: Desk, criterion: Criterion) -> str:
    """A criterion in words, with the deals that it is for."""
    words = wording.criterion(desk.playbook, criterion)
    if not criterion.for_:
        return words
    return _("{criterion} ({restriction})").format(
        criterion=words, restriction=desk.only(criterion.for_)
    )


def arrow(kind: str, x: float, y: float, length: float, *, down: bool) -> tuple[Shape, Shape]:
    """A straight line with a head, down or to the right."""
    drawn = f"M{x:g} {y:g}v{length - 5:g}" if down else f"M{x:g} {y:g}h{length - 5:g}"
    end = (x, y + length) if down else (x + length, y)
    head = "M0 0L-3.4 -7.5H3.4Z" if down else "M0 0L-7.5 -3.4V3.4Z"
    return path(drawn, f"f-line-{kind}"), path(head, f"f-head-{kind}", *end)


def bounded(words: Iterable[str], style: str, language: str, least: float, most: float) -> float:
    """The width that the longest of some words takes, between two bounds."""
    widths = (text.width(part, STYLES[style], language) for each in words for part in each.split())
    return min(max(least, *widths, 0.0), most)
