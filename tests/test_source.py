"""Reading: values as YAML 1.2 has them, the place of everything, and what is said of slips."""

import codecs
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.findings import Place
from playbook.source import Document, line_in, parse, read
from playbook.source.decoding import HIDDEN

# What eemeli's `yaml` 2 (the parser of the YAML language server) makes of plain words.
SCALARS: dict[str, Any] = {
    **{word: word for word in ("no", "No", "NO", "yes", "Yes", "on", "off", "y", "n")},
    "true": True,
    "True": True,
    "TRUE": True,
    "tRUE": "tRUE",
    "false": False,
    "False": False,
    "FALSE": False,
    "null": None,
    "Null": None,
    "NULL": None,
    "nULL": "nULL",
    "~": None,
    "": None,
    "none": "none",
    "nil": "nil",
    "=": "=",
    "-1-": "-1-",
    "--": "--",
    "+": "+",
    "0": 0,
    "00": 0,
    "-0": 0,
    "12": 12,
    "+12": 12,
    "-12": -12,
    "010": 10,
    "007": 7,
    "08": 8,
    "0o10": 8,
    "0o17": 15,
    "0x1F": 31,
    "0x1f": 31,
    "0b11": "0b11",
    "0xG": "0xG",
    "1_000": "1_000",
    "1 000": "1 000",
    "1,5": "1,5",
    "1:30": "1:30",
    "190:20:30": "190:20:30",
    "12:30": "12:30",
    "20%": "20%",
    "1e3": 1000,
    "1E3": 1000,
    "1e+3": 1000,
    "1.5e-3": 0.0015,
    "e3": "e3",
    "1e": "1e",
    "1.": 1,
    "5.": 5,
    ".5": 0.5,
    "-.5": -0.5,
    "+.5": 0.5,
    ".": ".",
    "..": "..",
    "1.5": 1.5,
    "1.10": 1.1,
    "-1.5": -1.5,
    "4.0": 4,
    "20.0": 20,
    "0.1.2": "0.1.2",
    "1.2.3": "1.2.3",
    "1d": "1d",
    "Infinity": "Infinity",
    "NaN": "NaN",
    "2027-01-31": "2027-01-31",
    "2027-01-31T10:00:00Z": "2027-01-31T10:00:00Z",
    "9007199254740992": 9007199254740992,
    "否": "否",
    "да": "да",
    "\U0001f44d": "\U0001f44d",
}
# There they are infinite or no number. JSON has no such thing, so here they stay text.
TEXT_HERE = (".inf", "-.inf", ".INF", ".nan", "1e400")


@pytest.mark.parametrize("pure", [False, True], ids=["C parser", "pure Python"])
@pytest.mark.parametrize("word", [*SCALARS, *TEXT_HERE])
def test_a_plain_word_is_what_yaml_1_2_says(word: str, pure: bool) -> None:
    expected = SCALARS.get(word, word)
    for text in (f"- {word}\n", f"-   {word}   # a note\n"):
        (value,) = parse(text, pure=pure).data
        assert value == expected
        assert isinstance(value, bool) is isinstance(expected, bool)
    assert parse(f"- '{word}'\n", pure=pure).data == [word], "quoted it is text"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: 我们一起\n  合作\n", "我们一起合作"),
        ('a: "我们，\n  一起"\n', "我们，一起"),
        ("a: >-\n  我们\n  一起\n\n  合作\n", "我们一起\n合作"),
        ("a: >-\n  张三 李四\n  王五\n", "张三 李四王五"),
        ("a: 用 CRM\n  记录\n", "用 CRM 记录"),
        ("a: one\n  two\n", "one two"),
        ("a: |-\n  我们\n  一起\n", "我们\n一起"),
    ],
)
@pytest.mark.parametrize("pure", [False, True], ids=["C parser", "pure Python"])
def test_chinese_goes_on_in_the_next_line_without_a_space(
    text: str, value: str, pure: bool
) -> None:
    assert parse(text, pure=pure).data == {"a": value}


def test_whole_numbers_are_integers_however_they_are_written() -> None:
    data = parse("[20, 20.0, 2e1, 0x14]").data
    assert data == [20] * 4
    assert all(type(number) is int for number in data)


