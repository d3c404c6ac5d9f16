"""A slide that shapes are put on, each with its place in points and text that can be changed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Final

from playbook.drawing.markup import plain
from playbook.extras import load
from playbook.renderers.handbook.pptx import colours
from playbook.renderers.handbook.pptx.colours import fill
from playbook.renderers.handbook.pptx.elements import element, emu
from playbook.renderers.handbook.pptx.fitting import Para
from playbook.renderers.handbook.pptx.letters import Letters

WIDTH: Final = 960.0
HEIGHT: Final = 540.0
SIDE: Final = 40.0
"""What is left free at the left and the right."""
_SIGNS: Final = {"tick": "ü", "dot": "§", "box": "o"}
"""The letters of Wingdings that are signs: a tick, a small square, an empty box."""
_DECORATIVE: Final = "{C183D7F6-B498-43B3-948B-1728B52AA6E4}"
_ROUND: Final = 6.0
_CORNER: Final = 0.293
"""The share of a round corner that text keeps away from."""


@dataclass(frozen=True)
class Place:
    """A rectangle on a slide."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, kw_only=True)
class Look:
    """How a shape looks."""

    shape: str = "rect"
    colour: str = ""
    pale: float = 0
    """How much the colour is thinned with white."""
    edge: str = ""
    inset: tuple[float, float] = (0, 0)
    """The room between the edge and the text: at the sides, and above and below."""
    anchor: str = "t"
    adjust: float | None = None
    """What makes a corner rounder or a tip longer."""


@dataclass
class Canvas:
    """A slide."""

    slide: Any
    letters: Letters
    ids: Iterator[int] = field(default_factory=lambda: count(20))

    def title(self, words: str, size: float) -> None:
        """The title, in its own place of the layout."""
        holder = self.slide.shapes.title.text_frame.paragraphs[0]
        set_words(holder, words, self.letters, size)

    def box(
        self,
        name: str,
        place: Place,
        look: Look,
        paras: Sequence[Para] = (),
        *,
        about: str = "",
    ) -> Any:
        """A shape with text, or one that only shows something."""
        drawn = geometry(place, look)
        drawn.append(fill(look.colour, look.pale))
        drawn.append(element("a:ln", {"w": emu(0.75)}, fill(look.edge)))
        made = element("p:sp", {}, self._named(name, about, is_mute=not (paras or about)), drawn)
        made.append(text_body(paras, self.letters, look))
        self.slide.shapes.element.append(made)
        return made

    def notes(self, paras: Iterable[tuple[str, bool]]) -> None:
        """What the one who presents reads: lines, some of them bold."""
        frame = self.slide.notes_slide.notes_text_frame
        first = True
        for words, bold in paras:
            holder = frame.paragraphs[0] if first else frame.add_paragraph()
            set_words(holder, words, self.letters, bold=bold)
            first = False

    def _named(self, name: str, about: str, *, is_mute: bool) -> Any:
        own: dict[str, object] = {"id": next(self.ids), "name": plain(name)[:200]}
        if about:
            own["descr"] = plain(about)
        made = element("p:cNvPr", own)
        if is_mute:
            made.append(decorative())
        return element("p:nvSpPr", {}, made, element("p:cNvSpPr"), element("p:nvPr"))


def room(place: Place, look: Look) -> tuple[float, float]:
    """How wide and high the text in a shape may be: less than the shape, by its outline."""
    cut = _points(look)
    wide, high = {
        "chevron": (2 * cut, 0.0),
        "homePlate": (cut / 2, 0.0),
        "roundRect": (2 * _CORNER * cut, 2 * _CORNER * cut),
        "ellipse": (_CORNER * place.width, _CORNER * place.height),
    }.get(look.shape, (0.0, 0.0))
    side, above = look.inset
    return place.width - 2 * side - wide, place.height - 2 * above - high


