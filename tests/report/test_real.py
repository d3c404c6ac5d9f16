"""Reports of real lints: by the schemas, complete, and nothing in a file steers who reads them."""

import json
import re
from pathlib import Path

import pytest
import xmlschema
from jsonschema import Draft4Validator, Draft202012Validator  # type: ignore[import-untyped]
from tests.report.samples import NASTY, assert_harmless, assert_no_command

from playbook import linting, registry
from playbook.report import FORMATS, Report, written
from playbook.resources import SCHEMAS

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """What is found in the wrong examples of all rules."""
    folder = tmp_path_factory.mktemp("wrong")
    for code, rule in registry.all_rules().items():
        example = re.search(r"## Wrong\n+```yaml\n(.*?)```", rule.doc, re.DOTALL)
        if example is not None and "stages:" in example[1]:
            head = (
                "" if "id: " in example[1].split("stages:")[0] else f"id: {code.lower()}\nname: X\n"
            )
            (folder / f"{code}.yaml").write_text(head + example[1], "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        report = linting.lint([Path()]).report
    assert len({finding.code for finding in report.findings}) > 40
    return report


def test_real_json_is_by_our_schema(found: Report) -> None:
    schema = json.loads((SCHEMAS / "report.schema.json").read_text("utf-8"))
    read = json.loads(written(found, "json"))
    Draft202012Validator(schema).validate(read)
    assert len(read["findings"]) == len(found.findings)


def test_a_real_log_is_by_the_schema_of_sarif_and_its_rules_have_pages(found: Report) -> None:
    schema = json.loads((HERE / "sarif-2.1.0-rtm.5.json").read_text("utf-8"))
    log = json.loads(written(found, "sarif"))
    Draft4Validator(schema, format_checker=Draft4Validator.FORMAT_CHECKER).validate(log)
    (run,) = log["runs"]
    rules = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}
    assert set(rules) == {finding.code for finding in found.findings}
    for rule in rules.values():
        assert rule["shortDescription"]["text"].endswith((".", "?"))
        assert "## Why" in rule["help"]["markdown"]
    prints = [each["partialFingerprints"]["playbookFinding/v1"] for each in run["results"]]
    assert len(set(prints)) == len(prints) == len(found.findings)


def test_a_real_test_report_is_by_its_schema_and_names_every_file(found: Report) -> None:
    schema = xmlschema.XMLSchema(HERE / "junit-10.xsd")
    printed = written(found, "junit")
    schema.validate(printed)
    assert all(f'name="{file}"' in printed for file in found.files)


@pytest.mark.parametrize(
    "name", ["::error::x.yaml", "a\x1b[31m.yaml", "a\u202e.yaml", "a\n::x.yaml", "##[x].yaml"]
)
def test_the_name_of_a_file_does_not_steer(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    try:
        Path(name).write_text("id: x\n", "utf-8")
    except OSError:  # pragma: no cover - Windows has no such names
        pytest.skip("this computer has no such names")
    report = linting.lint([Path(name)]).report
    assert report.findings
    for form in FORMATS:
        assert_harmless(written(report, form))
        if form != "github":
            assert_no_command(written(report, form))


def test_nor_does_a_text_in_a_playbook(tmp_path: Path) -> None:
    file = tmp_path / "playbook.yaml"
    for nasty in NASTY:
        escaped = json.dumps(nasty)[1:-1]
        for given in (f'"{escaped}"', nasty):
            content = f"id: x\nname: {given}\nkind: {given}\n{given}: 3\nstages: [{given}]\n"
            file.write_bytes(content.encode("utf-8", "surrogatepass"))
            report = linting.lint([file]).report
            assert report.findings
            for form in FORMATS:
                assert_harmless(written(report, form))
                if form != "github":
                    assert_no_command(written(report, form))
