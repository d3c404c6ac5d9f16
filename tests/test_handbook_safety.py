"""The handbook's safety: whatever an author writes, in whatever field, stays text."""

import json
import re
import typing
from dataclasses import replace
from functools import cache, partial
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Final

import pytest

from playbook.assembly import assemble
from playbook.build import build
from playbook.files import Files
from playbook.renderers import Choices
from playbook.renderers.handbook.html import render
from playbook.renderers.handbook.html.search import words
from playbook.source import Document

FOLDER: Final = Path(__file__).with_name("handbook")
PAYLOADS: Final = FOLDER.joinpath("payloads.txt").read_text("utf-8").splitlines()
AT_ONCE: Final = 10
"""So many handbooks a test makes; together they put every attack into every text."""
ALLOWED_TAGS: Final = frozenset(
    [
        "html",
        "head",
        "meta",
        "title",
        "link",
        "script",
        "body",
        "a",
        "header",
        "nav",
        "main",
        "footer",
        "section",
        "article",
        "div",
        "span",
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "b",
        "small",
        "strong",
        "em",
        "s",
        "mark",
        "br",
        "hr",
        "blockquote",
        "code",
        "pre",
        "kbd",
        "abbr",
        "time",
        "button",
        "input",
        "label",
        "textarea",
        "fieldset",
        "legend",
        "datalist",
        "details",
        "summary",
        "svg",
        "g",
        "path",
        "rect",
        "circle",
        "line",
        "polyline",
        "polygon",
        "text",
        "tspan",
        "defs",
        "style",
        "desc",
        "marker",
        "lineargradient",
        "stop",
        "use",
        "ellipse",
        "clippath",
    ]
)
IN_A_QUIZ: Final = {"form", "i"}
LINKS: Final = frozenset(
    [
        "href",
        "src",
        "action",
        "formaction",
        "xlink:href",
        "data",
        "poster",
        "srcset",
        "background",
        "cite",
    ]
)
OURS: Final = {
    "memory.js",
    "handbook.js",
    "checklists.js",
    "terms.js",
    "search.js",
    "scoring.js",
    "questionnaire.js",
    "quiz.js",
}


class Tags(HTMLParser):
    """The tags of a page with their attributes, and the words in its scripts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.in_script = False
        self.scripts = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))
        self.in_script = tag == "script"

    def handle_endtag(self, tag: str) -> None:
        self.in_script = False

    def handle_data(self, data: str) -> None:
        if self.in_script:
            self.scripts += data


@cache
def _document() -> Document:
    return assemble(FOLDER / "everything.yaml").document


def _attacked(mixed: typing.Callable[[int], str]) -> Files:
    """The handbook of the sample with attacks in every text, and in what only the schema guards."""
    document = _document()
    data = json.loads(json.dumps(document.data))
    for number, leaf in enumerate(build(document).texts):
        holder: Any = data
        for step in leaf.at[:-2]:
            holder = holder[step]
        last = holder[leaf.at[-2]] if len(leaf.at) > 1 else data
        if isinstance(last, str):
            holder[leaf.at[-2]] = mixed(number)
        else:
            last[leaf.at[-1]] = mixed(number)
    for asset in data["assets"].values():
        asset["path"] = asset["url"] = "javascript:alert(1)//https://example.com"
    data["version"] = mixed(0)
    data["segments"]["large"]["group"] = mixed(1)
    data["fields"]["region"]["default"] = mixed(2)
    data["stages"][1]["on_leave"][1]["set"] = mixed(3)
    data["segments"]["large"]["when"]["at_least"] = 1
    playbook = build(replace(document, data=data))
    before = build(document)
    return render([playbook], Choices(earlier={(playbook.id, playbook.language): before}))


def test_there_are_sixty_attacks() -> None:
    assert len(set(PAYLOADS)) >= 60


@pytest.mark.parametrize("first", range(0, len(PAYLOADS), AT_ONCE))
def test_every_attack_in_every_text_stays_text(first: int) -> None:
    for shift in range(first, min(first + AT_ONCE, len(PAYLOADS))):
        _harmless(_attacked(partial(_one_of_them, shift)))


def _one_of_them(shift: int, number: int) -> str:
    return f"x {PAYLOADS[(number + shift) % len(PAYLOADS)]} y"


@pytest.mark.parametrize("first", [0, 40])
def test_an_attack_that_is_all_of_a_text_stays_text(first: int) -> None:
    """Without words around it, a text can be a whole list, a quotation or a link."""
    _harmless(_attacked(lambda number: PAYLOADS[(number + first) % len(PAYLOADS)]))


def test_all_attacks_at_once_stay_text() -> None:
    files = _attacked(lambda number: " ".join(PAYLOADS))
    _harmless(files)
    assert "{{7*7}}" in str(files["stage-qualified.html"])
    assert "{% raw %}" in words(str(files["glossary.html"]))


def _harmless(files: Files) -> None:
    for name, text in files.items():
        if not name.endswith(".html"):
            continue
        page = Tags(str(text))
        policies = 0
        for tag, attributes in page.found:
            is_quiz = name.rpartition("/")[2].startswith("practice-")
            assert tag in ALLOWED_TAGS | (IN_A_QUIZ if is_quiz else set()), f"{name}: <{tag}>"
            assert not [each for each in attributes if each.startswith("on")], name
            assert "style" not in attributes, name
            for attribute in LINKS & set(attributes):
                target = attributes[attribute]
                scheme = re.match(r"\s*([^/?#]*?):", target)
                assert scheme is None or scheme[1] in ("http", "https", "mailto", "tel"), target
            if tag == "script":
                assert attributes["src"].rpartition("/")[2] in OURS, name
            policies += attributes.get("http-equiv") == "Content-Security-Policy"
        assert policies == 1, name
        assert not page.scripts, name
    script = files["assets/search-index.js"]
    assert isinstance(script, str)
    found = re.fullmatch(r"var handbookIndex = (.*);\n", script, re.DOTALL)
    assert found
    json.loads(found[1])