def text_body(paras: Sequence[Para], letters: Letters, look: Look, tag: str = "p:txBody") -> Any:
    """The text of a shape or of a cell."""
    side, above = look.inset
    sides = {"lIns": side, "tIns": above, "rIns": side, "bIns": above}
    own: dict[str, object] = {name: emu(size) for name, size in sides.items()}
    holder = element("a:bodyPr", {"wrap": "square", **own, "anchor": look.anchor, "rtlCol": 0})
    holder.append(element("a:noAutofit"))
    written = [paragraph(each, letters) for each in paras] or [element("a:p")]
    return element(tag, {}, holder, element("a:lstStyle"), *written)


def paragraph(para: Para, letters: Letters) -> Any:
    """A paragraph with its runs."""
    hanging = emu(para.hanging)
    own = {"marL": hanging, "indent": -hanging, "algn": para.align}
    spacing = (
        element("a:lnSpc", {}, element("a:spcPts", {"val": round(para.leading * 100)})),
        element("a:spcBef", {}, element("a:spcPts", {"val": 0})),
        element("a:spcAft", {}, element("a:spcPts", {"val": round(para.after * 100)})),
    )
    properties = element("a:pPr", own, *spacing, *_sign(para))
    runs = list(_runs(para.text, letters, para.size, para.bold, para.colour))
    if para.strong:
        runs += _runs(para.strong, letters, para.size, True, colours.INK)
    if para.more:
        runs += _runs(para.more, letters, para.size - 1, False, colours.SOFT)
    return element("a:p", {}, properties, *runs)


def set_words(
    holder: Any, words: str, letters: Letters, size: float = 0, *, bold: bool | None = None
) -> None:
    """Put words into a paragraph that a layout has made."""
    own = holder.add_run()
    parent = own.font._element.getparent().getparent()  # noqa: SLF001
    parent.remove(parent[-1])
    parent.extend(_runs(words, letters, size, bold, ""))


def _runs(
    words: str, letters: Letters, size: float, bold: bool | None, colour: str
) -> Iterator[Any]:
    for number, line in enumerate(words.split("\n")):
        if number:
            yield element("a:br")
        if not line:
            continue
        own: dict[str, object] = {"lang": letters.tag, "dirty": 0}
        if letters.is_cjk:
            own["altLang"] = "en-US"
        if size:
            own["sz"] = round(size * 100)
        if bold is not None:
            own["b"] = int(bold)
        inner = (*((fill(colour),) if colour else ()), *letters.fonts(line))
        text = element("a:t")
        text.text = plain(line)
        yield element("a:r", {}, element("a:rPr", own, *inner), text)


def _sign(para: Para) -> Iterator[Any]:
    if not para.sign:
        yield element("a:buNone")
        return
    yield element("a:buClr", {}, fill(para.sign_colour)[0])
    yield element("a:buFont", {"typeface": "Wingdings"})
    yield element("a:buChar", {"char": _SIGNS[para.sign]})


def geometry(place: Place, look: Look) -> Any:
    """Where a shape is, and its outline."""
    outline = element("a:prstGeom", {"prst": look.shape}, _adjusted(look, place))
    return element("p:spPr", {}, _transform(place), outline)


def _transform(place: Place) -> Any:
    return element(
        "a:xfrm",
        {},
        element("a:off", {"x": emu(place.x), "y": emu(place.y)}),
        element("a:ext", {"cx": emu(place.width), "cy": emu(place.height)}),
    )


def _adjusted(look: Look, place: Place) -> Any:
    """How round a corner is, or how long the tip of an arrow: in points, whatever the size."""
    made = element("a:avLst")
    points = _points(look)
    if points:
        least = min(place.width, place.height) or 1
        share = min(
            round(points / least * 100_000), 50_000 if look.shape == "roundRect" else 90_000
        )
        made.append(element("a:gd", {"name": "adj", "fmla": f"val {share}"}))
    return made


def _points(look: Look) -> float:
    if look.adjust is None:
        return _ROUND if look.shape == "roundRect" else 0.0
    return look.adjust


def decorative() -> Any:
    """Says that there is nothing to read out."""
    etree = load("lxml.etree", "office")
    space = "http://schemas.microsoft.com/office/drawing/2017/decorative"
    mark = etree.Element(f"{{{space}}}decorative", {"val": "1"}, nsmap={"adec": space})
    return element("a:extLst", {}, element("a:ext", {"uri": _DECORATIVE}, mark))
