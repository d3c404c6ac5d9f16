"""Whether an SVG that somebody gives us is a still picture and nothing else.

A browser runs nothing in an ``<img>``, but people open the file itself too, and
PDF, Word and slides are made by programs with rules of their own. So it is
looked at once, when it is read: what could run, or fetch anything from
elsewhere, is refused wherever it is to go.
"""

import re
from collections.abc import Mapping
from typing import Final
from xml.parsers import expat

from playbook.messages import _

_SVG: Final = "http://www.w3.org/2000/svg"
_STILL: Final = re.compile(
    r"a|circle|clipPath|defs|desc|ellipse|filter|fe[A-Z][A-Za-z]+|g|image|line|linearGradient|marker"
    r"|mask|metadata|path|pattern|polygon|polyline|radialGradient|rect|stop|style|svg|switch|symbol"
    r"|text|textPath|title|tspan|use|view"
)
"""The elements that draw, and those around them."""
_DRAWN_TOO: Final = ("http://www.w3.org/1999/xhtml", "http://www.w3.org/1998/Math/MathML", "")
"""Other languages that are drawn, or run, within a picture; notes of drawing programs are not."""
_OF_SVG: Final = (
    "",
    _SVG,
    "http://www.w3.org/1999/xlink",
    "http://www.w3.org/XML/1998/namespace",
)
"""Whose attributes mean something in a picture."""
_REFERENCE: Final = re.compile(r"#|data:image/(?:png|jpeg|gif|webp);base64,", re.IGNORECASE)
_URL: Final = r"\\|(?:url|src)\(\s*[\"']?\s*(?!\s|[\"']|#|data:(?:image|font|application/font))"
_IN_VALUE: Final = re.compile(_URL, re.IGNORECASE)
"""What in a value brings something from elsewhere; a backslash could hide it."""
_IN_STYLE: Final = re.compile(rf"{_URL}|@import|image-set|://", re.IGNORECASE)


class _Refused(Exception):
    """Stops the reading; the message is for people."""


def fault(raw: bytes) -> str | None:
    """Why the bytes of an SVG are not used, or None if they are."""
    try:
        _Looking().at(raw)
    except _Refused as refused:
        return str(refused)
    except (expat.ExpatError, ValueError, LookupError) as error:
        return _("What is in it is no SVG: {words}.").format(words=error)
    return None


class _Looking:
    """Goes through an SVG piece by piece, and stops at what is not wanted."""

    def __init__(self) -> None:
        self.depth = 0
        self.style: list[str] | None = None

    def at(self, raw: bytes) -> None:
        """Look at a whole file."""
        parser = expat.ParserCreate(namespace_separator="}")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.EntityDeclHandler = self._entity
        parser.ProcessingInstructionHandler = self._instruction
        parser.Parse(raw, True)

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        space, _brace, word = name.rpartition("}")
        self.depth += 1
        if self.depth == 1 and (space, word) != (_SVG, "svg"):
            raise _Refused(_("What is in it is no SVG."))
        if space in _DRAWN_TOO or (space == _SVG and not _STILL.fullmatch(word)):
            raise _contains(f"<{word}>")
        if space != _SVG:
            return
        for attribute, value in attributes.items():
            owner, _brace, key = attribute.rpartition("}")
            if owner in _OF_SVG:
                _look_at(key, value)
        if word == "style":
            self.style = []

    def _text(self, text: str) -> None:
        if self.style is not None:
            self.style.append(text)

    def _end(self, name: str) -> None:
        self.depth -= 1
        if self.style is not None and name == f"{_SVG}}}style":
            _look_at("style", "".join(self.style))
            self.style = None

    def _entity(self, name: str, *_rest: object) -> None:
        raise _contains(f"<!ENTITY {name}>")

    def _instruction(self, name: str, _rest: str) -> None:
        raise _contains(f"<?{name}?>")


def _look_at(attribute: str, value: str) -> None:
    """Refuse an attribute that could run something or bring it from elsewhere."""
    word = attribute.lower()
    if word.startswith("on") or word in ("base", "src"):
        raise _contains(attribute)
    if word == "href" and not _REFERENCE.match(value.strip()):
        raise _contains(f'{attribute}="{value[:40]}"')
    pattern = _IN_STYLE if word == "style" else _IN_VALUE
    if found := pattern.search(value) if word != "href" else None:
        raise _contains(f'{attribute}="{value[max(found.start() - 10, 0) :][:40]}"')


def _contains(what: str) -> _Refused:
    message = _("It contains {what}; only still pictures with nothing from elsewhere are used.")
    return _Refused(message.format(what=" ".join(what.split())))
