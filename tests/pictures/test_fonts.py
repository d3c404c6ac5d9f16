"""Which fonts a text is set with: ours, the computer's, those of an extra, or a sentence that says what to do."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from playbook import fonts
from playbook.drawing import text as measuring
from playbook.drawing.text import Style
from playbook.errors import PlaybookError
from playbook.fonts import coverage, faces, families, folders, needs_cjk, places
from playbook.fonts.picture import prepared
from playbook.resources import TEMPLATES

OWN = TEMPLATES / "fonts"
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="the folders of Linux")
WIDTHS = json.loads((Path(measuring.__file__).parent / "widths.json").read_text("utf-8"))


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """A computer without fonts and without our extras: its folder for fonts."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_DATA_DIRS", str(tmp_path))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    for package in ("manimgx_fonts_cjk", "manimgx_fonts"):
        monkeypatch.setitem(sys.modules, package, None)
    (tmp_path / "fonts").mkdir()
    _forget()
    yield tmp_path / "fonts"
    _forget()


def _forget() -> None:
    places._files.cache_clear()
    fonts._typeface.cache_clear()


def test_latin_and_cyrillic_are_set_with_ours_alone() -> None:
    assert faces("en", "Café – “price” №5 €") == (OWN / "manrope" / "manrope.ttf",)
    assert faces("ru", "Сделка") == (OWN / "manrope" / "manrope.ttf",)
    assert faces("bg", "Сделка") == (OWN / "manrope-bg" / "manrope.ttf",)
    assert folders("bg-BG", "Сделка") == (OWN / "manrope-bg",)
    assert families("bg") == ("Manrope",)


@pytest.mark.parametrize("folder", ["manrope", "manrope-bg"])
@pytest.mark.parametrize("weight", [500, 700])
def test_our_fonts_are_as_wide_as_pictures_are_measured(folder: str, weight: int) -> None:
    from fontTools.varLib.instancer import instantiateVariableFont

    font = instantiateVariableFont(TTFont(OWN / folder / "manrope.ttf"), {"wght": weight})
    unit, glyphs = font["head"].unitsPerEm, font.getBestCmap()
    own = WIDTHS[str(weight)]["bg"] if folder == "manrope-bg" else {}
    expected = WIDTHS[str(weight)]["every"] | own
    found = {
        chr(code): round(font["hmtx"][glyph][0] * 1000 / unit) for code, glyph in glyphs.items()
    }
    assert found == expected


def test_the_bulgarian_font_has_other_forms_of_the_letters_that_bulgarians_write_otherwise() -> (
    None
):
    plain, bulgarian = (
        {chr(code): font.getGlyphID(glyph) for code, glyph in font.getBestCmap().items()}
        for font in (TTFont(OWN / folder / "manrope.ttf") for folder in ("manrope", "manrope-bg"))
    )
    other = {sign for sign in plain if plain[sign] != bulgarian[sign]}
    assert set("вгджзийклптцшщю") <= other
    assert not other & set("абеоАБВabc123")


def test_what_a_font_has_is_read_as_fonttools_reads_it() -> None:
    signs = [chr(code) for code in range(32, 0x3000, 11)] + list("жЩя№€")
    for file in (OWN / "manrope" / "manrope.ttf", *sorted(places._files().values())[:2]):
        with TTFont(file, fontNumber=0, lazy=True) as font:
            codes = font.getBestCmap() or {}
        assert coverage.covered(file, signs) == {sign for sign in signs if ord(sign) in codes}


def test_a_file_that_is_no_font_has_nothing(tmp_path: Path) -> None:
    broken = tmp_path / "broken.ttf"
    for content in (b"", b"abc", b"\0\1\0\0\xff\xff" + b"\0" * 40, b"ttcf" + b"\xff" * 40):
        broken.write_bytes(content)
        assert coverage.covered(broken, "abc") == frozenset()
    assert coverage.covered(tmp_path / "none.ttf", "abc") == frozenset()


@pytest.mark.parametrize(
    ("text", "needed"),
    [
        ("Deal", False),
        ("Сделка “и” – № €", False),
        ("🚀 ✓ →", False),
        ("Deal 合同", True),
        ("，", True),
        ("カタカナ", True),
        ("한국어", True),
        ("𠮷", True),
    ],
)
def test_chinese_japanese_and_korean_are_noticed_in_any_text(text: str, needed: bool) -> None:
    assert needs_cjk(text) is needed


