"""The handbook as Markdown: what a wiki shows is what the author wrote, and each link leads somewhere."""

import re
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt
from tests.training.samples import playbook

from playbook import pipeline
from playbook.errors import NotFound, PlaybookError
from playbook.manuscript.blocks import Checklist, Paragraph, Rows, Run, Table, Tick
from playbook.manuscript.blocks import Row as Labelled
from playbook.messages import speaking
from playbook.renderers import Choices
from playbook.renderers.handbook.markdown.flavours import FLAVOURS, flavour
from playbook.renderers.handbook.markdown.inline import inline
from playbook.renderers.handbook.markdown.wiki import wiki
from playbook.renderers.handbook.markdown.writing import Writer
from playbook.resources import PLAYBOOKS

COMMON = MarkdownIt("commonmark").enable(["table", "strikethrough"])
"""A reader of Markdown that is not ours, and that lets HTML through."""
LABELS = (Path(__file__).parent / "pictures" / "labels.txt").read_text("utf-8").splitlines()


def files(name: str, kind: str = "") -> dict[str, str | bytes]:
    choices = Choices(flavour=kind)
    return dict(pipeline.render([PLAYBOOKS / name], "handbook", "markdown", choices))


def texts(name: str, kind: str = "") -> dict[str, str]:
    return {file: each for file, each in files(name, kind).items() if isinstance(each, str)}


def shown(markdown: str) -> str:
    """What a reader sees of a text in one line."""
    [inline] = [token for token in COMMON.parse(markdown) if token.type == "inline"]
    kinds = {each.type for each in inline.children or []}
    assert kinds <= {"text", "text_special", "softbreak", "hardbreak"}, kinds
    return "".join(each.content for each in inline.children or [])


def written(*blocks: Any, kind: str = "github") -> str:
    writer = Writer(flavour(kind), lambda link: link, lambda picture: "flow.svg")
    return "\n\n".join(writer.blocks(blocks))


@pytest.mark.parametrize("number", range(len(LABELS)))
def test_nothing_that_an_author_writes_is_markup(number: int) -> None:
    label = " ".join(re.sub(r"[\x00-\x1f\x7f\u2028\u2029]", " ", LABELS[number]).split(" "))
    seen = shown(f"a {inline((Run(label),), str)}")
    assert seen.split() == f"a {label}".split()


@pytest.mark.parametrize(
    "text", ["- no list", "+ no", "1. no list", "2) no", "# no heading", "===", "> no", "---", ":x"]
)
def test_a_line_that_looks_like_a_list_or_a_heading_is_none(text: str) -> None:
    assert [token.type for token in COMMON.parse(inline((Run(text),), str))] == [
        "paragraph_open",
        "inline",
        "paragraph_close",
    ]
    assert shown(inline((Run(text),), str)) == text


@pytest.mark.parametrize(
    ("before", "strong", "after"),
    [
        ("", "重点：", "说明"),
        ("", "折扣（10%）", "需要"),
        ("这是", "重点。", "请"),
        ("a", "b", "c"),
        ("", "„Важно“", "е"),
        ("", " spaces ", "around"),
    ],
)
def test_bold_words_are_bold_in_every_script(before: str, strong: str, after: str) -> None:
    made = COMMON.renderInline(inline((Run(before), Run(strong, strong=True), Run(after)), str))
    assert "<strong>" in made
    assert re.sub(r"</?strong>", "", made) == (before + strong + after).strip()


def test_a_bar_in_a_cell_does_not_end_it() -> None:
    cells = ((Run("a | b"),), (Run("x\\|y"),), (Run("{{a|b}}", mark=True),))
    html = COMMON.render(written(Table(cells, (cells,))))
    assert html.count("<th>") == html.count("<td>") == 3
    assert "<th>a | b</th>" in html


