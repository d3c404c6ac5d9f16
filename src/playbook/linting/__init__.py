"""Checking playbooks: each is looked at on its own, then all that was found is put together.

``checking`` looks at one; what it finds is the same for everybody and is kept
in ``cache``. What a team has settled (``settings``, ``baseline``) is put to it
afterwards by ``sieve``. ``ignores`` are comments in the files, ``fixing`` mends them.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from playbook.discovery import find
from playbook.findings import Finding, Severity
from playbook.linting import baseline, fixing
from playbook.linting.cache import Cache
from playbook.linting.checked import Checked
from playbook.linting.settings import Settings, settings_of
from playbook.linting.sieve import Sieve
from playbook.messages import _, speaking
from playbook.paths import root_around
from playbook.report import Report, RuleFacts

__all__ = ["Linted", "Request", "Settings", "lint", "mend", "settings_of", "write_baseline"]

_MARK = "\ufeff"
"""The mark that some editors put before a text; it stays where it is."""
_MANY = 80
"""From how many playbooks on it pays to start other processes."""


@dataclass(frozen=True, kw_only=True)
class Request:
    """How to look: which settings hold, in which language, and what to do on the way."""

    settings: Callable[[Path], Settings] = lambda root: Settings()
    """The settings of a workspace, by its root."""
    language: str | None = None
    """The language of the messages; None is each playbook's own."""
    today: date = field(default_factory=date.today)
    is_cached: bool = False
    progress: Callable[[int, int], None] = lambda done, total: None
    """Told how many playbooks are done, of how many."""


@dataclass(frozen=True)
class Linted:
    """What a lint has found, and whether that makes it fail."""

    report: Report
    language: str
    """The language that all of it is in, or English where playbooks differ."""
    is_failed: bool
    stale: tuple[baseline.Entry, ...] = ()
    """What the baselines hold and nobody finds any more."""


def lint(paths: Iterable[Path], request: Request | None = None) -> Linted:
    """Check the playbooks at the paths.

    Raises:
        NotFound: a path is not there, or no playbook is below it.
        PlaybookError: a file cannot be opened, or the settings are wrong.

    """
    request = request or Request()
    memory = _Memory(request)
    mains = find(paths, knows=memory.knows)
    return _put_together(_all_checked(mains, request, memory), request)


def mend(
    paths: Iterable[Path], request: Request, *, unsafe: bool = False
) -> tuple[dict[Path, tuple[str, str]], int]:
    """The files that fixes change, with their texts before and after, and how many are mended.

    Raises:
        NotFound: a path is not there, or no playbook is below it.
        PlaybookError: a file cannot be opened, or the settings are wrong.

    """
    mains = find(paths)

    def look(texts: Mapping[Path, str]) -> tuple[Finding, ...]:
        all_checked = list(_looked_at(mains, request, texts, len(mains)))
        return _put_together(all_checked, request).report.findings

    texts, mended = fixing.mend(look, lambda path: _text(path).removeprefix(_MARK), unsafe=unsafe)
    files = {}
    for path, text in texts.items():
        before = _text(path)
        files[path] = (before, _MARK + text if before.startswith(_MARK) else text)
    return files, mended


def write_baseline(paths: Iterable[Path], request: Request) -> tuple[Path, int]:
    """Write down what is found now, so that it does not count; the file, and how many there are.

    Raises:
        NotFound: a path is not there, or no playbook is below it.
        PlaybookError: a file cannot be opened or written, or the settings are wrong.

    """
    from playbook.files import write_file

    memory = _Memory(request)
    mains = find(paths, knows=memory.knows)
    root = root_around(mains[0])
    file = request.settings(root).baseline or root / baseline.NAME
    bare = replace(
        request, settings=lambda folder: replace(request.settings(folder), baseline=None)
    )
    report = _put_together(_all_checked(mains, request, memory), bare).report
    entries = [baseline.entry(each, report.line_of(each.place), root) for each in report.findings]
    write_file(file, baseline.written(entries))
    return file, len(entries)


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8")


