"""What stops the work.

PlaybookError              the message is a sentence for people
├── NotFound               a path, a starter, a target or a rule that is not there
├── Refused                doing it would lose or overwrite something
├── EngineFailed           a program we call did not do its work
└── InvalidPlaybook        the playbook has errors; carries the findings
"""

from playbook.findings import Finding


class PlaybookError(Exception):
    """Something stops the work, and the message says what and what to do."""


class NotFound(PlaybookError):
    """A path, a starter, a target or a rule is not there."""


class Refused(PlaybookError):
    """Doing it would lose or overwrite something."""


class EngineFailed(PlaybookError):
    """A program that we call did not do its work."""


class InvalidPlaybook(PlaybookError):
    """The playbook has errors, so nothing can be made from it."""

    def __init__(self, message: str, findings: tuple[Finding, ...]) -> None:
        """Keep the findings beside the message."""
        super().__init__(message)
        self.findings = findings
