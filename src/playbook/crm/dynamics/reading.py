"""What Dataverse gives of its own set-up: columns of opportunities, and process flows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from xml.etree import ElementTree as ET

from playbook.messages import _
from playbook.rollout import answers
from playbook.rollout.reading import Dump, Found, Note, unreadable
from playbook.rollout.setup import Choice, FieldSetup, Setup, StageSetup

_WHAT: Final = (
    "GET /api/data/v9.2/workflows, /EntityDefinitions(LogicalName='opportunity')/Attributes"
)
_TYPES: Final = {
    "String": "text",
    "Memo": "long-text",
    "Integer": "number",
    "BigInt": "number",
    "Decimal": "number",
    "Double": "number",
    "Money": "money",
    "DateTime": "date",
    "Boolean": "flag",
    "Picklist": "choice",
}
_NAMED_TYPES: Final = {"MultiSelectPicklistType": "choices", "FileType": "file"}
_LINKED: Final = {"systemuser": "user", "contact": "contact", "account": "company"}
_X: Final = "{http://schemas.microsoft.com/winfx/2006/xaml}"


@dataclass(frozen=True)
class _Stage:
    """A stage of a flow as it is written there."""

    id: str
    after: str
    name: str
    required: tuple[str, ...]


def read(dump: Dump) -> Found:
    """The process flows of opportunities with the columns that were added.

    Raises:
        Refused: a file holds something else.

    """
    columns, flows, notes = list[Mapping[str, Any]](), list[Mapping[str, Any]](), list[Note]()
    for name, content in dump.items():
        for row in _rows(name, content):
            if "xaml" in row or "workflowid" in row:
                flows.append(row)
            elif "AttributeType" in row or "SchemaName" in row:
                columns.append(row)
            else:
                raise unreadable(name, _WHAT)
    setups = [each for row in flows for each in _flow(row, columns, notes)]
    if not setups and not columns:
        raise unreadable(next(iter(dump), "…"), _WHAT)
    if not setups:
        fields = tuple(_fields(columns, {}, notes))
        setups = [Setup(id="", name="Dynamics 365", fields=fields)]
    return Found(tuple(setups), tuple(notes))


def _rows(name: str, content: bytes) -> Sequence[Mapping[str, Any]]:
    text = content.decode("utf-8-sig", "replace")
    if text.lstrip().startswith("<"):
        return [{"workflowid": name, "name": name.removesuffix(".xaml"), "xaml": text}]
    whole = answers.parsed(name, content, _WHAT)
    found = answers.rows(whole.get("value", [whole]) if isinstance(whole, dict) else whole)
    if found is None:
        raise unreadable(name, _WHAT)
    return found


def _flow(
    row: Mapping[str, Any], columns: Sequence[Mapping[str, Any]], notes: list[Note]
) -> Iterator[Setup]:
    name = str(row.get("name") or row.get("workflowid"))
    if row.get("category", 4) != 4 or row.get("primaryentity", "opportunity") != "opportunity":
        why = _("It is no process flow of opportunities.")
        notes.append(Note("left out", name, str(row.get("primaryentity", "")), why))
        return
    stages = _in_order(list(_stages(name, str(row.get("xaml") or ""))))
    behind: dict[str, list[str]] = {}
    for number, stage in enumerate(stages):
        for key in stage.required:  # the first stage that asks for it counts
            behind.setdefault(key, [later.id for later in stages[number + 1 :]])
    yield Setup(
        id="",
        key=str(row.get("workflowid", "")),
        name=name,
        stages=tuple(StageSetup(id="", key=each.id, name=each.name) for each in stages),
        fields=tuple(_fields(columns, behind, notes)),
    )


def _stages(name: str, xaml: str) -> Iterator[_Stage]:
    # No flow declares anything; what does may grow beyond measure when it is parsed.
    if "<!" in xaml:
        raise unreadable(name, _WHAT)
    try:
        root = ET.fromstring(xaml)  # noqa: S314 - there are no declarations in it
    except (ET.ParseError, ValueError) as error:
        raise unreadable(name, _WHAT) from error
    for each in root.iter():
        if "StageComposite," in each.get("AssemblyQualifiedName", ""):
            values = _keyed(each)
            yield _Stage(
                values.get("StageId", ""),
                values.get("NextStageId", ""),
                _label(each),
                tuple(_required(each)),
            )


def _keyed(activity: ET.Element) -> Mapping[str, str]:
    """The values that an activity has of its own."""
    return {
        key: (value.text or "").strip()
        for properties in activity
        for value in properties
        if (key := value.get(f"{_X}Key")) and len(value) == 0
    }


def _label(activity: ET.Element) -> str:
    for properties in activity:
        for collection in properties:
            if collection.get(f"{_X}Key") == "StepLabels":
                return next((label.get("Description", "") for label in collection), "")
    return ""


def _required(stage: ET.Element) -> Iterator[str]:
    for each in stage.iter():
        if "StepComposite," in each.get("AssemblyQualifiedName", ""):
            is_required = _keyed(each).get("IsProcessRequired", "").lower() == "true"
            for part in each.iter() if is_required else ():
                if key := part.get("DataFieldName"):
                    yield key


def _in_order(stages: Sequence[_Stage]) -> Sequence[_Stage]:
    """Along the way from each stage to the next; older flows have them in their order."""
    known = {stage.id: stage for stage in stages}
    targets = {stage.after for stage in stages}
    at = next((stage for stage in stages if stage.id not in targets), None)
    found: list[_Stage] = []
    while at and at not in found:
        found.append(at)
        at = known.get(at.after)
    return found if len(found) == len(known) else stages


def _fields(
    columns: Sequence[Mapping[str, Any]],
    behind: Mapping[str, Sequence[str]],
    notes: list[Note],
) -> Iterator[FieldSetup]:
    for row in columns:
        key = str(row.get("LogicalName") or row.get("SchemaName"))
        if row.get("IsCustomAttribute") is False or row.get("AttributeOf"):
            continue
        type = _type(row)
        if not type:
            why = _("Dynamics 365 keeps it in a way of its own.")
            notes.append(Note("left out", key, str(row.get("AttributeType", "")), why))
            continue
        yield FieldSetup(
            ids=(),
            key=key,
            name=_text(row.get("DisplayName")) or key,
            type=type,
            about=_text(row.get("Description")),
            options=tuple(_options(row)),
            required=tuple(behind.get(key, ())),
        )


def _type(row: Mapping[str, Any]) -> str:
    named = _map(row.get("AttributeTypeName")).get("Value")
    if named in _NAMED_TYPES:
        return _NAMED_TYPES[str(named)]
    if row.get("AttributeType") == "Lookup":
        targets = row.get("Targets")
        return _LINKED.get(str(targets[0]), "") if isinstance(targets, list) and targets else ""
    if _map(row.get("FormatName")).get("Value") == "Url":
        return "link"
    return _TYPES.get(str(row.get("AttributeType")), "")


def _options(row: Mapping[str, Any]) -> Iterator[Choice]:
    options = _map(row.get("OptionSet")).get("Options")
    for each in options if isinstance(options, list) else ():
        if isinstance(each, dict):
            yield Choice(str(each.get("Value", "")), _text(each.get("Label")))


def _text(label: object) -> str:
    """A label in the language of who asked, else in the first that there is."""
    labels = _map(label).get("LocalizedLabels")
    rows = labels if isinstance(labels, list) else []
    for each in (_map(label).get("UserLocalizedLabel"), *rows):
        found = _map(each).get("Label")
        if isinstance(found, str) and found:
            return found
    return ""


def _map(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
