"""Files that want to hurt: every one is refused with a finding, in a moment, in little memory.

Each is linted in a process of its own that may not have much memory, and that
dies if anything is executed or connected to.
"""

import ast
import importlib
import json
import os
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import playbook
from playbook import pipeline
from playbook.errors import PlaybookError
from playbook.findings import Finding

TODAY = date(2026, 11, 21)
GOOD = """\
id: new-business
name: New business
stages:
  - {id: qualified, name: Qualified, exit: [The buyer has signed]}
  - {id: won, name: Won, kind: won}
  - {id: lost, name: Lost, kind: lost}
"""
HEAD = "id: new-business\nname: New business\n"

GUARDED = """\
import os, runpy, sys

def watch(event, args):
    if event in ("os.system", "os.exec", "os.posix_spawn", "os.spawn", "subprocess.Popen",
                 "pty.spawn", "socket.connect", "socket.getaddrinfo", "webbrowser.open"):
        os.write(2, f"FORBIDDEN {event} {args}".encode())
        os._exit(99)

sys.addaudithook(watch)
try:
    import resource
except ImportError:
    pass
else:
    resource.setrlimit(resource.RLIMIT_AS, (700_000_000, 700_000_000))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
sys.argv = ["playbook", *sys.argv[1:]]
runpy.run_module("playbook", run_name="__main__")
"""


@dataclass(frozen=True)
class Run:
    """What a process has said."""

    code: int
    out: str
    err: str

    @property
    def findings(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(self.out)["findings"]
        return found


def lint(*paths: Path) -> Run:
    """Lint in a guarded process; whatever is in the files, it ends in order."""
    run = subprocess.run(
        [sys.executable, "-c", GUARDED, "lint", "--format", "json", *map(str, paths)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
        env={**os.environ, "PYTHONUTF8": "1"},
    )
    assert run.returncode in (0, 1, 2), run.stderr
    assert "Traceback" not in run.stderr
    assert (run.returncode == 2) == (run.stderr != ""), run.stderr
    return Run(run.returncode, run.stdout, run.stderr)


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
        7,
        "PB003",
    ),
    "a number with 60 000 decimals": (
        GOOD + "metrics: {average_deal: 1." + "9" * 60_000 + "}\n",
        7,
        "PB042",
    ),
    "an infinite number": (GOOD + "metrics: {average_deal: 1e999999}\n", 7, "PB042"),
    "20 000 keys": (GOOD + lines(20_000, "k{n}: {n}"), 7, "PB040"),
    "one key 20 000 times": (GOOD + lines(20_000, "name: x"), 7, "PB013"),
    "20 000 keys that are no ids": (GOOD + "roles:\n" + lines(20_000, "  {n}: {{}}"), 8, "PB014"),
    "50 000 items of nothing": (GOOD + "rules:\n" + lines(50_000, "  -"), 8, "PB042"),
    "50 000 stages": (HEAD + "stages:\n" + lines(50_000, "- s{n}"), 3, "PB044"),
    "120 000 values": (GOOD + "rules: [" + "~," * 120_000 + "]\n", 7, "PB003"),
    "50 000 anchors": (GOOD + "rules:\n" + lines(50_000, "- &a{n} x"), 8, "PB014"),
    "30 000 placeholders": (GOOD + "rules:\n" + lines(30_000, "- {{{{a}}}}"), 8, "PB011"),
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
        7,
        "PB014",
    ),
    "binary data": (GOOD + "about: !!binary aGVsbG8=\n", 7, "PB014"),
    "a schema on the web": (GOOD + "$schema: http://127.0.0.1:9/x.json\n", 7, "PB040"),
    "a directive": ("%YAML 9.9\n%FOO bar\n---\n" + HEAD, 1, "PB011"),
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, Any]]]:
    """What is said of each hostile text; a few share a process, which saves half the time."""
    folder = tmp_path_factory.mktemp("hostile")
    files = {name: folder / f"{number}.yaml" for number, name in enumerate(HOSTILE)}
    for name, file in files.items():
        file.write_text(HOSTILE[name][0], "utf-8")
    found: list[dict[str, Any]] = []
    for first in range(0, len(files), 6):
        found += lint(*list(files.values())[first : first + 6]).findings
    assert {path.suffix for path in folder.iterdir()} == {".yaml"}, "something was written"
    return {name: [f for f in found if f["file"] == str(file)] for name, file in files.items()}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_is_refused(name: str, told: dict[str, list[dict[str, Any]]]) -> None:
    _text, line, code = HOSTILE[name]
    found = told[name]
    if not code:
        assert found == [], "odd, and harmless"
        return
    assert (found[0]["line"], found[0]["code"]) == (line, code)
    assert len(found) <= 400
    assert not Path("hit").exists()


