"""The pages and files that are made from code: ``python -m playbook.docs`` writes them.

The pages of ``docs/`` are made in every language: the English ones there, the
others in a folder of their language. A schema has a twin for each language, and
all of them have one for editors that know only draft-07 of JSON Schema.
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final, get_args

from playbook.docs import twins
from playbook.docs.command_pages import commands_page
from playbook.docs.crm_pages import crm_page
from playbook.docs.format_pages import format_page
from playbook.docs.rule_pages import rules_page
from playbook.docs.targets import crm_schema
from playbook.docs.variant import variant_schema
from playbook.messages import LANGUAGES, base, speaking
from playbook.resources import schema_name
from playbook.schema import Kind, published

ROOT: Final = Path(__file__).resolve().parents[3]
_PAGES: Final[dict[str, Callable[[], Iterator[str]]]] = {
    "cli.md": commands_page,
    "crm.md": crm_page,
    "format.md": format_page,
    "rules.md": rules_page,
}


_MADE: Final[dict[Kind, Callable[[], dict[str, Any]]]] = {
    "variant": variant_schema,
    "crm": crm_schema,
}
"""The schemas that are made; the others are written."""


def pages() -> dict[str, str]:
    """Every made file, by its path in the repository."""
    made: dict[str, str] = {}
    for language in LANGUAGES:
        folder = "docs" if language == "en" else f"docs/{base(language)}"
        with speaking(language):
            for name, page in _PAGES.items():
                made[f"{folder}/{name}"] = "".join(f"{line}\n" for line in page())
        for kind in get_args(Kind):
            made |= _schemas(kind, language)
    return made


def _schemas(kind: Kind, language: str) -> dict[str, str]:
    """A kind's schema in a language, of either draft, as far as it is made and not written."""
    name, made = schema_name(kind, language), {}
    make = _MADE.get(kind)
    root = make() if make else published(kind)
    with speaking(language):
        root = twins.in_language(root)
    if make or language != "en":
        made[f"schemas/{name}"] = _as_text(root)
    made[f"schemas/draft-07/{name}"] = _as_text(twins.as_draft_07(root))
    return made


def _as_text(schema: dict[str, Any]) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def main() -> None:
    """Write every made file."""
    for name, text in pages().items():
        path = ROOT / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
