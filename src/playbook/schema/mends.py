"""The edits that put one value or one key right, without a change to anything beside it."""

from playbook.findings import At, Edit, Fix, Place
from playbook.messages import _
from playbook.schema.case import Case
from playbook.source import shortened


def written(case: Case, at: At = ()) -> str:
    """A value as it is written on its one line, or nothing if it stands on several."""
    place = case.document.stretch((*case.at, *at))
    return "" if place is None else _at(case, place)


def value(case: Case, text: str, *, is_safe: bool) -> Fix | None:
    """Write another value in place of the whole one."""
    place = case.document.stretch(case.at)
    return None if place is None else at(place, text, is_safe=is_safe)


def key(case: Case, old: str, new: str, *, is_safe: bool) -> Fix | None:
    """Write another key in place of one of the value's."""
    place = case.document.place((*case.at, old), key=True)
    if _at(case, place) != old:
        return None  # in quotes, or by way of an alias
    return at(place, new, is_safe=is_safe)


def at(place: Place, text: str, *, is_safe: bool) -> Fix:
    """Write a text in some place."""
    title = _("Write: {text}").format(text=shortened(text))
    return Fix(title, (Edit(place, text),), is_safe=is_safe)


def within(case: Case, start: int, old: str, new: str, *, is_safe: bool) -> Fix | None:
    """Write something else in place of some signs of a value."""
    place = case.document.stretch(case.at)
    if place is None:
        return None
    place = place._replace(column=place.column + start, length=len(old))
    return at(place, new, is_safe=is_safe) if _at(case, place) == old else None


def in_lines(title: str, edits: list[Edit], *, is_safe: bool) -> Fix | None:
    """Write something in several lines."""
    return Fix(title.rstrip("."), tuple(edits), is_safe=is_safe) if edits else None


def _at(case: Case, place: Place) -> str:
    start = place.column - 1
    return case.document.line(place)[start : start + place.length]
