"""A playbook put together from its parts: section files, Markdown, libraries, and what it extends.

Data and places are merged side by side, so that a finding about anything that
came from another file points at that file.
"""

import errno
from dataclasses import dataclass, replace
from pathlib import Path

from playbook.assembly.folder import is_library, read_folder
from playbook.assembly.library import with_libraries
from playbook.assembly.variant import with_base
from playbook.assembly.workspace import Workspace
from playbook.messages import _
from playbook.source import Document

__all__ = ["Assembly", "Workspace", "assemble", "is_library"]


@dataclass(frozen=True)
class Assembly:
    """A playbook's document, whole, and the variants in it as they were written."""

    document: Document
    variants: tuple[Document, ...] = ()


def assemble(path: Path, workspace: Workspace | None = None) -> Assembly:
    """Read a playbook and everything it is made of; ``path`` is its main file.

    Without a workspace it is the one around the file, as it stands on the disk.

    Raises:
        OSError: the main file cannot be opened, or is a link that leaves the workspace.

    """
    workspace = workspace or Workspace.around(path)
    if path.exists() and not path.resolve().is_relative_to(workspace.root):
        raise OSError(errno.EPERM, _("it is a link to a file outside its folder"), str(path))
    return _assemble(path, workspace, ())


def _assemble(path: Path, workspace: Workspace, chain: tuple[Path, ...]) -> Assembly:
    document = read_folder(path, workspace)
    if not isinstance(document.data, dict):
        return Assembly(document)
    if "uses" in document.data:
        document = with_libraries(document, path.parent, workspace)
    if "extends" not in document.data:
        return Assembly(document)

    def base_at(base: Path) -> Assembly:
        return _assemble(base, workspace, (*chain, path.resolve()))

    merged, variants = with_base(document, path, workspace, (*chain, path.resolve()), base_at)
    return Assembly(merged, (*variants, replace(document, problems=())))
