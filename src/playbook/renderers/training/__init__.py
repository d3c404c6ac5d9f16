"""Training material, a module or a package for each form, and what the forms have in common.

Whoever lists the forms imports this; what takes long to load is loaded by the
functions that need it.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from playbook.errors import PlaybookError
from playbook.files import Files
from playbook.learning import Course, course, showing
from playbook.local import Local
from playbook.messages import _
from playbook.model import Playbook
from playbook.renderers import Choices

__all__ = ["POLICY", "Taught", "beside", "packed", "taught", "vocabulary"]

POLICY: Final = (
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
_FIRST_DAY: Final = (1980, 1, 1, 0, 0, 0)
"""The first date that a zip file can have; every file has it, so that packing twice gives the same."""


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
    are_many = len({playbook.id for playbook in playbooks}) > 1
    known: dict[str, list[Playbook]] = defaultdict(list)
    found = []
    for playbook in playbooks:
        others = known[playbook.id]
        if playbook.language in (other.language for other in others):
            message = _('Two playbooks have the id "{id}". Give one of them another.')
            raise PlaybookError(message.format(id=playbook.id))
        steps = (playbook.id if are_many else "", playbook.language if others else "")
        stem = f"{playbook.id}.{playbook.language}" if others else playbook.id
        others.append(playbook)
        made = course(playbook, choices.seed, others[0])
        found.append(Taught(made, "/".join(filter(None, steps)), stem))
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


def beside(choices: Choices, *scripts: str) -> Iterator[tuple[str, bytes]]:
    """The files that pages need beside them: the handbook's look, and the quiz's own."""
    from playbook.templating import assets

    handbook = assets("handbook/assets", choices.templates)
    own = assets("training/assets", choices.templates)
    yield from ((name, handbook[name]) for name in _FROM_THE_HANDBOOK if name in handbook)
    yield from ((name, own[name]) for name in ("quiz.css", "quiz.js", *scripts))


def packed(files: Files) -> bytes:
    """Files in one zip file; the same files give the same bytes."""
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in files.items():
            entry = ZipInfo(name, _FIRST_DAY)
            entry.compress_type = ZIP_DEFLATED
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, content)
    return buffer.getvalue()
