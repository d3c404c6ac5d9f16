"""The first slide of a playbook: what it is, whose, and from when."""

import io
import struct

from playbook import wording
from playbook.brand import Piece
from playbook.drawing.markup import plain
from playbook.extras import load
from playbook.messages import _
from playbook.renderers.handbook.pptx import colours, theme
from playbook.renderers.handbook.pptx.canvas import Canvas, Look, Place, set_words
from playbook.renderers.handbook.pptx.elements import emu
from playbook.renderers.handbook.pptx.fitting import Para, shortened
from playbook.renderers.handbook.pptx.notes import spoken
from playbook.renderers.handbook.pptx.show import Show

_LOGO = Place(64, 44, 190, 52)
_KIND = Place(64, 140, 780, 26)
_FACTS = Place(64, 420, 832, 60)


def slides(show: Show) -> None:
    """The cover."""
    canvas = show.slide(show.manuscript.title, theme.OPENING)
    subtitle = Para(text=show.manuscript.subtitle, size=16)
    words = shortened(subtitle, theme.COVER_SUBTITLE.width, show.language, 4).text
    holder = canvas.slide.placeholders[1]
    if words:
        set_words(holder.text_frame.paragraphs[0], words, show.letters)
    else:
        holder.element.getparent().remove(holder.element)
    kind = Para(text=_("Playbook"), size=13, bold=True, colour=colours.PAPER)
    canvas.box("Kind", _KIND, Look(anchor="b"), (kind,))
    _owner(show, canvas)
    facts = " · ".join(wording.headed(label, value) for label, value in show.manuscript.facts)
    if facts:
        told = Para(text=facts, size=13, colour=colours.PAPER)
        canvas.box("Facts", _FACTS, Look(), show.fit((told,), _FACTS.width, _FACTS.height))
    canvas.notes(spoken(show.chapters["overview"].blocks))


def _owner(show: Show, canvas: Canvas) -> None:
    """The company's logo on a sheet of white, or its name."""
    brand = show.brand
    if brand.logo is None:
        if brand.company:
            name = Para(text=brand.company, size=15, bold=True, colour=colours.PAPER)
            canvas.box("Company", _LOGO, Look(anchor="ctr"), (name,))
        return
    content = _picture(brand.logo)
    wide, high = struct.unpack(">II", content[16:24])
    scale = min(_LOGO.width / max(wide, 1), _LOGO.height / max(high, 1))
    place = Place(_LOGO.x, _LOGO.y, wide * scale, high * scale)
    sheet = Place(place.x - 10, place.y - 8, place.width + 20, place.height + 16)
    canvas.box("Logo sheet", sheet, Look(shape="roundRect", colour=colours.PAPER))
    edges = (emu(each) for each in (place.x, place.y, place.width, place.height))
    made = canvas.slide.shapes.add_picture(io.BytesIO(content), *edges)
    own = made.element.find(".//{*}cNvPr")
    own.set("name", "Logo")
    own.set("descr", plain(brand.company or show.manuscript.title))


def _picture(logo: Piece) -> bytes:
    """A logo as a picture that PowerPoint can show."""
    if logo.content.startswith(b"\x89PNG"):
        return logo.content
    resvg = load("resvg_py", "office")
    return bytes(resvg.svg_to_bytes(svg_string=logo.content.decode("utf-8-sig"), zoom=4.0))
