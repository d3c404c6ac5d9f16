"""The scale of a score: its bands side by side, and from where on it is passed."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from playbook.drawing import text
from playbook.drawing.boxes import Sheet, Words, path, rect
from playbook.drawing.desk import Desk
from playbook.drawing.theme import STYLES
from playbook.drawing.views.pieces import plain
from playbook.local import Local
from playbook.messages import _
from playbook.model import Scoring
from playbook.scoring import Range

_BAR: Final = 30.0
_GAP: Final = 3.0
_LEAST: Final = 92.0
"""A band gets at least so much room, however few scores are in it."""


@dataclass(frozen=True)
class _Zone:
    """A part of the scale, and the room that it has on it."""

    begin: float
    end: float
    name: str = ""
    about: str = ""
    tone: str = "card"
    x: float = 0
    width: float = 0

    def place(self, score: float) -> float:
        """Where a score stands that is in this zone."""
        return self.x + self.width * (score - self.begin) / (self.end - self.begin)


def scale(sheet: Sheet, desk: Desk, rules: Scoring, best: Range, *, x: float, limit: float) -> None:
    """Draw the scale across, and move down."""
    zones = _laid(_zones(rules, best), x, limit)
    local = Local(desk.language)
    top = sheet.y + (22 if rules.pass_ is not None else 0)
    lowest = top
    for zone in zones:
        sheet.y = top
        _draw(sheet, zone, local.number(zone.begin))
        lowest = max(lowest, sheet.y)
    end = Words(x + limit - _GAP, top + _BAR + 15.5, local.number(best.high), "meta", "ink", "end")
    sheet.words.append(end)
    if rules.pass_ is not None:
        score = min(max(rules.pass_, best.low), best.high)
        [zone] = [each for each in zones if each.begin <= score <= each.end][-1:]
        words = f"{_('Passed from')} {local.number(rules.pass_)}"
        _flag(sheet, words, zone.place(score), top, x, x + limit)
    sheet.y = lowest


def _zones(rules: Scoring, best: Range) -> tuple[_Zone, ...]:
    """The bands that scores can be in; without bands one zone, and two where something is passed."""
    bands = sorted(rules.bands, key=lambda band: band.from_)
    inside = [band for band in bands if band.from_ < best.high]
    begins = [max(band.from_, best.low) for band in inside]
    if not inside:
        middle = () if rules.pass_ is None else (rules.pass_,)
        cuts = [best.low, *(each for each in middle if best.low < each < best.high), best.high]
        tones = ("end", "won") if len(cuts) > 2 else ("other",)
        return tuple(
            _Zone(*both, tone=tone) for both, tone in zip(pairwise(cuts), tones, strict=True)
        )
    zones = [
        _Zone(begin, end, band.name, plain(band.about), _tone(place, len(inside)))
        for place, (band, (begin, end)) in enumerate(
            zip(inside, pairwise([*begins, best.high]), strict=True)
        )
        if begin < end
    ]
    first = zones[0].begin
    return (*([_Zone(best.low, first)] if first > best.low else []), *zones)


def _tone(place: int, count: int) -> str:
    """The colour of a band: the lowest warns, the highest is the best."""
    if place == count - 1:
        return "won"
    return "end" if place == 0 else "park"


def _laid(zones: Sequence[_Zone], x: float, limit: float) -> tuple[_Zone, ...]:
    """The zones as wide as they are long, but none so narrow that nothing fits in."""
    whole = zones[-1].end - zones[0].begin
    least = min(_LEAST, limit / len(zones))
    rest = limit - least * len(zones)
    found = []
    for zone in zones:
        width = least + rest * (zone.end - zone.begin) / whole
        found.append(_Zone(zone.begin, zone.end, zone.name, zone.about, zone.tone, x, width))
        x += width
    return tuple(found)


def _draw(sheet: Sheet, zone: _Zone, begin: str) -> None:
    """A zone with its name in it, where it begins, and what it means."""
    width = zone.width - _GAP
    sheet.shapes.append(rect(zone.x, sheet.y, width, _BAR, f"f-box-{zone.tone}", 7))
    if zone.name:
        name = text.cut(zone.name, width - 12, STYLES["meta"], sheet.language)
        sheet.words.append(
            Words(zone.x + width / 2, sheet.y + 19, name, "meta", zone.tone, "middle")
        )
    sheet.y += _BAR + 4
    sheet.write(begin, "meta", x=zone.x + 1, limit=width - 30, most=1)
    if zone.about:
        sheet.write(zone.about, "item", x=zone.x + 1, limit=width - 12, tone="soft", most=8)


def _flag(sheet: Sheet, words: str, x: float, top: float, left: float, right: float) -> None:
    """A mark over the scale, and what it says beside it."""
    sheet.shapes.append(path("M0 0L-5 -8H5Z", "f-ink-won", x, top - 2))
    width = sheet.measure(words, "meta")
    begin = x + 10 if x + 10 + width <= right else max(left, x - 10 - width)
    sheet.words.append(Words(begin, top - 4, words, "meta", "won"))
