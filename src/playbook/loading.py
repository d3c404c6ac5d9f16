"""A playbook as it is loaded: what was read, what is wrong with its shape, and the model."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from playbook import registry, schema, translate
from playbook.assembly import Workspace, assemble
from playbook.build import build
from playbook.errors import InvalidPlaybook, PlaybookError
from playbook.findings import At, Place, Problem, Severity
from playbook.messages import _
from playbook.model import Playbook
from playbook.paths import shown
from playbook.rollout.export import Settings
from playbook.source import Document
from playbook.suggest import did_you_mean


@dataclass(frozen=True)
class CrmSettings:
    """The targets that crm.yaml names: what it says of each, and where."""

    targets: dict[str, dict[str, Any]]
    places: dict[str, Place]
    texts: Mapping[str, str]
    place: Callable[[At], Place]
    """Where something stands in it, by its path."""


@dataclass(frozen=True)
class Loaded:
    """A playbook's main file, what was read, and the model if it could be built."""

    path: Path
    workspace: Workspace
    document: Document
    problems: tuple[Problem, ...]
    playbook: Playbook | None = None
    catalogues: dict[str, translate.Catalogue] = field(default_factory=dict)
    settings: CrmSettings | None = None

    @property
    def texts(self) -> dict[str, str]:
        """The text of every file that was read, for showing lines of it."""
        catalogues = {each.file: each.written for each in self.catalogues.values()}
        settings = self.settings.texts if self.settings else {}
        return {**self.document.texts, **catalogues, **settings}

    @property
    def built(self) -> Playbook:
        """The model.

        Raises:
            InvalidPlaybook: it could not be built.

        """
        if self.playbook is None:
            raise InvalidPlaybook(self.document.file, ())
        return self.playbook

    @property
    def languages(self) -> tuple[str, ...]:
        """The playbook's own language, and those that anything of it is translated into."""
        begun = (
            tag
            for tag, catalogue in self.catalogues.items()
            if any(entry.text not in ("", entry.source) for entry in catalogue.entries.values())
        )
        return (self.built.language, *begun)

    def in_language(self, tag: str) -> Playbook:
        """The model in one of its ``languages``.

        Raises:
            KeyError: it is in none of that name.

        """
        if tag == self.built.language:
            return self.built
        return translate.translated(self.built, self.document, self.catalogues[tag])

    @cached_property
    def spoken(self) -> Mapping[str, Playbook]:
        """The model in each of its languages."""
        return {tag: self.in_language(tag) for tag in self.languages}

    def in_crm(self, target: str) -> tuple[Playbook, Settings]:
        """The model in the language that a CRM has it in, and what crm.yaml says of that CRM.

        A language that there is not is told by ``misfits``; here it is the playbook's own.
        """
        values = self.settings.targets.get(target, {}) if self.settings else {}
        playbook = self.spoken.get(str(values.get("language")), self.built)
        others = {tag: other for tag, other in self.spoken.items() if other is not playbook}
        return playbook, Settings(values, translations=others)


def load(path: Path, workspace: Workspace | None = None) -> Loaded:
    """Read a playbook from its main file; problems are said, not raised.

    Raises:
        PlaybookError: the file cannot be opened.

    """
    workspace = workspace or Workspace.around(path)
    try:
        assembly = assemble(path, workspace)
    except OSError as error:
        message = _('"{path}" cannot be opened: {words}.')
        raise PlaybookError(
            message.format(path=shown(path), words=error.strerror or error)
        ) from error
    document = assembly.document
    problems = list(document.problems)
    for variant in assembly.variants:
        problems += schema.check(variant, "variant")
    wrong = [problem for problem in problems if stops(problem)]
    if document.data is not None and not (wrong and assembly.variants):
        problems += schema.check(document)
    problems = _once(problems)
    if document.data is None or any(stops(problem) for problem in problems):
        return Loaded(path, workspace, document, tuple(problems))
    playbook = build(document)
    catalogues, unreadable = translate.catalogues(
        document, path.parent, playbook.languages, workspace
    )
    settings, settings_problems = _settings(path, workspace)
    problems += (*unreadable, *settings_problems)
    return Loaded(path, workspace, document, tuple(problems), playbook, catalogues, settings)


def stops(problem: Problem) -> bool:
    """Whether nothing can be built with this problem."""
    return registry.all_rules()[problem.code].severity is Severity.ERROR


def _once(problems: Iterable[Problem]) -> list[Problem]:
    """One problem for each cause: where the shape is wrong, a warning about the word is no news."""
    problems = list(dict.fromkeys(problems))
    wrong = {problem.place[:2] for problem in problems if stops(problem)}
    return [each for each in problems if stops(each) or each.place[:2] not in wrong]


def _settings(path: Path, workspace: Workspace) -> tuple[CrmSettings | None, tuple[Problem, ...]]:
    """What crm.yaml beside the playbook says."""
    file = path.with_name("crm.yaml")
    if path.stem != "playbook" or not workspace.is_file(file):
        return None, ()
    refusal = workspace.refusal(file)
    if refusal is not None:
        return None, (Problem(Place(shown(file)), "PB106", _("This file is not read."), refusal),)
    document = workspace.read(file)
    problems = document.problems
    if document.data is not None:
        problems += schema.check(document, "crm")
    else:
        help = _('Write "targets:" with the name of a CRM below it, or delete the file.')
        problems = tuple(replace(each, help=help) for each in problems)
    if document.data is None or any(stops(problem) for problem in problems):
        return None, problems
    targets = {name: dict(values) for name, values in document.data["targets"].items()}
    places = {name: document.place(("targets", name), key=True) for name in targets}
    unknown = [_no_target(name, places[name]) for name in targets if not registry.find_target(name)]
    found = CrmSettings(targets, places, document.texts, partial(document.place, key=True))
    return found, (*problems, *unknown)


def _no_target(name: str, place: Place) -> Problem:
    """A target that there is not; other packages may bring some, so no schema knows them all."""
    message = _('There is no target "{name}".').format(name=name)
    return Problem(place, "PB043", message, did_you_mean(name, registry.all_targets()))
