"""The tool's words in three languages: all of them are collected, translated, and looked up."""

import importlib.util
import os
import re
import sys
from collections.abc import Iterator, Mapping
from datetime import date
from gettext import NullTranslations
from pathlib import Path
from typing import Any

import pytest
import yaml
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from click.testing import CliRunner

from playbook import messages, pipeline, registry
from playbook.cli import helping, main
from playbook.messages import _, language, look_up, p_, speaking
from playbook.messages.choice import choose
from playbook.messages.passages import EXAMPLE, in_language, passages
from playbook.report.cells import width
from playbook.rules import Rule

ROOT = Path(__file__).resolve().parents[1]
TODAY = date(2026, 11, 21)
DOMAINS = ("playbook", "rules", "schema", "cli", "docs")


def module(name: str, folder: str) -> Any:
    """A module that belongs to no package."""
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, ROOT / folder / f"{name}.py")
        assert spec is not None
        assert spec.loader is not None
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


sentences, catalogues = module("sentences", "scripts"), module("catalogues", "scripts")
rules_tests = module("test_rules", "tests")
LANGUAGES = catalogues.LANGUAGES


@pytest.fixture(scope="session")
def collected() -> dict[str, Catalog]:
    """Every sentence there is, by domain."""
    return {name: catalogues.collected(found()) for name, found in sentences.domains().items()}


def written(tag: str, domain: str) -> list[Message]:
    with catalogues.path_of(tag, domain).open("rb") as file:
        return list(catalogues.sentences_of(read_po(file, locale=tag)))


def test_there_is_a_catalogue_for_each_language_and_domain(collected: dict[str, Catalog]) -> None:
    assert set(collected) == set(DOMAINS)
    assert {tag.replace("_", "-") for tag in LANGUAGES} | {"en"} == set(messages.LANGUAGES)


@pytest.mark.parametrize("tag", LANGUAGES)
@pytest.mark.parametrize("domain", DOMAINS)
def test_a_catalogue_has_every_sentence_translated_with_what_is_put_in_and_the_code(
    tag: str, domain: str, collected: dict[str, Catalog]
) -> None:
    catalogue = catalogues.updated(tag, domain, collected[domain])
    wrong = list(catalogues.wrong_with(catalogue, tag, domain))
    assert not wrong, f"{len(wrong)}: {wrong[:5]}"


@pytest.mark.parametrize(
    ("source", "said", "fault"),
    [
        ("{stage} lacks {key}.", "На {stage} липсва {key}.", None),
        ("{stage} lacks {key}.", "На {stage} липсва.", "other fields: ['{stage}']"),
        ("{stage} lacks a key.", "На {етап} липсва ключ.", "other fields: ['{етап}']"),
        ("Write `exit:`.", "Напишете `exit:`.", None),
        ("Write `exit:`.", "Напишете `изход:`.", "other code: ['`exit:`', '`изход:`']"),
        ("Made:\n", "Готово:", "another end"),
        (("one stage", "{count} stages"), ("един етап", "{count} етапа"), None),
        (("{n} day", "{n} days"), ("{n} ден",), "1 forms, not 2"),
    ],
)
def test_a_translation_is_held_against_its_source(
    source: str | tuple[str, ...], said: str | tuple[str, ...], fault: str | None
) -> None:
    found = list(catalogues.faults(Message(source, said), 2))
    assert found == ([fault] if fault else [])


def test_a_merge_takes_what_fits_and_says_what_does_not() -> None:
    catalogue = Catalog(locale="bg")
    for source, context in (("Stage", None), ("stage", "kind of part"), ("{n} days", None)):
        catalogue.add(source, context=context)
    catalogue.add(("{count} stage", "{count} stages"))
    assert catalogues.missing(catalogue) == {
        "Stage": "",
        "kind of part|stage": "",
        "{n} days": "",
        "{count} stage": ["", ""],
    }
    words = {
        "Stage": "Етап",
        "kind of part|stage": "етап",
        "{n} days": "дни",
        "{count} stage": ["{count} етап", "{count} етапа"],
        "Gone": "Изчезна",
    }
    said = list(catalogues.merged(catalogue, words))
    assert said == ["{n} days: other fields: []", "there is no such sentence: Gone"]
    assert catalogues.missing(catalogue) == {"{n} days": ""}


# What is marked is found.


