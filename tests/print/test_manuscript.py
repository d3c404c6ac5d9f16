"""The manuscript: everything that an author wrote is in it, in order, and its links lead somewhere."""

import re
from collections import Counter
from collections.abc import Callable
from typing import Final

import pytest
from tests.print.samples import SHIPPED, attacked, playbook, runs, squeezed

from playbook.manuscript import compose
from playbook.manuscript.blocks import (
    Block,
    Box,
    Checklist,
    Code,
    Divider,
    Heading,
    Items,
    Manuscript,
    Paragraph,
    Picture,
    Quote,
    Run,
    Sample,
    Table,
    Words,
)
from playbook.manuscript.prose import prose
from playbook.manuscript.sheets import sheets
from playbook.manuscript.words import joined, plain, sentence, text
from playbook.model import Playbook, Prose

NAMES: Final = (*SHIPPED, "everything")
MARKS: Final = re.compile(r"[\\#*|`>~\-\[\]()]|^\s*\d+\.", re.MULTILINE)


def said(manuscript: Manuscript) -> str:
    titles = manuscript.title + "".join(each.title for each in manuscript.chapters)
    codes = "".join(block.text for block in every(manuscript) if isinstance(block, Code))
    samples = "".join(block.title for block in every(manuscript) if isinstance(block, Sample))
    return squeezed(titles + samples + codes + text(tuple(runs(manuscript.chapters))))


def every(manuscript: Manuscript) -> list[Block]:
    """The blocks of a manuscript, and those in boxes."""
    found: list[Block] = []
    waiting = [block for chapter in manuscript.chapters for block in chapter.blocks]
    while waiting:
        block = waiting.pop()
        found.append(block)
        waiting += block.blocks if isinstance(block, Box | Quote) else ()
    return found


@pytest.mark.parametrize("name", NAMES)
def test_every_text_of_the_author_is_in_it(name: str) -> None:
    it = playbook(name)
    words = said(compose(it))
    bare = MARKS.sub("", words)
    for leaf in it.texts:
        if leaf.at[0] == "learning":
            continue
        if leaf.kind is Prose:
            for line in leaf.value.splitlines():
                assert squeezed(MARKS.sub("", line)) in bare, leaf
        else:
            assert squeezed(leaf.value) in words, leaf


@pytest.mark.parametrize("name", NAMES)
def test_every_link_in_it_leads_to_one_place(name: str) -> None:
    manuscript = compose(playbook(name))
    anchors = Counter(anchor for chapter in manuscript.chapters for anchor in chapter.anchors)
    links = {run.link[1:] for run in runs(manuscript.chapters) if run.link.startswith("#")}
    assert links
    assert links <= set(anchors)
    assert {anchor for anchor, count in anchors.items() if count > 1} == set()
    assert all(manuscript.chapter_of[anchor] in manuscript.chapters for anchor in anchors)


def test_chapters_stand_in_the_order_in_which_people_read() -> None:
    manuscript = compose(playbook("everything"))
    assert [chapter.id for chapter in manuscript.chapters] == [
        "overview",
        *(f"stage-{id}" for id in ("first", "qualified", "trial", "at-risk", "running")),
        "track-safety",
        *(f"stage-{id}" for id in ("won", "lost", "double", "parked")),
        "buyer",
        *("questionnaire-check", "questionnaire-own", "objections", "competitors"),
        *(f"role-{id}" for id in ("rep", "manager", "engineer", "service")),
        *("metrics", "forecast", "reviews", "rules", "segments", "routing", "reasons"),
        *("continues", "fields", "glossary", "assets", "about", "page-first-day"),
    ]
    numbers = [chapter.sign for chapter in manuscript.chapters if chapter.sign.isdecimal()]
    assert numbers == ["1", "2", "3", "4", "5"]


def test_what_has_no_content_has_no_chapter() -> None:
    chapters = [chapter.id for chapter in compose(playbook("smallest")).chapters]
    assert chapters[0] == "overview"
    assert not {"buyer", "objections", "fields", "glossary", "assets", "metrics"} & set(chapters)


