"""Languages and fonts as Word is told of them."""

from typing import Any, Final

from playbook.fonts import office
from playbook.renderers.handbook.docx.elements import element

MONO: Final = "Consolas"


class Letters(office.Letters):
    """How a language is written, and what Word is told of that."""

    def tongue(self) -> Any:
        """What Word is told of the language of a text."""
        if self.is_cjk:
            return element("w:lang", {"w:val": "en-US", "w:eastAsia": self.tag})
        return element("w:lang", {"w:val": self.tag, "w:eastAsia": "zh-CN"})

    def fonts(self, latin: str = office.LATIN) -> Any:
        """The fonts of a text."""
        names = {"w:ascii": latin, "w:hAnsi": latin, "w:eastAsia": self.far_east, "w:cs": latin}
        return element("w:rFonts", names)
