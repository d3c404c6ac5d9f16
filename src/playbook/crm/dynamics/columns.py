"""Columns of opportunities as Dataverse's metadata: attributes, and relations for lookups."""

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from playbook.crm.dynamics.languages import ENGLISH, code
from playbook.messages import _
from playbook.rollout.compiling import Rollout
from playbook.rollout.setup import Choice, FieldSetup

_SPACE: Final = "Microsoft.Dynamics.CRM"


class Kind(NamedTuple):
    """A type of column: its metadata, what is special to it, and its control on a form."""

    metadata: str
    """Picklist, String and so on; for a lookup the table that it looks into."""
    more: Mapping[str, Any]
    control: str
    """The class of the form's control; empty where a process flow cannot show it."""


_TEXT: Final = "4273EDBD-AC1D-40D3-9FB2-095C621B552D"
_CHOICE: Final = "3EF39988-22BB-4F0B-BBBE-64B5A3748AEE"
_LOOKUP: Final = "270BD3DB-D9AF-4782-9025-509E298DEC0A"
_DECIMAL: Final = Kind(
    "Decimal",
    {"MinValue": -100000000000, "MaxValue": 100000000000, "Precision": 2},
    "C3EFE0C3-0EC6-42BE-8349-CBD9079DFD8E",
)
KINDS: Final[Mapping[str, Kind]] = {
    "text": Kind("String", {"FormatName": {"Value": "Text"}, "MaxLength": 400}, _TEXT),
    "long-text": Kind(
        "Memo",
        {"Format": "TextArea", "ImeMode": "Disabled", "MaxLength": 10000},
        "E0DECE4B-6FC8-4A8F-A065-082708572369",
    ),
    "number": _DECIMAL,
    "money": Kind("Money", {"PrecisionSource": 2}, "533B9E00-756B-4312-95A0-DC888637AC78"),
    "percent": _DECIMAL,
    "rating": Kind(
        "Integer",
        {"Format": "None", "MinValue": 0, "MaxValue": 1000},
        "C6D124CA-7EDA-4A60-AEA9-7FB8D318B68F",
    ),
    "date": Kind("DateTime", {"Format": "DateOnly"}, "5B773807-9FB2-42DB-97C3-7A91EFF8ADFF"),
    # A process flow takes a box that is not ticked for one that is not filled in.
    "yes-no": Kind("Picklist", {}, _CHOICE),
    "choice": Kind("Picklist", {}, _CHOICE),
    "choices": Kind("MultiSelectPicklist", {}, ""),
    "user": Kind("systemuser", {}, _LOOKUP),
    "contact": Kind("contact", {}, _LOOKUP),
    "company": Kind("account", {}, _LOOKUP),
    "link": Kind(
        "String",
        {"FormatName": {"Value": "Url"}, "MaxLength": 1000},
        "71716B6C-711E-476C-8AB8-5D11542BFB47",
    ),
    "file": Kind("File", {"MaxSizeInKB": 32768}, ""),
    "flag": Kind("Boolean", {"DefaultValue": False}, "67FAC785-CD58-4F9F-ABB3-4B7DDC6ED5ED"),
}
TABLES: Final = frozenset({"systemuser", "contact", "account"})
_VIRTUAL: Final = frozenset({"MultiSelectPicklist", "File"})
_FIRST_OPTION: Final = 10000
"""The usual beginning of a publisher's own values, in ten thousands."""