def test_a_large_playbook_that_is_right_is_read(tmp_path: Path) -> None:
    file = tmp_path / "playbook.yaml"
    rules = lines(30_000, "  - Rule {n} of the house")
    file.write_text(GOOD + "rules:\n" + rules, "utf-8")
    assert lint(file).findings == []


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
    run = lint(*files)
    assert run.code == 1
    assert {Path(each["file"]).name for each in run.findings} == {file.name for file in files}
    assert {each["code"] for each in run.findings} == {"PB001", "PB004"}


# What a playbook refers to, and what lies in its folder.


def findings(*paths: Path) -> tuple[Finding, ...]:
    return pipeline.lint(paths, TODAY).findings


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace with a playbook in it, and a secret outside it."""
    (tmp_path / "secret.yaml").write_text("password: hunter2\n", "utf-8")
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "roles.yaml").write_text("hunter2: {name: Hunter}\n", "utf-8")
    folder = tmp_path / "work" / "sales"
    folder.mkdir(parents=True)
    (tmp_path / "work" / "playbook.toml").write_text("", "utf-8")
    (folder / "playbook.yaml").write_text(GOOD, "utf-8")
    return folder


OUTSIDE = {
    "the folder above": "../../secrets",
    "far above": "../" * 60 + "etc",
    "from the root": "/etc",
    "from the root of another computer": "C:\\Windows",
    "with backslashes": "..\\..\\secrets",
    "from a home": "~/.ssh",
    "on the web": "https://example.com/library",
    "in a file's address": "file:///etc",
    "on a share": "//server/share",
    "a device": "/dev",
    "of 70 000 characters": "x" * 60_000,
    "of 300 folders": "x/" * 300,
    "nothing": "",
    "with a zero": "a\\0b",
    "with a line break": "a\\nb",
    "that is the folder itself": ".",
}


@pytest.mark.parametrize("name", OUTSIDE.values(), ids=OUTSIDE)
@pytest.mark.parametrize("key", ["uses", "extends"])
def test_nothing_outside_the_workspace_is_read(key: str, name: str, workspace: Path) -> None:
    written = name if "\\0" in name or "\\n" in name else name.replace("\\", "\\\\")
    value = f'["{written}"]' if key == "uses" else f'"{written}"'
    main = workspace / "playbook.yaml"
    text = GOOD if key == "uses" else HEAD + "reason: Another team\n"
    main.write_text(f"{text}{key}: {value}\n", "utf-8")
    found = findings(main)
    assert not any("hunter2" in f"{each.message} {each.help}" for each in found)
    is_itself = key == "uses" and name in ("", ".")
    assert bool(found) is not (key == "uses" and name == "."), found
    if not is_itself:
        at = text.count("\n") + 1
        assert {each.place.line for each in found} == {at}, found
        assert {each.code for each in found} & {"PB105", "PB901", "PB004", "PB044"}, found


def link(at: Path, to: Path) -> None:
    at.parent.mkdir(exist_ok=True)
    try:
        at.symlink_to(to)
    except OSError:  # pragma: no cover - Windows without the right to
        pytest.skip("this computer makes no links")


@pytest.mark.parametrize(
    "name", ["roles.yaml", "roles", "stages/won.md", "roles/boss.yaml", "crm.yaml"]
)
def test_a_link_out_of_the_workspace_is_not_followed(name: str, workspace: Path) -> None:
    outside = workspace.parents[1]
    link(workspace / name, outside / ("secrets" if name == "roles" else "secret.yaml"))
    (found,) = findings(workspace)
    assert found.code == "PB106"
    assert "outside" in found.help
    assert found.place.file.endswith(name)


def test_a_catalogue_that_is_a_link_out_of_the_workspace_is_not_read(workspace: Path) -> None:
    main = workspace / "playbook.yaml"
    main.write_text(main.read_text("utf-8") + "languages: [bg]\n", "utf-8")
    link(workspace / "locales" / "bg.po", workspace.parents[1] / "secret.yaml")
    said = [f"{each.code} {each.message}" for each in findings(workspace)]
    assert any(each.startswith("PB910") and "outside" in each for each in said), said
    assert not any("hunter2" in each for each in said)


def test_a_playbook_that_is_a_link_out_of_the_workspace_is_not_opened(workspace: Path) -> None:
    main = workspace / "playbook.yaml"
    main.unlink()
    link(main, workspace.parents[1] / "secret.yaml")
    with pytest.raises(PlaybookError, match="link to a file outside"):
        findings(main)


def test_a_link_within_the_workspace_is_followed(workspace: Path) -> None:
    shared = workspace.parent / "shared.yaml"
    shared.write_text("- Only a signed order counts\n", "utf-8")
    link(workspace / "rules.yaml", shared)
    assert findings(workspace) == ()


def test_links_that_lead_nowhere_or_round_are_named(workspace: Path) -> None:
    link(workspace / "roles.yaml", workspace / "gone.yaml")
    link(workspace / "fields.yaml", workspace / "fields.yaml")
    found = findings(workspace)
    assert [each.code for each in found] == ["PB106", "PB106"]
    assert all("not there" in each.help for each in found)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this computer has no pipes with names")
def test_pipes_and_devices_are_not_read(workspace: Path) -> None:
    os.mkfifo(workspace / "roles.yaml")
    os.mkfifo(workspace / "crm.yaml")
    (workspace / "stages").mkdir()
    os.mkfifo(workspace / "stages" / "won.md")
    run = lint(workspace)
    assert {each["code"] for each in run.findings} == {"PB106"}
    assert len(run.findings) == 2
    os.mkfifo(workspace / "main.yaml")
    assert "no plain file" in lint(workspace / "main.yaml").err
    if Path("/dev/zero").exists():
        assert "no plain file" in lint(Path("/dev/zero")).err
        link(workspace / "endless.yaml", Path("/dev/zero"))
        assert lint(workspace / "endless.yaml").code == 2


def test_a_folder_with_a_files_name_is_named(workspace: Path) -> None:
    (workspace / "roles.yaml").mkdir()
    (found,) = findings(workspace)
    assert (found.code, found.help) == ("PB106", "It is a folder.")


@pytest.mark.parametrize("name", ["", "x" * 5000, "a\u202eb", "../" * 2000])
def test_a_path_that_cannot_be_is_said_to_be_missing(name: str, tmp_path: Path) -> None:
    with pytest.raises(PlaybookError, match=r"not there|no playbook"):
        findings(tmp_path / "none" / name)


def chain(folder: Path, length: int) -> Path:
    """A row of playbooks, each extending the next; the last one stands for itself."""
    for number in range(length):
        text = f"id: p{number}\nname: P\nextends: p{number + 1}\nreason: Another team\n"
        (folder / f"p{number}.yaml").write_text(text, "utf-8")
    (folder / f"p{length}.yaml").write_text(GOOD, "utf-8")
    return folder / "p0.yaml"


def test_a_chain_may_be_long_and_not_endless(tmp_path: Path) -> None:
    assert "PB901" not in {each.code for each in findings(chain(tmp_path, 15))}
    too_long = findings(chain(tmp_path, 300))
    assert [each.code for each in too_long] == ["PB901"]
    assert "More than 16" in too_long[0].help


@pytest.mark.parametrize("length", [1, 2, 5])
def test_a_circle_is_shown(length: int, tmp_path: Path) -> None:
    main = chain(tmp_path, length)
    last = tmp_path / f"p{length}.yaml"
    last.write_text("id: last\nname: L\nextends: p0\nreason: Another team\n", "utf-8")
    found = findings(main)
    assert [each.code for each in found] == ["PB901"]
    assert found[0].place.file.endswith(last.name)
    assert "circle" in found[0].help
    assert found[0].help.count("→") == length + 1


def test_a_folder_of_very_many_files_is_read_in_part_and_that_is_said(workspace: Path) -> None:
    (workspace / "glossary").mkdir()
    for number in range(1100):
        text = f"name: Term {number}\nmeans: Something\n"
        (workspace / "glossary" / f"t{number}.yaml").write_text(text, "utf-8")
    found = findings(workspace)
    assert [each.code for each in found] == ["PB003"]
    assert "too many files" in found[0].message


def test_files_that_are_too_much_together_are_read_in_part(workspace: Path) -> None:
    (workspace / "pages.yaml").write_text(
        "".join(f"- {{id: p{n}, name: Page {n}}}\n" for n in range(15)), "utf-8"
    )
    (workspace / "pages").mkdir()
    for number in range(15):
        (workspace / "pages" / f"p{number}.md").write_text("word " * 190_000, "utf-8")
    found = findings(workspace)
    assert [each.code for each in found] == ["PB003"]


# Patterns that take for ever.

_SAME_AS_SEARCH = {"sub": "search", "finditer": "search", "findall": "search", "split": "search"}
_OURS = ("search._SIGN", "search._WITHIN_WORDS")
"""They read our own HTML, in which an author's < is written &lt;."""


