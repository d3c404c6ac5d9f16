"""Languages and fonts as the programs that open documents and slides know them."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

from babel.core import get_global

from playbook.messages import base

LATIN: Final = "Arial"
_FAR_EAST: Final = {"zh": "Microsoft YaHei", "ja": "Yu Gothic", "ko": "Malgun Gothic"}
"""Fonts that come with those programs."""
_TRADITIONAL: Final = ("zh-hant", "zh-tw", "zh-hk", "zh-mo")


@dataclass(frozen=True)
class Letters:
    """How a language is written, and what those programs call it."""

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
            likely = str(get_global("likely_subtags").get("_".join(parts), ""))
            country = likely.rpartition("_")[2] if "_" in likely else ""
        return f"{parts[0].lower()}-{country}" if country else parts[0].lower()
