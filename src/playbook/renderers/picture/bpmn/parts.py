"""What a BPMN model is made of, before it has places. Ids are made by us, never by an author."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from playbook.model import RoleId

Tag = Literal[
    "startEvent",
    "endEvent",
    "intermediateCatchEvent",
    "intermediateThrowEvent",
    "task",
    "exclusiveGateway",
    "eventBasedGateway",
    "parallelGateway",
]


@dataclass(frozen=True)
class Wait:
    """What ends a wait: a span of time, or a signal by its id."""

    duration: str = ""
    signal: str = ""


@dataclass
class Element:
    """An event, a task or a gateway; ``tone`` names its colours."""

    id: str
    tag: Tag
    name: str = ""
    tone: str = "seller"
    about: tuple[str, ...] = ()
    wait: Wait | None = None
    sends: bool = False
    """Whether an event is a message to another pool."""
    key: str = ""
    """The box of the chart that it stands for, outside of the seller's pool."""


@dataclass(frozen=True)
class Flow:
    """A sequence flow within a pool, or a message flow between two."""

    id: str
    source: str
    target: str
    name: str = ""


@dataclass
class Exit:
    """What a deal leaves a stage for: an end, or a wait, after which it comes home to a stage."""

    elements: tuple[Element, ...]
    home: str = ""

    @property
    def waits(self) -> tuple[Element, ...]:
        """The events that end a wait; the gate before them, if there are two, is none."""
        return tuple(each for each in self.elements if each.wait)


@dataclass
class Cell:
    """A stage: where ways join before it, its work, the gate behind it, and what leads out of it."""

    work: Element
    owner: RoleId
    join: Element | None = None
    gate: Element | None = None
    exits: list[Exit] = field(default_factory=list)

    @property
    def first(self) -> Element:
        """Where a deal comes in."""
        return self.join or self.work

    @property
    def last(self) -> Element:
        """Where a deal goes on from."""
        return self.gate or self.work

    def elements(self) -> Iterator[Element]:
        """Everything in it, as a deal comes through."""
        yield from filter(None, (self.join, self.work, self.gate))
        for each in self.exits:
            yield from each.elements


@dataclass
class Seller:
    """The seller's pool: a cell for each stage, from left to right."""

    begin: tuple[Element, ...]
    """Where deals begin, and if they may do so in several stages, the gate that parts them."""
    cells: list[Cell]
    flows: list[Flow]

    def elements(self) -> Iterator[Element]:
        """Everything in the pool."""
        yield from self.begin
        for cell in self.cells:
            yield from cell.elements()


@dataclass
class Row:
    """What follows one another in a pool beside the seller's; each work with the cell it goes with."""

    works: list[tuple[Element, int]]
    end: Element


@dataclass
class Beside:
    """The pool of the buyer or of a track: rows that run at the same time."""

    id: str
    name: str
    begin: tuple[Element, ...]
    rows: list[Row]
    flows: list[Flow]

    def elements(self) -> Iterator[Element]:
        """Everything in the pool."""
        yield from self.begin
        for row in self.rows:
            yield from (work for work, _cell in row.works)
            yield row.end


@dataclass
class Model:
    """A collaboration: the pools, and the messages between them."""

    seller: Seller
    buyer: Beside | None
    tracks: list[Beside]
    others: list[Element]
    """The playbooks in which deals go on: pools of which nothing is known here."""
    messages: list[Flow]
    signals: dict[str, str]
    """The names of signals by their ids."""
