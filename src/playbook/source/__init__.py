"""Read YAML into plain data, and remember where every value was written.

Nothing an author can write makes reading raise: broken YAML, doubled keys,
odd bytes and hostile input become problems with a place.
"""

from pathlib import Path

from yaml import MarkedYAMLError

from playbook.findings import Place, Problem
from playbook.messages import _
from playbook.paths import content
from playbook.source.composing import Composer, Stopped
from playbook.source.decoding import LARGEST_FILE, decode, hidden
from playbook.source.document import Document, Spot, line_in, value_in, whole_file
from playbook.source.parsing import HAS_C_PARSER, events
from playbook.source.slips import (
    WIDE_BRACKETS,
    WIDE_COLONS,
    about_bullet,
    bullet_in,
    plain_enough,
    quoted,
    shortened,
)

__all__ = [
    "HAS_C_PARSER",
    "WIDE_BRACKETS",
    "WIDE_COLONS",
    "Document",
    "Spot",
    "about_bullet",
    "bullet_in",
    "line_in",
    "parse",
    "plain_enough",
    "quoted",
    "read",
    "shortened",
    "value_in",
    "whole_file",
]


def read(path: Path, name: str | None = None, *, plain: bool = False) -> Document:
    """Read a file; ``name`` is what findings call it, ``plain`` is for text that is not YAML.

    Raises:
        OSError: the file cannot be opened, or is no plain file.

    """
    file = name or str(path)
    text = decode(content(path, LARGEST_FILE + 1), file)
    if isinstance(text, Problem):
        return Document(file, None, whole_file(file), {}, (text,))
    if not plain:
        return parse(text, file)
    problems = tuple(hidden(text, file))
    words = None if problems else text.strip() or None
    return Document(file, words, whole_file(file), {file: text}, problems)


def parse(text: str, file: str = "playbook.yaml", *, pure: bool = False) -> Document:
    """Read a text; ``pure`` takes the pure-Python parser even where the C one is there."""
    if next(hidden(text, file), None) is not None:
        return _recovered(text, file, pure=pure)
    composer = Composer(file, text)
    try:
        composer.compose(events(text, pure=pure))
    except (Stopped, MarkedYAMLError):
        return _recovered(text, file, pure=pure)
    if composer.data is None:
        problems = (_empty(text, file), *composer.problems)
        return Document(file, None, whole_file(file), {file: text}, problems)
    return Document(file, composer.data, composer.spot, {file: text}, tuple(composer.problems))


def _recovered(text: str, file: str, *, pure: bool) -> Document:
    # Most files have no slip, and what looks for slips takes long to import.
    from playbook.source.recovery import recovered

    return recovered(text, file, pure=pure)


def _empty(text: str, file: str) -> Problem:
    if "#" in text:
        message = _("There is nothing in this file but comments.")
    else:
        message = _("This file is empty.")
    return Problem(
        Place(file), "PB002", message, _('"playbook new" makes a playbook to begin with.')
    )
