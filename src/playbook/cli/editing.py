"""The command that editors start."""

import click

from playbook.cli.helping import Command, option
from playbook.errors import PlaybookError
from playbook.messages import _

_INSTALL = 'pip install "sales-playbook[editor]"'
_OF_THE_EXTRA = frozenset({"pygls", "lsprotocol", "cattrs", "attrs"})


@click.command(cls=Command)
@option("--stdio", is_flag=True, help="How to talk; there is no other way, and editors may say so.")
@click.pass_context
def lsp(ctx: click.Context, stdio: bool) -> None:  # noqa: ARG001 - it is the only way
    """Start the language server, for an editor to talk to over standard input and output.

    Editors start it by themselves; docs/editors.md says how to set each of them up.

    Example:  playbook lsp
    """
    from playbook.messages.choice import choose

    try:
        from playbook.lsp.server import serve
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in _OF_THE_EXTRA:
            raise
        message = _("The language server needs a package that is not installed. Run: {command}")
        raise PlaybookError(message.format(command=_INSTALL)) from error
    serve(choose(ctx.find_root().params["language"]))
