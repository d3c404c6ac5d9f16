"""The slides: native shapes that people can change, in which all text has room."""

import io
import re
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from tests import long_labels
from tests.office.books import EVERYTHING, PATHS, ROOT, playbook, title
from tests.office.calc import needs_office
from tests.office.paper import (
    DRAWING,
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
from playbook.drawing.text import Style, wrap
from playbook.errors import PlaybookError
from playbook.manuscript import compose
from playbook.manuscript.blocks import Box
from playbook.model import Playbook
from playbook.wording import criterion

STARTER: Final = ROOT / "playbooks" / "b2b-starter" / "playbook.yaml"
SIX: Final = ROOT / "playbooks" / "six-stage" / "playbook.yaml"
SMALLEST: Final = ROOT / "playbooks" / "smallest-bg" / "playbook.yaml"
LOGO: Final = Piece(
    "logo.svg",
    b'<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30"><rect width="90" height="30"/></svg>',
)
EMU: Final = 12700
LONG: Final = [
    pytest.param(long_labels.playbook(size, language), id=f"{language}-{size}")
    for size in (3, 15, 30)
    for language in long_labels.LANGUAGES
]
CASES: Final = [
    *(pytest.param(playbook(path), id=title(path)) for path in PATHS),
    pytest.param(translated("b2b-starter", "zh-CN"), id="b2b-starter-zh"),
    *(pytest.param(attacked(turn), id=f"attacked-{turn}") for turn in (0, 100, 200)),
    *LONG,
]


def opened(content: bytes) -> Any:
    """A presentation as python-pptx reads it."""
    return pytest.importorskip("pptx").Presentation(io.BytesIO(content))


def said(slide: Any) -> str:
    """All letters on a slide, without spaces."""
    return squeezed("".join(each.text or "" for each in slide.element.iter(f"{DRAWING}t")))


def notes(slide: Any) -> str:
    """What the one who presents reads, without spaces."""
    return squeezed(slide.notes_slide.notes_text_frame.text)


def titled(presentation: Any, name: str) -> list[Any]:
    """The slides of a title."""
    return [each for each in presentation.slides if each.shapes.title.text_frame.text == name]


def outlined(shape: Any) -> tuple[float, float]:
    """How wide and high text may be in the outline of a shape, as ECMA-376 has it."""
    wide, high = shape.width / EMU, shape.height / EMU
    outline = shape.element.find(f".//{DRAWING}prstGeom")
    guide = outline.find(f"{DRAWING}avLst/{DRAWING}gd")
    share = int(guide.get("fmla").split()[1]) / 100_000 if guide is not None else 0
    cut = share * min(wide, high)
    match outline.get("prst"):
        case "chevron":
            return wide - 2 * cut, high
        case "homePlate":
            return wide - cut / 2, high
        case "roundRect":
            return wide - 0.58579 * cut, high - 0.58579 * cut
        case "ellipse":
            return 0.70711 * wide, 0.70711 * high
    return wide, high


def bodies(slide: Any) -> Iterator[tuple[str, Any, float, float]]:
    """The text bodies that we have placed: their names, and the room within them in points."""
    for shape in slide.shapes:
        if shape.is_placeholder:
            continue
        if shape.has_text_frame:
            own = shape.text_frame._txBody.bodyPr
            inset = [int(own.get(name)) / EMU for name in ("lIns", "rIns", "tIns", "bIns")]
            wide, high = outlined(shape)
            yield (
                shape.name,
                shape.text_frame._txBody,
                wide - inset[0] - inset[1],
                high - inset[2] - inset[3],
            )
        elif shape.has_table:
            for row in shape.table.rows:
                for column, cell in zip(shape.table.columns, row.cells, strict=True):
                    room = row.height - cell.margin_top - cell.margin_bottom
                    wide = column.width - cell.margin_left - cell.margin_right
                    yield shape.name, cell._tc.txBody, wide / EMU, room / EMU


def needed(body: Any, width: float, language: str) -> float:
    """How high the text in a body is, measured run by run."""
    high = after = 0.0
    for each in body.findall(f"{DRAWING}p"):
        found = each.findall(f"{DRAWING}r")
        if not found:
            continue
        own = each.find(f"{DRAWING}pPr")
        leading = int(own.find(f"{DRAWING}lnSpc/{DRAWING}spcPts").get("val")) / 100
        words = "".join(run.find(f"{DRAWING}t").text or "" for run in found)
        sizes = [int(run.find(f"{DRAWING}rPr").get("sz")) / 100 for run in found]
        bold = any(run.find(f"{DRAWING}rPr").get("b") == "1" for run in found)
        room = width - int(own.get("marL")) / EMU
        lines = len(wrap(words, max(room, 1), Style(max(sizes), bold), language))
        high += after + lines * leading
        after = int(own.find(f"{DRAWING}spcAft/{DRAWING}spcPts").get("val")) / 100
    return high


@pytest.mark.parametrize("book", CASES)
def test_no_text_leaves_its_shape_and_no_shape_the_slide(book: Playbook) -> None:
    presentation = opened(made("pptx", book))
    wide, high = presentation.slide_width, presentation.slide_height
    too_much = []
    for number, slide in enumerate(presentation.slides, 1):
        for shape in slide.shapes:
            assert shape.left >= 0 and shape.top >= 0, (number, shape.name)
            assert shape.left + shape.width <= wide + EMU, (number, shape.name)
            assert shape.top + shape.height <= high, (number, shape.name)
        for name, body, width, room in bodies(slide):
            need = needed(body, width, book.language)
            if need > room + 0.5:
                too_much.append((number, name[:40], round(need), round(room)))
    assert too_much == []


@pytest.mark.parametrize("path", PATHS, ids=title)
def test_letters_are_large_enough_to_be_read_from_a_chair(path: Path) -> None:
    for slide in opened(made("pptx", playbook(path))).slides:
        letters: dict[bool, int] = {True: 0, False: 0}
        for run in slide.element.iter(f"{DRAWING}r"):
            size = int(run.find(f"{DRAWING}rPr").get("sz", 2600))
            words = run.find(f"{DRAWING}t").text or ""
            assert size >= 800, words
            letters[size >= 1000] += len(words)
        assert letters[True] >= 3 * letters[False], slide.shapes.title.text_frame.text


def test_slides_are_the_same_to_the_byte_when_they_are_made_again() -> None:
    first, again = (made("pptx", playbook(SIX)) for _ in range(2))
    assert first == again
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_slides_come_in_the_order_of_a_kick_off() -> None:
    presentation = opened(made("pptx", playbook(STARTER)))
    assert presentation.slide_width / presentation.slide_height == pytest.approx(16 / 9, abs=0.01)
    titles = list(dict.fromkeys(s.shapes.title.text_frame.text for s in presentation.slides))
    book = playbook(STARTER)
    assert titles == [
        "B2B sales",
        "The process",
        *(stage.name for stage in book.stages if stage.is_worked),
        "Buyer journey",
        *(str(each.name) for each in book.questionnaires.values()),
        "Objections",
        "Roles",
        "The numbers we plan with",
    ]


def test_each_stage_is_a_chevron_that_leads_to_its_slide() -> None:
    book = playbook(STARTER)
    presentation = opened(made("pptx", book))
    [process] = titled(presentation, "The process")
    chevrons = {
        shape.name: shape
        for shape in process.shapes
        if re.search(r'prst="(chevron|homePlate)"', shape.element.xml)
    }
    worked = [stage for stage in book.stages if stage.is_worked]
    assert len(chevrons) == len(worked)
    for (name, shape), stage in zip(chevrons.items(), worked, strict=True):
        assert stage.name in name
        target = shape.click_action.target_slide
        assert target.shapes.title.text_frame.text == stage.name
        if stage.probability and stage.is_before_the_sale:
            assert f"{stage.probability}%" in shape.text_frame.text


def test_more_than_seven_stages_stand_in_two_rows() -> None:
    presentation = opened(made("pptx", long_labels.playbook(15, "en")))
    [process] = titled(presentation, "The process")
    tops = {
        shape.top
        for shape in process.shapes
        if re.search(r'prst="(chevron|homePlate)"', shape.element.xml)
    }
    assert len(tops) == 3
    tidy = opened(made("pptx", playbook(STARTER)))
    [process] = titled(tidy, "The process")
    assert len({s.top for s in process.shapes if 'prst="chevron"' in s.element.xml}) == 1


def test_a_stage_shows_its_tasks_its_gate_and_the_buyers_side() -> None:
    book = playbook(STARTER)
    presentation = opened(made("pptx", book))
    for stage in book.stages:
        if not stage.is_worked:
            continue
        [slide] = titled(presentation, stage.name)
        text = said(slide)
        for task in stage.tasks:
            assert squeezed(task.do) in text
        for each in stage.exit:
            assert squeezed(criterion(book, each)) in text
        for step in stage.buyer_steps:
            assert squeezed(book.buyer_step[step].name) in text


def test_the_notes_say_in_full_what_the_slides_cut() -> None:
    for turn in (0, 150):
        book = attacked(turn)
        presentation = opened(made("pptx", book))
        told = "".join(notes(slide) for slide in presentation.slides if slide.has_notes_slide)
        chapters = [
            each.blocks
            for each in compose(book, others=(book,)).chapters
            if each.part and each.part[0] in ("questionnaire", "role")
        ]
        [objections] = [
            [block for block in each.blocks if isinstance(block, Box)]
            for each in compose(book, others=(book,)).chapters
            if each.id == "objections"
        ]
        found = runs((*chapters, *objections))
        wanted = [squeezed(each.text) for each in found if not each.text.isspace()]
        assert len(wanted) > 50
        assert [each for each in wanted if each not in told] == []


def test_a_talk_track_has_the_questions_scripts_and_objections_of_the_stage() -> None:
    book = playbook(STARTER)
    [slide] = titled(opened(made("pptx", book)), book.stages[1].name)
    told = notes(slide)
    for question in book.asked_in(book.stages[1]):
        assert squeezed(question.ask) in told
    for id in book.stages[1].objections:
        assert squeezed(book.objections[id].name) in told
        assert all(squeezed(each.say) in told for each in book.objections[id].responses)


@pytest.mark.parametrize("turn", [0, 111, 222])
def test_what_authors_write_stays_a_text(turn: int) -> None:
    book = attacked(turn)
    presentation = opened(made("pptx", book))
    assert squeezed(presentation.slides[0].shapes.title.text_frame.text).startswith("x0")
    for slide in presentation.slides:
        kinds = {each.get("type") for each in slide.element.iter(f"{DRAWING}fld")}
        assert kinds <= {"slidenum"}
        assert not [rel for rel in slide.part.rels.values() if rel.is_external]


def test_chinese_runs_name_their_font_and_language() -> None:
    content = made("pptx", playbook(SIX))
    found = 0
    for slide in opened(content).slides:
        for run in slide.element.iter(f"{DRAWING}r"):
            words = run.find(f"{DRAWING}t").text or ""
            own = run.find(f"{DRAWING}rPr")
            assert own.get("lang") == "zh-CN"
            if re.search("[\u4e00-\u9fff]", words):
                found += 1
                assert own.find(f"{DRAWING}ea").get("typeface") == "Microsoft YaHei", words
    assert found > 100
    bulgarian = opened(made("pptx", playbook(SMALLEST)))
    assert {
        each.get("lang")
        for slide in bulgarian.slides
        for each in slide.element.iter(f"{DRAWING}rPr")
    } == {"bg-BG"}


def test_the_theme_has_the_colours_and_fonts_so_that_people_can_change_them() -> None:
    brand = Brand(company="Rose & <Co>", colours=("#aa0033", "#330066"))
    content = made("pptx", playbook(STARTER), brand=brand)
    [theme] = [each for each in names(content) if each.startswith("ppt/theme/theme1.")]
    text = part(content, theme)
    assert '<a:accent1><a:srgbClr val="AA0033"/>' in text
    assert '<a:accent6><a:srgbClr val="330066"/>' in text
    assert '<a:latin typeface="Arial"/><a:ea typeface="Microsoft YaHei"/>' in text
    assert 'name="Rose &amp; &lt;Co&gt;"' in text
    slides = "".join(
        part(content, each) for each in names(content) if each.startswith("ppt/slides/slide")
    )
    assert "AA0033" not in slides
    assert 'schemeClr val="accent1"' in slides


def test_the_cover_shows_whose_it_is() -> None:
    with_name = opened(made("pptx", playbook(STARTER), brand=Brand(company="Rose")))
    assert "Rose" in said(with_name.slides[0])
    with_logo = opened(made("pptx", playbook(STARTER), brand=Brand(company="Rose", logo=LOGO)))
    [logo] = [each for each in with_logo.slides[0].shapes if each.name == "Logo"]
    assert logo.element.find(".//{*}cNvPr").get("descr") == "Rose"
    assert logo.width / logo.height == pytest.approx(3, abs=0.02)


@pytest.mark.parametrize("path", [STARTER, SIX, EVERYTHING], ids=title)
def test_slides_can_be_read_out(path: Path) -> None:
    for slide in opened(made("pptx", playbook(path))).slides:
        shapes = list(slide.shapes)
        assert shapes[0] == slide.shapes.title
        ids = [each.shape_id for each in shapes]
        assert len(set(ids)) == len(ids)
        for shape in shapes:
            own = shape.element.find(".//{*}cNvPr")
            says = shape.has_text_frame and shape.text_frame.text.strip()
            is_decorative = own.find(".//{*}decorative") is not None
            assert says or own.get("descr") or is_decorative or shape.is_placeholder, shape.name
        if slide.slide_layout.name != "Cover":
            kinds = [each.get("type") for each in slide.element.iter(f"{DRAWING}fld")]
            assert kinds == ["slidenum"]


def test_tables_are_tables_with_a_head() -> None:
    presentation = opened(made("pptx", playbook(STARTER)))
    found = [shape.table for s in presentation.slides for shape in s.shapes if shape.has_table]
    assert len(found) >= 5
    assert all(table.first_row for table in found)


def test_several_playbooks_follow_each_other_in_their_languages() -> None:
    books = (playbook(STARTER), translated("b2b-starter", "zh-CN"), playbook(SMALLEST))
    presentation = opened(made("pptx", *books))
    covers = [each for each in presentation.slides if each.slide_layout.name == "Cover"]
    assert [each.shapes.title.text_frame.text for each in covers] == [each.name for each in books]
    [first, *_rest] = titled(presentation, "销售流程")
    assert first


def test_a_playbook_of_names_alone_makes_no_empty_slides() -> None:
    presentation = opened(made("pptx", playbook(ROOT / "playbooks" / "smallest" / "playbook.yaml")))
    for slide in presentation.slides:
        assert len(list(slide.shapes)) >= 4 or slide.slide_layout.name == "Cover"


def test_slides_say_whose_they_are_and_not_when_they_were_made() -> None:
    content = made("pptx", playbook(SMALLEST), brand=Brand(company="Роза"))
    properties = opened(content).core_properties
    assert (properties.title, properties.author) == (playbook(SMALLEST).name, "Роза")
    assert properties.created.year == 1980
    assert not [each for each in names(content) if "thumbnail" in each]


def test_without_the_package_a_sentence_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pptx", None)
    with pytest.raises(PlaybookError, match=r"sales-playbook\[office\]"):
        made("pptx", playbook(SMALLEST))


@needs_office
@pytest.mark.parametrize(
    "book",
    [
        pytest.param(playbook(STARTER), id="en"),
        pytest.param(playbook(SMALLEST), id="bg"),
        pytest.param(attacked(0), id="attacked"),
    ],
)
def test_libreoffice_shows_every_slide_and_loses_no_word(book: Playbook, tmp_path: Path) -> None:
    pypdf = pytest.importorskip("pypdf")
    content = made("pptx", book)
    pages = pypdf.PdfReader(io.BytesIO(printed(tmp_path, "pptx", content))).pages
    slides = list(opened(content).slides)
    assert len(pages) == len(slides)
    for page, slide in zip(pages, slides, strict=True):
        shown = squeezed(page.extract_text())
        assert squeezed(slide.shapes.title.text_frame.text) in shown