def test_a_wiki_gets_boxes_and_tables_as_it_can_show_them() -> None:
    ticks = Checklist((Tick((Run("Call"),), (Run("by Monday"),)),))
    assert written(ticks) == "- [ ] Call\\\n  by Monday"
    assert written(ticks, kind="confluence") == "- ☐ Call\\\n  by Monday"
    rows = tuple(((Run(str(number)),),) for number in range(20))
    table = Table(((Run("No."),),), rows, numbers=(0,))
    assert written(table).count("---:") == 1
    parts = written(table, kind="feishu").split("\n\n")
    assert [part.count("\n") for part in parts] == [10, 10, 3]


def test_a_label_and_its_text_stand_together() -> None:
    rows = Rows((Labelled((Run("Why"),), (Paragraph((Run("Because"),)),)),))
    assert written(rows) == "- **Why**\\\n  Because"


LINK = re.compile(r"\]\(([^)]*)\)")
HEADING = re.compile(r"^(?:> )?#+ (.*)$", re.MULTILINE)


def anchors(markdown: str) -> set[str]:
    """What GitHub calls the headings of a page."""
    found: dict[str, int] = {}
    made = set()
    for heading in HEADING.findall(markdown):
        html = COMMON.renderInline(heading)
        text = re.sub(r"<[^>]*>", "", html)
        for entity, sign in (("&quot;", '"'), ("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">")):
            text = text.replace(entity, sign)
        name = re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-")
        count = found[name] = found.get(name, 0) + 1
        made.add(f"{name}-{count - 1}" if count > 1 else name)
    return made


@pytest.mark.parametrize("kind", FLAVOURS)
@pytest.mark.parametrize("name", ["b2b-starter", "six-stage", "smallest-bg"])
def test_every_link_leads_to_a_page_or_a_heading(name: str, kind: str) -> None:
    made = files(name, kind)
    count = 0
    for file, text in texts(name, kind).items():
        if not file.endswith(".md"):
            continue
        folder = file.rpartition("/")[0]
        for link in LINK.findall(text):
            if re.match(r"[a-z]+:", link):
                continue
            page, _sharp, anchor = link.partition("#")
            target = f"{folder}/{page}".lstrip("/")
            assert target in made, (file, link)
            if anchor and kind == "github":
                assert anchor in anchors(str(made[target])), (file, link)
            assert FLAVOURS[kind].has_anchors or not anchor
            count += 1
    assert count > 10


def test_each_language_has_a_folder_and_pages_of_the_same_names() -> None:
    made = texts("b2b-starter")
    own = {name for name in made if "/" not in name and name.endswith(".md")}
    for language in ("zh-CN", "bg"):
        there = {name.partition("/")[2] for name in made if name.startswith(f"{language}/")}
        assert own <= there
    assert "## Exit criteria" in made["stage-discovery.md"]
    assert "## 推进标准" in made["zh-CN/stage-discovery.md"]


def test_there_is_no_html_and_two_runs_are_the_same() -> None:
    made = texts("b2b-starter")
    for name, text in made.items():
        if name.endswith(".md"):
            assert not [
                token
                for token in COMMON.parse(text)
                if "html" in token.type or any("html" in each.type for each in token.children or [])
            ], name
    assert made == texts("b2b-starter")


def test_several_playbooks_have_a_page_to_begin_with() -> None:
    paths = [PLAYBOOKS / "smallest", PLAYBOOKS / "smallest-bg"]
    made = pipeline.render(paths, "handbook", "markdown", Choices())
    assert LINK.findall(str(made["README.md"])) == ["smallest/README.md", "smallest-bg/README.md"]


def test_a_wiki_that_nobody_knows_is_a_sentence() -> None:
    with speaking("en"), pytest.raises(NotFound, match=r'no flavour "notoin".*notion'):
        files("smallest", "notoin")


def test_two_playbooks_that_cannot_be_told_apart_are_refused() -> None:
    one = playbook("smallest")
    with speaking("en"), pytest.raises(PlaybookError, match='have the id "smallest"'):
        wiki([one, one], Choices())
