"""Texts as cells of CSV files: no formula, and several in one cell, and back again.

A spreadsheet takes a cell for a formula by its first sign. Such a text gets an
apostrophe before it, and so does a text that has apostrophes before such a
sign; so it is known what to take away again.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from playbook.rollout.reading import unreadable

_FORMULA: Final = re.compile(r"'*(?:[\t\r\n]|\s*[=+\-@＝＋－＠])")
_STEPS: Final = re.compile(r"\\(.)", re.DOTALL)
_ESCAPED: Final = {"n": "\n", "r": "\r", "\\": "\\", "=": "="}
BOM: Final = "\ufeff"
"""Without it Excel takes a file for one in the letters of the computer's own region."""
MOST_ROWS: Final = 20_000
"""No sales process has more; a file with more of them is something else."""


def guarded(text: str) -> str:
    """A text that no spreadsheet takes for a formula.

    >>> guarded("=1+1")
    "'=1+1"
    """
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """The text of a cell."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def joined(texts: Iterable[str]) -> str:
    """Several texts in one cell, one a line."""
    return "".join(f"{_escaped(text)}\n" for text in texts)


def parted(cell: str) -> tuple[str, ...]:
    """The texts of a cell, one a line; the last line may lack its end."""
    if not cell:
        return ()
    lines = cell.split("\n")
    return tuple(map(_plain, lines[:-1] if not lines[-1] else lines))


def pairs(items: Iterable[tuple[str, str]]) -> str:
    """Keys with their names in one cell, one pair a line: ``eu = Europe``."""
    return "".join(
        f"{_escaped(key).replace('=', chr(92) + '=')} = {_escaped(name)}\n" for key, name in items
    )


def pair(line: str) -> tuple[str, str]:
    """The key and the name in a line that has not been parted by ``parted``."""
    found = re.match(r"((?:[^\\=]|\\.)*) = (.*)", line, re.DOTALL)
    return (_plain(found[1]), _plain(found[2])) if found else ("", _plain(line))


def lines(cell: str) -> tuple[str, ...]:
    """The lines of a cell as they stand there."""
    return tuple(line for line in cell.split("\n") if line)


def table(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> str:
    """A CSV file as spreadsheets open it."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow([guarded(column) for column in columns])
    for row in rows:
        writer.writerow([guarded(row.get(column, "")) for column in columns])
    return BOM + stream.getvalue()


def grid(name: str, content: bytes, what: str) -> Iterator[list[str]]:
    """The cells of a CSV file, row by row, as their texts were before they were guarded.

    Raises:
        Refused: it is not in UTF-8, or no CSV, or too large.

    """
    try:
        text = content.decode("utf-8-sig")
        delimiter = _delimiter(text)
        for number, row in enumerate(
            csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), start=1
        ):
            if number > MOST_ROWS:
                raise unreadable(name, what)
            yield [unguarded(cell) for cell in row]
    except (ValueError, csv.Error) as error:
        raise unreadable(name, what) from error


def _delimiter(text: str) -> str:
    """A comma, or what a spreadsheet writes in countries where that parts decimals."""
    head = text.partition("\n")[0]
    return max((",", ";", "\t"), key=head.count)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")


def _plain(text: str) -> str:
    return _STEPS.sub(lambda found: _ESCAPED.get(found[1], found[0]), text)
