"""The sheets as a PDF: quizzes to print and fill in with a pen, and the answers at the end."""

from collections.abc import Sequence
from typing import Any

from playbook.files import Files
from playbook.learning import Course, Item, Quiz, showing
from playbook.messages import _, p_, speaking
from playbook.model import Playbook
from playbook.renderers import Choices, Renderer
from playbook.renderers.training import taught


def render(playbooks: Sequence[Playbook], choices: Choices) -> Files:
    """A PDF for each playbook and language.

    Raises:
        PlaybookError: a font or a package is missing, or a user's template has a mistake.

    """
    files = {}
    for each in taught(playbooks, choices):
        with speaking(each.course.playbook.language):
            book = _book(each.course)
        files[f"sheets/{each.stem}.pdf"] = _printed(each.course.playbook, book, choices)
    return files


def _printed(playbook: Playbook, book: dict[str, Any], choices: Choices) -> bytes:
    from playbook.typesetting import encoding
    from playbook.typesetting.letters import families, files
    from playbook.typesetting.press import press

    brand = choices.brand
    words = "".join(encoding.texts([book, brand.company]))
    with press(files([playbook.language], words), brand, choices.templates) as ready:
        book["families"] = families(playbook.language, words, ready.company_family)
        data = {"company": brand.company, "colours": brand.colours, "book": book}
        return ready.print("quiz.typ", data, {})


def _book(course: Course) -> dict[str, Any]:
    """A course as plain data for the template; nothing in it is markup."""
    playbook = course.playbook
    return {
        "title": playbook.name,
        "heading": _("Practice"),
        "language": playbook.language,
        "mark": "",
        "offset": 0,
        "words": {
            "subject": _("Subject:"),
            "name": _("Name"),
            "date": _("Date"),
            "points": _("Points"),
            "several": _("Choose all that are right."),
            "order": _("Write the numbers in front."),
            "answers": p_("quiz", "Answers"),
        },
        "quizzes": [_quiz(course, quiz) for quiz in course.quizzes],
    }


def _quiz(course: Course, quiz: Quiz) -> dict[str, Any]:
    return {
        "title": showing.title(quiz),
        "about": showing.about(course, quiz),
        "count": str(len(quiz.scored)),
        "items": [_item(item) for item in quiz.items],
    }


def _item(item: Item) -> dict[str, Any]:
    from playbook.manuscript.prose import prose
    from playbook.typesetting import encoding

    return {
        "kind": item.kind,
        "ask": item.ask,
        "story": encoding.plain(prose(item.story, level=3), ()),
        "facts": list(item.facts),
        "options": list(item.options) if item.kind != "open" else [],
        "partners": list(item.partners),
        "letters": [showing.letter(at) for at in range(max(len(item.options), len(item.partners)))],
        "answer": showing.answer(item),
        "good": list(item.options) if item.kind == "open" else [],
        "why": showing.reason(item),
    }


PDF = Renderer(
    name="pdf",
    kind="training",
    about="A PDF of sheets to print and fill in with a pen, with the answers at the end",
    render=render,
)
