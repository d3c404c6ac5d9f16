"""What an editor needs to help with a playbook: schemas beside it, and who is checked by which."""

import json
import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any, Final, get_args

from playbook.assembly.folder import OTHERS, sections
from playbook.paths import MAIN
from playbook.resources import SCHEMAS, schema_name
from playbook.schema import Kind

_FOLDER: Final = ".schemas"
_MODELINE = re.compile(r"^# yaml-language-server: \$schema=.*\n", re.MULTILINE)
_EXTENDS = re.compile(r"^extends:", re.MULTILINE)
_REFERENCE = re.compile(r'"#/\$defs/([^"]+)"')
_SUFFIXES: Final = "{yaml,yml}"


def set_up(files: Mapping[str, str], language: str) -> dict[str, str]:
    """A new playbook's files, each with its schema, and what an editor reads beside them."""
    variants = {
        PurePosixPath(name).parent
        for name, text in files.items()
        if PurePosixPath(name).name in MAIN and _EXTENDS.search(text)
    }
    made = {name: _with_modeline(name, text, variants) for name, text in files.items()}
    for kind in get_args(Kind):
        made[f"{_FOLDER}/{kind}.schema.json"] = _as_text(_schema(kind, language))
    made |= _parts("playbook", language) | (_parts("variant", language) if variants else {})
    return made | _settings(_kind(PurePosixPath(), variants))


def _kind(folder: PurePosixPath, variants: set[PurePosixPath]) -> Kind:
    return "variant" if folder in variants else "playbook"


def _with_modeline(name: str, text: str, variants: set[PurePosixPath]) -> str:
    """A file that tells the editor its schema, at the place where that is now."""
    schema = _schema_of(PurePosixPath(name), variants)
    if schema is None:
        return text
    line = f"# yaml-language-server: $schema={'../' * name.count('/')}{_FOLDER}/{schema}\n"
    if _MODELINE.search(text):
        return _MODELINE.sub(lambda _match: line, text, count=1)
    return line + text


def _schema_of(path: PurePosixPath, variants: set[PurePosixPath]) -> str | None:
    """Which schema a file of a playbook has, if it has one."""
    if path.suffix != ".yaml":
        return None
    if path.name in MAIN:
        return f"{_kind(path.parent, variants)}.schema.json"
    if path.stem in OTHERS:
        return f"{path.stem}.schema.json"
    if sections().get(path.parent.name):
        return _part(_kind(path.parent.parent, variants), "entries", path.parent.name)
    if path.stem in sections():
        return _part(_kind(path.parent, variants), "sections", path.stem)
    return None


def _part(kind: Kind, what: str, section: str) -> str:
    """What the schema of a section's file is called, or that of one entry's file."""
    return f"{'variant-' if kind == 'variant' else ''}{what}/{section}.schema.json"


def _parts(kind: Kind, language: str) -> dict[str, str]:
    """The schemas of files that hold a part of a playbook."""
    root = _schema(kind, language)
    made = {}
    for section, is_catalogue in sections().items():
        whole = root["properties"][section]
        made[_part(kind, "sections", section)] = _alone(whole, root)
        if is_catalogue:
            made[_part(kind, "entries", section)] = _alone(whole["additionalProperties"], root)
    return {
        f"{_FOLDER}/{name}": json.dumps(part, ensure_ascii=False) for name, part in made.items()
    }


def _alone(part: dict[str, Any], root: dict[str, Any]) -> dict[str, Any]:
    """A part of a schema, with all that it refers to.

    A reference to the whole would be shorter, but language servers for YAML
    up to 1.22 fail when two files lead them to the same third one.
    """
    needed: dict[str, Any] = {}
    waiting = [part]
    while waiting:
        for name in _REFERENCE.findall(json.dumps(waiting.pop())):
            if name not in needed:
                needed[name] = root["$defs"][name]
                waiting.append(needed[name])
    blocks = {name: block for name, block in root["$defs"].items() if name in needed}
    return {"$schema": root["$schema"], **part, "$defs": blocks}


def _schema(kind: Kind, language: str) -> dict[str, Any]:
    """A schema with its words in the author's language."""
    root: dict[str, Any] = json.loads((SCHEMAS / schema_name(kind, language)).read_text("utf-8"))
    return root


def _settings(own: Kind) -> dict[str, str]:
    """The settings of VS Code, for files that name no schema themselves.

    A pattern counts in every folder, so that in a variant's folder a part is
    checked by what a variant may say: its base's files name their own schemas.
    """
    schemas = {
        f"{_FOLDER}/{kind}.schema.json": f"{kind}.{_SUFFIXES}" for kind in ("playbook", *OTHERS)
    }
    for section, is_catalogue in sections().items():
        schemas[f"{_FOLDER}/{_part(own, 'sections', section)}"] = f"{section}.{_SUFFIXES}"
        if is_catalogue:
            schemas[f"{_FOLDER}/{_part(own, 'entries', section)}"] = f"{section}/*.{_SUFFIXES}"
    settings = {
        "yaml.schemas": schemas,
        # The store is on the internet, and knows files of other people by the names of ours.
        "yaml.schemaStore.enable": False,
        "yaml.disableDefaultProperties": True,  # a new stage is an id and a name, and no more
        "yaml.hoverSchemaSource": False,  # where our words stand is no news to the author
        "[yaml]": {"editor.tabSize": 2, "editor.insertSpaces": True},
        "files.encoding": "utf8",
    }
    return {
        ".vscode/settings.json": _as_text(settings),
        ".vscode/extensions.json": _as_text({"recommendations": ["redhat.vscode-yaml"]}),
    }


def _as_text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
