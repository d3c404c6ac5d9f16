"""The wheel: built, installed in a fresh environment, and used from another folder."""

import subprocess
import sys
import venv
import zipfile
from pathlib import Path
from typing import get_args

import pytest

from playbook.schema import Kind

ROOT = Path(__file__).resolve().parents[1]
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the source distribution, and the wheel made from it as an index would have it."""
    out = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "hatchling", "build", "-d", str(out)]
    subprocess.run([*build, "-t", "sdist"], cwd=ROOT, check=True, capture_output=True)
    (archive,) = out.glob("*.tar.gz")
    subprocess.run(["tar", "-xzf", archive.name], cwd=out, check=True)
    source = out / archive.name.removesuffix(".tar.gz")
    subprocess.run([*build, "-t", "wheel"], cwd=source, check=True, capture_output=True)
    return out


@pytest.fixture(scope="module")
def wheel(dist: Path) -> Path:
    (found,) = dist.glob("*.whl")
    return found


def test_the_wheel_carries_what_authors_edit_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert "playbook/_data/schemas/playbook.schema.json" in names
    assert "playbook/_data/playbooks/smallest/playbook.yaml" in names
    assert any(name.startswith("playbook/_data/templates/handbook/") for name in names)
    assert "playbook/locales/bg/LC_MESSAGES/playbook.mo" in names
    assert "playbook/words/zh.json" in names
    twins = {f"{kind}.schema{tail}.json" for kind in get_args(Kind) for tail in ("", ".zh", ".bg")}
    schemas = {name.rpartition("/")[2] for name in names if "/_data/schemas/" in name}
    assert schemas == twins | {"report.schema.json"}
    assert not any("/draft-07/" in name for name in names), "what no command reads"
    ours = [name for name in names if name.startswith("playbook/locales/")]
    assert not any(name.endswith(".po") for name in ours)
    assert "playbook/_data/playbooks/b2b-starter/locales/bg.po" in names, "a playbook's own"
    assert "playbook/_data/templates/print/handbook.typ" in names
    assert "playbook/_data/templates/fonts/manrope/manrope.ttf" in names
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"playbook"}


def test_the_source_distribution_carries_what_the_wheel_is_made_from_and_what_it_leaves_out(
    dist: Path,
) -> None:
    (source,) = (path for path in dist.iterdir() if path.is_dir())
    for path in (
        "schemas/draft-07/playbook.schema.bg.json",
        "src/playbook/locales/bg/LC_MESSAGES/playbook.po",
        "tests/editor/node/package-lock.json",
    ):
        assert (source / path).is_file(), path


def test_the_installed_command_works_from_another_folder(
    wheel: Path, tmp_path: Path, clean_environment: dict[str, str]
) -> None:
    environment = tmp_path / "environment"
    venv.create(environment, with_pip=True)
    binaries = environment / "bin"
    pip = [str(binaries / "python"), "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "install", str(wheel)], check=True)

    def playbook(*words: str) -> str:
        done = subprocess.run(
            [binaries / "playbook", *words],
            cwd=tmp_path,
            env=clean_environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    assert playbook("--version").startswith("playbook ")
    playbook("new", "sales", "--starter", "b2b-starter")
    assert playbook("lint", "sales").endswith("1 playbook read; nothing found.\n")
    playbook("draw", "sales", "-o", "process.svg")
    playbook("handbook", "sales", "-o", "handbook")
    playbook("export", "salesforce", "sales", "-o", "salesforce")
    assert (tmp_path / "process.svg").read_text("utf-8").startswith("<?xml")
    assert (tmp_path / "handbook" / "index.html").is_file()
    assert (tmp_path / "salesforce" / "SETUP.md").is_file()
