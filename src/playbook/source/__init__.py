"""Read YAML into plain data, and remember where every value was written.

Nothing an author can write makes reading raise: broken YAML, doubled keys,
odd bytes and hostile input become problems with a place.
"""

import errno
import re
import stat
from pathlib import Path

from yaml import MarkedYAMLError, YAMLError

from playbook.findings import Place, Problem
from playbook.messages import _
from playbook.source.composing import Composer, TooMuch
from playbook.source.decoding import LARGEST_FILE, decode
from playbook.source.document import Document, Spot, line_in, whole_file
from playbook.source.parsing import HAS_C_PARSER, events
from playbook.source.syntax import explain

__all__ = ["HAS_C_PARSER", "Document", "Spot", "line_in", "parse", "read", "whole_file"]


def read(path: Path, name: str | None = None, *, plain: bool = False) -> Document:
    """Read a file; ``name`` is what findings call it, ``plain`` is for text that is not YAML.

    Raises:
        OSError: the file cannot be opened, or is no plain file.

    """
    file = name or str(path)
    text, problems = decode(_bytes(path), file)
    if text is None:
        return Document(file, None, whole_file(file), {}, problems)
    if problems:
        return Document(file, None, whole_file(file), {file: text}, problems)
    if plain:
        return Document(file, text.strip() or None, whole_file(file), {file: text})
    return parse(text, file)


def _bytes(path: Path) -> bytes:
    """The bytes of a plain file, one more than may be read at most."""
    if not stat.S_ISREG(path.stat().st_mode):
        raise OSError(errno.EINVAL, "not a plain file", str(path))
    with path.open("rb") as file:
        return file.read(LARGEST_FILE + 1)


def parse(text: str, file: str = "playbook.yaml", *, pure: bool = False) -> Document:
    """Read a text; ``pure`` takes the pure-Python parser even where the C one is there."""
    composer = Composer(file, text)
    try:
        composer.compose(events(text, pure=pure))
    except TooMuch as stop:
        return Document(file, None, whole_file(file), {file: text}, (stop.problem,))
    except MarkedYAMLError as error:
        return Document(file, None, whole_file(file), {file: text}, (explain(error, text, file),))
    except YAMLError as error:
        problem = Problem(
            Place(file), "PB006", _("This file cannot be read: {words}.").format(words=error)
        )
        return Document(file, None, whole_file(file), {file: text}, (problem,))
    if composer.data is None:
        return Document(
            file, None, whole_file(file), {file: text}, (_empty(text, file), *composer.problems)
        )
    return Document(file, composer.data, composer.spot, {file: text}, tuple(composer.problems))


def _empty(text: str, file: str) -> Problem:
    if re.search(r"(?m)^\s*[^#\s-]", text):
        message = _("There is nothing in this file but comments.")
    else:
        message = _("This file is empty.")
    return Problem(
        Place(file), "PB002", message, _('"playbook new" makes a playbook to begin with.')
    )
