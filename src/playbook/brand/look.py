"""What a brand is: a company's name, logo, colours and font."""

from dataclasses import dataclass
from typing import Final

FIRST: Final = "#3537b5"
LAST: Final = "#0b7558"


@dataclass(frozen=True)
class Piece:
    """A file of the company's: its name with the suffix, and what is in it."""

    name: str
    content: bytes


@dataclass(frozen=True, kw_only=True)
class Brand:
    """How a company looks; without any of it, what is made looks like ours."""

    company: str = ""
    logo: Piece | None = None
    """An SVG or PNG."""
    colours: tuple[str, str] = (FIRST, LAST)
    """The colour of the first stage and of links, and that of the last; ``#rrggbb``."""
    font: Piece | None = None
    """A WOFF2, TTF or OTF."""
