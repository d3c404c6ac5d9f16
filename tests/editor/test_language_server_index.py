"""What the server knows of ids, against the parser and the model, and in files that stop anywhere."""

from pathlib import Path
from typing import Any

import pytest

from playbook.assembly import assemble
from playbook.build import build
from playbook.lsp.books import Books
from playbook.lsp.sketch import sketch
from playbook.model import DEAL_OWNER
from playbook.references import OptionId, along, mentions
from playbook.source import Document, parse

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted(
    path
    for folder in ("playbooks", "tests/playbooks", "tests/published")
    for path in (ROOT / folder).rglob("*.yaml")
)
MAINS = [path for path in FILES if path.name == "playbook.yaml"]


def _ids(document: Document) -> list[Any]:
    return [
        (mention, document.place(mention.at, key=mention.is_key))
        for mention in mentions(document.data)
        if mention.symbol.kind is not OptionId
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_sketch_of_a_sound_file_is_what_the_parser_reads(path: Path) -> None:
    text = path.read_text("utf-8")
    document = parse(text, "file.yaml")
    assert _ids(sketch(text, "file.yaml").document) == _ids(document)


@pytest.mark.parametrize("path", MAINS, ids=lambda path: path.parent.name)
def test_every_reference_that_the_model_knows_is_found_in_some_file(path: Path) -> None:
    playbook = build(assemble(path).document)
    book = Books().book(path)
    known = {written.mention.symbol for file in book.files for written in file.written}
    found = {(symbol.kind, symbol.id) for symbol in known}
    own = [
        each
        for each in playbook.references
        if each.at[0] != "continues" and each.value != DEAL_OWNER  # which nobody has to write
    ]
    assert own or path.parent.name.startswith("smallest")
    assert [each for each in own if (each.kind, each.value) not in found] == []


@pytest.mark.parametrize("path", MAINS, ids=lambda path: path.parent.name)
def test_every_id_that_is_referred_to_is_defined_or_built_in(path: Path) -> None:
    from playbook.lsp import describing

    book = Books().book(path)
    missing = []
    for file in book.files:
        for written in file.written:
            symbol = book.symbol(written.mention.symbol)
            is_ours = written.mention.playbook is None and written.mention.at[:1] != ("continues",)
            is_loose = symbol.kind is OptionId or symbol.id == "all"
            if is_ours and not is_loose and not describing.about(book, symbol):
                missing.append((file.path.name, symbol))
    assert missing == []


@pytest.mark.parametrize("path", MAINS[:6], ids=lambda path: path.parent.name)
def test_a_file_that_stops_anywhere_can_be_made_out(path: Path) -> None:
    text = path.read_text("utf-8")
    whole = {mention.symbol for mention, _place in _ids(parse(text))}
    for end in range(0, len(text), 61):
        lines = text[:end].split("\n")
        made = sketch(text[:end], "file.yaml", (len(lines) - 1, len(lines[-1])))
        found = {mention.symbol for mention, _place in _ids(made.document)}
        assert len(found - whole) <= 2  # the word that is cut, and what it gives a name to
        torn = sketch(text[:end] + text[end + 9 :], "file.yaml").document
        assert isinstance(torn.data, dict)


CONTEXTS = {
    "stages.qualified.goal": ["qualified"],
    "stages.qualified.exit.criterion": ["qualified"],
    "stages.qualified.exit.signed.criterion": ["qualified", "signed"],
    "questionnaires.bant.questions.who.options.yes.name": ["bant", "who", "yes"],
    "tracks.technical-win.phases.test.name": ["technical-win", "test"],
    "by_segment.large.deal_name": ["large"],
    "stages.qualified.tasks.do": ["qualified"],
    "name": [],
    "nothing.like.this": [],
}


@pytest.mark.parametrize("context", CONTEXTS)
def test_the_ids_in_a_catalogues_context_are_known(context: str) -> None:
    assert [symbol.id for _step, symbol in along(tuple(context.split(".")))] == CONTEXTS[context]
