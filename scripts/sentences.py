"""Collects the sentences that are translated, for the catalogue of each domain.

The sentences of the program are the literal arguments of ``_``, ``n_``, ``p_``
and ``later``. An argument that is no literal would never be translated, and
nobody would notice; so it stops the collecting. Only ``p_`` may look up a word
that it does not show, if the words of its context are marked elsewhere.
"""

import ast
import re
import sys
from collections.abc import Callable, Container, Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import click
from babel.messages.extract import extract_from_dir

from playbook import registry
from playbook.cli import main
from playbook.cli.helping import CLICK
from playbook.docs import twins
from playbook.docs.variant import variant_schema
from playbook.findings import Severity
from playbook.messages.passages import passages
from playbook.renderers import KINDS
from playbook.schema import schema

ROOT = Path(__file__).resolve().parents[1]
CODE = ROOT / "src" / "playbook"
DOCS = CODE / "docs"
_LATER = re.compile(r"\blater\(\s*\"([^\"]+)\"")


class Sentence(NamedTuple):
    """What is translated, and where it is said."""

    message: str | tuple[str, str]
    place: str
    context: str | None = None


def domains() -> dict[str, Callable[[], Iterable[Sentence]]]:
    """What collects the sentences of each domain."""
    return {
        "playbook": _program,
        "rules": _rules,
        "schema": _schemas,
        "cli": _help,
        "docs": lambda: _in_folder(DOCS),
    }


def _program() -> Iterator[Sentence]:
    yield from _in_folder(CODE, but=DOCS)
    templates = extract_from_dir(
        str(ROOT / "templates"),
        method_map=[("**.html", "jinja2")],
        options_map={"**.html": {"trimmed": "true"}},
        keywords={"_": None, "n_": (1, 2), "p_": ((1, "c"), 2)},
    )
    for name, _line, message, _comments, context in templates:
        yield Sentence(message, f"templates/{name}", context)
    for context, words in _listed().items():
        for word in sorted(words):
            yield Sentence(word, f"(the words of {context})", context)


def _listed() -> dict[str, set[str]]:
    """The words that are looked up by their context without standing there as literals."""
    return {
        "kind of part": {title.lower() for root in _roots().values() for title in _titles(root)},
        "severity": {severity.word for severity in Severity},
    }


def _titles(root: dict[str, Any]) -> Iterator[str]:
    """The titles of what has keys of its own."""
    for here in twins.schemas_in(root):
        if "properties" in here:
            yield here["title"]


def _in_folder(folder: Path, but: Path | None = None) -> Iterator[Sentence]:
    """The marked sentences of the modules in a folder."""
    texts = {
        path.relative_to(ROOT / "src").as_posix(): path.read_text("utf-8")
        for path in sorted(folder.rglob("*.py"))
        if but is None or not path.is_relative_to(but)
    }
    marked = {context for text in texts.values() for context in _LATER.findall(text)}
    for place, text in texts.items():
        yield from in_code(text, place, {*marked, *_listed()})


def in_code(text: str, place: str, marked: Container[str] = ()) -> Iterator[Sentence]:
    """The marked sentences of a module, also those within f-strings.

    ``marked`` are the contexts whose words are marked elsewhere.
    """
    for node in ast.walk(ast.parse(text)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
            continue
        words = [each.value if isinstance(each, ast.Constant) else None for each in node.args]
        match node.func.id, words:
            case "_", [str(message)]:
                yield Sentence(message, place)
            case "n_", [str(one), str(many), _count]:
                yield Sentence((one, many), place)
            case (("p_" | "later"), [str(context), str(message)]):
                yield Sentence(message, place, context)
            case "p_", [str(context), None] if context in marked:
                pass
            case ("_" | "n_" | "p_" | "later") as name, _words:
                where = f"{place}:{node.lineno}"
                sys.exit(f"{where}: {name}() needs plain text, or it is never translated")


def _rules() -> Iterator[Sentence]:
    for rule in registry.all_rules().values():
        for passage in passages(rule.doc):
            yield Sentence(passage.message, rule.code, passage.context)


def _schemas() -> Iterator[Sentence]:
    for name, root in _roots().items():
        found: list[Sentence] = []

        def noted(message: str, context: str | None) -> str:
            found.append(Sentence(message, name, context))  # noqa: B023 - used in this round only
            return message

        twins.spoken(root, noted)
        yield from found


def _roots() -> dict[str, dict[str, Any]]:
    return {
        "playbook.schema": schema("playbook"),
        "variant.schema": variant_schema(),
        "crm.schema": schema("crm"),
    }


def _help() -> Iterator[Sentence]:
    yield from (Sentence(message, "click") for message in CLICK)
    made = chain.from_iterable(registry.all_renderers(kind).values() for kind in KINDS)
    for each in (*made, *registry.all_targets().values()):
        yield Sentence(each.about, each.name)
    yield from _help_of(main, click.Context(main, info_name="playbook"))


def _help_of(command: click.Command, context: click.Context) -> Iterator[Sentence]:
    options = [getattr(each, "help", None) for each in command.params]
    for text in (command.help, command.short_help, command.epilog, *options):
        for passage in passages(text or ""):
            yield Sentence(passage.message, context.command_path, passage.context)
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            if inner is not None:
                yield from _help_of(inner, click.Context(inner, parent=context, info_name=name))
