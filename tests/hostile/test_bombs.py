"""Texts and bytes that want to hurt: each is refused with a finding, in a moment, in little memory."""

from pathlib import Path

import pytest
from tests.hostile.guarded import lint
from tests.hostile.samples import GOOD, HEAD, LINES


def laughs() -> str:
    """Nine lists, each nine times the one before: a line each, 387 million values."""
    nine = (f"a{n}: &a{n} [" + ", ".join([f"*a{n - 1}"] * 9) + "]\n" for n in range(1, 10))
    return f"{HEAD}a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n" + "".join(nine)


def lines(count: int, line: str) -> str:
    return "".join(line.format(n=n) + "\n" for n in range(count))


# A text, and the line and code of its first finding.
HOSTILE: dict[str, tuple[str, int, str]] = {
    "a bomb of aliases": (laughs(), 8, "PB003"),
    "a bomb of aliases in blocks": (
        HEAD
        + "n0: &b0 {a: x}\n"
        + "".join(f"n{n}: &b{n} {{a: *b{n - 1}, b: *b{n - 1}}}\n" for n in range(1, 60)),
        18,
        "PB003",
    ),
    "a circle": (HEAD + "stages: &x [*x]\n", 3, "PB014"),
    "a circle of blocks": (HEAD + "stages: &x {a: {b: *x}}\n", 3, "PB014"),
    "lists in lists": (HEAD + "stages: " + "[" * 900_000, 3, "PB003"),
    "blocks in braces": (HEAD + "stages: " + "{a: " * 240_000, 3, "PB003"),
    "lists in lists, with hyphens": (HEAD + "stages:\n" + "- " * 450_000, 4, "PB003"),
    "keys in keys": (HEAD + "stages:\n" + "? " * 450_000, 4, "PB003"),
    "a staircase": (HEAD + "".join(" " * n + "a:\n" for n in range(1300)), 67, "PB003"),
    "brackets behind a slip": (HEAD + "a B\n" + "x: " + "[" * 300_000, 3, "PB008"),
    "a text of 900 000 characters": (HEAD + "about: " + "x" * 900_000, 3, "PB003"),
    "a key of 900 000 characters": (HEAD + "k" * 900_000 + ": x\n", 3, "PB006"),
    "a number of 60 000 digits": (
        GOOD + "metrics: {average_deal: " + "9" * 60_000 + "}\n",
        LINES + 1,
        "PB003",
    ),
    "a number with 60 000 decimals": (
        GOOD + "metrics: {average_deal: 1." + "9" * 60_000 + "}\n",
        LINES + 1,
        "PB042",
    ),
    "an infinite number": (GOOD + "metrics: {average_deal: 1e999999}\n", LINES + 1, "PB042"),
    "20 000 keys": (GOOD + lines(20_000, "k{n}: {n}"), LINES + 1, "PB040"),
    "one key 20 000 times": (GOOD + lines(20_000, "name: x"), LINES + 1, "PB013"),
    "20 000 keys that are no ids": (
        GOOD + "fields:\n" + lines(20_000, "  {n}: {{}}"),
        LINES + 2,
        "PB014",
    ),
    "50 000 items of nothing": (GOOD + "rules:\n" + lines(50_000, "  -"), LINES + 2, "PB042"),
    "50 000 stages": (HEAD + "stages:\n" + lines(50_000, "- s{n}"), 3, "PB044"),
    "120 000 values": (GOOD + "rules: [" + "~," * 120_000 + "]\n", LINES + 1, "PB003"),
    "50 000 anchors": (GOOD + "rules:\n" + lines(50_000, "- &a{n} x"), LINES + 2, "PB014"),
    "30 000 placeholders": (GOOD + "rules:\n" + lines(30_000, "- {{{{a}}}}"), LINES + 2, "PB011"),
    "300 000 lines with a TAB": (HEAD + "\t\n" * 300_000, 3, "PB005"),
    "900 000 quotes": (HEAD + "about: " + "'" * 900_000, 3, "PB003"),
    "900 000 backslashes": (HEAD + 'about: "' + "\\" * 900_001, 3, "PB006"),
    "400 000 colons": (HEAD + ": " * 400_000, 3, "PB006"),
    "900 000 spaces and a number sign": (GOOD + "about: x" + " " * 900_000 + "#", 0, ""),
    "a slip after 900 000 letters": (
        HEAD + lines(80_000, "k{n}: v") + "x: y: z\n",
        80_003,
        "PB011",
    ),
    "a quote that 150 000 lines do not close": (
        HEAD + 'about: "x\n' + lines(150_000, "k: v"),
        3,
        "PB007",
    ),
    "a million and one bytes": ("#" * 1_000_001, 1, "PB003"),
    "twenty million bytes": (HEAD + "about: " + "x" * 20_000_000, 1, "PB003"),
    "python objects": (
        GOOD
        + "a: !!python/object/apply:os.system ['touch hit']\n"
        + "b: !!python/object/new:subprocess.Popen [[touch, hit]]\n"
        + "c: !!python/name:os.system x\n"
        + "d: !!python/module:antigravity x\n"
        + 'e: !<tag:yaml.org,2002:python/object/apply:eval> [\'open("hit", "w")\']\n',
        LINES + 1,
        "PB014",
    ),
    "binary data": (GOOD + "about: !!binary aGVsbG8=\n", LINES + 1, "PB014"),
    "a schema on the web": (GOOD + "$schema: http://127.0.0.1:9/x.json\n", LINES + 1, "PB040"),
    "a directive": ("%YAML 9.9\n%FOO bar\n---\n" + HEAD, 1, "PB011"),
}


