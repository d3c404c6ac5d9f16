"""The one road: from files to a playbook, to findings, and to what is made of it."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from playbook import registry, schema, translate
from playbook.assembly import Workspace, assemble, shown
from playbook.build import build
from playbook.crm import Export, Settings
from playbook.discovery import find
from playbook.errors import InvalidPlaybook, NotFound, PlaybookError, Refused
from playbook.files import Files
from playbook.findings import Edit, Finding, Fix, Place, Problem, Remark, Severity
from playbook.flow import Flow
from playbook.messages import _
from playbook.model import Playbook
from playbook.renderers import Choices
from playbook.report import Report
from playbook.rules import Context
from playbook.source import Document, line_in, read

_NAMES_ONLY = "PB1"
"""Of a template, which no deal goes through, only the names are looked at."""


@dataclass(frozen=True)
class Loaded:
    """A playbook's main file, what was read, and the model if it could be built."""

    path: Path
    document: Document
    problems: tuple[Problem, ...]
    playbook: Playbook | None = None
    catalogues: dict[str, translate.Catalogue] = field(default_factory=dict)
    settings: "CrmSettings | None" = None

    @property
    def texts(self) -> dict[str, str]:
        """The text of every file that was read, for showing lines of it."""
        catalogues = {each.file: each.written for each in self.catalogues.values()}
        return {
            **self.document.texts,
            **catalogues,
            **(self.settings.texts if self.settings else {}),
        }


@dataclass(frozen=True)
class CrmSettings:
    """The targets that crm.yaml names: what it says of each, and where."""

    targets: dict[str, dict[str, Any]]
    places: dict[str, Place]
    texts: Mapping[str, str]


def load(path: Path) -> Loaded:
    """Read a playbook from its main file; problems are said, not raised.

    Raises:
        PlaybookError: the file cannot be opened.

    """
    try:
        assembly = assemble(path)
    except OSError as error:
        message = _('"{path}" cannot be opened: {words}.')
        raise PlaybookError(
            message.format(path=shown(path), words=error.strerror or error)
        ) from error
    document = assembly.document
    problems = list(document.problems)
    for variant in assembly.variants:
        problems += schema.check(variant, "variant")
    wrong = [problem for problem in problems if _stops(problem)]
    if document.data is not None and not (wrong and assembly.variants):
        problems += schema.check(document)
    problems = _once(problems)
    if document.data is None or any(_stops(problem) for problem in problems):
        return Loaded(path, document, tuple(problems))
    playbook = build(document)
    catalogues, unreadable = translate.catalogues(document, path.parent, playbook.languages)
    settings, settings_problems = _settings(path)
    problems += (*unreadable, *settings_problems)
    return Loaded(path, document, tuple(problems), playbook, catalogues, settings)


def _stops(problem: Problem) -> bool:
    """Whether nothing can be built with this problem."""
    return registry.all_rules()[problem.code].severity is Severity.ERROR


def _once(problems: Iterable[Problem]) -> list[Problem]:
    """One problem for each cause: where the shape is wrong, a warning about the word is no news."""
    problems = list(dict.fromkeys(problems))
    wrong = {problem.place[:3] for problem in problems if _stops(problem)}
    return [each for each in problems if _stops(each) or each.place[:3] not in wrong]


def _settings(path: Path) -> tuple[CrmSettings | None, tuple[Problem, ...]]:
    """What crm.yaml beside the playbook says."""
    file = path.with_name("crm.yaml")
    if path.stem != "playbook" or not file.is_file():
        return None, ()
    refusal = Workspace.around(path).refusal(file)
    if refusal is not None:
        return None, (Problem(Place(shown(file)), "PB106", _("This file is not read."), refusal),)
    document = read(file, shown(file))
    problems = document.problems
    if document.data is not None:
        problems += schema.check(document, "crm")
    if document.data is None or any(_stops(problem) for problem in problems):
        return None, problems
    targets = {name: dict(values) for name, values in document.data["targets"].items()}
    places = {name: document.place(("targets", name), key=True) for name in targets}
    return CrmSettings(targets, places, document.texts), problems


def lint(paths: Iterable[Path], today: date | None = None) -> Report:
    """Check the playbooks at the paths.

    Raises:
        NotFound: a path is not there, or no playbook is below it.

    """
    found: list[Finding] = []
    texts: dict[str, str] = {}
    mains = find(paths)
    first: dict[str, Path] = {}
    for main in mains:
        loaded = load(main)
        texts |= loaded.texts
        found += findings(loaded, today)
        if loaded.playbook and first.setdefault(loaded.playbook.id, main) != main:
            other = first[loaded.playbook.id]
            found.append(_finding(_same_id(loaded.document, loaded.playbook, other)))
    return Report(tuple(sorted(set(found))), len(mains), lambda place: line_in(texts, place))


def _same_id(document: Document, playbook: Playbook, other: Path) -> Problem:
    message = _('The id "{id}" is also that of {other}.')
    message = message.format(id=playbook.id, other=shown(other))
    help = _("Give each playbook an id of its own; deals and handbooks go by it.")
    return Problem(document.place(("id",)), "PB101", message, help, document.path(("id",)))


