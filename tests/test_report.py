"""Findings as text and as JSON: carets that sit right, counts that read right, nothing that steers."""

import json
import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook import pipeline
from playbook.findings import Finding, Place, Severity
from playbook.messages import speaking
from playbook.report import Report, as_json, harmless, table, text, width

TODAY = date(2026, 11, 21)


def finding(
    line: int = 1,
    column: int = 1,
    length: int = 1,
    *,
    file: str = "playbook.yaml",
    severity: Severity = Severity.ERROR,
    message: str = "Something is wrong.",
    help: str = "Write it right.",
) -> Finding:
    return Finding(
        Place(file, line, column, length), "PB042", severity, message, help, "stages.won"
    )


def report(findings: Iterable[Finding], line: str = "", playbooks: int = 1) -> Report:
    return Report(tuple(findings), playbooks, lambda place: line)


def frame(line: str, column: int, length: int) -> tuple[str, str]:
    """The line that is shown, and the row with the caret."""
    rows = text(report([finding(7, column, length)], line)).split("\n")
    return rows[1], rows[2]


LINES = [
    ("English", "    kind: wonn", "wonn"),
    ("Chinese", "    name: 合格 # 阶段", "阶段"),
    ("Chinese before Latin", "    name: 合格阶段 kind", "kind"),
    ("Bulgarian", "    name: Квалифициран", "Квалифициран"),
    ("full-width signs", "    name：合格", "：合"),
    ("half-width katakana", "    name: ｱｲｳ x", "x"),
    ("Korean", "    name: 자격 x", "자격"),
    ("emoji", "    name: 🚀🚀 go", "go"),
    ("emoji with a joiner", "    name: 👩\u200d💻 x", "x"),
    ("combining accents", "    name: Cafe\u0301 и\u0306 x", "x"),
    ("an emoji's variation", "    name: ❤\ufe0f x", "x"),
    ("a TAB", "    name:\tvalue", "value"),
    ("TABs in the middle", "a\tb\tc d", "d"),
    ("a control character", "    name: a\x07b c", "c"),
    ("text turned round", "    name: a\u202eb c", "c"),
    ("the first sign", "name: x", "name"),
    ("the last sign", "name: x", "x"),
]


@pytest.mark.parametrize(
    ("line", "marked"), [each[1:] for each in LINES], ids=[each[0] for each in LINES]
)
def test_the_caret_sits_under_the_first_character_and_the_tildes_under_the_rest(
    line: str, marked: str
) -> None:
    column = line.index(marked) + 1
    shown, caret = frame(line, column, len(marked))
    before = caret.index("^")
    left = shown[
        : shown.index(harmless(marked)[0], len("  7 | ") + len(harmless(line[: column - 1])))
    ]
    assert width(left) == before
    assert len(caret) - before == width(harmless(marked))
    assert set(caret[before + 1 :]) <= {"~"}
    assert shown.startswith("  7 | ")


@pytest.mark.parametrize("at", [0, 1, 49, 50, 51, 150, 298, 299])
@pytest.mark.parametrize("sign", ["x", "合"])
def test_a_long_line_is_cut_and_the_caret_stays_right(sign: str, at: int) -> None:
    line = sign * at + "!" + sign * (299 - at)
    shown, caret = frame(line, at + 1, 1)
    assert len(shown) < 120
    assert width(shown[: shown.index("!")]) == caret.index("^")
    assert shown.startswith("  7 | …") is (at >= 51)
    assert shown.endswith("…") is (at < 250)


def test_a_marked_text_that_is_longer_than_what_is_shown_is_cut_with_it() -> None:
    shown, caret = frame("name: " + "x" * 500, 7, 500)
    assert len(caret) <= len(shown)
    assert caret.count("^") == 1


@pytest.mark.parametrize(("column", "length"), [(1, 1), (9, 1), (40, 3), (1, 99)])
def test_a_place_beyond_its_line_does_no_harm(column: int, length: int) -> None:
    shown, caret = frame("name: x", column, length)
    assert shown == "  7 | name: x"
    assert caret.count("^") == 1


