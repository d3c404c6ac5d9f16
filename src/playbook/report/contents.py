"""What a report holds: the findings of a lint, their lines, and what was counted on the way."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from playbook.findings import Finding, Place, Severity


class RuleFacts(NamedTuple):
    """What a format may say of a rule; the explanation is Markdown."""

    code: str
    name: str
    summary: str
    explanation: str
    severity: Severity


@dataclass(frozen=True)
class Report:
    """What a lint has found, and the lines it was found in."""

    findings: tuple[Finding, ...]
    playbooks: int
    line_of: Callable[[Place], str]
    ignored: int = 0
    """How many findings a comment in the file has silenced."""
    known: int = 0
    """How many findings are in the baseline already."""
    fixed: int = 0
    """How many findings this run has mended."""
    files: tuple[str, ...] = ()
    """The playbooks that were read, for formats that name also those without a finding."""
    rule_of: Callable[[str], RuleFacts | None] = lambda code: None
    """What there is to say of the rule with a code."""

    def count(self, severity: Severity) -> int:
        """How many findings have a severity."""
        return sum(finding.severity is severity for finding in self.findings)

    def worst(self) -> Severity | None:
        """The gravest severity found, or None if nothing was."""
        return max((finding.severity for finding in self.findings), default=None)

    def fixable(self, *, safely: bool) -> int:
        """How many findings carry a safe fix, or one that wants a look first."""
        fixes = (finding.fix for finding in self.findings)
        return sum(fix is not None and fix.is_safe is safely for fix in fixes)

    def end_of(self, place: Place) -> tuple[int, int]:
        """The line and the column just behind a stretch; a line break in it counts as one."""
        line, column, left = place.line, place.column, place.length
        behind = self._behind(place, line, column)
        while 0 <= behind < left:
            line, column, left = line + 1, 1, left - behind - 1
            behind = self._behind(place, line, column)
        return line, column + left

    def _behind(self, place: Place, line: int, column: int) -> int:
        """How many characters stand behind a column; less than none if the line is not known."""
        return len(self.line_of(place._replace(line=line))) + 1 - column
