"""How a company looks, as the workspace file says it; what cannot be used is refused in words."""

import struct
import zlib
from pathlib import Path

import pytest

from playbook import brand, pipeline
from playbook.brand import FIRST, LAST, Brand, Piece, colours
from playbook.errors import PlaybookError
from playbook.linting import settings_of
from playbook.renderers import Choices

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'
FONT = b"wOF2" + bytes(44)


def png() -> bytes:
    """A picture of one grey point."""
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(b"\0\x80")),
        (b"IEND", b""),
    )
    packed = (
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    here = tmp_path / "workspace"
    (here / "looks").mkdir(parents=True)
    (here / "looks" / "logo.svg").write_bytes(SVG)
    (here / "looks" / "logo.png").write_bytes(png())
    (here / "looks" / "font.woff2").write_bytes(FONT)
    return here


def settled(root: Path, lines: str) -> Brand:
    (root / "playbook.toml").write_text(f"[brand]\n{lines}\n", "utf-8")
    return brand.of(root)


def test_without_a_file_or_a_table_it_looks_like_ours(root: Path) -> None:
    assert brand.of(root) == Brand()
    (root / "playbook.toml").write_text('[lint]\nprofile = "strict"\n', "utf-8")
    assert brand.of(root) == Brand(company="", logo=None, colours=(FIRST, LAST), font=None)


def test_all_of_it_can_be_the_company_s_own(root: Path) -> None:
    found = settled(
        root,
        'company = "Пример ООД"\nlogo = "looks/logo.svg"\n'
        'colours = ["#C2410C", "#0f766e"]\nfont = "looks/font.woff2"',
    )
    assert found == Brand(
        company="Пример ООД",
        logo=Piece("logo.svg", SVG),
        colours=("#c2410c", "#0f766e"),
        font=Piece("font.woff2", FONT),
    )


def test_a_logo_may_be_a_png(root: Path) -> None:
    assert settled(root, 'logo = "looks/logo.png"').logo == Piece("logo.png", png())


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ('colors = ["#123456", "#123456"]', 'Did you mean "colours"'),
        ("company = 3", "company must be a text"),
        (f'company = "{"x" * 81}"', "longer than 80 characters"),
        ('colours = "#123456"', "a list of two"),
        ('colours = ["#123456"]', "a list of two"),
        ("colours = [1, 2]", "a list of two"),
        ('colours = ["#123456", "red"]', '"red" is no colour'),
        ('colours = ["#12345", "#123456"]', '"#12345" is no colour'),
        ('colours = ["#123456;x", "#123456"]', "is no colour"),
        ('logo = "looks/none.svg"', "It is not there"),
        ('logo = "looks"', "It is no file"),
        ('logo = "looks/font.woff2"', "one of: .svg, .png"),
        ('font = "looks/logo.svg"', "one of: .woff2, .ttf, .otf"),
        ('logo = "looks/fake.png"', "no PNG"),
        ('logo = "looks/fake.svg"', "no SVG"),
        ('font = "looks/fake.ttf"', "no TTF"),
        ('logo = "../secret.svg"', "outside the folder"),
        ('logo = "looks/link.svg"', "outside the folder"),
        ('logo = "/etc/passwd.svg"', "with forward slashes"),
        ('logo = "https://example.com/logo.svg"', "with forward slashes"),
        ("logo = 'looks\\logo.svg'", "with forward slashes"),
        ('logo = "looks/large.png"', "larger than 1 megabytes"),
        ('logo = "looks/\\u0000.svg"', "It is not there"),
    ],
)
def test_what_cannot_be_used_is_refused_in_words(root: Path, lines: str, says: str) -> None:
    for name in ("fake.png", "fake.svg", "fake.ttf"):
        (root / "looks" / name).write_bytes(b"MZ not what it says")
    (root / "looks" / "large.png").write_bytes(png() + bytes(1_000_000))
    (root.parent / "secret.svg").write_bytes(SVG)
    (root / "looks" / "link.svg").symlink_to(root.parent / "secret.svg")
    with pytest.raises(PlaybookError) as refused:
        settled(root, lines)
    assert says in str(refused.value)
    assert str(refused.value).startswith("playbook.toml, [brand]: ")


def test_a_table_that_is_not_known_is_refused_with_a_guess(root: Path) -> None:
    (root / "playbook.toml").write_text('[brnad]\ncompany = "Example"\n', "utf-8")
    for read in (brand.of, settings_of):
        with pytest.raises(PlaybookError, match=r'"brnad" is not known. Did you mean "brand"'):
            read(root)


def svg(inner: str, more: str = "") -> bytes:
    names = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f"<svg {names} {more}>{inner}</svg>".encode()


