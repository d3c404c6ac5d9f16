"""The colours of a picture, light and dark."""

import math
from collections.abc import Mapping
from functools import cache
from typing import Final, Literal

from playbook.brand import FIRST, LAST
from playbook.brand.colours import contrast, mixed

LIGHT: Final[Mapping[str, str]] = {
    "page": "#ffffff",
    "ink": "#111a2e",
    "soft": "#55617a",
    "card": "#ffffff",
    "card-line": "#dbe1ee",
    "shade": "#e7ebf4",
    "rail": "#e7ebf4",
    "on": "#ffffff",
    "next": "#7885a3",
    "skip": "#7885a3",
    "back": "#7885a3",
    "again": "#4a51c9",
    "bus": "#7f8ba5",
    "tick": "#12805c",
    "seller": "#3537b5",
    "seller-lane": "#f5f6fd",
    "seller-line": "#e3e6f6",
    "buyer": "#0b7558",
    "buyer-lane": "#effaf6",
    "buyer-line": "#cfeae0",
    "buyer-edge": "#18a07b",
    "buyer-tint": "#dff4ec",
    "gate": "#765000",
    "gate-fill": "#fffaee",
    "gate-edge": "#e6bd5a",
    "end": "#bd2b48",
    "end-fill": "#fdf1f3",
    "end-edge": "#dc5a72",
    "park": "#8f5600",
    "park-fill": "#fff7e7",
    "park-edge": "#b97408",
    "won": "#0a7450",
    "won-fill": "#e6f7ef",
    "won-edge": "#15976b",
    "other": "#3d44b8",
    "other-fill": "#f3f4fe",
    "other-edge": "#7b82e0",
    "track": "#7232a8",
    "track-lane": "#faf6fe",
    "track-line": "#eadcf7",
    "track-edge": "#a871d8",
    "focus": "#0b5fff",
}
DARK: Final[Mapping[str, str]] = {
    "page": "#0d131f",
    "ink": "#f0f3fa",
    "soft": "#a9b4cb",
    "card": "#1b2438",
    "card-line": "#2f3b57",
    "shade": "#0a0f1a",
    "rail": "#2c3855",
    "on": "#0d131f",
    "next": "#8290b4",
    "skip": "#8290b4",
    "back": "#8290b4",
    "again": "#a3a9ff",
    "bus": "#75819d",
    "tick": "#4fd3a2",
    "seller": "#a3a9ff",
    "seller-lane": "#141a2d",
    "seller-line": "#232c48",
    "buyer": "#58d8b0",
    "buyer-lane": "#0f201d",
    "buyer-line": "#1c3b34",
    "buyer-edge": "#35b48e",
    "buyer-tint": "#15362f",
    "gate": "#f3cf7a",
    "gate-fill": "#292313",
    "gate-edge": "#8d6d23",
    "end": "#ff8fa1",
    "end-fill": "#33161f",
    "end-edge": "#e8647b",
    "park": "#ffbf5e",
    "park-fill": "#302511",
    "park-edge": "#cf9230",
    "won": "#5fe0a8",
    "won-fill": "#10301f",
    "won-edge": "#36b987",
    "other": "#b3b8ff",
    "other-fill": "#1c2142",
    "other-edge": "#7d85ea",
    "track": "#d0aaff",
    "track-lane": "#1a1529",
    "track-line": "#33264d",
    "track-edge": "#9a6bd0",
    "focus": "#ffd24d",
}

_LIGHTNESS: Final = {"light": 0.53, "dark": 0.79}
_CHROMA: Final = {"light": 0.2, "dark": 0.12}
"""How light the stages are, and how strong their colours at most."""
_READABLE: Final = 4.5
"""The contrast that the colour of a stage has to what lies under it or stands on it, at least."""
TINT: Final = 0.1
"""How much of a stage's colour is under its probability."""
_GREY: Final = 0.02
"""With less chroma than this a colour has no hue of its own."""
_SHADE: Final = {
    "light": {"seller-lane": (0.974, 0.011), "seller-line": (0.93, 0.026)},
    "dark": {"seller-lane": (0.219, 0.036), "seller-line": (0.301, 0.047)},
}
"""How light and how strong the seller's lane is, in the hue of the first stage."""


def palette(
    theme: Literal["light", "dark"], stages: int, colours: tuple[str, str] = (FIRST, LAST)
) -> dict[str, str]:
    """The colours of a theme, with one for each stage: from the first colour of a brand to its last.

    The stages are equally light, whatever the brand's colours are, so that
    none stands out and what is written in them or on them can be read.
    """
    named = dict(LIGHT if theme == "light" else DARK)
    ramp = _ramp(theme, max(stages, 1), colours)
    named |= {f"stage-{number}": colour for number, colour in enumerate(ramp[:stages], 1)}
    if colours != (FIRST, LAST):
        chroma, hue = _seen(colours[0])
        named["seller"] = ramp[0]
        for name, (lightness, most) in _SHADE[theme].items():
            named[name] = _colour(lightness, min(most, chroma), hue)
    return named


@cache
def _ramp(
    theme: Literal["light", "dark"], stages: int, colours: tuple[str, str]
) -> tuple[str, ...]:
    """The colours of the stages, all as light as is usual, or with as much more contrast as they need."""
    first, last = map(_seen, colours)
    places = [_between(first, last, number / max(stages - 1, 1)) for number in range(stages)]
    step = -0.01 if theme == "light" else 0.01
    lightness = _LIGHTNESS[theme]
    while True:
        ramp = tuple(_colour(lightness, min(each, _CHROMA[theme]), hue) for each, hue in places)
        if all(_can_be_read(colour, LIGHT if theme == "light" else DARK) for colour in ramp):
            return ramp
        lightness = round(lightness + step, 2)


def _can_be_read(colour: str, named: Mapping[str, str]) -> bool:
    """Whether a stage's colour can be read on its card and on its own tint, and a number on it."""
    under = (named["card"], named["on"], mixed(named["card"], colour, TINT))
    return all(contrast(colour, each) >= _READABLE for each in under)


def _between(
    first: tuple[float, float], last: tuple[float, float], share: float
) -> tuple[float, float]:
    """Chroma and hue at a place between two colours, the shorter way round."""
    (chroma, hue), (other, goal) = first, last
    if chroma < _GREY:
        hue = goal
    if other < _GREY:
        goal = hue
    turn = (goal - hue + 180) % 360 - 180
    return chroma + (other - chroma) * share, (hue + turn * share) % 360


@cache
def _colour(lightness: float, chroma: float, hue: float) -> str:
    """A colour given as OKLCH, with less chroma where a screen cannot show it."""
    while True:
        linear = _linear(lightness, chroma, hue)
        if chroma <= 0 or all(-0.0005 <= part <= 1.0005 for part in linear):
            return "#" + "".join(f"{_encoded(part):02x}" for part in linear)
        chroma -= 0.004


def _linear(lightness: float, chroma: float, hue: float) -> tuple[float, float, float]:
    a = chroma * math.cos(math.radians(hue))
    b = chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )


def _encoded(linear: float) -> int:
    part = min(max(linear, 0.0), 1.0)
    curved = 12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055
    return round(curved * 255)


@cache
def _seen(colour: str) -> tuple[float, float]:
    """The chroma and the hue of a colour, in OKLCH."""
    red, green, blue = map(_decoded, _parts(colour))
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    middle = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    a = 1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short
    return math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360


def _parts(colour: str) -> tuple[float, float, float]:
    """Red, green and blue of ``#rrggbb``, each from nothing to one."""
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return red, green, blue


def _decoded(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
