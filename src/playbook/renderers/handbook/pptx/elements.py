"""Elements of PowerPoint's XML, made by name."""

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from playbook.drawing.markup import plain
from playbook.extras import load

_EXTRA: Final = "office"
_EMU: Final = 12700
"""PowerPoint's unit, to a point."""


def element(tag: str, attributes: Mapping[str, object] | None = None, *children: Any) -> Any:
    """An element by its name, such as ``a:p``, with its attributes and what is in it."""
    make, name = _makers()
    made = make(tag)
    for key, said in (attributes or {}).items():
        made.set(name(key) if ":" in key else key, plain(str(said)))
    made.extend(children)
    return made


def emu(points: float) -> int:
    """A length in PowerPoint's unit."""
    return round(points * _EMU)


@cache
def _makers() -> tuple[Any, Any]:
    """What makes an element, and what spells out a name."""
    return load("pptx.oxml.xmlchemy", _EXTRA).OxmlElement, load("pptx.oxml.ns", _EXTRA).qn
