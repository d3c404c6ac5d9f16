"""The font files that pictures and pages are set with where no browser does it.

Our own font comes first: Latin and Cyrillic, the same letters that
a browser gets. Chinese, Japanese and Korean come from a font of the computer,
or from the package of the extra ``cjk``. A sign that no font has is an error:
nothing prints a box in silence.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Final

from playbook.errors import PlaybookError
from playbook.extras import load
from playbook.fonts.coverage import covered
from playbook.fonts.places import Typeface, others, typeface
from playbook.messages import _, base
from playbook.resources import TEMPLATES

__all__ = ["CJK", "faces", "families", "folders", "needs_cjk"]

_FOLDER: Final = TEMPLATES / "fonts"
_FAMILY: Final = "Manrope"
_REGIONS: Final = {"zh": "SC", "ja": "JP", "ko": "KR"}
_TRADITIONAL: Final = ("zh-hant", "zh-tw", "zh-hk", "zh-mo")
CJK: Final = re.compile(
    "[\u1100-\u11ff\u2e80-\ua4cf\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef"
    "\U00020000-\U0003ffff]"
)
"""A Chinese, Japanese or Korean sign."""
_INVISIBLE: Final = frozenset({"Cc", "Cf", "Cs", "Zs", "Zl", "Zp"})
_SHOWN: Final = 12


def faces(language: str, text: str = "") -> tuple[Path, ...]:
    """The font files that a language is set with, ours first, and those that a text needs beside.

    Raises:
        PlaybookError: no font of this computer has the letters; the message says what to install.

    """
    own = _FOLDER / ("manrope-bg" if base(language) == "bg" else "manrope") / "manrope.ttf"
    found = [own]
    missing = _signs(text) - covered(own, _signs(text))
    if _is_cjk(language) or needs_cjk("".join(missing)):
        found += _typeface(_region(language)).files
        missing -= _covered(found[1:], missing)
    more = tuple(others(missing)) if missing else ()
    missing -= _covered(more, missing)
    if missing:
        message = _(
            "No font on this computer has these signs: {signs}. "
            "Write something else, install a font that has them, or run: {command}"
        )
        signs = " ".join(_named(missing))
        raise PlaybookError(message.format(signs=signs, command=_install("print")))
    return (*found, *more)


def folders(language: str, text: str = "") -> tuple[Path, ...]:
    """The folders of these files, for programs that read fonts by the folder.

    Raises:
        PlaybookError: no font of this computer has the letters; the message says what to install.

    """
    return tuple(dict.fromkeys(file.parent for file in faces(language, text)))


def families(language: str, text: str = "") -> tuple[str, ...]:
    """What the fonts of a language are called, best first; the rest is found by what it has.

    Raises:
        PlaybookError: the language needs a font that is not there.

    """
    if _is_cjk(language) or needs_cjk(text):
        return (_FAMILY, _typeface(_region(language)).family)
    return (_FAMILY,)


def needs_cjk(text: str) -> bool:
    """Whether there are Chinese, Japanese or Korean signs in a text, whatever its language."""
    return CJK.search(text) is not None


def _is_cjk(language: str) -> bool:
    return base(language) in _REGIONS


def _region(language: str) -> str:
    """Whose forms of the signs are wanted; the simplified Chinese ones where nothing is said."""
    if language.replace("_", "-").lower().startswith(_TRADITIONAL):
        return "TC"
    return _REGIONS.get(base(language), "SC")


def _signs(text: str) -> frozenset[str]:
    """The signs of a text that one sees."""
    return frozenset(
        sign
        for sign in set(text)
        if unicodedata.category(sign) not in _INVISIBLE and not "\ufe00" <= sign <= "\ufe0f"
    )


def _covered(files: Iterable[Path], signs: Collection[str]) -> frozenset[str]:
    return frozenset().union(*(covered(file, signs) for file in files))


def _named(signs: Collection[str]) -> Iterator[str]:
    for sign in sorted(signs)[:_SHOWN]:
        yield f"{sign} (U+{ord(sign):04X})"
    if len(signs) > _SHOWN:
        yield "…"


def _install(extra: str) -> str:
    return f'pip install "sales-playbook[{extra}]"'


@cache
def _typeface(region: str) -> Typeface:
    """The font for Chinese, Japanese and Korean: the computer's, else that of the extra.

    Raises:
        PlaybookError: there is neither.

    """
    found = typeface(region)
    if found:
        return found
    try:
        package = load("manimgx_fonts_cjk", "cjk")
    except PlaybookError as error:
        message = _(
            "There is no font with Chinese, Japanese or Korean letters on this computer. "
            "Install one, such as Noto Sans CJK, or run: {command}"
        )
        raise PlaybookError(message.format(command=_install("cjk"))) from error
    file = Path(package.__path__[0]) / "NotoSansCJK-VF.otf.ttc"
    return Typeface(f"Noto Sans CJK {region}", (file,))
