"""Languages and fonts as Word knows them."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from babel.core import get_global

from playbook.drawing.text import base
from playbook.renderers.handbook.docx.elements import element

LATIN: Final = "Arial"
MONO: Final = "Consolas"
_FAR_EAST: Final = {"zh": "Microsoft YaHei", "ja": "Yu Gothic", "ko": "Malgun Gothic"}
"""Fonts that come with the programs that open documents."""
_TRADITIONAL: Final = ("zh-hant", "zh-tw", "zh-hk", "zh-mo")


@dataclass(frozen=True)
class Letters:
    """How a language is written, and what Word calls it."""

    language: str

    @property
    def is_cjk(self) -> bool:
        """Whether it is Chinese, Japanese or Korean."""
        return base(self.language) in _FAR_EAST

    @property
    def far_east(self) -> str:
        """The font of Chinese, Japanese and Korean signs."""
        if self.language.replace("_", "-").lower().startswith(_TRADITIONAL):
            return "Microsoft JhengHei"
        return _FAR_EAST.get(base(self.language), _FAR_EAST["zh"])

    @cached_property
    def tag(self) -> str:
        """The language with its country: ``bg-BG``."""
        parts = self.language.replace("_", "-").split("-")
        country = next((each.upper() for each in parts[1:] if len(each) == 2), "")
        if not country:
            likely = get_global("likely_subtags").get("_".join(parts), "")
            country = str(likely).rpartition("_")[2] if "_" in str(likely) else ""
        return f"{parts[0].lower()}-{country}" if country else parts[0].lower()

    def tongue(self) -> Any:
        """What Word is told of the language of a text."""
        if self.is_cjk:
            return element("w:lang", {"w:val": "en-US", "w:eastAsia": self.tag})
        return element("w:lang", {"w:val": self.tag, "w:eastAsia": "zh-CN"})

    def fonts(self, latin: str = LATIN) -> Any:
        """The fonts of a text."""
        names = {"w:ascii": latin, "w:hAnsi": latin, "w:eastAsia": self.far_east, "w:cs": latin}
        return element("w:rFonts", names)