@pytest.mark.parametrize(
    ("name", "title"),
    [("smallest", "Overview"), ("smallest-zh", "概览"), ("smallest-bg", "Общ преглед")],
)
def test_it_speaks_the_language_of_the_playbook(name: str, title: str) -> None:
    manuscript = compose(playbook(name))
    assert manuscript.chapters[0].title == title


def test_the_cover_says_what_is_known_of_the_playbook() -> None:
    manuscript = compose(playbook("everything"))
    assert dict(manuscript.facts) == {
        "Version": "2.1",
        "In force from": "January 1, 2027",
        "Kept by": "Sales manager",
        "To be reviewed by": "June 30, 2027",
    }
    assert manuscript.subtitle == "From a first call to a running machine."


def test_gates_and_tasks_are_lists_to_tick() -> None:
    manuscript = compose(playbook("everything"))
    boxes = manuscript.chapter_of["stage-qualified"].blocks
    kinds = {block.kind: block for block in boxes if isinstance(block, Box)}
    [gate] = kinds["gate"].blocks
    [tasks] = kinds["work"].blocks
    assert isinstance(gate, Checklist)
    assert isinstance(tasks, Checklist)
    assert [text(tick.words) for tick in tasks.ticks] == [
        "Visit the factoryMeeting",
        "Write down what we sawE-mailonly for Large deals",
        "Phone every weekCallExpected",
    ]
    assert "Approved by: Sales manager, Sales engineer" in text(gate.ticks[2].note)


def test_a_script_stands_where_it_is_needed_and_only_there() -> None:
    manuscript = compose(playbook("everything"))
    samples = [block for block in every(manuscript) if isinstance(block, Sample)]
    assert [sample.title for sample in samples] == ["What we saw at {{account}}"]
    assert Run("{{account}}", mark=True) not in samples[0].words
    assert Run("{{problem}}", mark=True) in samples[0].words
    assert manuscript.chapter_of["asset-recap-mail"].id == "stage-qualified"
    assert manuscript.chapter_of["asset-script"].id == "assets"


def test_another_playbook_in_the_same_handbook_is_called_by_its_name() -> None:
    own = playbook("everything")
    other = playbook("overview-b2b")
    assert other.continues or own.continues
    alone = said(compose(own))
    beside = said(compose(own, others=[own, other]))
    assert "Playbook:machines" not in beside
    assert squeezed(f"Playbook: {own.name}") in beside
    assert squeezed(f"Playbook: {own.name}") not in alone


def test_the_picture_says_what_it_shows() -> None:
    [picture] = [
        b for b in compose(playbook("smallest")).chapters[0].blocks if isinstance(b, Picture)
    ]
    assert picture.view == "flow"
    assert " → " in picture.about


def test_attacks_are_words_like_others() -> None:
    it = attacked(0)
    manuscript = compose(it)
    links = {run.link for run in runs(manuscript.chapters) if run.link}
    assert all(link.startswith(("#", "http:", "https:", "mailto:", "tel:")) for link in links)
    assert squeezed(it.stages[0].name) in said(manuscript)


# Markdown -----------------------------------------------------------------------------------------


def words(*runs: Run) -> Words:
    return runs


