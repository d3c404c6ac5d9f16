"""The brand of a workspace, from the table ``brand`` of its file."""

import re
from pathlib import Path
from typing import Final

from playbook.brand.drawing import fault
from playbook.brand.look import Brand, Piece
from playbook.errors import PlaybookError
from playbook.messages import _
from playbook.paths import content
from playbook.workspace_file import Table, table

_KEYS: Final = ("company", "logo", "colours", "font")
_COLOUR: Final = re.compile(r"#[0-9a-fA-F]{6}")
_LONGEST_NAME: Final = 80
_MEGABYTE: Final = 1_000_000
_LARGEST_LOGO: Final = 1
_LARGEST_FONT: Final = 20
"""Megabytes; a font with Chinese letters has about ten."""
_BEGINNINGS: Final = {
    ".png": (b"\x89PNG\r\n\x1a\n",),
    ".woff2": (b"wOF2",),
    ".ttf": (b"\x00\x01\x00\x00", b"true"),
    ".otf": (b"OTTO",),
}
"""The first bytes by which a kind of file is known."""


def of(root: Path) -> Brand:
    """The brand of the workspace at a root; without a file it is ours.

    Raises:
        PlaybookError: something in the table, or a file that it names, cannot be used.

    """
    settled = table(root, "brand")
    settled.only(_KEYS)
    return Brand(
        company=_company(settled),
        logo=_piece(settled, root, "logo", (".svg", ".png"), _LARGEST_LOGO),
        colours=_colours(settled),
        font=_piece(settled, root, "font", (".woff2", ".ttf", ".otf"), _LARGEST_FONT),
    )


def _company(settled: Table) -> str:
    name = " ".join(settled.text("company").split())
    if len(name) > _LONGEST_NAME:
        message = _("company is longer than {most} characters.").format(most=_LONGEST_NAME)
        raise settled.wrong(message)
    return name


def _colours(settled: Table) -> tuple[str, str]:
    if "colours" not in settled.values:
        return Brand().colours
    colours = settled.texts("colours")
    if colours is None or len(colours) != 2:
        raise settled.wrong(_('colours must be a list of two, such as ["#3537b5", "#0b7558"].'))
    for colour in colours:
        if not _COLOUR.fullmatch(colour):
            message = _('"{colour}" is no colour. Write # and six digits or letters from a to f.')
            raise settled.wrong(message.format(colour=colour))
    first, last = colours
    return first.lower(), last.lower()


def _piece(
    settled: Table, root: Path, key: str, suffixes: tuple[str, ...], most: int
) -> Piece | None:
    """A file that the table names, if it does, and if it is what it must be."""
    name = settled.text(key)
    if not name:
        return None
    path = root / name
    suffix = path.suffix.lower()
    reason = _refusal(root, path, name)
    if reason is None and suffix not in suffixes:
        reason = _("It must be one of: {kinds}.").format(kinds=", ".join(suffixes))
    if reason is not None:
        raise _unusable(settled, key, name, reason)
    try:
        raw = content(path, most * _MEGABYTE + 1)
    except OSError as error:
        reason = _("It cannot be opened: {words}.").format(words=error.strerror or error)
        raise _unusable(settled, key, name, reason) from error
    if len(raw) > most * _MEGABYTE:
        reason = _("It is larger than {most} megabytes.").format(most=most)
    elif suffix == ".svg":
        reason = fault(raw)
    elif not raw.startswith(_BEGINNINGS[suffix]):
        reason = _("What is in it is no {kind}.").format(kind=suffix.removeprefix(".").upper())
    if reason is not None:
        raise _unusable(settled, key, name, reason)
    return Piece(path.name, raw)


def _refusal(root: Path, path: Path, name: str) -> str | None:
    """Why a file may not be read, or None if it may."""
    if re.match(r"[/\\]|[A-Za-z][A-Za-z0-9+.-]*:", name) or "\\" in name:
        return _("Write it from the folder of playbook.toml, with forward slashes.")
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError, ValueError):
        return _("It is not there.")
    if not target.is_relative_to(root.resolve()):
        return _("It lies outside the folder of playbook.toml.")
    return None if target.is_file() else _("It is no file.")


def _unusable(settled: Table, key: str, name: str, reason: str) -> PlaybookError:
    message = _('{key} = "{name}" cannot be used. {reason}')
    return settled.wrong(message.format(key=key, name=name, reason=reason))
