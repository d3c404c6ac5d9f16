"""The colours of a document: those of the brand, and those that mean something."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from playbook.brand import colours as palette
from playbook.drawing.palette import LIGHT

INK: Final = LIGHT["ink"][1:].upper()
SOFT: Final = LIGHT["soft"][1:].upper()
LINE: Final = "DBE1EE"
SHADE: Final = "F3F5FA"
WHITE: Final = "FFFFFF"
MARK: Final = "FFF1B8"
_TONES: Final = 8


@dataclass(frozen=True)
class Frame:
    """How a box looks: the colour of its title, the edge on the left, the fill."""

    title: str
    edge: str
    fill: str


def _named(title: str, edge: str, fill: str) -> Frame:
    return Frame(*(LIGHT[name][1:].upper() for name in (title, edge, fill)))


_FRAMES: Final[Mapping[str, Frame]] = {
    "gate": _named("gate", "gate-edge", "gate-fill"),
    "entry": _named("gate", "gate-edge", "gate-fill"),
    "buyer": _named("buyer", "buyer-edge", "buyer-lane"),
    "warning": _named("end", "end-edge", "end-fill"),
    "lost": _named("end", "end-edge", "end-fill"),
    "parked": _named("park", "park-edge", "park-fill"),
    "won": _named("won", "won-edge", "won-fill"),
    "tip": _named("track", "track-edge", "track-lane"),
}


LETTER: Final = Frame(INK, LINE, WHITE)
"""A text to take over, such as an e-mail: a sheet of paper."""


@dataclass(frozen=True)
class Colours:
    """The two colours of a brand, as Word writes them."""

    first: str
    last: str

    def tone(self, step: int) -> str:
        """The colour of a stage, from the first to the last."""
        return mixed(self.first, self.last, min(max(step, 0), _TONES) / _TONES)

    def frame(self, kind: str) -> Frame:
        """How a box of a kind looks; one without a meaning of its own is in the first colour."""
        if kind in _FRAMES:
            return _FRAMES[kind]
        edge = mixed(self.first, WHITE, 0.45) if kind in ("work", "question", "objection") else LINE
        return Frame(INK, edge, WHITE if kind != "plain" else SHADE)


def of(colours: tuple[str, str]) -> Colours:
    """The colours of a brand."""
    first, last = (colour[1:].upper() for colour in colours)
    return Colours(first, last)


def mixed(colour: str, other: str, share: float) -> str:
    """A colour with a share of another in it."""
    return _word(palette.mixed(f"#{colour}", f"#{other}", share))


def on(colour: str) -> str:
    """White or ink, whichever is easier to read on a colour."""
    return _word(palette.on(f"#{colour}"))


def readable(colour: str) -> str:
    """A colour that can be read on white: made darker where it has to be."""
    return _word(palette.readable(f"#{colour}"))


def _word(colour: str) -> str:
    """A colour as Word writes it."""
    return colour[1:].upper()
