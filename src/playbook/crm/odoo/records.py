"""What Odoo is to hold of a playbook, as records with external ids of their own.

The records say nothing of files: the module and the sheets are made of them.
Nothing here touches a record that Odoo or another module has brought.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Final

from playbook.crm.odoo.columns import definition, ttype
from playbook.rollout.compiling import Rollout
from playbook.rollout.setup import FieldSetup, StageSetup, TaskSetup
from playbook.rollout.surface import snake
from playbook.wording import headed

STEP: Final = 10
"""Between two stages there is room for nine others."""
_CLOSED: Final = ("won", "after-sale")
_FOLDED: Final = ("parked", "after-sale")
_ACTIVITIES: Final = {
    "call": "mail.mail_activity_data_call",
    "meeting": "mail.mail_activity_data_meeting",
    "email": "mail.mail_activity_data_email",
}
_ACTIVITY: Final = "mail.mail_activity_data_todo"


@dataclass(frozen=True)
class Ref:
    """Another record, by its external id."""

    id: str


@dataclass(frozen=True)
class Refs:
    """Other records, by their external ids."""

    ids: tuple[str, ...]


Value = str | bool | int | Ref | Refs | Sequence[Mapping[str, Any]]
"""A text, a flag, a number, other records, or the definition of properties."""


@dataclass(frozen=True)
class Entry:
    """One record: its model, its external id, and its fields."""

    model: str
    id: str
    values: Mapping[str, Value]
    names: Mapping[str, Mapping[str, str]]
    """For each field that Odoo translates, its text in other languages."""


@dataclass(frozen=True)
class Team:
    """A sales team: its external id and its name."""

    id: str
    name: str


def module_name(prefix: str, playbook: str) -> str:
    """The technical name of the module, and what stands before the dot of an external id."""
    return snake(prefix, playbook)


def stage_key(prefix: str, playbook: str, stage: str = "") -> str:
    """The external id of a stage; without a stage, the name of the module."""
    module = module_name(prefix, playbook)
    return f"{module}.{_id('stage', stage)}" if stage else module


def field_key(prefix: str, *ids: str) -> str:
    """The name of a property or a field. Odoo wants x_ before fields that no module brings."""
    return f"x_{snake(prefix, *ids)}"


def rots(rollout: Rollout, stage: StageSetup) -> bool:
    """Whether Odoo marks deals that stay in a stage too long."""
    return rollout.version == "19" and stage.kind not in _CLOSED and stage.days is not None


def teams(rollout: Rollout) -> tuple[Team, ...]:
    """The sales teams whose pipeline it is: those of crm.yaml, else one of the process's name."""
    found: dict[str, Team] = {}
    for number, name in enumerate(rollout.setup.teams or (rollout.setup.name,), start=1):
        latin = re.sub(r"[^a-z0-9]+", "_", name.casefold()).strip("_")
        id = f"team_{latin or number}"
        found.setdefault(id if id not in found else f"{id}__{number}", Team(id, name))
    return tuple(Team(id, team.name) for id, team in found.items())


def entries(rollout: Rollout) -> Mapping[str, Sequence[Entry]]:
    """The records by their models, in the order in which they have to be made."""
    as_fields = rollout.settings.text("fields_as", "properties") == "fields"
    made: dict[str, list[Entry]] = {"crm.team": list(_teams(rollout, with_fields=not as_fields))}
    made["crm.stage"] = list(_stages(rollout))
    made["crm.lost.reason"] = [
        Entry("crm.lost.reason", _id("reason", each.id), {"name": each.name}, {"name": each.names})
        for each in rollout.setup.reasons
    ]
    made["mail.activity.plan"] = list(_plans(rollout))
    if as_fields:
        made["ir.model.fields"] = [entry for each in rollout.added for entry in _field(each)]
    return {model: found for model, found in made.items() if found}