def test_a_finding_without_a_line_has_no_frame() -> None:
    assert text(report([finding(3, 5)])) == (
        "playbook.yaml:3:5: error: Something is wrong. [PB042]\n"
        "  = Write it right.\n"
        "\n"
        "1 playbook read, 1 error."
    )


def test_a_finding_is_a_head_a_frame_and_what_to_write() -> None:
    assert text(report([finding(12, 7, 4)], "kind: wonn")) == (
        "playbook.yaml:12:7: error: Something is wrong. [PB042]\n"
        "  12 | kind: wonn\n"
        "     |       ^~~~\n"
        "  = Write it right.\n"
        "\n"
        "1 playbook read, 1 error."
    )


def test_a_finding_without_help_has_no_empty_row() -> None:
    assert "\n  =" not in text(report([finding(help="")], "a: b"))


def test_colours_are_there_only_when_asked_for() -> None:
    findings = [finding(severity=each) for each in Severity]
    assert "\x1b" not in text(report(findings, "a: b"))
    coloured = text(report(findings, "a: b"), colour=True)
    assert {"\x1b[1;31m", "\x1b[1;33m", "\x1b[1;36m"} == set(re.findall(r"\x1b\[1;\d+m", coloured))
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == text(report(findings, "a: b"))


COUNTS = [
    (1, [], "1 playbook read; nothing found."),
    (3, [], "3 playbooks read; nothing found."),
    (0, [], "0 playbooks read; nothing found."),
    (1, [Severity.ERROR], "1 playbook read, 1 error."),
    (2, [Severity.ERROR] * 2, "2 playbooks read, 2 errors."),
    (1, [Severity.WARNING], "1 playbook read, 1 warning."),
    (1, [Severity.INFO] * 3, "1 playbook read, 3 notes."),
    (1, [*Severity], "1 playbook read, 1 error, 1 warning, 1 note."),
]


@pytest.mark.parametrize(("playbooks", "severities", "expected"), COUNTS)
def test_the_last_line_counts(playbooks: int, severities: list[Severity], expected: str) -> None:
    findings = [finding(severity=each) for each in severities]
    assert text(report(findings, playbooks=playbooks)).split("\n")[-1] == expected


def test_the_worst_is_the_gravest() -> None:
    assert report([]).worst() is None
    assert report([finding(severity=each) for each in Severity]).worst() is Severity.ERROR
    assert report([finding(severity=Severity.INFO)]).worst() is Severity.INFO
    assert report([finding(), finding()]).count(Severity.ERROR) == 2


def test_json_has_everything_a_program_needs() -> None:
    findings = [finding(2, 7, 4, message="合格“x”"), finding(severity=Severity.WARNING, help="")]
    assert json.loads(as_json(report(findings, "a: b", playbooks=2))) == {
        "format": 1,
        "findings": [
            {
                "file": "playbook.yaml",
                "line": 2,
                "column": 7,
                "end_column": 11,
                "code": "PB042",
                "severity": "error",
                "message": "合格“x”",
                "help": "Write it right.",
                "path": "stages.won",
            },
            {
                "file": "playbook.yaml",
                "line": 1,
                "column": 1,
                "end_column": 2,
                "code": "PB042",
                "severity": "warning",
                "message": "Something is wrong.",
                "help": "",
                "path": "stages.won",
            },
        ],
        "summary": {"playbooks": 2, "findings": 2, "error": 1, "warning": 1, "info": 0},
    }
    assert "合格“x”" in as_json(report(findings)), "people may read it as well"


def test_json_says_the_same_in_every_language() -> None:
    findings = [finding()]
    with speaking("bg"):
        bulgarian = json.loads(as_json(report(findings)))
    assert bulgarian == json.loads(as_json(report(findings)))


# What an author writes must not steer a terminal, or a service that reads its lines.

NASTY = [
    "\x1b[31mred",
    "\x1b]0;title\x07",
    "\x1b]8;;https://example.com\x1b\\link",
    "\x9b31m",
    "\rplaybook.yaml:1:1: fine",
    "a\r\n::error file=x::boo",
    "a\n::stop-commands::x",
    "##[add-matcher]x",
    "\x00\x08\x7f",
    "\u202edlrow",
    "\u2066x\u2069",
    "\u200bhidden",
    "\ufeff",
    "\u2028::error::x",
    "\x85::error::x",
    "\U000e0041\U000e007f",
    "\udc80",
    "\x0b\x0c",
]
_STEERS = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f\ud800-\udfff]"
)


