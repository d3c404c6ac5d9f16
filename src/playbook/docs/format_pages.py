"""Every key of the format, from the schema's own words, as ``docs/format.md``."""

from collections.abc import Iterator, Mapping
from typing import Any

from playbook.docs import twins
from playbook.docs.targets import crm_schema
from playbook.docs.variant import variant_schema
from playbook.docs.words import _
from playbook.schema import schema
from playbook.source import parse

_Schema = dict[str, Any]
_Definitions = Mapping[str, _Schema]


def format_page() -> Iterator[str]:
    """The page, line by line, in the language in use."""
    root = twins.in_language(schema("playbook"))
    variant, crm = twins.in_language(variant_schema()), twins.in_language(crm_schema())
    known = {**crm["$defs"], **variant["$defs"], **root["$defs"]}
    yield f"# {_('The format')}"
    yield ""
    yield _("Made from `schemas/playbook.schema.json` by `python -m playbook.docs`.")
    yield _("The same words appear in your editor when the mouse rests on a key.")
    yield _("`*` marks what cannot be left out; `=` what holds when a key is left out.")
    yield from _where()
    yield from _block(root["title"], root, known)
    for each in root["$defs"].values():
        if "properties" in each:
            yield from _block(each["title"], each, known)
    yield from _variants(root, variant, known)
    yield from _block(crm["title"], crm, known)
    for each in crm["$defs"].values():
        if each.get("properties"):
            yield from _block(each["title"], each, known)


def _where() -> Iterator[str]:
    """How the format is spread over files."""
    yield ""
    yield f"## {_('Where things stand')}"
    yield ""
    yield _(
        "A playbook is one file, or a folder with a `playbook.yaml` in it. In a folder, each of "
        "the keys below whose value is a list or a catalogue may have a file of its own instead: "
        "`stages.yaml`, `roles.yaml`, `questionnaires.yaml` and so on hold what would stand below "
        "the key, and not the key itself. A folder `questionnaires/` may hold a file for each of "
        "them. Long texts are Markdown beside them: `stages/qualified.md` holds the notes of the "
        "stage `qualified`."
    )
    yield ""
    yield _(
        "A **library** is a folder with such files and no `playbook.yaml`. A playbook takes what "
        "is in it with `uses: [../library]`."
    )
    yield ""
    yield _(
        "A **variant** begins with `extends: ../b2b` and says only what is different: what has "
        "the same id is merged key by key, what is new is added."
    )
    yield ""
    yield _("`crm.yaml` beside a `playbook.yaml` says which CRMs the playbook is rolled out to.")


def _variants(root: _Schema, whole: _Schema, known: _Definitions) -> Iterator[str]:
    """What a variant has beside the keys of a playbook."""
    top = {key: each for key, each in whole["properties"].items() if key not in root["properties"]}
    yield from _block(_("Variant"), {**whole, "properties": top}, known)
    block, plain = whole["$defs"]["stage"]["properties"], root["$defs"]["stage"]["properties"]
    words = _("These keys stand in any block of a variant, beside its own.")
    inner = {key: each for key, each in block.items() if key not in plain}
    yield from _block(_("Parts of a variant"), {"description": words, "properties": inner}, known)


def _block(title: str, block: _Schema, known: _Definitions) -> Iterator[str]:
    yield ""
    yield f"## {title}"
    yield ""
    yield block["description"]
    yield ""
    yield f"| {_('Key')} | {_('What it is')} | {_('Example')} |"
    yield "|---|---|---|"
    for key, here in block["properties"].items():
        star = "\\*" if key in block.get("required", ()) else ""
        resolved = _resolved(here, known)
        words = [here["description"], *_choices(resolved, known)]
        if "default" in resolved:
            words.append(f"= `{_example(resolved['default'])}`")
        example = _example(here["examples"][0]).replace("|", "\\|")
        yield f"| `{key}`{star} | {' '.join(words)} | `{example}` |"


def _resolved(here: _Schema, known: _Definitions) -> _Schema:
    if "$ref" not in here:
        return here
    return {**_resolved(known[here["$ref"].rsplit("/", 1)[1]], known), **here}


def _choices(here: _Schema, known: _Definitions) -> Iterator[str]:
    inner = _resolved(here["items"], known) if "items" in here else here
    for choice, words in zip(inner.get("enum", ()), inner.get("enumDescriptions", ()), strict=True):
        yield f"<br>`{choice}`: {words}"


def _example(value: Any, *, within: bool = False) -> str:
    """A value as one would write it on one line of YAML; ``within`` brackets a comma ends a text."""
    if isinstance(value, dict):
        pairs = (f"{key}: {_example(each, within=True)}" for key, each in value.items())
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_example(each, within=True) for each in value) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str) and _must_be_quoted(value, within=within):
        return f'"{value}"'
    return str(value)


def _must_be_quoted(text: str, *, within: bool) -> bool:
    """Whether it would be read as something else, or asked about, without quotes."""
    read = parse(f"example: [{text}]" if within else f"example: {text}")
    return bool(read.problems) or read.data["example"] != ([text] if within else text)
