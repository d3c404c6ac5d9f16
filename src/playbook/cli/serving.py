"""The command that shows the handbook while it is written."""

import sys
import threading
from pathlib import Path as FilePath

import click

from playbook.cli.helping import Command, Path, option
from playbook.messages import _


@click.command(cls=Command)
@click.argument("paths", nargs=-1, required=True, type=Path(path_type=FilePath))
@option("--port", type=int, default=0, help="The port to listen on.  [default: any that is free]")
@option(
    "--open/--no-open",
    "opens",
    default=None,
    help="Whether to open the browser.  [default: from a terminal]",
)
@option(
    "--templates",
    type=Path(path_type=FilePath, exists=True, file_okay=False),
    help="A folder with templates of your own, which come before ours.",
)
@click.pass_context
def serve(
    ctx: click.Context,
    paths: tuple[FilePath, ...],
    port: int,
    opens: bool | None,
    templates: FilePath | None,
) -> None:
    """Show the handbook in your browser while you write: it follows every file that you save.

    What the checks find is shown on the pages, at the place that it is about.
    Only this computer can see it.

    Example:  playbook serve playbooks/b2b
    """
    from playbook.serve.preview import Preview
    from playbook.serve.server import Server

    folders = (templates,) if templates else ()
    server = Server(Preview(paths, folders, ctx.find_root().params["language"]), port)
    try:
        click.echo(_("The handbook is at {address}").format(address=server.address))
        click.echo(_("It follows what you save. Ctrl+C ends it."), err=True)
        if sys.stdout.isatty() if opens is None else opens:
            click.launch(server.address)
        threading.Thread(target=server.watch, daemon=True).start()
        server.serve_forever(poll_interval=0.1)
    except KeyboardInterrupt:
        click.echo("", err=True)
    finally:
        server.end()
