"""The commands that make something: pictures, handbooks, files for a CRM."""

from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any

import click

from playbook.cli.helping import Command, Path, option, told
from playbook.messages import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


class _Making(Command):
    """A command that ends its help with the list of what it can make."""

    def __init__(self, *, makes: "Callable[[], Iterable[tuple[str, str]]]", **rest: Any) -> None:
        super().__init__(**rest)
        self._makes = makes

    def format_epilog(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(_("What it can make")):
            formatter.write_dl(list(self._makes()))


def _pictures() -> "Iterator[tuple[str, str]]":
    from playbook import registry

    for each in registry.all_renderers().values():
        if each.kind == "picture":
            yield f".{each.name}", told(each.about)


def _targets() -> "Iterator[tuple[str, str]]":
    from playbook import registry

    for each in registry.all_targets().values():
        yield each.name, f"{each.title}. {told(each.about)}"


@click.command(cls=_Making, makes=_pictures)
@click.argument("path", type=Path(path_type=FilePath))
@option("-o", "--output", type=Path(path_type=FilePath), required=True, help="The file to draw.")
@option(
    "--theme",
    type=click.Choice(["auto", "light", "dark"]),
    default="auto",
    show_default=True,
    help="Auto follows the reader's screen.",
)
def draw(path: FilePath, output: FilePath, theme: Any) -> None:
    """Draw the process: stages, gates and ends, and the buyer's steps beside them.

    The suffix of the file says what is drawn.

    Example:  playbook draw playbooks/b2b -o b2b.svg
    """
    from playbook import files, pipeline
    from playbook.discovery import find_one
    from playbook.renderers import Choices

    name = output.suffix.lstrip(".").lower()
    if not name:
        raise click.UsageError(_("Give the file a suffix, such as {path}.svg").format(path=output))
    drawn = pipeline.render([find_one(path)], name, "picture", Choices(theme=theme))
    files.write_file(output, next(iter(drawn.values())))
    click.echo(_("Drawn: {path}").format(path=output))


@click.command(cls=Command)
@click.argument("paths", nargs=-1, required=True, type=Path(path_type=FilePath))
@option("-o", "--output", type=Path(path_type=FilePath), required=True, help="The folder to write.")
@option(
    "--templates",
    type=Path(path_type=FilePath, exists=True, file_okay=False),
    help="A folder with templates of your own, which come before ours.",
)
def handbook(paths: tuple[FilePath, ...], output: FilePath, templates: FilePath | None) -> None:
    """Make the handbook: pages that open in any browser, without a server.

    Several playbooks make one handbook.

    Example:  playbook handbook playbooks -o handbook
    """
    from playbook import files, pipeline
    from playbook.renderers import Choices

    choices = Choices(templates=(templates,) if templates else ())
    made = pipeline.render(paths, "html", "handbook", choices)
    files.write_folder(output, made, of="handbook")
    click.echo(_("Open this in your browser: {path}").format(path=output / "index.html"))


@click.command(cls=_Making, makes=_targets)
@click.argument("target")
@click.argument("path", type=Path(path_type=FilePath))
@option("-o", "--output", type=Path(path_type=FilePath), required=True, help="The folder to write.")
@option(
    "--base",
    "bases",
    multiple=True,
    type=Path(path_type=FilePath, exists=True, dir_okay=False),
    help="A file of the CRM as it stands, to merge with.",
)
@option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to print what becomes of every part.",
)
def export(
    target: str, path: FilePath, output: FilePath, bases: tuple[FilePath, ...], form: str
) -> None:
    """Write the files that set up a CRM, and say what it cannot hold.

    TARGET is the CRM's name.

    Example:  playbook export hubspot playbooks/b2b -o crm/hubspot
    """
    from dataclasses import replace

    from playbook import files, losses, pipeline
    from playbook.discovery import find_one

    merged = {base.name: files.read_text(base) for base in bases}
    loaded, made = pipeline.export(target, find_one(path), lambda own: replace(own, base=merged))
    files.write_folder(output, made.files, of=f"{target} of {loaded.document.data['id']}")
    click.echo(
        losses.as_json(loaded.document, made)
        if form == "json"
        else losses.text(loaded.document, made)
    )
