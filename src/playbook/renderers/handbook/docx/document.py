"""The whole document: its parts one after the other, and what it says of itself."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from itertools import count
from typing import Any, Final

from playbook.brand import Brand
from playbook.drawing.markup import plain
from playbook.extras import load
from playbook.files.packing import repacked
from playbook.manuscript import compose
from playbook.manuscript.blocks import Chapter, Manuscript, Picture, Run, Words
from playbook.messages import _, speaking
from playbook.model import Playbook
from playbook.renderers.handbook.docx import colours, lists, pages, pictures, styles
from playbook.renderers.handbook.docx.colours import Colours
from playbook.renderers.handbook.docx.cover import Entry, contents, cover
from playbook.renderers.handbook.docx.elements import element, paragraph, run, value
from playbook.renderers.handbook.docx.inline import Inline
from playbook.renderers.handbook.docx.letters import Letters
from playbook.renderers.handbook.docx.place import Place
from playbook.renderers.handbook.docx.writing import Writer

_MADE: Final = datetime(1980, 1, 1, tzinfo=UTC)
"""Two builds of the same are the same to the byte, so no file says when it was made."""
_NO_NAME: Final = re.compile(r"\W", re.ASCII)
_LONGEST: Final = 26
"""Word's bookmarks have forty signs at most; some are for numbers of ours."""


def handbook(playbooks: Sequence[Playbook], brand: Brand) -> bytes:
    """The bytes of a document with one or several playbooks."""
    document = load("docx", "office").Document()
    first = playbooks[0]
    with speaking(first.language):
        title = first.name if len(playbooks) == 1 else brand.company or _("Playbooks")
    book = _Book(document, colours.of(brand.colours), Letters(first.language), len(playbooks) > 1)
    book.set_up()
    manuscripts = [compose(playbook, others=playbooks) for playbook in playbooks]
    parts = [book.part(number, each) for number, each in enumerate(manuscripts)]
    body = document.element.body
    last = body.sectPr
    body.remove(last)
    with speaking(first.language):
        body.extend(cover(document.part, brand, title, [(p.manuscript, p.inline) for p in parts]))
        body.append(pages.end_of_part(pages.COVER))
        entries = [entry for part in parts for entry in part.entries()]
        body.append(contents(entries, 1 + book.offset))
    heads: dict[int, str] = {}
    for part in parts:
        heads[len(body.xpath("./w:p/w:pPr/w:sectPr"))] = part.manuscript.title
        with speaking(part.manuscript.language):
            body.extend(part.written())
        if part is not parts[-1]:
            body.append(pages.end_of_part(pages.TEXT))
    body.append(pages.section(pages.TEXT))
    pages.running(document, heads, brand.company)
    _say_of_itself(document, title, brand.company, book.letters)
    saved = BytesIO()
    document.save(saved)
    return repacked(saved.getvalue())


@dataclass
class _Book:
    """What the parts of a document share."""

    document: Any
    colours: Colours
    letters: Letters
    has_parts: bool
    ids: Iterator[int] = field(default_factory=lambda: count(1))
    list_ids: Iterator[int] = field(default_factory=lambda: count(lists.NUMBERS + 1))

    @property
    def offset(self) -> int:
        """How many levels of headings stand above a chapter."""
        return int(self.has_parts)

    @property
    def numbering(self) -> Any:
        """The lists of the document."""
        return self.document.part.numbering_part.element

    def set_up(self) -> None:
        """Put our styles and lists in the place of those of the template."""
        holder = self.document.styles.element
        styles.put_in(holder, self.colours, self.letters, self.offset, pages.WIDTH)
        lists.put_in(self.numbering, self.colours)

    def new_list(self, level: int, start: int) -> int:
        """A numbered list that begins anew."""
        id = next(self.list_ids)
        begin = element("w:lvlOverride", {"w:ilvl": level}, value("w:startOverride", start))
        made = element("w:num", {"w:numId": id}, value("w:abstractNumId", lists.NUMBERS), begin)
        self.numbering.append(made)
        return id

    def outside(self, address: str) -> str:
        """The relation to an address outside."""
        kind = load("docx.opc.constants", "office").RELATIONSHIP_TYPE.HYPERLINK
        return str(self.document.part.relate_to(address, kind, is_external=True))

    def part(self, number: int, manuscript: Manuscript) -> "_Part":
        """One playbook in one language."""
        letters = Letters(manuscript.language)
        inline = Inline(
            letters,
            letters.language == self.letters.language,
            self.colours,
            {**_bookmarks(number, manuscript), f"_p{number}": f"_p{number}"},
            self.outside,
        )
        return _Part(self, number, manuscript, inline)


