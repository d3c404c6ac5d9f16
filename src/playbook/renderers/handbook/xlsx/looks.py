"""How cells look: the brand's colours, a font for the language, and the currency."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final, Literal

from playbook.brand import Brand
from playbook.messages import base
from playbook.renderers.handbook.xlsx import colours

_FONTS: Final = {"zh": "Microsoft YaHei", "ja": "Yu Gothic", "ko": "Malgun Gothic"}
"""Fonts that come with the programs that open workbooks; others read Arial."""
DATE: Final = "mm-dd-yy"
"""What Excel stores for the short date of the reader's own computer."""
SHARE: Final = "0%"
COUNT: Final = "#,##0"
TEXT: Final = "@"
"""What is typed stays a text, whatever it begins with."""


@dataclass(frozen=True, kw_only=True)
class Style:
    """The look of a cell."""

    size: float = 10
    bold: bool = False
    colour: str = colours.INK
    fill: str = ""
    number: str = ""
    align: Literal["", "left", "center", "right"] = ""
    upright: Literal["top", "vcenter", "bottom"] = "vcenter"
    wrap: bool = False
    edge: str = ""
    indent: int = 0
    underlined: bool = False


@dataclass(frozen=True)
class Looks:
    """The looks of a workbook."""

    brand: Brand
    language: str
    currency: str | None

    @cached_property
    def font(self) -> str:
        """A font that readers of the language have."""
        return _FONTS.get(base(self.language), "Arial")

    @cached_property
    def money(self) -> str:
        """How an amount is shown: in the playbook's currency, whatever the computer's is."""
        if self.currency is None:
            return COUNT
        from playbook.local import Local

        before, _digit, after = Local(self.language, self.currency).money(1).partition("1")
        return f"{quoted(before)}{COUNT}{quoted(after)}"

    @property
    def accent(self) -> str:
        """The colour of titles and of what is typed."""
        return self.brand.colours[0]

    @property
    def second(self) -> str:
        """The colour of what is computed."""
        return self.brand.colours[1]

    def ramp(self, count: int) -> tuple[str, ...]:
        """A colour for each of so many stages."""
        return colours.ramp(self.brand.colours, count)

    @cached_property
    def title(self) -> Style:
        """The name of a sheet."""
        return Style(size=18, bold=True, colour=self.accent)

    @cached_property
    def heading(self) -> Style:
        """The name of a table."""
        return Style(size=12, bold=True)

    @cached_property
    def note(self) -> Style:
        """What is said about a sheet."""
        return Style(colour=colours.SOFT)

    @cached_property
    def typed_head(self) -> Style:
        """The head of a column that people fill in."""
        return self.head(self.accent)

    @cached_property
    def made_head(self) -> Style:
        """The head of a column that fills itself."""
        return self.head(colours.mixed(colours.SOFT, self.accent, 0.25))

    def head(self, colour: str) -> Style:
        """The head of a column in a colour."""
        return Style(
            bold=True,
            colour=colours.on(colour),
            fill=colour,
            wrap=True,
            align="center",
            edge=colours.LINE,
        )

    @cached_property
    def typed(self) -> Style:
        """A cell that people fill in."""
        return Style(edge=colours.LINE)

    @cached_property
    def made(self) -> Style:
        """A cell that fills itself."""
        return Style(edge=colours.LINE, fill=colours.SHADE)

    @cached_property
    def label(self) -> Style:
        """The first cell of a row in a table."""
        return words(Style(edge=colours.LINE, bold=True, wrap=True))

    def band(self, colour: str) -> Style:
        """A row that parts a sheet, in a stage's colour."""
        return Style(bold=True, colour=colours.on(colour), fill=colour)

    def soft_band(self, colour: str) -> Style:
        """A row that parts a sheet, more quietly."""
        return Style(
            bold=True,
            colour=colours.mixed(colour, colours.INK, 0.4),
            fill=colours.tint(colour),
            edge=colours.LINE,
        )


def figure(style: Style, number: str) -> Style:
    """A look for numbers, with a little room behind them."""
    return replace(style, number=number, align="right", indent=1)


def dashed(number: str) -> str:
    """A number format that shows a dash for nothing."""
    return f"{number};-{number};–"


def words(style: Style) -> Style:
    """A look with a little room before its text."""
    return replace(style, align="left", indent=1)


def flush(style: Style) -> Style:
    """The look of a head at the left, without a line around it."""
    return replace(words(style), edge="", wrap=False)


def as_text(style: Style) -> Style:
    """A look whose cells take what is typed as a text."""
    return replace(style, number=TEXT)


def quoted(said: str) -> str:
    """Words in a number format."""
    return '"' + said.replace('"', "'") + '"' if said else ""
