"""One playbook looked at on its own: what reading and the rules find in it."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from playbook import registry, schema, translate
from playbook.assembly import Workspace
from playbook.build import build
from playbook.findings import At, Edit, Finding, Fix, Place, Problem
from playbook.flow import Flow
from playbook.linting.checked import Checked
from playbook.linting.ignores import silenced
from playbook.linting.neighbours import Neighbourhood, beginning
from playbook.loading import Loaded, load, stops
from playbook.messages import _, closest, speaking
from playbook.model import Playbook
from playbook.paths import shown
from playbook.rollout.misfits import misfits
from playbook.rules import Base, Context, Remark
from playbook.source import Document, line_in

_NAMES_ONLY = "PB1"
"""Of a template, which no deal goes through, only the names are looked at."""
_LANGUAGE = re.compile(r"^language[ \t]*:[ \t]*[\"']?([A-Za-z-]+)", re.MULTILINE)


def check(
    main: Path,
    language: str | None = None,
    today: date | None = None,
    neighbourhood: Neighbourhood | None = None,
) -> Checked:
    """Look at one playbook, in a language or in its own.

    Raises:
        PlaybookError: the file cannot be opened.

    """
    neighbourhood = neighbourhood or Neighbourhood()
    spoken = language or _own_language(main, neighbourhood.buffers)
    while True:
        with speaking(closest(spoken)):
            loaded = load(main, Workspace.around(main, neighbourhood.buffers))
            own = loaded.playbook.language if loaded.playbook else spoken
            if language is None and closest(own) != closest(spoken):
                spoken = own  # a variant says in its base which language it is in
                continue
            problems = tuple(_problems(loaded, today or date.today(), neighbourhood))
            return _checked(loaded, problems, closest(spoken))


def misfitting(loaded: Loaded, target: str) -> tuple[Finding, ...]:
    """What of a playbook does not fit into a CRM, whether crm.yaml names that CRM or not."""
    found = (_problem(loaded, "PB926", each) for each in _misfits(loaded, target))
    return tuple(sorted(map(finding, found)))


def findings(loaded: Loaded, today: date | None = None) -> tuple[Finding, ...]:
    """What reading and the rules have found in one playbook, in order, in the language in use."""
    problems = _problems(loaded, today or date.today(), Neighbourhood())
    kept, _quiet = silenced(problems, loaded.texts, is_built=loaded.playbook is not None)
    return tuple(sorted({finding(problem) for problem in kept}))


def finding(problem: Problem) -> Finding:
    """A problem with the severity of its rule."""
    return Finding(**vars(problem), severity=registry.all_rules()[problem.code].severity)


def _own_language(main: Path, buffers: Mapping[Path, str]) -> str:
    """The language that a playbook says it is in, seen without reading it properly."""
    said = _LANGUAGE.search(beginning(main, buffers))
    return said[1] if said else "en"


def _problems(loaded: Loaded, today: date, neighbourhood: Neighbourhood) -> Iterator[Problem]:
    yield from loaded.problems
    if loaded.playbook is None:
        return
    # What was read otherwise than it was meant may be all that a rule speaks of.
    misread = {problem.place[:2] for problem in loaded.problems}
    for problem in _remarks(loaded, loaded.playbook, today, neighbourhood):
        if problem.place[:2] not in misread:
            yield problem


def _checked(loaded: Loaded, problems: Iterable[Problem], language: str) -> Checked:
    texts = loaded.texts
    kept, quiet = silenced(problems, texts, is_built=loaded.playbook is not None)
    found = tuple(sorted({finding(problem) for problem in kept}))
    playbook = loaded.playbook
    return Checked(
        main=str(loaded.path),
        name=shown(loaded.path),
        language=language,
        is_built=playbook is not None,
        findings=found,
        lines=dict(_lines(found, texts)),
        ignored=len(set(quiet)),
        id=(playbook.id, loaded.document.place(("id",))) if playbook else None,
        looked_at=tuple(sorted(map(str, loaded.workspace.looked_at))),
    )


def _lines(
    found: Iterable[Finding], texts: Mapping[str, str]
) -> Iterator[tuple[tuple[str, int], str]]:
    """The lines that findings and their fixes are about."""
    for each in found:
        edits = each.fix.edits if each.fix else ()
        for place in (each.place, *(edit.place for edit in edits)):
            line = line_in(texts, place)
            yield place[:2], line
            behind = place.length - (len(line) + 1 - (place.column - 1))
            if behind > 0:
                yield from _lines_on(place, behind, texts)


def _lines_on(
    place: Place, left: int, texts: Mapping[str, str]
) -> Iterator[tuple[tuple[str, int], str]]:
    """The further lines of a stretch that goes over more than one."""
    while left > 0:
        place = place._replace(line=place.line + 1)
        line = line_in(texts, place)
        yield place[:2], line
        left -= len(line) + 1


def _remarks(
    loaded: Loaded, playbook: Playbook, today: date, neighbourhood: Neighbourhood
) -> Iterator[Problem]:
    document = loaded.document
    context = Context(
        playbook=playbook,
        flow=Flow(playbook),
        today=today,
        is_shared=lambda at: document.place(at).file in document.shared,
        neighbours=neighbourhood.of(loaded, playbook),
        catalogues=loaded.catalogues,
        context_of=lambda leaf: translate.context_of(document, leaf),
        targets=loaded.settings.places if loaded.settings else {},
        fates=lambda target: _fates(loaded, target),
        misfits=lambda target: _misfits(loaded, target),
        refusal=lambda at, name: _refusal(loaded, at, name),
        base=_base(document),
    )
    for code, rule in registry.all_rules().items():
        if rule.check is None or (playbook.template and not code.startswith(_NAMES_ONLY)):
            continue
        for remark in rule.check(context):
            yield _problem(loaded, code, remark)


def _problem(loaded: Loaded, code: str, remark: Remark) -> Problem:
    if isinstance(remark.at, Place):
        return Problem(remark.at, code, remark.message, remark.help)
    document = loaded.document
    place, path = document.place(remark.at), document.path(remark.at)
    fix = None
    if remark.instead:
        title = _('Write "{text}"').format(text=remark.instead)
        fix = Fix(title, (Edit(place, remark.instead),), is_safe=False)
    return Problem(place, code, remark.message, remark.help, path, fix=fix)


def _refusal(loaded: Loaded, at: At, name: str) -> str | None:
    """Why a file cannot be used: it is looked for beside the playbook, and beside where it is named."""
    folders = (loaded.path.parent, Path(loaded.document.place(at).file).parent)
    refusals = [loaded.workspace.refusal(each / name, name) for each in dict.fromkeys(folders)]
    return None if None in refusals else refusals[0]


def _base(document: Document) -> Base | None:
    """What a variant extends, where that can be built."""
    if document.layers is None:
        return None
    below, over = document.layers
    if any(stops(problem) for problem in (*below.problems, *schema.check(below))):
        return None
    return Base(build(below), below.data, over.data, over.place)


def _fates(loaded: Loaded, target: str) -> Counter[str]:
    member = registry.find_target(target)
    if member is None or loaded.settings is None:
        return Counter()
    return Counter(fate.outcome for fate in member.export(*loaded.in_crm(target)).fates)


def _misfits(loaded: Loaded, target: str) -> Iterator[Remark]:
    member = registry.find_target(target)
    if member is None:
        return
    for each in misfits(*loaded.in_crm(target), member.surface):
        at: At | Place = each.at
        if each.setting and loaded.settings:
            at = loaded.settings.place(("targets", target, *each.setting))
        yield Remark(at, each.message, each.help)
