"""Takes a set-up workbook of ours back, also when people have worked on it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from playbook.rollout.reading import Found, Note, unreadable
from playbook.rollout.setup import (
    FORECAST_ORDER,
    Choice,
    FieldSetup,
    ReasonSetup,
    Setup,
    StageSetup,
    TaskSetup,
)
from playbook.rollout.workbook import index as indexes
from playbook.rollout.workbook.index import Index, Known
from playbook.rollout.workbook.opening import Sheet, Value, by_title, texts
from playbook.rollout.workbook.recognising import question
from playbook.rollout.workbook.shapes import KINDS
from playbook.rollout.workbook.titles import HIDDEN

Row = Mapping[str, Value]
_MOST_DAYS: Final = 1_000_000


def is_ours(sheets: Iterable[Sheet]) -> bool:
    """Whether a workbook has our hidden sheet."""
    return any(sheet.title == HIDDEN for sheet in sheets)


def read(sheets: Sequence[Sheet]) -> Found:
    """The set-up in a workbook of ours.

    Raises:
        Refused: its hidden sheet is of another version, or not ours.

    """
    titled = by_title(sheets)
    index = indexes.parsed(texts(titled[HIDDEN].rows))
    if index is None:
        raise unreadable(sheets[0].file, "`playbook export`")
    return _Reader(index, titled).found()


class _Reader:
    """Reads the sheets that the hidden one tells of; what people have left out is not there."""

    def __init__(self, index: Index, sheets: Mapping[str, Sheet]) -> None:
        self.index = index
        self.sheets = sheets
        self.notes: list[Note] = []

    def found(self) -> Found:
        process = self.index.process
        stages = self._stages()
        keys: dict[str, str] = {}
        for stage in reversed(stages):
            keys[stage.name] = stage.key or stage.id or stage.name
        ends = {
            known.name: known.part if known.part in ("won", "lost") else known.key or known.id
            for known in self.index.rows.get("ends", ())
        }
        setup = Setup(
            id=process.get("id", ""),
            key=process.get("key", ""),
            name=process.get("name", ""),
            language=process.get("language") or "en",
            currency=process.get("currency") or None,
            stages=stages,
            fields=self._fields({**ends, **keys}),
            reasons=self._reasons(),
            teams=tuple(filter(None, process.get("teams", "").split("\n"))),
        )
        return Found((setup,), tuple(self.notes))

    def _rows(self, key: str, column: str) -> list[Row]:
        """The rows of a sheet in which something stands in a column, by the keys of the columns."""
        rows: list[Row] = []
        known = self.index.columns.get(key, {})
        for title, (kind, _name) in self.index.sheets.items():
            sheet = self.sheets.get(title)
            if kind != key or sheet is None or not sheet.rows:
                continue
            heads = [known.get(_text(cell), "") for cell in sheet.rows[0]]
            for line in sheet.rows[1:]:
                row = {head: cell for head, cell in zip(heads, line, strict=False) if head}
                if _text(row.get(column)):
                    rows.append(row)
        return rows

    def _who(self, key: str, names: Sequence[str]) -> list[Known]:
        return indexes.who(self.index.rows.get(key, []), names)

    def _word(self, group: str, cell: Value, default: str | None, where: str) -> Any:
        """The word of the format that people read in a cell."""
        shown = _text(cell)
        found = self.index.words.get(group, {}).get(shown)
        if shown and found is None:
            self.notes.append(question(shown, where))
        return found or default

    def _stages(self) -> tuple[StageSetup, ...]:
        rows = self._rows("stages", "stage")
        tasks: dict[str, list[TaskSetup]] = {}
        for row in self._rows("tasks", "task"):
            tasks.setdefault(_text(row.get("stage")), []).append(self._task(row))
        criteria: dict[str, list[str]] = {}
        for row in self._rows("criteria", "criterion"):
            criteria.setdefault(_text(row.get("stage")), []).append(_text(row["criterion"]))
        found = []
        for row, who in zip(rows, self._who("stages", _column(rows, "stage")), strict=True):
            name = _text(row["stage"])
            kind = self._word("kinds", row.get("kind"), "open", name)
            forecast = self._word("categories", row.get("forecast"), None, name)
            days = self._number(row, "days", _MOST_DAYS)
            found.append(
                StageSetup(
                    id=who.id,
                    key=who.key,
                    name=name,
                    kind=kind if kind in KINDS else "open",
                    probability=self._number(row, "probability", 100),
                    forecast=forecast if forecast in FORECAST_ORDER else None,
                    days=self._number(row, "warning", _MOST_DAYS) if days is None else days,
                    guidance=_text(row.get("guidance")),
                    tasks=tuple(tasks.pop(name, ())),
                    criteria=tuple(criteria.pop(name, ())),
                )
            )
        self.notes += [question(name) for name in (*tasks, *criteria)]
        return tuple(found)

    def _task(self, row: Row) -> TaskSetup:
        return TaskSetup(
            name=_text(row["task"]),
            detail=_text(row.get("detail")),
            kind=self._word("work", row.get("kind"), None, _text(row["task"])),
            days=self._number(row, "due", _MOST_DAYS),
        )

    def _number(self, row: Row, key: str, most: int) -> int | None:
        value = row.get(key)
        if value in (None, ""):
            return None
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= most:
            return value
        self.notes.append(question(_text(value), _text(row.get("stage"))))
        return None

    def _fields(self, keys: Mapping[str, str]) -> tuple[FieldSetup, ...]:
        rows = self._rows("fields", "field")
        names = Counter(_column(rows, "field"))
        required: dict[str, list[str]] = {}
        for row in self._rows("required", "field"):
            stage = _text(row.get("stage"))
            if stage not in keys or _text(row["field"]) not in names:
                self.notes.append(question(f"{stage}: {_text(row['field'])}"))
                continue
            required.setdefault(_text(row["field"]), []).append(keys[stage])
        found = []
        for row, who in zip(rows, self._who("fields", _column(rows, "field")), strict=True):
            name = _text(row["field"])
            wanted = required.get(name, [])
            if names[name] > 1:  # the other sheet does not say which of them it means
                stages = _text(row.get("required")).split("\n")
                wanted = [keys[stage] for stage in stages if stage in keys]
            found.append(self._field(row, who, wanted))
        return tuple(found)

    def _field(self, row: Row, who: Known, required: Sequence[str]) -> FieldSetup:
        known = {" ".join(each.name.split()): each for each in self.index.options.get(who.id, [])}
        lines = [line for line in _text(row.get("options")).split("\n") if line.strip()]
        return FieldSetup(
            ids=tuple(who.id.split(".")) if who.id else (),
            kind=who.part.removesuffix("!") or "field",
            key=who.key,
            name=_text(row["field"]),
            type=self._word("types", row.get("type"), "text", _text(row["field"])),
            about=_text(row.get("about")),
            options=tuple(known.get(line.strip(), Choice("", line.strip())) for line in lines),
            required=tuple(required),
            is_ours=not who.part.endswith("!"),
        )

    def _reasons(self) -> tuple[ReasonSetup, ...]:
        rows = self._rows("reasons", "reason")
        return tuple(
            ReasonSetup(id=who.id, key=who.key, name=_text(row["reason"]))
            for row, who in zip(rows, self._who("reasons", _column(rows, "reason")), strict=True)
        )


def _column(rows: Iterable[Row], key: str) -> list[str]:
    return [_text(row[key]) for row in rows]


def _text(value: Value) -> str:
    return "" if value is None else str(value)
