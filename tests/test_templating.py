"""Templates: what a user's own may do, and what is said when one has a mistake."""

from pathlib import Path

import pytest

from playbook.errors import NotFound, PlaybookError
from playbook.model import Rule, Text
from playbook.resources import TEMPLATES
from playbook.templating import assets, environment, fill, sentence


def filled(folder: Path, text: str, **values: object) -> str:
    (folder / "mine.html").write_text(text, "utf-8")
    return fill("mine.html", values, (folder,))


def test_values_are_escaped_and_are_never_templates(tmp_path: Path) -> None:
    assert filled(tmp_path, "<p>{{ it }}</p>", it="<b>{{ 7*7 }}</b>") == (
        "<p>&lt;b&gt;{{ 7*7 }}&lt;/b&gt;</p>"
    )


def test_a_users_template_takes_the_place_of_ours_and_can_extend_it(tmp_path: Path) -> None:
    (tmp_path / "handbook").mkdir()
    (tmp_path / "handbook" / "page.html").write_text(
        '{% extends "playbook/handbook/page.html" %}', "utf-8"
    )
    made = environment((tmp_path,))
    assert made.get_template("handbook/page.html").filename == str(tmp_path / "handbook/page.html")
    assert made.get_template("playbook/handbook/page.html").filename == str(
        TEMPLATES / "handbook/page.html"
    )
    assert made.get_template("handbook/base.html").filename == str(TEMPLATES / "handbook/base.html")


def test_the_first_of_several_folders_wins(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name / "handbook/assets").mkdir(parents=True)
        (tmp_path / name / "x.html").write_text(name, "utf-8")
        (tmp_path / name / "handbook/assets/logo.txt").write_text(name, "utf-8")
    folders = (tmp_path / "one", tmp_path / "two")
    assert fill("x.html", {}, folders) == "one"
    assert assets("handbook/assets", folders)["logo.txt"] == b"one"
    assert assets("handbook/assets")["handbook.css"]


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("one\n{{ nobody }}", 2, "'nobody' is undefined"),
        ("one\ntwo\n{% if %}", 3, "Expected an expression"),
        ("{{ it.nothing }}", 1, "has no attribute 'nothing'"),
        ("{% for x in range(9) %}\n{{ 1 / 0 }}{% endfor %}", 2, "division by zero"),
        ("{{ [1][7] }}", 1, "has no element 7"),
        ("\n{{ it.upper(1, 2) }}", 2, "takes no arguments"),
        ('{% include "nowhere.html" %}', 1, 'there is no template "nowhere.html"'),
        ("{{ 'x'.__class__ }}", 1, "access to attribute '__class__'"),
        ("{% for x in range(10**9) %}{% endfor %}", 1, "Range too big"),
        ("\n\n{{ lst.append(1) }}", 3, "access to attribute 'append'"),
        ("{{ cycler.__init__.__globals__ }}", 1, "access to attribute '__init__'"),
        ("{{ '{0.__class__}'.format(it) }}", 1, "access to attribute '__class__'"),
    ],
)
def test_a_mistake_is_told_with_file_and_line(
    tmp_path: Path, text: str, line: int, said: str
) -> None:
    with pytest.raises(PlaybookError) as caught:
        filled(tmp_path, text, it="word", lst=[])
    message = str(caught.value)
    assert f"{tmp_path / 'mine.html'}:{line} has a mistake: " in message
    assert said in message
    assert "\n" not in message


def test_a_mistake_about_a_part_of_a_playbook_names_the_part(tmp_path: Path) -> None:
    with pytest.raises(PlaybookError, match="'Rule object' has no attribute 'x'"):
        filled(tmp_path, "{{ it.x }}", it=Rule(rule=Text("Only paper counts")))


def test_a_mistake_in_a_macro_is_told_where_it_is(tmp_path: Path) -> None:
    (tmp_path / "macros.html").write_text("{% macro m() %}\n{{ nobody }}{% endmacro %}", "utf-8")
    with pytest.raises(PlaybookError, match=r"macros\.html:2 has a mistake"):
        filled(tmp_path, '{% from "macros.html" import m %}{{ m() }}')


def test_a_template_that_calls_itself_is_told(tmp_path: Path) -> None:
    with pytest.raises(PlaybookError, match=r"mine\.html:1 has a mistake"):
        filled(tmp_path, '{% include "mine.html" %}')


def test_a_template_that_is_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / "mine.html").write_bytes("страница".encode("cp1251"))
    with pytest.raises(PlaybookError, match=r"mine\.html is not in UTF-8"):
        fill("mine.html", {}, (tmp_path,))


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="There is no folder"):
        fill("handbook/page.html", {}, (tmp_path / "gone",))


def test_a_change_of_a_users_template_is_seen(tmp_path: Path) -> None:
    assert filled(tmp_path, "one") == "one"
    assert filled(tmp_path, "two and more") == "two and more"


def test_a_sentence_keeps_links_and_escapes_words() -> None:
    link = sentence("{name}", name="<b>")
    assert sentence("To {link} & {name}", link=link, name="<i>") == "To &lt;b&gt; &amp; &lt;i&gt;"
