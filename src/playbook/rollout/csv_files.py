"""A set-up as CSV files that spreadsheets open, and back again, exactly."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from playbook.files import Files
from playbook.rollout import cells
from playbook.rollout.reading import Dump, unreadable
from playbook.rollout.setup import (
    Choice,
    FieldSetup,
    ReasonSetup,
    Setup,
    StageSetup,
    TaskSetup,
)
from playbook.rollout.surface import EVERY_KIND

PROCESS: Final = "process.csv"
STAGES: Final = "stages.csv"
FIELDS: Final = "fields.csv"
TASKS: Final = "tasks.csv"
REASONS: Final = "reasons.csv"
_COLUMNS: Final[Mapping[str, Sequence[str]]] = {
    PROCESS: ("id", "key", "name", "language", "currency", "teams"),
    STAGES: (
        *("order", "id", "key", "name", "kind", "probability", "forecast", "days"),
        *("criteria", "guidance", "active"),
    ),
    FIELDS: ("id", "key", "name", "type", "options", "required", "about", "kind", "ours"),
    TASKS: ("order", "stage", "task", "detail", "kind", "days"),
    REASONS: ("id", "key", "name"),
}
_ELSEWHERE: Final = "name in "
"""What the heading of a name in another language begins with."""
_GIVEN: Final = "`playbook export csv`"

Row = Mapping[str, str]


def write(setup: Setup) -> Files:
    """The files of a set-up."""
    return {
        PROCESS: _file(PROCESS, [(_process(setup), setup.names)]),
        STAGES: _file(STAGES, _stages(setup)),
        FIELDS: fields(setup),
        TASKS: _file(TASKS, [(row, {}) for row in _tasks(setup)]),
        REASONS: _file(REASONS, [(_reason(each), each.names) for each in setup.reasons]),
    }


def fields(setup: Setup) -> str:
    """The file of all fields: also for people who add them by hand."""
    return _file(FIELDS, [(_field(each), each.names) for each in setup.fields])


def is_ours(name: str, content: bytes) -> bool:
    """Whether a file has the headings of one of ours."""
    wanted = _COLUMNS.get(_base(name))
    if wanted is None:
        return False
    head = next(cells.grid(name, content, _GIVEN), [])
    return set(wanted) <= set(head)


def read(dump: Dump) -> Setup:
    """The set-up in the files; those that are missing had nothing in them.

    Raises:
        Refused: a file holds something else.

    """
    found = {_base(name): list(_rows(name, content)) for name, content in dump.items()}
    whole, names = next(iter(found.get(PROCESS, ())), ({}, {}))
    tasks: dict[str, list[TaskSetup]] = {}
    for row, _names in found.get(TASKS, ()):
        tasks.setdefault(row["order"], []).append(_task(row))
    stages = [_stage(row, other, tasks) for row, other in found.get(STAGES, ())]
    return Setup(
        id=whole.get("id", ""),
        key=whole.get("key", ""),
        name=whole.get("name", ""),
        language=whole.get("language", "en"),
        currency=whole.get("currency") or None,
        stages=tuple(stages),
        fields=tuple(_field_of(row, other) for row, other in found.get(FIELDS, ())),
        reasons=tuple(
            ReasonSetup(id=row["id"], key=row["key"], name=row["name"], names=other)
            for row, other in found.get(REASONS, ())
        ),
        teams=cells.parted(whole.get("teams", "")),
        names=names,
    )


def _file(name: str, rows: Iterable[tuple[Row, Mapping[str, str]]]) -> str:
    """A file with its columns, and one for each language in which there are names."""
    listed = list(rows)
    tags = dict.fromkeys(tag for _row, names in listed for tag in names)
    columns = [*_COLUMNS[name], *(f"{_ELSEWHERE}{tag}" for tag in tags)]
    filled = (
        {**row, **{f"{_ELSEWHERE}{tag}": _marked(name) for tag, name in names.items()}}
        for row, names in listed
    )
    return cells.table(columns, filled)


def _marked(name: str) -> str:
    """A name in another language; one without any letters differs from none."""
    return f"\\{name}" if not name or name.startswith("\\") else name


def _process(setup: Setup) -> Row:
    return {
        "id": setup.id,
        "key": setup.key,
        "name": setup.name,
        "language": setup.language,
        "currency": setup.currency or "",
        "teams": cells.joined(setup.teams),
    }


def _stages(setup: Setup) -> Iterator[tuple[Row, Mapping[str, str]]]:
    for order, stage in enumerate(setup.stages, start=1):
        yield (
            {
                "order": str(order),
                "id": stage.id,
                "key": stage.key,
                "name": stage.name,
                "kind": stage.kind,
                "probability": _number(stage.probability),
                "forecast": stage.forecast or "",
                "days": _number(stage.days),
                "criteria": cells.joined(stage.criteria),
                "guidance": stage.guidance,
                "active": _flag(stage.is_active),
            },
            stage.names,
        )


def _tasks(setup: Setup) -> Iterator[Row]:
    for order, stage in enumerate(setup.stages, start=1):
        for task in stage.tasks:
            yield {
                "order": str(order),
                "stage": stage.name,
                "task": task.name,
                "detail": task.detail,
                "kind": task.kind or "",
                "days": _number(task.days),
            }


def _field(field: FieldSetup) -> Row:
    return {
        "id": ".".join(field.ids),
        "key": field.key,
        "name": field.name,
        "type": field.type,
        "options": cells.pairs(field.options),
        "required": cells.joined(field.required),
        "about": field.about,
        "kind": field.kind,
        "ours": _flag(field.is_ours),
    }


def _reason(reason: ReasonSetup) -> Row:
    return {"id": reason.id, "key": reason.key, "name": reason.name}


def _rows(name: str, content: bytes) -> Iterator[tuple[Row, dict[str, str]]]:
    """The rows of a file by the names of their columns, and their names in other languages."""
    wanted = _COLUMNS.get(_base(name), ())
    grid = cells.grid(name, content, _GIVEN)
    head = next(grid, [])
    if not wanted or not set(wanted) <= set(head):
        raise unreadable(name, _GIVEN)
    for line in grid:
        if not any(line):
            continue  # a spreadsheet leaves such rows at the end
        row = {**dict.fromkeys(head, ""), **dict(zip(head, line, strict=False))}
        other = {
            column.removeprefix(_ELSEWHERE): text.removeprefix("\\")
            for column, text in row.items()
            if column.startswith(_ELSEWHERE) and text
        }
        try:
            yield _checked(_base(name), row), other
        except ValueError as error:
            raise unreadable(name, _GIVEN) from error


def _checked(name: str, row: Row) -> Row:
    """A row whose numbers are numbers and whose words are known.

    Raises:
        ValueError: they are not.

    """
    for column, most in (("probability", 100), ("days", 1_000_000)):
        if row.get(column) and not 0 <= int(row[column]) <= most:
            raise ValueError(column)
    for column in ("active", "ours"):
        if row.get(column, "yes") not in ("yes", "no"):
            raise ValueError(column)
    if name == STAGES and row["kind"] not in EVERY_KIND:
        raise ValueError(row["kind"])
    return row


def _stage(row: Row, names: Mapping[str, str], tasks: Mapping[str, list[TaskSetup]]) -> StageSetup:
    kind: Any = row["kind"]
    return StageSetup(
        id=row["id"],
        key=row["key"],
        name=row["name"],
        kind=kind,
        probability=_number_of(row["probability"]),
        forecast=row["forecast"] or None,
        days=_number_of(row["days"]),
        guidance=row["guidance"],
        tasks=tuple(tasks.get(row["order"], ())),
        criteria=cells.parted(row["criteria"]),
        names=names,
        is_active=row["active"] == "yes",
    )


def _task(row: Row) -> TaskSetup:
    return TaskSetup(
        name=row["task"],
        detail=row["detail"],
        kind=row["kind"] or None,
        days=_number_of(row["days"]),
    )


def _field_of(row: Row, names: Mapping[str, str]) -> FieldSetup:
    return FieldSetup(
        ids=tuple(row["id"].split(".")) if row["id"] else (),
        kind=row["kind"],
        key=row["key"],
        name=row["name"],
        type=row["type"],
        about=row["about"],
        options=tuple(Choice(*cells.pair(line)) for line in cells.lines(row["options"])),
        required=cells.parted(row["required"]),
        is_ours=row["ours"] == "yes",
        names=names,
    )


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def _number_of(text: str) -> int | None:
    return int(text) if text else None


def _flag(value: bool) -> str:
    return "yes" if value else "no"


def _base(name: str) -> str:
    return name.rpartition("/")[2]
