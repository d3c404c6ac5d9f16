"""What boxes are made of, as elements of SVG, and the font that they are written in."""

import base64
from functools import cache

from playbook.drawing.boxes import Box, Shape, Words
from playbook.drawing.markup import element, escaped
from playbook.resources import TEMPLATES

_FONT = TEMPLATES / "handbook" / "assets" / "manrope.woff2"


@cache
def font() -> str:
    """The font, as text that a style sheet can hold."""
    return base64.b64encode(_FONT.read_bytes()).decode("ascii")


def shape(each: Shape) -> str:
    """A rectangle, circle or path."""
    return element(each.tag, {"class": each.classes, **dict(each.attributes)})


def line(words: Words) -> str:
    """A line of text."""
    attributes: dict[str, str | float] = {
        "class": f"f-{words.style} f-ink-{words.tone}",
        "x": words.x,
        "y": words.y,
    }
    if words.anchor != "start":
        attributes["text-anchor"] = words.anchor
    return element("text", attributes, escaped(words.text))


def contents(box: Box) -> tuple[str, ...]:
    """All that is in a box."""
    return (*map(shape, box.shapes), *map(line, box.words))


def named(box: Box, *, is_link: bool) -> dict[str, str | float]:
    """What a box is called: a group what it is; a link has the name that is written on it.

    Somebody who talks to a browser says what is to be seen (WCAG 2.2, 2.5.3).
    """
    return {} if is_link else {"aria-label": box.about, "role": "group"}