PLACES = [
    ("a key", "id: a\nname: Deal\n", ("name",), True, (2, 1, 4)),
    ("a value", "id: a\nname: Deal\n", ("name",), False, (2, 7, 4)),
    ("a value in quotes", 'name: "Deal"\n', ("name",), False, (1, 7, 6)),
    ("a value after spaces", "name:    Deal  # note\n", ("name",), False, (1, 10, 4)),
    ("a key in quotes", "'name': Deal\n", ("name",), True, (1, 1, 4)),
    ("a Chinese key and value", "名称: 合格阶段\n", ("名称",), False, (1, 5, 4)),
    ("a value after a Bulgarian one", "{а: бв, г: дее}", ("г",), False, (1, 12, 3)),
    ("a value beyond the basic plane", "{a: \U0001f680, b: x}", ("b",), False, (1, 11, 1)),
    ("a number", "days: 14\n", ("days",), False, (1, 7, 2)),
    ("nothing", "days:\n", ("days",), False, (1, 6, 1)),
    ("an item", "l:\n  - one\n  - two\n", ("l", 1), False, (3, 5, 3)),
    ("an item in brackets", "l: [one, two]\n", ("l", 1), False, (1, 10, 3)),
    ("an item that is a block", "l:\n  - id: x\n    n: y\n", ("l", 0), False, (2, 5, 1)),
    ("a key in an item", "l:\n  - id: x\n    n: y\n", ("l", 0, "n"), True, (3, 5, 1)),
    ("a block is at its key", "s:\n  a: {b: c}\n", ("s",), False, (1, 1, 1)),
    ("a block in braces is at its key", "s: {a: {b: c}}\n", ("s", "a"), False, (1, 5, 1)),
    ("a text of many lines", "t: |\n  one\n  two\n", ("t",), False, (1, 4, 1)),
    ("a folded text", "a: b\nt: >-\n  one\n  two\n", ("t",), False, (2, 4, 1)),
    ("a quoted text of two lines", 't: "one\n  two"\n', ("t",), False, (1, 4, 1)),
    ("what an alias repeats", "a: &x {b: c}\nd: *x\n", ("d", "b"), False, (1, 11, 1)),
    ("an alias", "a: &x c\nd: *x\n", ("d",), False, (2, 4, 2)),
    ("what is not there is at its parent", "s:\n  a: b\n", ("s", "c"), False, (1, 1, 1)),
    ("nor is what is deeper", "s: {a: b}\n", ("s", "a", 3, "x"), False, (1, 5, 1)),
    ("an item that is not there", "l: [a]\n", ("l", 7), False, (1, 1, 1)),
    ("the whole", "# note\n\na: b\n", (), False, (3, 1, 1)),
    ("after a CRLF", "a: b\r\nc: d\r\n", ("c",), False, (2, 4, 1)),
    ("after a comment", "a: b\n# c: x\n\nc: d\n", ("c",), True, (4, 1, 1)),
    ("after a document's beginning", "---\na: b\n", ("a",), False, (2, 4, 1)),
]


@pytest.mark.parametrize("pure", [False, True], ids=["C parser", "pure Python"])
@pytest.mark.parametrize(
    ("text", "at", "key", "place"), [p[1:] for p in PLACES], ids=[p[0] for p in PLACES]
)
def test_everything_has_its_place(
    text: str, at: tuple[str | int, ...], key: bool, place: tuple[int, int, int], pure: bool
) -> None:
    assert parse(text, "f", pure=pure).place(at, key=key) == Place("f", *place)


def test_what_a_stage_inherits_is_where_it_was_written() -> None:
    document = parse("every_stage:\n  max_days: 30\nstages:\n  - id: a\n    name: A\n")
    assert document.place(("stages", 0, "max_days"))[1:3] == (2, 13)
    assert document.place(("stages", 0, "name"))[1:3] == (5, 11)
    assert document.place(("stages", 0, "goal"))[1:3] == (4, 5)


