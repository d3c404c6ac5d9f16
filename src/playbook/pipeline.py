"""The one road: from files to a playbook, to findings, and to what is made of it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from playbook import brand, registry, translate
from playbook.adoption import Adopted, adopted
from playbook.brand import Brand
from playbook.crm import Export, Settings, Target
from playbook.discovery import beside, find
from playbook.drift import Difference, compared, pipeline_of
from playbook.errors import InvalidPlaybook, NotFound, PlaybookError, Refused
from playbook.files import Files, read_given
from playbook.findings import Finding, Severity
from playbook.history import as_of
from playbook.linting import Request, settings_of
from playbook.linting import lint as _lint
from playbook.linting.checking import finding, findings, misfitting
from playbook.loading import Loaded, load, stops
from playbook.messages import _, closest, language, speaking
from playbook.model import Playbook
from playbook.paths import root_around
from playbook.renderers import Choices, Kind, Renderer, View
from playbook.report import Report
from playbook.rollout.compiling import Rollout
from playbook.rollout.reading import Found, Note, first_pages
from playbook.rollout.requests import PROGRAM
from playbook.suggest import did_you_mean


def lint(paths: Iterable[Path], today: date | None = None) -> Report:
    """Everything that is found in the playbooks at the paths, in the language in use."""
    request = Request(language=language(), today=today or date.today())
    return _lint(paths, request).report


def valid(path: Path) -> Loaded:
    """A playbook that has no errors; what is made of one must be right.

    Raises:
        NotFound: there is no playbook at the path.
        InvalidPlaybook: it has errors.

    """
    loaded = load(path)
    root = loaded.workspace.root
    settings = settings_of(root)
    errors = tuple(
        each
        for each in findings(loaded)
        if each.severity is Severity.ERROR
        and (loaded.playbook is None or settings.severity(each, root) is Severity.ERROR)
    )
    if errors or loaded.playbook is None:
        raise _invalid(errors)
    return loaded


def _invalid(errors: tuple[Finding, ...]) -> InvalidPlaybook:
    first = errors[0]
    message = _("{path} has errors; the first is in line {line}: {words}").format(
        path=first.place.file, line=first.place.line, words=first.message
    )
    return InvalidPlaybook(message, errors)


def render(
    paths: Sequence[Path], kind: Kind, name: str, choices: Choices, languages: Sequence[str] = ()
) -> Files:
    """The files of a picture, a handbook or training material.

    Without a choice of languages, a picture and a handbook in one file are in
    the playbook's own, and a folder holds all that there are.

    Raises:
        NotFound: a path or a language is not there, or nothing can be made in this form.
        PlaybookError: a picture in this form cannot show the view, or the brand cannot be used.
        InvalidPlaybook: a playbook has errors.

    """
    renderer = registry.renderer(name, kind)
    if kind == "picture" and choices.view not in renderer.views:
        raise _not_shown(renderer, choices.view)
    loaded = [valid(main) for main in find(paths)]
    is_folder = kind != "picture" and not renderer.suffix
    playbooks = [
        playbook for one in loaded for playbook in _in_languages(one, languages, every=is_folder)
    ]
    if choices.brand == Brand() and loaded:
        choices = replace(choices, brand=brand.of(loaded[0].workspace.root))
    return renderer.render(playbooks, choices)


def earlier(paths: Sequence[Path], since: str) -> Mapping[tuple[str, str], Playbook]:
    """The playbooks at the paths as they were, by id and language.

    ``since`` is a folder or a file with an earlier version, or a revision of
    git such as ``v1.2``.

    Raises:
        NotFound: there is neither a path nor a revision of that name.
            Or a playbook of that time cannot be read.

    """
    if Path(since).exists():
        return _by_id_and_language([Path(since)])
    found: dict[tuple[str, str], Playbook] = {}
    for path in paths:
        folder = path if path.is_dir() else path.parent
        root = root_around(folder / "playbook.yaml")
        with as_of(root, since) as then:
            there = then / path.resolve().relative_to(root.resolve())
            found |= _by_id_and_language([there]) if there.exists() else {}
    return found


def _by_id_and_language(paths: Sequence[Path]) -> dict[tuple[str, str], Playbook]:
    return {
        (playbook.id, playbook.language): playbook
        for main in find(paths)
        for playbook in _in_languages(_readable(main), (), every=True)
    }


def _readable(main: Path) -> Loaded:
    """An earlier version; what the rules say today is no news about it."""
    loaded = load(main)
    if loaded.playbook is None:
        message = _("The earlier version cannot be compared: {words}")
        words = loaded.problems[0].message if loaded.problems else main.name
        raise NotFound(message.format(words=words))
    return loaded


def _not_shown(renderer: Renderer, view: View) -> PlaybookError:
    """What to say of a picture that cannot show a view in its form."""
    forms = registry.all_renderers("picture").values()
    message = _(
        'A .{form} file cannot show "{view}". It can show: {views}. These show "{view}": {forms}'
    )
    return PlaybookError(
        message.format(
            form=renderer.name,
            view=view,
            views=", ".join(renderer.views),
            forms=", ".join(f".{each.name}" for each in forms if view in each.views),
        )
    )


def _in_languages(loaded: Loaded, languages: Sequence[str], *, every: bool) -> tuple[Playbook, ...]:
    """A playbook in its own language and, if wanted, in those that it is translated into."""
    known = loaded.languages
    for tag in languages:
        if tag not in known:
            raise _not_translated(loaded, tag)
    wanted = languages or (known if every else known[:1])
    return tuple(loaded.in_language(tag) for tag in known if tag in wanted)


def _not_translated(loaded: Loaded, tag: str) -> NotFound:
    message = _('"{name}" is not translated into "{language}".')
    words = message.format(name=loaded.built.name, language=tag)
    return NotFound(f"{words} {did_you_mean(tag, loaded.languages)}")


@dataclass(frozen=True)
class Folder:
    """Playbooks that stand in one folder and share its catalogues, and their translations."""

    playbooks: tuple[Loaded, ...]
    translations: tuple[translate.Translation, ...]


def translations(paths: Iterable[Path], languages: Sequence[str] = ()) -> tuple[Folder, ...]:
    """The translations of the playbooks at the paths, as they are and as they should be.

    Into the languages that a playbook names, and into these.

    Raises:
        NotFound: there is no playbook at a path.
        InvalidPlaybook: a playbook cannot be read whole.
        PlaybookError: a catalogue cannot be read, or a language is none to translate into.

    """
    mains = find(paths)
    folders = tuple(
        _translated(folder, [main for main in mains if main.parent == folder], languages)
        for folder in dict.fromkeys(main.parent for main in mains)
    )
    for tag in languages:
        if not translate.is_tag(tag):
            message = _('"{tag}" is no language tag. Write it as in: bg, zh-CN.')
            raise PlaybookError(message.format(tag=tag))
        if not any(each.language == tag for folder in folders for each in folder.translations):
            message = _('"{tag}" is the language that it is written in.')
            raise PlaybookError(message.format(tag=tag))
    return folders


def _translated(folder: Path, mains: Sequence[Path], languages: Sequence[str]) -> Folder:
    loaded = {main: _whole(main) for main in sorted((*mains, *beside(mains)))}
    into: dict[str, list[translate.Read]] = {}
    for main, one in loaded.items():
        playbook = one.built
        for tag in dict.fromkeys((*playbook.languages, *(languages if main in mains else ()))):
            if tag != playbook.language and translate.is_tag(tag):
                into.setdefault(tag, []).append((playbook, one.document))
    asked = [loaded[main] for main in mains]
    workspace = asked[0].workspace
    found = (translate.translation(read, tag, folder, workspace) for tag, read in into.items())
    return Folder(tuple(asked), tuple(found))


def _whole(main: Path) -> Loaded:
    """A playbook that can be read; what else is wrong with it is no matter for translators."""
    loaded = load(main)
    if loaded.playbook is None:
        raise _invalid(tuple(sorted(finding(each) for each in loaded.problems if stops(each))))
    return loaded


def export(
    target: str, path: Path, settings: Callable[[Settings], Settings]
) -> tuple[Loaded, Export]:
    """The files for a CRM, with the fate of every part.

    Raises:
        NotFound: there is no such target, or no playbook.
        InvalidPlaybook: the playbook has errors, or does not fit into the CRM.
        Refused: it is a template, or the target takes no files to merge with.

    """
    member = registry.target(target)
    loaded = valid(path)
    playbook, named = _in_crm(loaded, target)
    wanted = settings(named)
    if wanted.base and not member.takes_base:
        message = _("{target} is not merged with files of its own; leave out --base.")
        raise Refused(message.format(target=member.title))
    if found := misfitting(loaded, target):
        raise _invalid(found)
    return loaded, member.export(playbook, wanted)


def adopt(target: str, paths: Sequence[Path], language: str | None = None) -> Adopted:
    """Playbooks made of what a CRM gives of its own set-up.

    Raises:
        NotFound: there is no such target, or no pipeline in the files.
        Refused: the files are something else, or nothing can be read from this target.

    """
    member = registry.target(target)
    return adopted(_read(member, paths), member, language)


@dataclass(frozen=True)
class Comparison:
    """Where a CRM and a playbook disagree, and what is open about what the CRM gave."""

    loaded: Loaded
    differences: tuple[Difference, ...]
    questions: tuple[Note, ...]


def compare(target: str, path: Path, dump: Sequence[Path]) -> Comparison:
    """Where a CRM and a playbook disagree.

    Raises:
        NotFound: there is no such target, no playbook, or no pipeline that is its own.
        InvalidPlaybook: the playbook has errors.
        Refused: it is a template, the files are something else, or nothing can be read from this
            target.

    """
    member = registry.target(target)
    loaded = valid(path)
    playbook, settings = _in_crm(loaded, target)
    found = _read(member, dump)
    rollout = Rollout(playbook, settings, member.surface)
    with speaking(closest(playbook.language)):  # as an export would name things
        mine = member.held(rollout)
    questions = tuple(note for note in found.notes if note.kind == "question")
    return Comparison(loaded, compared(rollout, mine, pipeline_of(mine, found)), questions)


def _in_crm(loaded: Loaded, target: str) -> tuple[Playbook, Settings]:
    playbook, settings = loaded.in_crm(target)
    if playbook.template:
        message = _('"{name}" is a template; no deal goes through it. Export what extends it.')
        raise Refused(message.format(name=playbook.name))
    tag = settings.text("language", playbook.language)
    if tag != playbook.language:
        raise _not_translated(loaded, tag)
    return playbook, settings


def _read(member: Target, paths: Sequence[Path]) -> Found:
    if member.read is None:
        message = _("Nothing can be read from {target}.")
        raise Refused(message.format(target=member.title))
    dump = read_given(paths)
    try:
        found = member.read(dump) if dump else Found(())
    except Refused as error:
        if not any(name.endswith(PROGRAM) for name in dump):
            raise
        message = _("This is what playbook export has written. Fetch this from {target}: {dump}")
        raise Refused(message.format(target=member.title, dump=member.dump)) from error
    if not found.setups:
        message = _("There is no pipeline in these files. Fetch this from {target}: {dump}")
        raise NotFound(message.format(target=member.title, dump=member.dump))
    return replace(found, notes=(*first_pages(dump), *found.notes))
