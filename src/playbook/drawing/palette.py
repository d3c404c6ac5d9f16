"""The colours of a picture, light and dark."""

import math
from collections.abc import Mapping
from functools import cache
from typing import Final, Literal

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

_INDIGO, _TEAL = 275.0, 180.0
_LIGHTNESS = {"light": 0.53, "dark": 0.79}
_CHROMA = {"light": 0.2, "dark": 0.12}


def palette(theme: Literal["light", "dark"], stages: int) -> dict[str, str]:
    """The colours of a theme, with one for each stage: ``stage-1`` is indigo, the last is teal."""
    named = dict(LIGHT if theme == "light" else DARK)
    for number in range(stages):
        share = number / max(stages - 1, 1)
        hue = _INDIGO + (_TEAL - _INDIGO) * share
        named[f"stage-{number + 1}"] = _colour(_LIGHTNESS[theme], _CHROMA[theme], hue)
    return named


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