class Columns:
    """The columns of a roll-out, with their labels in every language that there is."""

    def __init__(self, rollout: Rollout) -> None:
        self.rollout = rollout
        base = rollout.settings.text("language_code")
        own = code(rollout.playbook.language) or ENGLISH
        self.codes = tuple(dict.fromkeys((int(base) if base else own, own)))
        """Those for which the playbook's own words stand."""

    def attributes(self) -> Iterator[tuple[FieldSetup, Mapping[str, Any]]]:
        """The bodies that make columns."""
        for field in self.rollout.added:
            if KINDS[field.type].metadata not in TABLES:
                yield field, self._attribute(field)

    def relations(self) -> Iterator[tuple[FieldSetup, Mapping[str, Any]]]:
        """The bodies that make lookups, each with the relation that it stands for."""
        for field in self.rollout.added:
            table = KINDS[field.type].metadata
            if table in TABLES:
                yield field, self._relation(field, table)

    def label(self, texts: Mapping[int, str]) -> Mapping[str, Any]:
        """A text in several languages, as Dataverse takes it."""
        return {
            "@odata.type": f"{_SPACE}.Label",
            "LocalizedLabels": [
                {"@odata.type": f"{_SPACE}.LocalizedLabel", "Label": text, "LanguageCode": number}
                for number, text in texts.items()
            ],
        }

    def names(self, name: str, others: Mapping[str, str]) -> Mapping[int, str]:
        """A name by the numbers of the languages."""
        found = dict.fromkeys(self.codes, name)
        for tag, text in others.items():
            number = code(tag)
            if number is not None and number not in self.codes:
                found[number] = text
        return found

    def _attribute(self, field: FieldSetup) -> Mapping[str, Any]:
        kind = KINDS[field.type]
        made: dict[str, Any] = {
            "@odata.type": f"{_SPACE}.{kind.metadata}AttributeMetadata",
            "AttributeType": "Virtual" if kind.metadata in _VIRTUAL else kind.metadata,
            "AttributeTypeName": {"Value": f"{kind.metadata}Type"},
            **self._described(field),
            **kind.more,
        }
        if field.type == "flag":
            made["OptionSet"] = {
                "TrueOption": self._option(1, _("Yes"), {}),
                "FalseOption": self._option(0, _("No"), {}),
                "OptionSetType": "Boolean",
            }
        elif "Picklist" in kind.metadata:
            made["OptionSet"] = {
                "@odata.type": f"{_SPACE}.OptionSetMetadata",
                "Options": list(self._options(field)),
                "IsGlobal": False,
                "OptionSetType": "Picklist",
            }
        return made

    def _relation(self, field: FieldSetup, table: str) -> Mapping[str, Any]:
        cascade = dict.fromkeys(("Assign", "Merge", "Reparent", "Share", "Unshare"), "NoCascade")
        return {
            "@odata.type": f"{_SPACE}.OneToManyRelationshipMetadata",
            "SchemaName": f"{field.key}_{table}",
            "ReferencedEntity": table,
            "ReferencedAttribute": f"{table}id",
            "ReferencingEntity": "opportunity",
            "CascadeConfiguration": {**cascade, "Delete": "RemoveLink"},
            "Lookup": {
                "@odata.type": f"{_SPACE}.LookupAttributeMetadata",
                "AttributeType": "Lookup",
                "AttributeTypeName": {"Value": "LookupType"},
                **self._described(field),
            },
        }

    def _described(self, field: FieldSetup) -> Mapping[str, Any]:
        made: dict[str, Any] = {
            "SchemaName": field.key,
            "DisplayName": self.label(self.names(field.name, field.names)),
            "RequiredLevel": {
                "Value": "None",
                "CanBeChanged": True,
                "ManagedPropertyLogicalName": "canmodifyrequirementlevelsettings",
            },
        }
        if field.about:
            others = {
                tag: found.about
                for tag, setup in self.rollout.elsewhere.items()
                if (found := setup.field(*field.ids)) and found.about
            }
            made["Description"] = self.label(self.names(field.about, others))
        return made

    def _options(self, field: FieldSetup) -> Iterator[Mapping[str, Any]]:
        first = int(self.rollout.settings.text("option_prefix", str(_FIRST_OPTION))) * 10000
        for number, option in enumerate(field.options):
            yield self._option(first + number, option.name, self._option_names(field, option))

    def _option(self, value: int, name: str, others: Mapping[str, str]) -> Mapping[str, Any]:
        return {"Value": value, "Label": self.label(self.names(name, others))}

    def _option_names(self, field: FieldSetup, option: Choice) -> Mapping[str, str]:
        return {
            tag: other.name
            for tag, setup in self.rollout.elsewhere.items()
            if (found := setup.field(*field.ids))
            for other in found.options
            if other.key == option.key
        }
