"""How well each exit criterion can be judged, written above it."""

from collections.abc import Iterator
from pathlib import Path

from lsprotocol import types

from playbook.assembly import Workspace
from playbook.errors import PlaybookError
from playbook.grading import Grade, grade
from playbook.loading import Loaded, load
from playbook.lsp.diagnostics import path_of_finding
from playbook.lsp.positions import Counting
from playbook.lsp.session import Session
from playbook.messages import _


def lenses(session: Session, path: Path, main: Path) -> list[types.CodeLens]:
    """A lens for each exit criterion in a file; none while the playbook is broken."""
    workspace = Workspace.around(main, dict(session.books.buffers))
    try:
        loaded = load(main, workspace)
    except PlaybookError:
        return []
    file = session.books.file(path)
    return list(_lenses(loaded, path, file.lines if file else (), session.counting))


def _lenses(
    loaded: Loaded, path: Path, lines: tuple[str, ...], counting: Counting
) -> Iterator[types.CodeLens]:
    if loaded.playbook is None:
        return
    for holder in (*loaded.playbook.stages, *loaded.playbook.phases):
        for criterion in holder.exit:
            place = loaded.document.place(criterion.at)
            if path_of_finding(place.file) != path:
                continue
            here = counting.position(lines, place.line - 1, place.column - 1)
            title = _title(grade(loaded.playbook, criterion))
            yield types.CodeLens(types.Range(here, here), types.Command(title, ""))


def _title(found: Grade) -> str:
    """The letter, and what lacks most."""
    if not found.lacking:
        return _("Grade {letter}").format(letter=found.letter)
    message = _("Grade {letter}: {reason}")
    return message.format(letter=found.letter, reason=found.lacking[0].reason)
