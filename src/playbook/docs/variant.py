"""The schema of a variant, made from that of a playbook."""

import json
from typing import Any

from playbook.schema import schema

_REMOVE = {
    "type": "boolean",
    "title": "Remove",
    "description": "True to leave out what the base has here.",
    "examples": [True],
}
_UNSET = {
    "type": "array",
    "items": {"type": "string"},
    "uniqueItems": True,
    "title": "Unset",
    "description": "The keys of the base that are left out here.",
    "examples": [["goal"]],
}
_BESIDE = {
    "place_after": {
        "$ref": "#/$defs/id",
        "title": "Place after",
        "description": "The item of the base that this one stands behind.",
        "examples": ["qualified"],
    },
    "place_before": {
        "$ref": "#/$defs/id",
        "title": "Place before",
        "description": "The item of the base that this one stands in front of.",
        "examples": ["contract"],
    },
}
_KEEP = {
    "type": "object",
    "additionalProperties": {
        "type": "array",
        "items": {"$ref": "#/$defs/id"},
        "uniqueItems": True,
        "title": "Ids",
        "description": "The items to keep, in order.",
    },
    "title": "Keep",
    "description": "For each section the items of the base to keep, in order. Sections that are not named keep all.",
    "examples": [{"stages": ["qualified", "proposal", "won", "lost"]}],
}


def variant_schema() -> dict[str, Any]:
    """The schema of a variant: the shape of a playbook, but only what differs."""
    root: dict[str, Any] = json.loads(json.dumps(schema("playbook")))
    blocks = {name: _loosened(block) for name, block in root["$defs"].items()}
    text, folder = {"$ref": "#/$defs/text"}, {"$ref": "#/$defs/folder"}
    own = {
        "extends": {
            **folder,
            "title": "Extends",
            "description": "The playbook that this one differs from: its folder or file.",
            "examples": ["../b2b"],
        },
        "reason": {
            **text,
            "title": "Reason",
            "description": "Why it differs.",
            "examples": ["Partners own the first call"],
        },
        "keep": _KEEP,
        "unset": _UNSET,
    }
    properties = root["properties"]
    properties["stages"] = {
        key: each for key, each in properties["stages"].items() if key != "minItems"
    }
    return {
        **root,
        "title": "Variant of a sales playbook",
        "description": "A playbook that differs from another one: only what differs is written.",
        "required": ["id", "name", "extends", "reason"],
        "properties": {**properties, **own},
        "$defs": blocks,
    }


def _loosened(block: dict[str, Any]) -> dict[str, Any]:
    """A block of which only the id is required, and that may be removed or placed."""
    if "properties" not in block:
        return block
    dropped = ("required", "minProperties", "maxProperties", "if", "then", "else")
    loose = {key: value for key, value in block.items() if key not in dropped}
    properties = {**block["properties"], "remove": _REMOVE, "unset": _UNSET}
    if "id" in block["properties"]:
        properties |= _BESIDE
        if "id" in block.get("required", ()):
            loose["required"] = ["id"]
    return {**loose, "properties": properties}
