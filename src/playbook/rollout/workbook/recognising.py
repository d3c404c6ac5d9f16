"""Makes sense of a workbook that a team already has: stages, tasks, criteria, fields, reasons.

Headings are recognised in three languages. What is not known is asked, or left
out with a note; nothing is guessed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from playbook.messages import _
from playbook.rollout.reading import Found, Note, unreadable
from playbook.rollout.setup import (
    Choice,
    FieldSetup,
    ReasonSetup,
    Setup,
    StageSetup,
    TaskSetup,
)
from playbook.rollout.workbook import headings
from playbook.rollout.workbook.opening import WHAT, Sheet
from playbook.rollout.workbook.sorting import Grid, grid, items, whole

_DEFINE: Final = frozenset({"probability", "kind", "order", "days", "forecast"})
"""Beside the names of stages, what makes a sheet the one in which stages are defined."""


@dataclass
class _Stage:
    """A stage while its pieces are collected."""

    name: str
    kind: str = ""
    order: int | None = None
    probability: int | None = None
    days: int | None = None
    guidance: list[str] = field(default_factory=list)
    tasks: list[TaskSetup] = field(default_factory=list)
    criteria: list[str] = field(default_factory=list)


@dataclass
class _Process:
    """A pipeline while its pieces are collected."""

    name: str
    stages: dict[str, _Stage] = field(default_factory=dict)


def question(what: str, where: str = "", why: str = "") -> Note:
    """A note that asks."""
    return Note("question", where, what, why or _unknown())


def read(sheets: Sequence[Sheet]) -> Found:
    """The processes in a workbook that is not ours.

    Raises:
        Refused: there are no stages in it.

    """
    reader = _Recogniser()
    for sheet in sheets:
        reader.look_at(sheet)
    if not reader.processes:
        raise unreadable(sheets[0].file if sheets else "", WHAT)
    return reader.found()


class _Recogniser:
    """Goes through the sheets one after the other."""

    def __init__(self) -> None:
        self.processes: list[_Process] = []
        self.fields: dict[str, FieldSetup] = {}
        self.required: dict[str, list[str]] = {}
        self.reasons: dict[str, ReasonSetup] = {}
        self.notes: list[Note] = []

    def look_at(self, sheet: Sheet) -> None:
        """Take what is in a sheet, or note that it is not known."""
        found = grid(sheet)
        if found is None:
            if sheet.rows:
                self.notes.append(Note("left out", sheet.title, "", _unknown()))
            return
        for heading, example in found.unknown:
            self.notes.append(Note("left out", f"{sheet.title}: {heading}", example, _unknown()))
        if found.has("stage"):
            self._take_stages(sheet, found)
        elif found.has("field"):
            self._take_fields(found)
        else:
            self._take_reasons(found)

    def _take_stages(self, sheet: Sheet, found: Grid) -> None:
        process = self._process(sheet, found)
        for row in found.rows(carried="stage"):
            stage = process.stages.setdefault(
                headings.plain(row["stage"]), _Stage(" ".join(row["stage"].split()))
            )
            self._take_stage(stage, row, found)
        if found.has("field"):
            self._take_fields(found)

    def _process(self, sheet: Sheet, found: Grid) -> _Process:
        """The process that a sheet is about: one of its own, or that which has its stages."""
        names = {headings.plain(row["stage"]) for row in found.rows(carried="stage")}
        for process in self.processes:
            if names & process.stages.keys() and names <= process.stages.keys():
                return process
            if names & process.stages.keys() and not found.keys & _DEFINE:
                return process
        self.processes.append(_Process(sheet.title))
        return self.processes[-1]

    def _take_stage(self, stage: _Stage, row: Mapping[str, str], found: Grid) -> None:
        stage.order = self._number(stage, row, "order", found) or stage.order
        probability = self._number(stage, row, "probability", found)
        stage.probability = probability if probability is not None else stage.probability
        days = self._number(stage, row, "days", found)
        stage.days = days if days is not None else stage.days
        if row.get("kind"):
            stage.kind = headings.kind(row["kind"]) or stage.kind
            if not headings.kind(row["kind"]):
                self.notes.append(question(row["kind"], stage.name))
        if row.get("forecast"):
            self.notes.append(question(row["forecast"], stage.name))
        if row.get("guidance") and row["guidance"] not in stage.guidance:
            stage.guidance.append(row["guidance"])
        known = {task.name for task in stage.tasks}
        for name in items(row.get("task", "")):
            if name not in known:
                stage.tasks.append(self._task(stage, name, row, found))
        stage.criteria += [
            each for each in items(row.get("criterion", "")) if each not in stage.criteria
        ]
        if not found.has("field"):
            for name in items(row.get("required", ""), also=",;，、；"):
                if name.casefold() in headings.YES | headings.NO:
                    self.notes.append(question(name, stage.name))
                else:
                    self._require(name, stage.name)

    def _task(self, stage: _Stage, name: str, row: Mapping[str, str], found: Grid) -> TaskSetup:
        return TaskSetup(
            name=name,
            detail=row.get("owner", ""),
            days=self._number(stage, row, "due", found),
        )

    def _number(self, stage: _Stage, row: Mapping[str, str], key: str, found: Grid) -> int | None:
        text = row.get(key, "")
        if not text:
            return None
        most = 100 if key == "probability" else 100_000
        value = whole(text, most, as_share=key == "probability" and found.are_shares)
        if value is None:
            self.notes.append(question(text, stage.name))
        return value

    def _take_fields(self, found: Grid) -> None:
        for row in found.rows(carried="stage" if found.has("stage") else ""):
            name = row.get("field", "")
            if not name:
                continue
            options = items(row.get("options", ""), also=",;，、；")
            type = self._type(name, row.get("type", ""), has_options=bool(options))
            key = headings.plain(name)
            self.fields.setdefault(
                key,
                FieldSetup(
                    ids=(),
                    name=name,
                    type=type,
                    about="" if found.has("stage") else row.get("guidance", ""),
                    options=tuple(Choice("", option) for option in options),
                ),
            )
            self._take_required(name, row, found)

    def _take_required(self, name: str, row: Mapping[str, str], found: Grid) -> None:
        wanted = row.get("required", "")
        if found.has("stage"):
            if not found.has("required") or wanted.casefold() in headings.YES:
                self._require(name, row["stage"])
            elif wanted.casefold() not in headings.NO:
                self.notes.append(question(wanted, name))
            return
        known = {key for process in self.processes for key in process.stages}
        for stage in items(wanted, also=",;，、；"):
            if headings.plain(stage) in known:
                self._require(name, stage)
            elif stage.casefold() in headings.YES:
                self.notes.append(
                    question(wanted, name, _("In which stages must it be filled in?"))
                )
            elif stage.casefold() not in headings.NO:
                self.notes.append(question(stage, name))

    def _type(self, name: str, text: str, *, has_options: bool) -> str:
        type = headings.type(text)
        if type:
            return type
        if not has_options:
            self.notes.append(question(text, name, _("What is entered in this field?")))
        return "choice" if has_options else "text"

    def _require(self, name: str, stage: str) -> None:
        self.required.setdefault(headings.plain(name), []).append(headings.plain(stage))
        if headings.plain(name) not in self.fields:
            self.fields[headings.plain(name)] = FieldSetup(ids=(), name=name, type="text")
            self.notes.append(question("", name, _("What is entered in this field?")))

    def _take_reasons(self, found: Grid) -> None:
        for row in found.rows():
            name = row.get("reason", "")
            if name:
                self.reasons.setdefault(headings.plain(name), ReasonSetup(id="", name=name))

    def found(self) -> Found:
        """What has been collected."""
        setups = tuple(self._setup(process) for process in self.processes)
        return Found(setups, tuple(dict.fromkeys(self.notes)))

    def _setup(self, process: _Process) -> Setup:
        listed = list(process.stages.values())
        if all(stage.order is not None for stage in listed):
            listed.sort(key=lambda stage: stage.order or 0)
        return Setup(
            id="",
            name=process.name,
            stages=tuple(self._made(stage) for stage in listed),
            fields=tuple(self._fields_in(process)),
            reasons=tuple(self.reasons.values()),
        )

    def _made(self, stage: _Stage) -> StageSetup:
        kind: Any = stage.kind or headings.kind(stage.name)
        if not kind and stage.probability in (0, 100):
            why = _("Its probability is {number}%. Is a deal won or lost in it?")
            self.notes.append(question("", stage.name, why.format(number=stage.probability)))
        return StageSetup(
            id="",
            key=stage.name,
            name=stage.name,
            kind=kind or "open",
            probability=stage.probability,
            days=stage.days,
            guidance="\n".join(stage.guidance),
            tasks=tuple(stage.tasks),
            criteria=tuple(stage.criteria),
        )

    def _fields_in(self, process: _Process) -> Iterator[FieldSetup]:
        for key, each in self.fields.items():
            wanted = self.required.get(key, ())
            required = tuple(stage.name for name, stage in process.stages.items() if name in wanted)
            yield FieldSetup(
                ids=(),
                name=each.name,
                type=each.type,
                about=each.about,
                options=each.options,
                required=required,
            )


def _unknown() -> str:
    return _("It is not known what this means. Say it, or take it out.")
