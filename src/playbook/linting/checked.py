"""What is known of one playbook after it was looked at, in a form that can be kept."""

from dataclasses import dataclass

from playbook.findings import Finding, Place


@dataclass(frozen=True)
class Checked:
    """The findings in one playbook, before anybody's settings are put to them."""

    main: str
    """The path of its main file."""
    name: str
    """What people call that file."""
    language: str
    is_built: bool
    """Whether its shape is right; if not, what stops it can be neither silenced nor left out."""
    findings: tuple[Finding, ...]
    lines: dict[tuple[str, int], str]
    """The lines that findings are in, by file and number."""
    ignored: int
    """How many findings a comment silences."""
    id: tuple[str, Place] | None
    looked_at: tuple[str, ...]
    """The files and folders that it depends on."""
