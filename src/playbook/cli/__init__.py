"""The command line: parse, call, print.

Each command is in the module of its topic, which is imported when somebody
asks for it; and what a command needs is imported when it runs. So asking for
the version or for help costs no more than it must.
"""

import os
import sys
from importlib import import_module
from keyword import iskeyword
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from playbook import __version__
from playbook.cli.helping import Group, Option, option
from playbook.errors import InvalidPlaybook, PlaybookError
from playbook.messages import LANGUAGES, _, is_known

if TYPE_CHECKING:
    from collections.abc import Mapping

COMMANDS: "Mapping[str, str]" = {
    "compare": "rolling",
    "draw": "making",
    "explain": "linting",
    "export": "rolling",
    "handbook": "making",
    "import": "rolling",
    "lint": "linting",
    "lsp": "editing",
    "new": "beginning",
    "rules": "linting",
    "serve": "serving",
    "train": "making",
    "translate": "translating",
}
"""The commands, and the modules of this package that they are in."""


class _Playbook(Group):
    """The one place where what stops the work becomes a sentence and an exit code."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module = import_module(f"playbook.cli.{COMMANDS[name]}")
        command: click.Command = getattr(module, f"{name}_" if iskeyword(name) else name)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except InvalidPlaybook as error:
            _show_errors(error)
            sys.exit(1)
        except PlaybookError as error:
            _say(error)
            sys.exit(2)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except Exception as error:  # noqa: BLE001 - no traceback ever reaches a sales manager
            _own_mistake(error)
            sys.exit(2)


@click.group(cls=_Playbook, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="playbook", message="%(prog)s %(version)s", cls=Option)
@option(
    "--language",
    metavar="TAG",
    envvar="PLAYBOOK_LANGUAGE",
    help="The language of messages: en, zh-CN or bg.  "
    "[default: the computer's, else the playbook's own]",
)
def main(language: str | None) -> None:
    """Write your sales process down once: check it, draw it, train with it, set up the CRM with it.

    Begin with:  playbook new my-sales
    """
    if language is not None and not is_known(language):
        message = _('There are no messages in "{tag}". Known here: {languages}.')
        raise click.UsageError(message.format(tag=language, languages=", ".join(LANGUAGES)))


def _own_mistake(error: Exception) -> None:
    """What to say, and to whom, when the tool itself is wrong."""
    import traceback

    if os.environ.get("PLAYBOOK_DEBUG"):
        traceback.print_exception(error)
    last = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(last.filename).name}:{last.lineno}"
    words = _("This is a mistake of playbook itself, not of yours: {words}")
    said = words.format(words=f"{type(error).__name__}: {error} ({where})")
    click.echo(f"playbook: {said}", err=True)
    click.echo(_("PLAYBOOK_DEBUG=1 shows more, for a report to its makers."), err=True)


def _show_errors(error: InvalidPlaybook) -> None:
    from playbook.report import Report, written

    report = Report(error.findings, 1, lambda place: "")
    click.echo(written(report), err=True)
    _say(error)


def _say(error: PlaybookError) -> None:
    from playbook.report import harmless

    click.echo(f"playbook: {harmless(str(error))}", err=True)
