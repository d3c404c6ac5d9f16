"""What a renderer is: a function from playbooks to named files.

It prints nothing, writes nothing and calls no network. A picture is drawn of
one playbook, and its renderer is named after the file's suffix; a handbook may
hold several.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from playbook.files import Files
from playbook.model import Playbook

__all__ = ["Choices", "Renderer"]


@dataclass(frozen=True, kw_only=True)
class Choices:
    """What the one who asks may choose."""

    theme: Literal["auto", "light", "dark"] = "auto"
    templates: tuple[Path, ...] = field(default=())
    """Folders with templates that come before ours."""


@dataclass(frozen=True, kw_only=True)
class Renderer:
    """A member of the family: a form that a playbook can take."""

    name: str
    kind: Literal["picture", "handbook"]
    about: str
    render: Callable[[Sequence[Playbook], Choices], Files]
