"""Playbooks to print: shipped ones in three languages, one with everything, and an attacked one."""

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Final

from pypdf import PdfReader
from pypdf.generic import Destination, DictionaryObject

from playbook import discovery
from playbook.assembly import assemble
from playbook.build import build
from playbook.manuscript.blocks import Run
from playbook.model import Playbook
from playbook.renderers import Choices
from playbook.renderers.handbook.pdf import PDF
from playbook.renderers.handbook.sheets import SHEETS
from playbook.resources import PLAYBOOKS

FOLDER: Final = Path(__file__).parents[1] / "handbook"
SHIPPED: Final = tuple(path.parent.name for path in sorted(Path(PLAYBOOKS).glob("*/playbook.yaml")))
PAYLOADS: Final = (
    *(FOLDER / "payloads.txt").read_text("utf-8").splitlines(),
    '#panic("attacked")',
    '#read("/etc/passwd")',
    '#import "@preview/x:0.1.0"',
    '#image("http://127.0.0.1/x.png")',
    "$ integral_0^1 x $",
    "*bold* _soft_ `code` <label> @reference",
    '"] #eval("1+1") ["',
    "\\u{1F4A5} \\ ~ -- --- // comment /* comment */",
    "= heading",
    "+ item",
    "{{7*7}} {% raw %}",
)


@cache
def playbook(name: str) -> Playbook:
    """A shipped playbook by its folder's name, or the one that has everything."""
    if name == "everything":
        return build(assemble(FOLDER / "everything.yaml").document)
    return build(assemble(discovery.find_one(Path(PLAYBOOKS, name))).document)


def attacked(round: int) -> Playbook:
    """The playbook with everything, and an attack in each of its texts; another one each round."""
    document = assemble(FOLDER / "everything.yaml").document
    data = json.loads(json.dumps(document.data))
    for number, leaf in enumerate(build(document).texts):
        holder: Any = data
        for step in leaf.at[:-2]:
            holder = holder[step]
        last = holder[leaf.at[-2]] if len(leaf.at) > 1 else data
        attack = f"x{number} {PAYLOADS[(number + round) % len(PAYLOADS)]} y"
        if isinstance(last, str):
            holder[leaf.at[-2]] = attack
        else:
            last[leaf.at[-1]] = attack
    return build(replace(document, data=data))


def runs(value: object) -> Iterator[Run]:
    """All runs in blocks, chapters or a manuscript, in order."""
    if isinstance(value, Run):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from runs(each)
    elif is_dataclass(value) and not isinstance(value, Playbook):
        for field in fields(value):
            yield from runs(getattr(value, field.name))


def squeezed(text: str) -> str:
    """A text without its spaces: where lines end is no part of what is said."""
    return "".join(text.split())


@dataclass(frozen=True)
class Printed:
    """A PDF, and what can be read in it."""

    content: bytes

    @cached_property
    def reader(self) -> PdfReader:
        return PdfReader(io.BytesIO(self.content))

    @cached_property
    def root(self) -> Any:
        return self.reader.trailer["/Root"]

    @cached_property
    def pages(self) -> tuple[str, ...]:
        return tuple(squeezed(page.extract_text()) for page in self.reader.pages)

    @cached_property
    def outline(self) -> tuple[tuple[int, str, int], ...]:
        """The depth, the title and the page of each bookmark."""
        return tuple(self._outline(self.reader.outline, 0))

    def _outline(self, items: Any, depth: int) -> Iterator[tuple[int, str, int]]:
        for item in items:
            if isinstance(item, Destination):
                page = self.reader.get_destination_page_number(item)
                yield depth, str(item.title), -1 if page is None else page
            else:
                yield from self._outline(item, depth + 1)

    @property
    def fonts(self) -> Iterator[Any]:
        """The descriptors of all fonts in it."""
        for number in range(1, len(self.reader.xref[0]) + 1):
            found = self.reader.get_object(number)
            if isinstance(found, DictionaryObject) and found.get("/Type") == "/FontDescriptor":
                yield found

    @property
    def is_universal(self) -> bool:
        """Whether it says that it keeps to PDF/UA-1."""
        metadata = self.root["/Metadata"].get_data()
        return b"<pdfuaid:part>1</pdfuaid:part>" in metadata

    @property
    def links(self) -> set[str]:
        """The addresses outside that it leads to."""
        return {
            str(note["/A"]["/URI"])
            for page in self.reader.pages
            for note in (each.get_object() for each in page.get("/Annots", ()))
            if "/URI" in note.get("/A", {})
        }


def printed(*playbooks: Playbook, choices: Choices | None = None) -> Printed:
    """The handbook as PDF."""
    [content] = PDF.render(playbooks, choices or Choices()).values()
    assert isinstance(content, bytes)
    return Printed(content)


def sheets(*playbooks: Playbook, choices: Choices | None = None) -> dict[str, Printed]:
    """The sheets for the desk, by their names."""
    made = SHEETS.render(playbooks, choices or Choices())
    return {name: Printed(content) for name, content in made.items() if isinstance(content, bytes)}