def _put_together(all_checked: Sequence[Checked], request: Request) -> Linted:
    """What was found in each playbook, with the settings of its workspace put to it."""
    root_of = _Roots()
    by_root: dict[Path, list[Checked]] = {}
    for checked in all_checked:
        by_root.setdefault(root_of(checked.main), []).append(checked)
    sieves = [
        Sieve(root, request.settings(root), (*here, *_doubled(here))).sift()
        for root, here in by_root.items()
    ]
    lines = {place: line for checked in all_checked for place, line in checked.lines.items()}
    report = Report(
        tuple(sorted({each for sieve in sieves for each in sieve.found})),
        len(all_checked),
        lambda place: lines.get(place[:2], ""),
        ignored=sum(checked.ignored for checked in all_checked),
        known=sum(sieve.known for sieve in sieves),
        files=tuple(checked.name for checked in all_checked),
        rule_of=_facts,
    )
    languages = {checked.language for checked in all_checked}
    return Linted(
        report,
        language=languages.pop() if len(languages) == 1 else "en",
        is_failed=any(sieve.is_failed for sieve in sieves),
        stale=tuple(entry for sieve in sieves for entry in sieve.stale),
    )


class _Roots:
    """The root of a playbook's workspace, looked for once in each folder."""

    def __init__(self) -> None:
        self.known: dict[str, Path] = {}

    def __call__(self, main: str) -> Path:
        folder = os.path.dirname(main)  # noqa: PTH120 - a thousand of these are asked at once
        if folder not in self.known:
            self.known[folder] = root_around(Path(main))
        return self.known[folder]


def _doubled(all_checked: Iterable[Checked]) -> Iterator[Checked]:
    """What is wrong with playbooks that have the id of another."""
    first: dict[str, str] = {}
    for checked in all_checked:
        if checked.id is None:
            continue
        id, place = checked.id
        other = first.setdefault(id, checked.name)
        if other == checked.name:
            continue
        with speaking(checked.language):
            message = _('The id "{id}" is also that of {other}.')
            message = message.format(id=id, other=other)
            help = _("Give each playbook an id of its own; deals and handbooks go by it.")
        finding = Finding(place, "PB101", Severity.ERROR, message, help, "id")
        yield replace(checked, findings=(finding,))


class _Memory:
    """What earlier runs have found, by workspace; each playbook is asked about once."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.root_of = _Roots()
        self.caches: dict[Path, Cache] = {}
        self.known: dict[str, Checked] = {}

    def knows(self, main: Path) -> bool:
        """Whether a playbook was looked at before, and nothing has changed since."""
        name = str(main)
        if name not in self.known and self.request.is_cached:
            checked = self._cache(name).get(name)
            if checked is not None:
                self.known[name] = checked
        return name in self.known

    def learn(self, checked: Checked) -> None:
        """Remember what was found in a playbook."""
        self.known[checked.main] = checked
        if self.request.is_cached:
            self._cache(checked.main).put(checked)

    def save(self) -> None:
        """Keep it for the next run."""
        for cache in self.caches.values():
            cache.save()

    def _cache(self, main: str) -> Cache:
        root = self.root_of(main)
        if root not in self.caches:
            self.caches[root] = Cache(root, self.request.language, self.request.today)
        return self.caches[root]


def _all_checked(mains: Sequence[Path], request: Request, memory: _Memory) -> list[Checked]:
    """Every playbook looked at, or remembered."""
    new = [main for main in mains if not memory.knows(main)]
    for checked in _looked_at(new, request, {}, len(mains)):
        memory.learn(checked)
    memory.save()
    return [memory.known[str(main)] for main in mains]


def _looked_at(
    mains: Sequence[Path], request: Request, buffers: Mapping[Path, str], total: int
) -> Iterator[Checked]:
    """Look at playbooks, in several processes where there are many."""
    if not mains:
        return
    done = total - len(mains)
    if len(mains) < _MANY or buffers:
        from playbook.linting.checking import check
        from playbook.linting.neighbours import Neighbourhood

        neighbourhood = Neighbourhood(buffers)
        for number, main in enumerate(mains):
            yield check(main, request.language, request.today, neighbourhood)
            request.progress(done + number + 1, total)
        return
    from playbook.linting.workers import checked_by_many

    for number, checked in enumerate(checked_by_many(mains, request.language, request.today)):
        yield checked
        request.progress(done + number + 1, total)


def _facts(code: str) -> RuleFacts | None:
    from playbook import registry

    rule = registry.all_rules().get(code)
    if rule is None:
        return None
    return RuleFacts(rule.code, rule.name, rule.summary, rule.doc, rule.severity)
