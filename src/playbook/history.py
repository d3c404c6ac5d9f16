"""A folder as it was, taken from git's history."""

import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Final

from playbook.errors import NotFound, Refused
from playbook.messages import _

_SECONDS: Final = 60.0
_MOST: Final = 200_000_000
"""The most bytes that a folder of playbooks has by far."""


@contextmanager
def as_of(folder: Path, revision: str) -> Iterator[Path]:
    """The folder as it was in a revision, such as ``v1.2`` or ``HEAD~3``, in a place that goes again.

    Raises:
        NotFound: there is no git, no such revision, or the folder was not there.
        Refused: what was there is too large.

    """
    archive = _git(folder, revision)
    with tempfile.TemporaryDirectory(prefix="playbook-") as name:
        with tarfile.open(fileobj=BytesIO(archive)) as tar:
            if sum(member.size for member in tar) > _MOST:
                message = _('"{path}" is too large to be compared with what it was.')
                raise Refused(message.format(path=folder))
            tar.extractall(name, filter="data")
        yield Path(name)


def _git(folder: Path, revision: str) -> bytes:
    """The archive that git makes of a folder in a revision."""
    message = _('git has no "{revision}" of "{path}". {words}')
    if revision.startswith("-"):
        raise NotFound(message.format(revision=revision, path=folder, words="").rstrip())
    try:
        done = subprocess.run(  # noqa: S603 - a fixed program; the revision is no option
            ["git", "archive", "--format=tar", f"{revision}:./"],  # noqa: S607 - git is where it is
            cwd=folder,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        words = message.format(revision=revision, path=folder, words=error)
        raise NotFound(words) from error
    if done.returncode:
        words = done.stderr.decode("utf-8", "replace").strip().partition("\n")[0]
        raise NotFound(message.format(revision=revision, path=folder, words=words))
    return done.stdout
