"""What authors write stays a text in the workbook, whatever it begins with and wherever it stands."""

import html
import json
import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest
from tests.office.books import below, cells, made
from tests.office.calc import DAY, needs_office, on, opened, parts, recalculated, saved, values

from playbook.build import build
from playbook.renderers.handbook.xlsx.naming import sheet_names
from playbook.source import parse

NASTY: Final = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(1)",
    "\tTab",
    "\rReturn",
    "\nLine",
    '=HYPERLINK("http://x.test","y")',
    "=cmd|'/c calc'!A1",
    "{=1+1}",
    "'=1+1",
    '"=1+1',
    "SORT(1)",
    "=_xlfn.SORT(A1)",
    "_x0041_",
    "*",
    "?",
    "~*",
    ">0",
    "<>",
    "&P&D",
    "#REF!",
    "TRUE",
    "1E5",
    "2026-01-15",
    "https://x.test",
    "internal:Deals!A1",
    "</t><f>1</f>",
)
"""What a spreadsheet might take for something else than a text."""


@dataclass
class Nastiness:
    """Puts something nasty before each text, the next thing before the next text."""

    turn: int
    said: dict[str, str] = field(default_factory=dict)

    def __call__(self, name: str) -> str:
        """A text that ends with this name, for YAML."""
        prefix = NASTY[(self.turn + len(self.said)) % len(NASTY)] if self.turn >= 0 else "word"
        self.said[name] = f"{prefix} {name}"
        return json.dumps(self.said[name], ensure_ascii=False)


def text(say: Nastiness) -> str:
    """A playbook with a text wherever one can stand."""
    return f"""
id: nasty
name: {say("playbook")}
currency: EUR
segments:
  large: {{name: {say("large")}, when: {{field: amount, at_least: 10000}}}}
  abroad: {{name: {say("abroad")}}}
roles: {{boss: {{name: {say("boss")}}}}}
reasons: {{price: {{name: {say("price")}}}, other: {{name: {say("other")}}}}}
forecast: {{commit: {{name: {say("commit")}}}}}
fields:
  word: {{name: {say("word")}, type: text}}
  kind: {{name: {say("kind")}, type: choice, options: [{{id: one, name: {say("one")}, points: 2}}, {{id: two, name: {say("two")}}}]}}
questionnaires:
  fit:
    name: {say("fit")}
    framework: custom
    elements: [{{id: need, name: {say("need")}}}, {{id: money, name: {say("money")}}}]
    scoring:
      pass: 2
      bands: [{{id: low, name: {say("low")}, from: 0, about: {say("bad")}}}, {{id: high, name: {say("high")}, from: 2}}]
    questions:
      - {{id: which, element: need, ask: {say("which")}, field: kind, listen_for: {say("hear")}}}
      - {{id: said, element: money, ask: {say("said")}, field: word, score: [{{equals: {say("equal")}, points: 1}}], knock_out: {{equals: {say("end")}, move_to: lost}}}}
      - {{id: many, ask: {say("many")}, type: choices, options: [{{id: a, name: {say("a")}, points: 1}}, {{id: b, name: {say("b")}}}], when: {{answer: said, not_equals: {say("never")}}}}}
stages:
  - id: first
    name: {say("first")}
    goal: {say("goal")}
    owner: boss
    probability: 20
    max_days: 10
    by_segment: {{large: {{max_days: 20}}}}
    tasks: [{say("task")}]
    exit:
      - {{criterion: {say("signs")}, verified_by: [boss]}}
      - {{criterion: {say("customs")}, for: [abroad]}}
      - {{check: {{questionnaire: fit, is: passed}}}}
  - {{id: second, name: {say("second")}, forecast: commit, exit: [{say("wants")}]}}
  - {{id: won, name: {say("won")}, kind: won}}
  - {{id: lost, name: {say("lost")}, kind: lost}}
tracks:
  side: {{name: {say("side")}, phases: [{{id: test, name: {say("test")}, during: [first], exit: [{say("tested")}]}}]}}
"""


SHOWN: Final = [
    "playbook",
    "large",
    "abroad",
    "boss",
    "price",
    "other",
    "commit",
    "fit",
    "need",
    "money",
    "low",
    "high",
    "bad",
    "which",
    "one",
    "two",
    "said",
    "many",
    "a",
    "b",
    "first",
    "goal",
    "second",
    "signs",
    "customs",
    "wants",
    "won",
    "lost",
    "tested",
]
"""The texts of that playbook that stand in a cell of their own, or in one of a list."""