STRONG: Final = Run("重点：", strong=True)
CASES: Final[dict[str, tuple[str, tuple[Block, ...]]]] = {
    "a paragraph": ("One\ntwo", (Paragraph(words(Run("One two"))),)),
    "lines of Chinese go on without a space": (
        "一行\n又一行",
        (Paragraph(words(Run("一行又一行"))),),
    ),
    "emphasis without spaces": (
        "**重点：**说明",
        (Paragraph(words(STRONG, Run("说明"))),),
    ),
    "HTML is text": ("<b>no</b>", (Paragraph(words(Run("<b>no</b>"))),)),
    "a link to the web": (
        "[here](https://example.com/a)",
        (Paragraph(words(Run("here", link="https://example.com/a"))),),
    ),
    "a link that is no link": (
        "[here](javascript:alert(1))",
        (Paragraph(words(Run("[here](javascript:alert(1))"))),),
    ),
    "a page beside this one is not on paper": (
        "[here](page.html)",
        (Paragraph(words(Run("here"))),),
    ),
    "a picture from elsewhere is a link": (
        "![plan](https://example.com/a.png)",
        (Paragraph(words(Run("plan", link="https://example.com/a.png"))),),
    ),
    "lists in lists": (
        "- a\n  1. b",
        (
            Items(
                (
                    (
                        Paragraph(words(Run("a"))),
                        Items(((Paragraph(words(Run("b"))),),), is_numbered=True),
                    ),
                )
            ),
        ),
    ),
    "numbers that begin later": (
        "4. d",
        (Items(((Paragraph(words(Run("d"))),),), is_numbered=True, start=4),),
    ),
    "headings below those of the chapter": (
        "# One\n\n## Two",
        (Heading(words(Run("One")), 3), Heading(words(Run("Two")), 4)),
    ),
    "a table": (
        "| a | b |\n|---|--:|\n| c | 1 |",
        (
            Table(
                (words(Run("a")), words(Run("b"))),
                ((words(Run("c")), words(Run("1"))),),
                numbers=(1,),
            ),
        ),
    ),
    "a quote, a line and code": (
        "> so\n\n---\n\n```\na  b\n```",
        (Quote((Paragraph(words(Run("so"))),)), Divider(), Code("a  b")),
    ),
    "styles in one another": (
        "*a **b*** ~~c~~ `d`",
        (
            Paragraph(
                words(
                    Run("a ", emphasis=True),
                    Run("b", emphasis=True, strong=True),
                    Run(" "),
                    Run("c", struck=True),
                    Run(" "),
                    Run("d", code=True),
                )
            ),
        ),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_markdown_becomes_blocks(case: str) -> None:
    written, blocks = CASES[case]
    assert prose(written) == blocks


def test_the_ends_of_lines_are_kept_where_they_count() -> None:
    assert prose("a\nb {{account}}", breaks=True, marks=True) == (
        Paragraph((Run("a\nb "), Run("{{account}}", mark=True))),
    )


def test_deep_nesting_ends() -> None:
    [block] = prose("> " * 40 + "deep")
    depth = 0
    while isinstance(block, Quote):
        [block] = block.blocks
        depth += 1
    assert depth == 6
    assert block == Paragraph((Run("deep"),))


# Words --------------------------------------------------------------------------------------------


def test_a_sentence_takes_words_and_texts_and_no_markup() -> None:
    link = (Run("{x}", link="#x"),)
    assert sentence("{a}: {b}!", a=link, b="{a}") == (
        Run("{x}", link="#x"),
        Run(": "),
        Run("{a}"),
        Run("!"),
    )
    assert joined([plain("a"), (), plain("b")]) == (Run("a"), Run(", "), Run("b"))


# Sheets for the desk ------------------------------------------------------------------------------


def test_a_sheet_has_what_matters_most_of_a_stage() -> None:
    made = sheets(playbook("everything"))
    sheet = next(each for each in made.stages if each.id == "stage-qualified")
    assert sheet.sign == "2"
    assert text(sheet.exit[0].words) == "They have named who signs"
    assert text(sheet.questions[0]).startswith("How much is set aside?")
    assert text(sheet.fields) == "Region, Amount"
    [(objection, answers)] = sheet.objections
    assert text(objection) == "That is too dear"
    assert len(answers) == 2
    assert {text(row.label) for row in sheet.moves} >= {"On to", "Back to", "To an end", "Handover"}
    assert [line.title for line in made.lines] == [
        stage.name for stage in made.playbook.stages if stage.is_worked
    ]


def test_a_stage_without_work_has_no_sheet(built: Callable[[str], Playbook]) -> None:
    made = sheets(
        built(
            "{id: x, name: X, stages: [{id: a, name: A, exit: [They have signed]},"
            " {id: won, name: Won, kind: won}, {id: lost, name: Lost, kind: lost}]}"
        )
    )
    assert [sheet.id for sheet in made.stages] == ["stage-a"]
    assert made.ends == (("Won", "won"), ("Lost", "lost"))
