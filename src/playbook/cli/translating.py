"""The command that makes a playbook's translations and says how far they are."""

import sys
from pathlib import Path as FilePath
from typing import TYPE_CHECKING

import click

from playbook.cli.helping import Command, Path, option
from playbook.messages import _, language, n_

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from playbook.loading import Loaded
    from playbook.pipeline import Folder
    from playbook.translate import Translation


@click.command(cls=Command)
@click.argument("paths", nargs=-1, required=True, type=Path(path_type=FilePath))
@option("--language", "languages", metavar="TAG", multiple=True, help="Begin with this language.")
@option("--check", is_flag=True, help="Write nothing; fail if something is to be done.")
@option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to print how far the translations are.",
)
def translate(
    paths: tuple[FilePath, ...], languages: tuple[str, ...], check: bool, form: str
) -> None:
    """Make and update the files that translators work in, and say how far they are.

    For each language that a playbook names under "languages" there is a file
    beside it, such as locales/bg.po. Any translation editor opens it.

    Exit code with --check: 0 all is translated, 1 something is to be done.

    Example:  playbook translate playbooks/b2b --language bg
    """
    from playbook import pipeline

    folders = pipeline.translations(paths, languages)
    notes: list[str] = []
    if not check:
        for folder in folders:
            notes += _listed(folder.playbooks, languages)
            notes += _written(folder.translations)
    click.echo(_as_json(folders, check=check) if form == "json" else _text(folders, check=check))
    for note in notes:
        click.echo(note, err=form == "json")
    if check and not all(each.is_done for folder in folders for each in folder.translations):
        sys.exit(1)


def _listed(playbooks: "Iterable[Loaded]", languages: "Sequence[str]") -> "Iterator[str]":
    """Put the languages that were asked for into the playbooks, or say that somebody must."""
    from playbook.files import write_file
    from playbook.paths import content, shown
    from playbook.report import harmless
    from playbook.translate import with_languages

    for loaded in playbooks:
        playbook = loaded.playbook
        named = (playbook.language, *playbook.languages) if playbook else ()
        new = [tag for tag in dict.fromkeys(languages) if tag not in named]
        if not new:
            continue
        raw = with_languages(content(loaded.path), (*named[1:], *new))
        if raw is not None:
            write_file(loaded.path, raw)
            said = _('"languages" in {file} names {languages} now.')
        else:
            said = _('Add {languages} to "languages" in {file}; until then it is not used.')
        yield said.format(file=harmless(shown(loaded.path)), languages=", ".join(new))


def _written(translations: "Iterable[Translation]") -> "Iterator[str]":
    from playbook.files import write_file
    from playbook.paths import shown
    from playbook.report import harmless

    for each in translations:
        if each.is_changed:
            write_file(each.path, each.written)
            yield _("Written: {path}").format(path=harmless(shown(each.path)))


def _text(folders: "Iterable[Folder]", *, check: bool) -> str:
    """How far the translations are, as a table, with what else there is to do."""
    from playbook.report import harmless, table

    blocks = []
    for folder in folders:
        names = ", ".join(each.playbook.name for each in folder.playbooks if each.playbook)
        rows = [_head(), *map(_row, folder.translations)] if folder.translations else []
        lines = [f"  {line}" for line in table(rows).split("\n")] if rows else []
        if not rows:
            lines.append("  " + _("It names no other languages. --language TAG begins with one."))
        for each in folder.translations:
            lines += (f"  {line}" for line in _to_do(each, check=check))
        blocks.append("\n".join([harmless(names), *lines]))
    return "\n\n".join(blocks)


def _head() -> tuple[str, ...]:
    return (
        _("Language"),
        _("Translated"),
        _("Missing"),
        _("To look at again"),
        _("No longer used"),
        _("Done"),
    )


def _row(each: "Translation") -> tuple[str, ...]:
    from playbook.local import Local, language_name

    done = each.completeness
    return (
        f"{language_name(each.language)} ({each.language})",
        str(done.translated),
        str(done.missing),
        str(done.stale),
        str(done.obsolete),
        Local(language()).percent(done.percent),
    )


def _to_do(each: "Translation", *, check: bool) -> "Iterator[str]":
    """What the numbers do not say."""
    from playbook.paths import shown
    from playbook.report import harmless

    if check and not each.is_current:
        yield _("{file} does not have the texts that there are now.").format(
            file=harmless(shown(each.path))
        )
    missing = each.missing_prose
    if missing:
        said = n_("{count} file to be written:", "{count} files to be written:", len(missing))
        yield said.format(count=len(missing))
        yield from (f"  {harmless(file)}" for file in missing)


def _as_json(folders: "Iterable[Folder]", *, check: bool) -> str:
    """One JSON object: the playbooks of each folder, and how far each language is."""
    import json

    from playbook.paths import shown

    found = []
    for folder in folders:
        rows = []
        for each in folder.translations:
            done = each.completeness
            rows.append(
                {
                    "language": each.language,
                    "file": shown(each.path),
                    "translated": done.translated,
                    "missing": done.missing,
                    "stale": done.stale,
                    "obsolete": done.obsolete,
                    "percent": done.percent,
                    "current": each.is_current or not check,
                    "missing_files": list(each.missing_prose),
                }
            )
        names = [shown(loaded.path) for loaded in folder.playbooks]
        found.append({"playbooks": names, "languages": rows})
    return json.dumps({"format": 1, "folders": found}, ensure_ascii=False, indent=2)
