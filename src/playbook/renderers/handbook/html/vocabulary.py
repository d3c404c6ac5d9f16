"""What the templates can say: the functions and values that every page is filled in with."""

from collections.abc import Mapping
from functools import cache, partial
from typing import Any
from zlib import crc32

from playbook import facts, markdown, scoring, wording
from playbook.duties import matrix, takers
from playbook.model import Criterion, Task
from playbook.references.uses import used
from playbook.renderers.handbook.html import numbers, past, search, week
from playbook.renderers.handbook.html.book import Book
from playbook.renderers.handbook.html.due import due
from playbook.renderers.handbook.html.sheet import sheet
from playbook.templating import sentence


def vocabulary(book: Book) -> Mapping[str, Any]:
    """The names that the templates know, for one playbook."""
    playbook = book.playbook
    return {
        "book": book,
        "playbook": playbook,
        "local": book.local,
        "link": book.link,
        "linked": book.linked,
        "sentence": sentence,
        "listed": wording.listed,
        "marked": markdown.marked,
        "is_safe_link": markdown.is_safe_link,
        "headings": search.headings,
        "tick": tick,
        "used": used(playbook),
        "term": cache(wording.term),
        "terms": lambda names: map(wording.term, names),
        "days": wording.days,
        "minutes": facts.minutes,
        "facts": partial(facts.facts, book),
        "differences": partial(facts.differences, book),
        "overdue": partial(facts.overdue, book),
        "due": partial(due, book),
        "wake_up": partial(facts.wake_up, book),
        "write": partial(facts.write, book),
        "takers": lambda stage: takers(stage, book.flow),
        "interval": wording.interval,
        "moment": partial(wording.moment, playbook),
        "criterion": partial(wording.criterion, playbook),
        "test": partial(wording.test, playbook),
        "answer": wording.answer,
        "role_name": partial(wording.role_name, playbook),
        "field_name": partial(wording.field_name, playbook),
        "value_name": wording.value_name,
        "forecast_name": partial(wording.forecast_name, playbook),
        "questionnaire_name": wording.questionnaire_name,
        "element_name": wording.element_name,
        "points_of": partial(scoring.of_question, playbook),
        "score_of": partial(scoring.of_questionnaire, playbook),
        "sheet": partial(sheet, book),
        "texts_for": book.texts_for,
        "week_of": partial(week.address, book),
        "matrix": partial(matrix, playbook),
        "funnel": partial(numbers.funnel, book),
        "changed": partial(past.sections, book),
    }


def tick(key: str, part: Task | Criterion) -> str:
    """What a browser remembers a tick by: it outlives a change of order, and of words where there is an id."""
    words = part.do if isinstance(part, Task) else part.criterion or ""
    return f"{key}/{part.id or format(crc32(words.encode()), '08x')}"