def patterns() -> Iterator[tuple[str, str | bytes, int, str]]:
    """Every pattern in the package: its name, itself, its flags, and how it is used."""
    modules = [
        importlib.import_module(found.name)
        for found in pkgutil.walk_packages(playbook.__path__, "playbook.")
        if not found.name.endswith("__main__")
    ]
    sources = {str(each.__file__): Path(str(each.__file__)).read_text("utf-8") for each in modules}
    for module in modules:
        source = sources[str(module.__file__)]
        for name, value in vars(module).items():
            if isinstance(value, re.Pattern):
                where = source if name.startswith("_") else "\n".join(sources.values())
                used = set(re.findall(rf"\b{name}\.([a-z]+)\(", where)) or {"match"}
                for how in used:
                    yield f"{module.__name__}.{name}", value.pattern, value.flags, how
        for line, pattern, how in inline(source):
            yield f"{module.__name__}:{line}", pattern, re.compile(pattern).flags, how


def inline(source: str) -> Iterator[tuple[int, str, str]]:
    """The patterns that stand where they are used: their line, themselves, and how."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id="re"), attr=how),
                args=[ast.Constant(value=str() as pattern), *_],
                lineno=line,
            ) if how not in ("compile", "escape"):
                yield line, pattern, how


TRY_ALL = """\
import json, re, sys, time
units = ["a", " ", "- ", "\\t", '"', "'", "\\\\", "a: ", "{", "[", "{a: ", "- a: ", "0", "0,", " #", "\\n",
         "\\uff1a", "![](", "{{", "x=", "&", "<", "_", "(", "a-", "\\u3000", "\\u2013", "?", ", ", "\\r", "A", "|"]
