"""Where on a page something is written."""

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Place:
    """The room that blocks have, in twentieths of a point."""

    width: int
    indent: int = 0
    depth: int = 0
    """In how many lists it is."""
    in_box: bool = False
    is_flat: bool = False
    """Whether headings are bold lines here: elsewhere they would tear the contents apart."""
    style: str = ""
    """The style of plain paragraphs."""

    def indented(self, by: int) -> "Place":
        """Further to the right, in a list or below a line of a checklist."""
        return replace(self, indent=self.indent + by, is_flat=True, style="")

    @property
    def room(self) -> int:
        """What is left of the width."""
        return max(self.width - self.indent, 1200)
