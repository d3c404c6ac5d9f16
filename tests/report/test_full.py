"""Findings for people: carets that sit right, counts that read right."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.report.samples import assert_harmless, assert_no_command, finding, fix, report

from playbook.findings import Severity
from playbook.report import Report, harmless, width
from playbook.report.full import text


def frame(line: str, column: int, length: int) -> tuple[str, str]:
    """The line that is shown, and the row with the caret."""
    rows = text(report([finding(1, column, length)], line)).split("\n")
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
    ("emoji that is marked", "    name: 👩\u200d💻 x", "👩\u200d💻"),
    ("a flag", "    name: 🇧🇬 x", "x"),
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
        : shown.index(harmless(marked)[0], len("  1 | ") + len(harmless(line[: column - 1])))
    ]
    assert width(left) == before
    assert len(caret) - before == width(harmless(marked))
    assert set(caret[before + 1 :]) <= {"~"}
    assert shown.startswith("  1 | ")


@pytest.mark.parametrize("at", [0, 1, 24, 25, 26, 49, 50, 51, 150, 298, 299])
@pytest.mark.parametrize("sign", ["x", "合", "👩\u200d💻", "\x1b"])
def test_a_long_line_is_cut_and_the_caret_stays_right(sign: str, at: int) -> None:
    line = sign * at + "!" + sign * (299 - at)
    shown, caret = frame(line, len(sign) * at + 1, 1)
    assert width(shown) <= 6 + 1 + 100 + 1
    assert width(shown[: shown.index("!")]) == caret.index("^")
    room = 50 // sum(max(1, width(harmless(each))) for each in sign)
    assert shown.startswith("  1 | …") is (at > room)
    assert shown.endswith("…") is (at < 299 - room)


def test_a_line_that_has_room_is_shown_whole() -> None:
    shown, _caret = frame("合" * 50, 1, 1)
    assert shown == "  1 | " + "合" * 50
    shown, _caret = frame("合" * 50 + "x", 1, 1)
    assert shown == "  1 | " + "合" * 50 + "…"


def test_a_line_of_nothing_but_marks_is_cut_as_well() -> None:
    shown, caret = frame("e" + "\u0301" * 5000 + "!", 5002, 1)
    assert len(shown) < 200
    assert shown.startswith("  1 | …!")
    assert width(shown) - 1 == caret.index("^")


def test_a_marked_text_that_is_longer_than_what_is_shown_is_cut_with_it() -> None:
    shown, caret = frame("name: " + "x" * 500, 7, 500)
    assert len(caret) <= len(shown)
    assert caret.count("^") == 1
    assert caret.count("~") > 80


@pytest.mark.parametrize(("column", "length"), [(1, 1), (9, 1), (40, 3), (1, 99)])
def test_a_place_beyond_its_line_does_no_harm(column: int, length: int) -> None:
    shown, caret = frame("name: x", column, length)
    assert shown == "  1 | name: x"
    assert caret.count("^") == 1
    assert width(caret) <= width(shown) + 1


def test_a_finding_without_a_line_has_no_frame() -> None:
    assert text(report([finding(3, 5)])) == (
        "playbook.yaml:3:5: error: Something is wrong. [PB042]\n"
        "  = Write it right.\n"
        "\n"
        "1 playbook read, 1 error."
    )


def test_a_finding_is_a_head_a_frame_and_what_to_write() -> None:
    assert text(report([finding(12, 7, 4)], "\n" * 11 + "kind: wonn")) == (
        "playbook.yaml:12:7: error: Something is wrong. [PB042]\n"
        "  12 | kind: wonn\n"
        "     |       ^~~~\n"
        "  = Write it right.\n"
        "\n"
        "1 playbook read, 1 error."
    )


def test_a_finding_without_help_has_no_empty_row() -> None:
    assert "\n  =" not in text(report([finding(help="")], "a: b"))


def test_what_the_parser_said_is_there_only_when_asked_for() -> None:
    said = report([finding(detail="mapping values\nare not allowed"), finding()], "a: b")
    row = "  = The parser says: mapping values\\u000aare not allowed\n"
    assert row in text(said, verbose=True)
    assert text(said, verbose=True).replace(row, "") == text(said)


def test_colours_are_there_only_when_asked_for() -> None:
    findings = [finding(severity=each) for each in Severity]
    assert "\x1b" not in text(report(findings, "a: b"))
    coloured = text(report(findings, "a: b"), colour=True)
    assert {"\x1b[1;31m", "\x1b[1;33m", "\x1b[1;36m"} == set(re.findall(r"\x1b\[1;\d+m", coloured))
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == text(report(findings, "a: b"))


COUNTS = [
    (report(), "1 playbook read; nothing found."),
    (report(playbooks=3), "3 playbooks read; nothing found."),
    (report(playbooks=0), "0 playbooks read; nothing found."),
    (report([finding()]), "1 playbook read, 1 error."),
    (report([finding()] * 2, playbooks=2), "2 playbooks read, 2 errors."),
    (report([finding(severity=Severity.WARNING)]), "1 playbook read, 1 warning."),
    (report([finding(severity=Severity.INFO)] * 3), "1 playbook read, 3 notes."),
    (
        report(finding(severity=each) for each in Severity),
        "1 playbook read, 1 error, 1 warning, 1 note.",
    ),
    (
        report([finding(fix=fix((1, 1, 1, "x")))], fixed=2),
        "1 playbook read, 1 error. 2 were fixed. 1 can be fixed with --fix.",
    ),
    (
        report([finding(fix=fix((1, 1, 1, "x"), is_safe=False)), finding()]),
        "1 playbook read, 2 errors. 1 can be fixed with --fix --unsafe.",
    ),
    (report(fixed=1), "1 playbook read; nothing found. 1 was fixed."),
    (
        report(ignored=1, known=1),
        "1 playbook read; nothing found. 1 is ignored by a comment. 1 is in the baseline.",
    ),
    (
        report(ignored=2, known=3),
        "1 playbook read; nothing found. 2 are ignored by comments. 3 are in the baseline.",
    ),
]


@pytest.mark.parametrize(("counted", "expected"), COUNTS, ids=[each for _, each in COUNTS])
def test_the_last_line_counts(counted: Report, expected: str) -> None:
    assert text(counted).split("\n")[-1] == expected


def test_the_worst_is_the_gravest() -> None:
    assert report([]).worst() is None
    assert report([finding(severity=each) for each in Severity]).worst() is Severity.ERROR
    assert report([finding(severity=Severity.INFO)]).worst() is Severity.INFO
    assert report([finding(), finding()]).count(Severity.ERROR) == 2


@given(st.text(st.characters(), max_size=80), st.integers(1, 90), st.integers(1, 90))
def test_whatever_a_line_holds_the_frame_is_two_rows_and_harmless(
    line: str, column: int, length: int
) -> None:
    line = line.replace("\n", " ")
    printed = text(report([finding(1, column, length, message=line, help=line)], line))
    assert_harmless(printed)
    assert_no_command(printed)
    rows = printed.split("\n")
    assert len(rows) == 3 + 2 * bool(line.strip()) + bool(line)
    carets = [row for row in rows if re.fullmatch(r" +\| +\^~*", row)]
    if line.strip():
        assert carets
