"""Typst, shut in: it sees the templates, the data and the fonts that it is given, and nothing else.

Everything lies in a folder of its own for the time of the work. No package is
fetched, no font of the computer is used that was not asked for, and what is
made depends on no clock.
"""

import json
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any, Final

from playbook.brand import Brand
from playbook.errors import PlaybookError
from playbook.extras import load
from playbook.messages import _
from playbook.templating import assets

_TEMPLATES: Final = "print"
_OURS: Final = "playbook/print"
"""Where a template of a user's finds those of ours that it takes the place of."""
_PACKAGE: Final = re.compile(r'"@[\w-]+/')
_PLACE: Final = re.compile(r"┌─ (?:[^\n┌]{0,500}[/\\])?([^\s┌]{1,200}?):(\d{1,9}):\d")
_PICTURE: Final = re.compile("decode image|in SVG|parse SVG|image format")
_UNIVERSAL: Final = "PDF/UA-1 error"
_FONTS: Final = (".ttf", ".otf")
_COMPANY: Final = "company"


@dataclass(frozen=True)
class Press:
    """A folder that is set up to print from."""

    compiler: Any
    folder: Path
    overridden: Mapping[str, Path]
    """The templates that are a user's own."""
    failure: type[Exception]
    company_family: str = ""
    """The name of the company's font; empty if there is none to print with."""
    logo: str = ""
    """The name of the file of the company's logo; empty if there is none."""

    def print(self, template: str, data: Mapping[str, Any], files: Mapping[str, bytes]) -> bytes:
        """The PDF that a template makes of data and the files that these speak of.

        Raises:
            PlaybookError: a user's template has a mistake; the message says where.

        """
        for name, content in {**files, "data.json": json.dumps(data).encode()}.items():
            (self.folder / name).write_bytes(content)
        source = str(self.folder / template)
        try:
            made: bytes = self.compiler.compile(source, format="pdf", pdf_standards=["ua-1"])
        except self.failure as error:
            if not str(error).startswith(_UNIVERSAL):
                raise self._told(error) from error
        else:
            return made
        try:
            made = self.compiler.compile(source, format="pdf")
        except self.failure as error:
            raise self._told(error) from error
        return made

    def _told(self, error: Exception) -> Exception:
        """What a user's template or logo does wrong in our words; a mistake of ours as it is."""
        if self.logo and _PICTURE.search(str(error)):
            message = _("The logo cannot be printed: {words}.")
            return PlaybookError(message.format(words=str(error).rstrip(".")))
        diagnostic = str(getattr(error, "diagnostic", ""))
        for name, line in _PLACE.findall(diagnostic):
            if name in self.overridden:
                place = f"{self.overridden[name]}:{line}"
                message = _("The template {place} has a mistake: {words}.")
                words = str(getattr(error, "message", error)).rstrip(".")
                return PlaybookError(message.format(place=place, words=words))
        return error


@contextmanager
def press(fonts: Sequence[Path], brand: Brand, folders: Sequence[Path]) -> Iterator[Press]:
    """Set up a folder with fonts and templates; a user's templates come before ours.

    Raises:
        PlaybookError: typst is not installed, or a template asks for the network.

    """
    typst = load("typst", "print")
    with TemporaryDirectory(prefix="playbook-") as name:
        folder = Path(name)
        _put(folder / _OURS, assets(_TEMPLATES))
        _put(folder, assets(_TEMPLATES, tuple(folders)))
        overridden = {
            path.name: path
            for each in folders
            for path in sorted(Path(each, _TEMPLATES).glob("*.typ"))
        }
        _refuse_packages(overridden.values())
        _link(folder / "fonts", fonts, brand)
        found = typst.Fonts(include_system_fonts=False, font_paths=[folder / "fonts"])
        compiler = typst.Compiler(
            root=folder,
            font_paths=found,
            ignore_system_fonts=True,
            package_path=folder / "packages",
            package_cache_path=folder / "packages",
        )
        company = [each.family for each in found.fonts() if Path(each.path or "").stem == _COMPANY]
        logo = ""
        if brand.logo is not None:
            logo = f"{_COMPANY}{Path(brand.logo.name).suffix.lower()}"
            (folder / logo).write_bytes(brand.logo.content)
        yield Press(compiler, folder, overridden, typst.TypstError, next(iter(company), ""), logo)


def _put(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, content in files.items():
        path = folder / PurePosixPath(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _refuse_packages(templates: Iterable[Path]) -> None:
    """A template that fetches something would make what is printed depend on the network."""
    for path in templates:
        if _PACKAGE.search(path.read_text("utf-8", "replace")):
            message = _(
                "The template {path} asks for a Typst package from the network. "
                "Only what lies beside it is read."
            )
            raise PlaybookError(message.format(path=path))


def _link(folder: Path, fonts: Sequence[Path], brand: Brand) -> None:
    """Typst reads fonts by the folder; a large font is not copied where it can be linked to."""
    folder.mkdir()
    for number, font in enumerate(fonts):
        target = folder / f"{number}{font.suffix}"
        try:
            target.symlink_to(font)
        except OSError:
            shutil.copyfile(font, target)
    own = brand.font
    if own is not None and (suffix := Path(own.name).suffix.lower()) in _FONTS:
        (folder / f"{_COMPANY}{suffix}").write_bytes(own.content)
