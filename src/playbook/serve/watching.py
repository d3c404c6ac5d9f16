"""Noticing that a file has changed, been added or gone."""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

State = Mapping[str, tuple[int, int]]
"""When each file was changed, in nanoseconds, and its size in bytes; nothing for one that is not there."""


def state(paths: Iterable[Path]) -> State:
    """How files and folders stand now."""
    found: dict[str, tuple[int, int]] = {}
    for path in paths:
        try:
            seen = os.stat(path)  # noqa: PTH116 - thousands of these, several times a second
        except (OSError, ValueError):
            continue
        found[str(path)] = (seen.st_mtime_ns, seen.st_size)
    return found
