"""Bringing a catalogue up to date with the texts that there are now.

Nothing that somebody has translated is lost. A text that stands elsewhere now
keeps its translation. Where the words have changed, the translation stays with
a mark that somebody must look at it. What nobody needs any more stays at the
end, in case it comes back.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Final

from playbook.translate.po import Po, Unit

_ALIKE: Final = 0.5
"""From how alike on two texts of a list are taken for one that has changed."""
_COMPARED: Final = 300
"""Characters of a text."""
_MOST_PAIRS: Final = 2500
"""A list of more texts is no list that anybody changes by hand."""
_FUZZY: Final = frozenset({"fuzzy"})
_PLACEHOLDER: Final = re.compile(r"\{\{[^{}]*\}\}")


@dataclass(frozen=True)
class Wanted:
    """A text that is to be translated."""

    context: str
    source: str
    note: str = ""
    """Where it is used, in words."""
    file: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What its entry is known by."""
        return self.context, self.source


def updated(po: Po, wanted: Sequence[Wanted], lent: Iterable[Unit] = ()) -> Po:
    """The catalogue with an entry for each text that is wanted, in their order.

    What is lent are the entries of what a playbook extends: the same text is
    not translated twice.
    """
    return _Updating(po, wanted, lent).catalogue()


class _Updating:
    """The entries of a catalogue on their way to the texts that there are now."""

    def __init__(self, po: Po, wanted: Sequence[Wanted], lent: Iterable[Unit]) -> None:
        self.po = po
        self.lent = {unit.key: unit for unit in (*lent, *po.obsolete) if unit.text}
        self.wanted = tuple({each.key: each for each in wanted}.values())
        keys = {each.key for each in self.wanted}
        self.left = {unit.key: unit for unit in po.units if unit.text and unit.key not in keys}
        """Translations whose text is not there any more."""
        self.kept = {unit.key: unit for unit in po.obsolete if unit.text and unit.key not in keys}
        self.chosen: dict[tuple[str, str], Unit] = {}

    def catalogue(self) -> Po:
        """The catalogue as it should be."""
        self._same()
        self._moved()
        self._changed()
        units = (_unit(each, self.chosen.get(each.key)) for each in self.wanted)
        obsolete = (*self.kept.values(), *self.left.values())
        return Po(self.po.head, tuple(units), obsolete)

    def _same(self) -> None:
        """Entries of the very texts, those whose text has come back, and those that are lent."""
        known = {unit.key: unit for unit in self.po.units}
        for each in self.wanted:
            unit = known.get(each.key)
            if unit is not None:
                self.chosen[each.key] = unit
            if each.key in self.lent and not (unit and unit.text):
                self._take(each, self.lent[each.key])

    def _moved(self) -> None:
        """Translations of the same words that stood elsewhere."""
        spare = {unit.source: unit for unit in (*self.kept.values(), *self.left.values())}
        for each in self._without_text():
            unit = spare.get(each.source)
            if unit is not None:
                self._take(each, unit)

    def _changed(self) -> None:
        """Translations of what stood at the same place with other words."""
        open_: dict[str, list[Wanted]] = {}
        for each in self._without_text():
            open_.setdefault(each.context, []).append(each)
        left: dict[str, list[Unit]] = {}
        for unit in self.left.values():
            left.setdefault(unit.context, []).append(unit)
        here = Counter(each.context for each in self.wanted)
        before = Counter(unit.context for unit in self.po.units)
        for context, texts in open_.items():
            units = left.get(context, [])
            is_only = here[context] == before[context] == 1
            for text, unit in _pairs(texts, units, 0 if is_only else _ALIKE):
                old = unit.previous or unit.source
                is_back = unit.is_fuzzy and old == text.source
                flags = unit.flags - _FUZZY if is_back else unit.flags | _FUZZY
                self._take(text, replace(unit, flags=flags, previous="" if is_back else old))

    def _without_text(self) -> list[Wanted]:
        return [
            each
            for each in self.wanted
            if each.key not in self.chosen or not self.chosen[each.key].text
        ]

    def _take(self, wanted: Wanted, unit: Unit) -> None:
        """Use an entry for another text."""
        own = self.chosen.get(wanted.key)
        comments = (*(own.comments if own else ()), *unit.comments)
        self.chosen[wanted.key] = replace(unit, comments=tuple(dict.fromkeys(comments)))
        old = (unit.context, unit.source)
        self.left.pop(old, None)
        self.kept.pop(old, None)


def _pairs(
    texts: Sequence[Wanted], units: Sequence[Unit], least: float
) -> Iterator[tuple[Wanted, Unit]]:
    """Texts and the entries that they are likest to, the likest first."""
    if len(texts) * len(units) > _MOST_PAIRS:
        return
    pairs = sorted(
        (-_likeness(unit.source, text.source), m, n)
        for m, text in enumerate(texts)
        for n, unit in enumerate(units)
    )
    texts_left, units_left = set(range(len(texts))), set(range(len(units)))
    for negative, m, n in pairs:
        if -negative >= least and m in texts_left and n in units_left:
            texts_left.remove(m)
            units_left.remove(n)
            yield texts[m], units[n]


def _likeness(one: str, other: str) -> float:
    """How alike two texts are, from 0 to 1; the beginnings of long ones stand for them."""
    return SequenceMatcher(None, one[:_COMPARED], other[:_COMPARED], autojunk=False).ratio()


def _unit(wanted: Wanted, unit: Unit | None) -> Unit:
    """The entry of a text with the translation it has; where there are no words, it is its own."""
    unit = unit or Unit(context="", source="")
    is_said = bool(unit.text) or any(map(str.isalpha, _PLACEHOLDER.sub("", wanted.source)))
    return replace(
        unit,
        text=unit.text if is_said else wanted.source,
        context=wanted.context,
        source=wanted.source,
        notes=(wanted.note,) if wanted.note else (),
        files=(wanted.file,) if wanted.file else (),
    )
