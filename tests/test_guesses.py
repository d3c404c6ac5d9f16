"""A guess at what was meant can be put in place of what was written."""

from pathlib import Path

import pytest

from playbook import pipeline
from playbook.findings import Finding

PLAYBOOK = """\
id: example
name: Example
fields:
  region: {name: Region, type: choice, options: [{id: europe, name: Europe}, {id: asia, name: Asia}]}
stages:
  - id: qualified
    name: Qualified
    next: [proposal]
    must_fill: [region]
    exit: [{id: ours, check: {field: region, one_of: [europe, asia]}}]
  - {id: proposal, name: Proposal, exit: [The buyer has signed]}
  - {id: won, name: Won, kind: won}
  - {id: lost, name: Lost, kind: lost}
"""


def errors(path: Path) -> list[Finding]:
    found = pipeline.lint([path]).findings
    return [each for each in found if each.severity.word == "error"]


@pytest.mark.parametrize(
    ("right", "wrong", "code"),
    [
        ("[proposal]", "[propsal]", "PB102"),
        ("must_fill: [region]", "must_fill: [regoin]", "PB102"),
        ("field: region", "field: regon", "PB102"),
        ("[europe, asia]", "[europe, asai]", "PB613"),
        ("[europe, asia]", "[eurpe, asia]", "PB613"),
    ],
)
def test_what_was_meant_is_put_in_and_nothing_else_changes(
    right: str, wrong: str, code: str, tmp_path: Path
) -> None:
    path = tmp_path / "playbook.yaml"
    path.write_text(PLAYBOOK.replace(right, wrong), "utf-8")
    found = next(each for each in errors(path) if each.code == code)
    assert found.fix is not None
    assert not found.fix.is_safe
    lines = path.read_text("utf-8").split("\n")
    for (_file, number, column, length), text in found.fix.edits:
        line = lines[number - 1]
        lines[number - 1] = line[: column - 1] + text + line[column - 1 + length :]
    assert "\n".join(lines) == PLAYBOOK


def test_a_key_is_not_replaced_by_a_guess_at_it(tmp_path: Path) -> None:
    path = tmp_path / "playbook.yaml"
    asks = "asks: {bnat: all}\n    must_fill"
    path.write_text(PLAYBOOK.replace("must_fill", asks), "utf-8")
    [found] = [each for each in errors(path) if each.code == "PB102"]
    assert found.fix is None


def test_where_there_is_nothing_alike_nothing_is_put_in(tmp_path: Path) -> None:
    path = tmp_path / "playbook.yaml"
    path.write_text(PLAYBOOK.replace("[proposal]", "[zzz]"), "utf-8")
    [found] = [each for each in errors(path) if each.code == "PB102"]
    assert found.fix is None
    assert "proposal" in found.help
