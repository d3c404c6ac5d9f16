"""The handbook as PDF: its structure, its letters, and that nothing gets in or out on the way."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final

import pytest
from tests.print.samples import PAYLOADS, Printed, attacked, playbook, printed, sheets, squeezed

from playbook.brand import Brand, Piece
from playbook.errors import PlaybookError
from playbook.manuscript import compose
from playbook.model import Playbook, Rule, StageId, Task, Text
from playbook.renderers import Choices
from playbook.resources import TEMPLATES
from playbook.typesetting import pictures

A4: Final = (595, 842)
ROOT: Final = Path(__file__).resolve().parents[2]
LANGUAGES: Final = {"everything": "en", "six-stage": "zh-CN", "seven-stages": "bg"}
DOT: Final = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="9" height="9">'
    b'<circle cx="4" cy="4" r="3"/></svg>'
)


@pytest.fixture(scope="module", params=LANGUAGES)
def book(request: pytest.FixtureRequest) -> tuple[Playbook, Printed]:
    """A handbook in each of the three languages."""
    it = playbook(request.param)
    return it, printed(it)


Book = tuple[Playbook, Printed]


def test_every_chapter_has_a_bookmark_without_its_badge(book: Book) -> None:
    it, made = book
    chapters = [title for depth, title, _page in made.outline if depth == 0]
    assert chapters[1:] == [chapter.title for chapter in compose(it).chapters]


def test_the_text_of_every_chapter_is_where_its_bookmark_leads(book: Book) -> None:
    it, made = book
    starts = [page for depth, _title, page in made.outline if depth == 0][1:]
    assert starts == sorted(starts)
    ends = [*starts[1:], len(made.pages)]
    for chapter, begin, end in zip(compose(it).chapters, starts, ends, strict=True):
        words = "".join(made.pages[begin : max(end, begin + 1) + 1])
        assert squeezed(chapter.title) in words
        if chapter.part and chapter.part[0] == "stage":
            stage = it.stage[StageId(chapter.part[1])]
            for criterion in (*stage.tasks, *stage.exit):
                said = getattr(criterion, "do", None) or getattr(criterion, "criterion", None)
                assert squeezed(said or "") in words


def test_the_contents_name_every_chapter_with_its_page(book: Book) -> None:
    it, made = book
    starts = [page for depth, _title, page in made.outline if depth == 0]
    contents = "".join(made.pages[starts[0] : starts[1]])
    for chapter in compose(it).chapters:
        assert squeezed(chapter.title) in contents
    links = [note for page in made.reader.pages[:3] for note in page.get("/Annots", ())]
    assert len(links) >= len(starts) - 1


def test_it_is_tagged_and_says_its_title_and_language(book: Book) -> None:
    it, made = book
    assert made.root["/MarkInfo"]["/Marked"]
    assert made.is_universal
    assert str(made.root["/Lang"]).lower() == it.language.lower()
    assert made.reader.metadata is not None
    assert made.reader.metadata.title == it.name
    assert made.root["/ViewerPreferences"]["/DisplayDocTitle"]


def test_it_depends_on_no_clock(book: Book) -> None:
    _it, made = book
    assert made.reader.metadata is not None
    assert made.reader.metadata.creation_date_raw is None


def test_all_fonts_are_in_it(book: Book) -> None:
    it, made = book
    found = list(made.fonts)
    names = {str(font["/FontName"]).split("+")[-1] for font in found}
    assert all({"/FontFile", "/FontFile2", "/FontFile3"} & set(font) for font in found)
    assert any("Manrope" in name for name in names)
    assert any("Manrope" not in name for name in names) or it.language != "zh-CN"


def test_pages_are_a4_and_those_of_the_picture_may_lie_on_their_side(book: Book) -> None:
    it, made = book
    sizes = [tuple(sorted(map(round, page.mediabox[2:]))) for page in made.reader.pages]
    assert set(sizes) == {A4}
    flipped = [page for page in made.reader.pages if page.mediabox[2] > page.mediabox[3]]
    assert len(flipped) == sum(sheet.is_flipped for sheet in pictures.sheets(it))


def test_bulgarian_letters_have_their_own_shape() -> None:
    made = printed(playbook("smallest-bg"))
    assert str(made.root["/Lang"]) == "bg"
    assert squeezed(playbook("smallest-bg").name) in made.pages[0]


def test_several_playbooks_and_languages_are_parts_of_one_handbook() -> None:
    books = [playbook(name) for name in ("smallest", "smallest-zh", "smallest-bg")]
    made = printed(*books)
    parts = [title for depth, title, _page in made.outline if depth == 0]
    assert parts[1:] == [each.name for each in books]
    chapters = [title for depth, title, _page in made.outline if depth == 1]
    assert chapters == [c.title for each in books for c in compose(each, others=books).chapters]
    assert made.is_universal


def test_two_builds_are_the_same_to_the_byte() -> None:
    code = (
        "import sys, hashlib\n"
        "sys.path.insert(0, '.')\n"
        "from tests.print.samples import playbook, printed\n"
        "it = playbook('smallest-zh')\n"
        "print(hashlib.sha256(printed(it, playbook('smallest-bg')).content).hexdigest())\n"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(found) == 1


# The picture --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["smallest", "b2b-starter", "overview-channel", "everything"])
def test_a_picture_fits_on_its_pages_and_is_cut_through_no_box(name: str) -> None:
    found = list(pictures.sheets(playbook(name)))
    assert found
    for sheet in found:
        width, height = (273, 170) if sheet.is_flipped else (186, 256)
        assert sheet.width <= width + 0.01
        assert sheet.height <= height + 0.01
        assert sheet.svg.startswith("<svg")
        assert "var(" not in sheet.svg


# Hostile texts ------------------------------------------------------------------------------------


@pytest.mark.parametrize("round", [0, 37])
def test_attacks_in_every_text_are_printed_as_they_are_written(round: int) -> None:
    it = attacked(round)
    made = printed(it)
    words = "".join(made.pages)
    for stage in it.stages:
        assert squeezed(stage.name) in words
    assert all(link.startswith(("http:", "https:", "mailto:", "tel:")) for link in made.links)
    for page in sheets(it).values():
        assert len(page.reader.pages) == 1


def test_what_would_be_code_for_typst_stays_text() -> None:
    base = playbook("everything")
    written = " ".join(PAYLOADS[-11:])
    made = printed(replace(base, rules=(Rule(rule=Text(written)),)))
    assert squeezed(written) in "".join(made.pages)


def test_a_sign_that_no_font_has_is_told() -> None:
    odd = replace(playbook("smallest"), name=Text("Odd \U0010fffd"))
    with pytest.raises(PlaybookError, match=r"U\+10FFFD"):
        printed(odd)


# Templates and brand ------------------------------------------------------------------------------


def own(folder: Path, name: str, text: str) -> Choices:
    path = folder / "print" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")
    return Choices(templates=(folder,))


def test_a_template_of_the_same_name_takes_the_place_of_ours(tmp_path: Path) -> None:
    ours = (TEMPLATES / "print" / "style.typ").read_text("utf-8")
    choices = own(tmp_path, "style.typ", ours.replace("#let soft = ", "#let soft = red // "))
    it = playbook("smallest")
    assert printed(it, choices=choices).content != printed(it).content


def test_a_template_may_build_on_ours(tmp_path: Path) -> None:
    choices = own(tmp_path, "handbook.typ", '#include "playbook/print/handbook.typ"\nThe end')
    made = printed(playbook("smallest"), choices=choices)
    assert "Theend" in made.pages[-1]
    assert "Overview" in "".join(made.pages)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("\n\n#unknown-name", r"handbook\.typ:3 has a mistake: unknown variable: unknown-name"),
        ('#read("/etc/passwd")', r"handbook\.typ:1 has a mistake: file not found"),
        ('#read("../../../../etc/passwd")', r"handbook\.typ:1 has a mistake: .*escape"),
        ('#image("http://127.0.0.1:9/x.png")', r"handbook\.typ:1 has a mistake: file not found"),
        ('#import "@preview/cetz:0.3.0"', r"handbook\.typ asks for a Typst package"),
    ],
)
def test_a_template_that_cannot_work_is_told_with_its_place(
    tmp_path: Path, text: str, words: str
) -> None:
    with pytest.raises(PlaybookError, match=words):
        printed(playbook("smallest"), choices=own(tmp_path, "handbook.typ", text))


def test_a_company_has_its_name_logo_and_colours_in_it() -> None:
    brand = Brand(company="Acme Ltd", logo=Piece("logo.svg", DOT), colours=("#aa0000", "#ffdd00"))
    it = playbook("smallest")
    made = printed(it, choices=Choices(brand=brand))
    assert made.reader.metadata is not None
    assert made.reader.metadata.author == "Acme Ltd"
    assert "AcmeLtd" in made.pages[-1]
    assert made.is_universal
    assert made.content != printed(it).content
    assert "AcmeLtd" in sheets(it, choices=Choices(brand=brand))["overview.pdf"].pages[0]


def test_a_company_may_have_a_font_of_its_own() -> None:
    font = (TEMPLATES / "fonts" / "manrope" / "manrope.ttf").read_bytes()
    brand = Brand(font=Piece("Acme.ttf", font))
    made = printed(playbook("smallest"), choices=Choices(brand=brand))
    assert any("Manrope" in str(each["/FontName"]) for each in made.fonts)


def test_a_logo_that_is_no_picture_is_told() -> None:
    brand = Brand(company="Acme", logo=Piece("logo.png", b"no picture"))
    with pytest.raises(PlaybookError, match="The logo cannot be printed"):
        printed(playbook("smallest"), choices=Choices(brand=brand))


class Canary(ThreadingHTTPServer):
    """Counts who asks it for anything."""

    hits: int = 0


@pytest.fixture
def canary() -> Iterator[Canary]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            assert isinstance(self.server, Canary)
            self.server.hits += 1

    server = Canary(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(
    "inside",
    [
        '<image href="{address}/d.png" width="9" height="9"/>',
        '<image xlink:href="{address}/e.svg" width="9" height="9"/>',
        '<image href="{file}" width="9" height="9"/>',
        '<image href="{path}" width="9" height="9"/>',
        '<image href="data.json" width="9" height="9"/>',
        "<style>@import url({address}/a.css); rect {{ fill: url({address}/b.svg#c) }}</style>",
        '<use href="{address}/f.svg#g"/><rect width="9" height="9" filter="url({address}/h#i)"/>',
        '<font-face-uri href="{address}/j.ttf"/><foreignObject><iframe src="{address}"/></foreignObject>',
    ],
)
def test_a_logo_gets_nothing_from_the_network_nor_the_disk(
    canary: Canary, tmp_path: Path, inside: str
) -> None:
    secret = tmp_path / "secret.svg"
    secret.write_bytes(DOT.replace(b"<circle", b"<text>topsecret</text><circle"))
    address = f"http://127.0.0.1:{canary.server_address[1]}"
    content = inside.format(address=address, file=secret.as_uri(), path=secret)
    logo = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
        f' width="9" height="9">{content}</svg>'
    )
    brand = Brand(company="Acme", logo=Piece("logo.svg", logo.encode()))
    words = ""
    try:
        words = "".join(printed(playbook("smallest"), choices=Choices(brand=brand)).pages)
    except PlaybookError as refused:
        assert str(refused).startswith("The logo cannot be printed")
    assert canary.hits == 0
    assert "topsecret" not in words


def test_without_the_package_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(PlaybookError, match=r"sales-playbook\[print\]"):
        printed(playbook("smallest"))


# Sheets for the desk ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", LANGUAGES)
def test_every_sheet_is_one_page(name: str) -> None:
    it = playbook(name)
    made = sheets(it)
    worked = [stage for stage in it.stages if stage.is_worked]
    assert set(made) == {"overview.pdf", *(f"stage-{stage.id}.pdf" for stage in worked)}
    for stage in worked:
        sheet = made[f"stage-{stage.id}.pdf"]
        [page] = sheet.pages
        assert squeezed(stage.name) in page
        assert sheet.is_universal
        assert str(sheet.root["/Lang"]).lower() == it.language.lower()
    [overview] = made["overview.pdf"].pages
    assert all(squeezed(stage.name) in overview for stage in worked)


def test_too_much_for_a_page_is_cut_down_and_that_is_said() -> None:
    base = playbook("everything")
    first, stage, *rest = base.stages
    words = "of many words " * 9
    tasks = tuple(Task(do=Text(f"Task number {number} {words}")) for number in range(60))
    made = sheets(replace(base, stages=(first, replace(stage, tasks=tasks), *rest)))
    [page] = made["stage-qualified.pdf"].pages
    assert "Tasknumber0" in page
    assert "Tasknumber59" not in page
    assert "moreinthehandbook" in page


def test_several_playbooks_and_languages_have_folders_of_their_own() -> None:
    made = sheets(playbook("smallest"), playbook("smallest-bg"))
    assert {name.partition("/")[0] for name in made} == {"smallest", "smallest-bg"}