for name, pattern, flags, how in json.load(sys.stdin):
    print(name, how, ascii(pattern), flush=True)
    compiled = re.compile(pattern, flags)
    for unit in units:
        long = unit * (60_000 // len(unit))
        for text in (long + "\\x01", "a: " + long):
            before = time.process_time()
            getattr(compiled, how)(text)
            if time.process_time() - before > 1:
                sys.exit(f"slow: {name} {how} {unit!r}")
"""


def test_no_pattern_takes_for_ever() -> None:
    """One that reads on goes through 60 000 characters in 3 ms; one that goes back needs minutes."""
    wanted = {
        (name, pattern, flags, _SAME_AS_SEARCH.get(how, how))
        for name, pattern, flags, how in patterns()
        if isinstance(pattern, str) and not name.endswith(_OURS)
    }
    assert len(wanted) > 60
    try:
        subprocess.run(
            [sys.executable, "-c", TRY_ALL],
            input=json.dumps(sorted(wanted)),
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=True,
            env={**os.environ, "PYTHONUTF8": "1"},
        )
    except subprocess.CalledProcessError as failed:
        pytest.fail(failed.stderr)
    except subprocess.TimeoutExpired as stopped:
        pytest.fail(f"stuck in {(stopped.stdout or b'').decode().splitlines()[-1]}")
