"""Zoho CRM: fields and a pipeline as requests to its API, and a sheet for its Blueprint.

A stage is a value of one list that all pipelines share; the API takes no new
ones with their probability, so people add them. The pipeline puts them in
order, and finds them by their names. What happens between the stages is drawn
by hand: a Blueprint cannot be written from outside.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final, NamedTuple

from playbook import wording
from playbook.crm import Target
from playbook.crm.zoho.blueprint import FILE, sheet
from playbook.crm.zoho.fields import LONGEST_LABEL, TYPES, body, shown
from playbook.crm.zoho.reading import WHAT, read
from playbook.crm.zoho.stages import FORECAST, deal_category, forecast
from playbook.files import Files
from playbook.messages import _
from playbook.model import Field, Stage
from playbook.rollout import Told, by_hand, dropped
from playbook.rollout import written as told_written
from playbook.rollout.checklist import Step
from playbook.rollout.compiling import Rollout
from playbook.rollout.inventory import Item
from playbook.rollout.page import look, topics
from playbook.rollout.requests import Request, Server, Way, kept, sending, written
from playbook.rollout.rolling import Recipe
from playbook.rollout.setup import Setup
from playbook.rollout.surface import Limits, Surface
from playbook.rollout.telling import at_hand, nowhere, tell


class DataCentre(NamedTuple):
    """Where the accounts of a part of the world are."""

    api: str
    accounts: str


DATA_CENTRES: Final = {
    "com": DataCentre("https://www.zohoapis.com", "https://accounts.zoho.com"),
    "eu": DataCentre("https://www.zohoapis.eu", "https://accounts.zoho.eu"),
    "in": DataCentre("https://www.zohoapis.in", "https://accounts.zoho.in"),
    "com.cn": DataCentre("https://www.zohoapis.com.cn", "https://accounts.zoho.com.cn"),
    "com.au": DataCentre("https://www.zohoapis.com.au", "https://accounts.zoho.com.au"),
    "jp": DataCentre("https://www.zohoapis.jp", "https://accounts.zoho.jp"),
    "ca": DataCentre("https://www.zohoapis.ca", "https://accounts.zohocloud.ca"),
    "sa": DataCentre("https://www.zohoapis.sa", "https://accounts.zoho.sa"),
}
_DEALS: Final = "Setup → Customization → Modules and Fields → Deals"
_BLUEPRINT: Final = "Setup → Process Management → Blueprint"
_DRAWN: Final = f"{_BLUEPRINT} ({FILE})"
_STAGES: Final = f"{_DEALS} → Stage-Probability Mapping"
_CONSOLE: Final = (
    "https://api-console.zoho.com → Self Client → Generate Code: ZohoCRM.settings.fields.ALL,"
    "ZohoCRM.settings.layouts.READ,ZohoCRM.settings.pipeline.ALL"
)
_SURFACE: Final = Surface(
    title="Zoho CRM",
    supports={
        "pipelines": "write",
        "stages": "manual",
        "order": "write",
        "probability": "manual",
        "ends": "manual",
        "ageing": "manual",
        "gates": "manual",
        "guidance": "manual",
        "tasks": "manual",
        "fields": "write",
        "reasons": "manual",
        "forecast": "manual",
        "moves": "manual",
        "translations": "manual",
    },
    limits=Limits(stages=200, are_names_unique=True),
    versions=("v8",),
    prefix="",
    are_field_names_unique=True,
    types=TYPES,
    built_in={
        "amount": "Amount",
        "close-date": "Closing_Date",
        "account": "Account_Name",
        "owner": "Owner",
        "next-step": "Next_Step",
        "loss-reason": "Reason_For_Loss__s",
    },
    stage_key=None,
    field_key=None,
    where={
        "stages": _STAGES,
        "reasons": _DEALS,
        "required": _DRAWN,
        "guidance": _DRAWN,
        "moves": _DRAWN,
        "ageing": _DRAWN,
        "approvals": "Setup → Process Management → Approval Processes",
        "tasks": "Setup → Automation → Workflow Rules",
        "automation": "Setup → Automation → Workflow Rules",
        "score": "Setup → Automation → Scoring Rules",
        "record": f"{_DEALS} → Layout Rules",
        "access": "Setup → Security Control → Profiles",
        "reports": "Deals → Create View",
        "data": f"{_DEALS} → Manage Personal Fields",
        "translations": "Setup → Customization → Translations",
        "account": "Setup → General → Company Details → Currencies",
    },
    settings={
        "data_centre": {
            "title": "Data centre",
            "description": "The end of the address at which your company logs in to Zoho.",
            "enum": list(DATA_CENTRES),
            "enumDescriptions": ["An address that ends so."] * len(DATA_CENTRES),
            "examples": ["eu"],
            "default": "com",
        },
        "layout": {
            "title": "Layout",
            "description": "The layout of deals that the pipeline belongs to.",
            "type": "string",
            "minLength": 1,
            "default": "Standard",
            "examples": ["Standard"],
        },
    },
    untold=frozenset({"ageing", "gates"}),
    source="https://www.zoho.com/crm/developer/docs/api/v8/",
    verified=("types",),
)


def _centre(rollout: Rollout) -> DataCentre:
    return DATA_CENTRES[rollout.settings.text("data_centre", "com")]


def _server(rollout: Rollout) -> Server:
    return Server(
        address=f"{_centre(rollout).api}/crm/{rollout.version}",
        headers={"Authorization": "Zoho-oauthtoken {{ZOHO_TOKEN}}"},
        variables=("ZOHO_TOKEN",),
    )


def _write(rollout: Rollout) -> Files:
    return {**written(_requests(rollout), _server(rollout)), FILE: sheet(rollout, _BLUEPRINT)}


def _requests(rollout: Rollout) -> Iterator[Request]:
    """One field at a time, so that each is either made or refused."""
    layout = {"name": rollout.settings.text("layout", "Standard")}
    found: dict[str, Way] = {"layout": ["layouts", layout, "id"]}
    yield Request("layouts", "GET", "/settings/layouts?module=Deals", keep=found)
    for each in shown(rollout.added):
        name = "-".join(each.field.ids)
        made = {"fields": [body(each)]}
        yield Request(f"field-{name}", "POST", "/settings/fields?module=Deals", made)
    stages = {_stage(stage.id): _value_of("Stage", stage.name) for stage in rollout.stages}
    yield Request("stages", "GET", "/settings/fields?module=Deals", keep=stages)
    pipeline = {"pipeline": [_pipeline(rollout)]}
    yield Request("pipeline", "POST", "/settings/pipeline?layout_id={{layout}}", pipeline)


def _value_of(field: str, name: str) -> Way:
    """The way to the number of a value in the list of a field."""
    return ["fields", {"api_name": field}, "pick_list_values", {"display_value": name}, "id"]


def _stage(id: str) -> str:
    return f"stage-{id}"


def _pipeline(rollout: Rollout) -> dict[str, Any]:
    return {
        "display_value": rollout.setup.name,
        "default": False,
        "maps": [
            {
                "sequence_number": number,
                "id": kept(_stage(stage.id)),
                "display_value": stage.name,
            }
            for number, stage in enumerate(rollout.stages, start=1)
        ],
    }


def _first(rollout: Rollout) -> Sequence[Step]:
    step = sending(_server(rollout), _CONSOLE)
    title, _how = topics()["stages"]
    more = _(
        "What the console gives is a code. The first command changes it for the key, which is good "
        "for an hour. Add the stages of the step “{title}” before: they are found by their names."
    )
    change = (
        f"curl {_centre(rollout).accounts}/oauth/v2/token -d grant_type=authorization_code "
        "-d client_id=CLIENT_ID -d client_secret=CLIENT_SECRET -d code=CODE"
    )
    where = f"{step.where}\n\n{more.format(title=title)}"
    return (step._replace(where=where, commands=(change, *step.commands)), look("Deals"))


def _tell_stage(rollout: Rollout, item: Item) -> Told:
    """A stage by hand, with all that has to be chosen for it."""
    stage = item.part
    assert isinstance(stage, Stage)
    setup = rollout.setup.stage(stage.id)
    assert setup is not None
    category = deal_category(stage.kind)
    odds = _("{number}%").format(number=setup.probability)
    how = _("add the stage “{name}”: {more}").format(
        name=setup.name, more=wording.listed((odds, category, FORECAST[category]))
    )
    return at_hand(rollout, "stages", how)


def _tell_probability(_rollout: Rollout, _item: Item) -> Told:
    return by_hand("", _("with the stage"))


def _tell_forecast(rollout: Rollout, item: Item) -> Told:
    """The category goes with the kind of stage; no other can be chosen."""
    stage = item.part
    assert isinstance(stage, Stage)
    if stage.forecast == forecast(stage.kind):
        return by_hand("", _("with the stage"))
    return dropped(nowhere(rollout))


def _tell_owner(rollout: Rollout, _item: Item) -> Told:
    return at_hand(rollout, "moves", _("let this role make the moves out of the stage"))


def _tell_for(rollout: Rollout, _item: Item) -> Told:
    return at_hand(rollout, "moves", _("only for these deals"))


def _tell_field(rollout: Rollout, item: Item) -> Told:
    """A field by its label, and what there was no room for."""
    part = item.part
    one = rollout.setup.field_at(part.at)
    if isinstance(part, Field):
        one = rollout.setup.field(str(part.id))
    told = tell(rollout, item)
    there = next((each for each in shown(rollout.added) if each.field is one), None)
    if there is None or told.outcome != "written":
        return told
    said = [_("field {key}").format(key=there.label)]
    if there.is_cut:
        how = _("its label is “{label}”, because only {most} characters fit")
        said = [how.format(label=there.label, most=LONGEST_LABEL)]
    if there.is_without_about:
        said.append(_("its description is too long and stays in the handbook"))
    return told_written(wording.together(said))


def _held(rollout: Rollout) -> Setup:
    """A stage has the forecast category that goes with how deals end in it."""
    stages = (replace(each, forecast=forecast(each.kind)) for each in rollout.held.stages)
    return replace(rollout.held, stages=tuple(stages))


ZOHO = Target(
    name="zoho",
    about="Requests for Zoho CRM's API: fields and a pipeline; and a sheet to draw a Blueprint.",
    surface=_SURFACE,
    export=Recipe(
        surface=_SURFACE,
        write=_write,
        first=_first,
        tells={
            "stage": _tell_stage,
            "stage.probability": _tell_probability,
            "stage.forecast": _tell_forecast,
            "stage.owner": _tell_owner,
            "stage.for": _tell_for,
            "field": _tell_field,
            "question": _tell_field,
            "segment": _tell_field,
            "buyer_role": _tell_field,
        },
    ),
    read=read,
    held=_held,
    dump=WHAT,
)
