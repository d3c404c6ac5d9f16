"""The handbook: what is in it, where its links lead, and that no author's text gets out of its place."""

import itertools
import json
import os
import re
import subprocess
import sys
import typing
from collections import Counter
from dataclasses import dataclass, fields, replace
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

import pytest

from playbook import model
from playbook.assembly import assemble
from playbook.build import build
from playbook.errors import PlaybookError
from playbook.files import Files
from playbook.markdown import html as markdown
from playbook.model import Playbook, Prose, Text
from playbook.renderers import Choices
from playbook.renderers.handbook.html import render
from playbook.renderers.handbook.html.search import words
from playbook.resources import PLAYBOOKS, TEMPLATES

EVERYTHING = Path(__file__).with_name("handbook") / "everything.yaml"
VOID = {"meta", "link", "input", "br", "hr", "img", "wbr"}


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    text: str = ""


class Page(HTMLParser):
    """A page as a list of its elements."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self.open: list[Element] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.text += data

    def all(self, *tags: str) -> list[Element]:
        return [element for element in self.elements if element.tag in tags]

    @property
    def ids(self) -> list[str]:
        return [element.attributes["id"] for element in self.elements if "id" in element.attributes]


def read(path: Path) -> Playbook:
    return build(assemble(path).document)


def written(folder: Path, text: str, name: str = "playbook") -> Playbook:
    path = folder / f"{name}.yaml"
    path.write_text(text, "utf-8")
    return read(path)


def made(*playbooks: Playbook, choices: Choices | None = None) -> Files:
    return render(playbooks, choices or Choices())


def pages(files: Files) -> dict[str, Page]:
    return {
        name: Page(content)
        for name, content in files.items()
        if name.endswith(".html") and isinstance(content, str)
    }


def index(files: Files) -> dict[str, typing.Any]:
    text = files["assets/search-index.js"]
    assert isinstance(text, str)
    found = re.fullmatch(r"var handbookIndex = (.*);\n", text, re.DOTALL)
    assert found
    data: dict[str, typing.Any] = json.loads(found[1])
    return data


SMALL = """\
id: small
name: Small
stages:
  - {id: open, name: Open, tasks: [Call], exit: [The buyer has signed]}
  - {id: won, name: Won, kind: won}
  - {id: lost, name: Lost, kind: lost}
