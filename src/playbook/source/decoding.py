"""Bytes to text: UTF-8, nothing else, and no characters that hide."""

import codecs
import re
import unicodedata
from collections.abc import Callable, Iterator

from playbook.findings import Edit, Fix, Place, Problem
from playbook.messages import _

LARGEST_FILE = 1_000_000
"""Bytes. A playbook of forty pages has 60 000."""
_SAMPLE = 4000
"""How many bytes are looked at to guess an encoding."""
MOST_HIDDEN = 20
"""How many hidden characters are named in one file; a broken file is one mistake."""

_BOMS = {
    codecs.BOM_UTF32_LE: "UTF-32",
    codecs.BOM_UTF32_BE: "UTF-32",
    codecs.BOM_UTF16_LE: "UTF-16",
    codecs.BOM_UTF16_BE: "UTF-16",
}
_WIDE = {"utf-32-le": "UTF-32", "utf-32-be": "UTF-32", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16"}
_CONTROL = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff"
_INVISIBLE = r"\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb"
HIDDEN = re.compile(f"[{_CONTROL}{_INVISIBLE}\ud800-\udfff\ufffd]")
"""Characters that nobody can see or that break lines unseen, and what stands for a lost one."""
_WESTERN = frozenset("–—‘’“”„…•€£©®°´«»" + "".join(map(chr, range(0xC0, 0x100))) + "ŠšŽžŒœŸ")
_IS_CONTROL = re.compile(f"[{_CONTROL}\ud800-\udfff]")


def decode(raw: bytes, file: str) -> str | Problem:
    """The text of a file with plain line ends, or the reason it cannot be read."""
    if len(raw) > LARGEST_FILE:
        message = _("This file has more than {limit} bytes.").format(limit=LARGEST_FILE)
        help = _("Move sections into files of their own, and long texts into Markdown files.")
        return Problem(Place(file), "PB003", message, help)
    named = next((name for bom, name in _BOMS.items() if raw.startswith(bom)), None)
    if named is None and raw.count(b"\x00") > 2:
        named = _wide(raw)
    if named is not None:
        return _not_utf8(Place(file), named)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _undecodable(raw, error.start, file)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _undecodable(raw: bytes, start: int, file: str) -> Problem:
    """A file in another encoding, or with a few bytes of one; ``start`` is where UTF-8 ends."""
    if b"\x00" in raw:
        message = _("This file is not text in UTF-8, and seems to be no text at all.")
        return Problem(Place(file), "PB001", message, _("Name another file."))
    first = next(n for n, byte in enumerate(raw) if byte > 0x7F)
    named = _likely(raw[first : first + _SAMPLE])
    before = raw[: start if named is None else first].decode("utf-8", "replace")
    before = before.replace("\r\n", "\n").replace("\r", "\n")
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    return _not_utf8(Place(file, line, column), named)


def _not_utf8(place: Place, named: str | None) -> Problem:
    if named is None:
        message = _("This file is not text in UTF-8.")
    else:
        message = _("This file is saved as {encoding}, not as UTF-8.").format(encoding=named)
    return Problem(place, "PB001", message, _("Save it as UTF-8 in your editor."))


def _wide(raw: bytes) -> str | None:
    """The encoding of two or four bytes a character that a text was saved in, if it was."""
    for encoding, name in _WIDE.items():
        text = raw[: _SAMPLE * 4].decode(encoding, "replace")
        if "\n" in text and all(sign.isprintable() or sign in "\r\n\t" for sign in text):
            return name
    return None


def _likely(raw: bytes) -> str | None:
    """The encoding a text was probably saved in: the usual ones in Bulgaria, China and the West."""
    best, most = None, 0.8
    for encoding, name, is_usual in (
        ("gb18030", "GB18030", _is_usual_in("gb2312", 0xB0, 0xD7)),
        ("big5", "Big5", _is_usual_in("big5", 0xA4, 0xC6)),
        ("cp1251", "Windows-1251", _is_cyrillic),
        ("koi8-r", "KOI8-R", _is_cyrillic),
        ("mac-cyrillic", "MacCyrillic", _is_cyrillic),
        ("cp866", "CP866 (DOS)", _is_cyrillic),
        ("cp1252", "Windows-1252", _is_western),
    ):
        text = raw.decode(encoding, "replace")
        others = [n for n, sign in enumerate(text) if sign > "\x7f"]
        share = sum(is_usual(text, n) for n in others) / len(others)
        if share > most:
            best, most = name, share
    return best


def _is_usual_in(encoding: str, first: int, last: int) -> Callable[[str, int], bool]:
    """Whether a character is among those that an encoding puts first, as the usual ones."""

    def is_usual(text: str, n: int) -> bool:
        raw = text[n].encode(encoding, "ignore")
        return bool(raw) and (first <= raw[0] <= last or unicodedata.category(text[n])[0] == "P")

    return is_usual


def _is_cyrillic(text: str, n: int) -> bool:
    """Whether a character is a small Cyrillic letter, or a capital before another letter.

    Beside a Latin letter it is none: in Müller and café another encoding has Cyrillic ones.
    """
    sign, around = text[n], text[max(n - 1, 0) : n + 2]
    if any(each.isascii() and each.isalpha() for each in around):
        return False
    if "\u0410" <= sign <= "\u042f":
        return around[-1] != sign and "\u0410" <= around[-1] <= "\u044f" and not around[0].islower()
    return "\u0430" <= sign <= "\u044f"


def _is_western(text: str, n: int) -> bool:
    """Whether a character is one of Western texts, and does not stand in the middle of many."""
    is_amid = n > 0 and text[n - 1] > "\x7f" and text[n + 1 : n + 2] > "\x7f"
    return text[n] in _WESTERN and not is_amid


def hidden(text: str, file: str) -> Iterator[Problem]:
    """Characters that no one can see, and that break or fake what is written."""
    for count, match in enumerate(HIDDEN.finditer(text)):
        if count == MOST_HIDDEN:
            return
        start = match.start()
        line = text.count("\n", 0, start) + 1
        column = start - text.rfind("\n", 0, start)
        message, help = about_hidden(match[0])
        place = Place(file, line, column)
        fix = None
        if match[0] != "\ufffd":
            is_safe = not _IS_CONTROL.match(match[0])
            fix = Fix(_("Delete it"), (Edit(place, _plain(match[0])),), is_safe=is_safe)
        yield Problem(place, "PB004", message, help, fix=fix)


def without_hidden(text: str) -> str:
    """A text without what nobody can see; a space stands where a control character stood."""
    return HIDDEN.sub(lambda match: _plain(match[0]), text)


def _plain(sign: str) -> str:
    if sign == "\ufffd":
        return sign
    return " " if _IS_CONTROL.match(sign) else ""


def about_hidden(sign: str) -> tuple[str, str]:
    """What is wrong with a character that hides, and what to do."""
    help = _("Delete it and type the text again.")
    if sign == "\ufffd":
        message = _("A letter was lost here when the file was saved in another encoding.")
    elif _IS_CONTROL.match(sign):
        message = _("There is a control character here (U+{code:04X}).")
    else:
        message = _("There is an invisible character here (U+{code:04X}).")
    return message.format(code=ord(sign)), help
