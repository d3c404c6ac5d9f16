"""Markdown of authors: what it becomes, and what it never becomes."""

import pytest

from playbook.markdown import html, is_safe_link, marked, placeholders


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("**重点：**说明", "<p><strong>重点：</strong>说明</p>"),
        ("**折扣（10%）**需要", "<p><strong>折扣（10%）</strong>需要</p>"),
        ("这是**重点。**请", "<p>这是<strong>重点。</strong>请</p>"),
        ("请看**“重点”**这里", "<p>请看<strong>“重点”</strong>这里</p>"),
        ("*要点：*说明", "<p><em>要点：</em>说明</p>"),
        ("第一行\n第二行", "<p>第一行第二行</p>"),
        ("用 CRM\n记录\n결정\n합니다", "<p>用 CRM\n记录\n결정\n합니다</p>"),
        ("**важно:** това", "<p><strong>важно:</strong> това</p>"),
        ("2 * 3 * 4 and snake_case_name", "<p>2 * 3 * 4 and snake_case_name</p>"),
        ("**bold:**text", "<p>**bold:**text</p>"),
        ("a < b & c", "<p>a &lt; b &amp; c</p>"),
        ("a > b", "<p>a &gt; b</p>"),
        ("<b>bold</b>", "<p>&lt;b&gt;bold&lt;/b&gt;</p>"),
        ("1. one\n2. two", "<ol>\n<li>one</li>\n<li>two</li>\n</ol>"),
        ("- one", "<ul>\n<li>one</li>\n</ul>"),
    ],
)
def test_a_text_becomes(text: str, made: str) -> None:
    assert html(text).strip() == made


def test_a_table_can_be_scrolled_and_reached_by_keyboard() -> None:
    made = html("| a | b |\n|---|---|\n| 1 | 2 |")
    assert '<div class="scroll" tabindex="0"><table>' in made
    assert made.count("<td>") == 2
    assert made.strip().endswith("</table></div>")


def test_headings_stand_below_those_of_the_page() -> None:
    assert html("# One\n\n## Two\n\n# Three", heading=3).count("<h3>") == 2
    assert "<h4>Two</h4>" in html("# One\n\n## Two", heading=3)
    assert "<h2>Two</h2>" in html("### Two", heading=2)
    assert "<h6>Deep</h6>" in html("# a\n\n##### Deep", heading=3)


def test_headings_to_link_to_have_ids_in_any_script() -> None:
    made = html("# First steps!\n\n# 第一步\n\n# First steps", heading=2, anchors=True)
    assert 'id="s-first-steps"' in made
    assert 'id="s-第一步"' in made
    assert 'id="s-first-steps-2"' in made
    assert "id=" not in html("# First steps")


@pytest.mark.parametrize(
    "link",
    [
        "https://example.com/a?b=c#d",
        "HTTP://example.com",
        "mailto:someone@example.com",
        "tel:+359888123456",
        "stage-trial.html#exit",
        "#exit",
        "../other/index.html",
        "页面.html",
    ],
)
def test_a_link_may_be_followed(link: str) -> None:
    assert is_safe_link(link)


@pytest.mark.parametrize(
    "link",
    [
        "",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "java\tscript:alert(1)",
        "java\nscript:alert(1)",
        "\x01javascript:alert(1)",
        "java\u200bscript:alert(1)",
        "vbscript:x",
        "data:text/html,x",
        "file:///etc/passwd",
        "blob:https://example.com/x",
        "//example.com/x",
        "/etc/passwd",
        "\\\\server\\share",
        "ftp://example.com",
    ],
)
def test_a_link_may_not_be_followed(link: str) -> None:
    assert not is_safe_link(link)


def test_a_link_that_may_not_be_followed_stays_as_it_is_written() -> None:
    text = "[go](javascript:alert(1)) [go](//example.com) [go](data:text/html,x) [go](&#106;avascript:x)"
    assert "<a " not in html(text)


def test_a_link_to_another_site_names_no_referrer() -> None:
    assert html("[go](https://example.com)").count('rel="noreferrer"') == 1
    assert "rel=" not in html("[go](stage-trial.html)")


def test_a_picture_from_elsewhere_is_a_link_and_never_loaded() -> None:
    assert html("![Plan](https://example.com/plan.png)").strip() == (
        '<p><a href="https://example.com/plan.png" rel="noreferrer">Plan</a></p>'
    )
    assert html("![Plan](plan.png)").strip() == "<p>Plan</p>"
    assert html("[![Plan](https://a.example/p.png)](https://b.example)").count("<a ") == 1


def test_placeholders_are_marked_where_they_stand_in_text_only() -> None:
    assert "<mark>{{account}}</mark>" in html("Dear {{account}}", marks=True)
    assert "<mark>" not in html("Dear {{account}}")
    assert "<mark>" not in html("{{7*7}} and {{ A }}", marks=True)
    made = html('[go](https://example.com/{{account}} "{{account}}")', marks=True)
    assert "<mark>" not in made
    assert placeholders("{{account}} {{ amount }} {{account}} {{7*7}}") == ("account", "amount")


def test_a_letter_stays_word_for_word() -> None:
    assert marked("**Dear** <b> {{ account }}\n{{x y}}") == (
        "**Dear** &lt;b&gt; <mark>{{account}}</mark>\n{{x y}}"
    )


def test_the_ends_of_lines_are_kept_where_asked() -> None:
    assert "<br" in html("one\ntwo", breaks=True)
    assert "<br" not in html("one\ntwo")
