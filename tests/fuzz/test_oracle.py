"""The fuzzer's target, without the fuzzer: that it runs, and that it would notice."""

import random
from pathlib import Path

import pytest
from tests.fuzz import oracle
from tests.hostile.mutations import mutated

from playbook.findings import Place, Problem

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "playbooks").glob("smallest*/playbook.yaml"))


@pytest.mark.parametrize("raw", [b"", b"\x00", b"\xff\xfe", b"{", b"a: b", b"\xef\xbb\xbf---\n..."])
def test_odd_bytes_are_in_order(raw: bytes) -> None:
    oracle.examine(raw)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parent.name)
def test_shipped_playbooks_are_in_order_whatever_happens_to_them(file: Path) -> None:
    chance = random.Random(1)
    oracle.examine(file.read_bytes())
    for _ in range(20):
        oracle.examine(mutated(file.read_text("utf-8"), chance).encode("utf-8", "surrogatepass"))


def test_something_out_of_order_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(oracle, "check", lambda document: [problem_far_away()])
    with pytest.raises(AssertionError):
        oracle.examine(b"id: x")


def problem_far_away() -> Problem:
    return Problem(Place("playbook.yaml", 99, 1), "PB042", "Somewhere else.")
