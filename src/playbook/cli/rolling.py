"""The commands that a CRM has a part in: what it is given, what it gives, and where it differs."""

from pathlib import Path as FilePath
from typing import TYPE_CHECKING

import click

from playbook.cli.helping import Path, option, told
from playbook.cli.making import Making
from playbook.messages import _

if TYPE_CHECKING:
    from collections.abc import Iterator


def _targets() -> "Iterator[tuple[str, str]]":
    from playbook import registry, wording

    for each in registry.all_targets().values():
        yield each.name, wording.headed(each.title, told(each.about))


def _readable() -> "Iterator[tuple[str, str]]":
    from playbook import registry, wording

    for each in registry.all_targets().values():
        if each.read is not None:
            yield each.name, wording.headed(each.title, each.dump)


@click.command(cls=Making, makes=_targets)
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
@option(
    "--experimental",
    is_flag=True,
    help="Also write what nobody has tried on a real server yet.",
)
def export(
    target: str,
    path: FilePath,
    output: FilePath,
    bases: tuple[FilePath, ...],
    form: str,
    *,
    experimental: bool,
) -> None:
    """Write the files that set up a CRM, and say what it cannot hold.

    TARGET is the CRM's name.

    Example:  playbook export hubspot playbooks/b2b -o crm/hubspot
    """
    from dataclasses import replace

    from playbook import files, losses, pipeline
    from playbook.discovery import find_one

    merged = {base.name: files.read_text(base) for base in bases}
    loaded, made = pipeline.export(
        target,
        find_one(path),
        lambda own: replace(own, base=merged, is_experimental=experimental),
    )
    files.write_folder(output, made.files, of=f"{target} of {loaded.document.data['id']}")
    click.echo(
        losses.as_json(loaded.document, made)
        if form == "json"
        else losses.text(loaded.document, made)
    )


@click.command("import", cls=Making, makes=_readable, heading=lambda: _("What it can read"))
@click.argument("target")
@click.argument("dump", nargs=-1, required=True, type=Path(path_type=FilePath))
@option("-o", "--output", type=Path(path_type=FilePath), required=True, help="A new folder.")
@option("--language", metavar="TAG", help="The language that the names in the CRM are in.")
def import_(
    target: str, dump: tuple[FilePath, ...], output: FilePath, language: str | None
) -> None:
    """Make a playbook of what a CRM has been set up with.

    TARGET is the CRM's name, DUMP what it gives of its set-up: files or a folder.

    Example:  playbook import hubspot pipelines.json -o my-sales
    """
    from playbook import files, messages, pipeline
    from playbook.adoption import note_lines
    from playbook.starters import editor

    made = pipeline.adopt(target, dump, language)
    files.write_new_folder(output, editor.set_up(made.files, messages.language()))
    for line in note_lines(made.notes):
        click.echo(line)
    for name in made.files:
        if name.endswith("playbook.yaml"):
            click.echo(_("Made: {path}").format(path=output / name))


@click.command(cls=Making, makes=_readable, heading=lambda: _("What it can read"))
@click.argument("target")
@click.argument("path", type=Path(path_type=FilePath))
@click.argument("dump", nargs=-1, required=True, type=Path(path_type=FilePath))
@option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    show_default=True,
    help="How to print the differences.",
)
def compare(target: str, path: FilePath, dump: tuple[FilePath, ...], form: str) -> None:
    """Say where a CRM and a playbook disagree.

    The exit code is 1 if they do.

    TARGET is the CRM's name, PATH the playbook, DUMP what the CRM gives of its set-up.

    Example:  playbook compare hubspot playbooks/b2b pipelines.json
    """
    import sys

    from playbook import drift, pipeline, registry
    from playbook.adoption import note_lines
    from playbook.discovery import find_one

    found = pipeline.compare(target, find_one(path), dump)
    document, differences = found.loaded.document, found.differences
    for line in note_lines(found.questions):
        click.echo(line, err=True)
    title = registry.target(target).title
    if form == "json":
        click.echo(drift.as_json(document, target, differences))
    elif form == "markdown":
        click.echo(drift.markdown(document, title, differences), nl=False)
    else:
        click.echo(drift.text(document, title, differences))
    sys.exit(1 if differences else 0)
