"""The schema of crm.yaml, made from what the CRM targets say of themselves."""

from typing import Any, Final

from playbook.crm import Target
from playbook.registry import all_targets

_NAMES: Final = {
    "type": "object",
    "additionalProperties": {"type": "string", "minLength": 1},
}
_COMMON: Final[dict[str, Any]] = {
    "name": {
        "type": "string",
        "minLength": 1,
        "title": "Name there",
        "description": "What the pipeline is called in this CRM, if not as the playbook.",
        "examples": ["New business"],
    },
    "language": {
        "type": "string",
        "minLength": 2,
        "title": "Language there",
        "description": "The language in which stages and fields are named in this CRM, if not "
        "that of the playbook: one that it is translated into.",
        "examples": ["bg"],
    },
    "stages": {
        **_NAMES,
        "title": "Stages there",
        "description": "Stages that have another name in this CRM: the stage's id, and the name.",
        "examples": [{"qualified": "Qualified lead"}],
    },
    "fields": {
        **_NAMES,
        "title": "Fields there",
        "description": "Fields that this CRM has already: the field's id, and its name in the API. "
        "An answer is named by its questionnaire and its question.",
        "examples": [{"budget": "budget_amount", "bant.authority": "decision_maker"}],
    },
    "options": {
        "type": "object",
        "additionalProperties": _NAMES,
        "title": "Options there",
        "description": "For fields that this CRM has already, what it calls their options: the "
        "option's id, and its name in the API.",
        "examples": [{"region": {"eu": "EMEA", "us": "AMER"}}],
    },
    "teams": {
        "type": "array",
        "items": {"type": "string", "minLength": 1},
        "uniqueItems": True,
        "title": "Teams",
        "description": "The sales teams that use the pipeline, as this CRM calls them.",
        "examples": [["Sofia", "Plovdiv"]],
    },
}
_PREFIX: Final[dict[str, Any]] = {
    "type": "string",
    "pattern": "^[A-Za-z][A-Za-z0-9_]{0,7}$",
    "patternErrorMessage": "A prefix begins with a letter and has Latin letters, digits and "
    "underscores, at most 8.",
    "title": "Prefix",
    "description": "What the names of stages and fields begin with in this CRM, so that they meet "
    "nobody else's.",
    "examples": ["pb"],
}
_VERSION: Final[dict[str, Any]] = {
    "title": "Version",
    "description": "The version of this CRM, or of its API.",
}


def crm_schema() -> dict[str, Any]:
    """The schema of crm.yaml; a target without keys of its own has those that all have."""
    targets = all_targets()
    common: dict[str, Any] = {"prefix": _PREFIX, **_COMMON}
    defs = {"target": _block("A CRM", common)}
    refs = {}
    for name, target in targets.items():
        own = _own(target)
        if own:
            rest = {key: value for key, value in common.items() if key not in own}
            defs[name] = _block(target.title, {**own, **rest})
        refs[name] = {
            "$ref": f"#/$defs/{name if own else 'target'}",
            "title": target.title,
            "description": "The playbook is rolled out to this CRM.",
            "examples": [{}],
        }
    listed = {
        "title": "Targets",
        "description": "The CRMs that this playbook is rolled out to. Braces alone are enough.",
        "type": "object",
        "properties": refs,
        "additionalProperties": {"$ref": "#/$defs/target"},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "CRM settings",
        "description": "What a CRM needs and a process does not: which CRMs the playbook is rolled "
        "out to, and what is special there.",
        "type": "object",
        "required": ["targets"],
        "additionalProperties": False,
        "properties": {
            "targets": {
                "$ref": "#/$defs/targets",
                "title": "Targets",
                "description": "The CRMs that this playbook is rolled out to.",
                "examples": [{"hubspot": {}}],
            }
        },
        "$defs": {"targets": listed, **defs},
    }


def _own(target: Target) -> dict[str, Any]:
    """The keys that one target alone has."""
    versions = target.surface.versions
    own: dict[str, Any] = {}
    if len(versions) > 1:
        own["version"] = {
            "enum": list(versions),
            "enumDescriptions": ["This version."] * len(versions),
            **_VERSION,
            "default": versions[0],
            "examples": [versions[0]],
        }
    for key, value in target.surface.settings.items():
        # Which names there are is asked by the rule on what fits; a schema's names are ids.
        own[key] = {name: each for name, each in value.items() if name != "propertyNames"}
    return own


def _block(title: str, properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": title,
        "description": "What is special in this CRM.",
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
    }
