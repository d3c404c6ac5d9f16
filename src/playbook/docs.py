"""The pages and files that are made from code: ``python -m playbook.docs`` writes them."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playbook import registry
from playbook.schema import schema
from playbook.source.scalars import value_of

ROOT = Path(__file__).resolve().parents[2]


def pages() -> dict[str, str]:
    """Every made file, by its path in the repository."""
    return {
        "docs/cli.md": "".join(f"{line}\n" for line in cli_page()),
        "docs/format.md": "".join(f"{line}\n" for line in format_page()),
        "docs/rules.md": "".join(f"{line}\n" for line in rules_page()),
        "schemas/variant.schema.json": json.dumps(variant_schema(), ensure_ascii=False, indent=2)
        + "\n",
    }


_WHERE = """
## Where things stand

A playbook is one file, or a folder with a `playbook.yaml` in it. In a folder, each of the keys
below whose value is a list or a catalogue may have a file of its own instead: `stages.yaml`,
`roles.yaml`, `questionnaires.yaml` and so on hold what would stand below the key, and not the key
itself. A folder `questionnaires/` may hold a file for each of them. Long texts are Markdown beside
them: `stages/qualified.md` holds the notes of the stage `qualified`.

A **library** is a folder with such files and no `playbook.yaml`. A playbook takes what is in it
with `uses: [../library]`.

A **variant** begins with `extends: ../b2b` and says only what is different: what has the same id
is merged key by key, what is new is added.

`crm.yaml` beside a `playbook.yaml` says which CRMs the playbook is rolled out to."""


def rules_page() -> Iterator[str]:
    """Every rule with its page."""
    yield "# Rules"
    yield ""
    yield "Made from the code by `python -m playbook.docs`. `playbook explain CODE` prints a page."
    yield ""
    yield "| Code | Severity | Rule | In one line |"
    yield "|---|---|---|---|"
    for rule in registry.all_rules().values():
        link = f"[{rule.name}](#{rule.code.lower()}-{rule.name})"
        yield f"| {rule.code} | {rule.severity.word} | {link} | {rule.summary} |"
    for rule in registry.all_rules().values():
        yield ""
        yield f"## {rule.code} {rule.name}"
        yield ""
        yield f"*{rule.severity.word}* · {rule.doc.replace('## ', '### ')}"


def format_page() -> Iterator[str]:
    """Every key of the format, from the schema's own words."""
    root = schema("playbook")
    yield "# The format"
    yield ""
    yield "Made from `schemas/playbook.schema.json` by `python -m playbook.docs`."
    yield "The same words appear in your editor when the mouse rests on a key."
    yield "`*` marks what cannot be left out; `=` what holds when a key is left out."
    yield _WHERE
    yield from _block("Playbook", root)
    blocks = {name: each for name, each in root["$defs"].items() if "properties" in each}
    for each in blocks.values():
        yield from _block(each["title"], each)
    yield from _variants(root)
    yield from _crm()


def _variants(root: dict[str, Any]) -> Iterator[str]:
    """What a variant has beside the keys of a playbook."""
    whole = variant_schema()
    top = {key: each for key, each in whole["properties"].items() if key not in root["properties"]}
    yield from _block("Variant", {**whole, "properties": top})
    block, plain = whole["$defs"]["stage"]["properties"], root["$defs"]["stage"]["properties"]
    words = "These keys stand in any block of a variant, beside its own."
    inner = {key: each for key, each in block.items() if key not in plain}
    yield from _block("Parts of a variant", {"description": words, "properties": inner})


def _crm() -> Iterator[str]:
    """The settings that stand beside a playbook, in crm.yaml."""
    whole = schema("crm")
    yield from _block(whole["title"], whole)
    for each in whole["$defs"].values():
        if each.get("properties"):
            yield from _block(each["title"], each)


def _block(title: str, block: dict[str, Any]) -> Iterator[str]:
    yield ""
    yield f"## {title}"
    yield ""
    yield block["description"]
    yield ""
    yield "| Key | What it is | Example |"
    yield "|---|---|---|"
    for key, here in block["properties"].items():
        star = "\\*" if key in block.get("required", ()) else ""
        resolved = _resolved(here)
        words = [here["description"], *_choices(resolved)]
        if "default" in resolved:
            words.append(f"= `{_example(resolved['default'])}`")
        example = _example(here["examples"][0]).replace("|", "\\|")
        yield f"| `{key}`{star} | {' '.join(words)} | `{example}` |"


def _resolved(here: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in here:
        return here
    name = here["$ref"].rsplit("/", 1)[1]
    known = {**schema("crm")["$defs"], **variant_schema()["$defs"], **schema("playbook")["$defs"]}
    return {**_resolved(known[name]), **here}


def _choices(here: dict[str, Any]) -> Iterator[str]:
    inner = _resolved(here["items"]) if "items" in here else here
    for choice, words in zip(inner.get("enum", ()), inner.get("enumDescriptions", ()), strict=True):
        yield f"<br>`{choice}`: {words}"


def _example(value: Any) -> str:
    """A value as one would write it on one line of YAML."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_example(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_example(each) for each in value) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str) and not isinstance(value_of(value), str):
        return f'"{value}"'
    return str(value)


def cli_page() -> Iterator[str]:
    """Every command with its help."""
    import click

    from playbook.cli import main

    yield "# The commands"
    yield ""
    yield "Made from the code by `python -m playbook.docs`."
    context = click.Context(main, info_name="playbook", max_content_width=88, terminal_width=88)
    yield from _help("playbook", main.get_help(context))
    for name in main.list_commands(context):
        command = main.commands[name]
        inner = click.Context(
            command, parent=context, info_name=name, max_content_width=88, terminal_width=88
        )
        yield from _help(f"playbook {name}", command.get_help(inner))


def _help(title: str, text: str) -> Iterator[str]:
    yield ""
    yield f"## {title}"
    yield ""
    yield "```text"
    yield text
    yield "```"


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


def main() -> None:
    """Write every made file."""
    for name, text in pages().items():
        path = ROOT / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