def test_marked_words_are_found_wherever_they_stand() -> None:
    code = """
        a = f"{_('in braces')}: {p_('of a kind', 'word')}"
        b = n_("one", "many", len(a)) + _("put " "together")
        c = p_("of a kind", later("of a kind", "kept"))
    """
    found = sentences.in_code("if a:\n" + code, "x.py", ["of a kind"])
    assert {(each.context, each.message) for each in found} == {
        (None, "in braces"),
        ("of a kind", "word"),
        (None, ("one", "many")),
        (None, "put together"),
        ("of a kind", "kept"),
    }


@pytest.mark.parametrize(
    "code", ["_(word)", "_(f'{a}')", "n_('a', b, 1)", "p_(kind, 'a')", "p_('x', a)", "_('a' + b)"]
)
def test_a_word_that_nobody_could_translate_stops_the_collecting(code: str) -> None:
    with pytest.raises(SystemExit, match=r"x\.py:2: .*needs plain text"):
        list(sentences.in_code(f"\n{code}", "x.py"))


class _Known(NullTranslations):
    """An English catalogue that remembers what it was asked for and does not have."""

    def __init__(self, catalogue: Catalog, strange: set[Any]) -> None:
        super().__init__()
        self._catalogue, self._strange = catalogue, strange

    def gettext(self, message: str) -> str:
        return self.pgettext("", message)

    def ngettext(self, one: str, many: str, count: int) -> str:
        self.gettext(one)
        return one if count == 1 else many

    def pgettext(self, context: str, message: str) -> str:
        if self._catalogue.get(message, context or None) is None:
            self._strange.add((context, message))
        return message


