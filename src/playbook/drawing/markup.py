"""The only place where text becomes XML."""

import re
from collections.abc import Mapping

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Signs that no XML file may hold, not even escaped."""
_SPACES = str.maketrans("\t\n\r", "   ")
_ESCAPED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})


def plain(text: str) -> str:
    """A text on one line, without the signs that no picture can hold."""
    return _NOT_XML.sub("", text).translate(_SPACES)


def escaped(text: str) -> str:
    """A text as it may stand in XML, between tags or in an attribute."""
    return plain(text).translate(_ESCAPED)


def element(tag: str, attributes: Mapping[str, str | float], *content: str) -> str:
    """An element. What is in it is markup already; attributes are not."""
    written = "".join(
        f' {name}="{number(value) if isinstance(value, float | int) else escaped(value)}"'
        for name, value in attributes.items()
        if value != ""
    )
    return f"<{tag}{written}>{''.join(content)}</{tag}>" if content else f"<{tag}{written}/>"


def number(value: float) -> str:
    """A number with one decimal at most."""
    written = f"{value:.1f}".removesuffix(".0")
    return "0" if written == "-0" else written
