"""Quizzes as pages that open in any browser, from a disk as well as from a server."""

from collections.abc import Iterator, Sequence
from typing import Any

from playbook.files import Files
from playbook.learning import Quiz
from playbook.local import language_name
from playbook.messages import speaking
from playbook.model import Playbook
from playbook.renderers import Choices, Renderer
from playbook.renderers.training import Taught, around, beside, taught, vocabulary

_FOLDER = "quiz"


def render(playbooks: Sequence[Playbook], choices: Choices) -> Files:
    """The pages of all courses: for each a list of its quizzes, and a page for each quiz."""
    courses = taught(playbooks, choices)
    files: dict[str, str | bytes] = {
        f"{_FOLDER}/{name}": content for name, content in beside(choices, "quiz.css", "quiz.js")
    }
    for each in courses:
        with speaking(each.course.playbook.language):
            for name, text in _pages(each, courses, choices):
                files[f"{_FOLDER}/{each.folder}/{name}".replace("//", "/")] = text
    if len({each.course.playbook.id for each in courses}) > 1:
        files[f"{_FOLDER}/index.html"] = _start(courses, choices)
    return files


def _pages(each: Taught, courses: Sequence[Taught], choices: Choices) -> Iterator[tuple[str, str]]:
    from playbook.templating import fill

    values: dict[str, Any] = {
        **vocabulary(each.course),
        **around(choices),
        "root": each.root,
        "address": _address,
    }
    languages = tuple(_languages(each, courses, "index.html"))
    overview = {**values, "languages": languages}
    yield "index.html", fill("training/overview.html", overview, choices.templates)
    for quiz in each.course.quizzes:
        name = _address(quiz)
        own = {
            **values,
            "it": quiz,
            "home": "index.html",
            "languages": tuple(_languages(each, courses, name)),
        }
        yield name, fill("training/quiz.html", own, choices.templates)


def _address(quiz: Quiz) -> str:
    return f"{quiz.id}.html"


def _languages(
    this: Taught, courses: Sequence[Taught], name: str
) -> Iterator[tuple[str, str, str, bool]]:
    """The same page in other languages: tag, name, address, and whether it is this one."""
    same = [each for each in courses if each.course.playbook.id == this.course.playbook.id]
    for each in same if len(same) > 1 else ():
        names = {"index.html", *map(_address, each.course.quizzes)}
        folder = f"{each.folder}/" if each.folder else ""
        address = f"{this.root}{folder}{name if name in names else 'index.html'}"
        tag = each.course.playbook.language
        yield tag, language_name(tag), address, each is this


def _start(courses: Sequence[Taught], choices: Choices) -> str:
    """The page from which the learner chooses a playbook."""
    from playbook.templating import fill

    first = courses[0].course
    values = {
        **vocabulary(first),
        **around(choices),
        "courses": courses,
        "language_name": language_name,
        "languages": (),
        "root": "",
    }
    with speaking(first.playbook.language):
        return fill("training/start.html", values, choices.templates)


HTML = Renderer(
    name="html",
    kind="training",
    about="Quizzes that open in any browser, without a server",
    render=render,
)
