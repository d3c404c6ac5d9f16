"""The tool in a process of its own, which dies if it runs, connects to or opens what it must not."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[2]
MEMORY: Final = 700_000_000
"""Bytes of address space; bare Python with our libraries maps about half of it."""

_GUARDED: Final = """\
import json, os, runpy, sys, sysconfig

limits = json.loads(os.environ.pop("GUARDED"))
reads = tuple(os.path.realpath(each) for each in (
    *limits["reads"], sys.prefix, sys.base_prefix, *sysconfig.get_paths().values(),
)) + ("/dev/null", "/dev/zero", "/dev/urandom", "/proc/", "/usr/share/locale", "/etc/localtime", "/usr/share/zoneinfo")
writes = tuple(map(os.path.realpath, limits["writes"]))
CHANGES = {"os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.chmod"}
RUNS = {"os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.forkpty", "os.startfile",
        "subprocess.Popen", "pty.spawn", "webbrowser.open", "ctypes.dlopen", "code.__new__"}
LAYOUT = ["-Kdot", "-Tjson0"]

def die(event, *args):
    os.write(2, f"FORBIDDEN {event} {args}".encode("utf-8", "backslashreplace"))
    os._exit(99)

def is_layout(program, words):
    # a picture is laid out by Graphviz, which gets its words from us and its graph on a pipe
    return os.path.basename(str(program)) in ("dot", "graphviz-pure") and words[1:] == LAYOUT

def watch(event, args):
    if event in ("subprocess.Popen", "os.posix_spawn") and is_layout(*args[:2]):
        return
    if event in RUNS or event.startswith(("socket.", "http.", "urllib.", "ftplib.", "smtplib.")):
        die(event, args)
    elif event == "open" and isinstance(args[0], (str, bytes)):
        path, mode, flags = os.path.realpath(os.fsdecode(args[0])), args[1] or "", args[2] or 0
        is_write = set(mode) & set("wax+") or flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        if not path.startswith(writes if is_write and path != os.devnull else reads + writes):
            die(event, path, mode, flags)
    elif event in CHANGES and isinstance(args[0], (str, bytes)):
        path = os.path.realpath(os.fsdecode(args[0]))
        if not (path.startswith(writes) or (event == "os.mkdir" and os.path.isdir(path))):
            die(event, args)

try:
    import resource
except ImportError:
    pass
else:
    resource.setrlimit(resource.RLIMIT_AS, (limits["memory"], limits["memory"]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
sys.argv = ["playbook", *sys.argv[1:]]
import encodings.idna, playbook.cli
sys.addaudithook(watch)
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
        """What a lint has found, from its JSON."""
        found: list[dict[str, Any]] = json.loads(self.out)["findings"]
        return found


def playbook(*words: object, inside: Path, writes: Sequence[Path] = ()) -> Run:
    """Run a command that may read what is inside a folder, and write to a few others.

    Whatever is in the files, it ends in order: with an exit code of ours, no
    traceback, no signal, and nothing that the guard forbids.
    """
    limits = {
        "reads": [str(ROOT / each) for each in ("src", "schemas", "playbooks", "templates")]
        + [str(inside)],
        "writes": [str(each) for each in writes],
        "memory": MEMORY,
    }
    run = subprocess.run(
        [sys.executable, "-B", "-c", _GUARDED, *map(str, words)],
        cwd=inside,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
        env={
            **{k: v for k, v in os.environ.items() if not k.startswith("COV")},
            "PYTHONUTF8": "1",
            "PLAYBOOK_NO_CACHE": "1",
            "GUARDED": json.dumps(limits),
        },
    )
    assert run.returncode in (0, 1, 2), (words, run.returncode, run.stderr[-2000:])
    assert "Traceback" not in run.stderr, run.stderr
    assert "mistake of playbook itself" not in run.stderr, run.stderr
    return Run(run.returncode, run.stdout, run.stderr)


def lint(*paths: Path, inside: Path) -> Run:
    """Lint with notes and all."""
    run = playbook("lint", "--format", "json", "--profile", "strict", *paths, inside=inside)
    assert (run.code == 2) == (run.err != ""), run.err
    return run
