"""The family of formats: what there is, what each loads, and that none lets an author steer."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pytest
from tests.report.samples import (
    NASTY,
    assert_harmless,
    assert_no_command,
    finding,
    fix,
    report,
)

import playbook.report
from playbook.findings import Severity
from playbook.messages import speaking
from playbook.report import FORMATS, harmless, written
from playbook.report.github import page

NO_FORMATS = {"cells", "contents", "counting", "escaping", "fingerprints", "__init__"}


def test_the_folder_is_the_list_of_formats() -> None:
    folder = Path(str(playbook.report.__file__)).parent
    assert {path.stem for path in folder.glob("*.py")} - NO_FORMATS == set(FORMATS)
    assert all(FORMATS[name] == f"playbook.report.{name}" for name in FORMATS)


@pytest.mark.parametrize("form", FORMATS)
def test_a_format_is_imported_only_when_it_is_asked_for(form: str) -> None:
    code = (
        "import sys\n"
        "from playbook.report import Report, written\n"
        f"written(Report((), 1, lambda place: ''), {form!r})\n"
        "print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    needed = {"github": {"concise"}, "junit": {"concise"}}.get(form, set())
    assert {each for each in FORMATS if f"playbook.report.{each}" in loaded} == needed | {form}
    if form in ("full", "concise"):
        assert not loaded & {"json", "xml.etree", "hashlib", "html"}


def test_only_the_full_format_has_colours_and_the_parsers_words() -> None:
    one = report([finding(detail="libyaml: oops")], "a: b")
    for form in FORMATS:
        plain = written(one, form)
        assert (written(one, form, colour=True, verbose=True) == plain) is (form != "full")


@pytest.mark.parametrize("form", ["json", "sarif", "gitlab", "rdjson"])
def test_what_programs_read_is_the_same_in_every_language(form: str) -> None:
    findings = [finding(fix=fix((1, 1, 1, "x"))), finding(severity=Severity.INFO)]
    with speaking("bg"):
        bulgarian = json.loads(written(report(findings, "a: b"), form))
    assert bulgarian == json.loads(written(report(findings, "a: b"), form))


# What an author writes must not steer a terminal, or a service that reads its lines.


@pytest.mark.parametrize("nasty", NASTY, ids=ascii)
@pytest.mark.parametrize("form", [*FORMATS, "summary of a run"])
def test_nothing_that_an_author_writes_steers(form: str, nasty: str) -> None:
    for severity in Severity:
        mine = finding(
            file=nasty,
            severity=severity,
            message=nasty,
            help=nasty,
            path=nasty,
            detail=nasty,
            fix=fix((1, 1, 1, nasty), file=nasty),
        )
        for line in (nasty, f"name: {nasty}", ""):
            many = report([mine, finding(), *[mine] * 25], line.replace("\n", " "), files=(nasty,))
            printed = page(many) if form == "summary of a run" else written(many, form)
            assert_harmless(printed)
            if form != "github":
                assert_no_command(printed)


def strings(data: Any) -> Iterator[str]:
    """Every text in a piece of JSON."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, list | dict):
        for each in data.values() if isinstance(data, dict) else data:
            yield from strings(each)


def in_json(printed: str) -> list[str]:
    return list(strings(json.loads(printed)))


def in_sarif(printed: str) -> list[str]:
    """The texts; a viewer takes no part of them for a link or a gap, and addresses are quoted."""
    found = [
        each.replace("] (", "](").replace("{{0}} {{1}}", "{0} {1}") for each in in_json(printed)
    ]
    return [*found, *(unquote(each, errors="surrogatepass") for each in found)]


def in_xml(printed: str) -> list[str]:
    root = ET.fromstring(printed)
    return [text for each in root.iter() for text in (each.text or "", *each.attrib.values())]


# Which texts of a finding a format carries as they are, and which so that one sees what they hold.
CARRIED: dict[str, tuple[Callable[[str], list[str]], set[str], set[str]]] = {
    "json": (in_json, {"file", "message", "help", "path", "detail", "text"}, set()),
    "sarif": (in_sarif, {"file", "path", "text"}, {"message", "help"}),
    "gitlab": (in_json, {"file"}, {"message", "help"}),
    "rdjson": (in_json, {"file", "text"}, {"message", "help"}),
    "junit": (in_xml, set(), {"file", "message", "help"}),
    "full": (lambda printed: [printed], set(), {"file", "message", "help"}),
    "concise": (lambda printed: [printed], set(), {"file", "message"}),
}


@pytest.mark.parametrize("nasty", NASTY, ids=ascii)
@pytest.mark.parametrize("form", CARRIED)
def test_and_nothing_of_it_is_lost(form: str, nasty: str) -> None:
    texts: dict[str, Any] = {
        name: f"<{name}>{nasty}</{name}>" for name in ("message", "help", "path", "detail")
    }
    file, text = f"<file>{nasty}", f"<text>{nasty}"
    mine = replace(finding(file=file, fix=fix((1, 1, 1, text), file=file)), **texts)
    read, as_it_is, to_be_seen = CARRIED[form]
    carried = read(written(report([mine], "name: x"), form))
    for name, value in {**texts, "file": file, "text": text}.items():
        if name in as_it_is:
            assert value in carried, name
        if name in to_be_seen:
            seen = harmless(value).replace(
                "\ufffe\uffff", r"\ufffe\uffff" if form == "junit" else "\ufffe\uffff"
            )
            assert any(seen in each for each in carried), name


def test_what_steers_is_shown_instead() -> None:
    assert harmless("a\x1b[31mb\u202ec\td") == "a\\u001b[31mb\\u202ec d"
    assert harmless("::error::x") == "::error::x", "in the middle of a line it is text"
    assert harmless("##[error]x ##vso[y] # # [z]") == r"##\u005berror]x ##vso\u005by] # # [z]"
    assert harmless("合格 Квалифициран 👩\u200d💻 é") == "合格 Квалифициран 👩\u200d💻 é"
