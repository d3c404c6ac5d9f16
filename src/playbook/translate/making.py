"""What the catalogue of a language should be, and how far the translation is."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path, PurePosixPath

from playbook.assembly import Workspace
from playbook.errors import PlaybookError, Refused
from playbook.messages import _, closest, speaking
from playbook.model import Playbook
from playbook.paths import below, content, shown
from playbook.schema import schema
from playbook.source import Document
from playbook.translate import po
from playbook.translate.catalogue import file_of
from playbook.translate.completeness import Completeness, completeness
from playbook.translate.contexts import context_of, note_of
from playbook.translate.updating import Wanted, updated

Read = tuple[Playbook, Document]
"""A playbook, and what it was built from."""


@dataclass(frozen=True)
class Translation:
    """The translation of a folder's playbooks into a language, as it is and as it should be."""

    language: str
    path: Path
    before: po.Po | None
    """The catalogue as it is; None where there is none."""
    after: po.Po
    prose: Mapping[str, bool]
    """The Markdown files in this language that there should be, and whether they are there."""

    @property
    def written(self) -> str:
        """The catalogue as it should be, as text."""
        return po.written(self.after)

    @property
    def is_changed(self) -> bool:
        """Whether the file is to be written; it is left alone where only its lines are folded."""
        return self.before is None or _contents(self.before) != _contents(self.after)

    @property
    def is_current(self) -> bool:
        """Whether the catalogue has the texts that there are now, and no others."""
        return self.before is not None and _texts(self.before) == _texts(self.after)

    @property
    def missing_prose(self) -> tuple[str, ...]:
        """The Markdown files that nobody has written yet."""
        return tuple(file for file, is_there in self.prose.items() if not is_there)

    @cached_property
    def completeness(self) -> Completeness:
        """How far the translation is."""
        return completeness(
            self.after.units,
            self.after.obsolete,
            prose=len(self.prose),
            missing_prose=len(self.missing_prose),
        )

    @property
    def is_done(self) -> bool:
        """Whether there is nothing to do for anybody."""
        return self.is_current and self.completeness.is_complete


def is_tag(text: str) -> bool:
    """Whether a text is written as the tag of a language."""
    return re.fullmatch(schema("playbook")["$defs"]["language_tag"]["pattern"], text) is not None


def translation(
    read: Sequence[Read], language: str, folder: Path, workspace: Workspace
) -> Translation:
    """The translation into a language of the playbooks that share a folder's catalogues.

    Raises:
        PlaybookError: the catalogue that is there cannot be read.
        Refused: it would lie outside the workspace.

    """
    path = file_of(folder, language)
    before = _before(path, workspace)
    old = before or po.Po(_head(read, language))
    in_catalogue = {unit.context for unit in (*old.units, *old.obsolete) if unit.text}
    wanted: list[Wanted] = []
    prose: dict[str, bool] = {}
    for playbook, document in read:
        texts = _texts_of(playbook, document, folder)
        there = document.translated.get(language, {})
        for each in texts:
            is_prose = each.file.endswith(".md")
            if not is_prose or (each.context in in_catalogue and each.context not in there):
                wanted.append(each)
            else:
                target = str(PurePosixPath(each.file).with_suffix(f".{language}.md"))
                prose[shown(folder / target)] = each.context in there
    lent = [unit for _playbook, document in read for unit in _lent(document, path, workspace)]
    return Translation(language, path, before, updated(old, wanted, lent), prose)


def _lent(document: Document, path: Path, workspace: Workspace) -> tuple[po.Unit, ...]:
    """The entries of what a variant extends, in the same language."""
    if document.layers is None:
        return ()
    base = file_of(Path(document.layers[0].file).parent, path.stem)
    found = _before(base, workspace) if base.resolve() != path.resolve() else None
    return found.units if found else ()


def _before(path: Path, workspace: Workspace) -> po.Po | None:
    """The catalogue as it is, if there is one."""
    inside = path.resolve().is_relative_to(workspace.root)
    if not inside or (path.exists() and not path.is_file()):
        refusal = workspace.refusal(path) or _("It is a folder.")
        message = _('"{path}" is not written. {reason}')
        raise Refused(message.format(path=shown(path), reason=refusal))
    if not path.exists():
        return None
    try:
        return po.read(content(path))
    except po.Unreadable as error:
        message = _("{file}, line {line}: this catalogue cannot be read: {words}.")
        words = message.format(file=shown(path), line=error.line, words=error)
        raise PlaybookError(words) from error
    except OSError as error:
        message = _('"{path}" cannot be opened: {words}.')
        words = message.format(path=shown(path), words=error.strerror or error)
        raise PlaybookError(words) from error


def _head(read: Sequence[Read], language: str) -> str:
    """The head of a new catalogue, in the language of the playbook that it is for."""
    from playbook.local import language_name

    first = read[0][0]
    title = " ".join(f"{first.name}: {language_name(language)} ({language})".split())
    return f"# {title}\n{po.new_head(first.id, language)}"


def _texts_of(playbook: Playbook, document: Document, folder: Path) -> Iterator[Wanted]:
    """The texts of a playbook; what is said of them is in its language, whoever asks."""
    with speaking(closest(playbook.language)):
        for leaf in playbook.texts:
            file = below(folder, document.place(leaf.at).file)
            yield Wanted(context_of(document, leaf), leaf.value, note_of(document, leaf), file)


def _contents(catalogue: po.Po) -> tuple[object, ...]:
    """All of a catalogue but its lines."""
    units = (*catalogue.units, *catalogue.obsolete)
    return catalogue.head, tuple(replace(unit, line=1) for unit in units)


def _texts(catalogue: po.Po) -> frozenset[tuple[str, ...]]:
    """What a catalogue says, in whatever order, and whether it holds."""
    return frozenset((*unit.key, unit.text, str(unit.is_fuzzy)) for unit in catalogue.units)
