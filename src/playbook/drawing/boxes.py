"""What a box on the picture is: its size, its shapes and its lines of text, measured from its corner."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from playbook.drawing import text
from playbook.drawing.theme import STYLES

Anchor = Literal["start", "middle", "end"]
Value = str | float
_CHIP: Final = 21.0
"""From one row of small labels to the next."""
_CHIP_LEADING: Final = 13.0


@dataclass(frozen=True)
class Words:
    """One line of text: where its base line begins (or its middle, or end), and how it looks."""

    x: float
    y: float
    text: str
    style: str
    tone: str = "ink"
    anchor: Anchor = "start"


@dataclass(frozen=True)
class Shape:
    """A rectangle, circle or path, by its attributes."""

    tag: Literal["rect", "circle", "path"]
    classes: str
    attributes: tuple[tuple[str, Value], ...]


@dataclass(frozen=True)
class Box:
    """A box that has been measured; ``about`` says in a sentence what it is."""

    width: float
    height: float
    shapes: tuple[Shape, ...]
    words: tuple[Words, ...]
    about: str = ""


@dataclass(frozen=True)
class Node:
    """A box with a name of its own, and what it stands for: ``("stage", "qualified")``."""

    key: str
    box: Box
    stands_for: tuple[str, str]
    is_main: bool = True
    """False for a gate, which belongs to its stage."""


def rect(x: float, y: float, width: float, height: float, classes: str, radius: float = 0) -> Shape:
    """A rectangle, with round corners if wanted."""
    size: tuple[tuple[str, Value], ...] = (("x", x), ("y", y), ("width", width), ("height", height))
    return Shape("rect", classes, (*size, ("rx", radius)) if radius else size)


def circle(x: float, y: float, radius: float, classes: str) -> Shape:
    """A circle around a point."""
    return Shape("circle", classes, (("cx", x), ("cy", y), ("r", radius)))


def path(drawn: str, classes: str, x: float = 0, y: float = 0) -> Shape:
    """A path, moved to where it belongs."""
    moved: tuple[tuple[str, Value], ...] = (("d", drawn),)
    if x or y:
        moved += (("transform", f"translate({x:g} {y:g})"),)
    return Shape("path", classes, moved)


@dataclass
class Sheet:
    """A box while it is being filled from top to bottom."""

    width: float
    language: str
    y: float = 0
    shapes: list[Shape] = field(default_factory=list)
    words: list[Words] = field(default_factory=list)

    def measure(self, words: str, style: str) -> float:
        """How wide a text is."""
        return text.width(words, STYLES[style], self.language)

    def write(
        self,
        words: str,
        style: str,
        *,
        x: float,
        limit: float,
        tone: str = "ink",
        most: int = 99,
        leading: float = 1.32,
        anchor: Anchor = "start",
    ) -> None:
        """Write a text in as many lines as it takes, and move down."""
        size = STYLES[style].size
        for line in text.wrap(words, limit, STYLES[style], self.language, most):
            self.words.append(Words(x, self.y + size, line, style, tone, anchor))
            self.y += size * leading

    def listed(self, parts: Sequence[str], style: str, *, x: float, limit: float) -> None:
        """Write short texts with dots between them, each on one line if it is no longer than that."""
        lines: list[str] = []
        for part in parts:
            longer = f"{lines[-1]} · {part}" if lines else part
            if lines and self.measure(longer, style) <= limit:
                lines[-1] = longer
            else:
                lines.append(part)
        for line in lines:
            self.write(line, style, x=x, limit=limit, most=3)

    def chips(self, labels: Sequence[str], *, x: float, limit: float, tone: str = "soft") -> None:
        """Small labels in frames, side by side as far as there is room; a long one has two lines."""
        left = x
        for label in labels:
            lines = text.wrap(label, limit - 16, STYLES["tag"], self.language, most=2)
            width = max((self.measure(line, "tag") for line in lines), default=0.0) + 16
            if left > x and (left + width > x + limit or len(lines) > 1):
                left, self.y = x, self.y + _CHIP
            height = 17 + _CHIP_LEADING * (len(lines) - 1)
            self.shapes.append(rect(left, self.y, width, height, f"f-chip-{tone}", 8.5))
            for number, line in enumerate(lines):
                y = self.y + 12.2 + _CHIP_LEADING * number
                self.words.append(Words(left + width / 2, y, line, "tag", tone, "middle"))
            left += width + 6
            if len(lines) > 1:
                left, self.y = x, self.y + height - 17 + _CHIP
        if left > x:
            self.y += _CHIP

    def box(self, height: float, under: Sequence[Shape], about: str) -> Box:
        """The box, with what lies under the text."""
        return Box(self.width, height, (*under, *self.shapes), tuple(self.words), about)
