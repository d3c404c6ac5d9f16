"""BottleCRM: a deal pipeline with its stages and custom fields, as requests to its API.

A pipeline is born with six stages of its own, and must at all times have one
that is open, one that is won and one that is lost. So ours are made beside
them, and only then those go. What deals hold of a stage is its code, which is
made from its first label and stays for ever: ours are made under their id, and
named afterwards. A deal is late after the expected days, and red after half as
many again.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from playbook import wording
from playbook.crm import Target
from playbook.crm.bottlecrm.reading import WHAT, read
from playbook.files import Files
from playbook.messages import _
from playbook.model import StageKind
from playbook.rollout import Told, written
from playbook.rollout.checklist import Step
from playbook.rollout.compiling import Rollout
from playbook.rollout.inventory import Item
from playbook.rollout.page import look
from playbook.rollout.requests import Request, Server, Way, sending
from playbook.rollout.requests import written as as_files
from playbook.rollout.rolling import Recipe
from playbook.rollout.setup import FieldSetup, StageSetup
from playbook.rollout.surface import Limits, Surface, snake
from playbook.rollout.telling import left_to_people

_SERVER: Final = Server(
    address="https://{{BOTTLECRM_HOST}}/api",
    headers={"Authorization": "Bearer {{BOTTLECRM_TOKEN}}"},
    variables=("BOTTLECRM_HOST", "BOTTLECRM_TOKEN"),
)
_BORN_WITH: Final = {
    "PROSPECTING": "open",
    "QUALIFICATION": "open",
    "PROPOSAL": "open",
    "NEGOTIATION": "open",
    "CLOSED_WON": "won",
    "CLOSED_LOST": "lost",
}
"""The codes and kinds of the stages that a new pipeline has."""
_KINDS: Final[Mapping[StageKind, str]] = {
    "lead": "open",
    "open": "open",
    "parked": "open",
    "won": "won",
    "after-sale": "won",
    "lost": "lost",
    "disqualified": "lost",
    "not-counted": "lost",
}
_TYPES: Final = {
    "text": "text",
    "long-text": "textarea",
    "number": "number",
    "money": "number",
    "percent": "number",
    "rating": "number",
    "date": "date",
    "yes-no": "dropdown",
    "choice": "dropdown",
    "link": "text",
    "flag": "checkbox",
}
_MOST_DAYS: Final = 3650


def _code(prefix: str, _playbook: str, stage: str = "") -> str:
    """What BottleCRM makes of a label of Latin letters, digits and underscores."""
    return snake(prefix, stage).upper() if stage else ""


_SURFACE: Final = Surface(
    title="BottleCRM",
    supports={
        "pipelines": "write",
        "stages": "write",
        "order": "write",
        "probability": "none",
        "ends": "write",
        "ageing": "write",
        "gates": "none",
        "guidance": "none",
        "tasks": "none",
        "fields": "write",
        "reasons": "write",
        "forecast": "none",
        "moves": "none",
        "translations": "none",
    },
    limits=Limits(
        pipeline_name=100,
        stage_name=100,
        stage_key=56,
        field_name=128,
        field_key=64,
        are_names_unique=True,
    ),
    versions=("1.35",),
    types=_TYPES,
    built_in={
        "amount": "amount",
        "close-date": "closed_on",
        "account": "account",
        "owner": "assigned_to",
        "source": "lead_source",
    },
    prefix_pattern="^[a-z][a-z0-9]{0,7}$",
    stage_key=_code,
    source="https://github.com/MicroPyramid/Django-CRM",
    verified=("read",),
)


def _write(rollout: Rollout) -> Files:
    return as_files(_requests(rollout), _SERVER)


def _requests(rollout: Rollout) -> Iterator[Request]:
    """Ours are made first, and named last: until then one of theirs may have the name."""
    born = {code: _way(code) for code in _BORN_WITH}
    yield Request(
        "pipeline",
        "POST",
        "/opportunities/pipelines/",
        {"name": rollout.setup.name},
        {"pipeline": "id"},
        born,
    )
    stages = "/opportunities/pipelines/{{pipeline}}/stages/"
    for stage in rollout.stages:
        body = {"label": stage.key, "kind": _KINDS[stage.kind]}
        yield Request(f"stage-{stage.id}", "POST", stages, body, {_kept(stage): _way(stage.key)})
    needed = {_KINDS[stage.kind] for stage in rollout.stages}
    for number, (code, kind) in enumerate(_BORN_WITH.items(), start=1):
        if kind in needed:
            path = f"/opportunities/stages/{{{{{code}}}}}/"
            yield Request(f"remove-{number}", "DELETE", path, needs=code)
    for stage in rollout.stages:
        path = f"/opportunities/stages/{{{{{_kept(stage)}}}}}/"
        yield Request(f"name-{stage.id}", "PATCH", path, _named(rollout, stage))
    for number, field in enumerate(rollout.added, start=1):
        body = _field(field, number)
        yield Request(f"field-{'-'.join(field.ids)}", "POST", "/custom-fields/", body)


def _way(code: str) -> Way:
    """From a pipeline to the id of its stage of this code."""
    return ("stages", {"code": code}, "id")


def _kept(stage: StageSetup) -> str:
    return f"stage-{stage.id}"


def _named(rollout: Rollout, stage: StageSetup) -> dict[str, Any]:
    body: dict[str, Any] = {"label": stage.name}
    expected, warning = _days(rollout, stage)
    if expected:
        body["expected_days"] = expected
    if warning:
        body["warning_days"] = warning
    return body


def _days(rollout: Rollout, stage: StageSetup) -> tuple[int | None, int | None]:
    """After how many days a deal is late, and after how many it soon will be."""
    if _KINDS[stage.kind] != "open" or not stage.days or stage.days > _MOST_DAYS:
        return None, None
    warning = next(each.warn_days for each in rollout.playbook.stages if each.id == stage.id)
    return stage.days, warning if warning and warning < stage.days else None


def _field(field: FieldSetup, number: int) -> dict[str, Any]:
    body: dict[str, Any] = {
        "target_model": "Opportunity",
        "key": field.key,
        "label": field.name,
        "field_type": _TYPES[field.type],
        "display_order": number,
    }
    if field.options:
        body["options"] = [{"value": each.key, "label": each.name} for each in field.options]
    return body


def _ageing(rollout: Rollout, item: Item) -> Told:
    """Closed stages never age, and a warning needs a limit behind it."""
    days = getattr(item.part, item.kind.partition(".")[2])
    stage = rollout.setup.stage(str(getattr(item.part, "id", "")))
    if stage and days in _days(rollout, stage):
        return written(_("ageing after {days}").format(days=wording.days(days)))
    return left_to_people(rollout, item)


def _first(_rollout: Rollout) -> Sequence[Step]:
    return (sending(_SERVER, "Settings → API tokens"), look("Deals"))


BOTTLECRM = Target(
    name="bottlecrm",
    about="Requests for BottleCRM's API: a deal pipeline, its stages and custom fields.",
    surface=_SURFACE,
    export=Recipe(
        surface=_SURFACE,
        write=_write,
        first=_first,
        tells={"stage.warn_days": _ageing, "stage.max_days": _ageing},
    ),
    read=read,
    dump=WHAT,
)
