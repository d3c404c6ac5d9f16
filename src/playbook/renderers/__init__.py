"""What a renderer is: a function from playbooks to named files.

It prints nothing, writes nothing and calls no network. There are three kinds,
each a folder: a ``picture`` is drawn of one playbook and named after the file's
suffix, a ``handbook`` and ``training`` material may hold several.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

from playbook.brand import Brand
from playbook.errors import PlaybookError
from playbook.files import Files
from playbook.messages import _
from playbook.model import Playbook

__all__ = ["KINDS", "VIEWS", "Choices", "Kind", "Renderer", "View", "folders"]

Kind = Literal["picture", "handbook", "training"]
KINDS: Final[tuple[Kind, ...]] = ("picture", "handbook", "training")

View = Literal["flow", "buyer", "raci", "questionnaire", "board"]
VIEWS: Final[tuple[View, ...]] = ("flow", "buyer", "raci", "questionnaire", "board")
"""What a picture can show of a playbook."""


@dataclass(frozen=True, kw_only=True)
class Choices:
    """What the one who asks may choose."""

    view: View = "flow"
    direction: Literal["down", "right"] = "down"
    theme: Literal["auto", "light", "dark"] = "auto"
    templates: tuple[Path, ...] = field(default=())
    """Folders with templates that come before ours."""
    brand: Brand = field(default_factory=Brand)
    """The company's name, logo, colours and font."""
    flavour: str = ""
    """For whom a handbook in Markdown is; a renderer knows its own."""
    earlier: Mapping[tuple[str, str], Playbook] = field(default_factory=dict)
    """Playbooks as they were, by id and language: what has changed since is told."""
    is_live: bool = False
    """Whether pages say which part of the playbook stands where, for the preview."""
    progress: Callable[[int, int], None] = lambda done, total: None
    """Told how many pages are done, of how many, by a renderer that makes many."""
    seed: int = 0
    """What the order of answers in training material depends on."""


@dataclass(frozen=True, kw_only=True)
class Renderer:
    """A member of the family: a form that a playbook can take."""

    name: str
    kind: Kind
    about: str
    render: Callable[[Sequence[Playbook], Choices], Files]
    """Playbooks of one id are one playbook in several languages, its own first."""
    views: tuple[View, ...] = ()
    """What a picture in this form can show."""
    flavours: tuple[str, ...] = ()
    suffix: str = ""
    """The suffix of a handbook that is one file, such as ``.pdf``; without one it is a folder."""


def folders(playbooks: Sequence[Playbook]) -> Iterator[tuple[str, Playbook]]:
    """Where the files of each playbook go, from the folder of all; empty for that folder itself.

    There is one for each id if there are several, and in it one for each
    further language.

    Raises:
        PlaybookError: two playbooks cannot be told apart.

    """
    are_many = len({playbook.id for playbook in playbooks}) > 1
    known: dict[str, set[str]] = defaultdict(set)
    for playbook in playbooks:
        languages = known[playbook.id]
        if playbook.language in languages:
            message = _('Two playbooks have the id "{id}". Give one of them another.')
            raise PlaybookError(message.format(id=playbook.id))
        steps = (playbook.id if are_many else "", playbook.language if languages else "")
        languages.add(playbook.language)
        yield "/".join(filter(None, steps)), playbook
