"""Putting what a team has settled to what was found."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from playbook.findings import Finding, Severity
from playbook.linting import baseline
from playbook.linting.checked import Checked
from playbook.linting.settings import Settings


class Sieve:
    """The findings of one workspace: which of them are shown, and how grave they are there."""

    def __init__(self, root: Path, settings: Settings, all_checked: Iterable[Checked]) -> None:
        self.root = root
        self.settings = settings
        self.all_checked = all_checked
        self.found: list[Finding] = []
        self.known = 0
        self.is_failed = False
        self.stale: tuple[baseline.Entry, ...] = ()

    def sift(self) -> "Sieve":
        """Look at every finding once."""
        file = self.settings.baseline
        entries = baseline.read(file) if file else Counter[baseline.Entry]()
        for checked in self.all_checked:
            for finding in checked.findings:
                severity = self._severity(checked, finding)
                if severity is None:
                    continue
                entry = self._entry(checked, finding) if file else None
                if entry and entries[entry] > 0:
                    entries[entry] -= 1
                    self.known += 1
                    continue
                self.found.append(replace(finding, severity=severity))
                self.is_failed |= severity >= self.settings.fail_on
        self.stale = tuple(entries.elements())
        return self

    def _severity(self, checked: Checked, finding: Finding) -> Severity | None:
        """What stops a playbook from being built is shown whatever the settings say."""
        if not checked.is_built and finding.severity is Severity.ERROR:
            return Severity.ERROR
        return self.settings.severity(finding, self.root)

    def _entry(self, checked: Checked, finding: Finding) -> baseline.Entry:
        line = checked.lines.get(finding.place[:2], "")
        return baseline.entry(finding, line, self.root)
