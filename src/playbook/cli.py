"""The command line: parse, call, print.

Everything that a command needs is imported when it runs, so that asking for
the version or for help costs no more than it must.
"""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from playbook import __version__
from playbook.errors import InvalidPlaybook, PlaybookError
from playbook.messages import LANGUAGES, _, closest, is_known, speaking

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from playbook.findings import Severity

_PATHS = click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
_PATH = click.argument("path", type=click.Path(path_type=Path))


class _Playbook(click.Group):
    """The one place where what stops the work becomes a sentence and an exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except InvalidPlaybook as error:
            _show_errors(error)
            sys.exit(1)
        except PlaybookError as error:
            click.echo(f"playbook: {error}", err=True)
            sys.exit(2)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except Exception as error:  # noqa: BLE001 - no traceback ever reaches a sales manager
            _own_mistake(error)
            sys.exit(2)


class _Making(click.Command):
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
            yield f".{each.name}", each.about


def _targets() -> "Iterator[tuple[str, str]]":
    from playbook import registry

    for each in registry.all_targets().values():
        yield each.name, f"{each.title}. {each.about}"


@click.group(cls=_Playbook, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="playbook", message="%(prog)s %(version)s")
@click.option(
    "--language",
    metavar="TAG",
    envvar="PLAYBOOK_LANGUAGE",
    help="The language of messages, as far as they are translated: en, zh-CN or bg.  "
    "[default: the computer's]",
)
@click.pass_context
def main(ctx: click.Context, language: str | None) -> None:
    """Write your sales process down once: check it, draw it, train with it, set up the CRM with it.

    Begin with:  playbook new my-sales
    """
    if language is not None and not is_known(language):
        message = _('There are no messages in "{tag}". Known here: {languages}.')
        raise click.UsageError(message.format(tag=language, languages=", ".join(LANGUAGES)))
    tag = language or os.environ.get("LC_ALL") or os.environ.get("LANG") or "en"
    ctx.with_resource(speaking(closest(tag.split(".")[0])))


@main.command()
@_PATHS
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to print what is found.",
)
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "info"]),
    default="warning",
    show_default=True,
    help="The least grave finding that makes the command fail.",
)
def lint(paths: tuple[Path, ...], form: str, fail_on: str) -> None:
    """Check playbooks, and say what to write instead.

    PATHS are playbooks or folders of them; without any, this folder.

    Exit code: 0 nothing found, 1 something found, 2 the check could not be made.

    Example:  playbook lint playbooks/b2b
    """
    from playbook import pipeline, report

    found = pipeline.lint(paths or (Path(),))
    click.echo(report.as_json(found) if form == "json" else report.text(found, colour=_colour()))
    worst = found.worst()
    if worst is not None and worst >= _severity(fail_on):
        sys.exit(1)


@main.command()
def rules() -> None:
    """List the rules, one a line, code first.

    Example:  playbook rules
    """
    from playbook import registry, report

    rows = [
        (each.code, each.severity.word, each.name, each.summary)
        for each in registry.all_rules().values()
    ]
    click.echo(report.table(rows))


@main.command()
@click.argument("code")
def explain(code: str) -> None:
    """Print a rule's page: what it wants, why, and what is wrong and right.

    Example:  playbook explain PB301
    """
    from playbook import registry

    rule = registry.rule(code)
    click.echo(f"{rule.code} {rule.name} ({rule.severity.word})\n\n{rule.doc}")


@main.command(cls=_Making, makes=_pictures)
@_PATH
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), required=True, help="The file to draw."
)
@click.option(
    "--theme",
    type=click.Choice(["auto", "light", "dark"]),
    default="auto",
    show_default=True,
    help="Auto follows the reader's screen.",
)
def draw(path: Path, output: Path, theme: Any) -> None:
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


@main.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), required=True, help="The folder to write."
)
@click.option(
    "--templates",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="A folder with templates of your own, which come before ours.",
)
def handbook(paths: tuple[Path, ...], output: Path, templates: Path | None) -> None:
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


@main.command(cls=_Making, makes=_targets)
@click.argument("target")
@_PATH
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), required=True, help="The folder to write."
)
@click.option(
    "--base",
    "bases",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A file of the CRM as it stands, to merge with.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to print what becomes of every part.",
)
def export(target: str, path: Path, output: Path, bases: tuple[Path, ...], form: str) -> None:
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


@main.command()
@click.argument("folder", metavar="DIR", required=False, type=click.Path(path_type=Path))
@click.option(
    "--starter", metavar="NAME", help="The playbook to begin with; `--starter list` shows them."
)
@click.option(
    "--language", metavar="TAG", help="The smallest starter in this language: en, zh-CN or bg."
)
@click.option(
    "--interview",
    is_flag=True,
    help="Ask thirteen questions first, and keep the answers as a page.",
)
def new(folder: Path | None, starter: str | None, language: str | None, interview: bool) -> None:
    """Make a first playbook, with the editor set up.

    Example:  playbook new my-sales --language bg
    """
    from playbook import files, report, starters

    if starter == "list":
        rows = [(each.id, each.language, each.name) for each in starters.all_starters()]
        click.echo(report.table(rows))
        return
    if folder is None:
        raise click.UsageError(_("Say where: playbook new DIR"))
    chosen = starters.choose(starter, language)
    answers = _interview(chosen.language) if interview else []
    with speaking(closest(chosen.language)):
        made = starters.new(chosen, folder, answers)
    files.write_new_folder(folder, made)
    made_line, line_end, steps = _next_steps().partition("\n")
    click.echo(made_line.format(folder=folder) + line_end + steps.format(folder=_typed(folder)))


def _next_steps() -> str:
    return _(
        "Made: {folder}/playbook.yaml\n"
        "\n"
        "What to do next:\n"
        "  1. Open the folder in your editor and change the stages to yours.\n"
        "  2. Check it:          playbook lint {folder}\n"
        "  3. Draw it:           playbook draw {folder} -o process.svg\n"
        "  4. Make the handbook: playbook handbook {folder} -o handbook"
    )


def _typed(path: Path) -> str:
    """A path as one types it in a terminal; letters of any script need no quotes."""
    import re
    import shlex

    text = str(path)
    return text if re.fullmatch(r"[\w@%+=:,./\\-]+", text) else shlex.quote(text)


def _interview(language: str) -> list[tuple[str, str]]:
    """The questions with the answers; where the input ends early, the rest stay empty."""
    from playbook import starters

    with speaking(closest(language)):
        click.echo(_("Thirteen questions for your team. Leave a line empty to answer later.\n"))
        questions = starters.questions()
        answers: list[str] = []
        try:
            for question in questions:
                said = click.prompt(question, default="", show_default=False, prompt_suffix=" ")
                answers.append(said.strip())
        except click.Abort as stop:
            # click makes the end of the input (Ctrl-D) and Ctrl-C one; only the first is an answer.
            if not isinstance(stop.__context__, EOFError):
                raise
            click.echo()
        answers += [""] * (len(questions) - len(answers))
        return list(zip(questions, answers, strict=True))


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


def _severity(word: str) -> "Severity":
    from playbook.findings import Severity

    return Severity[word.upper()]


def _colour() -> bool:
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def _show_errors(error: InvalidPlaybook) -> None:
    from playbook.report import Report, text

    click.echo(text(Report(error.findings, 1, lambda place: "")), err=True)
    click.echo(f"playbook: {error}", err=True)
