"""What several playbooks share: folders with catalogues, taken in by ``uses``."""

from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

from playbook.assembly.folder import sections, with_sections
from playbook.assembly.workspace import Workspace
from playbook.findings import Problem
from playbook.messages import _
from playbook.paths import MAIN, shown
from playbook.source import Document, Spot, whole_file
from playbook.suggest import nearest

_MOST_ENTRIES = 1000
"""How many folders are looked at to guess which was meant."""


def with_libraries(document: Document, folder: Path, workspace: Workspace) -> Document:
    """The document with the catalogues of its libraries put in behind its own."""
    named = document.data["uses"]
    for number, name in enumerate(named if isinstance(named, list) else ()):
        if not isinstance(name, str):
            continue  # the schema says what is wrong with it
        path = folder / name
        refusal = workspace.refusal(path, name)
        if refusal is None and not path.is_dir():
            refusal = _("It is not a folder.")
        if refusal is not None:
            help = f"{refusal} {_elsewhere(name, folder, workspace)}".strip()
            document = _unused(document, number, help)
            continue
        if path.samefile(folder):
            continue  # what stands there is in the playbook already
        file = shown(path)
        empty = Document(file, {}, whole_file(file)._replace(parts={}))
        library = with_sections(empty, path, workspace)
        if any(workspace.is_file(path / main) for main in MAIN) and not library.data:
            help = _("It is a playbook. What several share stands in files such as roles.yaml.")
            document = _unused(document, number, help)
        elif not library.data and not library.problems:
            help = _("Nothing to share is in it: no roles.yaml, fields.yaml or the like.")
            document = _unused(document, number, help)
        document = _with_library(document, library)
    return document


def _unused(document: Document, number: int, help: str) -> Document:
    """The document with a problem at one of the libraries it names."""
    at = ("uses", number)
    message = _('The library "{name}" cannot be used.').format(name=document.value(at))
    problem = Problem(document.place(at), "PB105", message, help, document.path(at))
    return replace(document, problems=(*document.problems, problem))


def _elsewhere(name: str, folder: Path, workspace: Workspace) -> str:
    """A guess at a library that is not where it was looked for: in the folder, or beside it."""
    found: dict[str, str] = {}
    for start, around in (("", folder), ("../", folder.parent)):
        if workspace.refusal(around) is None:
            for entry in islice(workspace.entries(around), _MOST_ENTRIES):
                if entry != folder and entry.is_dir() and workspace.refusal(entry) is None:
                    found.setdefault(entry.name, start + entry.name)
    guess = nearest(Path(name).name, found)
    return "" if guess is None else _("Did you mean {guess}?").format(guess=found[guess])


def _with_library(document: Document, library: Document) -> Document:
    data: dict[str, Any] = dict(document.data)
    parts = dict(document.spot.parts) if isinstance(document.spot.parts, dict) else {}
    problems = [*document.problems, *library.problems]
    spots = library.spot.parts if isinstance(library.spot.parts, dict) else {}
    for section, shared in library.data.items():
        spot = spots[section]
        if not sections()[section] or not isinstance(shared, dict):
            message = _('A library cannot hold "{section}": only what is kept by id can be shared.')
            problems.append(
                Problem(library.place((section,)), "PB105", message.format(section=section))
            )
        elif section not in data:
            data[section], parts[section] = shared, spot
        elif isinstance(data[section], dict):
            own, entries = parts[section], spot.parts if isinstance(spot.parts, dict) else {}
            problems += _clashes(section, own, entries)
            data[section] = {**shared, **data[section]}
            own_parts = own.parts if isinstance(own.parts, dict) else {}
            parts[section] = own._replace(parts={**entries, **own_parts})
    return replace(
        document,
        data=data,
        spot=document.spot._replace(parts=parts),
        texts={**library.texts, **document.texts},
        shared=document.shared | library.texts.keys(),
        doubtful=document.doubtful | library.doubtful,
        problems=tuple(problems),
        translated={
            language: {
                **library.translated.get(language, {}),
                **document.translated.get(language, {}),
            }
            for language in (*library.translated, *document.translated)
        },
    )


def _clashes(section: str, own: Spot, shared: dict[str, Spot]) -> list[Problem]:
    """An id that the playbook and its library both define."""
    found = []
    for id, spot in (own.parts if isinstance(own.parts, dict) else {}).items():
        if id in shared:
            message = _('"{id}" is also defined in {file}, line {line}.')
            there = shared[id].key or shared[id].start
            found.append(
                Problem(
                    Document(spot.file, None, spot).place((), key=True)._replace(length=len(id)),
                    "PB103",
                    message.format(id=id, file=shared[id].file, line=there.line + 1),
                    _("Give it another id, or leave it to the library."),
                    f"{section}.{id}",
                )
            )
    return found
