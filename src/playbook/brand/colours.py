"""Colours as ``#rrggbb``: mixing them, and how well one can be read on another."""

from typing import Final

WHITE: Final = "#ffffff"
BLACK: Final = "#000000"
INK: Final = "#111a2e"
"""What our words are written in."""
READABLE: Final = 4.6
"""The contrast that words need: a little more than WCAG 2.2 asks for in 1.4.3."""


def mixed(colour: str, other: str, share: float) -> str:
    """A colour with a share of another in it.

    >>> mixed("#000000", "#ffffff", 0.5)
    '#808080'
    """
    pairs = zip(_parts(colour), _parts(other), strict=True)
    return "#" + "".join(f"{round(one + (two - one) * min(share, 1.0)):02x}" for one, two in pairs)


def luminance(colour: str) -> float:
    """How bright a colour is, 0 to 1, as WCAG 2.2 counts it."""
    red, green, blue = (_linear(part / 255) for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, 1 to 21, as WCAG 2.2 counts it."""
    dim, bright = sorted((luminance(one), luminance(other)))
    return (bright + 0.05) / (dim + 0.05)


def on(colour: str) -> str:
    """White or ink, whichever is easier to read on a colour."""
    return WHITE if contrast(colour, WHITE) >= contrast(colour, INK) else INK


def readable(colour: str, ground: str = WHITE, step: float = 0.02) -> str:
    """The colour, darker or brighter until words in it can be read on the ground."""
    away = BLACK if luminance(ground) > 0.5 else WHITE
    share, found = 0.0, colour.lower()
    while contrast(found, ground) < READABLE and share < 1:
        share += step
        found = mixed(colour, away, share)
    return found


def _parts(colour: str) -> tuple[int, int, int]:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return red, green, blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
