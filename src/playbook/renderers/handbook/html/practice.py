"""The quizzes in the handbook: a page to choose from, and a page for each of them."""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from playbook.learning import Quiz, showing
from playbook.messages import _
from playbook.templating import assets

if TYPE_CHECKING:
    from pathlib import Path

    from playbook.renderers.handbook.html.book import Book

OVERVIEW = "practice.html"
_FILES = ("quiz.css", "quiz.js")


def address(quiz: Quiz) -> str:
    """The page of a quiz."""
    return f"practice-{quiz.id}.html"


def title(quiz: Quiz) -> str:
    """What a quiz's page is called."""
    return _("Practice: {quiz}").format(quiz=showing.title(quiz))


def words(book: "Book") -> Mapping[str, Any]:
    """What the templates of quizzes may ask for."""
    made = book.course
    return {
        "course": made,
        "address": address,
        "letter": showing.letter,
        "title": showing.title,
        "about": partial(showing.about, made),
        "key": partial(showing.key, made),
        "fingerprint": showing.fingerprint,
        "place": partial(_place, book),
    }


def files(folders: "tuple[Path, ...]") -> dict[str, bytes]:
    """What the pages of quizzes need beside them."""
    found = assets("training/assets", folders)
    return {f"assets/{name}": found[name] for name in _FILES}


def _place(book: "Book", part: tuple[str, str] | None) -> Markup | str:
    """Where in the handbook it stands, as a link."""
    if part is not None and part in book.links:
        return book.link(*part)
    pages = {"overview": "index.html", "buyer": "buyer.html", "term": "glossary.html"}
    kind, id = part or ("", "")
    if kind not in pages:
        return ""
    anchor = f"#term-{id}" if kind == "term" else ""
    name = showing.place(book.playbook, part)
    return Markup('<a href="{}{}">{}</a>').format(pages[kind], anchor, name)
