"""Quizzes for a learning platform: a SCORM 1.2 package for each playbook and language.

A package is one course, and each quiz in it a lesson of its own (an SCO), so that
a platform can show, unlock and count them one by one.
"""

import re
from collections.abc import Sequence
from typing import Any, Final

from playbook.errors import PlaybookError
from playbook.files import Files
from playbook.files.packing import packed
from playbook.messages import _, speaking
from playbook.model import Playbook
from playbook.renderers import Choices, Renderer
from playbook.renderers.training import Taught, around, beside, taught, vocabulary

_LONGEST_TITLE: Final = 200
"""The longest title that the schema of a manifest allows."""
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""What XML cannot hold."""


def render(playbooks: Sequence[Playbook], choices: Choices) -> Files:
    """The packages, one for each playbook and language.

    Raises:
        PlaybookError: there is nothing to ask in a playbook.

    """
    return {
        f"scorm/{each.stem}.zip": packed(_package(each, choices))
        for each in taught(playbooks, choices)
    }


def _package(each: Taught, choices: Choices) -> Files:
    """The files of a package: the manifest, a page for each quiz, and what the pages share."""
    from playbook.templating import fill

    course = each.course
    with speaking(course.playbook.language):
        if not course.quizzes:
            message = _('There is nothing to ask about "{name}" yet.')
            raise PlaybookError(message.format(name=course.playbook.name))
        shared = dict(beside(choices, "quiz.css", "quiz.js", "scorm.js"))
        values: dict[str, Any] = {
            **vocabulary(course),
            **around(choices),
            "root": "",
            "home": "",
            "languages": (),
        }
        pages = {
            f"{quiz.id}.html": fill(
                "training/scorm.html", {**values, "it": quiz}, choices.templates
            )
            for quiz in course.quizzes
        }
        manifest = {
            **values,
            "identifier": f"playbook.{each.stem}",
            "version": _words(course.playbook.version or "1")[:20],
            "name": _words(course.playbook.name),
            "title": lambda quiz: _words(values["title"](quiz)),
            "shared": tuple(shared),
        }
        text = fill("training/imsmanifest.xml", manifest, choices.templates)
    return {"imsmanifest.xml": text, **pages, **shared}


def _words(text: str) -> str:
    """A text as a manifest can hold it."""
    return _CONTROL.sub("", " ".join(text.split()))[:_LONGEST_TITLE]


SCORM = Renderer(
    name="scorm",
    kind="training",
    about="A SCORM 1.2 package for a learning platform, which reports results and completion",
    render=render,
)