def assert_harmless(printed: str) -> None:
    assert not _STEERS.search(printed), ascii(printed)
    assert "##[" not in printed
    for line in re.split("[\r\n\x85\u2028\u2029\x0b\x0c]", printed):
        assert not line.lstrip().startswith("::"), line
    printed.encode("utf-8")


@pytest.mark.parametrize("nasty", NASTY, ids=ascii)
def test_nothing_that_an_author_writes_steers_the_terminal(nasty: str) -> None:
    everywhere = finding(file=nasty, message=nasty, help=nasty)
    for line in (nasty, f"name: {nasty}", ""):
        assert_harmless(text(report([everywhere, finding()], line)))
    printed = as_json(report([everywhere]))
    assert_harmless(printed)
    (read,) = json.loads(printed)["findings"]
    assert (read["file"], read["message"], read["help"]) == (nasty, nasty, nasty)


def test_what_steers_is_shown_instead() -> None:
    assert harmless("a\x1b[31mb\u202ec\td") == "a\\u001b[31mb\\u202ec d"
    assert harmless("::error::x") == "::error::x", "in the middle of a line it is text"
    assert harmless("合格 Квалифициран 👩\u200d💻 é") == "合格 Квалифициран 👩\u200d💻 é"


@pytest.mark.parametrize(
    "name", ["::error::x.yaml", "a\x1b[31m.yaml", "a\u202e.yaml", "a\n::x.yaml"]
)
def test_nor_does_the_name_of_a_file(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    try:
        Path(name).write_text("id: x\n", "utf-8")
    except OSError:  # pragma: no cover - Windows has no such names
        pytest.skip("this computer has no such names")
    found = pipeline.lint([Path(name)], TODAY)
    assert found.findings
    assert_harmless(text(found))
    assert_harmless(as_json(found))


def test_nor_does_a_text_in_a_playbook(tmp_path: Path) -> None:
    file = tmp_path / "playbook.yaml"
    for nasty in NASTY:
        escaped = json.dumps(nasty)[1:-1]
        for written in (f'"{escaped}"', nasty):
            content = (
                f"id: x\nname: {written}\nkind: {written}\n{written}: 3\nstages: [{written}]\n"
            )
            file.write_bytes(content.encode("utf-8", "surrogatepass"))
            found = pipeline.lint([file], TODAY)
            assert found.findings
            assert_harmless(text(found))
            assert_harmless(as_json(found))


@given(st.text(st.characters(), max_size=80), st.integers(1, 90), st.integers(1, 90))
def test_whatever_a_line_holds_the_frame_is_two_rows_and_harmless(
    line: str, column: int, length: int
) -> None:
    printed = text(report([finding(1, column, length, message=line, help=line)], line))
    assert_harmless(printed)
    rows = printed.split("\n")
    assert len(rows) == 3 + 2 * bool(line.strip()) + bool(line)
    carets = [row for row in rows if re.fullmatch(r" +\| +\^~*", row)]
    if line.strip():
        assert carets


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
def test_a_width_is_never_less_than_the_number_of_letters(sign: str) -> None:
    seen = [each for each in sign if unicodedata.category(each)[0] in "LNPSZ"]
    assert width(sign) >= len(seen)


def test_a_table_stands_in_columns_whatever_its_script() -> None:
    rows = [("PB001", "error", "合格"), ("x", "警告", "n"), ("", "é", "")]
    lines = table(rows).split("\n")
    assert [
        width(line[: line.index(cell)])
        for line, cell in zip(lines[:2], ("error", "警告"), strict=True)
    ] == [7, 7]
    assert [
        width(line[: line.rindex(cell)])
        for line, cell in zip(lines[:2], ("合格", "n"), strict=True)
    ] == [14, 14]
    assert not any(line != line.rstrip() for line in lines)
    assert table([]) == ""
