"""Training material, a module or a package for each form, and what the forms have in common.

Whoever lists the forms imports this; what takes long to load is loaded by the
functions that need it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from playbook.brand import look
from playbook.learning import Course, course, showing
from playbook.local import Local
from playbook.model import Playbook
from playbook.renderers import Choices, folders

__all__ = ["Taught", "around", "beside", "taught", "vocabulary"]

_POLICY: Final = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; script-src 'self' file:; "
    "style-src 'self' file:; img-src 'self' file:; font-src 'self' file:"
)
"""A page takes scripts, styles, pictures and fonts from beside it, and nothing from anywhere else."""
_FROM_THE_HANDBOOK: Final = (
    "handbook.css",
    "handbook.js",
    "icon.svg",
    "manrope-LICENSE.txt",
    "manrope.woff2",
    "memory.js",
)


@dataclass(frozen=True)
class Taught:
    """A course with its place among others."""

    course: Course
    folder: str
    """Where its pages are, below those of all; empty for the only playbook in its own language."""
    stem: str
    """What a file is called that holds all of it."""

    @property
    def root(self) -> str:
        """The way from its pages to the folder of all."""
        return "../" * (self.folder.count("/") + 1) if self.folder else ""


def taught(playbooks: Sequence[Playbook], choices: Choices) -> tuple[Taught, ...]:
    """A course for each playbook and language; a playbook's own language comes first.

    Raises:
        PlaybookError: two playbooks cannot be told apart.

    """
    found: list[Taught] = []
    first: dict[str, Playbook] = {}
    for folder, playbook in folders(playbooks):
        own = first.setdefault(playbook.id, playbook)
        stem = playbook.id if own is playbook else f"{playbook.id}.{playbook.language}"
        found.append(Taught(course(playbook, choices.seed, own), folder, stem))
    return tuple(found)


def vocabulary(made: Course) -> Mapping[str, Any]:
    """What a template may ask for."""
    from playbook import markdown
    from playbook.templating import sentence

    playbook = made.playbook
    return {
        "course": made,
        "prose": markdown.html,
        "sentence": sentence,
        "local": Local(playbook.language, playbook.currency),
        "letter": showing.letter,
        "answer": showing.answer,
        "reason": showing.reason,
        "title": showing.title,
        "about": partial(showing.about, made),
        "key": partial(showing.key, made),
        "fingerprint": showing.fingerprint,
        "place": partial(showing.place, playbook),
    }


def around(choices: Choices) -> Mapping[str, Any]:
    """What the frame of a page asks for, whatever course it is of."""
    return {"theme": choices.theme, "policy": _POLICY, "brand": look(choices.brand)}


def beside(choices: Choices, *names: str) -> Iterator[tuple[str, str | bytes]]:
    """The files that pages need beside them: the handbook's look, those named, the company's."""
    from playbook.templating import assets

    handbook = assets("handbook/assets", choices.templates)
    own = assets("training/assets", choices.templates)
    for name in _FROM_THE_HANDBOOK:
        if name in handbook:
            yield f"assets/{name}", handbook[name]
    for name in names:
        yield f"assets/{name}", own[name]
    yield from look(choices.brand).files.items()
