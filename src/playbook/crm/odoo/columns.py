"""How Odoo keeps what is recorded of a deal: as properties of a team, or as fields of leads."""

from collections.abc import Mapping
from typing import Any, Final

from playbook.rollout.setup import FieldSetup

PROPERTIES: Final = {
    "text": "char",
    "long-text": "char",
    "number": "float",
    "money": "float",
    "percent": "float",
    "rating": "integer",
    "date": "date",
    "yes-no": "selection",
    "choice": "selection",
    "choices": "tags",
    "user": "many2one",
    "contact": "many2one",
    "company": "many2one",
    "link": "char",
    "flag": "boolean",
}
"""For each type of the format the type of a property."""
READ: Final = {
    "char": "text",
    "text": "long-text",
    "html": "long-text",
    "float": "number",
    "monetary": "money",
    "integer": "number",
    "date": "date",
    "datetime": "date",
    "selection": "choice",
    "tags": "choices",
    "boolean": "flag",
}
"""For each type of Odoo that says enough the type of the format."""
_COMODELS: Final = {"user": "res.users", "contact": "res.partner", "company": "res.partner"}
RECORDS: Final = {"res.users": "user", "res.partner": "contact"}
"""For each model of which we ask for records the type of the format."""
ONLY_COMPANIES: Final = "[('is_company', '=', True)]"
_COLOURS: Final = 11
"""Tags have eleven colours, and none."""


def definition(field: FieldSetup, version: str) -> Mapping[str, Any]:
    """One property in the definition that a sales team has."""
    type = PROPERTIES[field.type]
    if field.type == "long-text" and version == "19":
        type = "text"
    made: dict[str, Any] = {"name": field.key, "string": field.name, "type": type}
    if type == "selection":
        made["selection"] = [[option.key, option.name] for option in field.options]
    if type == "tags":
        made["tags"] = [
            [option.key, option.name, number % _COLOURS + 1]
            for number, option in enumerate(field.options)
        ]
    if field.type in _COMODELS:
        made["comodel"] = _COMODELS[field.type]
    if field.type == "company":
        made["domain"] = ONLY_COMPANIES
    return made


def ttype(type: str) -> tuple[str, str]:
    """The type of a field of leads, and the model that it points to.

    A field of several choices would need a model of its own, so it is a text.
    """
    if type == "long-text":
        return "text", ""
    if type == "choices":
        return "char", ""
    return PROPERTIES[type], _COMODELS.get(type, "")