def findings(loaded: Loaded, today: date | None = None) -> tuple[Finding, ...]:
    """What reading and the rules have found in one playbook, in order."""
    problems = [*loaded.problems]
    if loaded.playbook is not None:
        problems += _remarks(loaded, loaded.playbook, today or date.today())
    return tuple(sorted({_finding(problem) for problem in problems}))


def _finding(problem: Problem) -> Finding:
    severity = registry.all_rules()[problem.code].severity
    return Finding(**{**vars(problem), "severity": severity})


def _remarks(loaded: Loaded, playbook: Playbook, today: date) -> Iterable[Problem]:
    document = loaded.document
    context = Context(
        playbook=playbook,
        flow=Flow(playbook),
        today=today,
        is_shared=lambda at: document.place(at).file in document.shared,
        neighbours=_neighbours(loaded.path, playbook),
        catalogues=loaded.catalogues,
        context_of=lambda leaf: translate.context_of(document, leaf),
        targets=loaded.settings.places if loaded.settings else {},
        fates=lambda target: _fates(loaded, playbook, target),
    )
    for code, rule in registry.all_rules().items():
        if rule.check is None or (playbook.template and not code.startswith(_NAMES_ONLY)):
            continue
        for remark in rule.check(context):
            yield _problem(document, code, remark)


def _problem(document: Document, code: str, remark: Remark) -> Problem:
    if isinstance(remark.at, Place):
        return Problem(remark.at, code, remark.message, remark.help)
    place, path = document.place(remark.at), document.path(remark.at)
    fix = None
    if remark.instead:
        title = _('Write "{text}"').format(text=remark.instead)
        fix = Fix(title, (Edit(place, remark.instead),), is_safe=False)
    return Problem(place, code, remark.message, remark.help, path, fix=fix)


def _fates(loaded: Loaded, playbook: Playbook, target: str) -> Counter[str]:
    known = registry.all_targets()
    if target not in known or loaded.settings is None:
        return Counter()
    settings = Settings(loaded.settings.targets.get(target, {}))
    return Counter(fate.outcome for fate in known[target].export(playbook, settings).fates)


def _neighbours(path: Path, playbook: Playbook) -> dict[str, frozenset[str]] | None:
    """The playbooks beside this one, looked up only if deals go on in one of them."""
    others = {each.playbook for each in playbook.continues.values()} - {playbook.id}
    if not others:
        return None
    folder = path.parent.parent if path.stem == "playbook" else path.parent
    return _stages_below(folder)


@cache
def _stages_below(folder: Path) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    try:
        mains = find([folder])
    except NotFound:
        return found
    for main in mains:
        try:
            data = assemble(main).document.data
        except OSError:
            continue
        stages = data.get("stages") if isinstance(data, dict) else None
        if isinstance(data, dict) and isinstance(stages, list):
            ids = (stage.get("id") for stage in stages if isinstance(stage, dict))
            found[str(data.get("id"))] = frozenset(str(id) for id in ids)
    return found


def valid(path: Path) -> Loaded:
    """A playbook that has no errors; what is made of one must be right.

    Raises:
        NotFound: there is no playbook at the path.
        InvalidPlaybook: it has errors.

    """
    loaded = load(path)
    errors = tuple(each for each in findings(loaded) if each.severity is Severity.ERROR)
    if errors or loaded.playbook is None:
        first = errors[0]
        message = _("{path} has errors; the first is in line {line}: {words}").format(
            path=first.place.file, line=first.place.line, words=first.message
        )
        raise InvalidPlaybook(message, errors)
    return loaded


def render(paths: Sequence[Path], name: str, kind: str, choices: Choices) -> Files:
    """The files of a picture or a handbook.

    Raises:
        NotFound: a path is not there, or nothing can be made in this form.
        InvalidPlaybook: a playbook has errors.

    """
    renderer = registry.renderer(name, kind)
    loaded = [valid(main) for main in find(paths)]
    playbooks = [each for one in loaded for each in _in_all_languages(one, kind)]
    return renderer.render(playbooks, choices)


def _in_all_languages(loaded: Loaded, kind: str) -> Iterator[Playbook]:
    """The playbook, and for a handbook also its translations."""
    playbook = _built(loaded)
    yield playbook
    for catalogue in loaded.catalogues.values() if kind == "handbook" else ():
        if any(entry.text for entry in catalogue.entries.values()):
            yield translate.translated(playbook, loaded.document, catalogue)


def export(
    target: str, path: Path, settings: Callable[[Settings], Settings]
) -> tuple[Loaded, Export]:
    """The files for a CRM, with the fate of every part.

    Raises:
        NotFound: there is no such target, or no playbook.
        InvalidPlaybook: the playbook has errors.
        Refused: it is a template, or the target takes no files to merge with.

    """
    member = registry.target(target)
    loaded = valid(path)
    playbook = _built(loaded)
    if playbook.template:
        message = _('"{name}" is a template; no deal goes through it. Export what extends it.')
        raise Refused(message.format(name=playbook.name))
    named = loaded.settings.targets.get(target, {}) if loaded.settings else {}
    wanted = settings(Settings(named))
    if wanted.base and not member.takes_base:
        message = _("{target} is not merged with files of its own; leave out --base.")
        raise Refused(message.format(target=member.title))
    return loaded, member.export(playbook, wanted)


def _built(loaded: Loaded) -> Playbook:
    if loaded.playbook is None:
        raise InvalidPlaybook(loaded.document.file, ())
    return loaded.playbook
