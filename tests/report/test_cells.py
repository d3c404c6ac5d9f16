"""How many cells a text takes in a terminal, and rows of it in columns."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.report import table, width

WIDTHS = [
    ("", 0),
    ("name", 4),
    ("合格", 4),
    ("：（）", 6),
    ("ｱｲｳ", 3),
    ("Квалифициран", 12),
    ("и\u0306", 1),
    ("Cafe\u0301", 4),
    ("자격", 4),
    ("\u1112\u1161\u11ab", 2),
    ("🚀", 2),
    ("🚀🚀", 4),
    ("👩\u200d💻", 2),
    ("👨\u200d👩\u200d👧\u200d👦", 2),
    ("🏳\ufe0f\u200d🌈", 2),
    ("🤷🏽\u200d♀\ufe0f", 2),
    ("😶\u200d🌫\ufe0f", 2),
    ("👍🏽", 2),
    ("☝🏽", 2),
    ("❤\ufe0f", 2),
    ("❤", 1),
    ("❤\ufe0e", 1),
    ("1\ufe0f\u20e3", 2),
    ("🇧🇬", 2),
    ("🇧🇬🇨🇳", 4),
    ("🏴\U000e0067\U000e0062\U000e007f", 2),
    ("©\ufe0f", 2),
    ("ℹ\ufe0f", 2),
    ("a\ufe0f", 1),
    ("合\ufe0f", 2),
    ("a\u200db", 2),
    ("合\u200d格", 4),
    ("👩\u200dx", 3),
    ("\u200d👩", 2),
    ("\ufe0f", 0),
    ("🏽", 2),
    ("x🏽", 3),
]


@pytest.mark.parametrize(("text", "cells"), WIDTHS, ids=[ascii(text) for text, _ in WIDTHS])
def test_a_text_is_as_wide_as_a_terminal_shows_it(text: str, cells: int) -> None:
    assert width(text) == cells
    assert width(f"a{text}b") == cells + 2 or text[:1] in "\ufe0f\u200d"


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
def test_two_texts_are_never_wider_together_than_one_after_the_other(text: str) -> None:
    for at in range(len(text)):
        assert width(text) <= width(text[:at]) + width(text[at:]) + 1


@given(st.text("abcЖщъ合格é ", max_size=30))
def test_letters_have_the_widths_that_they_have_alone(text: str) -> None:
    assert width(text) == sum(map(width, text))


def test_a_table_stands_in_columns_whatever_its_script() -> None:
    rows = [("PB001", "error", "合格"), ("x", "警告", "n"), ("👩\u200d💻", "é", "")]
    lines = table(rows).split("\n")
    assert [width(line[: line.index(row[1])]) for line, row in zip(lines, rows, strict=True)] == [
        7,
        7,
        7,
    ]
    assert [
        width(line[: line.rindex(row[2])]) for line, row in zip(lines[:2], rows, strict=False)
    ] == [14, 14]
    assert not any(line != line.rstrip() for line in lines)
    assert table([]) == ""
