"""The handbook for Word: its structure, its links, its pictures, and what LibreOffice reads in it."""

import io
import re
import sys
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any, Final

import pytest
from tests.office.books import EVERYTHING, PATHS, ROOT, playbook, title
from tests.office.calc import needs_office
from tests.office.paper import (
    WORD,
    attacked,
    made,
    names,
    part,
    printed,
    runs,
    squeezed,
    translated,
)

from playbook.brand import Brand, Piece
from playbook.errors import PlaybookError
from playbook.manuscript import compose
from playbook.manuscript.blocks import Manuscript
from playbook.model import Playbook

STARTER: Final = ROOT / "playbooks" / "b2b-starter" / "playbook.yaml"
SIX: Final = ROOT / "playbooks" / "six-stage" / "playbook.yaml"
SMALLEST: Final = ROOT / "playbooks" / "smallest-bg" / "playbook.yaml"
LOGO: Final = Piece(
    "logo.svg",
    b'<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30"><rect width="90" height="30"/></svg>',
)
PROBLEM: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def opened(content: bytes) -> Any:
    """A document as python-docx reads it."""
    return pytest.importorskip("docx").Document(io.BytesIO(content))


def read(content: bytes) -> str:
    """All letters in the body of a document, without spaces."""
    body = opened(content).element.body
    return squeezed("".join(each.text or "" for each in body.iter(f"{WORD}t")))


def manuscript(book: Playbook) -> Manuscript:
    """What a document of one playbook is written from."""
    return compose(book, others=(book,))


def headings(document: Any) -> list[tuple[int, str]]:
    """The level and the words of each heading, wherever it stands."""
    found = []
    for each in document.element.body.iter(f"{WORD}p"):
        style = each.find(f"{WORD}pPr/{WORD}pStyle")
        name = style.get(f"{WORD}val") if style is not None else ""
        if re.fullmatch(r"Heading\d", name):
            words = "".join(run.text or "" for run in each.iter(f"{WORD}t"))
            found.append((int(name[-1]), words))
    return found


def test_a_document_is_the_same_to_the_byte_when_it_is_made_again() -> None:
    first, again = (made("docx", playbook(SIX)) for _ in range(2))
    assert first == again
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("path", PATHS, ids=title)
def test_every_word_of_the_handbook_is_in_the_document_of(path: Path) -> None:
    found = read(made("docx", playbook(path)))
    wanted = [squeezed(each.text) for each in runs(manuscript(playbook(path)).chapters)]
    assert len(wanted) > 10
    assert [each for each in wanted if each not in found] == []


@pytest.mark.parametrize("turn", [0, 111, 222])
def test_what_authors_write_stays_a_text(turn: int) -> None:
    content = made("docx", attacked(turn))
    found = read(content)
    wanted = [squeezed(each.text) for each in runs(manuscript(attacked(turn)).chapters)]
    assert [each for each in wanted if each not in found] == []
    document = opened(content)
    fields = {each.text.split()[0] for each in document.element.body.iter(f"{WORD}instrText")}
    assert fields == {"TOC"}
    addresses = {
        rel.target_ref for rel in document.part.rels.values() if rel.reltype.endswith("/hyperlink")
    }
    assert all(re.match(r"(https?|mailto|tel):", each) for each in addresses)
    assert not PROBLEM.search(part(content, "word/document.xml"))


def test_chapters_are_headings_of_the_first_level_and_no_level_is_skipped() -> None:
    found = headings(opened(made("docx", playbook(EVERYTHING))))
    chapters = manuscript(playbook(EVERYTHING)).chapters
    firsts = [words for level, words in found if level == 1]
    assert [words.split("\u00a0 ")[-1] for words in firsts] == [each.title for each in chapters]
    above = 0
    for level, words in found:
        assert level <= above + 1, words
        above = level


def test_the_contents_name_every_chapter_before_word_has_worked_them_out() -> None:
    document = opened(made("docx", playbook(STARTER)))
    entries = [
        "".join(run.text or "" for run in each.iter(f"{WORD}t"))
        for each in document.element.body.iter(f"{WORD}p")
        if (style := each.find(f"{WORD}pPr/{WORD}pStyle")) is not None
        and style.get(f"{WORD}val") == "TOC1"
    ]
    assert [each.split("\u00a0 ")[-1] for each in entries] == [
        each.title for each in manuscript(playbook(STARTER)).chapters
    ]


@pytest.mark.parametrize("path", [STARTER, EVERYTHING], ids=title)
def test_every_link_within_leads_to_a_bookmark_that_is_there_once(path: Path) -> None:
    body = opened(made("docx", playbook(path))).element.body
    marks = Counter(each.get(f"{WORD}name") for each in body.iter(f"{WORD}bookmarkStart"))
    ids = Counter(each.get(f"{WORD}id") for each in body.iter(f"{WORD}bookmarkStart"))
    links = [each.get(f"{WORD}anchor") for each in body.iter(f"{WORD}hyperlink")]
    wanted = {each for each in links if each}
    assert len(wanted) > 20
    assert wanted <= set(marks)
    assert set(marks.values()) == set(ids.values()) == {1}
    assert all(re.fullmatch(r"[A-Za-z_]\w{0,39}", each, re.ASCII) for each in marks)


