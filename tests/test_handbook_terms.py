"""The glossary in the handbook's texts: what is found, in three languages, and what is left alone."""

import re
from collections.abc import Callable

import pytest

from playbook.model import Playbook, Text
from playbook.renderers import Choices
from playbook.renderers.handbook.html import render
from playbook.renderers.handbook.html.terms import Reading, terms

Built = Callable[[str], Playbook]

_PLAYBOOK = """\
id: small
name: Small
language: {language}
stages:
  - {{id: open, name: Open, goal: "{goal}", tasks: [Call], exit: [The buyer has signed]}}
  - {{id: won, name: Won, kind: won}}
  - {{id: lost, name: Lost, kind: lost}}
glossary: {glossary}
"""


def said(built: Built, language: str, glossary: str, text: str) -> list[tuple[str, str]]:
    """The terms that a text is linked to, and the words of the links."""
    playbook = built(_PLAYBOOK.format(language=language, glossary=glossary, goal="Nothing"))
    linked = str(Reading(terms(playbook)).text(text))
    return re.findall(
        r'<a class="term" href="glossary.html#term-([\w-]+)"[^>]*>(.*?)</a>', linked, re.DOTALL
    )


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("deal", "A deal, and deals", ["deal"]),
        ("deal", "Deals come first", ["Deals"]),
        ("deal", "An ordeal with a dealer", []),
        ("discovery call", "Two discovery\n calls later", ["discovery\n calls"]),
        ("box", "Many boxes", ["boxes"]),
        ("opportunity", "All opportunities", ["opportunities"]),
        ("key day", "Two key days", ["key days"]),
        ("IT", "It is said that IT knows", ["IT"]),
        ("R&D", "Ask R&D first", ["R&amp;D"]),
        ("e-mail", "An e-mail", ["e-mail"]),
        ("QBR", "Before the QBRs", ["QBRs"]),
    ],
)
def test_english_terms_are_whole_words_in_singular_and_plural(
    built: Built, name: str, text: str, found: list[str]
) -> None:
    glossary = f'{{one: {{name: "{name}", means: Something}}}}'
    assert [words for _id, words in said(built, "en", glossary, text)] == found


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("отстъпка", "Отстъпките са одобрени", ["Отстъпките"]),
        ("отстъпка", "Няма отстъпка", ["отстъпка"]),
        ("сделка", "Три сделки", ["сделки"]),
        ("клиент", "Клиентът и клиентите", ["Клиентът"]),
        ("план", "Плановете са готови", ["Плановете"]),
        ("план", "Планета без планиране", []),
        ("икономически купувач", "Срещнахме икономическия купувач", ["икономическия купувач"]),
        ("CRM", "В CRM системата", ["CRM"]),
    ],
)
def test_bulgarian_terms_are_found_with_their_endings(
    built: Built, name: str, text: str, found: list[str]
) -> None:
    glossary = f'{{one: {{name: "{name}", means: Нещо}}}}'
    assert [words for _id, words in said(built, "bg", glossary, text)] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("推进商机评估", [("long", "商机评估")]),
        ("商机和商机评估", [("short", "商机"), ("long", "商机评估")]),
        ("用BANT来问", [("bant", "BANT")]),
        ("用BANTER来问", []),
    ],
)
def test_chinese_terms_are_found_anywhere_the_longest_first(
    built: Built, text: str, found: list[tuple[str, str]]
) -> None:
    glossary = (
        "{short: {name: 商机, means: 一次可能的成交}, long: {name: 商机评估, means: 看值不值得做}, "
        "bant: {name: BANT, means: 四个要素}}"
    )
    assert said(built, "zh-CN", glossary, text) == found


def test_another_name_of_a_term_leads_to_it_and_a_word_to_avoid_does_not(built: Built) -> None:
    glossary = (
        "{shift: {name: Full shift, means: Eight hours, also: [whole day], avoid: [a while]}}"
    )
    assert said(built, "en", glossary, "A whole day, not a while") == [("shift", "whole day")]


def test_a_page_links_a_term_once_and_leaves_links_code_and_headings_alone(built: Built) -> None:
    glossary = "{deal: {name: deal, means: A chance to sell}}"
    playbook = built(_PLAYBOOK.format(language="en", glossary=glossary, goal="Nothing"))
    reading = Reading(terms(playbook))
    first = str(
        reading.prose("# A deal\n\n`deal` and [deal](https://example.com) and **deal** and deal")
    )
    assert first.count('class="term"') == 1
    assert '<strong><a class="term"' in first
    assert "<code>deal</code>" in first
    assert 'class="term"' not in str(reading.text("Another deal"))


def test_a_term_does_not_lead_to_itself(built: Built) -> None:
    glossary = "{deal: {name: deal, means: A deal in a stage}, stage: {name: stage, means: A step}}"
    playbook = built(_PLAYBOOK.format(language="en", glossary=glossary, goal="Nothing"))
    page = str(render([playbook], Choices())["glossary.html"])
    assert re.findall(r'class="term" href="glossary.html#term-([\w-]+)"', page) == ["stage"]


def test_the_meaning_comes_with_the_word_as_plain_words(built: Built) -> None:
    glossary = '{deal: {name: deal, means: "A **chance** <b>to</b> sell"}}'
    playbook = built(_PLAYBOOK.format(language="en", glossary=glossary, goal="Win the deal"))
    page = str(render([playbook], Choices())["stage-open.html"])
    assert (
        'Win the <a class="term" href="glossary.html#term-deal" '
        'data-means="A chance &lt;b&gt;to&lt;/b&gt; sell">deal</a>'
    ) in page


def test_a_long_meaning_is_cut_at_a_word(built: Built) -> None:
    glossary = f"{{deal: {{name: deal, means: {'A word ' * 60}}}}}"
    playbook = built(_PLAYBOOK.format(language="en", glossary=glossary, goal="Nothing"))
    found = terms(playbook).meanings["deal"]
    assert len(found) <= 241
    assert found.endswith(("A…", "word…"))


def test_without_a_glossary_nothing_is_linked(built: Built) -> None:
    playbook = built(_PLAYBOOK.format(language="en", glossary="{}", goal="Nothing"))
    assert str(Reading(terms(playbook)).text(Text("A <deal>"))) == "A &lt;deal&gt;"
