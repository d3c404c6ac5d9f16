"""From what Odoo gives to the pipelines that its teams see."""

import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from playbook.crm.odoo.columns import READ, RECORDS
from playbook.crm.odoo.rows import Row, rows
from playbook.messages import _
from playbook.model import StageKind
from playbook.rollout.reading import Dump, Found, Note
from playbook.rollout.setup import Choice, FieldSetup, ReasonSetup, Setup, StageSetup, TaskSetup

_OURS: Final = re.compile(r"(?!crm\.)(?!__)(?:\w+\.)?(stage|reason|plan)_([a-z0-9_]+)")
_MODULE: Final = "playbook_"
_DAYS: Final = {"days": 1, "weeks": 7, "months": 30}
_KINDS: Final = {
    "mail.mail_activity_data_call": "call",
    "mail.mail_activity_data_meeting": "meeting",
    "mail.mail_activity_data_email": "email",
}
_TAG: Final = re.compile(r"<[^<>]*>")


def read(dump: Dump) -> Found:
    """The pipelines of the teams, from sheets, from data files, or from answers in JSON.

    Raises:
        Refused: a file holds something else.

    """
    by_model: dict[str, list[Row]] = {}
    known: set[tuple[str, str]] = set()
    for row in rows(dump):
        if (row.model, row.key) in known:
            continue  # our own module has the same in sheets and in data files
        known |= {(row.model, row.key)} if row.key else set()
        by_model.setdefault(row.model, []).append(row)
    stages = sorted(
        by_model.get("crm.stage", ()),
        key=lambda row: (_number(row.values.get("sequence"), 1), _text(row.values.get("name"))),
    )
    teams = {row.key: row for row in by_model.get("crm.team", ())}
    tasks, notes = _tasks(by_model, stages)
    reasons = tuple(
        ReasonSetup(id=_id(row.key), key=row.key, name=_text(row.values.get("name")))
        for row in by_model.get("crm.lost.reason", ())
    )
    columns = tuple(_columns(by_model))
    setups = []
    for whose in _pipelines(stages, teams):
        names = [_text(row.values.get("name")) for key, row in teams.items() if key in whose]
        setup = Setup(
            id=_process(stages),
            key=_module(stages) or ",".join(whose),
            name=", ".join(names),
            stages=tuple(_stages(stages, whose, tasks)),
            fields=(*_properties(teams, whose), *columns),
            reasons=reasons,
            teams=tuple(names) if len(names) > 1 else (),
        )
        setups.append(setup)
    return Found(tuple(setups), tuple(notes))


def _pipelines(stages: Sequence[Row], teams: Mapping[str, Row]) -> list[tuple[str, ...]]:
    """The teams of each pipeline; one without stages of its own sees those of no team."""
    found = list(dict.fromkeys(whose for row in stages if (whose := _whose(row))))
    alone = tuple(teams) if len(teams) == 1 else ()
    return found or ([alone] if stages or teams else [])


def _whose(row: Row) -> tuple[str, ...]:
    for name in ("team_ids/id", "team_id/id", "team_ids", "team_id"):
        found = row.values.get(name)
        if isinstance(found, str) and found:
            return tuple(sorted(part.strip() for part in found.split(",")))
        if isinstance(found, list) and found and name == "team_id":
            return (str(found[0]),)
        if isinstance(found, list) and found:
            return tuple(sorted(str(each) for each in found))
        if isinstance(found, int) and found:
            return (str(found),)
    return ()


def _stages(
    stages: Sequence[Row], whose: tuple[str, ...], tasks: Mapping[str, Sequence[TaskSetup]]
) -> Iterator[StageSetup]:
    has_won = False
    for row in stages:
        if _whose(row) not in ((), whose):
            continue
        kind = _kind(row, has_won=has_won)
        has_won = has_won or kind == "won"
        yield StageSetup(
            id=_id(row.key),
            key=row.key,
            name=_text(row.values.get("name")),
            kind=kind,
            days=_number(row.values.get("rotting_threshold_days"), 0) or None,
            guidance=_text(row.values.get("requirements")),
            tasks=tuple(tasks.get(row.key, ())),
        )


def _kind(row: Row, *, has_won: bool) -> StageKind:
    is_folded = _flag(row.values.get("fold"))
    if _flag(row.values.get("is_won")):
        return "after-sale" if has_won and is_folded else "won"
    return "parked" if is_folded else "open"


