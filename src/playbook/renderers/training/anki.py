"""Questions as cards for Anki: a deck for each playbook and language.

A note keeps its identity over edits, so that importing a newer deck changes the
cards that a learner has and loses nothing of what was learnt.
"""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from zipfile import ZipFile

from playbook import extras
from playbook.files import Files
from playbook.files.packing import packed
from playbook.learning import Item
from playbook.messages import speaking
from playbook.model import Playbook
from playbook.renderers import Choices, Renderer
from playbook.renderers.training import Taught, taught, vocabulary

_FIRST_DAY: Final = 315532800.0
"""The day that all cards are dated with, so that the same playbook gives the same file."""
_FIELDS: Final = ("Front", "Back")
_CARD: Final = {
    "name": "Card",
    "qfmt": "{{Front}}",
    "afmt": '{{FrontSide}}<hr id="answer">{{Back}}',
}


def render(playbooks: Sequence[Playbook], choices: Choices) -> Files:
    """The decks, one for each playbook and language.

    Raises:
        PlaybookError: the package that writes decks is not installed.

    """
    genanki = extras.load("genanki", "cards")
    files = {}
    for each in taught(playbooks, choices):
        with speaking(each.course.playbook.language):
            files[f"anki/{each.stem}.apkg"] = _deck(genanki, each, choices)
    return files


def _deck(genanki: Any, each: Taught, choices: Choices) -> bytes:
    from playbook.templating import assets

    playbook = each.course.playbook
    style = assets("training/assets", choices.templates)["cards.css"].decode("utf-8")
    model = genanki.Model(
        _number("playbook cards"),
        "Playbook",
        fields=[{"name": name} for name in _FIELDS],
        templates=[_CARD],
        css=style,
    )
    deck = genanki.Deck(_number(each.stem), playbook.name)
    values = vocabulary(each.course)
    for item in each.course.items:
        front, back = _sides(item, values, choices)
        tags = _tags(item)
        guid = genanki.guid_for(each.stem, item.id)
        deck.add_note(genanki.Note(model=model, fields=[front, back], tags=tags, guid=guid))
    with TemporaryDirectory() as folder:
        path = Path(folder, "deck.apkg")
        genanki.Package(deck).write_to_file(path, timestamp=_FIRST_DAY)
        with ZipFile(path) as archive:
            return packed({name: archive.read(name) for name in sorted(archive.namelist())})


def _sides(item: Item, values: Mapping[str, Any], choices: Choices) -> tuple[str, str]:
    from playbook.templating import fill

    own = {**values, "item": item, "language": values["course"].playbook.language}
    front = fill("training/card-front.html", own, choices.templates)
    return front.strip(), fill("training/card-back.html", own, choices.templates).strip()


def _tags(item: Item) -> list[str]:
    """What cards can be chosen by: the stages and the roles."""
    stages = (f"stage::{id}" for id in item.stages)
    return [*stages, *(f"role::{id}" for id in item.roles)]


def _number(name: str) -> int:
    """A number for a name, always the same one, as Anki knows decks and models by numbers."""
    return int.from_bytes(sha256(name.encode()).digest()[:6]) | 1 << 40


ANKI = Renderer(
    name="anki",
    kind="training",
    about="A deck of cards for Anki, to learn a little every day",
    render=render,
)
