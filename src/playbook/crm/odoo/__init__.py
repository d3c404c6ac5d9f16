"""Odoo: a data module with a sales team, its stages, lost reasons, activity plans and properties.

A pipeline is what a sales team sees: its stages and those that belong to no
team. Lost is no stage there, but an archived deal with a reason. Odoo works
out the probability of every deal itself.
"""

from collections.abc import Sequence
from typing import Final

from playbook import wording
from playbook.crm import Target
from playbook.crm.odoo.columns import PROPERTIES
from playbook.crm.odoo.module import files
from playbook.crm.odoo.reading import read
from playbook.crm.odoo.records import field_key, module_name, rots, stage_key
from playbook.messages import _
from playbook.rollout import Told, written
from playbook.rollout.checklist import Step
from playbook.rollout.compiling import Rollout
from playbook.rollout.inventory import Item
from playbook.rollout.page import look
from playbook.rollout.rolling import Recipe
from playbook.rollout.surface import Limits, Surface
from playbook.rollout.telling import left_to_people

_SURFACE: Final = Surface(
    title="Odoo",
    supports={
        "pipelines": "write",
        "stages": "write",
        "order": "write",
        "probability": "none",
        "ends": "write",
        "ageing": "write",
        "gates": "none",
        "guidance": "write",
        "tasks": "write",
        "fields": "write",
        "reasons": "write",
        "forecast": "none",
        "moves": "none",
        "translations": "write",
    },
    limits=Limits(field_key=63),
    versions=("19", "18", "17"),
    prefix="playbook",
    stage_kinds=frozenset({"lead", "open", "parked", "won", "after-sale"}),
    types=PROPERTIES,
    built_in={
        "amount": "expected_revenue",
        "close-date": "date_deadline",
        "account": "partner_id",
        "owner": "user_id",
        "source": "source_id",
        "loss-reason": "lost_reason_id",
    },
    has_teams=True,
    stage_key=stage_key,
    field_key=field_key,
    where={
        "reasons": "CRM → Configuration → Pipeline → Lost Reasons",
        "approvals": "CRM → stage → ⚙ → Automations",
        "tasks": "CRM → Configuration → Activities → Activity Plans",
        "automation": "CRM → stage → ⚙ → Automations",
        "record": "Studio → Views → Form",
        "reports": "CRM → Reporting → Pipeline",
        "account": "Settings → Users & Companies → Companies",
    },
    settings={
        "teams": {
            "type": "array",
            "items": {"type": "string", "minLength": 1},
            "minItems": 1,
            "uniqueItems": True,
            "title": "Sales teams",
            "description": "The sales teams that work by this process. Each is made there with "
            "its pipeline; without any, one team with the name of the process is made.",
            "examples": [["Inside sales"]],
        },
        "fields_as": {
            "enum": ["properties", "fields"],
            "enumDescriptions": [
                "Properties of the sales team; only its deals have them.",
                "Fields of all leads, on a page of their own in the form.",
            ],
            "default": "properties",
            "title": "Fields as",
            "description": "How the playbook's fields and questions are kept.",
            "examples": ["fields"],
        },
    },
    source="https://www.odoo.com/documentation/19.0/developer/reference/backend/data.html",
    verified=("types",),
)


def _ageing(rollout: Rollout, item: Item) -> Told:
    """Only the newest version marks deals that rot, and only while they are open."""
    stage = rollout.setup.stage(str(getattr(item.part, "id", "")))
    days = getattr(item.part, item.kind.partition(".")[2])
    if stage and stage in rollout.stages and rots(rollout, stage) and stage.days == days:
        return written(_("ageing after {days}").format(days=wording.days(days)))
    return left_to_people(rollout, item)


def _tasks(_rollout: Rollout, _item: Item) -> Told:
    how = _("an activity plan with the name of the stage; launch it when a deal gets there")
    return written(how)


def _first(rollout: Rollout) -> Sequence[Step]:
    folder = f"`{module_name(rollout.prefix, rollout.playbook.id)}`"
    install = _(
        "Put the folder {folder} among the add-ons of the server, update the list of apps, and "
        "install it. Where nobody gets at the server, pack the folder as a ZIP file and import "
        "that. In csv/ are the stages for the import screen of the list: use these in place of "
        "the module, or for what has changed since it was installed."
    )
    others = _(
        "Stages without a team stand in the pipeline of every team. Give those that were there "
        "before to the teams that work with them."
    )
    return (
        Step(
            _("Install the module"),
            f"**Apps → Update Apps List · Apps → Import Module**\n\n{install.format(folder=folder)}",
        ),
        Step(
            _("Set the other stages apart"),
            f"**CRM → Configuration → Pipeline → Stages**\n\n{others}",
        ),
        look("CRM → Sales → My Pipeline"),
    )


ODOO = Target(
    name="odoo",
    about="A module for Odoo: sales team, stages, lost reasons, activity plans and properties.",
    surface=_SURFACE,
    export=Recipe(
        surface=_SURFACE,
        write=files,
        first=_first,
        tells={
            "stage.tasks": _tasks,
            "stage.warn_days": _ageing,
            "stage.max_days": _ageing,
        },
    ),
    read=read,
    dump="crm.stage.csv; data/*.xml; search_read: crm.stage, crm.team, crm.lost.reason, "
    "mail.activity.plan, mail.activity.plan.template",
)
