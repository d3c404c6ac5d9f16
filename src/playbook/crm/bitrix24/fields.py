"""The fields that a playbook adds to deals in Bitrix24."""

from collections.abc import Mapping
from typing import Any, Final

from playbook.rollout.setup import FieldSetup
from playbook.rollout.surface import snake

_BEFORE: Final = "UF_CRM_"
_OURS: Final = f"{_BEFORE}PB_"
TYPES: Final = {
    "text": "string",
    "long-text": "string",
    "number": "double",
    "money": "money",
    "percent": "double",
    "rating": "integer",
    "date": "date",
    "yes-no": "enumeration",
    "choice": "enumeration",
    "choices": "enumeration",
    "user": "employee",
    "contact": "crm",
    "company": "crm",
    "link": "url",
    "file": "file",
    "flag": "boolean",
}
_SETTINGS: Final[Mapping[str, Mapping[str, Any]]] = {
    "long-text": {"ROWS": 5},
    "contact": {"CONTACT": "Y"},
    "company": {"COMPANY": "Y"},
}
_LANGUAGES: Final = {
    **{each: each for each in ("ar", "de", "en", "fr", "hi", "id", "it", "ja", "ms", "pl")},
    **{each: each for each in ("ru", "th", "tr")},
    "es": "la",
    "pt": "br",
    "uk": "ua",
    "vi": "vn",
    "zh": "sc",
    "zh-hant": "tc",
    "zh-hk": "tc",
    "zh-tw": "tc",
}
"""The languages of Bitrix24's pages, and what it calls them."""
_LABELS: Final = ("EDIT_FORM_LABEL", "LIST_COLUMN_LABEL", "LIST_FILTER_LABEL")


def field_name(prefix: str, *ids: str) -> str:
    """The name of a field: ``UF_CRM_PB_REGION``."""
    return f"{_BEFORE}{snake(prefix, *ids).upper()}"


def ids_of(name: str) -> tuple[str, ...]:
    """What a name of ours is made of; nothing for any other field."""
    if not name.startswith(_OURS):
        return ()
    parts = name.removeprefix(_OURS).lower().split("__")
    return tuple(each.replace("_", "-") for each in parts)


def languages(tag: str) -> str:
    """What Bitrix24 calls a language; empty if it has no pages in it."""
    small = tag.lower()
    while small and small not in _LANGUAGES:
        small = small.rpartition("-")[0]
    return _LANGUAGES.get(small, "")


def body(field: FieldSetup) -> dict[str, Any]:
    """What makes a field."""
    made: dict[str, Any] = {
        "USER_TYPE_ID": TYPES[field.type],
        "FIELD_NAME": field.key,
        "LABEL": field.name,
    }
    names = {languages(tag): name for tag, name in field.names.items() if languages(tag)}
    if names:
        made |= dict.fromkeys(_LABELS, names)
    if field.about:
        made["HELP_MESSAGE"] = field.about
    if field.type == "choices":
        made["MULTIPLE"] = "Y"
    if field.type in _SETTINGS:
        made["SETTINGS"] = dict(_SETTINGS[field.type])
    if field.options:
        made["LIST"] = [
            {"VALUE": option.name, "XML_ID": option.key, "SORT": 10 * number}
            for number, option in enumerate(field.options, start=1)
        ]
    return made
