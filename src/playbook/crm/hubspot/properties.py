"""What is recorded about a deal in HubSpot: properties, and labels of associations.

The contacts and companies of a deal are associations there, so a field for one
becomes a label of the association.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from playbook.crm.hubspot.keys import key
from playbook.findings import At
from playbook.messages import _
from playbook.model import FieldId, Playbook
from playbook.rollout.records import Record, records

_STANDARD: Final = {
    "amount": "amount",
    "close-date": "closedate",
    "owner": "hubspot_owner_id",
    "next-step": "hs_next_step",
    "account": "companies",
}
"""The built-in fields that every deal has there; the account is an association."""
_OWN_REASON: Final = "closed_lost_reason"
"""HubSpot's own reason is free text; a list to choose from is a property of ours."""
_ASSOCIATED: Final = {"contact": "contacts", "company": "companies"}
_TYPES: Final = {
    "text": ("string", "text"),
    "long-text": ("string", "textarea"),
    "number": ("number", "number"),
    "money": ("number", "number"),
    "percent": ("number", "number"),
    "rating": ("number", "number"),
    "date": ("date", "date"),
    "yes-no": ("enumeration", "radio"),
    "choice": ("enumeration", "select"),
    "choices": ("enumeration", "checkbox"),
    "user": ("enumeration", "select"),
    "link": ("string", "text"),
    "file": ("string", "file"),
    "flag": ("bool", "booleancheckbox"),
}


@dataclass(frozen=True, kw_only=True)
class Property(Record):
    """A property of deals, or a label of what is associated with them."""

    key: str
    is_ours: bool

    @property
    def associated(self) -> str:
        """What a label of ours is for, contacts or companies; empty for a property."""
        return _ASSOCIATED.get(self.type, "") if self.is_ours else ""


@dataclass(frozen=True)
class Properties:
    """The properties of a playbook, and why some parts have none."""

    named: tuple[Property, ...]
    refused: Mapping[At, str]

    def of_field(self, id: FieldId) -> Property | None:
        """The property of a field, the author's or a built-in one."""
        fields = (each for each in self.named if each.kind == "field")
        return next((each for each in fields if each.ids == (id,)), None)

    def at(self, at: At) -> Property | None:
        """The property of the part that was written at a place."""
        return next((each for each in self.named if each.at == at), None)

    @property
    def added(self) -> tuple[Property, ...]:
        """The properties that the playbook adds, in its order."""
        return tuple(each for each in self.named if each.is_ours and not each.associated)

    @property
    def labels(self) -> tuple[Property, ...]:
        """The labels of associations that the playbook adds, in its order."""
        return tuple(each for each in self.named if each.associated)


def properties(playbook: Playbook, prefix: str) -> Properties:
    """The properties of a playbook; what gets no key is refused, with what to do about it."""
    taken: dict[str, Property] = {}
    refused: dict[At, str] = {}
    for record in records(playbook):
        computed = record.kind == "segment" and playbook.segments[record.ids[1]].when  # type: ignore[index]
        if record.kind == "score" or computed:
            continue
        own = _STANDARD.get(record.built_in)
        if record.type == "choice" and not record.options:
            own = _OWN_REASON
        ids = ("role", *record.ids) if record.kind == "role" else record.ids
        one = Property(**vars(record), key=own or key(prefix, *ids), is_ours=own is None)
        if one.key in taken:
            message = _("“{other}” has the key {key} in HubSpot already. Change one id.")
            refused[one.at] = message.format(other=taken[one.key].name, key=one.key)
        else:
            taken[one.key] = one
    return Properties(tuple(taken.values()), refused)


def group(playbook: Playbook, prefix: str) -> dict[str, Any]:
    """The body that makes the group of our properties."""
    label = _("Playbook: {name}").format(name=playbook.name)
    return {"name": key(prefix, playbook.id), "label": label, "displayOrder": -1}


def body(one: Property, group: str, number: int) -> dict[str, Any]:
    """The body that makes a property."""
    type, field_type = _TYPES[one.type]
    made: dict[str, Any] = {
        "name": one.key,
        "label": one.name,
        "groupName": group,
        "type": type,
        "fieldType": field_type,
        "description": one.about,
        "displayOrder": number,
        "formField": False,
        "hidden": False,
    }
    if one.type == "user":
        return made | {"externalOptions": True, "referencedObjectType": "OWNER"}
    options = (("true", _("Yes")), ("false", _("No"))) if one.type == "flag" else one.options
    if options:
        made["options"] = [
            {"value": value, "label": label, "displayOrder": order, "hidden": False}
            for order, (value, label) in enumerate(options)
        ]
    return made


def label_body(one: Property) -> dict[str, Any]:
    """The body that makes a label of an association."""
    return {"name": one.key, "label": one.name}