def _tasks(
    by_model: Mapping[str, Sequence[Row]], stages: Sequence[Row]
) -> tuple[Mapping[str, Sequence[TaskSetup]], list[Note]]:
    """The tasks of each stage: a plan tells its stage by our id, or by the end of its name."""
    found: dict[str, list[TaskSetup]] = {}
    notes: list[Note] = []
    for plan in by_model.get("mail.activity.plan", ()):
        if _text(plan.values.get("res_model")) not in ("", "crm.lead"):
            continue
        wanted = [
            row
            for row in by_model.get("mail.activity.plan.template", ())
            if _points_to(row.values.get("plan_id"), plan.key)
        ]
        wanted.sort(key=lambda row: _number(row.values.get("sequence"), 10))
        of = [row for row in stages if _is_plan_of(plan, row)]
        name = _text(plan.values.get("name"))
        if not of:
            why = _("nothing says to which stage it belongs")
            notes.append(Note("left out", "mail.activity.plan", name, why))
        for row in of:
            found.setdefault(row.key, []).extend(map(_task, wanted))
    return found, notes


def _is_plan_of(plan: Row, stage: Row) -> bool:
    if _id(plan.key) and _id(stage.key):
        return _id(plan.key) == _id(stage.key)
    name = _text(stage.values.get("name"))
    return bool(name) and re.split(r": |：", _text(plan.values.get("name")))[-1] == name


def _task(row: Row) -> TaskSetup:
    values = row.values
    days: int | None = None
    if "delay_count" in values and values.get("delay_from") == "after_plan_date":
        unit = _DAYS.get(_text(values.get("delay_unit")), 1)
        days = _number(values.get("delay_count"), 0) * unit or None
    type = values.get("activity_type_id")
    return TaskSetup(
        name=_text(values.get("summary")),
        detail=html.unescape(_TAG.sub("", _text(values.get("note")))).strip(),
        kind=_KINDS.get(type) if isinstance(type, str) else None,
        days=days,
    )


def _points_to(value: Any, key: str) -> bool:
    if isinstance(value, list):
        value = value[0] if value else ""
    return bool(key) and str(value) == key


def _properties(teams: Mapping[str, Row], whose: Sequence[str]) -> Iterator[FieldSetup]:
    seen = set()
    for key in whose or tuple(teams):
        definitions = teams[key].values.get("lead_properties_definition") if key in teams else None
        if isinstance(definitions, str):
            try:
                definitions = json.loads(definitions)
            except (ValueError, RecursionError):
                continue
        for each in definitions if isinstance(definitions, list) else ():
            if isinstance(each, dict) and each.get("name") not in seen:
                seen.add(each.get("name"))
                yield from _field(each, each.get("string"), each.get("type"), each.get("comodel"))


def _field(row: Mapping[str, Any], name: Any, type: Any, comodel: Any) -> Iterator[FieldSetup]:
    known = RECORDS.get(comodel) if isinstance(comodel, str) else None
    if type == "many2one":
        if known == "contact" and "is_company" in _text(row.get("domain")):
            known = "company"
    elif isinstance(type, str):
        known = READ.get(type)
    if known is None or not _text(row.get("name")):
        return
    options = row.get("selection") or row.get("tags") or ()
    if isinstance(options, str):
        options = ()
    yield FieldSetup(
        ids=(),
        key=_text(row.get("name")),
        name=_text(name) or _text(row.get("name")),
        type=known,
        about=_text(row.get("help")),
        options=tuple(
            Choice(str(each[0]), str(each[1]))
            for each in options
            if isinstance(each, list | tuple) and len(each) > 1
        ),
    )


def _columns(by_model: Mapping[str, Sequence[Row]]) -> Iterator[FieldSetup]:
    """The fields of leads that people or a module like ours have added."""
    options = by_model.get("ir.model.fields.selection", ())
    for row in by_model.get("ir.model.fields", ()):
        values = row.values
        if not _text(values.get("name")).startswith("x_"):
            continue
        own = [each for each in options if _points_to(each.values.get("field_id"), row.key)]
        own.sort(key=lambda each: _number(each.values.get("sequence"), 0))
        pairs = [[_text(each.values.get(name)) for name in ("value", "name")] for each in own]
        told = {**values, "selection": pairs}
        described, type = values.get("field_description"), values.get("ttype")
        yield from _field(told, described, type, values.get("relation"))


def _id(key: str) -> str:
    """Our id in an external id; empty if it is not one of ours."""
    found = _OURS.fullmatch(key)
    return found[2].partition("__")[0].replace("_", "-") if found else ""


def _module(stages: Sequence[Row]) -> str:
    modules = {row.key.rpartition(".")[0] for row in stages if _id(row.key)}
    return modules.pop() if len(modules) == 1 else ""


def _process(stages: Sequence[Row]) -> str:
    module = _module(stages)
    ours = module.removeprefix(_MODULE)
    return ours.replace("_", "-") if ours != module else ""


def _text(value: Any) -> str:
    """A text; Odoo says False for an empty one."""
    return value if isinstance(value, str) else ""


def _number(value: Any, default: int) -> int:
    if isinstance(value, str) and re.fullmatch(r"\d{1,9}", value):
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else default


def _flag(value: Any) -> bool:
    return value is True or (isinstance(value, str) and value.lower() in ("true", "1"))
