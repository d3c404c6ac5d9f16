"""The files that other services read: each is by that service's own schema, and says what we do."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from playbook.assembly.folder import sections
from playbook.cli import main as cli

ROOT = Path(__file__).resolve().parents[2]
INTEGRATIONS = ROOT / "integrations"
FILES = {
    "vendor.github-actions": INTEGRATIONS / "github" / "action.yml",
    "vendor.github-workflows": INTEGRATIONS / "github" / "workflow.yml",
    "vendor.gitlab-ci": INTEGRATIONS / "gitlab" / "playbook.gitlab-ci.yml",
}


def validated(schema: str, file: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(file)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("schema", FILES)
def test_a_file_is_by_the_schema_of_its_service(schema: str) -> None:
    done = validated(schema, FILES[schema])
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("schema", FILES)
def test_and_the_schema_would_say_if_it_were_not(schema: str, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yml"
    text = FILES[schema].read_text("utf-8")
    wrong.write_text(
        re.sub(r"^( *)(runs|runs-on|script):", r"\1\2-:", text, flags=re.MULTILINE), "utf-8"
    )
    assert validated(schema, wrong).returncode == 1


def test_the_hooks_are_by_the_schema_of_pre_commit() -> None:
    command = [sys.executable, "-m", "pre_commit", "validate-manifest", ".pre-commit-hooks.yaml"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def test_every_file_of_integrations_is_looked_at() -> None:
    assert {path for path in INTEGRATIONS.rglob("*") if path.is_file()} == set(FILES.values())


def lines_of(data: Any) -> list[str]:
    """Every command line of ours in a file."""
    text = yaml.safe_dump(data, width=10_000)
    return re.findall(r"playbook (lint [^|\"'\\\n]+)", text)


@pytest.mark.parametrize(
    "file", [*FILES.values(), ROOT / ".pre-commit-hooks.yaml"], ids=lambda file: file.name
)
def test_every_option_that_is_used_is_one_of_ours(file: Path) -> None:
    used = re.findall(r"(--[a-z-]+)", " ".join(lines_of(yaml.safe_load(file.read_text("utf-8")))))
    lint = cli.get_command(click.Context(cli), "lint")
    assert lint is not None
    known = {option for each in lint.params for option in each.opts}
    assert set(used) <= known
    assert used or file.name == "workflow.yml"


def test_the_workflow_uses_inputs_that_the_action_has() -> None:
    action = yaml.safe_load(FILES["vendor.github-actions"].read_text("utf-8"))
    workflow = yaml.safe_load(FILES["vendor.github-workflows"].read_text("utf-8"))
    (use,) = (step for step in workflow["jobs"]["check"]["steps"] if "with" in step)
    assert use["uses"].split("@")[0].endswith("/integrations/github")
    assert set(use["with"]) <= set(action["inputs"])


def test_nothing_that_a_caller_says_is_put_into_a_command() -> None:
    """GitHub puts the text of an expression into the script before a shell reads it."""
    action = yaml.safe_load(FILES["vendor.github-actions"].read_text("utf-8"))
    scripts = [step["run"] for step in action["runs"]["steps"] if "run" in step]
    assert len(scripts) == 3
    assert not any("${{" in script for script in scripts)


# Which files the hooks look at.

LOOKED_AT = [
    "playbook.yaml",
    "sales/playbook.yml",
    "playbooks/renewal.yaml",
    "playbooks/b2b/playbook.yaml",
    "work/playbooks/b2b/questionnaires/bant.yaml",
]
LEFT_ALONE = [
    ".github/workflows/playbook-check.yaml",
    ".gitlab-ci.yml",
    "docker-compose.yaml",
    "my-playbook.yaml",
    "playbook.yaml.orig",
    "playbooks.yaml",
    "playbooks/b2b/README.md",
    "playbooks/b2b/assets/one-pager.pdf",
    "old-playbooks/b2b/playbook.yaml.txt",
]


def test_the_hooks_look_at_playbooks_and_their_parts_alone() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert [each["id"] for each in hooks] == ["playbook-lint", "playbook-fix"]
    for each in hooks:
        files = LOOKED_AT + [f"playbooks/b2b/{section}.yaml" for section in sections()]
        assert [name for name in files if not re.search(each["files"], name)] == []
        assert [name for name in LEFT_ALONE if re.search(each["files"], name)] == []
