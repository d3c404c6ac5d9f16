"""The picture of a process on paper: whichever way it is drawn and laid, so large that it can be read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

from playbook.drawing import flow
from playbook.drawing.svg import Picture, write
from playbook.fonts.picture import prepared
from playbook.messages import speaking
from playbook.model import Playbook

_UPRIGHT: Final = (186.0, 256.0)
_ACROSS: Final = (273.0, 170.0)
"""What a page has room for, in millimetres."""
_READABLE: Final = 0.1
"""Millimetres to a point of the drawing: letters are smaller than four points below that."""
_LARGEST: Final = 0.3
_MOST_PAGES: Final = 4
_WORTH_IT: Final = 1.2
"""So much larger a picture is on several pages, or it stays on one."""
_VIEW: Final = re.compile(r'viewBox="[^"]*" width="[^"]*" height="[^"]*"')

Direction = Literal["down", "right"]


@dataclass(frozen=True)
class Sheet:
    """A page with a picture, or with a part of it."""

    svg: str
    width: float
    height: float
    is_flipped: bool
    """Whether the page lies on its long side."""


def sheets(playbook: Playbook) -> Iterator[Sheet]:
    """The pages that show a process."""
    with speaking(playbook.language):
        found: dict[Direction, Picture] = {
            "down": flow.picture(playbook, heading=False, direction="down"),
            "right": flow.picture(playbook, heading=False, direction="right"),
        }
    direction, room, pages = _best(found)
    drawn = found[direction]
    svg, _fonts = prepared(write(drawn, "light", {}, embed_font=False), playbook.language)
    cuts = [0.0, *_cuts(drawn, pages), drawn.height]
    scale = min(
        _LARGEST,
        room[0] / drawn.width,
        *(room[1] / (end - begin) for begin, end in pairwise(cuts)),
    )
    for begin, end in pairwise(cuts):
        view = f'viewBox="0 {begin:g} {drawn.width:g} {end - begin:g}"'
        size = f'width="{drawn.width:g}" height="{end - begin:g}"'
        part = _VIEW.sub(f"{view} {size}", svg, count=1)
        yield Sheet(part, drawn.width * scale, (end - begin) * scale, room is _ACROSS)


def _best(found: dict[Direction, Picture]) -> tuple[Direction, tuple[float, float], int]:
    """The way in which a picture is largest; on several pages only where one is too small."""
    ways: list[tuple[float, Direction, tuple[float, float]]] = [
        (min(room[0] / each.width, room[1] / each.height), direction, room)
        for direction, each in found.items()
        for room in (_UPRIGHT, _ACROSS)
    ]
    best, direction, room = max(ways, key=lambda way: way[0])
    if best >= _READABLE:
        return direction, room, 1
    down = found["down"]
    for pages in range(2, _MOST_PAGES + 1):
        scale = min(_UPRIGHT[0] / down.width, pages * _UPRIGHT[1] / down.height)
        if scale >= max(_READABLE, best * _WORTH_IT) or pages == _MOST_PAGES:
            return ("down", _UPRIGHT, pages) if scale > best else (direction, room, 1)
    return direction, room, 1


def _cuts(drawn: Picture, pages: int) -> Iterator[float]:
    """Where a tall picture is cut: as evenly as can be, and through no box."""
    spans = sorted((place.y - 3, place.y + place.height + 3) for _node, place in drawn.nodes)
    for number in range(1, pages):
        wanted = drawn.height * number / pages
        ends = [end for _begin, end in spans]
        begins = [begin for begin, _end in spans]
        free = [
            at
            for at in (wanted, *ends, *begins)
            if not any(begin < at < end for begin, end in spans)
        ]
        yield min(free, key=lambda at: abs(at - wanted), default=wanted)
