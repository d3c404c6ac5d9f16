"""Languages and fonts as PowerPoint is told of them."""

from typing import Any

from playbook.fonts import CJK, office
from playbook.renderers.handbook.pptx.elements import element


class Letters(office.Letters):
    """How a language is written, and what PowerPoint is told of that."""

    def fonts(self, words: str) -> tuple[Any, ...]:
        """The font of a run's Chinese, Japanese or Korean signs, if it has any."""
        if not (self.is_cjk or CJK.search(words)):
            return ()
        return (element("a:ea", {"typeface": self.far_east}),)
