"""One playbook from its folder: playbook.yaml, section files, and Markdown at its path."""

from dataclasses import replace
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from playbook.assembly.headings import without_heading
from playbook.assembly.workspace import Workspace
from playbook.findings import At, Place, Problem
from playbook.messages import _
from playbook.paths import MAIN, shown
from playbook.schema import Node, node_at, schema
from playbook.source import Document, Spot, whole_file
from playbook.suggest import did_you_mean

OTHERS = frozenset({"crm"})
"""YAML files of a playbook's folder that are no sections."""
_SUFFIXES = (".yaml", ".yml")
_MOST_FILES = 1000
_MOST_CHARACTERS = 10_000_000
"""In all files of a folder together."""


@cache
def sections() -> dict[str, bool]:
    """The top-level sections that may be files of their own; true for those that map ids to entries."""
    root = schema("playbook")
    found = {}
    for name in root["properties"]:
        node = node_at(root, (name,))
        if node is None or name in ("for", "by_segment"):
            continue
        if "object" in node.types:
            found[name] = isinstance(node.here.get("additionalProperties"), dict)
        elif node.types == ("array",) and "object" in Node(root, node.here["items"]).types:
            found[name] = False
    return found


def is_library(folder: Path) -> bool:
    """Whether a folder holds section files for playbooks to use, and no playbook."""
    names = {entry.name for entry in folder.iterdir()}
    if names & set(MAIN):
        return False
    return any(Path(name).stem in sections() and name.endswith(_SUFFIXES) for name in names)


def read_folder(path: Path, workspace: Workspace) -> Document:
    """The document of a playbook's main file, with what stands beside it."""
    document = workspace.read(path)
    if path.name not in MAIN or not isinstance(document.data, dict):
        return document
    return with_sections(document, path.parent, workspace)


def with_sections(document: Document, folder: Path, workspace: Workspace) -> Document:
    """The document with the section files and the Markdown of a folder put in."""
    gathering = _Gathering(document, workspace)
    prose: list[Path] = []
    for entry in sorted(workspace.entries(folder)):
        if entry.suffix in _SUFFIXES and entry.name not in MAIN:
            gathering.section(entry)
        elif entry.name in sections() and entry.is_dir() and gathering.may_read(entry):
            for file in sorted(islice(workspace.files_below(entry), _MOST_FILES + 1)):
                if file.suffix in _SUFFIXES:
                    gathering.entry(entry.name, file)
                elif file.suffix == ".md":
                    prose.append(file)
    for file in prose:
        gathering.prose(file, folder)
    return gathering.document()


