"""What every part of a playbook has in common."""

from dataclasses import dataclass, field

from playbook.findings import At


@dataclass(frozen=True, kw_only=True)
class Part:
    """A part of a playbook. It knows where it was written; two parts are equal wherever they stand."""

    at: At = field(default=(), compare=False, repr=False)
