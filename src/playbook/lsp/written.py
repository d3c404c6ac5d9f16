"""One file as it is written: its data at its path in the playbook, and every id in it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from playbook.assembly.folder import sections
from playbook.findings import At
from playbook.lsp.positions import Stretch, lines_of
from playbook.lsp.sketch import sketch
from playbook.model import FieldId
from playbook.paths import MAIN
from playbook.references import Mention, Symbol, mentions
from playbook.source import Document, Spot, parse
from playbook.source.document import Origin

YAML = (".yaml", ".yml")
_PLACEHOLDER = re.compile(r"\{\{(?P<id>[a-z][a-z0-9-]*)\}\}")


class Written(NamedTuple):
    """An id where it is written."""

    path: Path
    stretch: Stretch
    mention: Mention
    text: str
    """What stands there, which is the id unless it is written in an unusual way."""
    is_file_name: bool = False
    """Whether it is written in the file's name: ``questionnaires/bant.yaml``."""


@dataclass(frozen=True)
class File:
    """A file of a playbook."""

    path: Path
    text: str
    prefix: At
    """Where in a playbook it stands: ``("stages",)`` for stages.yaml."""

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """Its lines."""
        return lines_of(self.text)

    @cached_property
    def is_sound(self) -> bool:
        """Whether it can be parsed."""
        return self._parsed.data is not None

    @cached_property
    def _parsed(self) -> Document:
        return parse(self.text, str(self.path))

    @cached_property
    def document(self) -> Document:
        """What is in it, from the playbook down; of a broken file what can be made out."""
        if self.path.suffix not in YAML:
            return Document(str(self.path), None, Spot(str(self.path), None, _TOP, _TOP, None))
        document = self._parsed if self.is_sound else sketch(self.text, str(self.path)).document
        return placed(document, self.prefix)

    @cached_property
    def written(self) -> tuple[Written, ...]:
        """Every id in it."""
        return (*self._of_data(), *self._placeholders())

    def _of_data(self) -> Iterator[Written]:
        for mention in mentions(self.document.data):
            if len(mention.at) <= len(self.prefix):
                id = mention.symbol.id
                yield Written(self.path, Stretch(0, 0, 0), mention, id, is_file_name=True)
                continue
            place = self.document.place(mention.at, key=mention.is_key)
            line, start = place.line - 1, place.column - 1
            shown = self.lines[line] if line < len(self.lines) else ""
            start += shown[start : start + 1] in ("'", '"')
            id = mention.symbol.id
            stretch = Stretch(line, start, start + len(id))
            yield Written(self.path, stretch, mention, shown[start : start + len(id)])

    def _placeholders(self) -> Iterator[Written]:
        """Fields whose values are put into a text: ``{{amount}}``."""
        for number, line in enumerate(self.lines if "{{" in self.text else ()):
            if line.lstrip().startswith("#"):
                continue
            for match in _PLACEHOLDER.finditer(line):
                mention = Mention((), Symbol(FieldId, match["id"]))
                stretch = Stretch(number, match.start("id"), match.end("id"))
                yield Written(self.path, stretch, mention, match["id"])


_TOP = Origin()


def placed(document: Document, prefix: At) -> Document:
    """A document with its data at a path of a playbook, as if the playbook were around it."""
    data: Any = document.data
    spot = document.spot
    for step in reversed(prefix):
        data = {step: data}
        spot = Spot(spot.file, None, _TOP, spot.end, {str(step): spot})
    return Document(document.file, data, spot, document.texts)


def prefix_of(path: Path) -> At:
    """Where in a playbook a file stands, by its name and the folder it is in."""
    if path.name in MAIN or path.suffix not in YAML:
        return ()
    if path.stem in sections():
        return (path.stem,)
    return (path.parent.name, path.stem) if path.parent.name in sections() else ()


def folder_of(file: File) -> Path:
    """The folder of the playbook or the library that a file is a part of."""
    return file.path.parents[max(len(file.prefix) - 1, 0)]
