"""Tells the editor what was found, file by file, and takes it back when it no longer holds."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from lsprotocol import types

from playbook.findings import Finding, Place
from playbook.lsp.diagnostics import diagnostic, is_of_shape
from playbook.lsp.session import Session


@dataclass(frozen=True)
class Result:
    """What was found in a playbook, file by file."""

    findings: Mapping[Path, tuple[Finding, ...]]
    lines: Mapping[tuple[str, int], str]
    looked_at: frozenset[Path]
    versions: Mapping[Path, int | None]
    """The open documents as they were then."""
    problem: str = ""
    """Why the playbook or its settings could not be looked at."""


@dataclass
class Publisher:
    """What the editor has been told."""

    session: Session
    send: Callable[[types.PublishDiagnosticsParams], None]
    say: Callable[[str], None]
    results: dict[Path, Result] = field(default_factory=dict)
    """What was found last in each playbook, by its main file."""
    _shown: dict[Path, list[types.Diagnostic]] = field(default_factory=dict)
    _said: set[str] = field(default_factory=set)

    def publish(self, main: Path, result: Result | None) -> None:
        """Tell what was found in a playbook; None takes back all that was said of it."""
        before = self.results.pop(main, None)
        files = set(before.findings) if before else set()
        if result is not None:
            self.results[main] = result
            files |= {*result.findings, *(result.looked_at & self.session.open.keys())}
            if result.problem and result.problem not in self._said:
                self._said.add(result.problem)
                self.say(result.problem)
        for file in sorted(files):
            self._file(file, result)

    def no_longer(self, path: Path, own: Path | None) -> None:
        """Forget what other playbooks had to say of a file that is changing; they are asked again."""
        for main, known in self.results.items():
            if main != own and path in known.findings:
                findings = {file: each for file, each in known.findings.items() if file != path}
                self.results[main] = replace(known, findings=findings)

    def found(self, path: Path) -> list[Finding]:
        """What is found in a file by all the playbooks that it is a part of; its own says it best."""
        own = self.session.own_main(path)
        found: dict[tuple[Place, str, str], Finding] = {}
        for _main, result in sorted(self.results.items(), key=lambda each: each[0] != own):
            for each in result.findings.get(path, ()):
                found.setdefault((each.place, each.code, each.message), each)
        return sorted(found.values())

    def _file(self, file: Path, result: Result | None) -> None:
        found = self.found(file)
        if not self.session.wishes.shape:
            found = [each for each in found if not is_of_shape(each)]
        lines = {
            place: line for known in self.results.values() for place, line in known.lines.items()
        }
        lines |= result.lines if result else {}
        diagnostics = [
            diagnostic(each, lines.get(each.place[:2], ""), self.session.counting) for each in found
        ]
        if file not in self.session.open and self._shown.get(file, []) == diagnostics:
            return
        self._shown[file] = diagnostics
        version = result.versions.get(file) if result else None
        self.send(types.PublishDiagnosticsParams(self.session.uri(file), diagnostics, version))
