"""What stands in the sheets of a set-up workbook, as plain data."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from playbook import wording
from playbook.messages import _
from playbook.model import Option, Playbook, Question, Questionnaire, StageId
from playbook.rollout import Told
from playbook.rollout.compiling import Rollout
from playbook.rollout.inventory import Item
from playbook.rollout.page import topics
from playbook.rollout.surface import TOPICS
from playbook.rollout.workbook.shapes import Cell, Column, Row, Table, days_format, type_name

_OPTIONAL: Final = frozenset(
    {"forecast", "usual", "warning", "days", "guidance", "about", "how"}
) | {
    *("options", "required", "kind", "due", "detail", "level", "evidence", "element", "listen"),
}
"""Columns that are left out where nothing stands in them."""


def tables(rollout: Rollout, told: Iterable[tuple[Item, Told]]) -> Iterator[Table]:
    """The sheets, in their order, without those in which nothing would stand."""
    made = [
        _stages(rollout),
        _required(rollout),
        _fields(rollout),
        _tasks(rollout),
        _criteria(rollout),
        *(_questionnaire(rollout, each) for each in rollout.playbook.questionnaires.values()),
        _reasons(rollout),
        _steps(rollout, told),
    ]
    yield from (_trimmed(table) for table in made if table.rows)


def _trimmed(table: Table) -> Table:
    """A table without the columns in which nothing stands."""
    kept = [
        place
        for place, column in enumerate(table.columns)
        if column.key not in _OPTIONAL
        or any(row.cells[place] not in (None, "") for row in table.rows)
    ]
    return replace(
        table,
        columns=tuple(table.columns[place] for place in kept),
        rows=tuple(
            replace(row, cells=tuple(row.cells[place] for place in kept)) for row in table.rows
        ),
    )


def _stages(rollout: Rollout) -> Table:
    playbook, rows = rollout.playbook, []
    for place, stage in enumerate(rollout.stages):
        own = playbook.stage[StageId(stage.id)]
        category = stage.forecast
        cells: tuple[Cell, ...] = (
            place + 1,
            stage.name,
            wording.term(stage.kind),
            stage.probability,
            wording.forecast_name(playbook, category) if category else None,
            own.expected_days,
            own.warn_days,
            own.max_days,
            stage.guidance,
        )
        rows.append(Row(cells, place, stage.kind, stage.id, stage.key))
    columns = (
        Column("order", 6, "0"),
        Column("stage", 24),
        Column("kind", 14, choice="kinds"),
        Column("probability", 12, '0"%"'),
        Column("forecast", 15, choice="categories"),
        Column("usual", 12, days_format()),
        Column("warning", 12, days_format()),
        Column("days", 12, days_format()),
        Column("guidance", 70),
    )
    return Table("stages", columns, tuple(rows))


def _required(rollout: Rollout) -> Table:
    rows = [
        Row((stage.name, field.name), place, stage.kind)
        for place, stage in enumerate(rollout.setup.stages)
        for field in rollout.setup.fields
        if stage.id in field.required
    ]
    return Table(
        "required", (Column("stage", 26, choice="stages"), Column("field", 60)), tuple(rows)
    )


def _fields(rollout: Rollout) -> Table:
    names = {stage.id: stage.name for stage in rollout.setup.stages}
    there = _("the field {key}, which is there already")
    rows = [
        Row(
            (
                field.name,
                type_name(field.type),
                _listed(option.name for option in field.options),
                _listed(names[id] for id in field.required),
                field.about,
                "" if field.is_ours else there.format(key=field.key),
            ),
            place,
            "",
            ".".join(field.ids),
            field.key,
            field.kind if field.is_ours else f"{field.kind}!",
        )
        for place, field in enumerate(rollout.setup.fields)
    ]
    columns = (
        Column("field", 44),
        Column("type", 15, choice="types"),
        Column("options", 30),
        Column("required", 26),
        Column("about", 50),
        Column("how", 30),
    )
    return Table("fields", columns, tuple(rows))


def _tasks(rollout: Rollout) -> Table:
    rows = [
        Row(
            (
                stage.name,
                task.name,
                wording.term(task.kind) if task.kind else None,
                task.days,
                task.detail,
            ),
            place,
            stage.kind,
        )
        for place, stage in enumerate(rollout.stages)
        for task in stage.tasks
    ]
    columns = (
        Column("stage", 24, choice="stages"),
        Column("task", 60),
        Column("kind", 14, choice="work"),
        Column("due", 12, days_format()),
        Column("detail", 50),
    )
    return Table("tasks", columns, tuple(rows))


def _criteria(rollout: Rollout) -> Table:
    rows = []
    for place, stage in enumerate(rollout.stages):
        gate = rollout.playbook.stage[StageId(stage.id)].exit
        for text, criterion in zip(stage.criteria, gate, strict=True):
            evidence = wording.term(criterion.evidence) if criterion.evidence else None
            level = wording.term(criterion.level)
            rows.append(Row((stage.name, text, level, evidence), place, stage.kind))
    columns = (
        Column("stage", 24, choice="stages"),
        Column("criterion", 76),
        Column("level", 14, choice="levels"),
        Column("evidence", 24),
    )
    return Table("criteria", columns, tuple(rows))


def _questionnaire(rollout: Rollout, each: Questionnaire) -> Table:
    rows: list[Row] = []
    group, before = -1, None
    for number, question in enumerate(each.questions, start=1):
        group, before = group + (question.element != before or not rows), question.element
        element = wording.element_name(each, question.element) if question.element else None
        kind = rollout.playbook.type_of_question(question) or "text"
        cells: tuple[Cell, ...] = (
            number,
            element,
            question.ask,
            type_name(kind),
            _listed(_worth(option) for option in _options(rollout.playbook, question)),
            wording.term(question.level),
            _beside(rollout, each, question),
            None,
        )
        rows.append(Row(cells, group))
    columns = (
        Column("order", 6, "0"),
        Column("element", 16),
        Column("question", 46),
        Column("type", 13),
        Column("options", 26),
        Column("level", 12),
        Column("listen", 42),
        Column("answer", 30),
    )
    return Table("questionnaire", columns, tuple(rows), wording.questionnaire_name(each))


def _options(playbook: Playbook, question: Question) -> tuple[Option, ...]:
    if question.field and question.field in playbook.fields:
        return playbook.fields[question.field].options
    return question.options


def _worth(option: Option) -> str:
    """An option with its points, where it has some."""
    points = option.points
    return option.name if points is None else f"{option.name} ({wording.number(points)})"


def _beside(rollout: Rollout, each: Questionnaire, question: Question) -> str:
    """What stands beside an answer: why, what to listen for, what to ask next."""
    field = rollout.setup.field(str(each.id), str(question.id))
    return field.about if field else ""


def _reasons(rollout: Rollout) -> Table:
    rows = [
        Row((number, reason.name), number - 1, "", reason.id, reason.key)
        for number, reason in enumerate(rollout.setup.reasons, start=1)
    ]
    return Table("reasons", (Column("order", 6, "0"), Column("reason", 70)), tuple(rows))


def _steps(rollout: Rollout, told: Iterable[tuple[Item, Told]]) -> Table:
    """What people do by hand, in the order of the page."""
    by_topic: dict[str, list[tuple[str, str]]] = {}
    for item, each in told:
        if each.outcome == "by hand" and each.topic:
            what = item.what
            if item.said:
                what = wording.headed(what, item.said)
            by_topic.setdefault(each.topic, []).append((what, each.how))
    where, rows = rollout.surface.where, list[Row]()
    if rollout.surface.can("pipelines") in ("manual", "read"):
        made = (_("The process"), where.get("stages"), rollout.setup.name)
        rows.append(Row((1, *made, _("make a pipeline of this name"), None), 1))
    number = len(rows)
    for topic in TOPICS:
        number += topic in by_topic
        for what, how in by_topic.get(topic, ()):
            rows.append(
                Row((number, topics()[topic][0], where.get(topic), what, how, None), number)
            )
    columns = (
        Column("order", 6, "0"),
        Column("step", 24),
        Column("where", 30),
        Column("what", 56),
        Column("how", 42),
        Column("done", 10, choice="done"),
    )
    return Table("steps", columns, tuple(rows))


def _listed(texts: Iterable[str]) -> str:
    """One a line, as people read a list in a cell."""
    return "\n".join(" ".join(text.split()) for text in texts)
