"""One Jinja environment for all templates: sandboxed, escaped, and strict about names.

Authors' texts are values in a template and never templates themselves. A
user's folder comes before ours, so a file of the same name takes the place of
ours; what it replaces is still there as ``playbook/NAME``, to be extended.
"""

import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from traceback import extract_tb
from typing import Any

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from playbook.errors import NotFound, PlaybookError
from playbook.messages import _, n_, p_
from playbook.resources import TEMPLATES

_RAISED = (
    TemplateError,
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What the code of a template can raise."""
_MODULE = re.compile(r"playbook\.(?:\w+\.)+(?=\w)")
"""Jinja names our types in full; their own names say enough."""


@cache
def environment(folders: tuple[Path, ...] = ()) -> Environment:
    """The environment for our templates, and for those in the folders before them.

    Raises:
        NotFound: a folder is not there.

    """
    for folder in folders:
        if not folder.is_dir():
            raise NotFound(_('There is no folder "{path}".').format(path=folder))
    ours = FileSystemLoader(TEMPLATES)
    loaders: list[BaseLoader] = [_Readable(folder) for folder in folders]
    made = _Sandbox(
        loader=ChoiceLoader([*loaders, PrefixLoader({"playbook": ours}), ours]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.globals = {**made.globals, "_": _, "n_": n_, "p_": p_}
    return made


class _Sandbox(ImmutableSandboxedEnvironment):
    """The sandbox, which remembers what it has decided: it asks only for the type and the name."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._decided: dict[tuple[type, str], bool] = {}

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Whether a template may look at an attribute of such a thing."""
        asked = type(obj), attr
        if asked not in self._decided:
            self._decided[asked] = super().is_safe_attribute(obj, attr, value)
        return self._decided[asked]


class _Readable(FileSystemLoader):
    """A folder of a user's; a file in it that is no text is said to be so."""

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        try:
            return super().get_source(environment, template)
        except UnicodeDecodeError as error:
            path = Path(self.searchpath[0], template)
            message = _("The template {path} is not in UTF-8. Save it in UTF-8.")
            raise PlaybookError(message.format(path=path)) from error


def fill(name: str, values: Mapping[str, Any], folders: tuple[Path, ...] = ()) -> str:
    """A template filled in.

    Raises:
        NotFound: a folder is not there.
        PlaybookError: a user's template has a mistake; the message says where.

    """
    templates = environment(folders)
    try:
        return templates.get_template(name).render(values)
    except _RAISED as error:
        place = _place(error, folders)
        if place is None:
            raise
        message = _("The template {place} has a mistake: {words}.")
        raise PlaybookError(message.format(place=place, words=_words(error))) from error


def _place(error: Exception, folders: tuple[Path, ...]) -> str | None:
    """The user's file and line that an error comes from; None if the mistake is ours."""
    places = [(frame.filename, frame.lineno) for frame in extract_tb(error.__traceback__)]
    if isinstance(error, TemplateSyntaxError):
        places.append((error.filename or "", error.lineno))
    for file, line in reversed(places):
        if any(Path(file).is_relative_to(folder) for folder in folders):
            return f"{file}:{line}"
    return None


def _words(error: Exception) -> str:
    """What a template did wrong, in one line."""
    if isinstance(error, TemplateNotFound):
        return _('there is no template "{name}"').format(name=error.name)
    words = _MODULE.sub("", " ".join(str(error).split()))
    return words.rstrip(".") or type(error).__name__


def assets(folder: str, folders: tuple[Path, ...] = ()) -> dict[str, bytes]:
    """The files of a folder beside the templates, by their names; a user's before ours.

    Raises:
        PlaybookError: a file cannot be read.

    """
    found: dict[str, bytes] = {}
    for root in (TEMPLATES, *reversed(folders)):
        for path in sorted(Path(root, folder).rglob("*")):
            if path.is_file() and not path.name.startswith("."):
                found[path.relative_to(root / folder).as_posix()] = _read(path)
    return found


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        message = _('"{path}" cannot be opened: {words}.')
        raise PlaybookError(message.format(path=path, words=error.strerror or error)) from error


def sentence(text: str, **values: object) -> Markup:
    """A sentence of ours with values put in: words are escaped, links stay links."""
    return escape(text).format(**values)
