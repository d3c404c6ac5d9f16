"""Boxes to tick, and how long what stands in a frame is."""

from dataclasses import fields, is_dataclass
from typing import Any, Final

from playbook.extras import load
from playbook.manuscript.blocks import Run
from playbook.renderers.handbook.docx.elements import element, run, text, value

_EMPTY: Final = "☐"
_CROSSED: Final = "☒"
_FONT: Final = "MS Gothic"
"""The font in which Word shows its own boxes to tick."""
_NEWER: Final = "http://schemas.microsoft.com/office/word/2010/wordml"
_LINE: Final = 85


def checkbox(id: int) -> Any:
    """A box that is ticked with a click in Word, and a sign everywhere else."""
    fonts = {f"w:{kind}": _FONT for kind in ("ascii", "hAnsi", "eastAsia", "cs")}
    sign = run((element("w:rFonts", {"w:hint": "eastAsia", **fonts}),), text(_EMPTY))
    return element(
        "w:sdt",
        {},
        element("w:sdtPr", {}, value("w:id", id), _states()),
        element("w:sdtContent", {}, sign),
    )


def lines(blocks: object) -> int:
    """How many lines blocks take, roughly."""
    if isinstance(blocks, Run):
        return len(blocks.text) // _LINE + blocks.text.count("\n")
    if isinstance(blocks, tuple | list):
        return 1 + sum(map(lines, blocks))
    if is_dataclass(blocks):
        return sum(lines(getattr(blocks, field.name)) for field in fields(blocks))
    return 0


def _states() -> Any:
    """How the box looks ticked and not: words of a newer Word than the rest of the file."""
    etree = load("lxml.etree", "office")
    made = etree.Element(f"{{{_NEWER}}}checkbox", nsmap={"w14": _NEWER})
    for name, said in (
        ("checked", {"val": "0"}),
        ("checkedState", {"val": f"{ord(_CROSSED):04X}", "font": _FONT}),
        ("uncheckedState", {"val": f"{ord(_EMPTY):04X}", "font": _FONT}),
    ):
        attributes = {f"{{{_NEWER}}}{key}": each for key, each in said.items()}
        made.append(etree.Element(f"{{{_NEWER}}}{name}", attributes))
    return made
