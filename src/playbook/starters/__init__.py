"""A first playbook: a starter copied, the editor set up, and the team's answers kept."""

import re
from dataclasses import dataclass
from pathlib import Path

import yaml

from playbook.errors import NotFound
from playbook.files import Files
from playbook.messages import LANGUAGES, _, closest
from playbook.resources import PLAYBOOKS
from playbook.starters import editor
from playbook.suggest import did_you_mean, id_for

DEFAULT = "smallest"
_MAIN = "playbook.yaml"
_NEIGHBOUR = re.compile(r"(?<![\w/.])\.\./([a-z0-9-]+)")
_KEY = re.compile(r"^(id|name|language|extends): *(.+?) *$", re.MULTILINE)


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
    language = keys.get("language") or _starter(folder / keys["extends"] / _MAIN).language
    return Starter(folder.name, keys["name"].strip("\"'"), language, folder)


def choose(name: str | None, language: str | None) -> Starter:
    """The starter of a name, else the smallest one in a language.

    Raises:
        NotFound: there is no such starter, or it is in another language.

    """
    tag = _known_language(language) if language else None
    known = {starter.id: starter for starter in all_starters()}
    if name is None:
        name = DEFAULT if tag in (None, "en") else f"{DEFAULT}-{_first_part(tag)}"
    if name not in known:
        message = _('There is no starter "{name}".').format(name=name)
        raise NotFound(f"{message} {did_you_mean(name, known, most=40)}")
    chosen = known[name]
    if tag and chosen.language != tag:
        message = _('"{name}" is in {language}.').format(name=name, language=chosen.language)
        names = ", ".join(each.id for each in known.values() if each.language == tag)
        there = _("In {language} there are: {names}.").format(language=tag, names=names)
        raise NotFound(f"{message} {there}")
    return chosen


def _known_language(tag: str) -> str:
    """The language of ours that a tag means; unlike a message, a playbook is not English instead."""
    found = closest(tag)
    if _first_part(found) != _first_part(tag):
        message = _("There is no starter in {language}.").format(language=tag)
        raise NotFound(f"{message} {did_you_mean(tag, LANGUAGES)}")
    return found


def _first_part(tag: str) -> str:
    return tag.replace("_", "-").split("-")[0].lower()


_NO_IDS = frozenset({"null", "true", "false", "yes", "no", "on", "off"})
"""Words that mean something else to YAML tools."""


def new(starter: Starter, folder: Path, answers: list[tuple[str, str]]) -> Files:
    """The files of a new playbook."""
    files = _copied(starter.folder)
    neighbours = _neighbours(files[_MAIN])
    others = {name.split("/")[0] for name in neighbours}
    id = id_for(folder.absolute().name)
    if id is None or id in others or id in _NO_IDS:
        id = starter.id
    files = _renamed(files, starter.id, id)
    neighbours = _renamed(neighbours, starter.id, id)
    files[_MAIN] = _without_missing(files[_MAIN], {id, *others})
    files[_MAIN] = _NEIGHBOUR.sub(r"\1", files[_MAIN])
    if answers:
        files |= _answered(files, answers)
    files |= neighbours
    return editor.set_up(files, closest(starter.language))


def _copied(folder: Path, prefix: str = "") -> dict[str, str]:
    return {
        prefix + path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _renamed(files: dict[str, str], old: str, id: str) -> dict[str, str]:
    """The files with another id for the playbook and for what goes on in it."""
    own_name = re.compile(rf"(?m)^(id: *|.*\bplaybook: *){re.escape(old)}(?![\w-])")
    return {
        name: own_name.sub(rf"\g<1>{id}", text) if name.endswith(".yaml") else text
        for name, text in files.items()
    }


def _without_missing(main: str, here: set[str]) -> str:
    """The main file, with what goes on in playbooks that do not come along put behind #."""
    root = yaml.compose(main)
    parts = root.value if isinstance(root, yaml.MappingNode) else []
    section = next((each for each in parts if each[0].value == "continues"), None)
    if section is None:
        return main
    entries = section[1].value
    missing = [
        (name.start_mark.line, _last_line(entry))
        for name, entry in entries
        if any(key.value == "playbook" and value.value not in here for key, value in entry.value)
    ]
    if missing and len(missing) == len(entries):
        missing = [(section[0].start_mark.line, missing[-1][1])]
    lines = main.splitlines()
    for first, last in reversed(missing):
        note = _("# This goes on in a playbook that is not here. Take the # away when it is.")
        lines[first : last + 1] = [note, *(f"# {line}" for line in lines[first : last + 1])]
    return "\n".join(lines) + "\n"


def _last_line(node: yaml.Node) -> int:
    """The line in which the last value of a node ends."""
    while not isinstance(node, yaml.ScalarNode) and node.value:
        node = node.value[-1][1] if isinstance(node, yaml.MappingNode) else node.value[-1]
    return node.end_mark.line - (node.end_mark.column == 0)


def _neighbours(main: str) -> dict[str, str]:
    """The folders that a playbook uses or extends, and those that they use in turn."""
    found: dict[str, str] = {}
    waiting, seen = _NEIGHBOUR.findall(main), set()
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            copied = _copied(PLAYBOOKS / name, f"{name}/")
            waiting += _NEIGHBOUR.findall(copied.get(f"{name}/{_MAIN}", ""))
            found |= copied
    return found


def questions() -> tuple[str, ...]:
    """What to ask the team before its process is written down."""
    return (
        _("How good are the leads you get?"),
        _("How are leads shared out today?"),
        _("How many times do you try to reach a prospect?"),
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


def _answered(files: dict[str, str], answers: list[tuple[str, str]]) -> dict[str, str]:
    """The team's answers as a page of the handbook; what is open stays to be ticked off."""
    title = _("How we sell today")
    lines = []
    for question, answer in answers:
        lines += [f"## {question}", "", answer or _("*Not answered yet.*"), ""]
    entry = f'- {{id: team, name: "{title}"}}\n'
    changed = {"pages/team.md": "\n".join(lines).rstrip() + "\n"}
    main = files[_MAIN]
    if "pages.yaml" in files:
        changed["pages.yaml"] = f"{files['pages.yaml'].rstrip()}\n{entry}"
    elif re.search(r"(?m)^pages:\n", main):
        changed[_MAIN] = re.sub(
            r"(?m)^pages:\n", lambda match: f"{match[0]}  {entry}", main, count=1
        )
    else:
        changed[_MAIN] = f"{main.rstrip()}\n\npages:\n  {entry}"
    return changed
