"""Every command with its help, as ``docs/cli.md``."""

from collections.abc import Iterator

import click

from playbook.cli.helping import speaking_click
from playbook.docs.words import _

_WIDTH = 88


def commands_page() -> Iterator[str]:
    """The page, line by line, in the language in use."""
    from playbook.cli import main

    yield f"# {_('The commands')}"
    yield ""
    yield _("Made from the code by `python -m playbook.docs`.")
    with speaking_click():
        yield from _of(main, _context(main, "playbook"))


def _context(
    command: click.Command, name: str, parent: click.Context | None = None
) -> click.Context:
    return command.context_class(
        command, parent, name, max_content_width=_WIDTH, terminal_width=_WIDTH
    )


def _of(command: click.Command, context: click.Context) -> Iterator[str]:
    """A command, and those within it."""
    yield ""
    yield f"## {context.command_path}"
    yield ""
    yield "```text"
    yield command.get_help(context)
    yield "```"
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            if inner is not None:
                yield from _of(inner, _context(inner, name, context))
