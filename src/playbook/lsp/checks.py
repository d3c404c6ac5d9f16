"""Lints beside the editor's requests: what changed first, never twice, never in anybody's way."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from playbook.errors import PlaybookError
from playbook.linting import Settings, settings_of
from playbook.linting.checking import check
from playbook.linting.neighbours import Neighbourhood
from playbook.linting.settings import FILE as SETTINGS_FILE
from playbook.lsp.diagnostics import path_of_finding, shown
from playbook.lsp.publishing import Publisher, Result
from playbook.lsp.session import Session
from playbook.messages import speaking
from playbook.paths import root_around

if TYPE_CHECKING:
    from playbook.findings import Finding

PAUSE = 0.03
"""Seconds without a further change before a playbook is looked at."""
LONGER = 0.4
"""The same for playbooks that only share what was changed, so that the first never waits for them."""


@dataclass
class Checks:
    """The playbooks that are to be looked at, and what was found in them."""

    session: Session
    publisher: Publisher
    """Told what was found in a playbook, or that nobody looks at it any more."""
    failed: Callable[[Exception], None]
    """Told of a mistake of our own."""
    _waiting: dict[Path, None] = field(default_factory=dict)
    _others: dict[Path, None] = field(default_factory=dict)
    _is_awaited: bool = False
    _task: asyncio.Task[None] | None = None
    _changed: float = 0.0
    _neighbourhoods: dict[Path, Neighbourhood] = field(default_factory=dict)
    _settings: dict[Path, object] = field(default_factory=dict)

    def changed(self, path: Path) -> None:
        """Look again at every playbook that depends on a file."""
        own = self.session.own_main(path)
        others = [each for each in self.session.mains(path) if self._is_wanted(each)]
        others += [
            each for each, known in self.publisher.results.items() if path in known.looked_at
        ]
        for main, neighbourhood in list(self._neighbourhoods.items()):
            paths = set().union(*neighbourhood.looked_at.values())
            if main != own and path in {path_of_finding(str(each)) for each in paths}:
                del self._neighbourhoods[main]
        self.publisher.no_longer(path, own)
        self.look([own] if own is not None and self._is_wanted(own) else (), others)
        self._forget()

    def look(self, mains: Iterable[Path], others: Iterable[Path] = ()) -> None:
        """Look at playbooks, soon; at others when nobody types any more."""
        loop = asyncio.get_running_loop()
        self._waiting = {**dict.fromkeys(mains), **self._waiting}
        self._others |= {main: None for main in others if main not in self._waiting}
        self._changed = loop.time()
        if (self._waiting or self._others) and (self._task is None or self._task.done()):
            self._task = loop.create_task(self._work())

    async def settled(self) -> None:
        """Wait until everything is looked at as it stands now."""
        self._is_awaited = True
        while self._task is not None and not self._task.done():
            await asyncio.shield(self._task)
        self._is_awaited = False

    def _is_wanted(self, main: Path) -> bool:
        """Whether a playbook has to do with what is open."""
        if main in self.publisher.results:
            return True
        return any(main in self.session.mains(path) for path in self.session.open)

    def _forget(self) -> None:
        """Take back what was said of playbooks of which nothing is open any more."""
        wanted = {main for path in self.session.open for main in self.session.mains(path)}
        for main in [each for each in self.publisher.results if each not in wanted]:
            self._waiting.pop(main, None)
            self._others.pop(main, None)
            self.publisher.publish(main, None)

    async def _work(self) -> None:
        while (main := await self._next()) is not None:
            try:
                result = await self._check(main)
            except Exception as error:  # noqa: BLE001 - the next playbook can still be looked at
                self.failed(error)
                continue
            if main not in self._waiting:
                self.publisher.publish(main, result)

    async def _next(self) -> Path | None:
        """The playbook to look at next, once nobody has typed for a moment."""
        clock = asyncio.get_running_loop().time
        while self._waiting or self._others:
            pause = PAUSE if self._waiting or self._is_awaited else LONGER
            wait = self._changed + pause - clock()
            if wait <= 0:
                queue = self._waiting or self._others
                main = next(iter(queue))
                del queue[main]
                return main
            await asyncio.sleep(min(wait, PAUSE))
        return None

    async def _check(self, main: Path) -> Result:
        neighbourhood = self._neighbourhoods.setdefault(main, Neighbourhood())
        neighbourhood.buffers = dict(self.session.books.buffers)
        versions = {each.path: each.version for each in self.session.open.values()}
        language = self.session.wishes.language
        return await asyncio.to_thread(self._looked_at, main, language, neighbourhood, versions)

    def _looked_at(
        self,
        main: Path,
        language: str | None,
        neighbourhood: Neighbourhood,
        versions: Mapping[Path, int | None],
    ) -> Result:
        """What is found in a playbook now; this runs in a thread of its own."""
        root = root_around(main)
        problem = ""
        with speaking(language or "en"):
            try:
                checked = check(main, language, None, neighbourhood)
            except PlaybookError as error:
                return Result({}, {}, frozenset({main}), versions, str(error))
            try:
                found = tuple(shown(checked, self._settings_of(root), root))
            except PlaybookError as error:  # the settings or the baseline
                found, problem = checked.findings, str(error)
        findings: dict[Path, list[Finding]] = {}
        for finding in found:
            findings.setdefault(path_of_finding(finding.place.file), []).append(finding)
        return Result(
            {path: tuple(found) for path, found in findings.items()},
            checked.lines,
            frozenset(path_of_finding(path) for path in checked.looked_at) | {main},
            versions,
            problem,
        )

    def _settings_of(self, root: Path) -> Settings:
        """The settings of a workspace, read again when their file has changed."""
        try:
            stamp: object = (root / SETTINGS_FILE).stat().st_mtime_ns
        except OSError:
            stamp = None
        if self._settings.setdefault(root, stamp) != stamp:
            self._settings[root] = stamp
            settings_of.cache_clear()
        return settings_of(root)
