"""Labels: what people see of stages, roles, fields and the like."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple, Protocol

from playbook.findings import At, Place
from playbook.messages import _
from playbook.model import Playbook, Stage, Text
from playbook.rules import Context, Remark, Severity, rule


@rule("PB912", Severity.ERROR)
def label_twice(context: Context) -> Iterator[Remark]:
    """Two things of one kind do not have the same label.

    ## Why
    In the CRM people see labels only. Two stages called "Proposal" are one to
    them, and some CRMs refuse the second. Case, width and spaces do not
    count.

    ## Wrong
    ```yaml
    stages:
      - {id: first-offer, name: Offer, exit: [The buyer has named who signs]}
      - {id: last-offer, name: "offer ", exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    stages:
      - {id: first-offer, name: First offer, exit: [The buyer has named who signs]}
      - {id: last-offer, name: Last offer, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    for labels in _lists(context):
        first: dict[str, _Label] = {}
        for label in labels:
            other = first.setdefault(_folded(label.text), label)
            if other is not label:
                message = _('The label "{label}" is also that of {id}.')
                if label.language:
                    message = _('In {language}, the label "{label}" is also that of {id}.')
                message = message.format(language=label.language, label=label.text, id=other.id)
                yield Remark(label.at, message, _("Give it a label of its own."))


@rule("PB109", Severity.WARNING)
def label_nearly_twice(context: Context) -> Iterator[Remark]:
    """Two labels of one kind differ by more than an accent, a space or a full stop.

    ## Why
    "Technical fit" and "Technical-fit" look like one stage in a list, and a
    report counts them as two. Usually one of them is a slip.

    ## Wrong
    ```yaml
    stages:
      - {id: fit, name: Technical fit, exit: [The buyer has named who signs]}
      - {id: fit-again, name: Technical-fit, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    stages:
      - {id: fit, name: Technical fit, exit: [The buyer has named who signs]}
      - {id: terms, name: Terms, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    for labels in _lists(context):
        first: dict[str, _Label] = {}
        for label in labels:
            other = first.setdefault(_bare(label.text), label)
            if _folded(other.text) != _folded(label.text):
                message = _('The labels "{label}" and "{other}" ({id}) are easily taken for one.')
                message = message.format(label=label.text, other=other.text, id=other.id)
                help = _("If they are two things, give them labels that differ by a word.")
                yield Remark(label.at, message, help)


class _Label(NamedTuple):
    """A label, where it stands, and the id of what it belongs to."""

    id: str
    text: str
    at: At | Place
    language: str = ""


class _Named(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def name(self) -> Text: ...
    @property
    def at(self) -> At: ...


def _lists(context: Context) -> Iterator[list[_Label]]:
    """The labels that people see side by side, in the playbook's language and in the others."""
    entries = {
        language: {leaf.at: entry for leaf, entry in pairs}
        for language, pairs in context.translated.items()
    }
    for family in _families(context.playbook):
        named = [(each.id, each.name, (*each.at, "name")) for each in family]
        yield [_Label(id, name, at) for id, name, at in named]
        for language, known in entries.items():
            yield [
                _Label(id, known[at].text, known[at].place, language)
                for id, _name, at in named
                if at in known
            ]


def _families(playbook: Playbook) -> Iterator[Iterable[_Named]]:
    """The parts that people see side by side in one list."""
    yield playbook.stages
    yield playbook.buyer_steps
    yield playbook.roles.values()
    yield playbook.buyer_roles.values()
    yield playbook.fields.values()
    yield playbook.segments.values()
    yield playbook.reasons.values()
    yield playbook.objections.values()
    yield playbook.competitors.values()
    yield playbook.assets.values()
    yield playbook.tracks.values()
    for track in playbook.tracks.values():
        yield track.phases
    yield from (field.options for field in playbook.fields.values())
    yield from (question.options for question in playbook.question.values())
    yield from (each.elements for each in playbook.questionnaires.values())


def _folded(label: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", label).casefold().split())


_BETWEEN = re.compile(
    r"(?<=\w)[-\u2010-\u2014_/](?=\w)|[.,](?!\d)|[\s;:'\"()\[\]\u2018-\u201f·、。]+"
)
"""What the eye passes over in a label; a point before a digit is part of a number."""


def _bare(label: str) -> str:
    """A label without accents and without what the eye passes over."""
    letters = unicodedata.normalize("NFD", _folded(label))
    plain = "".join(letter for letter in letters if not _is_accent(letter))
    return _BETWEEN.sub("", plain) or label


def _is_accent(letter: str) -> bool:
    """Whether it stands over a letter; the breve that makes й of и is no accent."""
    return "\u0300" <= letter <= "\u036f" and letter != "\u0306"


@rule("PB110", Severity.WARNING)
def number_in_label(context: Context) -> Iterator[Remark]:
    """A number at the beginning of a stage's label is its place, and a percentage its probability.

    ## Why
    Numbers in labels are forgotten when a stage is added or taken out: then
    "5. Contract" comes after "2. Proposal", and everyone looks for the two in
    between. The order of the list says it already.

    ## Wrong
    ```yaml
    stages:
      - {id: qualified, name: 1. Qualified, exit: [The buyer has named who signs]}
      - {id: proposal, name: 2. Proposal, exit: [The buyer has accepted the offer in writing]}
      - {id: contract, name: 5. Contract, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    stages:
      - {id: qualified, name: Qualified, exit: [The buyer has named who signs]}
      - {id: proposal, name: Proposal, exit: [The buyer has accepted the offer in writing]}
      - {id: contract, name: Contract, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    numbered = [
        (stage, int(match["number"]))
        for stage in context.playbook.stages
        if (match := _NUMBERED.match(unicodedata.normalize("NFKC", stage.name)))
    ]
    for (before, low), (stage, number) in pairwise(numbered):
        if number != low + 1:
            message = _('The label "{label}" has the number {number}, after "{before}".')
            message = message.format(label=stage.name, number=number, before=before.name)
            yield Remark((*stage.at, "name"), message, _("Leave the numbers out of the labels."))
    for stage in context.playbook.stages:
        share = _SHARE.search(unicodedata.normalize("NFKC", stage.name))
        percent = int(share["front"] or share["end"]) if share else stage.probability
        if stage.probability is not None and percent != stage.probability:
            message = _('The label "{label}" says {percent} %, and the probability is {number} %.')
            message = message.format(label=stage.name, percent=percent, number=stage.probability)
            help = _("Leave the percentage out of the label.")
            yield Remark((*stage.at, "name"), message, help)


_NUMBERED = re.compile(
    r"(?:(?i:stage|step|phase|етап|стъпка|фаза|阶段|步骤)\s*|第)?(?P<number>\d{1,2})"
    r"(?:\s*(?:阶段|步骤|步))?\s*(?:[.):、]\s*|\s[-\u2013\u2014]\s+|-(?=[A-ZА-Я\u4e00-\u9fff]))(?=\D)"
)
"""``1. Lead``, ``2) Offer``, ``Stage 3: Trial``, ``9-Duplicate``, but not ``30-day trial`` or ``1:1 talk``."""
_SHARE = re.compile(r"^(?P<front>\d{1,3})\s?%\s*[-\u2013\u2014:.]|\((?P<end>\d{1,3})\s?%\)\s*$")
"""A percentage at the head of a label, or in parentheses at its end."""


@rule("PB111", Severity.INFO)
def order_in_id(context: Context) -> Iterator[Remark]:
    """A stage's id says neither its place nor its probability.

    ## Why
    An id is for ever, because the CRM keeps deals by it, and places and
    probabilities change. `stage-3` is the second stage one day.

    ## Wrong
    ```yaml
    stages:
      - {id: stage-1, name: Qualified, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    stages:
      - {id: qualified, name: Qualified, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    for stage in context.playbook.stages:
        if _ORDERED.match(stage.id) or _says_probability(stage):
            message = _('The id "{id}" holds a number that will not stay true.')
            help = _("Name it after what is reached in it, before deals are kept by it.")
            yield Remark((*stage.at, "id"), message.format(id=stage.id), help)


_ORDERED = re.compile(r"(?:s|st|stage|step|phase|etap)-?\d{1,2}(?:-|$)")


def _says_probability(stage: Stage) -> bool:
    """Whether an id ends in its stage's probability: ``proposal-40``."""
    number = stage.id.rpartition("-")[2]
    return number.isdigit() and int(number) >= 5 and int(number) == stage.probability