@pytest.mark.parametrize(
    "picture",
    [
        svg("<script>alert(1)</script>"),
        svg('<script href="https://example.com/x.js"/>'),
        svg("", 'onload="alert(1)"'),
        svg('<path d="M0 0" OnClick="alert(1)"/>'),
        svg("<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>x</p></foreignObject>"),
        svg("<g xmlns:h='http://www.w3.org/1999/xhtml'><h:script>alert(1)</h:script></g>"),
        svg('<image href="https://example.com/x.png"/>'),
        svg('<image xlink:href="file:///etc/passwd"/>'),
        svg('<image href="x.png"/>'),
        svg('<image href="data:image/svg+xml;base64,PHN2Zz4="/>'),
        svg('<use xlink:href="other.svg#a"/>'),
        svg('<a href="javascript:alert(1)"><path d="M0 0"/></a>'),
        svg('<animate attributeName="href" to="javascript:alert(1)"/>'),
        svg('<set attributeName="onload" to="alert(1)"/>'),
        svg("<style>@import 'https://example.com/x.css';</style>"),
        svg("<style>path { fill: url(https://example.com/x.svg#a) }</style>"),
        svg("<style>path { fill: url( 'x.svg#a') }</style>"),
        svg("<style>path { fill: u\\72l(x.svg) }</style>"),
        svg('<style>@font-face { src: url("//example.com/x.woff") }</style>'),
        svg("<style>path { cursor: image-set('x.png' 1x) }</style>"),
        svg('<path style="fill: url(x.svg)" d="M0 0"/>'),
        svg('<path fill="url(https://example.com/x)" d="M0 0"/>'),
        svg('<feImage href="https://example.com/x.png"/>'),
        svg("", 'xml:base="https://example.com/"'),
        b'<!DOCTYPE svg [<!ENTITY a "x">]>' + svg("&a;"),
        b'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + svg("&a;"),
        b'<?xml-stylesheet href="https://example.com/x.css"?>' + svg(""),
        b"<svg><path/></svg>",
        b"<html xmlns='http://www.w3.org/1999/xhtml'/>",
        svg("<path>"),
        b"",
    ],
)
def test_a_picture_that_could_run_or_fetch_anything_is_refused(root: Path, picture: bytes) -> None:
    (root / "looks" / "logo.svg").write_bytes(picture)
    with pytest.raises(PlaybookError, match="cannot be used"):
        settled(root, 'logo = "looks/logo.svg"')


@pytest.mark.parametrize(
    "picture",
    [
        b'<?xml version="1.0" encoding="utf-8"?>\n<!-- Generator -->\n'
        b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" '
        b'"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">\n' + SVG,
        svg('<defs><linearGradient id="a"/></defs><path fill="url(#a)" d="M0 0"/>'),
        svg('<style>.a { fill: url("#a"); stroke: #123 }</style><path class="a" d="M0 0"/>'),
        svg('<symbol id="a"/><use xlink:href="#a"/>'),
        svg('<image href="data:image/png;base64,iVBORw0KGgo="/>'),
        svg('<filter id="a"><feGaussianBlur stdDeviation="1"/></filter>'),
        svg(
            '<i:namedview xmlns:i="http://www.inkscape.org/namespaces/inkscape" i:file="C:\\a"/>'
            '<metadata><r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
            '<r:li r:resource="http://example.com/"/></r:RDF></metadata>'
        ),
    ],
)
def test_a_picture_as_drawing_programs_make_it_is_used(root: Path, picture: bytes) -> None:
    (root / "looks" / "logo.svg").write_bytes(picture)
    assert settled(root, 'logo = "looks/logo.svg"').logo == Piece("logo.svg", picture)


def test_what_is_made_of_a_playbook_looks_as_its_workspace_says(root: Path) -> None:
    (root / "sale").mkdir()
    (root / "sale" / "playbook.yaml").write_text(
        "id: sale\nname: Sale\nstages:\n"
        "  - {id: trial, name: Trial, exit: [The buyer has signed]}\n"
        "  - {id: won, name: Won, kind: won}\n  - {id: lost, name: Lost, kind: lost}\n",
        "utf-8",
    )
    settled(root, 'company = "Example & Sons"\nlogo = "looks/logo.svg"')
    made = pipeline.render([root / "sale"], "handbook", "html", Choices())
    assert SVG in made.values()
    assert "Example &amp; Sons" in str(made["index.html"])
    given = Brand(company="Another")
    made = pipeline.render([root / "sale"], "handbook", "html", Choices(brand=given))
    assert "Another" in str(made["index.html"])
    assert SVG not in made.values()


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("#000000", "#ffffff", 21), ("#ffffff", "#ffffff", 1), ("#777777", "#ffffff", 4.478)],
)
def test_contrast_is_counted_as_wcag_counts_it(one: str, other: str, expected: float) -> None:
    assert round(colours.contrast(one, other), 3) == expected
    assert colours.contrast(other, one) == colours.contrast(one, other)


@pytest.mark.parametrize("colour", ["#ffe066", "#3537b5", "#808080", "#ffffff", "#000000"])
@pytest.mark.parametrize("ground", ["#ffffff", "#0d131f"])
def test_a_colour_is_changed_until_it_can_be_read_and_no_further(colour: str, ground: str) -> None:
    made = colours.readable(colour, ground)
    assert colours.contrast(made, ground) >= colours.READABLE
    if colours.contrast(colour, ground) >= colours.READABLE:
        assert made == colour