TOGETHER = 4
"""How many files one process reads, which saves the time that it takes to start."""
BATCHES = [list(HOSTILE)[first : first + TOGETHER] for first in range(0, len(HOSTILE), TOGETHER)]


@pytest.mark.parametrize("names", BATCHES, ids=[", ".join(names) for names in BATCHES])
def test_hostile_texts_are_refused(names: list[str], tmp_path: Path) -> None:
    files = {name: tmp_path / f"{number}.yaml" for number, name in enumerate(names)}
    for name, file in files.items():
        file.write_text(HOSTILE[name][0], "utf-8")
    (tmp_path / "playbook.toml").touch()
    run = lint(*files.values(), inside=tmp_path)
    for name, file in files.items():
        _text, line, code = HOSTILE[name]
        found = [each for each in run.findings if each["file"] == file.name]
        first = (found[0]["line"], found[0]["code"]) if found else (0, "")
        assert first == (line, code), name
        assert len(found) <= 400, name
    assert len(run.out) < 2_000_000, "what is said of a file is no larger than the file"
    assert {path.suffix for path in tmp_path.iterdir()} == {".yaml", ".toml"}, "it was executed"


def test_a_large_playbook_that_is_right_is_read(tmp_path: Path) -> None:
    file = tmp_path / "playbook.yaml"
    rules = lines(30_000, "  - Rule {n} of the house")
    file.write_text(GOOD + "rules:\n" + rules, "utf-8")
    assert lint(file, inside=tmp_path).findings == []


BYTES = {
    "random bytes": bytes(range(256)) * 2000,
    "zero bytes": b"\0" * 900_000,
    "a file of 0xFF": b"\xff" * 900_000,
    "invisible characters": ("id: a\n" + "\u200b" * 300_000).encode(),
    "halves of characters": b"id: \xed\xa0\xbd\xed\xb0\x80\n",
    "Windows-1251": ("name: " + "продажба " * 50_000).encode("cp1251"),
    "GB18030": ("name: " + "销售流程" * 50_000).encode("gb18030"),
    "UTF-16": ("name: x\n" * 50_000).encode("utf-16-le"),
    "a program": b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 1000,
}


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    files = []
    for number, raw in enumerate(BYTES.values()):
        file = tmp_path / f"{number}.yaml"
        file.write_bytes(raw)
        files.append(file)
    run = lint(*files, inside=tmp_path)
    assert run.code == 1
    assert {Path(each["file"]).name for each in run.findings} == {file.name for file in files}
    assert {each["code"] for each in run.findings} == {"PB001", "PB004"}