"""


@dataclass
class Site:
    files: Files
    pages: dict[str, Page]


@pytest.fixture(scope="module")
def everything() -> Playbook:
    return read(EVERYTHING)


@pytest.fixture(scope="module")
def whole(everything: Playbook) -> Files:
    return made(everything)


@pytest.fixture(scope="module", params=["everything", "shipped"])
def site(request: pytest.FixtureRequest, whole: Files) -> Site:
    """The handbook of the sample, and one of all shipped playbooks."""
    mains = [path / "playbook.yaml" for path in sorted(PLAYBOOKS.iterdir())]
    files = (
        whole
        if request.param == "everything"
        else made(*(read(main) for main in mains if main.is_file()))
    )
    return Site(files, pages(files))


# What is in it


def test_the_sample_uses_every_text_that_the_format_has(everything: Playbook) -> None:
    used = set()
    for leaf in everything.texts:
        used.add(next((step for step in reversed(leaf.at) if isinstance(step, str)), ""))
    for kind in vars(model).values():
        if not (isinstance(kind, type) and issubclass(kind, model.Part)):
            continue
        if kind in (model.Learning, model.QuizItem, model.Scenario):
            continue
        hints = typing.get_type_hints(kind)
        for each in fields(kind):
            if {Text, Prose} & set(_inner(hints[each.name])):
                assert each.name in used, f"{kind.__name__}.{each.name}"


def _inner(hint: typing.Any) -> list[typing.Any]:
    return [hint, *(inner for arg in typing.get_args(hint) for inner in _inner(arg))]


def test_every_text_of_an_author_is_somewhere_in_the_handbook(
    everything: Playbook, whole: Files
) -> None:
    said = " ".join(
        words(re.sub(r"<svg.*?</svg>", "", content, flags=re.DOTALL).replace("h1", "div"))
        for name, content in whole.items()
        if name.endswith(".html") and isinstance(content, str)
    )
    for leaf in everything.texts:
        text = leaf.value
        if leaf.kind is Prose:
            text = words(str(markdown(text, breaks=True)))
        assert " ".join(text.split()) in said, leaf.at


def test_what_has_no_content_has_no_page(tmp_path: Path) -> None:
    names = {name for name in made(written(tmp_path, SMALL)) if name.endswith(".html")}
    assert names == {
        "index.html",
        "first-week.html",
        "practice.html",
        "practice-process.html",
        "stage-open.html",
        "stage-won.html",
        "stage-lost.html",
    }


def test_what_a_small_playbook_leaves_out_takes_no_room(tmp_path: Path) -> None:
    said = words(str(made(written(tmp_path, SMALL))["index.html"]))
    for heading in ("Probability", "Time", "About this playbook", "Rules", "None", "–"):
        assert heading not in said


def test_a_stage_page_says_what_to_do_and_when_it_is_done(whole: Files) -> None:
    text = words(str(whole["stage-qualified.html"]))
    for words_of_it in (
        "Probability of winning 20%",
        "Expected time 10 days at most 20 days",
        "Special terms are approved Expected only for Large deals",
        "Evidence: Approval Given by: Seller Kept in: The problem",
        "Approved by: Sales manager, Sales engineer",
        "Approvals needed: 1 Decision due: 2 days",
        "If refused: on to Not sold, with the reason “Too dear for them”",
        "Valid for: 60 days Only on the way to: Trial run",
        "Who: Sales engineer Accountable: Sales rep Due: 24 hours after “Visit the factory”",
        "Takes: 90 minutes",
        "How much is set aside? Budget Money Why Without money there is no order.",
        "Ends the deal if The answer is no: the deal moves to In the drawer, with the reason “Does not answer”.",
        "The deal moves to Not sold, with the reason “Does not answer”.",
        "Sales manager: Ask the manager what to do",
        "Day of qualification takes the date of the day (only once)",
        "First sum takes the value of Amount (only once)",
        "Our friend inside",
        "at least 2 people",
        "Dear against what?",
        "Ask them how long a part takes.",
    ):
        assert words_of_it in text, words_of_it


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("index.html", "Typical sales cycle 60 days from Qualified"),
        ("index.html", "Average deal €120,000"),
        ("numbers.html", "€9,000.5"),
        ("index.html", "To be reviewed by June 30, 2027"),
        ("index.html", "“Amount” is at least €50,000"),
        ("numbers.html", "Goes on Qualified 60%"),
        ("index.html", "Counts as activity Call, Meeting, E-mail, Message"),
        ("stage-trial.html", "Deals may start here Yes"),
        ("index.html", "How: whoever had the customer before Within: 2 hours"),
        (
            "index.html",
            "One machine more The next machine. Playbook: Selling machines From: a won deal",
        ),
        ("index.html", "Region becomes “Overseas”"),
        ("stage-parked.html", "After 30 days the deal comes back to where it was."),
        ("stage-at-risk.html", "On to Trial run"),
        ("index.html", "From: Sold To: Running As: a new deal Starts: 90 days before “Close date”"),
        ("numbers.html", "Stages: Trial run They have named the day of the order Given by: Buyer"),
        ("stage-lost.html", "May come back As a new deal"),
        ("stage-lost.html", "Deals come from any stage before the sale"),
        ("stage-double.html", "Deals come from First talk"),
        ("stage-won.html", "Goes on in another playbook Selling machines"),
        (
            "stage-parked.html",
            "After 90 days the deal comes back to Qualified. Sooner, if: They hire",
        ),
        ("stage-parked.html", "At most 2 times."),
        ("buyer.html", "You can tell by: Talks about the stop of last week Our stages: Qualified"),
        ("buyer.html", "Known by the end of: Qualified"),
        ("questionnaire-check.html", "Passed from 4 points of 18"),
        ("questionnaire-check.html", "At least 1 point here, or it is not passed."),
        ("questionnaire-check.html", "Weight: 2."),
        ("questionnaire-check.html", "4 Warm soup Go on."),
        ("assets.html", "Subject: What we saw at {{account}}"),
        ("assets.html", "To be filled in: Account, The problem"),
        (
            "assets.html",
            "Used in: Qualified, Safety, The one who signs, “That is too dear”, Rival Machines",
        ),
        ("fields.html", "Values: Inside the union, Overseas At first: Inside the union"),
        ("fields.html", "What it is kept for: To send the contract Kept for: 24 months"),
        ("glossary.html", "Also called: a day Do not say: a while"),
        ("role-manager.html", "Approvals Special terms are approved Qualified"),
        ("role-manager.html", "Decides whether a deal goes back from First talk, Qualified"),
        ("role-engineer.html", "Takes over after Qualified Fields Region"),
        ("role-engineer.html", "Brings deals to Trial run"),
        ("role-service.html", "Owns 1 stage"),
        ("track-safety.html", "During: Qualified Owner: Sales engineer"),
    ],
)
def test_a_page_says(whole: Files, page: str, said: str) -> None:
    assert said in words(str(whole[page]))


def test_the_tasks_of_a_role_are_the_tasks_of_its_stages(whole: Files) -> None:
    read_pages = pages(whole)

    def ticks(name: str) -> set[str]:
        boxes = read_pages[name].all("input")
        return {box.attributes["data-tick"] for box in boxes if "data-tick" in box.attributes}

    on_stages = set[str]().union(
        *(ticks(name) for name in read_pages if name.startswith(("stage-", "track-")))
    )
    assert ticks("role-rep.html")
    assert ticks("role-rep.html") | ticks("role-engineer.html") <= on_stages


def test_a_tick_outlives_a_change_of_order(tmp_path: Path) -> None:
    def ticks(tasks: str) -> list[str]:
        page = pages(made(written(tmp_path, SMALL.replace("[Call]", tasks))))["stage-open.html"]
        return [
            box.attributes["data-tick"]
            for box in page.all("input")
            if "data-tick" in box.attributes
        ]

    before = ticks("[Call, Write, {id: visit, do: Visit}]")
    assert len(set(before)) == 4
    assert set(ticks("[{id: visit, do: Go and visit}, Write, Call]")) == set(before)


# Where its links lead


def test_every_link_leads_somewhere(site: Site) -> None:
    ids = {name: set(page.ids) for name, page in site.pages.items()}
    for name, page in site.pages.items():
        for element in page.all("a", "link", "script", "img"):
            target = element.attributes.get("href") or element.attributes.get("src") or ""
            if target.startswith(("https://", "mailto:", "tel:")):
                continue
            address, _hash, anchor = target.partition("#")
            there = _joined(name, address)
            assert there in site.files, f"{name}: {target}"
            if anchor:
                assert unquote(anchor) in ids[there], f"{name}: {target}"


def _joined(name: str, address: str) -> str:
    steps = list(PurePosixPath(name).parent.parts) if address else list(PurePosixPath(name).parts)
    for step in address.split("/") if address else ():
        if step == "..":
            steps.pop()
        else:
            steps.append(step)
    return "/".join(steps)


def test_every_entry_of_the_search_leads_somewhere(site: Site) -> None:
    ids = {name: set(page.ids) for name, page in site.pages.items()}
    found = index(site.files)["entries"]
    assert len(found) > len(ids)
    for address, *_rest in found:
        name, _hash, anchor = address.partition("#")
        assert not anchor or anchor in ids[name]


def test_nothing_is_asked_of_the_network(site: Site) -> None:
    for name, page in site.pages.items():
        for element in page.elements:
            loaded = {"src", "srcset", "poster", "data", "background"} & set(element.attributes)
            if element.tag == "link":
                loaded.add("href")
            for attribute in loaded:
                assert "://" not in element.attributes[attribute], name
    for name, content in site.files.items():
        if name.endswith((".css", ".js")) and "search-index" not in name:
            text = content.decode() if isinstance(content, bytes) else content
            text = text.replace("http://www.w3.org/2000/svg", "")
            assert not re.search(r"https?://|@import|fetch\(|XMLHttpRequest|import\(", text), name


# How it is built


def test_pages_are_well_formed_for_all_readers(site: Site) -> None:
    for name, page in site.pages.items():
        assert not page.open, name
        doubled = [id for id, count in Counter(page.ids).items() if count > 1]
        assert not doubled, f"{name}: {doubled}"
        levels = [int(each.tag[1]) for each in page.elements if re.fullmatch("h[1-6]", each.tag)]
        assert levels.count(1) == 1, name
        assert levels[0] == 1, name
        for above, below in itertools.pairwise(levels):
            assert below <= above + 1, f"{name}: a heading {below} below a heading {above}"
        for button in page.all("button"):
            assert button.attributes.get("aria-label") or button.text.strip(), name
        for named in page.elements:
            for attribute in ("aria-controls", "aria-labelledby"):
                for id in named.attributes.get(attribute, "").split():
                    assert id in page.ids, f"{name}: {attribute}={id}"


def test_a_page_has_its_playbook_s_language(tmp_path: Path) -> None:
    chinese = written(
        tmp_path, SMALL.replace("id: small", "id: zh\nlanguage: zh-CN\nreview_by: 2027-06-30")
    )
    bulgarian = written(
        tmp_path,
        SMALL.replace(
            "id: small",
            "id: bg\nlanguage: bg\nreview_by: 2027-06-30\ncurrency: EUR\nmetrics: {average_deal: 1234567}",
        ),
    )
    files = made(written(tmp_path, SMALL), chinese, bulgarian)
    found = {name: page.all("html")[0].attributes["lang"] for name, page in pages(files).items()}
    assert found["index.html"] == "en"
    assert found["small/stage-open.html"] == "en"
    assert found["zh/stage-open.html"] == "zh-CN"
    assert found["bg/stage-open.html"] == "bg"
    assert "2027年6月30日" in str(files["zh/index.html"])
    assert "30 юни 2027" in str(files["bg/index.html"])
    assert "1\N{NO-BREAK SPACE}234\N{NO-BREAK SPACE}567\N{NO-BREAK SPACE}€" in str(
        files["bg/index.html"]
    )


def test_several_playbooks_have_a_page_to_choose_from(tmp_path: Path) -> None:
    other = written(tmp_path, SMALL.replace("id: small", "id: other").replace("Small", "Other"))
    files = made(written(tmp_path, SMALL), other)
    start = pages(files)["index.html"]
    assert [each.text for each in start.all("h2")] == ["Small", "Other"]
    assert {"small/index.html", "other/index.html", "other/stage-won.html"} <= set(files)
    assert index(files)["books"] == [["Small", "en"], ["Other", "en"]]


def test_translations_of_a_playbook_lead_to_each_other(tmp_path: Path) -> None:
    small = written(tmp_path, SMALL)
    files = made(small, replace(small, language="zh-CN", name=Text("小")))
    assert "stage-open.html" in files
    assert "zh-CN/stage-open.html" in files
    page = pages(files)["zh-CN/stage-open.html"]
    languages = {
        each.text: each.attributes for each in page.all("a") if "hreflang" in each.attributes
    }
    assert languages["English"]["href"] == "../stage-open.html"
    assert languages["中文"]["aria-current"] == "true"


def test_two_playbooks_that_cannot_be_told_apart_are_refused(tmp_path: Path) -> None:
    small = written(tmp_path, SMALL)
    with pytest.raises(PlaybookError, match='Two playbooks have the id "small"'):
        made(small, small)


def test_two_builds_are_the_same_to_the_byte() -> None:
    program = (
        "import hashlib, sys\nfrom pathlib import Path\n"
        "from playbook.assembly import assemble\nfrom playbook.build import build\n"
        "from playbook.renderers import Choices\nfrom playbook.renderers.handbook.html import render\n"
        "files = render([build(assemble(Path(sys.argv[1])).document)], Choices())\n"
        "for name, each in files.items():\n"
        "    data = each if isinstance(each, bytes) else each.encode()\n"
        "    print(name, hashlib.sha256(data).hexdigest())\n"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", program, str(EVERYTHING)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert runs[0] == runs[1]
    assert "stage-qualified.html" in runs[0]


def test_a_users_templates_and_files_come_before_ours(tmp_path: Path) -> None:
    folder = tmp_path / "templates" / "handbook"
    (folder / "assets").mkdir(parents=True)
    (folder / "stage.html").write_text(
        '{% extends "playbook/handbook/stage.html" %}{% block gates %}<p>Ours: {{ it.name }}</p>{% endblock %}',
        "utf-8",
    )
    (folder / "assets" / "logo.svg").write_text("<svg/>", "utf-8")
    choices = Choices(templates=(tmp_path / "templates",))
    files = made(written(tmp_path, SMALL), choices=choices)
    assert "<p>Ours: Open</p>" in str(files["stage-open.html"])
    assert "Exit criteria" not in words(str(files["stage-open.html"]))
    assert files["assets/logo.svg"] == b"<svg/>"
    assert "assets/handbook.css" in files


# What it may load


def test_the_policy_allows_the_style_in_the_picture_and_no_other(whole: Files) -> None:
    import base64
    import hashlib

    for name, page in pages(whole).items():
        policy = next(
            each.attributes["content"]
            for each in page.all("meta")
            if "http-equiv" in each.attributes
        )
        assert "unsafe" not in policy
        assert policy.startswith("default-src 'none'")
        allowed = set(re.findall(r"'sha256-([^']+)'", policy))
        styles = re.findall(r"<style[^>]*>(.*?)</style>", str(whole[name]), re.DOTALL)
        hashes = {
            base64.b64encode(hashlib.sha256(each.encode()).digest()).decode() for each in styles
        }
        assert allowed == hashes
        assert bool(styles) == (name in ("index.html", "buyer.html"))


# How it looks


def _variables(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))


def _themes() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    text = (TEMPLATES / "handbook/assets/handbook.css").read_text("utf-8")
    light = re.search(r":root \{(.*?)\}", text, re.DOTALL)
    screen = re.search(r':root:not\(\[data-theme="light"\]\) \{(.*?)\}', text, re.DOTALL)
    chosen = re.search(r':root\[data-theme="dark"\] \{(.*?)\}', text, re.DOTALL)
    assert light
    assert screen
    assert chosen
    return _variables(light[1]), _variables(screen[1]), _variables(chosen[1])


def test_dark_colours_are_the_same_whoever_has_chosen_them() -> None:
    light, screen, chosen = _themes()
    assert screen == chosen
    assert set(chosen) == set(light)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        *(
            ("ink", ground)
            for ground in ("page", "raised", "sunk", "gate-fill", "buyer-fill", "accent-tint")
        ),
        *(
            ("soft", ground)
            for ground in ("page", "raised", "sunk", "gate-fill", "buyer-fill", "accent-tint")
        ),
        *(("accent", ground) for ground in ("page", "raised", "sunk", "accent-tint", "gate-fill")),
        *(("on", f"tone-{number}") for number in range(9)),
        *(("on", ground) for ground in ("accent", "won", "end", "park", "soft")),
        ("gate", "gate-fill"),
        ("buyer", "buyer-fill"),
        ("buyer", "page"),
        ("end", "end-fill"),
        ("end", "raised"),
        ("on-mark", "mark"),
    ],
)
def test_words_stand_out_from_their_ground(theme: int, ink: str, ground: str) -> None:
    colours = _themes()[theme]
    assert _contrast(colours[ink], colours[ground]) >= 4.5


def _contrast(one: str, other: str) -> float:
    bright, dim = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
