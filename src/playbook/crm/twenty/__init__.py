"""Twenty: the stages and fields of opportunities, as requests to its metadata API.

Stages are the options of one field, and the API replaces them as a whole. So
they are written only with what is there already (``--base``), and everything
of it stays: nothing is taken from other teams or from their deals.
"""

import re
import uuid
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from playbook.crm import Target
from playbook.crm.twenty.reading import GIVEN, TITLE, Known, options, read
from playbook.crm.twenty.telling import TELLS, there
from playbook.files import Files
from playbook.messages import _
from playbook.model import StageKind
from playbook.rollout.checklist import Step
from playbook.rollout.compiling import Rollout
from playbook.rollout.page import look
from playbook.rollout.requests import Request, Server, kept, sending, written
from playbook.rollout.rolling import Recipe
from playbook.rollout.setup import FieldSetup
from playbook.rollout.surface import Limits, Surface

_OBJECT: Final = "TWENTY_OPPORTUNITY_ID"
"""The environment variable with the id of the object, where no answer of the API says it."""
_FIELDS: Final = "/rest/metadata/fields"
_STAGE: Final = "Settings → Data model → Opportunities → Stage"
_TYPES: Final = {
    "text": "TEXT",
    "long-text": "TEXT",
    "number": "NUMBER",
    "money": "CURRENCY",
    "percent": "NUMBER",
    "rating": "NUMBER",
    "date": "DATE",
    "yes-no": "SELECT",
    "choice": "SELECT",
    "choices": "MULTI_SELECT",
    "user": "TEXT",
    "contact": "TEXT",
    "company": "TEXT",
    "link": "LINKS",
    "flag": "BOOLEAN",
}
_COLOURS: Final[Mapping[StageKind, str]] = {
    "won": "green",
    "after-sale": "green",
    "lost": "red",
    "not-counted": "gray",
    "parked": "gray",
}


Option = tuple[str, str, str]
"""A value, a name and a colour."""


def camel(prefix: str, *ids: str) -> str:
    """A name as Twenty takes it: ``pbBantSigns``. A digit ends a word there.

    >>> camel("pb", "bant", "step-1a")
    'pbBantStep1A'
    """
    first, *others = re.findall(r"[a-z]+|[0-9]+", "-".join((prefix, *ids)))
    return f"{first}{''.join(str(word).capitalize() for word in others)}"


def upper(*ids: str) -> str:
    """A value as Twenty takes it: ``PB_MACHINE_SALES_LEAD``."""
    return "_".join(re.findall(r"[A-Z0-9]+", "-".join(ids).upper()))


_SURFACE: Final = Surface(
    title=TITLE,
    supports={
        "pipelines": "none",
        "stages": "write",
        "order": "write",
        "probability": "none",
        "ends": "none",
        "ageing": "none",
        "gates": "none",
        "guidance": "none",
        "tasks": "manual",
        "fields": "write",
        "reasons": "write",
        "forecast": "none",
        "moves": "none",
        "translations": "none",
    },
    limits=Limits(stage_name=63, stage_key=63, field_key=63, option_name=63),
    prefix="pb",
    prefix_pattern="^[a-z]{1,8}$",
    takes_commas=False,
    types=_TYPES,
    built_in={"amount": "amount", "close-date": "closeDate", "account": "company"},
    stage_key=upper,
    field_key=camel,
    where={
        "stages": _STAGE,
        "tasks": "Workflows",
        "automation": "Workflows",
    },
    source="https://github.com/twentyhq/twenty",
    verified=("read",),
)


def _server(known: Known) -> Server:
    more = () if known.object else (_OBJECT,)
    return Server(
        address="{{TWENTY_ADDRESS}}",
        headers={"Authorization": "Bearer {{TWENTY_TOKEN}}"},
        variables=("TWENTY_ADDRESS", "TWENTY_TOKEN", *more),
    )


def _write(rollout: Rollout) -> Files:
    known = there(rollout)
    return written(_requests(rollout, known), _server(known))


def _requests(rollout: Rollout, known: Known) -> Iterator[Request]:
    if known.stage:
        wanted = [(each.key, each.name, _COLOURS.get(each.kind, "blue")) for each in rollout.stages]
        body: dict[str, Any] = {"options": _merged(known.stage, wanted)}
        yield Request("stages", "PATCH", f"{_FIELDS}/{known.stage['id']}", body)
    for each in rollout.added:
        body, old = _field(each), known.fields.get(each.key)
        if old is None:
            owner = {"objectMetadataId": known.object or kept(_OBJECT)}
            yield Request(f"field-{each.key}", "POST", _FIELDS, {**owner, **body})
            continue
        update: dict[str, Any] = {"label": body["label"]}
        if each.about:
            update["description"] = each.about
        if options(old) and each.options:
            update["options"] = _merged(old, _wanted(each))
        yield Request(f"field-{each.key}", "PATCH", f"{_FIELDS}/{old['id']}", update)


def _merged(old: Mapping[str, Any], wanted: Sequence[Option]) -> list[dict[str, Any]]:
    """All options that are there, with ours at their places if they are among them, else behind."""
    found = [dict(each) for each in options(old)]
    new = {value: (value, name, colour) for value, name, colour in wanted}
    for option in found:
        ours = new.pop(option["value"], None)
        if ours:
            option["label"] = ours[1]
    behind = max((each["position"] for each in found), default=-1) + 1
    for place, each in enumerate(new.values(), start=behind):
        id = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{old['id']}/{each[0]}"))
        found.append({"id": id, **_option(each, place)})
    return found


def _option(option: Option, place: int) -> dict[str, Any]:
    value, name, colour = option
    return {"value": value, "label": name, "color": colour, "position": place}


def _wanted(field: FieldSetup) -> list[Option]:
    return [(upper(option.key), option.name, "blue") for option in field.options]


def _field(each: FieldSetup) -> dict[str, Any]:
    """The body that makes a field."""
    body: dict[str, Any] = {
        "type": _TYPES[each.type],
        "name": each.key,
        "label": each.name,
        "isLabelSyncedWithName": False,
    }
    if each.about:
        body["description"] = each.about
    if each.options:
        body["options"] = [_option(one, place) for place, one in enumerate(_wanted(each))]
    return body


def _first(rollout: Rollout) -> Sequence[Step]:
    known = there(rollout)
    how = _(
        "The API replaces all stages at once, so it has to be known which are there. Fetch them "
        "and export again with --base: {what}"
    )
    object = _("{variable} is the id of the object opportunity in the answer.")
    where = "\n\n".join(
        (
            how.format(what="`GET /rest/metadata/objects`"),
            object.format(variable=f"`{_OBJECT}`"),
        )
    )
    before = Step(_("What is there already"), where)
    return (
        *(() if known.stage else (before,)),
        sending(_server(known), "Settings → APIs & Webhooks"),
        look("Opportunities"),
    )


TWENTY = Target(
    name="twenty",
    about="Requests for Twenty's metadata API: the stages and fields of opportunities.",
    surface=_SURFACE,
    export=Recipe(
        surface=_SURFACE,
        write=_write,
        first=_first,
        tells=TELLS,
    ),
    read=read,
    dump=GIVEN,
    takes_base=True,
)