def test_a_path_is_told_by_ids_where_there_are_any() -> None:
    document = parse("stages:\n  - id: won\n    exit: [A, {id: b, criterion: B}]\n")
    assert document.path(("stages", 0, "exit", 0)) == "stages.won.exit[0]"
    assert document.path(("stages", 0, "exit", 1, "criterion")) == "stages.won.exit.b.criterion"
    assert document.path(("stages", 4, "exit")) == "stages[4].exit"
    inherited = parse("every_stage: {owner: rep}\nstages: [{id: a}, {id: b, owner: x}]\n")
    assert inherited.path(("stages", 0, "owner")) == "every_stage.owner"
    assert inherited.path(("stages", 1, "owner")) == "stages.b.owner"
    assert document.path(()) == ""


def test_a_line_is_found_for_a_place_and_none_for_one_that_is_not_there() -> None:
    texts = {"f": "one\r\ntwo\n"}
    assert line_in(texts, Place("f", 1)) == "one"
    assert line_in(texts, Place("f", 2)) == "two"
    assert line_in(texts, Place("f", 9)) == ""
    assert line_in(texts, Place("g", 1)) == ""


# One text, and the findings about it: line, column, code.
SAID: dict[str, tuple[str, list[tuple[int, int, str]]]] = {
    "a doubled key": ("a: 1\nb: 2\na: 3\n", [(3, 1, "PB013")]),
    "a doubled key in braces": ("{a: 1, a: 3}", [(1, 8, "PB013")]),
    "a key in both kinds of quotes": ("'a': 1\n\"a\": 2\n", [(2, 1, "PB013")]),
    "the same key in two blocks": ("a: {k: 1}\nb: {k: 2}\n", []),
    "an anchor that is used": ("a: &x 1\nb: *x\n", []),
    "an anchor that is not used": ("a: &x 1\n", [(1, 4, "PB014")]),
    "an alias of nothing": ("a: *x\n", [(1, 4, "PB014")]),
    "an alias before its anchor": ("a: *x\nb: &x 1\n", [(1, 4, "PB014")]),
    "an alias in its own block": ("a: &x [*x]\n", [(1, 8, "PB014")]),
    "an alias as a key": ("a: &x b\n*x : c\n", [(2, 1, "PB014")]),
    "a merge key": ("a: &x {b: c}\nd:\n  <<: *x\n", [(3, 3, "PB014")]),
    "a merge key in quotes": ("'<<': c\n", []),
    "a tag": ("a: !x b\n", [(1, 4, "PB014")]),
    "a tag of YAML's own": ("a: !!str 3\n", [(1, 4, "PB014")]),
    "a tag on a block": ("a: !x\n  b: c\n", [(1, 4, "PB014")]),
    "a list as a key": ("? [a, b]\n: c\nd: e\n", [(1, 3, "PB014")]),
    "a block as a key": ("? {a: b}\n: c\nd: e\n", [(1, 3, "PB014")]),
    "a placeholder": ("a: {{b}}\nc: d\n", [(1, 4, "PB011")]),
    "a number as a key": ("1: b\n", [(1, 1, "PB014")]),
    "a flag as a key": ("true: b\n", [(1, 1, "PB014")]),
    "a number in quotes as a key": ("'1': b\n", []),
    "no key": (": b\n", [(1, 1, "PB011")]),
    "a word of older YAML": ("a: No\n", [(1, 4, "PB017")]),
    "an answer": ("equals: no\nset: yes\none_of: [yes, no]\n", []),
    "an answer in capitals": ("equals: No\n", [(1, 9, "PB017")]),
    "a leading zero": ("a: 010\n", [(1, 4, "PB018")]),
    "a leading zero in quotes": ("a: '010'\n", []),
    "a zero": ("a: [0, 0.5, -0]\n", []),
    "a number that is too large": ("a: 9007199254740993\n", [(1, 4, "PB003")]),
    "a number of a hundred digits": (f"a: {'9' * 100}\n", [(1, 4, "PB003")]),
    "curly quotes": ("a: “b”\n", [(1, 4, "PB019")]),
    "curly quotes within a text": ("a: the “b” of “c”\n", []),
    "two texts in curly quotes": ("a: “b” and “c”\n", []),
    "curly quotes within straight ones": ("a: '“b”'\n", []),
    "what a rep says": ("say: “Compared with what?”\n", []),
    "a book's marks": ("a: 《销售手册》\n", []),
    "a comment that may be text": ("a: plan #2\n", [(1, 9, "PB020")]),
    "a comment": ("a: plan # 2\nb: plan ## x\n", []),
    "a comment behind a number": ("a: 14 #was 20\n", []),
    "a comment behind quotes": ("a: 'plan' #2\n", []),
    "a number sign within a word": ("a: C#\nb: plan#2\n", []),
    "an item that is joined": ("l:\n  - a\n   - b\n", [(3, 4, "PB022")]),
    "a hyphen within a long text": ("t: a\n  b - c\n", []),
    "a key that is joined": ("l:\n  - a\n    b：c\n", [(3, 6, "PB008")]),
    "a second document": ("a: b\n---\nc: d\n", [(2, 1, "PB016")]),
    "an escape that hides": ('a: "b\\u202ec"\n', [(1, 4, "PB004")]),
    "an escape that controls": ('a: "b\\ec"\n', [(1, 4, "PB004")]),
    "an escape that breaks a line": ('a: "b\\nc\\td"\n', []),
    "a joiner between emoji": ("a: \U0001f469\u200d\U0001f4bb\n", []),
    "an empty text": ("", [(1, 1, "PB002")]),
    "a text that is nothing": ("~\n", [(1, 1, "PB002")]),
    "65 blocks in one another": ("[" * 65 + "]" * 65, [(1, 65, "PB003")]),
    "64 blocks in one another": ("[" * 64 + "]" * 64, []),
}


