"""Colours made from those of the brand."""

from playbook.brand.colours import INK, WHITE, mixed, on

__all__ = ["INK", "mixed", "on", "ramp", "tint"]

SOFT = "#55617a"
LINE = "#dbe1ee"
SHADE = "#f3f5fa"
GATE, GATE_FILL = "#765000", "#fff4d6"
LATE, LATE_FILL = "#bd2b48", "#fdeaee"
DONE, DONE_FILL = "#0a7450", "#e3f6ec"


def tint(colour: str, share: float = 0.88) -> str:
    """A colour thinned with white."""
    return mixed(colour, WHITE, share)


def ramp(ends: tuple[str, str], count: int) -> tuple[str, ...]:
    """So many colours from one end to the other."""
    return tuple(mixed(*ends, place / max(count - 1, 1)) for place in range(count))
