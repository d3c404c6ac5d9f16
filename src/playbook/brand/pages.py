"""A brand on pages: its logo, its colours and its font as files and a style sheet beside them."""

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Final, NamedTuple

from playbook.brand.colours import luminance, mixed, readable
from playbook.brand.look import FIRST, LAST, Brand, Piece

_TONES: Final = 9
_LIGHT = ("#ffffff", "#f5f7fb", "#fffaee", "#effaf6")
_DARK = ("#0d131f", "#151d2f", "#231f14", "#0f201d")
"""What words in a colour stand on, the page itself first."""
_FORMATS: Final = {".woff2": "woff2", ".woff": "woff", ".ttf": "truetype", ".otf": "opentype"}
_RANGE: Final = "U+0-2013, U+2015-2017, U+201E-2025, U+2027-2FFF"
"""In Chinese, quotes, dashes and dots are left to the Chinese font."""


class Look(NamedTuple):
    """What the pages need to know of a brand, and the files that go with it."""

    company: str
    logo: str
    """The logo's address from the folder of all pages; empty for ours."""
    style: str
    """The address of the style sheet; empty if nothing differs from ours."""
    files: Mapping[str, str | bytes]


def look(brand: Brand) -> Look:
    """A brand, made ready for pages."""
    files: dict[str, str | bytes] = {}
    logo = _kept(files, brand.logo, "logo")
    font = _kept(files, brand.font, "font")
    style = "\n".join((*_font(font), *_colours(*brand.colours)))
    if style:
        files["assets/brand/brand.css"] = style + "\n"
    return Look(brand.company, logo, "assets/brand/brand.css" if style else "", files)


def _kept(files: dict[str, str | bytes], piece: Piece | None, name: str) -> str:
    """Put a file of the company's beside ours; its address."""
    if piece is None:
        return ""
    address = f"assets/brand/{name}{PurePosixPath(piece.name).suffix.lower()}"
    files[address] = piece.content
    return address


def _font(address: str) -> Iterator[str]:
    if not address:
        return
    name = PurePosixPath(address)
    source = f'src: url("{name.name}") format("{_FORMATS.get(name.suffix, "woff2")}");'
    face = f"{source} font-weight: 100 900; font-display: swap;"
    yield f'@font-face {{ font-family: "Company"; {face} }}'
    yield f'@font-face {{ font-family: "Company beside Chinese"; {face} unicode-range: {_RANGE}; }}'
    yield ':root { --company: "Company"; --company-beside-chinese: "Company beside Chinese"; }'


def _colours(first: str, last: str) -> Iterator[str]:
    """The two colours as ours are used, in light and dark, each strong enough to be read."""
    if (first.lower(), last.lower()) == (FIRST, LAST):
        return
    light, dark = _variables(first, last, _LIGHT), _variables(first, last, _DARK)
    yield f":root {{ {light} }}"
    yield (
        "@media screen and (prefers-color-scheme: dark) "
        f'{{ :root:not([data-theme="light"]) {{ {dark} }} }}'
    )
    yield f'@media screen {{ :root[data-theme="dark"] {{ {dark} }} }}'


def _variables(first: str, last: str, grounds: tuple[str, ...]) -> str:
    page = grounds[0]
    tint = mixed(page, first, 0.12 if luminance(page) > 0.5 else 0.22)
    accent = first
    for ground in (*grounds, tint):
        accent = readable(accent, ground)
    named = {"accent": accent, "accent-tint": tint}
    for number in range(_TONES):
        tone = mixed(first, last, number / (_TONES - 1))
        named[f"tone-{number}"] = readable(tone, page)
    return " ".join(f"--{name}: {colour};" for name, colour in named.items())
