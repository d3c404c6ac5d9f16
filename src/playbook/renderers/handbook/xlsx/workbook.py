"""Puts the sheets of a playbook together."""

from datetime import date
from typing import Final

from playbook.brand import Brand
from playbook.messages import _
from playbook.model import Playbook
from playbook.renderers.handbook.xlsx import (
    book as books,
)
from playbook.renderers.handbook.xlsx import (
    checklist,
    deals,
    guide,
    lists,
    scorecard,
    stages,
    summary,
)
from playbook.renderers.handbook.xlsx.functions import serial
from playbook.renderers.handbook.xlsx.naming import sheet_names
from playbook.renderers.handbook.xlsx.plan import wanted_names
from playbook.renderers.handbook.xlsx.writing import Properties, write
from playbook.wording import questionnaire_name

_DAY: Final = date(2026, 1, 15)
"""What stands for today until a program computes it: no file of ours depends on a clock."""


def workbook(playbook: Playbook, brand: Brand) -> bytes:
    """The workbook of a playbook, in the language in use."""
    book = books.of(playbook, brand)
    wanted = wanted_names(
        {id: questionnaire_name(card.questionnaire) for id, card in book.cards.items()}
    )
    names = dict(zip(wanted, sheet_names(tuple(wanted.values())), strict=True))
    sheets = [
        guide.sheet(book, names),
        deals.sheet(book),
        checklist.sheet(book),
        summary.sheet(book),
        *(scorecard.sheet(book, card) for card in book.cards.values()),
        stages.sheet(book.plan, book.looks),
        lists.sheet(book.plan, book.lists, book.looks),
    ]
    properties = Properties(
        title=playbook.name,
        company=brand.company,
        subject=_("Pipeline tracker"),
        font=book.looks.font,
        footer=playbook.name,
        language=playbook.language,
    )
    return write(sheets, names, properties, serial(_DAY))
