"""Frappe CRM: deal statuses, lost reasons and custom fields, as fixtures and as requests.

There is one list of statuses for all deals, and a status is known by its name.
A field is asked for by a condition on the status, which the CRM's pages work
out. An empty number is stored as a nought and counts as filled, so what a gate
wants of a number stays with people.
"""

import json
from collections.abc import Iterator, Sequence
from typing import Final
from urllib.parse import quote

from playbook.crm import Target
from playbook.crm.frappe.documents import (
    REASON,
    REASONS,
    STATUS,
    STATUSES,
    TYPES,
    Document,
    documents,
)
from playbook.crm.frappe.reading import WHAT, read
from playbook.files import Files
from playbook.messages import _
from playbook.rollout.checklist import Step
from playbook.rollout.compiling import Rollout
from playbook.rollout.page import look
from playbook.rollout.requests import Request, Server, sending
from playbook.rollout.requests import written as as_files
from playbook.rollout.rolling import Recipe
from playbook.rollout.surface import Limits, Surface

_SERVER: Final = Server(
    address="https://{{FRAPPE_SITE}}/api",
    headers={"Authorization": "token {{FRAPPE_KEY}}:{{FRAPPE_SECRET}}"},
    variables=("FRAPPE_SITE", "FRAPPE_KEY", "FRAPPE_SECRET"),
)
_THERE_ALREADY: Final = {STATUS: STATUSES, REASON: REASONS}
_SURFACE: Final = Surface(
    title="Frappe CRM",
    supports={
        "pipelines": "none",
        "stages": "write",
        "order": "write",
        "probability": "write",
        "ends": "write",
        "ageing": "none",
        "gates": "write",
        "guidance": "none",
        "tasks": "none",
        "fields": "write",
        "reasons": "write",
        "forecast": "none",
        "moves": "none",
        "translations": "write",
    },
    limits=Limits(stage_name=140, field_name=140, field_key=64, are_names_unique=True),
    versions=("1",),
    types=TYPES,
    built_in={
        "amount": "expected_deal_value",
        "close-date": "expected_closure_date",
        "account": "organization",
        "owner": "deal_owner",
        "source": "source",
        "next-step": "next_step",
        "loss-reason": "lost_reason",
    },
    stage_key=None,
    never_empty=frozenset({"number", "money", "percent", "rating", "flag"}),
    where={
        "automation": "Desk → Search → Notification List",
        "record": "Deals → Deal → Data → Edit Fields Layout",
        "access": "Desk → Search → Role Permissions Manager",
    },
    source="https://github.com/frappe/crm",
    verified=("types", "run"),
)


def _write(rollout: Rollout) -> Files:
    made = documents(rollout)
    fixtures = {
        f"fixtures/{doctype.lower().replace(' ', '_')}.json": (
            json.dumps(found, ensure_ascii=False, indent=1) + "\n"
        )
        for doctype, found in made.items()
    }
    requests = (
        request
        for doctype, found in made.items()
        for number, document in enumerate(found, start=1)
        for request in _requests(doctype, number, document)
    )
    return {**fixtures, **as_files(requests, _SERVER)}


def _requests(doctype: str, number: int, document: Document) -> Iterator[Request]:
    """What is there from the beginning is changed; all else is made, and named by the server."""
    body = {key: value for key, value in document.items() if key not in ("doctype", "name")}
    path = f"/resource/{quote(doctype)}"
    name = f"{doctype.lower().replace(' ', '-')}-{number:02}"
    if document["name"] in _THERE_ALREADY.get(doctype, ()):
        yield Request(name, "PUT", f"{path}/{quote(document['name'], safe='')}", body)
    else:
        yield Request(name, "POST", path, body)


def _first(_rollout: Rollout) -> Sequence[Step]:
    others = _(
        "There is one list of stages for all deals. Remove those that were there before and that "
        "no deal is in, or give them a place behind the others."
    )
    send = sending(_SERVER, "User → Settings → API Access → Generate Keys")
    instead = _("In fixtures/ is the same for an app of your own, in place of the requests.")
    return (
        send._replace(where=f"{send.where}\n\n{instead}"),
        Step(
            _("Set the other stages apart"), f"**Desk → Search → CRM Deal Status List**\n\n{others}"
        ),
        look("Deals"),
    )


FRAPPE = Target(
    name="frappe",
    about="Fixtures and requests for Frappe CRM: deal statuses, lost reasons and custom fields.",
    surface=_SURFACE,
    export=Recipe(surface=_SURFACE, write=_write, first=_first),
    read=read,
    dump=f'{WHAT} (?fields=["*"]); fixtures/*.json',
)
