"""What every sheet is made from: the playbook, the places of things, and the looks."""

from dataclasses import dataclass

from playbook.brand import Brand
from playbook.model import Playbook
from playbook.renderers.handbook.xlsx.cards import Card
from playbook.renderers.handbook.xlsx.columns import Columns
from playbook.renderers.handbook.xlsx.conditions import Conditions
from playbook.renderers.handbook.xlsx.gates import Gates
from playbook.renderers.handbook.xlsx.lists import Lists, collect
from playbook.renderers.handbook.xlsx.looks import Looks
from playbook.renderers.handbook.xlsx.plan import Plan


@dataclass(frozen=True)
class Book:
    """A playbook's workbook while it is being made."""

    plan: Plan
    lists: Lists
    cards: dict[str, Card]
    columns: Columns
    gates: Gates
    conditions: Conditions
    looks: Looks

    @property
    def playbook(self) -> Playbook:
        """The playbook it is about."""
        return self.plan.playbook


def of(playbook: Playbook, brand: Brand) -> Book:
    """What the workbook of a playbook is made from."""
    plan = Plan(playbook)
    lists = collect(plan)
    cards = {
        str(id): Card(plan, lists, questionnaire)
        for id, questionnaire in playbook.questionnaires.items()
    }
    columns = Columns(plan, cards)
    gates = Gates(plan)
    return Book(
        plan=plan,
        lists=lists,
        cards=cards,
        columns=columns,
        gates=gates,
        conditions=Conditions(plan, lists, cards, columns, gates),
        looks=Looks(brand, playbook.language, playbook.currency),
    )
