"""A sheet as plain data: what stands in its cells, how it looks, and what may be typed."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from playbook.renderers.handbook.xlsx.formulas import Block, Cell, Expression, Scalar
from playbook.renderers.handbook.xlsx.looks import Style


@dataclass(frozen=True)
class Choice:
    """Cells whose value is chosen from a list; ``only`` refuses everything else."""

    block: Block
    source: Block
    only: bool = True


@dataclass(frozen=True)
class Highlight:
    """How cells look where a formula holds, which is written for the first of them."""

    block: Block
    formula: Expression
    style: Style


@dataclass(frozen=True)
class Bars:
    """A bar behind each number of a block, as long as the number is large."""

    block: Block
    colour: str


@dataclass(frozen=True)
class Series:
    """One row of bars in a chart."""

    name: Cell
    categories: Block
    values: Block
    colours: tuple[str, ...]
    """One for all bars, or one for each."""


@dataclass(frozen=True)
class Chart:
    """A chart; its title stands in a cell, so that no text of an author is taken for a formula."""

    kind: Literal["bar", "column"]
    title: Cell
    series: tuple[Series, ...]
    at: tuple[int, int]
    size: tuple[int, int]
    number: str = ""
    shift: int = 0
    """So many pixels to the right of its cell."""


@dataclass(frozen=True, kw_only=True)
class Print:
    """How a sheet is printed."""

    block: tuple[int, int, int, int]
    landscape: bool = True
    rows: tuple[int, int] | None = None
    """The rows that stand on every page."""
    columns: tuple[int, int] | None = None
    pages: tuple[int, int] = (1, 0)
    """Fitted to so many pages across and down; 0 is as many as it takes."""


@dataclass
class Sheet:
    """A sheet that is being filled."""

    key: str
    tab: str
    """The colour of its tab."""
    cells: dict[tuple[int, int], Scalar | Expression] = field(default_factory=dict)
    styles: dict[tuple[int, int], Style] = field(default_factory=dict)
    links: dict[tuple[int, int], str] = field(default_factory=dict)
    """Cells that lead to another sheet, by its key."""
    widths: dict[int, float] = field(default_factory=dict)
    heights: dict[int, float] = field(default_factory=dict)
    hidden_columns: set[int] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    choices: list[Choice] = field(default_factory=list)
    highlights: list[Highlight] = field(default_factory=list)
    bars: list[Bars] = field(default_factory=list)
    charts: list[Chart] = field(default_factory=list)
    freeze: tuple[int, int] | None = None
    filter: Block | None = None
    printed: Print | None = None
    hidden: bool = False

    def put(
        self, row: int, column: int, content: Scalar | Expression, style: Style | None = None
    ) -> None:
        """Write one cell."""
        if content is not None:
            self.cells[row, column] = content
        if style is not None:
            self.styles[row, column] = style

    def line(
        self, row: int, column: int, contents: Iterable[Scalar | Expression], style: Style
    ) -> None:
        """Write cells side by side."""
        for place, content in enumerate(contents):
            self.put(row, column + place, content, style)

    def fill(self, row: int, columns: range, style: Style) -> None:
        """Give empty cells of a row a look."""
        for column in columns:
            self.styles.setdefault((row, column), style)
