"""The cells of a sheet that is not ours, sorted under the headings that are known."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from playbook.rollout.workbook import headings
from playbook.rollout.workbook.opening import Sheet, Value

_LOOK_IN: Final = 20
"""The heads of a table stand in one of so many rows at the top."""
_BULLET: Final = re.compile(r"^\s*(?:[-–—•·▪◦*○●□☐]|\d{1,2}[.)、）]|[（(]\d{1,2}[)）])\s*")


@dataclass(frozen=True)
class Grid:
    """A table: which known thing stands in which column, and the rows below the heads."""

    places: Mapping[str, int]
    below: Sequence[Sequence[Value]]
    unknown: tuple[tuple[str, str], ...]
    """Headings that are not known, each with the first that stands below it."""
    are_shares: bool
    """Whether probabilities are written as shares of one."""

    @property
    def keys(self) -> frozenset[str]:
        """What is known of the columns."""
        return frozenset(self.places)

    def has(self, key: str) -> bool:
        """Whether there is such a column."""
        return key in self.places

    def rows(self, carried: str = "") -> Iterator[dict[str, str]]:
        """The rows as texts; what stands in ``carried`` holds until something else does."""
        before = ""
        for line in self.below:
            row = {key: _text(line, place) for key, place in self.places.items()}
            if not any(row.values()):
                continue
            if carried:
                before = row[carried] = row[carried] or before
                if not before:
                    continue
            yield row


def grid(sheet: Sheet) -> Grid | None:
    """The table in a sheet; None if nothing in it is known."""
    for number, line in enumerate(sheet.rows[:_LOOK_IN]):
        places: dict[str, int] = {}
        unknown: list[int] = []
        for place in range(len(line)):
            heading = _text(line, place)
            key = headings.column(heading)
            if key and key not in places:
                places[key] = place
            elif heading:
                unknown.append(place)
        if {"stage", "field", "reason"} & places.keys() and (len(places) > 1 or len(unknown) == 0):
            _settle(places)
            below = sheet.rows[number + 1 :]
            named = tuple((_text(line, place), _example(below, place)) for place in unknown)
            return Grid(places, below, named, _are_shares(sheet, places, below))
    return None


def items(cell: str, also: str = "") -> tuple[str, ...]:
    """The things that stand in one cell: a line each, or between the signs of ``also``."""
    parts = re.split(f"[\n{re.escape(also)}]", cell) if also else cell.split("\n")
    found = (_BULLET.sub("", part).strip() for part in parts)
    return tuple(dict.fromkeys(part for part in found if part))


def whole(text: str, most: int, *, as_share: bool = False) -> int | None:
    """A whole number from 0 to ``most``; None if a text is none."""
    plain = text.strip().removesuffix("%").strip().replace(",", ".")
    try:
        value = float(plain) * (100 if as_share and not text.strip().endswith("%") else 1)
    except ValueError:
        return None
    near = round(value) if abs(value) < 1e9 else -1
    return near if abs(value - near) < 1e-6 and 0 <= near <= most else None


def _settle(places: dict[str, int]) -> None:
    """A type beside stages is that of the stage, unless there are fields."""
    if "type" in places and "field" not in places:
        places.setdefault("kind", places.pop("type"))


def _are_shares(sheet: Sheet, places: Mapping[str, int], below: Sequence[Sequence[Value]]) -> bool:
    place = places.get("probability")
    if place is None:
        return False
    if place in sheet.shares:
        return True
    numbers = [
        cell
        for line in below
        for cell in line[place : place + 1]
        if isinstance(cell, int | float) and not isinstance(cell, bool)
    ]
    return any(0 < each < 1 for each in numbers) and all(0 <= each <= 1 for each in numbers)


def _text(line: Sequence[Value], place: int) -> str:
    value = line[place] if place < len(line) else None
    return "" if value is None else str(value).strip()


def _example(below: Sequence[Sequence[Value]], place: int) -> str:
    return next((found for line in below if (found := _text(line, place))), "")
