"""Opens any workbook or table without harm: as texts and numbers, with limits, without macros.

Formulas are not evaluated; what a program has stored for them is read.
"""

import io
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from playbook.errors import Refused
from playbook.extras import load
from playbook.messages import _
from playbook.rollout import cells
from playbook.rollout.reading import unreadable

WHAT: Final = "Excel (.xlsx), Google Sheets (.xlsx, .csv)"
_MOST_BYTES: Final = 50_000_000
"""So much may be in a workbook when it is unpacked; a small file can hold any amount."""
_MOST_PARTS: Final = 2_000
_MOST_SHEETS: Final = 100
_MOST_ROWS: Final = 20_000
_MOST_COLUMNS: Final = 256
_MOST_CELLS: Final = 500_000
_BROKEN: Final = (
    *(OSError, ValueError, TypeError, LookupError, AttributeError, ArithmeticError),
    *(EOFError, SyntaxError, RuntimeError, zipfile.BadZipFile, zlib.error),
)
"""What openpyxl lets through of a file that is none: errors of the zip, of XML, and its own."""

Value = str | int | float | bool | None


@dataclass(frozen=True)
class Sheet:
    """One sheet: its title, and its rows as far as there is anything in them."""

    file: str
    title: str
    rows: tuple[tuple[Value, ...], ...]
    shares: frozenset[int] = frozenset()
    """The columns whose numbers are shares that are shown as percent."""


def opened(name: str, content: bytes) -> tuple[Sheet, ...]:
    """The sheets of a workbook, or the one of a CSV file.

    Raises:
        Refused: it is neither, too large, or holds macros.

    """
    if content.startswith(b"PK"):
        _looked_through(name, content)
        return tuple(_sheets(name, content))
    if name.lower().endswith((".csv", ".txt", ".tsv")):
        rows = tuple(
            tuple(_number(cell) for cell in row) for row in cells.grid(name, content, WHAT)
        )
        return (Sheet(name, name.rpartition("/")[2].rpartition(".")[0], _trimmed(rows)),)
    raise unreadable(name, WHAT)


def _looked_through(name: str, content: bytes) -> None:
    """Refuse what unpacks to too much, and what runs when it is opened."""
    try:
        parts = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise unreadable(name, WHAT) from error
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_BYTES:
        raise _too_large(name)
    if any(part.filename.lower().endswith(("vbaproject.bin", ".bin.vba")) for part in parts):
        message = _("“{name}” holds macros. Save it as a workbook without macros (.xlsx).")
        raise Refused(message.format(name=name))


def _sheets(name: str, content: bytes) -> Iterator[Sheet]:
    openpyxl = load("openpyxl", "office")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what it does not know, and we do not need
        try:
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            sheets = list(book.worksheets)
            if len(sheets) > _MOST_SHEETS:
                raise _too_large(name)
            budget = _Budget(name)
            for sheet in sheets:
                yield _sheet(name, sheet, budget)
        except Refused:
            raise
        except _BROKEN as error:
            raise unreadable(name, WHAT) from error


@dataclass
class _Budget:
    """How many cells may still be read."""

    name: str
    left: int = _MOST_CELLS

    def take(self, count: int) -> None:
        self.left -= count
        if self.left < 0:
            raise _too_large(self.name)


def _sheet(name: str, sheet: Any, budget: _Budget) -> Sheet:
    rows: list[tuple[Value, ...]] = []
    shares: dict[int, bool] = {}
    sheet.reset_dimensions()  # what a file says of its size need not be true
    for number, row in enumerate(sheet.iter_rows(max_col=_MOST_COLUMNS), start=1):
        if number > _MOST_ROWS:
            raise _too_large(name)
        budget.take(len(row) + 1)
        values = []
        for column, cell in enumerate(row):
            value = _value(cell.value)
            if isinstance(value, int | float) and not isinstance(value, bool):
                is_share = "%" in str(cell.number_format).replace('"%"', "")
                shares[column] = shares.get(column, True) and is_share
            values.append(value)
        rows.append(tuple(values))
    marked = frozenset(column for column, is_share in shares.items() if is_share)
    return Sheet(name, str(sheet.title), _trimmed(rows), marked)


def _value(value: Any) -> Value:
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    return str(value)


def _number(cell: str) -> Value:
    """A cell of a CSV file: a number where it looks like one, with percent or a decimal comma."""
    plain = cell.strip().removesuffix("%").strip()
    if not plain or not plain.isascii() or len(plain) > 15:
        return cell
    try:
        return _value(float(plain.replace(",", ".")))
    except (ValueError, OverflowError):
        return cell


def _trimmed(rows: Iterable[Sequence[Value]]) -> tuple[tuple[Value, ...], ...]:
    """Rows without the empty ones behind the last."""
    kept = [tuple(row) for row in rows]
    while kept and not any(cell not in (None, "") for cell in kept[-1]):
        kept.pop()
    return tuple(kept)


def _too_large(name: str) -> Refused:
    return Refused(_("“{name}” is too large for a set-up of a CRM.").format(name=name))


def texts(rows: Iterable[Sequence[Value]]) -> list[list[str]]:
    """Rows as texts."""
    return [["" if cell is None else str(cell) for cell in row] for row in rows]


def by_title(sheets: Iterable[Sheet]) -> Mapping[str, Sheet]:
    """The sheets by their titles."""
    return {sheet.title: sheet for sheet in sheets}
