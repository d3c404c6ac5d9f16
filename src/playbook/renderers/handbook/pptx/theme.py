"""The theme and the layouts: what people change once for all slides."""

from html import escape
from typing import Any, Final

from playbook.brand import Brand
from playbook.drawing.palette import LIGHT
from playbook.fonts.office import LATIN
from playbook.renderers.handbook.pptx import colours
from playbook.renderers.handbook.pptx.canvas import (
    HEIGHT,
    SIDE,
    WIDTH,
    Look,
    Place,
    decorative,
    geometry,
)
from playbook.renderers.handbook.pptx.elements import element, emu
from playbook.renderers.handbook.pptx.letters import Letters

OPENING, PLAIN, NUMBERED = 0, 5, 2
"""The layouts of the template that are kept: for a cover, a plain slide, and that of a stage."""
_NAMES: Final = {OPENING: "Cover", PLAIN: "Title", NUMBERED: "Stage"}
TITLE: Final = Place(SIDE, 24, WIDTH - 2 * SIDE, 44)
BESIDE_NUMBER: Final = Place(SIDE + 56, 24, WIDTH - 2 * SIDE - 56, 44)
COVER_TITLE: Final = Place(64, 176, 780, 110)
COVER_SUBTITLE: Final = Place(64, 298, 700, 96)
_CIRCLES: Final = ((640, 260, 380), (780, 60, 260), (-90, -120, 270))
_FOOT: Final = 510.0
_PLACES: Final = {
    "ftr": Place(SIDE, _FOOT, 700, 20),
    "sldNum": Place(WIDTH - SIDE - 80, _FOOT, 80, 20),
}


def set_up(presentation: Any, brand: Brand, letters: Letters, name: str) -> None:
    """Make the template ours: wide slides, three layouts, the brand's colours, fonts."""
    presentation.slide_width, presentation.slide_height = emu(WIDTH), emu(HEIGHT)
    presentation.element.find(".//{*}sldSz").attrib.pop("type", None)
    layouts = presentation.slide_layouts
    kept = {number: layouts[number] for number in _NAMES}
    for layout in list(layouts):
        if layout not in kept.values():
            layouts.remove(layout)
    _colour(presentation.slide_master.part, brand, letters, name)
    _master(presentation.slide_master)
    for number, layout in kept.items():
        layout.element.find("{*}cSld").set("name", _NAMES[number])
        _layout(layout, number)
    _drop_thumbnail(presentation.part.package)


def layout(presentation: Any, number: int) -> Any:
    """One of the layouts that are kept."""
    return next(each for each in presentation.slide_layouts if each.name == _NAMES[number])


def _colour(master: Any, brand: Brand, letters: Letters, name: str) -> None:
    [part] = [each.target_part for each in master.rels.values() if each.reltype.endswith("/theme")]
    accents = colours.accents(brand.colours)
    named = {
        "dk1": LIGHT["ink"],
        "lt1": "#FFFFFF",
        "dk2": LIGHT["soft"],
        "lt2": "#F3F5FA",
        **{f"accent{number}": colour for number, colour in enumerate(accents, 1)},
        "hlink": accents[0],
        "folHlink": accents[-1],
    }
    scheme = "".join(
        f'<a:{key}><a:srgbClr val="{colour[1:].upper()}"/></a:{key}>'
        for key, colour in named.items()
    )
    faces = f'<a:latin typeface="{LATIN}"/><a:ea typeface="{letters.far_east}"/><a:cs typeface=""/>'
    told = escape(name, quote=True)
    xml = part.blob.decode("utf-8")
    xml = _between(xml, "clrScheme", f'<a:clrScheme name="{told}">{scheme}</a:clrScheme>')
    fonts = f"<a:majorFont>{faces}</a:majorFont><a:minorFont>{faces}</a:minorFont>"
    xml = _between(xml, "fontScheme", f'<a:fontScheme name="{told}">{fonts}</a:fontScheme>')
    xml = _between(xml, "objectDefaults", "<a:objectDefaults/>")
    xml = xml.replace('name="Office Theme"', f'name="{told}"', 1)
    part.blob = xml.encode("utf-8")


def _between(xml: str, tag: str, new: str) -> str:
    """XML with another element in the place of the only one of its name."""
    begin, end = xml.index(f"<a:{tag}"), xml.index(f"</a:{tag}>") + len(f"</a:{tag}>")
    return xml[:begin] + new + xml[end:]


def _master(master: Any) -> None:
    _positions(master, TITLE)
    style = master.element.find(".//{*}titleStyle/{*}lvl1pPr")
    style.set("algn", "l")
    letter = style.find("{*}defRPr")
    letter.set("sz", "2800")
    letter.set("b", "1")
    for each in master.placeholders:
        if each.element.ph.get("type") in _PLACES:
            _plain(each)


