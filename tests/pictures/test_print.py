"""Pictures as PNG and PDF: the size, the letters and the colours of the picture as SVG."""

import io
import re
from collections.abc import Sequence
from typing import Any

import pytest
from tests.pictures.samples import PLAYBOOKS, carrying, draw, name, read

from playbook.drawing import text, views
from playbook.drawing.palette import DARK, LIGHT
from playbook.drawing.theme import STYLES
from playbook.errors import PlaybookError
from playbook.fonts import faces
from playbook.fonts.picture import png
from playbook.model import Playbook
from playbook.renderers import VIEWS

pytest.importorskip("resvg_py", reason="the extra print is not installed")
pytest.importorskip("typst", reason="the extra print is not installed")
Image = pytest.importorskip("PIL.Image")

BY_NAME = {name(path): path for path in PLAYBOOKS}
LANGUAGES = {"en": "drawing-seven-en", "zh": "drawing-seven-zh", "bg": "drawing-seven-bg"}
LINES = {
    "en": "The buyer has accepted the price in writing, with 3 conditions",
    "bg": "Клиентът е приел цената писмено, заедно с 3 условия за доставка",
    "zh": "客户已书面接受报价，附带 3 个条件，约 14 天 · BANT 达到 10 分",
}


def sample(language: str) -> Playbook:
    try:
        faces(language)
    except PlaybookError as error:
        pytest.skip(str(error))
    return read(BY_NAME[LANGUAGES[language]])


def opened(made: bytes) -> Any:
    return Image.open(io.BytesIO(made)).convert("RGB")


def size(svg: str) -> tuple[float, float]:
    [(width, height)] = re.findall(r'<svg [^>]*viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
    return float(width), float(height)


def rgb(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour.removeprefix("#")))


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_is_twice_as_large_as_drawn_and_has_something_on_it(view: Any) -> None:
    playbook = sample("en")
    try:
        svg = views.svg(playbook, view, theme="light")
    except PlaybookError as nothing:
        with pytest.raises(PlaybookError, match=re.escape(str(nothing))):
            draw(playbook, "png", view=view)
        return
    picture = opened(draw(playbook, "png", view=view))
    wanted = [2 * side for side in size(svg)]
    assert picture.size == pytest.approx(wanted, abs=2)
    assert len(picture.getcolors(1_000_000)) > 50


@pytest.mark.parametrize(("theme", "page"), [("auto", LIGHT), ("light", LIGHT), ("dark", DARK)])
def test_the_page_has_the_colour_of_the_theme_and_auto_is_light(theme: str, page: Any) -> None:
    picture = opened(draw(sample("en"), "png", theme=theme))
    assert picture.getpixel((4, 4)) == rgb(page["page"])


def test_the_direction_is_that_of_the_picture() -> None:
    playbook = sample("en")
    down, right = (opened(draw(playbook, "png", direction=way)) for way in ("down", "right"))
    assert down.height > down.width
    assert right.width / right.height > down.width / down.height


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("style", ["name", "body"])
def test_letters_are_as_wide_as_they_were_measured(language: str, style: str) -> None:
    sample(language)
    line = LINES[language]
    measured = text.width(line, STYLES[style], language)
    width, bold = measured + 40, STYLES[style].bold
    drawn = png(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} 40" width="{width}" '
        f'height="40"><style>.f-{style}{{font-family:Manrope;font-size:{STYLES[style].size}px;'
        f'font-weight:{700 if bold else 500}}}</style><rect width="{width}" height="40" '
        f'fill="#fff"/><text class="f-{style} x" x="20" y="26">{line}</text></svg>',
        language,
        4,
    )
    found = _ink(drawn)
    assert (found[1] - found[0]) / 4 == pytest.approx(measured, rel=0.02)


def _ink(drawn: bytes) -> Sequence[int]:
    """Where there is something on a white picture, from left to right."""
    from PIL import ImageOps

    box = ImageOps.invert(opened(drawn).convert("L")).getbbox()
    assert box is not None
    return box[0], box[2]


def test_bulgarian_letters_are_not_the_russian_ones() -> None:
    line = '<text class="f-name x" x="9" y="26">вгджзийклптцшщю</text>'
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 40" width="200" height="40">'
        f"<style>.f-name{{font-family:Manrope;font-size:15px}}</style>{line}</svg>"
    )
    assert png(svg, "bg") != png(svg, "ru")
    assert png(svg, "bg") == png(svg, "bg-BG")


def test_chinese_and_japanese_have_forms_of_their_own() -> None:
    sample("zh")
    line = '<text class="f-name x" x="9" y="26">直骨今角</text>'
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 40" width="90" height="40">'
        f"<style>.f-name{{font-family:Manrope;font-size:15px}}</style>{line}</svg>"
    )
    assert png(svg, "zh-CN") != png(svg, "ja")
    assert png(svg, "zh-CN") == png(svg, "en"), "in other languages Chinese is simplified"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_pdf_is_one_page_of_the_pictures_size_with_its_title_and_fonts(language: str) -> None:
    playbook = sample(language)
    made = draw(playbook, "pdf")
    assert made.startswith(b"%PDF-")
    width, height = size(views.svg(playbook, "flow", theme="light"))
    [box] = re.findall(rb"/MediaBox\[0 0 ([\d.]+) ([\d.]+)\]", made)
    assert [float(side) for side in box] == pytest.approx([width, height], abs=0.01)
    assert made.count(b"/FontFile") == made.count(b"/FontDescriptor/") > 0
    assert f"/Lang({language})".encode() in made
    assert b"CreationDate" not in made
    title = playbook.name.encode("utf-16-be")
    assert title in made or playbook.name.encode() in made


def test_chinese_in_a_pdf_is_set_with_the_simplified_forms() -> None:
    made = draw(sample("zh"), "pdf")
    named = set(re.findall(rb"/FontName/[A-Z]{6}\+([A-Za-z]+)", made))
    assert b"Manrope" in named
    assert not any(each.lower().endswith(b"jp") for each in named), named
    assert len(named) > 1


@pytest.mark.parametrize("form", ["pdf", "png"])
def test_two_builds_are_the_same(form: str) -> None:
    playbook = sample("zh")
    assert draw(playbook, form) == draw(playbook, form)


@pytest.mark.parametrize("form", ["pdf", "png"])
def test_what_an_author_wrote_is_no_program_of_the_typesetter(form: str) -> None:
    hostile = ["#panic(1)", '"; #read("/etc/passwd")', "$x$ <label> @ref", "]]></svg>", "\\u{41}"]
    assert draw(carrying(hostile), form)


def test_a_sign_without_a_font_stops_the_picture_and_is_named() -> None:
    for form in ("pdf", "png"):
        with pytest.raises(PlaybookError, match=r"U\+F8FFD"):
            draw(carrying(["A \U000f8ffd deal", "b"]), form)
