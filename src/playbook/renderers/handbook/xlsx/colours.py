"""Colours made from those of the brand."""

from collections.abc import Sequence

INK = "#111a2e"
SOFT = "#55617a"
LINE = "#dbe1ee"
SHADE = "#f3f5fa"
GATE, GATE_FILL = "#765000", "#fff4d6"
LATE, LATE_FILL = "#bd2b48", "#fdeaee"
DONE, DONE_FILL = "#0a7450", "#e3f6ec"


def mixed(colour: str, other: str, share: float) -> str:
    """A colour with a share of another in it."""
    pairs = zip(_parts(colour), _parts(other), strict=True)
    return "#" + "".join(f"{round(one + (two - one) * share):02x}" for one, two in pairs)


def tint(colour: str, share: float = 0.88) -> str:
    """A colour thinned with white."""
    return mixed(colour, "#ffffff", share)


def ramp(ends: tuple[str, str], count: int) -> tuple[str, ...]:
    """So many colours from one end to the other."""
    return tuple(mixed(*ends, place / max(count - 1, 1)) for place in range(count))


def on(colour: str) -> str:
    """White or ink, whichever is easier to read on a colour."""
    light = _luminance(_parts(colour))
    ink = _luminance(_parts(INK))
    return "#ffffff" if 1.05 / (light + 0.05) >= (light + 0.05) / (ink + 0.05) else INK


def _parts(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))


def _luminance(parts: Sequence[int]) -> float:
    linear = [
        part / 255 / 12.92 if part <= 10 else ((part / 255 + 0.055) / 1.055) ** 2.4
        for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
