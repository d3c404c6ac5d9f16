"""The playbooks beside one, as far as deals go on in them."""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from playbook.assembly import Workspace, assemble
from playbook.discovery import find
from playbook.errors import NotFound
from playbook.loading import Loaded
from playbook.model import Playbook
from playbook.paths import content

_ID = re.compile(r"^id[ \t]*:[ \t]*[\"']?([a-z0-9-]+)", re.MULTILINE)
_BEGINNING = 10_000
"""Bytes in which a playbook says its id and its language."""


@dataclass
class Neighbourhood:
    """The ids of the playbooks in a folder, and the stages of those that others go on in.

    Each is read once for all that ask.
    """

    buffers: Mapping[Path, str] = field(default_factory=dict)
    mains: dict[Path, dict[str, Path]] = field(default_factory=dict)
    stages: dict[Path, frozenset[str] | None] = field(default_factory=dict)
    looked_at: dict[Path, set[Path]] = field(default_factory=dict)

    def of(self, loaded: Loaded, playbook: Playbook) -> dict[str, frozenset[str] | None] | None:
        """The playbooks beside this one by id, or None if no deal goes on in one of them.

        The stages of those that none goes on in are not looked for, and None.
        """
        others = {each.playbook for each in playbook.continues.values()} - {playbook.id}
        if not others:
            return None
        path = loaded.path
        folder = path.parent.parent if path.stem == "playbook" else path.parent
        if folder not in self.mains:
            self.looked_at[folder] = set()
            self.mains[folder] = dict(self._below(folder))
        known = self.mains[folder]
        found = {id: self._stages(known[id]) if id in others else None for id in known}
        seen = (self.looked_at[main] for id, main in known.items() if id in others)
        loaded.workspace.looked_at.update(self.looked_at[folder], *seen)
        return found

    def _below(self, folder: Path) -> Iterator[tuple[str, Path]]:
        try:
            mains = find([folder], self.looked_at[folder])
        except NotFound:
            return
        self.looked_at[folder].update(mains)
        for main in mains:
            said = _ID.search(beginning(main, self.buffers))
            if said:
                yield said[1], main

    def _stages(self, main: Path) -> frozenset[str] | None:
        """The ids of a playbook's stages, or None where some may not have been read."""
        if main in self.stages:
            return self.stages[main]
        self.stages[main], self.looked_at[main] = None, set()
        workspace = Workspace.around(main, self.buffers)
        with suppress(OSError):
            document = assemble(main, workspace).document
            stages = document.data.get("stages") if isinstance(document.data, dict) else None
            if isinstance(stages, list) and not document.doubtful:
                ids = (stage.get("id") for stage in stages if isinstance(stage, dict))
                self.stages[main] = frozenset(str(id) for id in ids)
        self.looked_at[main] = workspace.looked_at
        return self.stages[main]


def beginning(main: Path, buffers: Mapping[Path, str]) -> str:
    """The first lines of a file, to look at without reading them properly."""
    text = buffers.get(main.resolve()) if buffers else None
    if text is not None:
        return text[:_BEGINNING]
    try:
        return content(main, _BEGINNING).decode("utf-8-sig", "replace")
    except OSError:
        return ""
