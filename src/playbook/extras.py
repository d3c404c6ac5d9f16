"""Packages that only some people need, imported when somebody does."""

import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from playbook.errors import PlaybookError
from playbook.messages import _


def load(module: str, extra: str) -> Any:
    """A module that comes with an extra of ours.

    Raises:
        PlaybookError: it is not installed; the message says how to get it.

    """
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != module.partition(".")[0]:
            raise
        raise missing(extra) from error


def missing(extra: str) -> PlaybookError:
    """What to say where the packages of an extra are missing."""
    message = _("This needs a package that is not installed. Run: {command}")
    is_pipx = "pipx" in Path(sys.prefix).parts  # it keeps each program in an environment of its own
    install = "pipx install --force" if is_pipx else "pip install"
    return PlaybookError(message.format(command=f'{install} "sales-playbook[{extra}]"'))
