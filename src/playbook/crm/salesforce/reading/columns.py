"""The fields of opportunities as they were read."""

from collections.abc import Collection, Iterator, Mapping
from typing import Final
from xml.etree import ElementTree as ET

from playbook.crm.salesforce.languages import tag_of
from playbook.crm.salesforce.names import LONGEST_LABEL
from playbook.crm.salesforce.reading.sources import Sources, is_true, meant, text_of
from playbook.crm.salesforce.surface import SURFACE
from playbook.messages import _
from playbook.rollout.reading import Note
from playbook.rollout.setup import Choice, FieldSetup

_TYPES: Final = {
    "Text": "text",
    "Email": "text",
    "Phone": "text",
    "TextArea": "long-text",
    "LongTextArea": "long-text",
    "Html": "long-text",
    "Number": "number",
    "Currency": "money",
    "Percent": "percent",
    "Date": "date",
    "DateTime": "date",
    "Checkbox": "flag",
    "Picklist": "choice",
    "MultiselectPicklist": "choices",
    "Url": "link",
}
_LOOKUPS: Final = {"User": "user", "Contact": "contact", "Account": "company"}
_STANDARD: Final = {
    "Amount": ("Amount", "money"),
    "CloseDate": ("Close Date", "date"),
    "AccountId": ("Account Name", "company"),
    "OwnerId": ("Opportunity Owner", "user"),
    "LeadSource": ("Lead Source", "choice"),
    "NextStep": ("Next Step", "text"),
    "Type": ("Type", "choice"),
    "Description": ("Description", "long-text"),
    "Name": ("Opportunity Name", "text"),
    "TotalOpportunityQuantity": ("Quantity", "number"),
}
"""The fields that every opportunity has, as far as a playbook can hold them."""
_VALUE_SETS: Final = {"LeadSource": "LeadSource", "Type": "OpportunityType"}
_YES_NO: Final = frozenset({"yes", "no"})


def type_of(tree: ET.Element) -> str:
    """The format's type for a field; empty for what people do not fill."""
    kind = text_of(tree, "type")
    if tree.find("formula") is not None:
        return ""
    if kind in ("Lookup", "MasterDetail"):
        return _LOOKUPS.get(text_of(tree, "referenceTo"), "")
    return _TYPES.get(kind, "")


def fillable(sources: Sources, used: Collection[str]) -> dict[str, str]:
    """The fields that people fill, by their names in small letters.

    A field that rules use and no file describes is taken for one of them.
    """
    found = {name.lower(): name for name in _STANDARD}
    for name in used:
        if name.endswith("__c") and "." not in name:
            found[name.lower()] = name
    for name, tree in sources.of("CustomField").items():
        if name.endswith("__c"):
            found[name.lower()] = name
            if type_of(tree) in ("", "flag"):
                del found[name.lower()]
    return found


def columns(
    sources: Sources,
    record_types: Collection[str],
    required: Mapping[str, tuple[str, ...]],
    stages: tuple[str, ...],
) -> Iterator[FieldSetup | Note]:
    """The fields of a process, and what could not be placed; some have a list for each record type."""
    offered = _offered(sources, record_types)
    ours = {own: id for id, own in SURFACE.built_in.items()}
    for name, (label, type) in _STANDARD.items():
        if name in required:
            yield FieldSetup(
                ids=(ours[name],) if name in ours else (),
                key=name,
                name=label,
                type=type,
                options=tuple(_standard_options(sources, name)),
                required=required[name],
                is_ours=False,
            )
    for name, tree in sources.of("CustomField").items():
        if name.endswith("__c"):
            yield from _column(sources, name, tree, offered.get(name), required, stages)
    for name in required:
        if name not in _STANDARD and name not in sources.of("CustomField"):
            yield Note("question", name, "", _("it is not in these files"))
            yield FieldSetup(ids=(), key=name, name=name, type="text", required=required[name])


