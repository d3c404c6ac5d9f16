"""The styles of a document: whoever changes one changes all that is written in it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from playbook.renderers.handbook.docx.colours import INK, LINE, MARK, SHADE, SOFT, Colours, readable
from playbook.renderers.handbook.docx.elements import element, properties, value
from playbook.renderers.handbook.docx.letters import MONO, Letters
from playbook.renderers.handbook.docx.lists import BULLETS, HANGING, NUMBERS

_TWIPS: Final = 20
_HEADINGS: Final = ((23, 0, 8), (15, 18, 5), (12, 13, 4), (10.5, 10, 3))
"""The size of each heading of a chapter, and the points before and after it."""


@dataclass(frozen=True, kw_only=True)
class Style:
    """A style: its name for people, what it is based on, and how it differs from that."""

    id: str
    name: str
    based_on: str = "Normal"
    next: str = ""
    size: float = 0
    bold: bool | None = None
    italic: bool = False
    colour: str = ""
    before: float | None = None
    after: float | None = None
    indent: int = 0
    hanging: int = 0
    keep_next: bool = False
    outline: int | None = None
    numbering: int | None = None
    more: tuple[Any, ...] = ()
    """Further properties of the paragraph."""
    signs: tuple[Any, ...] = ()
    """Further properties of its letters."""
    is_quick: bool = True
    kind: str = field(default="paragraph")


def put_in(holder: Any, colours: Colours, letters: Letters, offset: int, width: int) -> None:
    """Take ours for the styles that a new document has."""
    for old in list(holder):
        holder.remove(old)
    holder.append(_defaults(letters))
    styles = (
        *_paragraphs(colours, letters),
        *_headings(colours, offset),
        *_contents(offset, width),
        *_signs(colours, letters),
    )
    holder.extend([_normal(), *map(_written, styles), *_tables()])


def _defaults(letters: Letters) -> Any:
    signs = (letters.fonts(), letters.tongue())
    # the lines of Chinese fonts are high by themselves
    line = 252 if letters.is_cjk else 276
    spacing = element("w:spacing", {"w:after": 100, "w:line": line, "w:lineRule": "auto"})
    return element(
        "w:docDefaults",
        {},
        element("w:rPrDefault", {}, properties("w:rPr", *signs)),
        element("w:pPrDefault", {}, properties("w:pPr", spacing)),
    )


def _paragraphs(colours: Colours, letters: Letters) -> Iterator[Style]:
    first = readable(colours.first)
    yield Style(id="Title", name="Title", next="Subtitle", size=32, bold=True, before=0, after=12)
    yield Style(id="Subtitle", name="Subtitle", size=12.5, after=16)
    yield Style(id="Lead", name="Lead", size=12, colour=SOFT, after=8)
    yield Style(
        id="Eyebrow", name="Eyebrow", size=8.5, bold=True, colour=first, after=3, keep_next=True
    )
    yield Style(
        id="ListBullet", name="List Bullet", numbering=BULLETS, after=3, more=_indent(HANGING)
    )
    yield Style(
        id="ListNumber", name="List Number", numbering=NUMBERS, after=3, more=_indent(HANGING)
    )
    tick = (*_indent(HANGING), _tabs(("left", HANGING)))
    yield Style(id="Checklist", name="Checklist", after=3, more=tick)
    yield Style(
        id="ChecklistNote", name="Checklist Note", size=9, colour=SOFT, after=4, indent=HANGING
    )
    bar = _bordered("w:pBdr", "w:left", colours.last, 18, 10)
    slant = not letters.is_cjk
    yield Style(id="Quote", name="Quote", italic=slant, indent=240, after=6, more=(bar,))
    yield Style(id="Sample", name="Sample", after=5)
    yield Style(id="Caption", name="caption", size=9, colour=SOFT, before=3, after=6)
    code = element("w:shd", {"w:val": "clear", "w:color": "auto", "w:fill": SHADE})
    yield Style(
        id="CodeBlock", name="Code Block", size=9, more=(code,), signs=(letters.fonts(MONO),)
    )
    yield Style(id="GateTitle", name="Gate", size=10.5, bold=True, after=3, keep_next=True)
    yield Style(id="FactLabel", name="Fact Label", size=8.5, colour=SOFT, after=1, keep_next=True)
    yield Style(id="Fact", name="Fact", size=11, bold=True, after=0)
    yield Style(id="TableHead", name="Table Head", size=9.5, bold=True, after=0, keep_next=True)
    yield Style(id="TableText", name="Table Text", size=9.5, after=0)
    yield Style(id="Label", name="Label", size=9.5, bold=True, colour=SOFT, after=3)
    gap = element("w:spacing", {"w:after": 0, "w:line": 120, "w:lineRule": "exact"})
    yield Style(id="Gap", name="Gap", size=4, more=(gap,), is_quick=False)
    yield Style(id="Divider", name="Divider", more=(_bordered("w:pBdr", "w:bottom", LINE, 6, 1),))
    ends = _bordered("w:pBdr", "w:bottom", LINE, 4, 4)
    yield Style(id="Header", name="header", size=8, colour=SOFT, after=0, more=(ends,))
    yield Style(id="Footer", name="footer", size=8, colour=SOFT, after=0)


def _headings(colours: Colours, offset: int) -> Iterator[Style]:
    """The headings; where there are several playbooks, the first is that of each of them."""
    looks = ((28, 0, 10),) * offset + _HEADINGS
    tints = (INK,) * (offset + 1) + (readable(colours.first), INK, INK)
    for number, ((size, before, after), colour) in enumerate(zip(looks, tints, strict=True), 1):
        yield Style(
            id=f"Heading{number}",
            name=f"heading {number}",
            next="Normal",
            size=size,
            bold=True,
            colour=colour,
            before=before,
            after=after,
            keep_next=True,
            outline=number - 1,
        )


def _contents(offset: int, width: int) -> Iterator[Style]:
    dots = element("w:tab", {"w:val": "right", "w:leader": "dot", "w:pos": width})
    yield Style(id="TOCHeading", name="TOC Heading", size=23, bold=True, after=12, keep_next=True)
    for number in range(1, 2 + offset):
        is_part = number <= offset
        yield Style(
            id=f"TOC{number}",
            name=f"toc {number}",
            bold=is_part or None,
            size=10,
            before=10 if is_part else 0,
            after=2,
            indent=0 if number == 1 else 220,
            more=(element("w:tabs", {}, dots),),
            is_quick=False,
        )


def _signs(colours: Colours, letters: Letters) -> Iterator[Style]:
    def sign(id: str, name: str, *signs: Any, colour: str = "", size: float = 0) -> Style:
        return Style(
            id=id, name=name, based_on="", colour=colour, size=size, signs=signs, kind="character"
        )

    shade = {"w:val": "clear", "w:color": "auto"}
    frame = {"w:val": "single", "w:sz": 4, "w:space": 0, "w:color": "A9B4CB"}
    yield sign("Hyperlink", "Hyperlink", colour=readable(colours.first))
    yield sign("Soft", "Soft", colour=SOFT, size=9)
    yield sign("Tag", "Tag", element("w:bdr", frame), colour=SOFT, size=8)
    yield sign("Badge", "Badge", element("w:b"))
    yield sign(
        "Code",
        "Code",
        letters.fonts(MONO),
        element("w:shd", {**shade, "w:fill": SHADE}),
        size=9.5,
    )
    yield sign("Placeholder", "Placeholder", element("w:shd", {**shade, "w:fill": MARK}))


def _normal() -> Any:
    made = element("w:style", {"w:type": "paragraph", "w:default": 1, "w:styleId": "Normal"})
    signs = (value("w:color", INK), value("w:sz", 21), value("w:szCs", 21))
    made.extend([value("w:name", "Normal"), element("w:qFormat"), properties("w:rPr", *signs)])
    return made


def _written(style: Style) -> Any:
    made = element("w:style", {"w:type": style.kind, "w:styleId": style.id})
    if style.name[:1].isupper() and style.name not in _WORDS_OWN:
        made.set(made.tag.replace("}style", "}customStyle"), "1")
    made.append(value("w:name", style.name))
    if style.based_on:
        made.append(value("w:basedOn", style.based_on))
    if style.next:
        made.append(value("w:next", style.next))
    if style.is_quick:
        made.append(element("w:qFormat"))
    own = tuple(_of_paragraph(style))
    if own:
        made.append(properties("w:pPr", *own))
    signs = tuple(_of_signs(style))
    if signs:
        made.append(properties("w:rPr", *signs))
    return made


_WORDS_OWN: Final = frozenset(
    {"Title", "Subtitle", "List Bullet", "List Number", "Quote", "TOC Heading", "Hyperlink"}
)
"""The styles that Word knows by their names."""


def _of_paragraph(style: Style) -> Iterator[Any]:
    if style.keep_next:
        yield element("w:keepNext")
        yield element("w:keepLines")
    if style.numbering is not None:
        yield element("w:numPr", {}, value("w:numId", style.numbering))
    spacing: dict[str, object] = {}
    if style.before is not None:
        spacing["w:before"] = round(style.before * _TWIPS)
    if style.after is not None:
        spacing["w:after"] = round(style.after * _TWIPS)
    if spacing:
        yield element("w:spacing", spacing)
    if style.indent:
        yield element("w:ind", {"w:left": style.indent})
    if style.outline is not None:
        yield value("w:outlineLvl", style.outline)
    yield from style.more


def _of_signs(style: Style) -> Iterator[Any]:
    if style.bold:
        yield element("w:b")
    if style.italic:
        yield element("w:i")
    if style.colour:
        yield value("w:color", style.colour)
    if style.size:
        yield value("w:sz", round(style.size * 2))
        yield value("w:szCs", round(style.size * 2))
    yield from style.signs


def _tables() -> Iterator[Any]:
    """The style of a table with a head, and that of one that only holds things together."""
    plain = element("w:style", {"w:type": "table", "w:default": 1, "w:styleId": "TableNormal"})
    margins = element(
        "w:tblCellMar",
        {},
        *(
            element(f"w:{side}", {"w:w": wide, "w:type": "dxa"})
            for side, wide in (("top", 0), ("left", 108), ("bottom", 0), ("right", 108))
        ),
    )
    plain.extend([value("w:name", "Normal Table"), properties("w:tblPr", margins)])
    yield plain
    edges = {"w:val": "single", "w:sz": 4, "w:space": 0, "w:color": LINE}
    borders = element(
        "w:tblBorders", {}, *(element(f"w:{each}", edges) for each in ("top", "bottom", "insideH"))
    )
    ours = element("w:style", {"w:type": "table", "w:customStyle": 1, "w:styleId": "PlaybookTable"})
    ours.extend(
        [
            value("w:name", "Playbook Table"),
            value("w:basedOn", "TableNormal"),
            element("w:qFormat"),
            properties("w:tblPr", borders),
            element(
                "w:tblStylePr",
                {"w:type": "firstRow"},
                element("w:rPr", {}, element("w:b")),
                element(
                    "w:tcPr",
                    {},
                    element("w:shd", {"w:val": "clear", "w:color": "auto", "w:fill": SHADE}),
                ),
            ),
        ]
    )
    yield ours


def _indent(hanging: int) -> tuple[Any, ...]:
    return (element("w:ind", {"w:left": hanging, "w:hanging": hanging}),)


def _tabs(*stops: tuple[str, int]) -> Any:
    made = (element("w:tab", {"w:val": kind, "w:pos": place}) for kind, place in stops)
    return element("w:tabs", {}, *made)


def _bordered(holder: str, side: str, colour: str, wide: int, space: int) -> Any:
    edge = {"w:val": "single", "w:sz": wide, "w:space": space, "w:color": colour}
    return element(holder, {}, element(side, edge))
