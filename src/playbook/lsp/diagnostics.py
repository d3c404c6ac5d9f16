"""Findings as an editor shows them, with the workspace's settings put to them."""

import os
from functools import lru_cache
from pathlib import Path

from lsprotocol import types

from playbook.findings import Finding, Place, Severity
from playbook.linting import Settings
from playbook.linting.checked import Checked
from playbook.linting.sieve import Sieve
from playbook.lsp.positions import Counting, Stretch

SOURCE = "playbook"
_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFO: types.DiagnosticSeverity.Information,
}
_UNUSED = frozenset({"PB031", "PB104"})
"""What is written and does nothing; editors show it pale."""
_OF_SHAPE = "PB1"
"""Codes below this are about reading and shape, which other YAML servers look at as well."""


def shown(checked: Checked, settings: Settings, root: Path) -> list[Finding]:
    """The findings that count in a workspace, as grave as they are there."""
    return Sieve(root, settings, [checked]).sift().found


def is_of_shape(finding: Finding) -> bool:
    """Whether a finding is about reading and shape, and not about the process."""
    return finding.code < _OF_SHAPE


def diagnostic(finding: Finding, line: str, counting: Counting) -> types.Diagnostic:
    """A finding for the editor; ``line`` is the text of its line."""
    message = f"{finding.message}\n{finding.help}" if finding.help else finding.message
    return types.Diagnostic(
        range=_range(finding.place, line, counting),
        message=message,
        severity=_SEVERITIES[finding.severity],
        code=finding.code,
        source=SOURCE,
        tags=[types.DiagnosticTag.Unnecessary] if finding.code in _UNUSED else None,
        data={"path": finding.path, "fix": finding.fix.title if finding.fix else None},
    )


def _range(place: Place, line: str, counting: Counting) -> types.Range:
    number, start = place.line - 1, min(place.column - 1, len(line))
    stretch = Stretch(0, start, min(start + place.length, len(line)))
    found = counting.range((line,), stretch)
    found.start.line = found.end.line = number
    return found


@lru_cache(maxsize=4096)
def path_of_finding(file: str) -> Path:
    """The path of a file that findings name as people do, with links followed."""
    return Path(os.path.realpath(file))
