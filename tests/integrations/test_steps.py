"""The shell lines of the GitHub action and the GitLab job, run as those services run them.

Only the installation is not made: in place of Python there is a program that
notes what it was asked for. The check itself is the real one.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
ACTION = yaml.safe_load((ROOT / "integrations/github/action.yml").read_text("utf-8"))
JOB = yaml.safe_load((ROOT / "integrations/gitlab/playbook.gitlab-ci.yml").read_text("utf-8"))[
    "playbook-lint"
]
RIGHT = """\
id: new-business
name: New business
stages:
  - {id: qualified, name: Qualified, exit: [The buyer has signed the order]}
  - {id: won, name: Won, kind: won}
  - {id: lost, name: Lost, kind: lost}
"""
WRONG = RIGHT.replace("kind: won}", "kind: wonn}")

pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="the services have bash")


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """A repository with a right and a wrong playbook, and programs before all others."""
    folder = tmp_path / "work"
    for name, text in {"right": RIGHT, "wrong one": WRONG}.items():
        (folder / "playbooks" / name).mkdir(parents=True)
        (folder / "playbooks" / name / "playbook.yaml").write_text(text, "utf-8")
    programs = tmp_path / "programs"
    programs.mkdir()
    noting = f'#!/bin/sh\nprintf "%s\\n" "$@" > "{tmp_path}/installed"\n'
    real = f'#!/bin/sh\nexec "{sys.executable}" -m playbook "$@"\n'
    for name, text in {"python": noting, "playbook": real}.items():
        (programs / name).write_text(text, "utf-8")
        (programs / name).chmod(0o755)
    return folder


def run(script: str, work: Path, more: dict[str, str], shell: list[str]) -> tuple[int, str]:
    """Run a script in the repository; its exit code, and what it printed."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PLAYBOOK", "GITHUB"))}
    environment |= {"PATH": f"{work.parent / 'programs'}{os.pathsep}{environment['PATH']}", **more}
    done = subprocess.run(
        [*shell, script],
        cwd=work,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.stderr == "", done.stderr
    return done.returncode, done.stdout


def installed(work: Path) -> str:
    return (work.parent / "installed").read_text("utf-8").splitlines()[-1]


# GitHub.


def act(work: Path, **inputs: str) -> list[tuple[str, int, str]]:
    """Make the action's steps in order, up to the first that fails."""
    said = {name: str(each["default"]) for name, each in ACTION["inputs"].items()} | inputs
    temporary = work.parent / "runner"
    temporary.mkdir(exist_ok=True)
    summary = {"GITHUB_STEP_SUMMARY": str(temporary / "summary.md")}
    made = []
    for step in ACTION["runs"]["steps"]:
        if not condition(step.get("if", "true"), said) or "run" not in step:
            continue
        assert step["shell"] == "bash"
        env = {name: filled(value, said) for name, value in step.get("env", {}).items()}
        env |= {"RUNNER_TEMP": str(temporary), **summary}
        shell = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c"]
        code, out = run(step["run"], work, env, shell)
        made.append((step["name"], code, out))
        if code:
            break
    return made


def filled(text: str, inputs: dict[str, str]) -> str:
    return re.sub(r"\$\{\{ inputs\.([a-z-]+) \}\}", lambda match: inputs[match[1]], text)


def condition(text: str, inputs: dict[str, str]) -> bool:
    match = re.fullmatch(r"inputs\.([a-z-]+) == '(.*)'", text)
    return text == "true" if match is None else inputs[match[1]] == match[2]


def test_github_shows_what_is_wrong_and_the_step_fails(work: Path) -> None:
    install, check = act(work)
    assert (install[1], installed(work)) == (0, "sales-playbook")
    assert check[1] == 1
    line = next(line for line in check[2].splitlines() if line.startswith("::error "))
    assert "file=playbooks/wrong one/playbook.yaml,line=5," in line
    page = (work.parent / "runner" / "summary.md").read_text("utf-8")
    assert page.startswith("### Playbooks checked\n")
    assert "wonn" in page


def test_github_is_content_with_what_is_right(work: Path) -> None:
    _install, check = act(work, paths="playbooks/right", version="1.2.0")
    assert installed(work) == "sales-playbook==1.2.0"
    assert check[1] == 0
    assert "::error" not in check[2]


def test_github_takes_several_paths_a_line_each_with_spaces_in_them(work: Path) -> None:
    steps = act(work, paths="playbooks/right\n\nplaybooks/wrong one\n")
    assert steps[-1][1] == 1
    assert "2 playbooks read" in steps[-1][2]


@pytest.mark.parametrize("path", ["$(touch hit)", "`touch hit`", "; touch hit", "--help"])
def test_a_path_is_a_path_and_nothing_else(path: str, work: Path) -> None:
    with pytest.raises(AssertionError, match="is not there"):
        act(work, paths=path)
    assert not (work / "hit").exists()


def test_github_gets_the_language_that_was_asked_for(work: Path) -> None:
    with pytest.raises(AssertionError, match='no messages in "tlh"'):
        act(work, language="tlh")
    assert act(work, language="zh-CN")[-1][1] == 1


def test_code_scanning_gets_its_file_before_the_check_fails(work: Path) -> None:
    install, collect, check = act(work, sarif="true")
    assert (install[1], collect[1], check[1]) == (0, 0, 1)
    log = json.loads((work.parent / "runner" / "playbook.sarif").read_text("utf-8"))
    assert [each["level"] for each in log["runs"][0]["results"]] == ["error"]
    names = [step["name"] for step in ACTION["runs"]["steps"]]
    assert names.index("Send them") < names.index("Check the playbooks")


def test_the_check_may_be_told_to_be_content(work: Path) -> None:
    (work / "playbooks/wrong one/playbook.yaml").write_text(RIGHT.replace("new-", "old-"), "utf-8")
    assert act(work, **{"fail-on": "error"})[-1][1] == 0


# GitLab.


def do_job(work: Path, **variables: str) -> tuple[int, str]:
    """Run the job's lines as GitLab's runner does: in one shell that stops at what fails."""
    script = "\n".join([*JOB["before_script"], *JOB["script"]])
    told = {name: str(value) for name, value in JOB["variables"].items()} | variables
    return run(script, work, told, ["bash", "-eo", "pipefail", "-c"])


def reports(work: Path) -> dict[str, Any]:
    """The files that the job hands over, by kind."""
    return {kind: work / file for kind, file in JOB["artifacts"]["reports"].items()}


def test_gitlab_gets_its_reports_and_the_job_fails(work: Path) -> None:
    code, out = do_job(work)
    assert code == 1
    assert installed(work) == "sales-playbook"
    assert "playbooks/wrong one/playbook.yaml:5:" in out
    (issue,) = json.loads(reports(work)["codequality"].read_text("utf-8"))
    assert issue["location"] == {"path": "playbooks/wrong one/playbook.yaml", "lines": {"begin": 5}}
    junit = reports(work)["junit"].read_text("utf-8")
    assert 'tests="2" failures="1"' in junit
    assert JOB["artifacts"]["when"] == "always", "a job that fails hands over as well"


def test_gitlab_is_content_with_what_is_right(work: Path) -> None:
    code, _out = do_job(work, PLAYBOOKS="playbooks/right", PLAYBOOK_RELEASE="1.2.0")
    assert code == 0
    assert installed(work) == "sales-playbook==1.2.0"
    assert json.loads(reports(work)["codequality"].read_text("utf-8")) == []
