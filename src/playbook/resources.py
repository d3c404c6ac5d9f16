"""Where the schemas, the shipped playbooks and the templates are, installed or in a checkout."""

from pathlib import Path
from typing import Final

from playbook.messages import base

_PACKAGE = Path(__file__).resolve().parent
_INSTALLED = _PACKAGE / "_data"
"""Put there when the wheel is built."""
_CHECKOUT = _PACKAGE.parents[1]
_ROOT = _INSTALLED if _INSTALLED.is_dir() else _CHECKOUT

SCHEMAS: Final = _ROOT / "schemas"
PLAYBOOKS: Final = _ROOT / "playbooks"
TEMPLATES: Final = _ROOT / "templates"


def schema_name(kind: str, language: str) -> str:
    """What the schema of a kind is called in a language: ``playbook.schema.zh.json``."""
    tail = "" if language == "en" else f".{base(language)}"
    return f"{kind}.schema{tail}.json"