@pytest.mark.parametrize("pure", [False, True], ids=["C parser", "pure Python"])
@pytest.mark.parametrize(("text", "said"), SAID.values(), ids=SAID)
def test_reading_says(text: str, said: list[tuple[int, int, str]], pure: bool) -> None:
    document = parse(text, pure=pure)
    found = [(each.place.line, each.place.column, each.code) for each in document.problems]
    assert found == said


def test_the_first_of_two_equal_keys_counts() -> None:
    assert parse("a: 1\nb: 2\na: 3\n").data == {"a": 1, "b": 2}


def test_what_follows_a_key_that_is_a_block_is_read_as_it_stands() -> None:
    assert parse("? [a, {b: c}]\n: d\ne: f\n").data == {"?": "d", "e": "f"}


def test_an_alias_repeats_values_and_places() -> None:
    document = parse("a: &x [1, {b: 2}]\nc: *x\n")
    assert document.data["c"] == document.data["a"] == [1, {"b": 2}]
    assert document.place(("c", 1, "b")) == document.place(("a", 1, "b"))


LANGUAGES = {
    "English": "id: a\nname: Qualified – yes\nlist:\n  - one\n  - two\n",
    "Chinese": "id: a\nname: 已合格的客户\nlist:\n  - 一\n  - 二\n",
    "Bulgarian": "id: a\nname: Квалифициран клиент\nlist:\n  - едно\n  - две\n",
}