def test_whatever_the_linter_looks_up_has_been_collected(
    collected: dict[str, Catalog], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    strange: set[Any] = set()
    known = {name: _Known(each, strange) for name, each in collected.items()}
    monkeypatch.setattr(messages, "_catalogue", lambda tag, domain="playbook": known[domain])
    path = tmp_path / "playbook.yaml"
    found = 0
    for text in playbooks_with_mistakes():
        path.write_text(text, "utf-8")
        found += len(pipeline.lint([path], TODAY).findings)
    assert strange == set()
    assert found > 500


def playbooks_with_mistakes() -> Iterator[str]:
    here = Path(__file__).parent
    for file in sorted((here / "rules").glob("*.yaml")):
        for case in yaml.safe_load(file.read_text("utf-8")):
            yield case["playbook"]
    for file in sorted((here / "mistakes").glob("*.yaml")):
        for case in yaml.safe_load(file.read_text("utf-8"))["cases"]:
            base = here / "mistakes" / "base" / f"{case.get('base')}.yaml"
            text = case["text"] if "text" in case else base.read_text("utf-8")
            yield text.replace(case["old"], case["new"]) if "old" in case else text


# Which language is spoken.


@pytest.mark.parametrize(
    ("asked", "environment", "chosen"),
    [
        ("bg", {"PLAYBOOK_LANGUAGE": "zh-CN", "LANG": "en_US.UTF-8"}, "bg"),
        ("zh-Hans-SG", {}, "zh-CN"),
        (None, {"PLAYBOOK_LANGUAGE": "zh-CN", "LANG": "en_US.UTF-8"}, "zh-CN"),
        (None, {"PLAYBOOK_LANGUAGE": "", "LANG": "bg_BG.UTF-8"}, "bg"),
        (None, {"LANG": "bg_BG.UTF-8"}, "bg"),
        (None, {"LANG": "en_GB"}, "en"),
        (None, {"LC_MESSAGES": "zh_CN.UTF-8", "LANG": "en_US.UTF-8"}, "zh-CN"),
        (None, {"LC_ALL": "bg_BG@euro", "LC_MESSAGES": "zh_CN.UTF-8"}, "bg"),
        (None, {"LC_ALL": "C", "LANG": "bg_BG.UTF-8"}, None),
        (None, {"LANG": "C.UTF-8"}, None),
        (None, {"LANG": "POSIX"}, None),
        (None, {"LANG": "de_DE.UTF-8"}, None),
        (None, {"LANG": "Bulgarian_Bulgaria.1251"}, "bg"),
        (None, {"LANG": "Chinese (Simplified)_China.936"}, "zh-CN"),
        (None, {}, None),
    ],
)
def test_the_language_is_what_was_asked_for_else_the_locales_else_the_playbooks(
    asked: str | None, environment: Mapping[str, str], chosen: str | None, monkeypatch: Any
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    assert choose(asked, environment) == chosen


def test_where_no_variable_names_the_locale_the_system_is_asked(monkeypatch: Any) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr("locale.getlocale", lambda: ("Bulgarian_Bulgaria", "1251"))
    assert choose(None, {}) == "bg"
    assert choose(None, {"LANG": "en_US"}) == "en"
    monkeypatch.setattr("locale.getlocale", lambda: (None, None))
    assert choose(None, {}) is None


# A language of our own, in which every sentence is between brackets: what is not, was not looked up.


@pytest.fixture(scope="session")
def bracketed(collected: dict[str, Catalog], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Catalogues, said to be Bulgarian, with each English sentence in brackets."""
    folder = tmp_path_factory.mktemp("locales")
    for domain, template in collected.items():
        catalogue = Catalog(locale="bg")
        for each in catalogues.sentences_of(template):
            said = tuple(f"⟦{form}⟧" for form in catalogues.forms(each.id))
            string = said if len(said) > 1 else said[0]
            catalogue.add(each.id, string, context=each.context)
        path = folder / "bg" / "LC_MESSAGES" / f"{domain}.mo"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(catalogues.as_mo(catalogue))
    return folder


@pytest.fixture
def in_brackets(bracketed: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for each in (messages, helping):
        monkeypatch.setattr(each, "LOCALES", bracketed)
    messages._catalogue.cache_clear()
    yield
    messages._catalogue.cache_clear()


def outside_brackets(text: str) -> str:
    """What is left without the innermost brackets, and those around them, and so on."""
    while (less := re.sub(r"⟦[^⟦⟧]*⟧", "", text)) != text:
        text = less
    return text


@pytest.mark.usefixtures("in_brackets")
def test_a_domain_is_a_catalogue_of_its_own() -> None:
    with speaking("bg-BG"):
        assert language() == "bg-BG"
        assert _("Severity") == "⟦Severity⟧"
        assert p_("severity", "error") == "⟦error⟧"
        assert look_up("rules", "Why") == "⟦Why⟧"
        assert look_up("rules", "Severity") == "Severity"
    assert _("Severity") == "Severity"
    with speaking("zh-CN"):
        assert look_up("rules", "Why") == "Why"


@pytest.mark.parametrize("rule", registry.all_rules().values(), ids=registry.all_rules())
@pytest.mark.usefixtures("in_brackets")
def test_a_page_is_translated_sentence_by_sentence(rule: Rule) -> None:
    with speaking("bg"):
        page, summary = rule.page, rule.summary
    assert summary == f"⟦{rule.summary}⟧"
    assert page.startswith(summary)
    assert set(outside_brackets(page)) <= set("#`yaml \n"), outside_brackets(page)
    assert "## ⟦Why⟧" in page
    assert rule.page == rule.doc


def test_passages_do_not_change_with_the_line_ends() -> None:
    text = (
        "One sentence\nof two lines.\n\n## Why\nBecause:\n\n- the first\n  of two\n- the second\n"
    )
    found = [(each.before, each.message) for each in passages(text)]
    assert found == [
        ("", "One sentence of two lines."),
        ("## ", "Why"),
        ("", "Because:"),
        ("- ", "the first of two"),
        ("- ", "the second"),
    ]
    with speaking("bg"):
        assert (
            in_language("rules", "Nobody\nhas translated this.") == "Nobody\nhas translated this."
        )


COMMANDS = [[], *([name] for name in main.list_commands(helping.Group.context_class(main)))]


def run(*words: str, **environment: str) -> str:
    done = CliRunner(env=environment).invoke(main, words, prog_name="playbook")
    return done.output


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: " ".join(words) or "playbook")
@pytest.mark.usefixtures("in_brackets")
def test_help_is_in_the_language_that_is_asked_for(words: list[str]) -> None:
    said = run("--language", "bg", *words, "--help")
    assert said == run(*words, "--help", PLAYBOOK_LANGUAGE="bg")
    assert "⟦Usage:⟧" in said
    assert "⟦Show this message and exit.⟧" in said
    plain = outside_brackets(re.sub(r"\s+", " ", said))
    english = re.findall(r"\b(?:the|a|an|of|is|to|and|it|this|that|default)\b", plain)
    assert english == [], plain
    assert run(*words, "--help", LANG="de_DE.UTF-8").startswith("Usage: playbook")


USAGE_ERRORS = {
    "an option that there is not": ["lint", "--nonsense"],
    "an option that is nearly one": ["lint", "--formt", "json"],
    "a command that there is not": ["linnt"],
    "an argument that is missing": ["explain"],
    "an argument too many": ["explain", "PB101", "PB102"],
    "arguments too many": ["explain", "PB101", "PB102", "PB103"],
    "a word that cannot be chosen": ["lint", "--format", "xml"],
    "an option without its value": ["lint", "--format"],
    "an option that is missing": ["draw", "playbook.yaml"],
    "a flag with a value": ["new", "there", "--interview=yes"],
    "a folder that there is not": ["handbook", "x", "-o", "y", "--templates", "/nowhere"],
}


@pytest.mark.parametrize("words", USAGE_ERRORS.values(), ids=USAGE_ERRORS)
@pytest.mark.usefixtures("in_brackets")
def test_what_click_says_is_in_the_language_in_use(words: list[str]) -> None:
    said = re.sub("^⟦Usage:⟧ .*", "", run(*words, PLAYBOOK_LANGUAGE="bg"))
    assert "⟦Error: " in said
    assert re.findall(r"[A-Za-z]{4,}", outside_brackets(said)) == [], said


def test_a_language_that_nobody_speaks_here_is_an_error() -> None:
    said = run("--language", "de", "lint")
    assert 'There are no messages in "de". Known here: en, bg, zh-CN.' in said


def test_the_environment_is_as_before_when_a_command_is_done() -> None:
    before = dict(os.environ)
    run("--language", "bg", "lint", "--help")
    assert dict(os.environ) == before


def test_lines_of_help_are_as_wide_as_the_terminal_in_cells() -> None:
    text = "检查剧本，并说明应该怎么写。" * 6 + "\n\n" + "Проверява сценарии и казва. " * 8
    lines = list(helping.folded(text, 40))
    assert "" in lines
    assert all(width(line) <= 40 for line in lines)
    assert "".join(lines[: lines.index("")]) == text.partition("\n")[0]
    assert " ".join(lines[lines.index("") + 1 :]) == text.partition("\n\n")[2].strip()
    assert not any(line.startswith(("，", "。")) for line in lines)


@pytest.mark.usefixtures("in_brackets")
def test_rules_are_listed_and_explained_in_the_language_that_is_asked_for() -> None:
    rule = registry.all_rules()["PB302"]
    assert f"PB302  ⟦warning⟧  {rule.name}" in run("--language", "bg", "rules")
    assert f"⟦{rule.summary}⟧" in run("--language", "bg", "rules")
    said = run("--language", "bg", "explain", "PB302")
    assert said.startswith(f"⟦PB302 {rule.name} (⟦warning⟧)⟧\n\n⟦{rule.summary}⟧\n\n## ⟦Why⟧\n⟦")
    assert all(width(line) <= 88 for line in said.splitlines() if "{id:" not in line)
    assert run("explain", "PB302") == f"PB302 {rule.name} (warning)\n\n{rule.doc}\n"


@pytest.mark.parametrize("tag", LANGUAGES)
@pytest.mark.parametrize("domain", DOMAINS)
def test_a_compiled_catalogue_says_what_the_written_one_says(tag: str, domain: str) -> None:
    for message in written(tag, domain):
        if catalogues.is_translated(message) and isinstance(message.id, str):
            with speaking(tag):
                assert look_up(domain, message.id, message.context) == message.string


def translated_examples() -> Iterator[Any]:
    for tag in LANGUAGES:
        for rule in registry.all_rules().values():
            for kind, text in rules_tests.examples(rule):
                with speaking(tag):
                    said = look_up("rules", text.rstrip("\n"), EXAMPLE)
                if said != text.rstrip("\n"):
                    yield pytest.param(rule, kind, f"{said}\n", id=f"{tag}-{rule.code}-{kind}")


@pytest.mark.parametrize(("rule", "kind", "text"), list(translated_examples()))
def test_an_example_in_another_language_shows_what_the_english_one_shows(
    rule: Rule, kind: str, text: str, tmp_path: Path
) -> None:
    rules_tests.test_the_wrong_example_is_found_and_the_right_one_is_clean(
        rule, kind, text, tmp_path
    )