def _layout(layout: Any, number: int) -> None:
    for each in list(layout.placeholders):
        kind = each.element.ph.get("type")
        is_kept = kind in ("title", "ctrTitle", "ftr", "sldNum") or (
            kind == "subTitle" and number == OPENING
        )
        if not is_kept:
            each.element.getparent().remove(each.element)
    titles = {OPENING: COVER_TITLE, PLAIN: TITLE, NUMBERED: BESIDE_NUMBER}
    _positions(layout, titles[number])
    for each in layout.placeholders:
        if number == OPENING:
            _white(each)
        else:
            _plain(each)
    if number == OPENING:
        _gradient(layout)


def _positions(holder: Any, title: Place) -> None:
    for each in list(holder.placeholders):
        kind = each.element.ph.get("type")
        if kind == "dt":
            each.element.getparent().remove(each.element)
            continue
        place = {"title": title, "ctrTitle": title, "subTitle": COVER_SUBTITLE}.get(
            kind, _PLACES.get(kind, Place(SIDE, 90, WIDTH - 2 * SIDE, 400))
        )
        each.left, each.top = emu(place.x), emu(place.y)
        each.width, each.height = emu(place.width), emu(place.height)


def _plain(holder: Any) -> None:
    """Titles stand at the left, and what is at the foot is small and pale."""
    kind = holder.element.ph.get("type")
    if kind == "title":
        _set(holder, size=26, bold=True, colour=colours.INK, anchor="ctr")
    else:
        align = "r" if kind == "sldNum" else "l"
        _set(holder, size=9, bold=False, colour=colours.SOFT, anchor="ctr", align=align)


def _white(holder: Any) -> None:
    kind = holder.element.ph.get("type")
    if kind == "ctrTitle":
        _set(holder, size=40, bold=True, colour=colours.PAPER, anchor="b")
    elif kind == "subTitle":
        _set(holder, size=16, bold=False, colour=colours.PAPER, anchor="t")
    else:
        holder.element.getparent().remove(holder.element)


def _set(
    holder: Any, *, size: float, bold: bool, colour: str, anchor: str, align: str = "l"
) -> None:
    """How the text of a placeholder looks wherever the layout is used."""
    body = holder.element.find("{*}txBody")
    style = body.find("{*}lstStyle")
    for old in list(style):
        style.remove(old)
    names = {"a:latin": "+mn-lt", "a:ea": "+mn-ea"}
    faces = (element(name, {"typeface": face}) for name, face in names.items())
    own = {"sz": round(size * 100), "b": int(bold), "cap": "none"}
    letter = element("a:defRPr", own, colours.fill(colour), *faces)
    level = element("a:lvl1pPr", {"marL": 0, "indent": 0, "algn": align}, element("a:buNone"))
    level.append(letter)
    style.append(level)
    properties = body.find("{*}bodyPr")
    for old in list(properties):
        properties.remove(old)
    properties.set("anchor", anchor)
    for side in ("lIns", "rIns", "tIns", "bIns"):
        properties.set(side, "0")
    properties.append(element("a:noAutofit"))


def _gradient(layout: Any) -> None:
    """The ground of the cover, in the theme's first and last colours."""
    stops = ((0, "accent1"), (100_000, "accent6"))
    made = (
        element("a:gs", {"pos": place}, element("a:schemeClr", {"val": colour}))
        for place, colour in stops
    )
    ramp = element("a:gsLst", {}, *made)
    ground = element(
        "a:gradFill", {"rotWithShape": 1}, ramp, element("a:lin", {"ang": 2_700_000, "scaled": 0})
    )
    own = element("p:bgPr", {}, ground, element("a:effectLst"))
    holder = layout.element.find("{*}cSld")
    for old in holder.findall("{*}bg"):
        holder.remove(old)
    holder.insert(0, element("p:bg", {}, own))
    tree = layout.shapes.element
    first = next(place for place, each in enumerate(tree) if each.tag.endswith("}sp"))
    for number, (x, y, size) in enumerate(_CIRCLES):
        tree.insert(first + number, _circle(90 + number, Place(x, y, size, size)))


def _circle(id: int, place: Place) -> Any:
    """A pale circle on the ground of the cover."""
    pale = element("a:schemeClr", {"val": colours.PAPER}, element("a:alpha", {"val": 7_000}))
    look = Look(shape="ellipse")
    shape = geometry(place, look)
    shape.append(element("a:solidFill", {}, pale))
    shape.append(element("a:ln", {}, element("a:noFill")))
    named = element("p:cNvPr", {"id": id, "name": f"Circle {id}"}, decorative())
    head = element("p:nvSpPr", {}, named, element("p:cNvSpPr"), element("p:nvPr"))
    return element("p:sp", {}, head, shape)


def _drop_thumbnail(package: Any) -> None:
    """The template shows a slide of its own."""
    for each in package.iter_rels():
        if each.reltype.endswith("/thumbnail"):
            package.drop_rel(each.rId)
            return
