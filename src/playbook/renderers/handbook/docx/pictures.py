"""Pictures in a document: the process, the company's logo, and the colour of the cover."""

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any, Final

from playbook.brand import Piece
from playbook.drawing.markup import plain
from playbook.extras import load
from playbook.fonts import faces
from playbook.model import Playbook
from playbook.renderers.handbook.docx.colours import Colours, mixed
from playbook.renderers.handbook.docx.elements import element
from playbook.typesetting.pictures import sheets

_SIZE: Final = re.compile(r'width="([\d.]+)" height="([\d.]+)"')
_EMU: Final = 36000
"""Word's unit, to a millimetre."""
_DOTS: Final = 11.0
"""So many dots to a millimetre: 280 to an inch."""
_TAG: Final = re.compile(r"<style[^<]*</style>|<[^<>]*>", re.DOTALL)
UPRIGHT: Final = (166.0, 232.0)
ACROSS: Final = (253.0, 146.0)
"""What a page has room for beside the heading, in millimetres."""


@dataclass(frozen=True)
class Drawn:
    """A picture of the process, or a part of it: its bytes, and its size in millimetres."""

    content: bytes
    width: float
    height: float
    lies: bool
    """Whether its page lies on the long side."""


def drawn(playbook: Playbook) -> Iterator[Drawn]:
    """The process, drawn and parted as it can be read best on paper."""
    for sheet in sheets(playbook):
        room = ACROSS if sheet.is_flipped else UPRIGHT
        scale = min(1.0, room[0] / sheet.width, room[1] / sheet.height)
        wide, high = sheet.width * scale, sheet.height * scale
        words = unescape(_TAG.sub("", sheet.svg))
        fonts = [str(file) for file in faces(playbook.language, words)]
        zoom = max(wide, high) * _DOTS / max(_size(sheet.svg))
        yield Drawn(_raster(sheet.svg, zoom, fonts), wide, high, sheet.is_flipped)


def inline(part: Any, content: bytes, width: float, height: float, about: str) -> Any:
    """A picture that stands in a line of text."""
    made = part.new_pic_inline(io.BytesIO(content), _emu(width), _emu(height))
    made.docPr.set("descr", plain(about))
    return element("w:drawing", {}, made)


def behind(part: Any, content: bytes, width: float, height: float) -> Any:
    """A picture from edge to edge of a page, behind its text, that says nothing by itself."""
    made = part.new_pic_inline(io.BytesIO(content), _emu(width), _emu(height))
    anchor = element(
        "wp:anchor",
        {
            **dict.fromkeys(("distT", "distB", "distL", "distR", "simplePos"), 0),
            "relativeHeight": 1,
            "behindDoc": 1,
            "locked": 1,
            "layoutInCell": 1,
            "allowOverlap": 1,
        },
        element("wp:simplePos", {"x": 0, "y": 0}),
        *(_at_the_edge(name) for name in ("positionH", "positionV")),
        made.extent,
        element("wp:effectExtent", dict.fromkeys("ltrb", 0)),
        element("wp:wrapNone"),
        made.docPr,
        made.graphic,
    )
    return element("w:drawing", {}, anchor)


def ground(colours: Colours) -> bytes:
    """The colour of the cover: from the brand's first to its last, with pale circles."""
    dark = mixed(colours.first, "000000", 0.2)
    stops = ((0, dark), (0.55, colours.first), (1, colours.last))
    ramp = "".join(f'<stop offset="{at}" stop-color="#{colour}"/>' for at, colour in stops)
    circles = "".join(
        f'<circle cx="{x}" cy="{y}" r="{r}" fill="#fff" fill-opacity="0.06"/>'
        for x, y, r in ((230, 270, 88), (170, 215, 62), (10, 8, 58))
    )
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 210 297" width="210" height="297">'
        f'<linearGradient id="g" x1="0" y1="0" x2="0.6" y2="1">{ramp}</linearGradient>'
        f'<rect width="210" height="297" fill="url(#g)"/>{circles}</svg>'
    )
    return _raster(svg, 3)


def logo(piece: Piece) -> bytes:
    """A company's logo as a picture that Word can show."""
    if piece.content.startswith(b"\x89PNG"):
        return piece.content
    return _raster(piece.content.decode("utf-8-sig"), 4)


def _raster(svg: str, zoom: float, fonts: Sequence[str] = ()) -> bytes:
    resvg = load("resvg_py", "office")
    own = {"skip_system_fonts": True, "font_files": list(fonts)} if fonts else {}
    return bytes(resvg.svg_to_bytes(svg_string=svg, zoom=zoom, **own))


def _at_the_edge(name: str) -> Any:
    offset = element("wp:posOffset")
    offset.text = "0"
    return element(f"wp:{name}", {"relativeFrom": "page"}, offset)


def _size(svg: str) -> tuple[float, float]:
    """How large a picture of ours is."""
    found = _SIZE.search(svg)
    return (float(found[1]), float(found[2])) if found else UPRIGHT


def _emu(millimetres: float) -> int:
    return round(millimetres * _EMU)
