"""Help texts and the sentences of click, in the language in use.

The English text stands where click looks for it, in docstrings and options. It
is looked up when it is shown, because only then is it known who reads it.
"""

import gettext
import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

import click

from playbook.messages import LOCALES, folder, language, look_up, speaking

_DOMAIN = "cli"


def told(text: str) -> str:
    """A help text in the language in use."""
    from playbook.messages.passages import in_language

    return in_language(_DOMAIN, text)


def _help() -> Any:
    """A property that keeps a help as it was written, and shows it in the language in use."""

    def read(thing: Any) -> str | None:
        return thing.written_help and told(thing.written_help)

    def write(thing: Any, text: str | None) -> None:
        thing.written_help = text

    return property(read, write)


class Option(click.Option):
    """An option whose help is in the language in use."""

    help = _help()


option = partial(click.option, cls=Option)
"""``click.option``, with its help in the language in use."""


class Path(click.Path):
    """A path; what a message calls it, a file or a folder, is in the language in use."""

    @property
    def name(self) -> str:
        """What a message calls it."""
        return look_up(_DOMAIN, self._name)

    @name.setter
    def name(self, word: str) -> None:
        self._name = word


class _Formatter(click.HelpFormatter):
    """Writes help in lines that count a terminal's cells, of which Chinese signs take two."""

    def write_text(self, text: str) -> None:
        indent = " " * self.current_indent
        lines = folded(text, self.width - self.current_indent)
        self.write("".join(f"{indent}{line}".rstrip() + "\n" for line in lines))

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        from playbook.report.cells import width

        rows = list(rows)
        column = min(max(width(first) for first, _ in rows), col_max) + col_spacing
        for first, second in rows:
            lines = list(folded(second, max(self.width - column - 2, 10)))
            indent = " " * (column + self.current_indent)
            if lines and width(first) <= column - col_spacing:
                lines[0] = first + " " * (column - width(first)) + lines[0]
            else:
                lines.insert(0, first)
            lines[0] = " " * self.current_indent + lines[0]
            self.write("\n".join([lines[0], *(indent + line for line in lines[1:])]) + "\n")


class _Context(click.Context):
    formatter_class = _Formatter


class _Spoken(click.Command):
    """What a command and a group of commands have in common."""

    context_class = _Context

    help = _help()

    def get_short_help_str(self, limit: int = 45) -> str:  # noqa: ARG002 - click's own signature
        """The first sentence of the help, whole."""
        first = (self.short_help or self.help or "").strip().split("\n\n")[0]
        found = re.match(r".*?(?:\.(?=\s|$)|。|$)", " ".join(first.split()))
        return found[0] if found else ""

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The option ``--help``, which click makes once, in the language of that moment."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = look_up(_DOMAIN, "Show this message and exit.")
        return option


class Command(_Spoken):
    """A command whose help is in the language in use."""


class Group(_Spoken, click.Group):
    """The commands; finds out first which language to speak, so that every word is in it."""

    command_class = Command

    def main(self, args: Sequence[str] | None = None, *rest: Any, **more: Any) -> Any:
        """Run the program."""
        from playbook.messages.choice import choose

        words = sys.argv[1:] if args is None else list(args)
        with speaking(choose(self._asked(words)) or "en"), speaking_click():
            return super().main(args, *rest, **more)

    def _asked(self, words: Sequence[str]) -> str | None:
        """What ``--language`` says before the command's name, if it is there."""
        options = {name: each for each in self.params for name in each.opts}
        waiting = iter(words)
        for word in waiting:
            name, is_joined, value = word.partition("=")
            if name == "--language":
                return value if is_joined else next(waiting, None)
            known = options.get(name)
            if not word.startswith("-"):
                return None
            if isinstance(known, click.Option) and not (known.is_flag or is_joined):
                next(waiting, None)
        return None


@contextmanager
def speaking_click() -> Iterator[None]:
    """Let click say its own sentences in the language in use.

    It says them with the gettext of the standard library, which asks the
    environment for the language and a folder for the catalogue.
    """
    variable = "LANGUAGE"
    before, domain = os.environ.get(variable), gettext.textdomain()
    gettext.bindtextdomain(_DOMAIN, str(LOCALES))
    gettext.textdomain(_DOMAIN)
    os.environ[variable] = folder(language())
    try:
        yield
    finally:
        gettext.textdomain(domain)
        if before is None:
            del os.environ[variable]
        else:
            os.environ[variable] = before


def folded(text: str, most: int) -> Iterator[str]:
    """The lines of a text of several paragraphs, none wider than so many cells."""
    from playbook.report.cells import width

    # A line can be broken behind a word, and behind a Chinese sign with the stops after it.
    chinese, stops, openers = "⺀-鿿＀-￯", "，。、；：？！）】》」』”’", "（【《「『“‘"
    piece = re.compile(
        rf"[{openers}]*[{chinese}][{stops}]*|\s+|[{openers}]*[^\s{chinese}]+[{stops}]*"
    )
    for number, paragraph in enumerate(re.split(r"\n[ \t]*\n", text.strip())):
        if number:
            yield ""
        line = ""
        for each in piece.findall(paragraph.replace("\n", " ")):
            if line and width(line + each.rstrip()) > most:
                yield line.rstrip()
                line = ""
            line += each if line else each.lstrip()
        yield line.rstrip()


def folded_page(text: str, most: int = 88) -> str:
    """A page for a terminal: no line is wider than so many cells, but for those of code."""
    lines: list[str] = []
    is_code = False
    for line in text.split("\n"):
        is_code ^= line.startswith("```")
        lines += [line] if is_code or not line else folded(line, most)
    return "\n".join(lines)


CLICK: Sequence[str | tuple[str, str]] = (
    "Aborted!",
    "Commands",
    "Could not open file {filename!r}: {message}",
    "Error: {message}",
    "Invalid value for {param_hint}: {message}",
    "Invalid value: {message}",
    "Missing argument",
    "Missing command.",
    "Missing option",
    "Missing parameter",
    "No such command {name!r}.",
    "No such option {name!r}.",
    "No such option: {name}",
    "Option {name!r} does not take a value.",
    "Options",
    "Show the version and exit.",
    "Show this message and exit.",
    "Try '{command} {option}' for help.",
    "Usage:",
    "default: {default}",
    "directory",
    "env var: {var}",
    "file",
    "path",
    "required",
    "unknown error",
    "{name} {filename!r} does not exist.",
    "{name} {filename!r} is a directory.",
    "{name} {filename!r} is a file.",
    "{name} {filename!r} is not readable.",
    "{value!r} is not a valid {number_type}.",
    "{value} is not in the range {range}.",
    ("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)"),
    ("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})"),
    ("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments."),
    ("{value!r} is not {choice}.", "{value!r} is not one of {choices}."),
)
"""What click may say to who uses the commands, as it says it: of the versions that we work with."""
