"""What a table of a set-up workbook is made of, and the words that may stand in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, get_args

from playbook import wording
from playbook.messages import p_
from playbook.model import FORECAST_ORDER, Playbook, StageKind
from playbook.model.questions import QuestionType
from playbook.model.work import TaskKind

Cell = str | int | None
TICK: Final = "✓"
KINDS: Final[tuple[StageKind, ...]] = get_args(StageKind)
TYPES: Final[tuple[str, ...]] = (*get_args(QuestionType), "flag")
WORK: Final[tuple[str, ...]] = get_args(TaskKind)


@dataclass(frozen=True)
class Column:
    """One column: its key, how wide it is in digits, and what may stand in it."""

    key: str
    width: float
    number: str = ""
    """The format of numbers; empty for texts."""
    choice: str = ""
    """The list from which its cells are chosen."""


@dataclass(frozen=True)
class Row:
    """One row: its cells, the stage that it belongs to, and who it is."""

    cells: tuple[Cell, ...]
    group: int = 0
    """Rows of one group have the same ground."""
    kind: str = ""
    """The kind of stage that colours it."""
    id: str = ""
    key: str = ""
    part: str = ""
    """The kind of field."""


@dataclass(frozen=True)
class Table:
    """One sheet: the key of its kind, who it is about, and what stands in it."""

    key: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    name: str = ""
    """What tells it from others of its kind: the name of a questionnaire."""

    def place(self, key: str) -> int:
        """The number of a column, from 0."""
        return [column.key for column in self.columns].index(key)

    def has(self, key: str) -> bool:
        """Whether there is such a column."""
        return any(column.key == key for column in self.columns)


def words() -> Mapping[str, Mapping[str, str]]:
    """For each list the words of the format with what people read, in the language in use."""
    return {
        "kinds": {id: wording.term(id) for id in KINDS},
        "types": {id: type_name(id) for id in TYPES},
        "work": {id: wording.term(id) for id in WORK},
        "levels": {id: wording.term(id) for id in ("must", "should", "may")},
        "done": {TICK: TICK},
    }


def categories(playbook: Playbook) -> Mapping[str, str]:
    """The categories of the forecast with what people read."""
    return {id: wording.forecast_name(playbook, id) for id in FORECAST_ORDER}


def days_format() -> str:
    """How a number of days is shown, in the language in use."""
    one, many = (
        "".join(f'"{part}"' if part else "" for part in pair)
        for pair in (wording.days(1).split("1", 1)[1:], wording.days(7).split("7", 1)[1:])
    )
    before = wording.days(7).split("7", 1)[0]
    lead = f'"{before}"' if before else ""
    return f"[=1]{lead}0{one};{lead}0{many}"


def type_name(id: str) -> str:
    """What people call a type of field."""
    return p_("field", "Box to tick") if id == "flag" else wording.term(id)
