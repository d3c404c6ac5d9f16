"""Lists: their signs and numbers, level by level."""

from typing import Any, Final

from playbook.renderers.handbook.docx.colours import Colours, readable
from playbook.renderers.handbook.docx.elements import element, properties, value

BULLETS: Final = 1
NUMBERS: Final = 2
"""The ids of the lists that ``List Bullet`` and ``List Number`` belong to."""
HANGING: Final = 340
"""How far the lines of an item stand from its sign, in twentieths of a point."""


def put_in(holder: Any, colours: Colours) -> None:
    """Take ours for the lists that a new document has."""
    for old in list(holder):
        holder.remove(old)
    first = readable(colours.first)
    bullets = ("•", "–", "•", "–")
    numbers = ("%1.", "%2)", "%3.", "%4)")
    formats = ("decimal", "lowerLetter", "lowerRoman", "decimal")
    holder.append(_list(BULLETS, [("bullet", sign) for sign in bullets], first))
    holder.append(_list(NUMBERS, list(zip(formats, numbers, strict=True)), first))
    for id in (BULLETS, NUMBERS):
        holder.append(element("w:num", {"w:numId": id}, value("w:abstractNumId", id)))


def _list(id: int, levels: list[tuple[str, str]], colour: str) -> Any:
    made = element(
        "w:abstractNum", {"w:abstractNumId": id}, value("w:multiLevelType", "multilevel")
    )
    for number, (format, sign) in enumerate(levels):
        indent = {"w:left": HANGING * (number + 1), "w:hanging": HANGING}
        made.append(
            element(
                "w:lvl",
                {"w:ilvl": number},
                value("w:start", 1),
                value("w:numFmt", format),
                value("w:lvlText", sign),
                value("w:lvlJc", "left"),
                properties("w:pPr", element("w:ind", indent)),
                properties("w:rPr", element("w:b"), value("w:color", colour)),
            )
        )
    return made
