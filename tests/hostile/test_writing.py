"""Output is whole whatever happens: a full disk, a killed run, two runs at once."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from playbook.errors import PlaybookError
from playbook.files import write_file, write_folder

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")

MANY = 120
"""Files of a build, enough for a run to be killed in the middle of them."""


def build(version: str) -> dict[str, str]:
    same = {f"assets/{number}.css": "the same" for number in range(10)}
    return same | {f"page-{number}.html": version * 500 for number in range(MANY)}


WRITER = """
import sys, pathlib
sys.path.insert(0, sys.argv[1])
from tests.hostile.test_writing import build
from playbook.files import write_folder
out = pathlib.Path(sys.argv[2])
for each in sys.argv[3] * int(sys.argv[4]):
    write_folder(out, build(each), of="handbook")
    print("written", flush=True)
"""


def writer(out: Path, versions: str, times: int) -> "subprocess.Popen[bytes]":
    root = str(Path(__file__).parents[2])
    command = [sys.executable, "-c", WRITER, root, str(out), versions, str(times)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def version(out: Path) -> str:
    """The version that stands in a folder; fails if it is not one version, whole."""
    names = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}
    texts = {path.read_text("utf-8") for path in out.glob("page-*.html")}
    [text] = texts
    assert names == {*build("a"), ".playbook.json"}
    assert text == text[0] * 500
    return text[0]


def left_over(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name != "out"]


def test_what_has_not_changed_is_not_written_again(tmp_path: Path) -> None:
    out = tmp_path / "out"
    write_folder(out, build("a"), of="handbook")
    os.utime(out / "assets" / "1.css", (1, 1))
    os.utime(out / "page-1.html", (1, 1))
    write_folder(out, build("b"), of="handbook")
    assert version(out) == "b"
    assert (out / "assets" / "1.css").stat().st_mtime == 1
    assert (out / "page-1.html").stat().st_mtime > 1
    assert (out / "assets" / "1.css").stat().st_nlink == 1


def test_a_run_that_is_killed_leaves_the_old_output_or_the_new_one(tmp_path: Path) -> None:
    out = tmp_path / "out"
    write_folder(out, build("a"), of="handbook")
    seen = set()
    for number in range(50):
        process = writer(out, "ab", 1000)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(number % 10 * 0.0037)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        seen.add(version(out))
    assert seen == {"a", "b"}
    write_folder(out, build("c"), of="handbook")
    assert left_over(tmp_path) == []
    assert version(out) == "c"


def test_a_killed_write_of_one_file_leaves_nothing_behind_after_the_next(tmp_path: Path) -> None:
    path = tmp_path / "out.svg"
    (tmp_path / ".out.svg.playbook-new").write_text("half of it")
    write_file(path, "whole")
    assert [each.name for each in tmp_path.iterdir()] == ["out.svg"]
    assert path.read_text() == "whole"


def test_a_system_without_an_exchange_in_one_step_finishes_what_was_begun(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("playbook.files.placing._swap", lambda: None)
    out = tmp_path / "out"
    for each in "ab":
        write_folder(out, build(each), of="handbook")
        assert version(out) == each
    out.rename(tmp_path / ".out.playbook-old")  # killed between the two steps
    write_folder(out, build("b"), of="handbook")
    assert version(out) == "b"
    assert left_over(tmp_path) == []


def test_two_runs_at_once_do_not_mix(tmp_path: Path) -> None:
    out = tmp_path / "out"
    processes = [writer(out, each, 20) for each in "abc"]
    errors = [process.communicate()[1] for process in processes]
    assert errors == [b"", b"", b""]
    assert version(out) in "abc"
    assert left_over(tmp_path) == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(disk)]
    if os.geteuid() or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root may make a small disk to fill")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_a_full_disk_leaves_the_old_output_whole(small_disk: Path) -> None:
    out = small_disk / "out"
    old = {"index.html": "old", "more.html": "old"}
    write_folder(out, old, of="handbook")
    with pytest.raises(PlaybookError, match="cannot be written"):
        write_folder(out, {"index.html": "x" * 400_000}, of="handbook")
    with pytest.raises(PlaybookError, match="cannot be written"):
        write_file(small_disk / "big.pdf", b"x" * 400_000)
    assert {path.name: path.read_text() for path in out.glob("*.html")} == old
    assert left_over(small_disk) == []
