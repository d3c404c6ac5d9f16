"""Bytes to text: UTF-8, nothing else, and no characters that hide."""

import codecs
import re

from playbook.findings import Place, Problem
from playbook.messages import _

LARGEST_FILE = 1_000_000
"""Bytes. A playbook of forty pages has 60 000."""

_BOMS = {
    codecs.BOM_UTF32_LE: "UTF-32",
    codecs.BOM_UTF32_BE: "UTF-32",
    codecs.BOM_UTF16_LE: "UTF-16",
    codecs.BOM_UTF16_BE: "UTF-16",
}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]")
_CYRILLIC = re.compile("[а-яА-Я]{3}")
_HAN = re.compile("[\u4e00-\u9fff]{2}")


def decode(raw: bytes, file: str) -> tuple[str | None, tuple[Problem, ...]]:
    """The text of a file, or None and the reason it cannot be read."""
    if len(raw) > LARGEST_FILE:
        message = _("This file has more than {limit} bytes.")
        return None, (
            Problem(
                Place(file),
                "PB003",
                message.format(limit=LARGEST_FILE),
                _("Move sections into files of their own, and long texts into Markdown files."),
            ),
        )
    named = next((name for bom, name in _BOMS.items() if raw.startswith(bom)), None)
    if named is None and b"\x00" in raw[:4] and len(raw) > 3:
        named = "UTF-16"
    if named is not None:
        return None, (_not_utf8(Place(file), named),)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8", "replace")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        return None, (_not_utf8(Place(file, line, column), _likely(raw)),)
    return text, tuple(_hidden(text, file))


def _not_utf8(place: Place, named: str | None) -> Problem:
    if named is None:
        message = _("This file is not text in UTF-8.")
    else:
        message = _("This file is saved as {encoding}, not as UTF-8.").format(encoding=named)
    return Problem(place, "PB001", message, _("Save it as UTF-8 in your editor."))


def _likely(raw: bytes) -> str | None:
    """The encoding a text was probably saved in: the usual ones in Bulgaria and China."""
    for encoding, name, script in (
        ("gb18030", "GB18030", _HAN),
        ("cp1251", "Windows-1251", _CYRILLIC),
    ):
        try:
            if script.search(raw.decode(encoding)) and b"\x00" not in raw:
                return name
        except UnicodeDecodeError:
            continue
    return None


def _hidden(text: str, file: str) -> list[Problem]:
    """Characters that no one can see, and that break or fake what is written."""
    found = []
    for pattern, message in (
        (_CONTROL, _("There is a control character here (U+{code:04X}).")),
        (_INVISIBLE, _("There is an invisible character here (U+{code:04X}).")),
    ):
        for match in pattern.finditer(text):
            start = match.start()
            line = text.count("\n", 0, start) + 1
            column = start - text.rfind("\n", 0, start)
            found.append(
                Problem(
                    Place(file, line, column),
                    "PB004",
                    message.format(code=ord(match[0])),
                    _("Delete it and type the text again."),
                )
            )
            if len(found) >= 20:  # a binary file is one mistake, not thousands
                return found
    return found
