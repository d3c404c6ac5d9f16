"""Catalogues in the form of gettext: what is written is read again, whatever an author wrote."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.translate import po
from playbook.translate.po import Po, Unit
from playbook.translate.updating import Wanted, updated

any_text = st.text(st.characters(codec="utf-8"), min_size=1, max_size=40)
line = st.text(st.characters(codec="utf-8", categories=["L", "N", "Zs", "P"]), max_size=20).map(
    lambda text: " ".join(text.split())
)
unit = st.builds(
    Unit,
    context=any_text,
    source=any_text,
    text=any_text,
    comments=st.lists(
        line.filter(lambda text: text[:1] not in ".:,|~"), max_size=2, unique=True
    ).map(tuple),
    notes=st.lists(line.filter(bool), max_size=1).map(tuple),
    flags=st.sampled_from([frozenset(), frozenset({"fuzzy"})]),
).flatmap(
    lambda each: st.builds(
        lambda previous: Unit(
            **{**vars(each), "previous": previous if "fuzzy" in each.flags else ""}
        ),
        any_text,
    )
)
HEAD = po.new_head("sale", "bg")


@given(st.lists(unit, max_size=4, unique_by=lambda each: each.key))
def test_what_is_written_is_read_again(units: list[Unit]) -> None:
    catalogue = Po(HEAD, tuple(units))
    read = po.read(po.written(catalogue).encode())
    assert read.head == HEAD
    assert [Unit(**{**vars(each), "line": 1}) for each in read.units] == units
    assert po.written(read) == po.written(catalogue)


@given(st.lists(unit, max_size=4, unique_by=lambda each: each.key))
def test_obsolete_entries_are_kept_with_their_translation(units: list[Unit]) -> None:
    written = po.written(Po(HEAD, (), tuple(units)))
    read = po.read(written.encode())
    assert [(each.key, each.text) for each in read.obsolete] == [
        (each.key, each.text) for each in units
    ]
    assert po.written(read) == written


text = st.sampled_from(["Call", "Call now", "Call them", "Write", ""])
context = st.sampled_from(["name", "tasks", "rules"])


@given(
    st.lists(st.builds(Unit, context=context, source=text.filter(bool), text=text), max_size=6),
    st.lists(st.builds(Wanted, context, text.filter(bool)), max_size=6),
)
def test_nothing_that_is_translated_is_lost_and_a_second_time_changes_nothing(
    units: list[Unit], wanted: list[Wanted]
) -> None:
    units = list({each.key: each for each in units}.values())
    after = updated(Po(HEAD, tuple(units)), wanted)
    assert [each.key for each in after.units] == list(dict.fromkeys(each.key for each in wanted))
    before = {each.text for each in units if each.text}
    assert {each.text for each in (*after.units, *after.obsolete) if each.text} == before
    assert updated(after, wanted) == after


@pytest.mark.parametrize(
    ("raw", "line", "says"),
    [
        (b'msgid "a"\nmsgxyz "b"\n', 2, "keyword"),
        (b'msgid "a"\nmsgstr b\n', 2, "not in quotes"),
        (b'msgid "a"\nmsgstr "b\n', 2, "not in quotes"),
        (b'msgid "a"\nmsgstr "a "b" c"\n', 2, "not in quotes"),
        (b'msgid "a"\nmsgstr "\xff"\n', 2, "utf-8"),
    ],
)
def test_what_is_no_catalogue_is_refused_with_the_line(raw: bytes, line: int, says: str) -> None:
    with pytest.raises(po.Unreadable) as refused:
        po.read(raw)
    assert refused.value.line == line
    assert says in str(refused.value)


def test_a_catalogue_in_another_encoding_is_read_and_written_in_unicode() -> None:
    text = (
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=GB18030\\n"\n\n'
        'msgctxt "name"\nmsgid "Sale"\nmsgstr "销售"\n'
    )
    read = po.read(text.encode("gb18030"))
    assert po.written(read) == text.replace("GB18030", "UTF-8")


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_line_ends_and_marks_of_editors_do_not_matter(ending: str, tmp_path: Path) -> None:
    text = f'{HEAD}\n\nmsgctxt "name"\nmsgid "Sale"\nmsgstr "Продажба"\n'
    read = po.read(b"\xef\xbb\xbf" + text.replace("\n", ending).encode())
    assert po.written(read) == text


@pytest.mark.parametrize(
    ("tag", "language", "plurals"),
    [
        ("bg", "bg", "nplurals=2"),
        ("zh-CN", "zh_CN", "nplurals=1"),
        ("pt-BR", "pt_BR", "nplurals=2"),
        ("pl", "pl", "nplurals=3"),
        ("tlh", "tlh", ""),
    ],
)
def test_the_head_says_the_language_and_its_plurals(tag: str, language: str, plurals: str) -> None:
    head = po.new_head("sale", tag)
    assert f'"Language: {language}\\n"' in head
    assert plurals in head
    assert ("Plural-Forms" in head) == bool(plurals)
