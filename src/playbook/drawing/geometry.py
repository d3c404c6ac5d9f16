"""Places on the picture, counted in points from its top left corner."""

from dataclasses import dataclass
from typing import Literal

Side = Literal["left", "right", "top", "bottom"]
Point = tuple[float, float]


@dataclass(frozen=True)
class Rect:
    """A rectangle that stands upright."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.y + self.height

    @property
    def middle(self) -> Point:
        """The point in its middle."""
        return self.x + self.width / 2, self.y + self.height / 2

    def moved(self, down: float) -> "Rect":
        """The rectangle so much further down."""
        return Rect(self.x, self.y + down, self.width, self.height)

    def down_to(self, bottom: float) -> "Rect":
        """The rectangle with another lower edge."""
        return Rect(self.x, self.y, self.width, bottom - self.y)

    def grown(self, by: float) -> "Rect":
        """The rectangle with so much more on every side."""
        return Rect(self.x - by, self.y - by, self.width + 2 * by, self.height + 2 * by)

    def meets(self, other: "Rect") -> bool:
        """Whether the two have more than an edge in common."""
        return (
            self.x < other.right
            and other.x < self.right
            and self.y < other.bottom
            and other.y < self.bottom
        )


@dataclass(frozen=True)
class Port:
    """A point where a line leaves or enters a box, and on which side."""

    x: float
    y: float
    side: Side

    @property
    def is_level(self) -> bool:
        """Whether a line goes on from here to the left or the right."""
        return self.side in ("left", "right")

    def ahead(self, to: float) -> bool:
        """Whether a place lies in front of this side: an x for left and right, else a y."""
        here = self.x if self.is_level else self.y
        return to < here if self.side in ("left", "top") else to > here


def span(one: Point, other: Point) -> Rect:
    """The rectangle around a straight line."""
    x, y = min(one[0], other[0]), min(one[1], other[1])
    return Rect(x, y, abs(one[0] - other[0]), abs(one[1] - other[1]))
