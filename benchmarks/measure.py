"""Times whole commands side by side: in turn, several rounds, the median of each."""

import os
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Command:
    """A command under its name; exit codes other than 0 and 1 are failures."""

    name: str
    words: tuple[str, ...]
    cwd: Path | None = None


@dataclass(frozen=True)
class Figure:
    """What one command took: medians in milliseconds, and the largest memory in MB."""

    name: str
    wall: float
    cpu: float
    memory: float


def once(command: Command) -> tuple[float, float, float]:
    """Seconds on the wall, seconds of the processor, and kilobytes of memory of one run."""
    begin = time.perf_counter()
    process = subprocess.Popen(
        command.words, cwd=command.cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _pid, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        sys.exit(f"{command.name} failed with exit code {process.returncode}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss


def side_by_side(commands: list[Command], rounds: int) -> list[Figure]:
    """The commands' figures, measured in turn so that a slower minute slows all of them."""
    for command in commands:
        once(command)
    runs: dict[str, list[tuple[float, float, float]]] = {each.name: [] for each in commands}
    for _round in range(rounds):
        for command in commands:
            runs[command.name].append(once(command))
    return [
        Figure(
            name,
            statistics.median(run[0] for run in found) * 1000,
            statistics.median(run[1] for run in found) * 1000,
            max(run[2] for run in found) / 1024,
        )
        for name, found in runs.items()
    ]


def table(figures: list[Figure], against: str) -> str:
    """The figures as a Markdown table; times in milliseconds, and as multiples of one of them."""
    base = next(figure for figure in figures if figure.name == against)
    rows = ["| command | wall ms | CPU ms | times | MB |", "|---|---:|---:|---:|---:|"]
    rows += [
        f"| {each.name} | {each.wall:.0f} | {each.cpu:.0f} | {each.wall / base.wall:.1f} "
        f"| {each.memory:.0f} |"
        for each in figures
    ]
    return "\n".join(rows)


def program(name: str) -> str | None:
    """A program of this environment, or of the path; None where it is not installed."""
    from shutil import which

    beside = Path(sys.executable).with_name(name)
    return str(beside) if beside.exists() else which(name)