def _column(
    sources: Sources,
    name: str,
    tree: ET.Element,
    offered: Collection[str] | None,
    required: Mapping[str, tuple[str, ...]],
    stages: tuple[str, ...],
) -> Iterator[FieldSetup | Note]:
    type = type_of(tree)
    if not type:
        what = "formula" if tree.find("formula") is not None else text_of(tree, "type")
        yield Note("left out", name, what, _("a playbook has no place for it"))
        return
    options, notes = _options(sources, name, tree)
    yield from notes
    for default in (text_of(tree, "defaultValue"), *_chosen(tree)):
        if default and default != "false":
            why = _("write it as the default of the field if it is a plain value")
            yield Note("left out", name, default, why)
    if offered is not None:
        options = [option for option in options if option.key in offered]
    if type == "choice" and {option.key for option in options} == _YES_NO:
        type = "yes-no"
    label, about = _said(tree, name)
    yield FieldSetup(
        ids=(),
        key=name,
        name=label,
        type=type,
        about=about,
        options=tuple(options),
        required=stages if is_true(tree, "required") else required.get(name, ()),
        names=dict(_names(sources, name)),
    )


def _said(tree: ET.Element, name: str) -> tuple[str, str]:
    """The name of a field and what is said of it; ours keep a long name, in quotes, in the first line of that."""
    label = text_of(tree, "label") or name
    about = text_of(tree, "inlineHelpText") or text_of(tree, "description")
    first, _break, rest = about.partition("\n")
    is_whole = first.startswith("“") and first.endswith("”")
    if is_whole and len(first) > LONGEST_LABEL:
        return first[1:-1], rest
    return label, about


def _options(sources: Sources, name: str, tree: ET.Element) -> tuple[list[Choice], list[Note]]:
    values = [
        *tree.iterfind("valueSet/valueSetDefinition/value"),
        *tree.iterfind("picklist/picklistValues"),
    ]
    notes = []
    shared = text_of(tree, "valueSet/valueSetName")
    if shared:
        value_set = sources.of("GlobalValueSet").get(shared)
        if value_set is None:
            notes.append(Note("question", name, shared, _("it is not in these files")))
        else:
            values += value_set.iterfind("customValue")
    for value in values:
        if not is_true(value, "isActive", otherwise=True):
            what = text_of(value, "label") or text_of(value, "fullName")
            notes.append(Note("left out", name, what, _("it is switched off in the CRM")))
    return list(_choices(values)), notes


def _chosen(tree: ET.Element) -> Iterator[str]:
    """The option that is chosen from the beginning."""
    for value in tree.iterfind("valueSet/valueSetDefinition/value"):
        if is_true(value, "default"):
            yield text_of(value, "label") or text_of(value, "fullName")


def _choices(values: list[ET.Element]) -> Iterator[Choice]:
    for value in values:
        if is_true(value, "isActive", otherwise=True):
            key = text_of(value, "fullName")
            yield Choice(key, text_of(value, "label") or key)


def _standard_options(sources: Sources, name: str) -> Iterator[Choice]:
    tree = sources.of("StandardValueSet").get(_VALUE_SETS.get(name, ""))
    if tree is not None:
        yield from _choices(tree.findall("standardValue"))


def _offered(sources: Sources, record_types: Collection[str]) -> Mapping[str, Collection[str]]:
    """For each list to choose from what the record types offer, where they say it."""
    found: dict[str, set[str]] = {}
    for name in record_types:
        for each in sources.of("RecordType")[name].iterfind("picklistValues"):
            own = found.setdefault(text_of(each, "picklist"), set())
            own |= {meant(text_of(value, "fullName"), ()) for value in each.iterfind("values")}
    return found


def _names(sources: Sources, name: str) -> Iterator[tuple[str, str]]:
    """The label of a field in other languages."""
    for path, tree in sources.of("CustomFieldTranslation").items():
        language, _slash, own = path.partition("/")
        label = text_of(tree, "label")
        if own == name and label:
            yield tag_of(language.partition("-")[2]), label