def test_criteria_are_boxes_that_are_ticked_with_a_click() -> None:
    book = playbook(STARTER)
    text = part(made("docx", book), "word/document.xml")
    criteria = len(list(book.criteria()))
    assert text.count("<w14:checkbox ") + text.count("<w14:checkbox>") > criteria > 10


def test_tables_repeat_their_head_and_keep_their_rows_whole() -> None:
    document = opened(made("docx", playbook(STARTER)))
    tables = [
        each
        for each in document.element.body.iter(f"{WORD}tbl")
        if each.find(f"{WORD}tblPr/{WORD}tblStyle").get(f"{WORD}val") == "PlaybookTable"
    ]
    assert tables
    for table in tables:
        rows = table.findall(f"{WORD}tr")
        assert rows[0].find(f"{WORD}trPr/{WORD}tblHeader") is not None
        assert all(row.find(f"{WORD}trPr/{WORD}cantSplit") is not None for row in rows)


def test_pictures_say_what_they_show_and_fit_on_their_page() -> None:
    document = opened(made("docx", playbook(SIX)))
    [overview, *_rest] = manuscript(playbook(SIX)).chapters
    about = next(each.about for each in overview.blocks if hasattr(each, "about"))
    found = document.inline_shapes
    assert len(found) >= 1
    for each in found:
        assert each._inline.docPr.get("descr") == about
        assert each.width.mm <= 254
        assert each.height.mm <= 240


def test_the_language_and_its_fonts_are_named_so_that_word_reads_it_right() -> None:
    for book, west, east in (
        (playbook(SIX), "en-US", "zh-CN"),
        (playbook(SMALLEST), "bg-BG", "zh-CN"),
        (playbook(STARTER), "en-US", "zh-CN"),
    ):
        content = made("docx", book)
        styles = part(content, "word/styles.xml")
        assert f'<w:lang w:val="{west}" w:eastAsia="{east}"/>' in styles
        assert 'w:eastAsia="Microsoft YaHei"' in styles
        assert "Theme=" not in styles
        assert opened(content).core_properties.language == (
            "zh-CN" if book.language == "zh-CN" else west
        )


def test_a_document_says_whose_it_is_and_not_when_it_was_made() -> None:
    said = opened(
        made("docx", playbook(SMALLEST), brand=Brand(company="Роза & Co", logo=LOGO))
    ).core_properties
    assert (said.title, said.author) == (playbook(SMALLEST).name, "Роза & Co")
    assert said.created.year == 1980
    assert said.comments == ""


def test_the_brand_gives_its_colours_and_its_logo() -> None:
    brand = Brand(company="Rose", logo=LOGO, colours=("#aa0033", "#330066"))
    content = made("docx", playbook(STARTER), brand=brand)
    assert "AA0033" in part(content, "word/document.xml")
    assert "AA0033" in part(content, "word/styles.xml")
    [logo] = [
        each for each in opened(content).inline_shapes if each._inline.docPr.get("descr") == "Rose"
    ]
    assert logo.width.mm == pytest.approx(48, abs=0.5)
    assert logo.height.mm == pytest.approx(16, abs=0.5)


def test_several_playbooks_and_languages_are_parts_with_their_own_language() -> None:
    books = (playbook(STARTER), translated("b2b-starter", "zh-CN"), playbook(SMALLEST))
    content = made("docx", *books)
    document = opened(content)
    assert [words for level, words in headings(document) if level == 1] == [
        each.name for each in books
    ]
    chapters = [words for level, words in headings(document) if level == 2]
    assert len(chapters) >= sum(len(compose(each, others=books).chapters) for each in books)
    text = part(content, "word/document.xml")
    assert 'w:lang w:val="bg-BG"' in text
    assert 'w:lang w:val="en-US" w:eastAsia="zh-CN"' in text
    heads = {
        paragraph.text.split("\t")[0]
        for section in document.sections
        for paragraph in section.header.paragraphs
    }
    assert heads - {""} == {each.name for each in books}


def test_without_the_package_a_sentence_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(PlaybookError, match=r"sales-playbook\[office\]"):
        made("docx", playbook(SMALLEST))


def test_the_template_leaves_nothing_behind() -> None:
    content = made("docx", playbook(SMALLEST))
    assert not [each for each in names(content) if "thumbnail" in each or "WithEffects" in each]
    assert "python-docx" not in part(content, "docProps/core.xml")


@needs_office
@pytest.mark.parametrize(
    ("book", "least", "most"),
    [
        pytest.param(playbook(SMALLEST), 4, 20, id="bg"),
        pytest.param(playbook(EVERYTHING), 20, 60, id="everything"),
        pytest.param(attacked(0), 20, 60, id="attacked"),
    ],
)
def test_libreoffice_prints_the_document_and_loses_no_word(
    book: Playbook, least: int, most: int, tmp_path: Path
) -> None:
    pypdf = pytest.importorskip("pypdf")
    pages = pypdf.PdfReader(io.BytesIO(printed(tmp_path, "docx", made("docx", book)))).pages
    assert least <= len(pages) <= most
    found = squeezed("".join(each.extract_text() for each in pages))
    stages = [squeezed(each.name) for each in book.stages]
    assert [each for each in stages if each not in found] == []
    tasks = [squeezed(task.do) for _holder, task in book.tasks()]
    assert sum(each in found for each in tasks) >= 0.9 * len(tasks)
