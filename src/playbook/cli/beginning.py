"""The command that makes a first playbook."""

from pathlib import Path as FilePath

import click

from playbook.cli.helping import Command, Path, option
from playbook.messages import _, closest, speaking


@click.command(cls=Command)
@click.argument("folder", metavar="DIR", required=False, type=Path(path_type=FilePath))
@option(
    "--starter", metavar="NAME", help="The playbook to begin with; `--starter list` shows them."
)
@option("--language", metavar="TAG", help="The smallest starter in this language: en, zh-CN or bg.")
@option(
    "--interview",
    is_flag=True,
    help="Ask thirteen questions first, and keep the answers as a page.",
)
def new(
    folder: FilePath | None, starter: str | None, language: str | None, interview: bool
) -> None:
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


def _typed(path: FilePath) -> str:
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
