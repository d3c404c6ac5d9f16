"""A HubSpot account as its API answers: pipelines, properties of deals, labels.

Whether a stage is open, won or lost is told by its probability. Our own keys
give back the ids that they were made of: a pipeline is ours if the keys of its
stages begin with its own, and so is a property in the group of that key.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from playbook.crm.hubspot.properties import OWN_REASON
from playbook.messages import _, n_
from playbook.model import StageKind
from playbook.rollout import answers
from playbook.rollout.reading import Dump, Found, Note, unreadable
from playbook.rollout.setup import Choice, FieldSetup, ReasonSetup, Setup, StageSetup

DUMP: Final = (
    "GET /crm/v3/pipelines/deals, /crm/v3/properties/deals; "
    "contacts.json: GET /crm/v4/associations/deals/contacts/labels"
)
_ID: Final = re.compile(r"[a-z][a-z0-9-]{0,19}")
_OF_ONE_FILE: Final = ("pipelines", "properties", "groups", "contacts", "companies")
_TYPES: Final[Mapping[tuple[str, str], str]] = {
    ("string", "textarea"): "long-text",
    ("string", "html"): "long-text",
    ("string", "file"): "file",
    ("enumeration", "checkbox"): "choices",
    ("enumeration", "booleancheckbox"): "flag",
}
"""What a type is when it is entered this way; ``_USUAL`` has what it is otherwise."""
_USUAL: Final[Mapping[str, str]] = {
    "string": "text",
    "phone_number": "text",
    "number": "number",
    "date": "date",
    "datetime": "date",
    "bool": "flag",
    "enumeration": "choice",
}
_WON: Final = 100
Row = Mapping[str, Any]


def read(dump: Dump) -> Found:
    """The pipelines in what HubSpot answers.

    Raises:
        Refused: a file holds something else.

    """
    rows: dict[str, list[Row]] = {sort: [] for sort in _OF_ONE_FILE}
    for name, content in dump.items():
        for sort, row in _rows(name, content):
            rows[sort].append(row)
    pipelines = sorted(rows["pipelines"], key=_order)
    alive = [row for row in pipelines if not row.get("archived")]
    labels = [*_labels(rows["contacts"], "contact"), *_labels(rows["companies"], "company")]
    setups = [_setup(row, alive, rows["properties"], labels) for row in alive]
    gone = [row for row in pipelines if row.get("archived")]
    notes = [Note("left out", row["id"], row["label"], _("it is archived")) for row in gone]
    return Found(tuple(setups), (*notes, *_of_stages(setups), *_of_properties(rows["properties"])))


def _rows(name: str, content: bytes) -> Iterator[tuple[str, Row]]:
    """The rows of a file, each with its sort; a file may hold several answers by name."""
    whole = answers.parsed(name, content, DUMP)
    if isinstance(whole, dict) and "results" not in whole and whole.keys() & set(_OF_ONE_FILE):
        for sort in _OF_ONE_FILE:
            yield from ((sort, row) for row in _sorted(name, whole.get(sort, []), sort))
        return
    company = "compan" in name.rpartition("/")[2].casefold()
    sort = "companies" if company else "contacts"
    for row in _listed(name, whole):
        found = _sort(row) or sort
        yield found, _checked(name, row, found)


def _sorted(name: str, answer: object, sort: str) -> Iterator[Row]:
    for row in _listed(name, answer):
        yield _checked(name, row, sort)


def _listed(name: str, answer: object) -> Sequence[Row]:
    rows = answer.get("results") if isinstance(answer, dict) else answer
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise unreadable(name, DUMP)
    return rows


def _sort(row: Row) -> str:
    if "stages" in row:
        return "pipelines"
    if "fieldType" in row:
        return "properties"
    return "groups" if "name" in row else ""


_NEEDED: Final[Mapping[str, tuple[str, ...]]] = {
    "pipelines": ("id", "label"),
    "properties": ("name", "label", "type", "fieldType"),
    "groups": ("name",),
    "contacts": ("category",),
    "companies": ("category",),
}


def _checked(name: str, row: Row, sort: str) -> Row:
    """A row that has the texts which nothing can be read without."""
    is_whole = all(isinstance(row.get(key), str) for key in _NEEDED[sort])
    parts = {"pipelines": "stages", "properties": "options"}.get(sort, "")
    inner = row.get(parts) or []
    if not is_whole or not isinstance(inner, list):
        raise unreadable(name, DUMP)
    needed = ("id", "label") if sort == "pipelines" else ("value", "label")
    for each in inner:
        if not isinstance(each, dict) or not all(isinstance(each.get(k), str) for k in needed):
            raise unreadable(name, DUMP)
    return row


def _order(row: Row) -> tuple[int, str]:
    """Where it stands; what stands at the same place goes by its label."""
    place = row.get("displayOrder")
    return place if isinstance(place, int) else 0, row["label"]


def _setup(pipeline: Row, others: Sequence[Row], properties: Sequence[Row], labels: Any) -> Setup:
    key = pipeline["id"]
    stages = sorted(pipeline.get("stages") or [], key=_order)
    is_ours = any(row["id"].startswith(f"{key}__") for row in stages)
    prefix = key.partition("_")[0] if is_ours else ""
    foreign = {row["id"] for row in others} - {key}
    kept = [row for row in properties if str(row.get("groupName")) not in foreign]
    own = {row["name"] for row in kept if is_ours and row.get("groupName") == key}
    reasons = {OWN_REASON, f"{prefix}_loss_reason"} if is_ours else {OWN_REASON}
    return Setup(
        id=_id(key.removeprefix(f"{prefix}_")) if is_ours else "",
        key=key,
        name=pipeline["label"],
        stages=tuple(_stage(row, key) for row in stages),
        fields=(
            *(_field(row, prefix if row["name"] in own else "") for row in kept if _is_field(row)),
            *labels,
        ),
        reasons=tuple(
            ReasonSetup(id=_id(option.key), key=option.key, name=option.name)
            for row in kept
            if row["name"] in reasons and not row.get("archived")
            for option in _options(row)
        ),
    )


def _stage(row: Row, pipeline: str) -> StageSetup:
    key, percent = row["id"], _percent(row)
    of_ours = key.removeprefix(f"{pipeline}__") if key.startswith(f"{pipeline}__") else ""
    return StageSetup(
        id=_id(of_ours),
        key=key,
        name=row["label"],
        kind=_kind(row, percent),
        probability=percent,
        is_active=not row.get("archived"),
    )


def _kind(row: Row, percent: int | None) -> StageKind:
    metadata = row.get("metadata")
    is_closed = metadata.get("isClosed") if isinstance(metadata, dict) else None
    if str(is_closed).casefold() == "false" or percent not in (0, _WON):
        return "open"
    return "won" if percent == _WON else "lost"


def _percent(row: Row) -> int | None:
    """The probability, which HubSpot gives as a text between 0.0 and 1.0."""
    metadata = row.get("metadata")
    given = metadata.get("probability") if isinstance(metadata, dict) else None
    try:
        percent = Decimal(str(given)) * _WON
        return round(percent) if 0 <= percent <= _WON else None
    except ArithmeticError:
        return None


def _is_field(row: Row) -> bool:
    return not (_why_not(row) or row.get("hubspotDefined"))


def _why_not(row: Row) -> str:
    """Why a property is no field; empty if it is one."""
    if row.get("archived"):
        return _("it is archived")
    if row.get("calculated") or row.get("calculationFormula"):
        return _("HubSpot calculates it")
    if row["type"] not in _USUAL:
        return _("no field of a playbook has this type")
    return ""


def _field(row: Row, prefix: str) -> FieldSetup:
    """A property; with a prefix if it is ours."""
    type, options = _type(row), _options(row)
    made = row["name"].removeprefix(f"{prefix}_") if prefix else ""
    ids = tuple(_id(part) for part in made.split("__")) if made else ()
    if not all(ids):
        ids = ()
    return FieldSetup(
        ids=ids,
        kind=_record(ids, type),
        key=row["name"],
        name=row["label"],
        type=type,
        about=str(row.get("description") or ""),
        options=() if type in ("flag", "user") else options,
    )


def _record(ids: tuple[str, ...], type: str) -> str:
    """What is recorded, as far as the parts of a name tell."""
    if len(ids) < 2:
        return "field"
    if type != "flag":
        return "question"
    return "segment" if ids[0] == "segment" else "phase"


def _type(row: Row) -> str:
    if row.get("externalOptions") or row.get("referencedObjectType") == "OWNER":
        return "user"
    found = _TYPES.get((row["type"], row["fieldType"]), _USUAL[row["type"]])
    if found == "number" and row.get("showCurrencySymbol"):
        return "money"
    if found == "choice" and {option.key for option in _options(row)} == {"yes", "no"}:
        return "yes-no"
    return found


def _options(row: Row) -> tuple[Choice, ...]:
    """The options that people can choose, in order."""
    shown = [each for each in row.get("options") or [] if not each.get("hidden")]
    return tuple(Choice(each["value"], each["label"]) for each in sorted(shown, key=_order))


def _labels(rows: Sequence[Row], type: str) -> Iterator[FieldSetup]:
    """The labels that people have made for contacts or companies of a deal."""
    for row in rows:
        if row["category"] == "USER_DEFINED" and isinstance(row.get("label"), str):
            yield FieldSetup(ids=(), name=row["label"], type=type)


def _of_stages(setups: Sequence[Setup]) -> Iterator[Note]:
    """Which of several ends is which, only people know."""
    for setup in setups:
        first: dict[str, str] = {}
        for stage in setup.stages:
            if stage.kind == "open":
                continue
            if stage.kind in first:
                why = _("HubSpot closes deals here as it does in “{name}”; of which kind is it?")
                why = why.format(name=first[stage.kind])
                yield Note("question", stage.id or stage.key, stage.name, why)
            first.setdefault(stage.kind, stage.name)


def _of_properties(rows: Sequence[Row]) -> Iterator[Note]:
    """What is no field of a playbook, and why."""
    built_in = sum(1 for row in rows if row.get("hubspotDefined"))
    if built_in:
        what = n_("{count} property", "{count} properties", built_in).format(count=built_in)
        yield Note("left out", "properties", what, _("every HubSpot account has them"))
    for row in rows:
        if row.get("hubspotDefined"):
            continue
        why = _why_not(row)
        if why:
            yield Note("left out", row["name"], row["label"], why)
        for each in row.get("options") or []:
            if each.get("hidden") and not why:
                yield Note("left out", row["name"], each["label"], _("nobody can choose it there"))


def _id(key: str) -> str:
    """The id that a part of one of our keys was made of; empty if it cannot be one."""
    id = key.replace("_", "-")
    return id if _ID.fullmatch(id) else ""
