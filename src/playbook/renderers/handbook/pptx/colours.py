"""The colours of slides: those of the theme by their names, so that people can change them at once."""

from typing import Any, Final

from playbook.brand.colours import mixed
from playbook.drawing.palette import LIGHT
from playbook.renderers.handbook.pptx.elements import element

INK: Final = "tx1"
PAPER: Final = "bg1"
SOFT: Final = "tx2"
SHADE: Final = "bg2"
LINE: Final = "#DBE1EE"
GATE, GATE_FILL, GATE_EDGE = LIGHT["gate"], LIGHT["gate-fill"], LIGHT["gate-edge"]
BUYER, BUYER_FILL, BUYER_EDGE = LIGHT["buyer"], LIGHT["buyer-lane"], LIGHT["buyer-edge"]
TIP, TIP_FILL, TIP_EDGE = LIGHT["track"], LIGHT["track-lane"], LIGHT["track-edge"]
WON, WON_FILL, WON_EDGE = LIGHT["won"], LIGHT["won-fill"], LIGHT["won-edge"]
LOST, LOST_FILL, LOST_EDGE = LIGHT["end"], LIGHT["end-fill"], LIGHT["end-edge"]
PARKED, PARKED_FILL, PARKED_EDGE = LIGHT["park"], LIGHT["park-fill"], LIGHT["park-edge"]
_ACCENTS: Final = 6
_TONES: Final = 8


def accent(tone: int) -> str:
    """The theme's colour for a stage, from the first to the last."""
    return f"accent{1 + round(min(max(tone, 0), _TONES) / _TONES * (_ACCENTS - 1))}"


def accents(ends: tuple[str, str]) -> tuple[str, ...]:
    """The colours that a theme has: from the brand's first to its last."""
    return tuple(mixed(*ends, place / (_ACCENTS - 1)) for place in range(_ACCENTS))


def fill(colour: str, pale: float = 0) -> Any:
    """A colour as a fill, so much thinned with white; nothing is no fill."""
    if not colour:
        return element("a:noFill")
    changes = (
        (
            element("a:lumMod", {"val": round((1 - pale) * 100_000)}),
            element("a:lumOff", {"val": round(pale * 100_000)}),
        )
        if pale
        else ()
    )
    if colour.startswith("#"):
        made = element("a:srgbClr", {"val": colour[1:].upper()}, *changes)
    else:
        made = element("a:schemeClr", {"val": colour}, *changes)
    return element("a:solidFill", {}, made)
