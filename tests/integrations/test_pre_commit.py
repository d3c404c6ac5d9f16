"""The hooks, as pre-commit itself installs and runs them from a copy of this checkout."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
CARRIED = (
    ".pre-commit-hooks.yaml",
    "LICENSE",
    "README.md",
    "playbooks",
    "pyproject.toml",
    "schemas",
    "src",
    "templates",
)
RIGHT = """\
id: new-business
name: New business
stages:
  - {id: qualified, name: Qualified, exit: [The buyer has signed the order]}
  - {id: won, name: Won, kind: won}
  - {id: lost, name: Lost, kind: lost}
"""
WRONG = RIGHT.replace("kind: won}", "kind: wonn}")
TO_MEND = RIGHT.replace("name: New business", "name： New business")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("git") is None, reason="pre-commit needs git"),
]


@dataclass(frozen=True)
class Repository:
    """A repository of somebody who uses the hooks."""

    folder: Path
    hooks: Path
    home: Path

    def run(self, *command: str, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
        told = {k: v for k, v in os.environ.items() if not k.startswith(("GIT_", "PLAYBOOK"))}
        told |= {"PRE_COMMIT_HOME": str(self.home), "GIT_CONFIG_GLOBAL": os.devnull}
        for role in ("AUTHOR", "COMMITTER"):
            told |= {f"GIT_{role}_NAME": "A", f"GIT_{role}_EMAIL": "a@example.com"}
        return subprocess.run(
            command,
            cwd=folder or self.folder,
            env=told,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )

    def must(self, *command: str, folder: Path | None = None) -> str:
        done = self.run(*command, folder=folder)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout.strip()

    def check(self, hook: str, **files: str) -> tuple[int, str]:
        """Put files into the repository and run a hook on them alone."""
        self.must("git", "rm", "-rfq", "--cached", "--ignore-unmatch", ".")
        shutil.rmtree(self.folder / "playbooks", ignore_errors=True)
        for name, text in files.items():
            file = self.folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
        self.must("git", "add", ".pre-commit-config.yaml", *files)
        done = self.run(sys.executable, "-m", "pre_commit", "run", hook)
        return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A repository whose hooks come from a copy of this checkout as it stands."""
    base = tmp_path_factory.mktemp("hooks")
    made = Repository(base / "mine", base / "theirs", base / "home")
    for folder in (made.folder, made.hooks):
        folder.mkdir()
        made.must("git", "init", "-q", folder=folder)
    for name in CARRIED:
        source, target = ROOT / name, made.hooks / name
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copyfile(source, target)
    made.must("git", "add", "-A", folder=made.hooks)
    made.must("git", "commit", "-qm", "All", folder=made.hooks)
    revision = made.must("git", "rev-parse", "HEAD", folder=made.hooks)
    hooks = [{"id": "playbook-lint"}, {"id": "playbook-fix"}]
    config = {"repos": [{"repo": made.hooks.as_uri(), "rev": revision, "hooks": hooks}]}
    (made.folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config), "utf-8")
    return made


def test_a_wrong_playbook_stops_the_commit_and_is_told_of(repository: Repository) -> None:
    code, said = repository.check("playbook-lint", **{"playbooks/b2b/playbook.yaml": WRONG})
    assert code == 1
    assert "check the playbooks" in said
    assert "playbooks/b2b/playbook.yaml:5:" in said
    assert "wonn" in said
    assert "Traceback" not in said


def test_a_right_playbook_goes_through(repository: Repository) -> None:
    code, said = repository.check("playbook-lint", **{"playbooks/b2b/playbook.yaml": RIGHT})
    assert code == 0, said
    assert "Passed" in said


def test_a_part_is_checked_with_its_playbook(repository: Repository) -> None:
    main, stages = RIGHT.split("stages:\n")
    stages = stages.replace("  - ", "- ").replace("kind: lost", "kind: lsot")
    files = {"playbooks/b2b/playbook.yaml": main, "playbooks/b2b/stages.yaml": stages}
    code, said = repository.check("playbook-lint", **files)
    assert code == 1
    assert "playbooks/b2b/stages.yaml:3:" in said
    assert "1 playbook read" in said, "two files, and one playbook"


def test_other_files_are_left_alone(repository: Repository) -> None:
    code, said = repository.check("playbook-lint", **{"docker-compose.yaml": "services: ["})
    assert code == 0, said
    assert "Skipped" in said


def test_what_can_be_mended_is_mended_and_has_to_be_looked_at(repository: Repository) -> None:
    name = "playbooks/b2b/playbook.yaml"
    code, said = repository.check("playbook-fix", **{name: TO_MEND})
    assert code == 1
    assert "files were modified by this hook" in said
    assert "1 was fixed." in said
    mended = (repository.folder / name).read_text("utf-8")
    assert mended == RIGHT
    assert repository.check("playbook-fix", **{name: mended})[0] == 0
