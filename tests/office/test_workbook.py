"""The workbook from inside: its sheets, formulas, lists, charts and looks."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest
from tests.office.books import (
    EVERYTHING,
    PATHS,
    ROOT,
    SMALL,
    below,
    made,
    playbook,
    title,
    workbook,
)
from tests.office.calc import opened, parts

from playbook.brand import Brand
from playbook.errors import Refused
from playbook.model import Playbook
from playbook.renderers.handbook.xlsx.naming import labels, sheet_names
from playbook.wording import criterion

KNOWN_TO_ALL: Final = frozenset(
    [
        "ABS",
        "AND",
        "COUNTIF",
        "COUNTIFS",
        "DATE",
        "EDATE",
        "EXACT",
        "IF",
        "IFERROR",
        "INDEX",
        "ISNUMBER",
        "MATCH",
        "MAX",
        "MID",
        "MIN",
        "MONTH",
        "NOT",
        "OR",
        "RIGHT",
        "ROUND",
        "SUM",
        "SUMIFS",
        "SUMPRODUCT",
        "TODAY",
        "YEAR",
    ]
)
"""Functions that Excel, LibreOffice and Google Sheets all have."""
CHINESE: Final = SMALL.replace("name: Shop", "name: 商店\nlanguage: zh-CN")
STARTER: Final = ROOT / "playbooks" / "b2b-starter" / "playbook.yaml"

Build = Callable[[str], Playbook]


def formulas(content: bytes) -> Iterator[tuple[str, str]]:
    """The formulas of a workbook, each with its stored value."""
    for text in parts(content, "xl/worksheets/sheet").values():
        yield from re.findall(r"<f>([^<]*)</f><v>([^<]*)</v>", text)


def test_a_workbook_is_the_same_to_the_byte_when_it_is_made_again() -> None:
    path = ROOT / "playbooks" / "smallest" / "playbook.yaml"
    again = made(playbook(path))
    assert again == workbook(path)
    with zipfile.ZipFile(io.BytesIO(again)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"1980-01-01T00:00:00Z" in archive.read("docProps/core.xml")


def test_two_playbooks_are_refused_in_a_sentence_that_names_them(built: Build) -> None:
    one, other = (built(SMALL.replace("id: shop", f"id: {id}")) for id in ("shop", "mill"))
    with pytest.raises(Refused, match=r"playbook handbook`, give the path of one of: shop, mill"):
        made(one, other)


def test_of_several_languages_of_a_playbook_the_first_is_taken(built: Build) -> None:
    content = made(built(CHINESE), built(SMALL))
    assert "阶段" in opened(content).sheetnames


def test_the_sheets_come_in_the_order_of_their_use() -> None:
    book = opened(workbook(EVERYTHING))
    before, after = ["How to use it", "Deals", "Checklist", "Summary"], ["Stages", "Lists"]
    assert book.sheetnames == [*before, "Quick check", "own", *after]
    assert [sheet.title for sheet in book if sheet.sheet_state == "hidden"] == ["Lists"]


@pytest.mark.parametrize(
    ("wanted", "given"),
    [
        (["Deals"], ("Deals",)),
        (["a/b:c*d?e[f]g\\h"], ("a b c d e f g h",)),
        (["x" * 40], ("x" * 31,)),
        (["Fit", "fit", "FIT"], ("Fit", "fit (2)", "FIT (3)")),
        (["y" * 40, "y" * 41], ("y" * 31, "y" * 27 + " (2)")),
        (["'quoted'"], ("quoted",)),
        (["History"], ("History (2)",)),
        (["[]", "\t"], ("_", "_ (2)")),
        (["SORT(me)"], ("SORT (me)",)),
        (["😀" * 20], ("😀" * 15,)),
        (["客户资格评估"], ("客户资格评估",)),
    ],
)
def test_sheets_have_names_that_excel_takes(wanted: list[str], given: tuple[str, ...]) -> None:
    assert sheet_names(wanted) == given


def test_things_with_the_same_name_can_be_told_apart_in_a_list() -> None:
    assert labels([("a", "Lost"), ("b", "lost"), ("c", "Won")]) == ("Lost", "lost (b)", "Won")


def test_colours_are_the_companys_and_the_font_is_one_for_the_language(built: Build) -> None:
    content = made(built(CHINESE), brand=Brand(company="Acme", colours=("#aa1122", "#334455")))
    styles = parts(content, "xl/styles")["xl/styles.xml"]
    assert "FFAA1122" in styles
    assert "Microsoft YaHei" in styles
    assert "Acme" in parts(content, "docProps/app")["docProps/app.xml"]


@pytest.mark.parametrize(
    ("language", "currency", "format"),
    [("en", "EUR", '"€"#,##0'), ("bg", "USD", '#,##0"\xa0щ.д."'), ("zh-CN", "EUR", '"€"#,##0')],
)
def test_amounts_are_in_the_playbooks_currency_whatever_the_language(
    built: Build, language: str, currency: str, format: str
) -> None:
    text = SMALL.replace("currency: EUR", f"currency: {currency}\nlanguage: {language}")
    deals = opened(made(built(text))).worksheets[1]
    assert format in {cell.number_format for cell in deals[5]}


@pytest.mark.parametrize("path", PATHS, ids=title)
def test_every_formula_has_a_value_and_uses_what_all_programs_know(path: Path) -> None:
    content = workbook(path)
    found = list(formulas(content))
    sheets = parts(content, "xl/worksheets/sheet").values()
    assert len(found) == sum(text.count("<f>") for text in sheets) > 1000
    for formula, value in found:
        words = re.sub(r"\"[^\"]*\"|'[^']*'!", "", formula.replace("&quot;", '"'))
        assert not set(re.findall(r"([A-Z][A-Z.]*)\(", words)) - KNOWN_TO_ALL, formula
        assert not re.search(r"[\[{@#]", words), formula
        assert not re.match(r"#|Err:", value), (formula, value)
        assert len(formula) < 8192


def test_every_sheet_is_ready_to_print_and_to_scroll() -> None:
    book = opened(workbook(EVERYTHING))
    for sheet in book:
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
    for name in ("Deals", "Checklist", "Quick check", "Stages"):
        assert book[name].print_title_rows
        assert book[name].freeze_panes
    assert book["Deals"].auto_filter.ref.startswith("A4:")
    assert book["Deals"].freeze_panes == "C5"


def test_what_can_be_chosen_stands_in_cells_so_that_no_list_is_too_long() -> None:
    book = opened(workbook(EVERYTHING))
    lists = [each.formula1 for sheet in book for each in sheet.data_validations.dataValidation]
    assert len(lists) > 10
    assert all(re.fullmatch(r"('[^']+'!)?\$[A-Z]+\$\d+:\$[A-Z]+\$\d+", each) for each in lists)


def test_the_charts_show_something() -> None:
    charts = parts(workbook(EVERYTHING), "xl/charts/chart")
    assert len(charts) == 3
    for text in charts.values():
        stored = "".join(re.findall(r"<c:val>.*?</c:val>", text, re.DOTALL))
        assert max(float(each) for each in re.findall(r"<c:v>([^<]*)</c:v>", stored)) > 0
        assert re.search(r"<c:cat>.*?<c:v>[^<]+</c:v>", text, re.DOTALL)


def test_a_deal_that_stays_too_long_stands_out() -> None:
    deals = opened(workbook(EVERYTHING))["Deals"]
    assert "Overdue" in {below(deals, "Attention", row).value for row in range(5, 13)}
    late = below(deals, "Attention", 5).coordinate
    rules = [
        rule for each in deals.conditional_formatting if late in each.cells for rule in each.rules
    ]
    assert any('"Overdue"' in rule.formula[0] for rule in rules if rule.formula)


def test_the_checklist_has_every_criterion_in_the_words_of_the_playbook() -> None:
    written = {cell.value for cell in opened(workbook(STARTER))["Checklist"]["A"]}
    wanted = {criterion(playbook(STARTER), each) for _holder, each in playbook(STARTER).criteria()}
    assert len(wanted) > 10
    assert wanted <= written


def test_a_playbook_without_criteria_questions_and_reasons_has_its_workbook_too(
    built: Build,
) -> None:
    bare = """
    id: bare
    name: Bare
    stages:
      - {id: first, name: First}
      - {id: won, name: Won, kind: won}
    """
    book = opened(made(built(bare)))
    assert book.sheetnames == ["How to use it", "Deals", "Checklist", "Summary", "Stages", "Lists"]
    assert below(book["Deals"], "Result", 5).value == "Open"
