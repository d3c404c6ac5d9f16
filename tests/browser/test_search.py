"""The search in a browser."""

import json
from pathlib import Path

import pytest
from tests.browser.harness import NEEDS_BROWSER, visit

pytestmark = NEEDS_BROWSER


@pytest.mark.parametrize(
    ("start", "words", "address", "mark"),
    [
        ("zh/index.html", "策人确", "../zh/stage-negotiation.html", "策人确"),
        ("bg/index.html", "отстъпка", "../bg/stage-terms.html", "Отстъпките"),
        ("bg/index.html", "ОТСТЪПКИ", "../bg/stage-terms.html", "Отстъпките"),
        ("index.html", "diagonal нужда", "", ""),
        ("machines/index.html", "safety shoes", "../machines/stage-qualified.html#tasks", "safety"),
        (
            "machines/index.html",
            "rival machines",
            "../machines/competitors.html#competitor-rival",
            "Rival",
        ),
        ("index.html", "谈判", "zh/stage-negotiation.html", "谈判"),
    ],
)
def test_the_search_finds(
    several_site: Path, start: str, words: str, address: str, mark: str
) -> None:
    script = f"return search(await open({json.dumps(start)}), {json.dumps(words)});"
    seen = visit(several_site, script)
    if not address:
        assert [each["tag"] for each in seen.answer] == ["P"]
        assert seen.answer[0]["words"] == "Nothing found."
        return
    assert address in [each["address"] for each in seen.answer]
    assert mark in [mark for each in seen.answer for mark in each["marks"]]
    assert seen.console == ()


def test_the_search_works_by_keyboard(everything_site: Path) -> None:
    seen = visit(
        everything_site,
        """
        const frame = await open("index.html");
        press(frame, "k", { ctrlKey: true });
        const input = page(frame).querySelector(".search input");
        const focused = page(frame).activeElement === input;
        await search(frame, "slides");
        const chosen = () => page(frame).getElementById(input.getAttribute("aria-activedescendant"));
        const first = chosen().id;
        press(frame, "ArrowDown");
        const second = chosen().id;
        const selected = chosen().getAttribute("aria-selected");
        press(frame, "Escape");
        const closed = page(frame).querySelector(".results").hidden;
        await search(frame, "cold fish");
        const expanded = input.getAttribute("aria-expanded");
        const loaded = new Promise((done) => { frame.onload = done; });
        press(frame, "Enter");
        await loaded;
        return { focused, first, second, selected, closed, expanded, there: frame.contentWindow.location.href };
        """,
    )
    answer = seen.answer
    assert answer["focused"]
    assert (answer["first"], answer["second"]) == ("result-0", "result-1")
    assert answer["selected"] == "true"
    assert answer["closed"]
    assert answer["expanded"] == "true"
    assert answer["there"].endswith("questionnaire-check.html#scoring")


@pytest.mark.parametrize(
    ("start", "words", "first"),
    [
        ("machines/index.html", "glossary", "../machines/glossary.html"),
        ("machines/index.html", "glossaries", "../machines/glossary.html"),
        ("machines/index.html", "qualify", "../machines/stage-qualified.html"),
        ("machines/index.html", "visiting factory", "../machines/stage-qualified.html#tasks"),
        ("zh/index.html", "赢单", "../zh/stage-won.html"),
        ("bg/index.html", "договаряне", "../bg/stage-terms.html"),
        ("bg/index.html", "разговори", "../bg/stage-talk.html"),
        ("bg/index.html", "glossary", "../machines/glossary.html"),
    ],
)
def test_what_is_named_so_comes_first(
    several_site: Path, start: str, words: str, first: str
) -> None:
    script = f"return search(await open({json.dumps(start)}), {json.dumps(words)});"
    assert visit(several_site, script).answer[0]["address"] == first


def test_the_playbook_at_hand_comes_before_another_that_says_the_same(
    several_site: Path,
) -> None:
    script = """
      const found = [];
      for (const start of ["zh/index.html", "bg/index.html"]) {
        const frame = await open(start);
        found.push((await search(frame, "machines")).length);
      }
      const own = await search(await open("machines/index.html"), "machines");
      return { found, own: own[0].address, words: own[0].words };
    """
    answer = visit(several_site, script).answer
    assert min(answer["found"]) > 0
    assert answer["own"].startswith("../machines/")
