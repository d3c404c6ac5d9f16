"""HubSpot: a deal pipeline, its properties, labels and rules, as requests to its API.

Whether a stage is open, won or lost follows from its probability there: 1.0 is
won and 0.0 is lost, whatever it is called. Each property is a request of its
own, because a batch answers that it is done even where some were refused. What
needs a larger plan comes last.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from playbook.crm import Target
from playbook.crm.hubspot.pipeline import has_rules, pipeline, rules
from playbook.crm.hubspot.properties import (
    ASSOCIATED,
    OWN_REASON,
    PROPERTIES,
    STANDARD,
    body,
    group,
    is_association,
    label,
)
from playbook.crm.hubspot.reading import DUMP, read
from playbook.crm.hubspot.tells import TELLS
from playbook.files import Files
from playbook.messages import _
from playbook.rollout.checklist import Step
from playbook.rollout.compiling import Rollout
from playbook.rollout.page import look
from playbook.rollout.requests import Request, Server, sending, written
from playbook.rollout.rolling import Recipe
from playbook.rollout.setup import FieldSetup
from playbook.rollout.surface import Limits, Surface
from playbook.wording import listed

_DEALS: Final = "0-3"
"""The number of the object type; the rules know deals by it."""
_PIPELINES: Final = "Settings → Data Management → Objects → Deals → Pipelines"
_SERVER: Final = Server(
    address="https://api.hubapi.com",
    headers={"Authorization": "Bearer {{HUBSPOT_TOKEN}}"},
    variables=("HUBSPOT_TOKEN",),
)
_SURFACE: Final = Surface(
    title="HubSpot",
    supports={
        "pipelines": "write",
        "stages": "write",
        "order": "write",
        "probability": "write",
        "ends": "write",
        "ageing": "none",
        "gates": "manual",
        "guidance": "manual",
        "tasks": "manual",
        "fields": "write",
        "reasons": "write",
        "forecast": "manual",
        "moves": "write",
        "translations": "none",
    },
    limits=Limits(step=10, lowest=10, highest=90, stages=100, are_names_unique=True),
    versions=("2026-09", "2026-03", "v3"),
    types={
        **{type: f"{one}, {entered}" for type, (one, entered) in PROPERTIES.items()},
        **{type: f"label of {objects}" for type, objects in ASSOCIATED.items()},
    },
    built_in={**STANDARD, "loss-reason": OWN_REASON},
    is_reason_free=True,
    where={
        "reasons": "Settings → Properties → Deal properties → Conditional logic → Create logic",
        "required": f"{_PIPELINES} → Conditional logic rules → Add rule → Add property → Required",
        "guidance": "Library → Playbooks → Create playbook",
        "moves": f"{_PIPELINES} → Pipeline Rules",
        "approvals": f"{_PIPELINES} → Pipeline Rules → Add approval process for deals",
        "tasks": "Automation → Workflows → Create workflow → Deal-based → Create task",
        "forecast": "Settings → Objects → Forecast",
        "automation": "Automation → Workflows → Create workflow → Deal-based",
        "score": "Marketing → Lead Scoring → Create score → Deals",
        "record": "Settings → Objects → Deals → Record Customization",
        "access": "Settings → Users & Teams → Edit permissions",
        "reports": "CRM → Segments → Create segment",
        "data": "Settings → Properties → Deal properties",
        "account": "Settings → Account Defaults → Currency",
    },
    untold=frozenset({"gates"}),
    source="https://developers.hubspot.com/docs/api-reference/latest/crm/pipelines/guide",
    verified=("types",),
)


def _write(rollout: Rollout) -> Files:
    return written(_requests(rollout), _SERVER)


def _requests(rollout: Rollout) -> Iterator[Request]:
    properties = f"{_at(rollout, 'properties')}/deals"
    yield _new("property-group", f"{properties}/groups", group(rollout))
    yield _new("pipeline", f"{_at(rollout, 'pipelines')}/deals", pipeline(rollout))
    added = [field for field in rollout.added if not is_association(field)]
    for number, field in enumerate(added):
        name = f"property-{'-'.join(field.ids)}"
        yield _new(name, properties, body(rollout, field, number))
    for field in _labelled(rollout):
        path = f"{_at(rollout, 'associations')}/deals/{ASSOCIATED[field.type]}/labels"
        yield _new(f"label-{'-'.join(field.ids)}", path, label(field))
    if has_rules(rollout):
        path = f"{_at(rollout, 'pipelines-rules')}/{_DEALS}/{rollout.setup.key}"
        yield Request("pipeline-rules", "PUT", path, rules(rollout))


def _new(name: str, path: str, body: Mapping[str, Any]) -> Request:
    """A request that makes something; what is there already is refused with 409."""
    return Request(name, "POST", path, body, is_there=409)


def _labelled(rollout: Rollout) -> Sequence[FieldSetup]:
    """The fields that are labels of associations."""
    return [field for field in rollout.added if is_association(field)]


def _at(rollout: Rollout, api: str) -> str:
    """The path of an API; before they had dates, labels were in the fourth version."""
    if rollout.version == "v3":
        return f"/crm/{'v4' if api == 'associations' else 'v3'}/{api}"
    return f"/crm/{api}/{rollout.version}"


def _first(rollout: Rollout) -> Sequence[Step]:
    send = sending(_SERVER, "Development → Keys → Service keys → Create service key")
    more = [
        _("Give the key these scopes: {scopes}.").format(
            scopes=listed(f"`{scope}`" for scope in _scopes(rollout))
        ),
        _("What is there already stays as it is; `playbook compare` says what is different there."),
    ]
    if has_rules(rollout) or _labelled(rollout):
        more.append(
            _(
                "Labels of associations and pipeline rules need the plan Professional. They come "
                "last; without it, delete their files."
            )
        )
    if has_rules(rollout):
        more.append(_("Pipeline rules do not hold for Super Admins, workflows and imports."))
    return (send._replace(where="\n\n".join((send.where, *more))), look(_PIPELINES))


def _scopes(rollout: Rollout) -> Iterator[str]:
    """What the key has to be allowed."""
    yield "crm.schemas.deals.write"
    labelled = dict.fromkeys(ASSOCIATED[field.type] for field in _labelled(rollout))
    for objects in ("deals", *labelled) if labelled else ():
        yield f"crm.objects.{objects}.write"
    if has_rules(rollout):
        yield "crm.pipelines.governance.write"


HUBSPOT = Target(
    name="hubspot",
    about="Requests for HubSpot's API: a deal pipeline, its properties, labels and rules.",
    surface=_SURFACE,
    export=Recipe(surface=_SURFACE, write=_write, first=_first, tells=TELLS),
    read=read,
    dump=DUMP,
)
