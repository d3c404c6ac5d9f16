"""The page on checking in git: what it tells people to write is right."""

import re
from pathlib import Path

import click
import pytest
import yaml

from playbook.cli import main as cli
from playbook.report import FORMATS

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "ci.md").read_text("utf-8")
YAML = [text for text in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL) if "ignore" not in text]


def table(head: str) -> dict[str, str]:
    """The first two columns of the table with a head."""
    rows = PAGE.split(f"\n| {head} |", 1)[1].split("\n\n", 1)[0].split("\n")[2:]
    cells = ([cell.strip() for cell in row.strip("| ").split(" | ")] for row in rows)
    return {first.strip("`"): second for first, second, *_rest in cells}


def test_every_format_is_told_of() -> None:
    assert list(table("format")) == list(FORMATS)


def test_every_hook_is_told_of() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert set(table("hook")) == {each["id"] for each in hooks}
    told = re.findall(r"- id: (playbook-\w+)", PAGE)
    assert set(told) == set(table("hook"))


def test_every_input_of_the_action_is_told_of() -> None:
    action = yaml.safe_load((ROOT / "integrations/github/action.yml").read_text("utf-8"))
    assert list(table("input")) == list(action["inputs"])


def test_every_variable_that_is_told_of_is_one_of_the_job() -> None:
    job = yaml.safe_load((ROOT / "integrations/gitlab/playbook.gitlab-ci.yml").read_text("utf-8"))
    (told,) = (yaml.safe_load(text) for text in YAML if "include:" in text)
    told_of = told["playbook-lint"]["variables"]
    assert set(told_of) <= set(job["playbook-lint"]["variables"])
    assert isinstance(told_of["PLAYBOOK_RELEASE"], str)


@pytest.mark.parametrize("text", YAML, ids=range(len(YAML)))
def test_every_example_is_yaml(text: str) -> None:
    assert isinstance(yaml.safe_load(text), dict | list)


def test_every_option_is_one_of_ours() -> None:
    known = {"--help"}
    for name in ("lint", "compare"):
        command = cli.get_command(click.Context(cli), name)
        assert command is not None
        known.update(option for each in command.params for option in each.opts)
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", PAGE)) <= known


def test_every_link_leads_to_a_file() -> None:
    links = re.findall(r"\]\((?!https:)([^)]+)\)", PAGE)
    assert len(links) == 3
    assert all((ROOT / "docs" / link).is_file() for link in links)
