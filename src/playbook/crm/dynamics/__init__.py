"""Dynamics 365 Sales: columns of opportunities as requests, and the process flow as a sheet.

A process flow is built in a designer. Its XAML can be sent too, but nobody has
promised its form, so that is done only when it is asked for. Won and lost are
statuses of an opportunity there, and no stages.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from playbook.crm import Export, Settings, Target
from playbook.crm.dynamics.calls import requests, server
from playbook.crm.dynamics.columns import KINDS, TABLES
from playbook.crm.dynamics.flow import Flow, guid, held
from playbook.crm.dynamics.languages import code
from playbook.crm.dynamics.reading import read
from playbook.crm.dynamics.sheet import DESIGNER, sheet
from playbook.crm.dynamics.xaml import document
from playbook.files import Files
from playbook.messages import _
from playbook.model import Playbook, Stage
from playbook.rollout import Told, by_hand, dropped, written
from playbook.rollout.checklist import Step
from playbook.rollout.compiling import Rollout
from playbook.rollout.inventory import Item
from playbook.rollout.page import look
from playbook.rollout.requests import sending_with
from playbook.rollout.requests import written as sent
from playbook.rollout.rolling import Recipe
from playbook.rollout.surface import Limits, Surface
from playbook.rollout.telling import Tell, nowhere, tell, to_require

_COLUMNS: Final = "make.powerapps.com → Tables → Opportunity → Columns"
_FLOWS: Final = "make.powerautomate.com → Create → Automated cloud flow"
_SURFACE: Final = Surface(
    title="Dynamics 365 Sales",
    supports={
        "pipelines": "manual",
        "stages": "manual",
        "order": "manual",
        "probability": "none",
        "ends": "write",
        "ageing": "none",
        "gates": "manual",
        "guidance": "none",
        "tasks": "manual",
        "fields": "write",
        "reasons": "write",
        "forecast": "manual",
        "moves": "none",
        "translations": "write",
    },
    limits=Limits(stages=30, field_key=50),
    stage_kinds=frozenset({"lead", "open"}),
    prefix_pattern="^(?!mscrm)[a-z][a-z0-9]{1,7}$",
    types={
        type: "Lookup" if kind.metadata in TABLES else kind.metadata for type, kind in KINDS.items()
    },
    built_in={
        "amount": "estimatedvalue",
        "close-date": "estimatedclosedate",
        "account": "parentaccountid",
        "owner": "ownerid",
    },
    stage_key=guid,
    language=code,
    where={
        "stages": DESIGNER,
        "required": DESIGNER,
        "fields": _COLUMNS,
        "reasons": _COLUMNS,
        "data": _COLUMNS,
        "tasks": _FLOWS,
        "automation": _FLOWS,
        "approvals": f"{_FLOWS} → Start and wait for an approval",
        "record": "make.powerapps.com → Tables → Opportunity → Forms",
        "forecast": "Sales Hub → App Settings → Forecast configuration",
        "access": "Power Platform admin center → Environments → Settings → Users + permissions "
        "→ Security roles",
        "reports": "make.powerapps.com → Tables → Opportunity → Views",
        "account": "Power Platform admin center → Environments → Settings → Business → Currencies",
    },
    settings={
        "language_code": {
            "title": "Base language",
            "description": "The number of the environment's base language, if the playbook is in "
            "another: 1033 for English.",
            "type": "integer",
            "minimum": 1025,
            "maximum": 20490,
            "examples": [1033],
        },
        "option_prefix": {
            "title": "Prefix of option values",
            "description": "The publisher's choice value prefix.",
            "type": "integer",
            "minimum": 10000,
            "maximum": 99999,
            "examples": [72700],
        },
        "solution": {
            "title": "Solution",
            "description": "The unique name of the solution that is to hold what is made.",
            "type": "string",
            "pattern": "^[A-Za-z_][A-Za-z0-9_]{0,64}$",
            "patternErrorMessage": "The name of a solution has Latin letters, digits and "
            "underscores.",
            "examples": ["SalesProcess"],
        },
    },
    source="https://learn.microsoft.com/power-apps/developer/data-platform/webapi/"
    "create-update-column-definitions-using-web-api",
    verified=("types",),
)
_WITH_FLOW: Final = replace(
    _SURFACE,
    supports={
        **_SURFACE.supports,
        **dict.fromkeys(("pipelines", "stages", "order", "gates"), "write"),
    },
)
"""What the files hold when the process flow is among them."""


def _write(rollout: Rollout) -> Files:
    made = {**sent(requests(rollout), server(rollout)), "BUILD.md": sheet(Flow(rollout))}
    if rollout.settings.is_experimental:
        made["process-flow.xaml"] = document(Flow(rollout))
    return made


def _first(rollout: Rollout) -> Sequence[Step]:
    languages = _(
        "Switch on the languages of the playbook before. If the base language of the environment "
        "is another than that of the playbook, give its number: language_code in crm.yaml."
    )
    where = "Power Platform admin center → Environments → Settings → Product → Languages"
    build = _("Everything is in BUILD.md, stage by stage.")
    if rollout.settings.is_experimental:
        build = _("The process flow is there, switched off. Compare it with BUILD.md.")
    return (
        Step(_("See to the languages"), f"**{where}**\n\n{languages}"),
        _sending(),
        Step(_("Build the process flow"), f"**{DESIGNER}**\n\n{build}"),
        look("Sales Hub → Opportunities"),
    )


def _sending() -> Step:
    signed_in = "az account get-access-token --resource $DYNAMICS_URL --query accessToken -o tsv"
    return sending_with(
        DYNAMICS_URL="https://example.crm.dynamics.com", DYNAMICS_TOKEN=f"$({signed_in})"
    )


def _stage(rollout: Rollout, item: Item) -> Told:
    """Beside the main line there is no place for a stage."""
    assert isinstance(item.part, Stage)
    if item.part.kind in rollout.surface.stage_kinds and Flow.is_beside(item.part):
        return dropped(nowhere(rollout))
    return tell(rollout, item)


def _gate(rollout: Rollout, item: Item) -> Told:
    """What a step of the stage before keeps; everything else people look at."""
    keeper = Flow(rollout).kept.get(item.at)
    if keeper is None:
        return by_hand("gates", _("people decide; look at it before a move"))
    if rollout.surface.can("gates") == "write":
        return written(_("required in: {stages}").format(stages=keeper.name))
    return by_hand("required", to_require(rollout, item, [keeper.name]))


def _asked(rollout: Rollout, item: Item) -> Told:
    """Answers are steps too, if there is room for all of them and each can be shown."""
    assert isinstance(item.part, Stage)
    phase = next((each for each in Flow(rollout).phases if each.setup.id == item.part.id), None)
    if rollout.settings.is_experimental and phase and phase.is_whole:
        return written(_("steps of the stage"))
    return tell(rollout, item)


_TELLS: Final[Mapping[str, Tell]] = {
    "stage": _stage,
    "stage.must_fill": _gate,
    "stage.asks": _asked,
    "stage.confirms": _asked,
    "criterion": _gate,
    "criterion.kept_in": _gate,
}
_SHEET: Final = Recipe(surface=_SURFACE, write=_write, first=_first, tells=_TELLS)
_FLOW: Final = Recipe(surface=_WITH_FLOW, write=_write, first=_first, tells=_TELLS)


def export(playbook: Playbook, settings: Settings) -> Export:
    """The files, with the process flow if it is asked for, and the fate of every part."""
    return (_FLOW if settings.is_experimental else _SHEET)(playbook, settings)


DYNAMICS: Final = Target(
    name="dynamics",
    about="Columns of opportunities for Dataverse's API, and a sheet to build the process flow by.",
    surface=_SURFACE,
    export=export,
    read=read,
    held=held,
    dump="GET /api/data/v9.2/workflows?$filter=category eq 4, "
    "/api/data/v9.2/EntityDefinitions(LogicalName='opportunity')/Attributes",
)
