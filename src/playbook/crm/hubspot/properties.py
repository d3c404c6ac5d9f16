"""What is recorded about a deal in HubSpot: properties, and labels of associations.

The contacts and companies of a deal are associations there, so a field for one
becomes a label of the association.
"""

from collections.abc import Mapping
from typing import Any, Final

from playbook.messages import _
from playbook.rollout.compiling import Rollout
from playbook.rollout.setup import Choice, FieldSetup

STANDARD: Final = {
    "amount": "amount",
    "close-date": "closedate",
    "owner": "hubspot_owner_id",
    "next-step": "hs_next_step",
    "account": "companies",
}
"""The built-in fields that every deal has there; the account is an association."""
OWN_REASON: Final = "closed_lost_reason"
"""HubSpot's own reason is free text; a list to choose from is a property of ours."""
ASSOCIATED: Final[Mapping[str, str]] = {"contact": "contacts", "company": "companies"}
PROPERTIES: Final[Mapping[str, tuple[str, str]]] = {
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
"""For each type of the format the type of a property, and how it is entered."""


def is_association(field: FieldSetup) -> bool:
    """Whether a field is no property, but contacts or companies that belong to the deal."""
    return field.type in ASSOCIATED and (field.is_ours or field.key in ASSOCIATED.values())


def group(rollout: Rollout) -> dict[str, Any]:
    """The body that makes the group of our properties."""
    label = _("Playbook: {name}").format(name=rollout.setup.name)
    return {"name": rollout.setup.key, "label": label, "displayOrder": -1}


def body(rollout: Rollout, field: FieldSetup, number: int) -> dict[str, Any]:
    """The body that makes a property."""
    type, field_type = PROPERTIES[field.type]
    made: dict[str, Any] = {
        "name": field.key,
        "label": field.name,
        "groupName": rollout.setup.key,
        "type": type,
        "fieldType": field_type,
        "description": field.about,
        "displayOrder": number,
        "formField": False,
        "hidden": False,
    }
    if field.type == "user":
        return made | {"externalOptions": True, "referencedObjectType": "OWNER"}
    options = field.options
    if field.type == "flag":
        options = (Choice("true", _("Yes")), Choice("false", _("No")))
    if options:
        made["options"] = [
            {"value": key, "label": name, "displayOrder": order, "hidden": False}
            for order, (key, name) in enumerate(options)
        ]
    return made


def label(field: FieldSetup) -> dict[str, Any]:
    """The body that makes a label of an association."""
    return {"name": field.key, "label": field.name}
