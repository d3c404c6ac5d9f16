"""The type and colours of a picture, as a style sheet: literal for light and dark, variables for auto."""

from collections.abc import Iterator, Mapping
from typing import Final, Literal

from playbook.brand import FIRST, LAST
from playbook.drawing.palette import TINT, palette
from playbook.drawing.text import Style, has_wide_quotes
from playbook.messages import base

Theme = Literal["auto", "light", "dark"]

STYLES: Final[Mapping[str, Style]] = {
    "title": Style(22, bold=True),
    "subtitle": Style(13),
    "lane": Style(12.5, bold=True),
    "note": Style(12),
    "name": Style(15, bold=True),
    "body": Style(12.5),
    "meta": Style(11.5, bold=True),
    "badge": Style(11.5, bold=True),
    "small-badge": Style(10, bold=True),
    "pill": Style(12, bold=True),
    "tag": Style(10.5, bold=True),
    "head": Style(11.5, bold=True),
    "item": Style(11.5),
    "side-name": Style(13.5, bold=True),
    "side-body": Style(11.5),
    "legend": Style(11.5),
}
"""The type of every kind of text in a picture."""

_SURFACES = {
    "card": ("card", "card-line"),
    "seller-lane": ("seller-lane", "seller-line"),
    "buyer-lane": ("buyer-lane", "buyer-line"),
    "track-lane": ("track-lane", "track-line"),
    "step": ("card", "buyer-edge"),
    "step-after": ("buyer-tint", "buyer-edge"),
    "gate": ("gate-fill", "gate-edge"),
    "end": ("end-fill", "end-edge"),
    "park": ("park-fill", "park-edge"),
    "won": ("won-fill", "won-edge"),
    "other": ("other-fill", "other-edge"),
    "phase": ("card", "track-edge"),
}
"""Boxes and lanes: what they are filled with, and the line around them."""
_LINES: Final[Mapping[str, tuple[str, str]]] = {
    "next": ("next", ""),
    "skip": ("skip", "1 4"),
    "back": ("back", "8 4"),
    "again": ("again", ""),
    "bus": ("bus", "5 4"),
    "end": ("end-edge", "5 4"),
    "park": ("park-edge", "5 4"),
    "wake": ("park-edge", ""),
    "continue": ("other-edge", ""),
    "map": ("buyer-edge", "0.1 4.5"),
    "buyer": ("buyer-edge", ""),
    "rail": ("track-edge", ""),
}
"""The kinds of line: their colour and how they are dashed."""
_DOTTED = ("map", "skip")

_FALLBACKS = {
    "zh-hant": ("PingFang TC", "Microsoft JhengHei", "Noto Sans CJK TC", "Source Han Sans TC"),
    "zh": ("PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC"),
    "ja": ("Hiragino Sans", "Yu Gothic", "Noto Sans CJK JP", "Source Han Sans"),
    "ko": ("Apple SD Gothic Neo", "Malgun Gothic", "Noto Sans CJK KR", "Source Han Sans K"),
    "": ("Segoe UI", "Roboto", "Helvetica Neue", "Noto Sans", "Noto Sans CJK SC"),
}
_NOT_IN_CHINESE = "U+0-2013,U+2015-2017,U+201E-2025,U+2027-2FFF"
"""Leaves the dashes, quotes and dots that are wide in Chinese to the Chinese font."""


def style_sheet(
    theme: Theme,
    stages: int,
    language: str,
    font: str | None = None,
    brand: tuple[str, str] = (FIRST, LAST),
) -> str:
    """The style sheet of a picture with so many stages; ``font`` is embedded if given.

    ``brand`` has the colours of the first and the last stage.
    """
    light, dark = palette("light", stages, brand), palette("dark", stages, brand)
    rules = [f".playbook-flow{{font-family:{families(language)};max-width:100%;height:auto}}"]
    if font is not None:
        limited = f"unicode-range:{_NOT_IN_CHINESE};" if has_wide_quotes(language) else ""
        source = f'src:url("data:font/woff2;base64,{font}") format("woff2")'
        rules.append(f'@font-face{{font-family:"Manrope";font-weight:400 800;{limited}{source}}}')
    if theme == "auto":
        rules += _variables(light, dark)
        colours: Mapping[str, str] = {name: f"var(--f-{name})" for name in light}
    else:
        colours = light if theme == "light" else dark
    rules += (*_type(), *_boxes(colours), *_lines(colours), *_pointing(colours))
    return "\n".join(rules)