@dataclass(frozen=True)
class _Part:
    """A playbook in the document."""

    book: _Book
    number: int
    manuscript: Manuscript
    inline: Inline

    @property
    def start(self) -> str:
        """The bookmark of the part's own title."""
        return f"_p{self.number}"

    def entries(self) -> Iterator[Entry]:
        """Its lines in the contents."""
        if self.book.has_parts:
            yield Entry((Run(self.manuscript.title),), self.start, 1, self.inline)
        for chapter in self.manuscript.chapters:
            bookmark = self.inline.bookmarks[chapter.id]
            yield Entry(_title(chapter), bookmark, 1 + self.book.offset, self.inline)

    def written(self) -> Iterator[Any]:
        """All its chapters."""
        inline = self.inline
        writer = Writer(inline, self.book.offset, self.picture, self.book.new_list, self.book.ids)
        if self.book.has_parts:
            content = writer.marked(self.start, inline.plain(self.manuscript.title))
            yield paragraph("Heading1", content, element("w:pageBreakBefore"))
            if self.manuscript.subtitle:
                yield paragraph("Lead", inline.plain(self.manuscript.subtitle))
        group = ""
        for chapter in self.manuscript.chapters:
            is_below_title = self.book.has_parts and chapter is self.manuscript.chapters[0]
            flows = is_below_title or (chapter.is_short and chapter.group == group)
            yield from self._chapter(chapter, writer, flows=flows)
            group = chapter.group

    def _chapter(self, chapter: Chapter, writer: Writer, *, flows: bool) -> Iterator[Any]:
        new_page = (element("w:pageBreakBefore"),)
        on_page = () if flows else new_page
        if chapter.group and chapter.group != chapter.title and not flows:
            yield paragraph("Eyebrow", self.inline.plain(chapter.group), *on_page)
            on_page = ()
        writer.above = 0
        spaced = (element("w:spacing", {"w:before": 480}),) if flows else ()
        yield writer.heading(_title(chapter), 1, chapter.id, *on_page, *spaced)
        yield from writer.blocks(chapter.blocks, Place(pages.WIDTH))

    def picture(self, picture: Picture, above: Iterable[Any]) -> Iterator[Any]:
        """The sheets of a picture, on pages across where they are larger so."""
        part = self.book.document.part
        held = tuple(above)
        for drawn in pictures.drawn(self.manuscript.playbook):
            made = pictures.inline(part, drawn.content, drawn.width, drawn.height, picture.about)
            holder = paragraph("", [run((), made)], value("w:jc", "center"))
            if drawn.lies:
                yield pages.end_of_part(pages.TEXT)
                yield from (*held, holder)
                yield pages.end_of_part(pages.ACROSS)
            else:
                yield from (*held, holder)
            held = ()


def _title(chapter: Chapter) -> Words:
    badge = (Run(chapter.sign, tone=chapter.tone),) if chapter.sign.isdecimal() else ()
    return (*badge, Run(chapter.title))


def _bookmarks(number: int, manuscript: Manuscript) -> Mapping[str, str]:
    """What Word calls the anchors of a part: hidden names, which people do not come across."""
    return {
        anchor: f"_p{number}_{place}_{_NO_NAME.sub('_', anchor)[:_LONGEST]}"
        for place, anchor in enumerate(manuscript.chapter_of)
    }


def _say_of_itself(document: Any, title: str, company: str, letters: Letters) -> None:
    said = document.core_properties
    made = _MADE.replace(tzinfo=None)
    said.title, said.author, said.last_modified_by = (
        plain(each)[:255] for each in (title, company, company)
    )
    said.comments, said.language, said.revision = "", letters.tag, 1
    said.created = said.modified = made
    settings = document.settings.element
    for each in settings.iter():
        tag = each.tag.rpartition("}")[2]
        if tag == "themeFontLang":
            each.attrib.clear()
            east = letters.tag if letters.is_cjk else "zh-CN"
            for key, name in (
                ("val", "en-US" if letters.is_cjk else letters.tag),
                ("eastAsia", east),
            ):
                each.set(each.tag.replace("themeFontLang", key), name)
        elif tag == "compatSetting" and "compatibilityMode" in each.attrib.values():
            each.set(each.tag.replace("compatSetting", "val"), "15")
    _drop(document.part.package, "/thumbnail")
    _drop(document.part, "/stylesWithEffects")


def _drop(holder: Any, kind: str) -> None:
    """Leave out what the template brings along and we do not need."""
    rels: Iterable[tuple[str, Any]] = list(holder.rels.items())
    for id, each in rels:
        if each.reltype.endswith(kind):
            del holder.rels[id]