def _teams(rollout: Rollout, *, with_fields: bool) -> Iterator[Entry]:
    names = {} if rollout.setup.teams else {"name": rollout.setup.names}
    properties = [definition(each, rollout.version) for each in rollout.added]
    for team in teams(rollout):
        values: dict[str, Value] = {"name": team.name, "use_opportunities": True}
        if with_fields and properties:
            values["lead_properties_definition"] = properties
        yield Entry("crm.team", team.id, values, names)


def _stages(rollout: Rollout) -> Iterator[Entry]:
    """Before 19 a stage belongs to one team or to all, so each team has stages of its own."""
    whose = teams(rollout)
    if rollout.version == "19":
        together = {"team_ids": Refs(tuple(team.id for team in whose))}
        yield from (_stage(rollout, n, stage, "", together) for n, stage in _numbered(rollout))
        return
    for team in whose:
        end = f"__{team.id.removeprefix('team_')}" if len(whose) > 1 else ""
        for n, stage in _numbered(rollout):
            yield _stage(rollout, n, stage, end, {"team_id": Ref(team.id)})


def _numbered(rollout: Rollout) -> Iterator[tuple[int, StageSetup]]:
    return enumerate(rollout.stages, start=1)


def _stage(
    rollout: Rollout, number: int, stage: StageSetup, end: str, whose: Mapping[str, Value]
) -> Entry:
    values: dict[str, Value] = {
        "name": stage.name,
        "sequence": number * STEP,
        "is_won": stage.kind in _CLOSED,
        "fold": stage.kind in _FOLDED,
        **whose,
    }
    if stage.guidance:
        values["requirements"] = stage.guidance
    if rots(rollout, stage) and stage.days:
        values["rotting_threshold_days"] = stage.days
    return Entry("crm.stage", _id("stage", stage.id) + end, values, {"name": stage.names})


def _plans(rollout: Rollout) -> Iterator[Entry]:
    for stage in rollout.setup.stages:
        if not stage.tasks:
            continue
        plan = _id("plan", stage.id)
        name = headed(rollout.setup.name, stage.name)
        values: dict[str, Value] = {"name": name, "res_model": "crm.lead", "company_id": False}
        yield Entry("mail.activity.plan", plan, values, {})
        for number, task in enumerate(stage.tasks, start=1):
            yield _task(rollout, plan, number, task)


def _task(rollout: Rollout, plan: str, number: int, task: TaskSetup) -> Entry:
    """In 17 the day comes from the kind of activity; when it is due stands in the note."""
    values: dict[str, Value] = {
        "plan_id": Ref(plan),
        "sequence": number * STEP,
        "activity_type_id": Ref(_ACTIVITIES.get(task.kind or "", _ACTIVITY)),
        "summary": task.name,
        "responsible_type": "on_demand",
    }
    if task.detail:
        values["note"] = f"<p>{escape(task.detail)}</p>"
    if rollout.version != "17":
        values["delay_count"] = task.days or 0
        values["delay_unit"] = "days"
        values["delay_from"] = "after_plan_date"
    return Entry("mail.activity.plan.template", f"{plan}__{number}", values, {})


def _field(field: FieldSetup) -> Iterator[Entry]:
    type, relation = ttype(field.type)
    id = f"field_{field.key}"
    values: dict[str, Value] = {
        "name": field.key,
        "field_description": field.name,
        "model_id": Ref("crm.model_crm_lead"),
        "ttype": type,
    }
    lines = [field.about, *(option.name for option in field.options if type == "char")]
    if help := "\n".join(line for line in lines if line):
        values["help"] = help
    if relation:
        values["relation"] = relation
    yield Entry("ir.model.fields", id, values, {"field_description": field.names})
    if type == "selection":
        for number, option in enumerate(field.options, start=1):
            values = {
                "field_id": Ref(id),
                "value": option.key,
                "name": option.name,
                "sequence": number,
            }
            key = option.key.replace("-", "_")
            yield Entry("ir.model.fields.selection", f"{id}__option_{key}", values, {})


def _id(kind: str, id: str) -> str:
    return f"{kind}_{id.replace('-', '_')}"