def formulas(content: bytes) -> list[list[str]]:
    """The formulas of each sheet, without the names of sheets and without texts."""
    return [
        [without_texts(html.unescape(each)) for each in re.findall(r"<f>([^<]*)</f>", sheet)]
        for sheet in parts(content, "xl/worksheets/sheet").values()
    ]


def without_texts(formula: str) -> str:
    """A formula with every text in it, or several joined to one, as an empty one."""
    formula = re.sub(r"'(?:[^']|'')*'!", "!", formula)
    formula = re.sub(r'"(?:[^"]|"")*"', '""', formula)
    return re.sub(r'\((?:""&)+""\)', '""', formula)


@dataclass(frozen=True)
class Nasty:
    """A workbook, and the texts that its author wrote."""

    said: dict[str, str]
    content: bytes


@cache
def nasty_book(turn: int) -> Nasty:
    """A workbook with nasty texts, at each turn others; without any below zero."""
    say = Nastiness(turn)
    return Nasty(say.said, made(build(parse(text(say)))))


TURNS: Final = tuple(range(0, len(NASTY), 4))


@pytest.fixture(params=TURNS)
def nasty(request: pytest.FixtureRequest) -> Nasty:
    """A workbook whose texts begin with something nasty."""
    turn: int = request.param
    return nasty_book(turn)


def test_no_text_becomes_a_formula_or_part_of_one(nasty: Nasty) -> None:
    assert formulas(nasty.content) == formulas(nasty_book(-1).content)


def test_every_text_stands_in_a_cell_as_it_was_written(nasty: Nasty) -> None:
    texts = {
        str(cell.value).replace("_x000D_", "\r")  # openpyxl leaves this one as Excel writes it
        for _at, cell in cells(opened(nasty.content, computed=False))
        if cell.data_type == "s"
    }
    for name in SHOWN:
        assert any(nasty.said[name] in each for each in texts), nasty.said[name]


def test_names_of_sheets_say_what_the_author_wrote_as_far_as_excel_allows(nasty: Nasty) -> None:
    titles = opened(nasty.content).sheetnames
    assert sheet_names([nasty.said["fit"]])[0] in titles
    assert len({title.casefold() for title in titles}) == len(titles)


def test_a_title_of_a_chart_is_a_cell_and_no_text_of_an_author(nasty: Nasty) -> None:
    for chart in parts(nasty.content, "xl/charts/chart").values():
        titles = re.findall(r"<c:title>.*?</c:title>", chart, re.DOTALL)
        assert titles
        assert all(re.search(r"<c:f>'?Summary'?!\$A\$\d+</c:f>", each) for each in titles)


def test_what_is_typed_into_a_cell_for_words_stays_a_text() -> None:
    deals = opened(nasty_book(-1).content).worksheets[1]
    for head in ("Account", "Contact", "Owner", "Stage", "Next step"):
        assert below(deals, head, 20).number_format == "@"


@needs_office
def test_libreoffice_shows_the_texts_unchanged_and_computes_with_them(tmp_path: Path) -> None:
    books = {f"book-{turn}": nasty_book(turn).content for turn in TURNS}
    shown = recalculated(tmp_path, {name: on(DAY, each) for name, each in books.items()})
    for name, content in books.items():
        stored, theirs = values(opened(content)), values(opened(shown[name]))
        assert {at for at in stored if plain(stored[at]) != plain(theirs.get(at))} == set()
        assert not [each for each in theirs.values() if str(each).startswith("Err:")]


def plain(value: Any) -> Any:
    """A value without what the two write differently: the ends of lines, and escapes of signs."""
    if isinstance(value, float):
        return round(value, 9)
    while isinstance(value, str) and (escaped := re.search(r"_x([0-9A-F]{4})_", value)):
        value = value.replace(escaped[0], chr(int(escaped[1], 16)))
    return re.sub(r"[\r\n]+", "\n", value) if isinstance(value, str) else value


@needs_office
def test_a_stage_with_a_nasty_name_can_be_chosen_and_is_found(tmp_path: Path) -> None:
    files = {}
    for turn in TURNS:
        book = opened(nasty_book(turn).content, computed=False)
        below(book["Deals"], "Account", 20).value = "Chosen"
        chosen = below(book["Deals"], "Stage", 20)
        chosen.value, chosen.data_type = book["Stages"]["B6"].value, "s"
        files[f"book-{turn}"] = on(DAY, saved(book))
    for name, content in recalculated(tmp_path, files).items():
        deals = opened(content)["Deals"]
        assert below(deals, "Result", 20).value == "Open", name
        assert str(below(deals, "Forecast", 20).value).endswith("commit"), name