def families(language: str) -> str:
    """The fonts to use, best first."""
    tag = language.replace("_", "-").lower()
    traditional = tag.startswith(("zh-hant", "zh-tw", "zh-hk", "zh-mo"))
    key = "zh-hant" if traditional else base(language)
    names = ("Manrope", *_FALLBACKS.get(key, _FALLBACKS[""]))
    return ",".join(f'"{name}"' for name in names) + ",sans-serif"


def _variables(light: Mapping[str, str], dark: Mapping[str, str]) -> Iterator[str]:
    """The colours as variables: a page's own switch first, then the reader's screen; paper is light."""
    bright = ";".join(f"--f-{name}:{value}" for name, value in light.items())
    dim = ";".join(f"--f-{name}:{value}" for name, value in dark.items())
    yield f".playbook-flow{{{bright}}}"
    yield (
        "@media screen and (prefers-color-scheme:dark){"
        f".playbook-flow:root,:root:not([data-theme=light]) .playbook-flow{{{dim}}}}}"
    )
    yield f"@media screen{{[data-theme=dark] .playbook-flow{{{dim}}}}}"


def _type() -> Iterator[str]:
    for name, style in STYLES.items():
        weight = 700 if style.bold else 500
        yield f".f-{name}{{font-size:{style.size:g}px;font-weight:{weight}}}"


def _boxes(colours: Mapping[str, str]) -> Iterator[str]:
    for name, value in colours.items():
        yield f".f-ink-{name}{{fill:{value}}}"
    for name, (fill, line) in _SURFACES.items():
        yield f".f-box-{name}{{fill:{colours[fill]};stroke:{colours[line]};stroke-width:1.25}}"
    yield f".f-tint{{fill-opacity:{TINT:g}}}"
    yield f".f-dashed{{stroke-dasharray:5 3.5}}.f-box-card.f-dashed{{stroke:{colours['next']}}}"
    yield f".f-mark{{fill:none;stroke:{colours['tick']};stroke-width:1.8}}"
    for name in ("end", "park", "won", "other", "seller"):
        yield f".f-mark-{name}{{stroke:{colours[name]};stroke-width:2}}"
    yield f".f-mark-soft{{fill:none;stroke:{colours['soft']};stroke-width:1.4}}"
    for name in ("soft", "buyer"):
        yield f".f-chip-{name}{{fill:none;stroke:{colours[name]};stroke-opacity:.55}}"


def _lines(colours: Mapping[str, str]) -> Iterator[str]:
    for name, (colour, dashes) in _LINES.items():
        dashed = f";stroke-dasharray:{dashes}" if dashes else ""
        cap = ";stroke-linecap:round" if name in _DOTTED else ""
        stroke = colours[colour]
        yield f".f-line-{name}{{fill:none;stroke:{stroke};stroke-width:1.6{dashed}{cap}}}"
        yield f".f-head-{name}{{fill:{stroke}}}"
        yield f".f-label-{name}{{fill:{colours['page']};stroke:{stroke}}}"


def _pointing(colours: Mapping[str, str]) -> Iterator[str]:
    """How a box shows that the keyboard or the mouse is on it."""
    yield ".f-node{cursor:default;outline:none;text-decoration:none}a.f-node{cursor:pointer}"
    yield (
        ".f-node:focus-visible .f-edge,a.f-node:hover .f-edge"
        f"{{stroke:{colours['focus']};stroke-width:2.5;stroke-dasharray:none}}"
    )