class _Gathering:
    """A document in the making."""

    def __init__(self, document: Document, workspace: Workspace) -> None:
        self.first = document
        self.workspace = workspace
        self.data: dict[str, Any] = dict(document.data)
        parts = document.spot.parts
        self.parts: dict[str, Spot] = dict(parts) if isinstance(parts, dict) else {}
        self.texts = dict(document.texts)
        self.problems = list(document.problems)
        self.doubtful = document.doubtful
        self.translated: dict[str, dict[str, tuple[str, str]]] = {}
        self.room = _MOST_CHARACTERS
        self.is_full = False

    def document(self) -> Document:
        """What has been gathered."""
        return replace(
            self.first,
            data=self.data,
            spot=self.first.spot._replace(parts=self.parts),
            texts=self.texts,
            problems=tuple(self.problems),
            doubtful=self.doubtful,
            translated=self.translated,
        )

    def section(self, file: Path) -> None:
        """Put a section's file in."""
        name = file.stem
        if name in sections():
            self._put((), name, file)
        elif name not in OTHERS and not file.is_dir():
            self._unknown(file, name)

    def entry(self, section: str, file: Path) -> None:
        """Put the file of one entry of a catalogue in."""
        if not sections()[section]:
            message = _('"{section}" is an ordered list, so it cannot be split into files.')
            help = _("Write it in {section}.yaml.")
            self._say(file, "PB106", message.format(section=section), help.format(section=section))
            return
        if section not in self.data:
            self.data[section] = {}
            self.parts[section] = whole_file(shown(file.parent))._replace(parts={})
        elif not isinstance(self.data[section], dict):
            return
        else:
            self.data[section] = dict(self.data[section])
            spot = self.parts[section]
            parts = spot.parts if isinstance(spot.parts, dict) else {}
            self.parts[section] = spot._replace(parts=dict(parts))
        self._put((section,), file.stem, file)

    def prose(self, file: Path, folder: Path) -> None:
        """Put a Markdown file in at its path: ``stages/trial.md``, ``stages/trial.bg.md``."""
        relative = file.relative_to(folder)
        stem, _dot, language = relative.stem.partition(".")
        steps = (*relative.parts[:-1], stem)
        at = self._find(steps)
        if isinstance(at, str) and "extends" in self.data and len(steps) == 2:
            at = self._of_base(*steps, file)
        if isinstance(at, str):
            if not self.doubtful:
                self._say(file, "PB106", _("This text belongs to nothing in the playbook."), at)
            return
        node = node_at(schema("playbook"), at)
        key = next((key for key in ("text", "notes") if node and key in node.keys), None)
        if key is None:
            self._say(file, "PB106", _("This text belongs to nothing in the playbook."), "")
            return
        document = self._read(file, ".".join(steps), plain=True)
        if document is None or not isinstance(self._value(at), dict):
            return
        if language:
            context = ".".join((*steps, key))
            self.translated.setdefault(language, {})[context] = (document.data, document.file)
            return
        self._put_text((*at, key), document)

    def _find(self, steps: tuple[str, ...]) -> At | str:
        """The path of the part that a file's path names, or a sentence that guesses."""
        at: At = ()
        value: Any = self.data
        for step in steps:
            if isinstance(value, list):
                ids = [item.get("id") if isinstance(item, dict) else None for item in value]
                if step not in ids:
                    return did_you_mean(step, [id for id in ids if isinstance(id, str)])
                number = ids.index(step)
                at, value = (*at, number), value[number]
            elif isinstance(value, dict) and step in value:
                at, value = (*at, step), value[step]
            else:
                return did_you_mean(step, value if isinstance(value, dict) else ())
        return at

    def _value(self, at: At) -> Any:
        value: Any = self.data
        for step in at:
            value = value[step]
        return value

    def may_read(self, file: Path) -> bool:
        """Whether a file or a folder may be read; if not, that is said."""
        refusal = self.workspace.refusal(file)
        if refusal is not None:
            self._say(file, "PB106", _("This file is not read."), refusal)
        return refusal is None

    def _read(self, file: Path, path: str, *, plain: bool = False) -> Document | None:
        """The document of one of the folder's files, if there is anything in it to use.

        What is wrong with a file that cannot be used is known by the path of
        what was to stand in it, so that nobody calls that missing as well.
        """
        if not self.may_read(file):
            return None
        if file.is_dir():
            self._say(file, "PB106", _("This file is not read."), _("It is a folder."))
            return None
        if self.is_full:
            return None
        if len(self.texts) > _MOST_FILES or self.room < 0:
            self.is_full = True
            message = _("There are too many files, or too large ones, in this folder.")
            self._say(file, "PB003", message, _("This one and those after it are not read."))
            return None
        document = self.workspace.read(file, plain=plain)
        self.room -= sum(map(len, document.texts.values()))
        self.texts.update(document.texts)
        self.doubtful |= document.doubtful
        if document.data is None:
            self.problems += (replace(problem, path=path) for problem in document.problems)
            return None
        self.problems += document.problems
        return document

    def _of_base(self, section: str, id: str, file: Path) -> At | str:
        """A part that a variant says nothing of but a text: it stands in the base, if anywhere."""
        entries = self.data.setdefault(section, {} if sections().get(section) else [])
        spot = self.parts.setdefault(section, whole_file(shown(file)))
        here = whole_file(shown(file))
        if isinstance(entries, dict):
            self.data[section] = {**entries, id: {}}
            parts = spot.parts if isinstance(spot.parts, dict) else {}
            self.parts[section] = spot._replace(parts={**parts, id: here._replace(parts={})})
            return (section, id)
        if not isinstance(entries, list):
            return ""
        self.data[section] = [*entries, {"id": id}]
        items = spot.parts if isinstance(spot.parts, list) else []
        item = here._replace(parts={"id": here})
        self.parts[section] = spot._replace(parts=[*items, item])
        return (section, len(entries))

    def _put(self, at: tuple[str, ...], name: str, file: Path) -> None:
        """Put a whole file in as one value."""
        document = self._read(file, ".".join((*at, name)))
        if document is None:
            return
        data, parts = self.data, self.parts
        for step in at:
            data = data[step]
            inner = parts[step].parts
            parts = inner if isinstance(inner, dict) else {}
        problem, document = without_heading(document, (*at, name))
        self.problems += [problem] if problem is not None else []
        if document.data is None:
            return
        if name in data:
            place = parts[name].start
            message = _('"{name}" is also given in {file}, line {line}.')
            message = message.format(name=name, file=parts[name].file, line=place.line + 1)
            self._say(file, "PB103", message, _("Keep one of the two."))
            return
        data[name] = document.data
        parts[name] = document.spot

    def _put_text(self, at: At, document: Document) -> None:
        """Put a text in, copying what stands above it, so that nothing shared is changed."""
        data: Any = self.data
        parts: Any = self.parts
        for step in at[:-1]:
            data[step] = data[step].copy()
            spot = parts[step]
            parts[step] = spot._replace(parts=spot.parts.copy())
            data, parts = data[step], parts[step].parts
        if at[-1] in data:
            message = _('"{key}" is also given in {file}, line {line}.')
            spot = parts[at[-1]]
            message = message.format(key=at[-1], file=spot.file, line=spot.start.line + 1)
            self._say(Path(document.file), "PB103", message, _("Keep one of the two."))
            return
        data[at[-1]], parts[at[-1]] = document.data, document.spot

    def _unknown(self, file: Path, name: str) -> None:
        message = _('"{file}" is no section of a playbook, so nothing in it counts.')
        self._say(
            file, "PB106", message.format(file=file.name), did_you_mean(name, sections(), most=40)
        )

    def _say(self, file: Path, code: str, message: str, help: str) -> None:
        self.problems.append(Problem(Place(shown(file)), code, message, help))
