"""Languages that we have no words in: a playbook can be in any, and a catalogue is all it takes for ours."""

import re
import shutil
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from click.testing import CliRunner

from playbook import messages, pipeline
from playbook.cli import main
from playbook.local import Local, language_name
from playbook.messages import _, n_, speaking
from playbook.renderers import Choices

GERMAN = """\
id: vertrieb
name: Vertrieb
language: de
languages: [pl]
currency: EUR
version: "2"
owner: leitung
review_by: 2099-06-30
roles:
  leitung: {name: Vertriebsleitung}
segments:
  gross: {name: Große Kunden, when: {field: amount, at_least: 25000}}
metrics: {average_deal: 1234567, win_rate: 25}
stages:
  - {id: qualified, name: Qualifiziert, probability: 20, exit: [Der Kunde hat zugesagt]}
  - {id: won, name: Gewonnen, kind: won}
  - {id: lost, name: Verloren, kind: lost}
"""
POLISH = 'msgctxt "name"\nmsgid "Vertrieb"\nmsgstr "Sprzedaż"\n'


@pytest.fixture
def german(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "locales").mkdir()
    (tmp_path / "playbook.yaml").write_text(GERMAN, "utf-8")
    (tmp_path / "locales" / "pl.po").write_text(POLISH, "utf-8")
    return tmp_path / "playbook.yaml"


def pages(path: Path) -> dict[str, str]:
    """The words of a handbook's pages."""
    made = pipeline.render([path], "handbook", "html", Choices())
    return {
        name: " ".join(re.sub(r"<[^>]+>", " ", str(page)).replace("\u00a0", " ").split())
        for name, page in made.items()
        if name.endswith(".html")
    }


def test_a_handbook_in_a_language_without_a_catalogue_has_english_around_its_own_words(
    german: Path,
) -> None:
    made = pipeline.render([german], "handbook", "html", Choices())
    stage = next(str(page) for name, page in made.items() if "stage-qualified" in name)
    assert '<html lang="de"' in stage
    assert "Exit criteria" in stage
    assert "Der Kunde hat zugesagt" in stage


def test_numbers_dates_and_money_are_as_its_readers_write_them(german: Path) -> None:
    words = " ".join(pages(german).values())
    for said in ("1.234.567 €", "25.000 €", "20 %", "30. Juni 2099"):
        assert said in words, said


def test_its_translations_are_languages_of_the_handbook_too(german: Path) -> None:
    made = pipeline.render([german], "handbook", "html", Choices())
    assert any('lang="pl"' in str(page) and "Sprzedaż" in str(page) for page in made.values())
    result = CliRunner().invoke(main, ["translate", "--check", str(german)])
    assert "Polski (pl)" in result.output


@pytest.mark.parametrize(
    ("tag", "money", "day"),
    [
        ("de", "1.234.567 €", "30. Juni 2099"),
        ("fr", "1\u202f234\u202f567 €", "30 juin 2099"),
        ("pt-BR", "€ 1.234.567", "30 de junho de 2099"),
        ("ja", "€1,234,567", "2099年6月30日"),
        ("tlh", "€1,234,567", "June 30, 2099"),
    ],
)
def test_any_language_that_unicode_knows_writes_in_its_way(tag: str, money: str, day: str) -> None:
    local = Local(tag, "EUR")
    assert local.money(1234567).replace("\u00a0", " ") == money
    assert local.day(date(2099, 6, 30)) == day
    assert language_name(tag)


@pytest.fixture
def with_german(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Our words as they would be with one folder more, and nothing else."""
    locales = tmp_path / "our-locales"
    shutil.copytree(messages.LOCALES, locales)
    catalogue = Catalog(locale="de")
    catalogue.add("Exit criteria", "Abschlusskriterien")
    catalogue.add(
        ("{count} finding written to {file}.", "{count} findings written to {file}."),
        ("{count} Fund in {file}.", "{count} Funde in {file}."),
    )
    (locales / "de" / "LC_MESSAGES").mkdir(parents=True)
    with (locales / "de" / "LC_MESSAGES" / "playbook.mo").open("wb") as file:
        packed = BytesIO()
        write_mo(packed, catalogue)
        file.write(packed.getvalue())
    monkeypatch.setattr(messages, "LOCALES", locales)
    monkeypatch.setattr(messages, "LANGUAGES", messages.languages_in(locales))
    messages._catalogue.cache_clear()
    yield
    messages._catalogue.cache_clear()


def test_the_languages_are_those_that_there_are_catalogues_of() -> None:
    assert messages.LANGUAGES == ("en", "bg", "zh-CN")


@pytest.mark.usefixtures("with_german")
def test_a_catalogue_is_all_that_a_new_language_needs(german: Path) -> None:
    assert messages.LANGUAGES == ("en", "bg", "de", "zh-CN")
    assert messages.is_known("de-AT")
    with speaking(messages.closest("de-AT")):
        assert _("Exit criteria") == "Abschlusskriterien"
        said = n_("{count} finding written to {file}.", "{count} findings written to {file}.", 2)
        assert said == "{count} Funde in {file}."
        assert _("Skip to the content") == "Skip to the content"
    assert "Abschlusskriterien" in " ".join(pages(german).values())