def saved(folder: Path, raw: bytes) -> Document:
    file = folder / "playbook.yaml"
    file.write_bytes(raw)
    return read(file, "f")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8], ids=["no mark", "a byte order mark"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_every_way_of_saving_utf_8_reads_the_same(
    language: str, mark: bytes, end: str, tmp_path: Path
) -> None:
    text = LANGUAGES[language]
    document = saved(tmp_path, mark + text.replace("\n", end).encode())
    assert document.problems == ()
    assert document.data == parse(text).data
    assert document.place(("list", 1)) == Place("f", 5, 5, len(document.data["list"][1]))
    assert document.line(document.place(("name",))).startswith("name: ")


ENCODINGS = [
    ("English", "utf-16", "UTF-16"),
    ("Chinese", "utf-16-le", "UTF-16"),
    ("Bulgarian", "utf-16-be", "UTF-16"),
    ("English", "utf-16-be", "UTF-16"),
    ("Chinese", "utf-32", "UTF-32"),
    ("Bulgarian", "utf-32-le", "UTF-32"),
    ("English", "utf-32-be", "UTF-32"),
    ("Bulgarian", "cp1251", "Windows-1251"),
    ("Bulgarian", "koi8-r", "KOI8-R"),
    ("Bulgarian", "mac-cyrillic", "MacCyrillic"),
    ("Bulgarian", "cp866", "CP866"),
    ("Chinese", "gb18030", "GB18030"),
    ("Chinese", "gbk", "GB18030"),
    ("English", "cp1252", "Windows-1252"),
]


@pytest.mark.parametrize(("language", "encoding", "named"), ENCODINGS)
def test_another_encoding_is_named(
    language: str, encoding: str, named: str, tmp_path: Path
) -> None:
    document = saved(tmp_path, LANGUAGES[language].encode(encoding))
    (problem,) = document.problems
    assert problem.code == "PB001"
    assert named in problem.message
    assert document.data is None
    assert problem.place.line == (1 if encoding.startswith("utf") else 2)


def test_traditional_chinese_in_big5_is_named(tmp_path: Path) -> None:
    (problem,) = saved(tmp_path, "name: 銷售流程與客戶\n".encode("big5")).problems
    assert "Big5" in problem.message


@pytest.mark.parametrize(
    ("raw", "line", "column", "code"),
    [
        pytest.param(b"id: a\nname: \xff\xfe\n", 2, 7, "PB001", id="bytes of no encoding"),
        pytest.param(b"id: a\nname: \xed\xa0\x80\n", 2, 7, "PB001", id="half a character"),
        pytest.param(b"id: a\nname: x\x00y\n", 2, 8, "PB004", id="a zero byte"),
        pytest.param("id: a\nname: x\x85y\n".encode(), 2, 8, "PB004", id="a next line"),
        pytest.param("id: a\nname: x\u2028y\n".encode(), 2, 8, "PB004", id="a line separator"),
        pytest.param("id: a\nname: x\ufffdy\n".encode(), 2, 8, "PB004", id="a lost letter"),
        pytest.param("id: a\nname: x\u202ey\n".encode(), 2, 8, "PB004", id="text turned round"),
        pytest.param("id: a\nname: x\ufeffy\n".encode(), 2, 8, "PB004", id="a mark within"),
        pytest.param(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\xff", 1, 1, "PB001", id="a picture"),
        pytest.param(b"PK\x03\x04\x14\0\x06\0\xd0\xe9", 1, 1, "PB001", id="a word processor's"),
    ],
)
def test_odd_bytes_are_found_where_they_stand(
    raw: bytes, line: int, column: int, code: str, tmp_path: Path
) -> None:
    problem = saved(tmp_path, raw).problems[0]
    assert (problem.place.line, problem.place.column, problem.code) == (line, column, code)


def test_a_file_full_of_hidden_characters_is_named_a_few_times(tmp_path: Path) -> None:
    assert len(saved(tmp_path, ("a: b\n" + "\u200b" * 5000).encode()).problems) == 20


def test_a_text_that_is_not_yaml_is_read_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "notes.md"
    file.write_text("\n# Notes: “all”\n\n- a\n", "utf-8")
    assert read(file, "f", plain=True).data == "# Notes: “all”\n\n- a"
    file.write_text(" \n", "utf-8")
    assert read(file, "f", plain=True).data is None
    file.write_text("a\u202eb\n", "utf-8")
    document = read(file, "f", plain=True)
    assert document.data is None
    assert [each.code for each in document.problems] == ["PB004"]


def test_what_is_no_plain_file_is_not_read(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"no plain file|[Ii]s a directory"):
        read(tmp_path)


_DATA = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(-1e15, 1e15, allow_nan=False)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text("abcdef-", min_size=1), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.text("abcdef", min_size=1, max_size=6), _DATA, min_size=1, max_size=5))
def test_json_is_read_as_json_means_it(data: dict[str, Any]) -> None:
    document = parse(json.dumps(data, ensure_ascii=False))
    if not any(HIDDEN.search(text) for text in strings(data)):
        assert document.data == data
        assert {each.code for each in document.problems} <= {"PB017", "PB018", "PB019", "PB024"}


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from strings(inner)


@given(st.text(max_size=60), st.booleans())
def test_any_text_is_read_or_explained(text: str, pure: bool) -> None:
    document = parse(text, pure=pure)
    assert document.data is not None or document.problems
    for each in document.problems:
        assert 1 <= each.place.line <= len(re.split(r"\r\n|\r|\n", text))
        assert each.message
