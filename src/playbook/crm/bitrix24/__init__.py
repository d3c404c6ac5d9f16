"""Bitrix24: a pipeline of deals with its stages and fields, as requests to its REST API.

A pipeline that is made there has stages already. Three of them stay, because
they say where deals begin and end; they get the names of ours. The others are
deleted before ours are added. What a stage requires is set by hand.
"""

from collections.abc import Sequence
from typing import Final

from playbook import wording
from playbook.crm import Target
from playbook.crm.bitrix24.fields import TYPES, field_name, languages
from playbook.crm.bitrix24.reading import WHAT, read
from playbook.crm.bitrix24.stages import code, placed
from playbook.crm.bitrix24.writing import SERVER, requests
from playbook.files import Files
from playbook.messages import _
from playbook.model import Stage
from playbook.rollout import Told, dropped, written
from playbook.rollout.checklist import Step
from playbook.rollout.compiling import Rollout
from playbook.rollout.inventory import Item
from playbook.rollout.page import look
from playbook.rollout.requests import sending
from playbook.rollout.requests import written as sent
from playbook.rollout.rolling import Recipe
from playbook.rollout.surface import Limits, Surface
from playbook.rollout.telling import nowhere, tell

_DEALS: Final = "CRM → Deals"
_RULES: Final = f"{_DEALS} → Automation rules"
_RIGHTS: Final = "CRM → More → Settings → CRM access permissions"
_WEBHOOK: Final = "Developer resources → Other → Inbound webhook (crm): https://…/rest/…/…/"
_SURFACE: Final = Surface(
    title="Bitrix24",
    supports={
        "pipelines": "write",
        "stages": "write",
        "order": "write",
        "probability": "none",
        "ends": "write",
        "ageing": "none",
        "gates": "manual",
        "guidance": "none",
        "tasks": "manual",
        "fields": "write",
        "reasons": "write",
        "forecast": "none",
        "moves": "manual",
        "translations": "write",
    },
    limits=Limits(pipeline_name=255, field_key=50),
    stage_kinds=frozenset({"lead", "open", "parked", "won", "lost", "disqualified", "not-counted"}),
    types=TYPES,
    built_in={
        "amount": "OPPORTUNITY",
        "close-date": "CLOSEDATE",
        "account": "COMPANY_ID",
        "owner": "ASSIGNED_BY_ID",
    },
    stage_key=code,
    field_key=field_name,
    where={
        "required": f"{_DEALS} → the deal → the field → Settings → Configure → Mandatory by stage",
        "moves": f"{_RIGHTS} → Deals → Move to stage",
        "approvals": _RULES,
        "tasks": f"{_RULES} → Create → Create task",
        "automation": _RULES,
        "access": _RIGHTS,
        "reports": f"{_DEALS} → Filter + search",
    },
    untold=frozenset({"gates"}),
    source="https://apidocs.bitrix24.com/api-reference/crm/",
    verified=("types", "read"),
)


def _write(rollout: Rollout) -> Files:
    return sent(requests(rollout), SERVER)


def _first(_rollout: Rollout) -> Sequence[Step]:
    return (sending(SERVER, _WEBHOOK), look(_DEALS))


def _stage(rollout: Rollout, item: Item) -> Told:
    """One stage of success is all there is room for."""
    stage = item.part
    assert isinstance(stage, Stage)
    if stage.kind not in rollout.surface.stage_kinds:
        return tell(rollout, item)
    for place in placed(rollout.stages):
        if place.stage and place.stage.id == stage.id:
            return written(_("stage {key}").format(key=place.code))
    return dropped(nowhere(rollout))


def _languages(rollout: Rollout, _item: Item) -> Told:
    """Fields have a name in each language that Bitrix24 speaks, and stages have one name."""
    known = [tag for tag in rollout.settings.translations if languages(tag)]
    if known and rollout.added:
        how = _("names of fields in {languages}; stages have one name")
        return written(how.format(languages=wording.listed(known)))
    return dropped(_("labels are in one language; the handbook is in all"))


BITRIX24 = Target(
    name="bitrix24",
    about="Requests for Bitrix24's REST API: a pipeline of deals, its stages, and fields.",
    surface=_SURFACE,
    export=Recipe(
        surface=_SURFACE,
        write=_write,
        first=_first,
        tells={"stage": _stage, "playbook.languages": _languages},
    ),
    read=read,
    dump=WHAT,
)
