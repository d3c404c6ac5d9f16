"""The commands that make something: pictures, handbooks, files for a CRM."""

from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any

import click

from playbook.cli.helping import Command, Path, option, told
from playbook.cli.progress import progress
from playbook.messages import _

VIEWS = ("flow", "buyer", "raci", "questionnaire", "board")

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


class Making(Command):
    """A command that ends its help with the list of what it can make, or read."""

    def __init__(
        self,
        *,
        makes: "Callable[[], Iterable[tuple[str, str]]]",
        heading: "Callable[[], str]" = lambda: _("What it can make"),
        **rest: Any,
    ) -> None:
        super().__init__(**rest)
        self._makes, self._heading = makes, heading

    def format_epilog(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list."""
        with formatter.section(self._heading()):
            formatter.write_dl(list(self._makes()))


def _pictures() -> "Iterator[tuple[str, str]]":
    yield from ((f".{name}", about) for name, about in _forms("picture"))


def _handbooks() -> "Iterator[tuple[str, str]]":
    yield from _forms("handbook")


def _forms(kind: Any) -> "Iterator[tuple[str, str]]":
    from playbook import registry

    for each in registry.all_renderers(kind).values():
        yield each.name, told(each.about)


@click.command(cls=Making, makes=_pictures)
@click.argument("path", type=Path(path_type=FilePath))
@option("-o", "--output", type=Path(path_type=FilePath), required=True, help="The file to draw.")
@option(
    "--as",
    "view",
    type=click.Choice(VIEWS),
    default="flow",
    show_default=True,
    help="What the picture shows.",
)
@option(
    "--direction",
    type=click.Choice(["down", "right"]),
    default="down",
    show_default=True,
    help="Which way the process runs.",
)
@option(
    "--theme",
    type=click.Choice(["auto", "light", "dark"]),
    default="auto",
    show_default=True,
    help="Auto follows the reader's screen.",
)
@option("--in", "language", metavar="TAG", help="The language, if the playbook is translated.")
def draw(
    path: FilePath, output: FilePath, view: Any, direction: Any, theme: Any, language: str | None
) -> None:
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
    choices = Choices(view=view, direction=direction, theme=theme)
    languages = (language,) if language else ()
    drawn = pipeline.render([find_one(path)], "picture", name, choices, languages)
    files.write_file(output, next(iter(drawn.values())))
    click.echo(_("Drawn: {path}").format(path=output))


@click.command(cls=Making, makes=_handbooks)
@click.argument("paths", nargs=-1, required=True, type=Path(path_type=FilePath))
@option(
    "-o",
    "--output",
    type=Path(path_type=FilePath),
    required=True,
    help="The folder to write, or the file.",
)
@option("--form", metavar="FORM", help="What to make.  [default: as the suffix says, else html]")
@option("--flavour", metavar="NAME", default="", help="For which wiki the Markdown is.")
@option("--in", "languages", metavar="TAG", multiple=True, help="Only in this language.")
@option(
    "--since",
    metavar="VERSION",
    help="Tell what has changed since: a folder with the version before, or a revision of git.",
)
@option(
    "--templates",
    type=Path(path_type=FilePath, exists=True, file_okay=False),
    help="A folder with templates of your own, which come before ours.",
)
def handbook(
    paths: tuple[FilePath, ...],
    output: FilePath,
    form: str | None,
    flavour: str,
    languages: tuple[str, ...],
    since: str | None,
    templates: FilePath | None,
) -> None:
    """Make the handbook: pages that open in any browser, without a server.

    Several playbooks make one handbook.

    Example:  playbook handbook playbooks -o handbook
    """
    from playbook import files, pipeline, registry
    from playbook.renderers import Choices

    forms = registry.all_renderers("handbook")
    suffixes = {each.suffix: name for name, each in forms.items() if each.suffix}
    form = form or suffixes.get(output.suffix.lower(), "html")
    renderer = registry.renderer(form, "handbook")
    choices = Choices(
        templates=(templates,) if templates else (),
        flavour=flavour,
        earlier=pipeline.earlier(paths, since) if since else {},
        progress=progress(_("{done} of {total} pages")),
    )
    made = pipeline.render(paths, "handbook", form, choices, languages)
    if renderer.suffix:
        files.write_file(output, next(iter(made.values())))
        click.echo(_("Written: {path}").format(path=output))
        return
    files.write_folder(output, made, of=f"handbook {form}" if form != "html" else "handbook")
    if form == "html":
        click.echo(_("Open this in your browser: {path}").format(path=output / "index.html"))
    else:
        click.echo(_("Written: {path}").format(path=output))


@click.command(cls=Making, makes=lambda: _forms("training"))
@click.argument("paths", nargs=-1, required=True, type=Path(path_type=FilePath))
@option("-o", "--output", type=Path(path_type=FilePath), required=True, help="The folder to write.")
@option(
    "--form", "forms", metavar="FORM", multiple=True, help="Only this.  [default: all there are]"
)
@option("--in", "languages", metavar="TAG", multiple=True, help="Only in this language.")
@option(
    "--seed",
    type=int,
    default=0,
    show_default=True,
    help="Another number puts questions and answers in another order.",
)
def train(
    paths: tuple[FilePath, ...],
    output: FilePath,
    forms: tuple[str, ...],
    languages: tuple[str, ...],
    seed: int,
) -> None:
    """Make training material: quizzes about the process, each stage and each role.

    The questions are made from the playbook, and the author's own are added.

    Example:  playbook train playbooks/b2b -o training
    """
    from playbook import files

    made = _trained(paths, forms, languages, seed)
    files.write_folder(output, made, of="training")
    click.echo(_("Written: {path}").format(path=output))


def _trained(
    paths: tuple[FilePath, ...], forms: tuple[str, ...], languages: tuple[str, ...], seed: int
) -> dict[str, str | bytes]:
    """The files of all forms; where nobody asked for one, what it lacks does not stop the others."""
    from playbook import pipeline, registry
    from playbook.errors import InvalidPlaybook, NotFound, PlaybookError
    from playbook.renderers import Choices

    made: dict[str, str | bytes] = {}
    wanted = forms or tuple(registry.all_renderers("training"))
    for number, form in enumerate(wanted, 1):
        try:
            made |= pipeline.render(paths, "training", form, Choices(seed=seed), languages)
        except PlaybookError as error:
            is_last_hope = number == len(wanted) and not made
            if forms or is_last_hope or isinstance(error, (InvalidPlaybook, NotFound)):
                raise
            message = _("Left out: {form}. {words}")
            click.echo(message.format(form=form, words=error), err=True)
    return made
