"""Elements of Word's XML. Word wants the properties of a thing in one order, and gets them so."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Final

from playbook.drawing.markup import plain
from playbook.extras import load

_EXTRA: Final = "office"
_ORDER: Final = {
    tag: place
    for place, tag in enumerate(
        (
            # a paragraph
            *("pStyle", "keepNext", "keepLines", "pageBreakBefore", "widowControl", "numPr"),
            *("pBdr", "tabs", "spacing", "ind", "contextualSpacing", "jc", "outlineLvl"),
            # a run
            *("rStyle", "rFonts", "b", "bCs", "i", "iCs", "strike", "color", "sz", "szCs"),
            *("highlight", "u", "bdr", "em", "lang"),
            # a table, a row and a cell
            *("tblStyle", "tblW", "tblInd", "tblBorders", "tblLayout", "tblCellMar", "tblLook"),
            *("tblCaption", "cantSplit", "tblHeader", "tcW", "tcBorders", "shd", "noWrap"),
            *("tcMar", "vAlign", "sectPr"),
        )
    )
}
"""Where each property stands; shading comes late in a run and in a cell."""
_SHADED_EARLY: Final = ("w:pPr", "w:tblPr")


def element(tag: str, attributes: Mapping[str, object] | None = None, *children: Any) -> Any:
    """An element by its name, such as ``w:p``, with its attributes and what is in it."""
    make, name = _makers()
    made = make(tag)
    for key, said in (attributes or {}).items():
        made.set(name(key) if ":" in key else key, plain(str(said)))
    made.extend(children)
    return made


def value(tag: str, content: object) -> Any:
    """An element that says one thing: ``<w:jc w:val="right"/>``."""
    return element(tag, {"w:val": content})


def properties(tag: str, *children: Any) -> Any:
    """The properties of a thing, in the order that Word wants."""
    return element(tag, {}, *sorted(children, key=lambda child: _place(tag, child)))


def text(words: str) -> Any:
    """A text that keeps its spaces, without the signs that no file may hold."""
    made = element("w:t", {"xml:space": "preserve"})
    made.text = plain(words)
    return made


def run(properties_: Iterable[Any], *content: Any) -> Any:
    """A run with its properties, if it has any."""
    found = tuple(properties_)
    return element("w:r", {}, *((properties("w:rPr", *found),) if found else ()), *content)


def paragraph(style: str, content: Iterable[Any], *more: Any) -> Any:
    """A paragraph in a style, with further properties."""
    return element(
        "w:p",
        {},
        properties("w:pPr", *((value("w:pStyle", style),) if style else ()), *more),
        *content,
    )


def field(instruction: str, *result: Any, dirty: bool = False) -> list[Any]:
    """A field that Word works out; the result is shown until then."""
    begin = {"w:fldCharType": "begin", **({"w:dirty": "true"} if dirty else {})}
    instruct = element("w:instrText", {"xml:space": "preserve"})
    instruct.text = instruction
    return [
        run((), element("w:fldChar", begin)),
        run((), instruct),
        run((), element("w:fldChar", {"w:fldCharType": "separate"})),
        *result,
        run((), element("w:fldChar", {"w:fldCharType": "end"})),
    ]


@cache
def _makers() -> tuple[Any, Any]:
    """What makes an element, and what spells out a name."""
    return load("docx.oxml", _EXTRA).OxmlElement, load("docx.oxml.ns", _EXTRA).qn


def _place(holder: str, child: Any) -> float:
    tag = child.tag.rpartition("}")[2]
    if tag == "shd" and holder in _SHADED_EARLY:
        return _ORDER["pBdr"] + 0.5 if holder == "w:pPr" else _ORDER["tblBorders"] + 0.5
    if tag == "shd" and holder == "w:rPr":
        return _ORDER["bdr"] + 0.5
    return _ORDER[tag]
