"""Workbooks that several tests look at, each made once, and how to find one's way in them."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

from playbook import registry
from playbook.assembly import assemble
from playbook.brand import Brand
from playbook.build import build
from playbook.model import Playbook
from playbook.renderers import Choices

ROOT: Final = Path(__file__).resolve().parents[2]
EVERYTHING: Final = ROOT / "tests" / "handbook" / "everything.yaml"
PATHS: Final = (*sorted((ROOT / "playbooks").glob("*/playbook.yaml")), EVERYTHING)
"""All shipped playbooks, and the one that has everything."""

SMALL: Final = """
id: shop
name: Shop
currency: EUR
metrics: {win_rate: 25, cycle_days: 40, average_deal: 5000, stage_conversion: {first: 50}}
segments:
  large: {name: Large, group: size, when: {field: amount, at_least: 10000}}
  small: {name: Small, group: size, when: {field: amount, below: 10000}}
  abroad: {name: Abroad}
reasons:
  price: {name: Price}
  silence: {name: Silence}
stages:
  - id: first
    name: First talk
    probability: 20
    warn_days: 7
    max_days: 10
    by_segment: {large: {max_days: 30, probability: 50}}
    exit:
      - They have named who signs
      - {criterion: The customs are settled, for: [abroad]}
      - {criterion: They have sent a photo, level: may}
  - id: offer
    name: Offer
    probability: 60
    forecast: commit
    exit: [They have signed]
  - {id: won, name: Won, kind: won}
  - {id: lost, name: Lost, kind: lost}
"""


def made(*playbooks: Playbook, brand: Brand | None = None) -> bytes:
    """The workbook of a playbook."""
    renderer = registry.renderer("xlsx", "handbook")
    files = renderer.render(playbooks, Choices(brand=brand or Brand()))
    (content,) = files.values()
    assert isinstance(content, bytes)
    return content


@cache
def playbook(path: Path) -> Playbook:
    """A playbook, put together."""
    return build(assemble(path).document)


@cache
def workbook(path: Path) -> bytes:
    """The workbook of a playbook, made once."""
    return made(playbook(path))


def title(path: Path) -> str:
    """What a test calls a playbook."""
    return path.parent.name


def cells(book: Any) -> Iterator[tuple[tuple[str, str], Any]]:
    """All cells of a workbook, by sheet and place."""
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                yield (sheet.title, cell.coordinate), cell


def below(sheet: Any, head: str, row: int, heads: int = 4) -> Any:
    """The cell of a row under the head of a column."""
    for cell in sheet[heads]:
        if cell.value == head:
            return sheet.cell(row, cell.column)
    raise KeyError(head)


def row_of(sheet: Any, words: str, after: int = 1) -> int:
    """The first row that begins with these words."""
    for cell in sheet["A"]:
        if cell.row >= after and cell.value == words:
            return int(cell.row)
    raise KeyError(words)
