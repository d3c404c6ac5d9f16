"""A first playbook: a starter copied, the editor set up, and the team's answers kept."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

from playbook.assembly.folder import sections
from playbook.errors import NotFound, Refused
from playbook.files import Files
from playbook.messages import _, closest
from playbook.resources import PLAYBOOKS, SCHEMAS
from playbook.suggest import did_you_mean

DEFAULT = "smallest"
_SCHEMAS = ".schemas"
_MODELINE = re.compile(r"^# yaml-language-server: .*\n", re.MULTILINE)
_NEIGHBOUR = re.compile(r"(?<![\w/.])\.\./([a-z0-9-]+)")
_KEY = re.compile(r"^(id|name|language): *(.+?) *$", re.MULTILINE)


@dataclass(frozen=True)
class Starter:
    """A shipped playbook that a new one can begin as."""

    id: str
    name: str
    language: str
    folder: Path


def all_starters() -> tuple[Starter, ...]:
    """The shipped playbooks, by id."""
    return tuple(_starter(main) for main in sorted(PLAYBOOKS.glob("*/playbook.yaml")))


def _starter(main: Path) -> Starter:
    keys = dict(_KEY.findall(main.read_text("utf-8")))
    folder = main.parent
    return Starter(folder.name, keys["name"].strip("\"'"), keys.get("language", "en"), folder)


def choose(name: str | None, language: str | None) -> Starter:
    """The starter of a name, else the smallest one in a language.

    Raises:
        NotFound: there is no such starter.

    """
    known = {starter.id: starter for starter in all_starters()}
    if name is None:
        tag = closest(language or "en")
        name = DEFAULT if tag == "en" else f"{DEFAULT}-{tag.split('-')[0]}"
    if name not in known:
        message = _('There is no starter "{name}".').format(name=name)
        raise NotFound(f"{message} {did_you_mean(name, known, most=40)}")
    return known[name]


def new(starter: Starter, folder: Path, answers: list[tuple[str, str]]) -> Files:
    """The files of a new playbook.

    Raises:
        Refused: there is something in the folder already.

    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        message = _('There is something in "{path}" already. Name a new or an empty folder.')
        raise Refused(message.format(path=folder))
    files = _copied(starter.folder, "")
    main = "playbook.yaml"
    for neighbour in dict.fromkeys(_NEIGHBOUR.findall(files[main])):
        files |= _copied(PLAYBOOKS / neighbour, f"{neighbour}/")
    files[main] = _with_modeline(_NEIGHBOUR.sub(r"\1", files[main]), "playbook")
    if answers:
        files |= _answered(files[main], answers)
    return files | _editor()


def _copied(folder: Path, prefix: str) -> dict[str, str]:
    return {
        prefix + path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _with_modeline(text: str, schema: str) -> str:
    """A file that tells the editor its schema, instead of the one it was shipped with."""
    line = f"# yaml-language-server: $schema={_SCHEMAS}/{schema}.schema.json\n"
    return line + _MODELINE.sub("", text, count=1)


def _editor() -> dict[str, str]:
    """Schemas beside the playbook, so that the editor asks nobody, and settings that use them."""
    kinds = ("playbook", "variant", "crm")
    files = {
        f"{_SCHEMAS}/{kind}.schema.json": (SCHEMAS / f"{kind}.schema.json").read_text("utf-8")
        for kind in kinds
    }
    associations = {
        f"{_SCHEMAS}/{kind}.schema.json": f"{kind}.yaml" for kind in ("playbook", "crm")
    }
    for section in sections():
        name = f"{_SCHEMAS}/sections/{section}.schema.json"
        reference = {"$ref": f"../playbook.schema.json#/properties/{section}"}
        files[name] = json.dumps(reference, indent=2) + "\n"
        associations[name] = f"{section}.yaml"
    settings = {
        "yaml.schemas": associations,
        "yaml.schemaStore.enable": False,
        "[yaml]": {"editor.tabSize": 2, "editor.insertSpaces": True},
        "files.encoding": "utf8",
    }
    files[".vscode/settings.json"] = json.dumps(settings, indent=2) + "\n"
    recommended = {"recommendations": ["redhat.vscode-yaml"]}
    files[".vscode/extensions.json"] = json.dumps(recommended, indent=2) + "\n"
    return files


def questions() -> tuple[str, ...]:
    """What to ask the team before its process is written down."""
    return (
        _("How good are the leads you get?"),
        _("How are leads shared out today?"),
        _("How often do you try to reach a prospect?"),
        _("Do these attempts follow a rhythm or fixed times?"),
        _("What do you talk about in the first conversation?"),
        _("How do you record what customers say and ask?"),
        _("How do you remember and agree on the next contact?"),
        _("Which sales material do you send most?"),
        _("What do prospects miss in that material?"),
        _("How do you present the solution: on site, on a screen, by phone?"),
        _("How do you prepare before you present it?"),
        _("What is hardest when you handle objections about price and contract?"),
        _("When you lose deals, why do you lose them?"),
    )


def _answered(main: str, answers: list[tuple[str, str]]) -> dict[str, str]:
    """The team's answers as a page of the handbook; what is open stays to be ticked off."""
    title = _("How we sell today")
    lines = []
    for question, answer in answers:
        lines += [f"## {question}", "", answer or _("*Not answered yet.*"), ""]
    entry = f'  - {{id: team, name: "{title}"}}\n'
    if re.search(r"(?m)^pages:\n", main):
        main = re.sub(r"(?m)^pages:\n", lambda match: match[0] + entry, main, count=1)
    else:
        main = f"{main.rstrip()}\npages:\n{entry}"
    return {"playbook.yaml": main, "pages/team.md": "\n".join(lines).rstrip() + "\n"}
