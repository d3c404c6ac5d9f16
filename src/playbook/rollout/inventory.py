"""Everything that an author wrote, piece by piece, with its place and its name.

The model's own types say what pieces there are, so a key that is added to the
format turns up here by itself. A piece is as large as people would name it: a
stage, its probability, one criterion, one field, all objections.
"""

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any, Final, NamedTuple, get_args, get_type_hints

from playbook import wording
from playbook.findings import At
from playbook.messages import _
from playbook.model import (
    BuyerRole,
    Criterion,
    Field,
    Part,
    Phase,
    Playbook,
    Question,
    Questionnaire,
    Reason,
    Segment,
    Stage,
    Track,
)
from playbook.rollout import Told, dropped
from playbook.rollout.labels import labels
from playbook.rollout.words import said


class Item(NamedTuple):
    """One piece: where it stands, what kind it is, what people call it, and what it says."""

    at: At
    kind: str
    what: str
    said: str
    part: Part
    value: Any

    @property
    def whole(self) -> str:
        """What people call it, with what it says."""
        return wording.headed(self.what, self.said) if self.said else self.what


_WHOLE: Final = frozenset({"*"})
"""What is said of such a part holds for everything in it."""

_SPOKEN_FOR: Final[Mapping[type[Part], frozenset[str]]] = {
    Playbook: frozenset({"id", "name", "language", "template"}),
    Stage: frozenset({"id", "name", "kind"}),
    Criterion: frozenset({"id", "criterion", "check", "level", "to", "evidence", "given_by"}),
    Field: frozenset({"id", "name", "type", "options", "about"}),
    Questionnaire: frozenset({"id", "framework", "name", "elements"}),
    Question: frozenset(
        {"id", "ask", "element", "field", "type", "options", "max", "level", "why"}
        | {"listen_for", "probes"}
    ),
    Reason: frozenset({"id", "name", "about"}),
    Track: frozenset({"id", "name", "about"}),
    Phase: _WHOLE,
    Segment: _WHOLE,
    BuyerRole: _WHOLE,
}
"""The parts that are told one by one, and which of their keys go without saying."""

_ALWAYS: Final = frozenset({"stage.probability", "stage.forecast"})
"""Every CRM wants to know these of every stage, even where the author left them out."""

READING: Final = frozenset(
    {
        "playbook.about",
        "playbook.version",
        "playbook.effective_from",
        "playbook.owner",
        "playbook.review_by",
        "playbook.buyer_steps",
        "playbook.objections",
        "playbook.competitors",
        "playbook.assets",
        "playbook.reviews",
        "playbook.metrics",
        "playbook.rules",
        "playbook.glossary",
        "playbook.pages",
        "stage.consult",
        "stage.buyer_steps",
        "stage.notes",
        "stage.objections",
        "stage.competitors",
        "stage.assets",
        "stage.rules",
        "criterion.about",
        "questionnaire.about",
        "track.consult",
        "track.inform",
    }
)
"""What people read and learn from; its place is the handbook, whatever the CRM."""


class _Key(NamedTuple):
    """One key of a part that is told on its own, and what it is when nobody has written it."""

    name: str
    kind: str
    holds_parts: bool
    default: Any


def inventory(playbook: Playbook) -> Iterator[Item]:
    """Every piece of a playbook, in the order of the model."""
    yield from _pieces(playbook, playbook, _("Playbook"), labels())


def told_of(playbook: Playbook, tell: Callable[[Item], Told]) -> Iterator[tuple[Item, Told]]:
    """What becomes of every piece: what people read stays in the handbook, the rest a target tells."""
    for item in inventory(playbook):
        if item.kind in READING:
            yield item, dropped(_("people read it in the handbook"))
        else:
            yield item, tell(item)


@cache
def kinds() -> frozenset[str]:
    """Every kind of piece that there can be."""
    parts = {_kind(part) for part in _SPOKEN_FOR if part is not Playbook}
    told: Iterable[Any] = _SPOKEN_FOR
    pieces = {key.kind for part in told for key in _keys(part) if not key.holds_parts}
    return frozenset(parts | pieces)


def _pieces(playbook: Playbook, part: Part, name: str, words: Mapping[str, str]) -> Iterator[Item]:
    of: Any = type(part)
    for key in _keys(of):
        value, at = getattr(part, key.name), (*part.at, key.name.rstrip("_"))
        if key.holds_parts:
            for child in value.values() if isinstance(value, Mapping) else value:
                yield from _part(playbook, child, name, words)
        elif key.kind in _ALWAYS or value != key.default:
            what = wording.headed(name, words.get(key.kind, key.name))
            if key.kind == "stage.must_fill":
                for number, id in enumerate(value):
                    more = said(playbook, key.kind, id)
                    yield Item((*at, number), key.kind, what, more, part, id)
            else:
                more = "" if key.kind in READING else said(playbook, key.kind, value)
                if key.kind == "field.default" and isinstance(part, Field):
                    more = wording.value_name(part, value)
                yield Item(at, key.kind, what, more, part, value)


def _part(playbook: Playbook, part: Part, owner: str, words: Mapping[str, str]) -> Iterator[Item]:
    kind, name = _kind(type(part)), _name(playbook, part)
    before = owner if isinstance(part, Criterion) else words.get(kind, kind)
    what = wording.headed(before, name)
    says = wording.test(playbook, part.when) if isinstance(part, Segment) and part.when else ""
    yield Item(part.at, kind, what, says, part, part)
    yield from _pieces(playbook, part, what if isinstance(part, Criterion) else name, words)


def _name(playbook: Playbook, part: Any) -> str:
    match part:
        case Criterion():
            return wording.criterion(playbook, part)
        case Question():
            return _("“{text}”").format(text=part.ask)
        case Questionnaire():
            return wording.questionnaire_name(part)
        case _:
            return str(part.name)


def _kind(part: type[Part]) -> str:
    return "buyer_role" if part is BuyerRole else part.__name__.lower()


@cache
def _keys(part: Any) -> tuple[_Key, ...]:
    """The keys of a part that are told one by one."""
    spoken, hints = _SPOKEN_FOR[part], get_type_hints(part)
    if spoken is _WHOLE:
        return ()
    return tuple(
        _Key(
            field.name,
            f"{_kind(part)}.{field.name.rstrip('_')}",
            _holds_parts(hints[field.name]),
            _default(field),
        )
        for field in dataclasses.fields(part)
        if field.name != "at" and field.name not in spoken
    )


def _holds_parts(hint: Any) -> bool:
    """Whether a list or a map holds parts that are told one by one."""
    return any(isinstance(arg, type) and arg in _SPOKEN_FOR for arg in get_args(hint))


def _default(field: "dataclasses.Field[Any]") -> Any:
    if field.default_factory is not dataclasses.MISSING:
        return field.default_factory()
    return field.default
