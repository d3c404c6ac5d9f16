"""The commands that check playbooks and tell of the rules."""

import os
import sys
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from functools import cache
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any

import click

from playbook.cli.helping import Command, Path, folded_page, option
from playbook.cli.progress import progress
from playbook.messages import _, closest, n_, p_, speaking
from playbook.report import FORMATS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from playbook.linting import Linted, Request, Settings


@click.command(cls=Command)
@click.argument("paths", nargs=-1, type=Path(path_type=FilePath))
@option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    default="full",
    show_default=True,
    help="How to print what is found.",
)
@option("--output-file", "output", type=Path(path_type=FilePath), help="Write it to a file.")
@option(
    "--profile",
    type=click.Choice(["starter", "recommended", "strict"]),
    help="How much to show: errors; warnings too; notes too.  [default: recommended]",
)
@option(
    "--select",
    multiple=True,
    metavar="CODES",
    help="Only these rules: PB302, or PB3 for all that begin so.",
)
@option("--ignore", multiple=True, metavar="CODES", help="All but these rules.")
@option(
    "--fail-on",
    type=click.Choice(["error", "warning", "info"]),
    help="The least grave finding that makes the command fail.  [default: warning]",
)
@option("--fix", is_flag=True, help="Mend what can be mended without changing what you meant.")
@option("--unsafe", is_flag=True, help="With --fix: also what is only probably what you meant.")
@option("--diff", is_flag=True, help="Show what --fix would change, and change nothing.")
@option(
    "--grades", is_flag=True, help="Print how well each exit criterion can be judged, from A to D."
)
@option("--baseline", type=Path(path_type=FilePath), help="A file of findings that do not count.")
@option("--write-baseline", is_flag=True, help="Write what is found now to the baseline.")
@option(
    "--strict-baseline", is_flag=True, help="Fail if the baseline holds what is no longer found."
)
@option("--verbose", is_flag=True, help="Also print what the parser says.")
@option("--no-cache", is_flag=True, envvar="PLAYBOOK_NO_CACHE", help="Look at everything anew.")
@click.pass_context
def lint(
    ctx: click.Context,
    /,
    paths: tuple[FilePath, ...],
    form: str,
    output: FilePath | None,
    **wishes: Any,
) -> None:
    """Check playbooks, and say what to write instead.

    PATHS are playbooks or folders of them; without any, this folder.

    Exit code: 0 nothing found, 1 something found, 2 the check could not be made.

    Example:  playbook lint playbooks/b2b
    """
    from playbook import linting

    paths = paths or (FilePath(),)
    request = _request(ctx, wishes)
    if wishes["grades"]:
        _print_grades(paths, request.language)
        return
    if wishes["write_baseline"]:
        file, count = linting.write_baseline(paths, request)
        said = n_(
            "{count} finding written to {file}.", "{count} findings written to {file}.", count
        )
        click.echo(said.format(count=count, file=file))
        return
    mended = 0
    if wishes["diff"] or wishes["fix"]:
        changes, mended = linting.mend(paths, request, unsafe=wishes["unsafe"])
        if wishes["diff"]:
            _print_changes(changes)
            sys.exit(1 if changes else 0)
        _write_changes(changes)
    linted = linting.lint(paths, request)
    with _in_language(request, linted):
        _print(linted, form, output, mended, verbose=wishes["verbose"])
    if linted.is_failed or (wishes["strict_baseline"] and linted.stale):
        sys.exit(1)


@click.command(cls=Command)
def rules() -> None:
    """List the rules, one a line, code first.

    Example:  playbook rules
    """
    from playbook import registry, report

    rows = [
        (each.code, p_("severity", each.severity.word), each.name, each.summary)
        for each in registry.all_rules().values()
    ]
    click.echo(report.table(rows))


@click.command(cls=Command)
@click.argument("code")
def explain(code: str) -> None:
    """Print a rule's page: what it wants, why, and what is wrong and right.

    Example:  playbook explain PB301
    """
    from playbook import registry

    rule = registry.rule(code)
    severity = p_("severity", rule.severity.word)
    head = _("{code} {name} ({severity})")
    head = head.format(code=rule.code, name=rule.name, severity=severity)
    click.echo(f"{head}\n\n{folded_page(rule.page)}")


def _request(ctx: click.Context, wishes: "Mapping[str, Any]") -> "Request":
    """How to look, from the options: what is not said is as the workspace has settled it."""
    from playbook.linting import Request, settings_of
    from playbook.messages.choice import choose

    @cache
    def settings(root: FilePath) -> "Settings":
        names = ("profile", "fail_on", "baseline", "select", "ignore")
        return settings_of(root).but(**{name: wishes[name] for name in names})

    return Request(
        settings=settings,
        language=choose(ctx.find_root().params["language"]),
        is_cached=not wishes["no_cache"],
        progress=progress(_("{done} of {total} playbooks")),
    )


def _in_language(request: "Request", linted: "Linted") -> "AbstractContextManager[None]":
    """The summary is in the language of what it sums up."""
    return nullcontext() if request.language else speaking(linted.language)


def _print(
    linted: "Linted", form: str, output: FilePath | None, mended: int, *, verbose: bool
) -> None:
    from playbook import report

    found = replace(linted.report, fixed=mended)
    colour = output is None and sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    said = report.written(found, form, colour=colour, verbose=verbose)
    if output is None:
        click.echo(said)
    else:
        from playbook.files import write_file

        write_file(output, f"{said}\n")
    if form == "github" and os.environ.get("GITHUB_STEP_SUMMARY"):
        from playbook.report import github

        with FilePath(os.environ["GITHUB_STEP_SUMMARY"]).open("a", encoding="utf-8") as page:
            page.write(github.page(found))
    if linted.stale:
        count = len(linted.stale)
        more = n_(
            "{count} entry of the baseline is no longer found; --write-baseline takes it out.",
            "{count} entries of the baseline are no longer found; --write-baseline takes them out.",
            count,
        )
        click.echo(more.format(count=count), err=True)


def _print_grades(paths: "Iterable[FilePath]", language: str | None) -> None:
    from playbook import pipeline
    from playbook.cli import grades
    from playbook.discovery import find

    blocks = []
    for main in find(paths):
        playbook = pipeline.valid(main).playbook
        if playbook is not None:
            with speaking(language or closest(playbook.language)):
                blocks.append(grades.text(playbook))
    click.echo("\n\n".join(blocks))


def _write_changes(changes: "Mapping[FilePath, tuple[str, str]]") -> None:
    from playbook.files import write_file

    for path, (_before, after) in changes.items():
        write_file(path, after)


def _print_changes(changes: "Mapping[FilePath, tuple[str, str]]") -> None:
    """What fixes would change, in the form of a patch."""
    from difflib import unified_diff

    from playbook.paths import shown
    from playbook.report import harmless

    for path, (before, after) in changes.items():
        name = shown(path)
        lines = unified_diff(before.splitlines(), after.splitlines(), name, name, lineterm="")
        for line in lines:
            click.echo(harmless(line))
