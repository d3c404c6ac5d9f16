"""Files: written whole or not at all, and nothing of others is lost."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from playbook.errors import PlaybookError, Refused
from playbook.files import read_text, write_file, write_folder, write_new_folder


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def listing(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".playbook.json"
    }


def test_a_second_build_replaces_what_the_first_one_wrote(tmp_path: Path) -> None:
    out = tmp_path / "out"
    write_folder(out, {"a.txt": "one", "old/b.txt": "two"}, of="handbook")
    write_folder(out, {"a.txt": "three", "c.bin": b"\x00"}, of="handbook")
    assert sorted(listing(out)) == ["a.txt", "c.bin"]
    assert (out / "a.txt").read_text() == "three"
    assert names(tmp_path) == ["out"]


def test_what_people_put_beside_it_stays(tmp_path: Path) -> None:
    out = tmp_path / "out"
    write_folder(out, {"a.txt": "one"}, of="handbook")
    (out / "CNAME").write_text("example.com")
    (out / "notes").mkdir()
    (out / "notes" / "mine.txt").write_text("mine")
    write_folder(out, {"a.txt": "two"}, of="handbook")
    assert listing(out) == {"CNAME": "example.com", "a.txt": "two", "notes/mine.txt": "mine"}


def test_empty_folders_and_links_that_people_put_beside_it_stay(tmp_path: Path) -> None:
    out, elsewhere = tmp_path / "out", tmp_path / "elsewhere"
    elsewhere.mkdir()
    write_folder(out, {"a.txt": "one", "old/b.txt": "two"}, of="handbook")
    (out / ".git" / "refs").mkdir(parents=True)
    (out / "link").symlink_to(elsewhere)
    write_folder(out, {"a.txt": "two"}, of="handbook")
    assert (out / ".git" / "refs").is_dir()
    assert (out / "link").readlink() == elsewhere
    assert not (out / "old").exists()


def test_a_link_to_the_folder_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    write_folder(tmp_path / "link", {"a.txt": "one"}, of="handbook")
    assert (tmp_path / "link").is_symlink()
    assert listing(tmp_path / "real") == {"a.txt": "one"}


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(PlaybookError, match="cannot be read"):
        read_text(tmp_path / "pipe")


def test_a_folder_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_text("years of work")
    with pytest.raises(Refused, match="did not write"):
        write_folder(tmp_path, {"a.txt": "one"}, of="handbook")
    assert listing(tmp_path) == {"thesis.docx": "years of work"}


def test_what_people_have_changed_is_not_replaced(tmp_path: Path) -> None:
    out = tmp_path / "out"
    write_folder(out, {"SETUP.md": "- [ ] one", "b.txt": "b"}, of="handbook")
    (out / "SETUP.md").write_text("- [x] one")
    with pytest.raises(Refused, match=r"SETUP\.md.* was changed by hand"):
        write_folder(out, {"SETUP.md": "- [ ] two"}, of="handbook")
    assert listing(out) == {"SETUP.md": "- [x] one", "b.txt": "b"}


def test_a_folder_that_is_something_else_of_ours_is_left_alone(tmp_path: Path) -> None:
    write_folder(tmp_path / "out", {"a.txt": "one"}, of="hubspot of sale")
    with pytest.raises(Refused, match="holds something else: hubspot of sale"):
        write_folder(tmp_path / "out", {"b.txt": "two"}, of="handbook")
    assert listing(tmp_path / "out") == {"a.txt": "one"}


def test_a_file_of_somebody_with_the_name_of_ours_is_not_overwritten(tmp_path: Path) -> None:
    out = tmp_path / "out"
    write_folder(out, {"a.txt": "one"}, of="handbook")
    (out / "b.txt").write_text("mine")
    with pytest.raises(Refused, match=r"b\.txt.* did not write"):
        write_folder(out, {"a.txt": "two", "b.txt": "two"}, of="handbook")
    assert listing(out) == {"a.txt": "one", "b.txt": "mine"}


def test_a_file_in_the_way_is_not_overwritten_by_a_folder(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(Refused, match="is a file"):
        write_folder(tmp_path / "out", {"a.txt": "one"}, of="handbook")


def test_a_build_that_fails_leaves_the_old_one_whole(tmp_path: Path) -> None:
    out = tmp_path / "out"
    write_folder(out, {"a.txt": "one"}, of="handbook")
    with pytest.raises(PlaybookError):
        write_folder(
            out, {"a.txt": "two", "x" * 300: "a name that no file system takes"}, of="handbook"
        )
    assert listing(out) == {"a.txt": "one"}
    assert names(tmp_path) == ["out"]


@pytest.mark.parametrize("name", ["../a", "/a", "a/../../b", "a//b", "./a", ""])
def test_a_name_cannot_leave_the_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(PlaybookError):
        write_folder(tmp_path / "out", {name: "x"}, of="handbook")
    assert names(tmp_path) == []


def test_one_file_is_replaced_or_kept(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "a.svg"
    write_file(path, "one")
    write_file(path, "two")
    assert path.read_text() == "two"
    assert names(path.parent) == ["a.svg"]
    with pytest.raises(PlaybookError, match="cannot be written"):
        write_file(path / "below-a-file.svg", "three")
    assert path.read_text() == "two"


@contextmanager
def as_nobody() -> Iterator[None]:
    """Go without the rights of root, who may write anywhere."""
    user = os.geteuid()
    os.seteuid(65534 if user == 0 else user)
    try:
        yield
    finally:
        os.seteuid(user)


def test_a_folder_that_may_not_be_written_is_a_sentence(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with as_nobody(), pytest.raises(PlaybookError, match="cannot be written"):
            write_folder(tmp_path / "out", {"a.txt": "one"}, of="handbook")
    finally:
        tmp_path.chmod(0o700)


def test_a_new_folder_is_the_authors_own(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for name in ("empty", "new"):
        write_new_folder(tmp_path / name, {"playbook.yaml": "x"})
        assert names(tmp_path / name) == ["playbook.yaml"]


def test_modes_follow_the_umask(tmp_path: Path) -> None:
    old = os.umask(0o027)
    try:
        write_folder(tmp_path / "out", {"a.txt": "one"}, of="handbook")
        write_file(tmp_path / "b.txt", "two")
    finally:
        os.umask(old)
    assert (tmp_path / "out").stat().st_mode & 0o777 == 0o750
    assert (tmp_path / "b.txt").stat().st_mode & 0o777 == 0o640