@LINUX
def test_without_any_font_for_chinese_the_message_names_the_extra(bare: Path) -> None:
    for language, text in (("zh-CN", ""), ("ja", ""), ("ko", ""), ("en", "Deal 合同")):
        with pytest.raises(PlaybookError, match=r'pip install "sales-playbook\[cjk\]"'):
            faces(language, text)
    assert len(faces("en", "Deal")) == 1


@LINUX
def test_a_sign_that_no_font_has_is_named(bare: Path) -> None:
    with pytest.raises(PlaybookError, match=r"U\+1F680") as stopped:
        faces("en", "🚀 launch")
    assert 'pip install "sales-playbook[print]"' in str(stopped.value)


@LINUX
@pytest.mark.parametrize(
    ("language", "region"),
    [("zh-CN", "SC"), ("zh", "SC"), ("zh-TW", "TC"), ("ja", "JP"), ("ko-KR", "KR")],
)
def test_a_font_of_the_computer_comes_first_with_the_forms_of_the_language(
    bare: Path, language: str, region: str
) -> None:
    for name in (
        "msyh.ttc",
        "NotoSansCJK-Bold.ttc",
        "NotoSansCJK-Light.ttc",
        "NotoSansCJK-Regular.ttc",
    ):
        (bare / name).write_bytes(b"")
    regular, bold = bare / "NotoSansCJK-Regular.ttc", bare / "NotoSansCJK-Bold.ttc"
    assert faces(language) == (OWN / "manrope" / "manrope.ttf", regular, bold)
    assert families(language) == ("Manrope", f"Noto Sans CJK {region}")


@LINUX
def test_without_noto_the_next_font_that_is_known_is_taken(bare: Path) -> None:
    (bare / "deeper").mkdir()
    for name in ("msyh.ttc", "msyhbd.ttc"):
        (bare / "deeper" / name).write_bytes(b"")
    assert families("zh") == ("Manrope", "Microsoft YaHei")
    assert [file.name for file in faces("zh")[1:]] == ["msyh.ttc", "msyhbd.ttc"]


@LINUX
def test_the_extra_has_every_weight_of_a_font_for_chinese(
    bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "manimgx_fonts_cjk")
    pytest.importorskip("manimgx_fonts_cjk", reason="the extra cjk is not installed")
    _own, file = faces("zh-CN", "重点：直骨今")
    with TTFont(file, fontNumber=2, lazy=True) as font:
        assert font["name"].getBestFamilyName() == families("zh-CN")[1] == "Noto Sans CJK SC"
        [axis] = font["fvar"].axes
    assert (axis.axisTag, axis.minValue <= 500, axis.maxValue >= 700) == ("wght", True, True)


def test_every_run_of_letters_names_its_font_and_stands_where_it_was_measured() -> None:
    try:
        faces("zh")
    except PlaybookError as error:
        pytest.skip(str(error))
    line = '<text class="f-meta f-ink-ink" x="18" y="9">约 14 天 &amp; “好”</text>'
    made, _files = prepared(line, "zh-CN")
    family = f' font-family="{families("zh")[1]}"'
    style = Style(11.5, bold=True)
    x = [
        18 + measuring.width(before, style, "zh")
        for before in ("", "约", "约 14 ", "约 14 天", "约 14 天 & ")
    ]
    assert made == (
        '<text class="f-meta f-ink-ink" x="18" y="9">'
        f'<tspan x="{x[0]:.2f}"{family}>约</tspan><tspan x="{x[1]:.2f}"> 14 </tspan>'
        f'<tspan x="{x[2]:.2f}"{family}>天</tspan><tspan x="{x[3]:.2f}"> &amp; </tspan>'
        f'<tspan x="{x[4]:.2f}"{family}>“好”</tspan></text>'
    )


def test_a_text_in_the_middle_or_at_the_end_stays_there() -> None:
    try:
        faces("zh")
    except PlaybookError as error:
        pytest.skip(str(error))
    width = measuring.width("9 天", Style(10.5, bold=True), "zh")
    for anchor, begin in (("middle", 100 - width / 2), ("end", 100 - width)):
        line = f'<text class="f-tag f-ink-park" x="100" y="9" text-anchor="{anchor}">9 天</text>'
        made, _files = prepared(line, "zh-CN")
        assert f'<tspan x="{begin:.2f}">9 </tspan>' in made
        assert "text-anchor" not in made


def test_a_picture_that_our_font_has_every_letter_of_stays_as_it_is() -> None:
    line = '<text class="f-meta f-ink-ink" x="18" y="9">Сделка – €5 &amp; №</text>'
    assert prepared(line, "bg") == (line, faces("bg"))
