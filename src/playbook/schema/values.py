"""Values that are not what their key takes."""

import re
from typing import Any

from playbook.findings import Edit, Fix, Problem
from playbook.messages import _, p_
from playbook.schema import meant, mends, shapes
from playbook.schema.case import Case, bare, shown
from playbook.schema.ids import bad_id, is_id
from playbook.schema.node import Node
from playbook.source import quoted
from playbook.suggest import VALUE_WORDS, fold, nearest, without_look_alikes

_COMMENT = re.compile(r"(?:-|:)\s+(?P<text>#.*)$")


def wrong_type(case: Case) -> Problem:
    """A value of another kind than its key takes."""
    types, value = case.node.types, case.value
    if value is None:
        return _empty(case)
    if "boolean" in types and (types == ("boolean",) or isinstance(value, str)):
        return _flag(case)
    if "integer" in types or "number" in types:
        return _number(case)
    if "array" in types:
        return shapes.no_list(case)
    if case.node.here.get("format") == "date" and isinstance(value, int):
        return bad_date(case)
    if is_id(case.node) and isinstance(value, int | float):
        return bad_id(case, str(value))
    if is_id(case.node) and isinstance(value, list) and isinstance(case.at[-1], str):
        message = _('"{key}" is one id, and this is a list.').format(key=case.key)
        id = shapes.first_id(value)
        help = _("Write: {text}").format(text=f"{case.key}: {id}")
        fix = mends.value(case, id, is_safe=value == [id])
        return case.problem("PB042", message, help, fix)
    if "string" in types:
        return shapes.no_text(case)
    if "object" in types:
        return shapes.no_block(case)
    message = _('"{key}" cannot be {value}.').format(key=case.key, value=shown(value))
    return case.problem("PB042", message)


def not_a_choice(case: Case, options: list[Any]) -> Problem:
    """A value that is none of the words to choose from."""
    value = case.value
    message = _('"{key}" cannot be {value}.').format(key=case.key, value=shown(value))
    listed = ", ".join(bare(option) for option in options)
    help = _("Possible: {options}.").format(options=listed)
    guess = nearest(value, [str(option) for option in options]) if isinstance(value, str) else None
    fix = _guessed(case, guess)
    if guess is not None:
        help = _('Did you mean "{guess}"?').format(guess=guess) + " " + help
    elif "array" in case.node.types and isinstance(value, str):
        help = _("Write {one}, or a list: [{other}]").format(one=listed, other=bare(value))
    return case.problem("PB043", message, help, fix)


def _guessed(case: Case, guess: str | None) -> Fix | None:
    """Write the word that was probably meant; certain if the eye sees no difference."""
    if guess is None:
        return None
    return mends.value(case, guess, is_safe=fold(guess) == fold(case.value))


def wrong_form(case: Case) -> Problem:
    """A text that is not written the way its key wants it."""
    value = case.value
    if is_id(case.node):
        return bad_id(case, value)
    message = _('"{key}" cannot be {value}.').format(key=case.key, value=shown(value))
    pattern = case.node.here["pattern"]
    plain = without_look_alikes(value).strip()
    tries = (plain, plain.upper(), VALUE_WORDS.get(value.strip().casefold(), ""))
    guess = next((each for each in tries if len(each) < 80 and re.search(pattern, each)), None)
    if guess is not None:
        help = _('Did you mean "{guess}"?').format(guess=guess)
    else:
        help = _("For example: {key}: {example}").format(key=case.key, example=case.node.example)
    return case.problem("PB042", message, help, _guessed(case, guess))


def bad_date(case: Case) -> Problem:
    """A date that is not in the calendar, or in another order."""
    value = str(case.value)
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        message = _("{value} is not a day in the calendar.").format(value=value)
    else:
        message = _('"{key}" is a date: YEAR-MONTH-DAY.').format(key=case.key)
    readings = meant.days(value)
    help = _("For example 2027-01-31.")
    if readings:
        help = _("Did you mean {readings}?").format(readings=p_("dates", " or ").join(readings))
    fix = None
    if len(readings) == 1:
        fix = mends.value(case, readings[0], is_safe=meant.begins_with_year(value))
    return case.problem("PB045", message, help, fix)


def beyond_limit(case: Case, name: str) -> Problem:
    """A number, a text or a list that is too small or too large."""
    key, here, value = case.key, case.node.here, case.value
    message, help = _('"{key}" cannot be {value}.').format(key=key, value=shown(value)), ""
    if name in ("minimum", "maximum"):
        help = _("It is a number from {low} to {high}.").format(
            low=here.get("minimum", "…"), high=here.get("maximum", "…")
        )
    elif name == "minLength":
        message, help = _('"{key}" is empty.').format(key=key), _("Write a text.")
    elif name == "maxLength":
        message = _('"{key}" is too long: {size} characters.').format(key=key, size=len(value))
        help = _("At most {most} characters.").format(most=here["maxLength"])
    elif name == "minItems":
        message = _('"{key}" needs at least {least}.').format(key=key, least=here["minItems"])
        help = _("Write the missing ones, or leave the key out.")
    elif name == "maxItems":
        message = _('"{key}" has {size} items.').format(key=key, size=len(value))
        help = _("At most {most} are possible.").format(most=here["maxItems"])
    elif name == "uniqueItems":
        return _twice(case)
    elif name in ("minProperties", "maxProperties"):
        message = _('"{key}" says too little or too much.').format(key=key)
        help = _("Known here: {listed}.").format(listed=", ".join(case.node.keys))
    return case.problem("PB044", message, help)


def _twice(case: Case) -> Problem:
    number = next(n for n, each in enumerate(case.value) if each in case.value[:n])
    item = case.node.step(0) or case.node
    message = _('"{twice}" stands in "{key}" twice.')
    message = message.format(twice=bare(case.value[number]), key=case.key)
    again = Case(case.document, case.root, (*case.at, number), item)
    return again.problem("PB044", message, _("Delete one of the two."), _without(case, number))


def _without(case: Case, number: int) -> Fix | None:
    """Delete an item of a list in brackets, with the comma before it."""
    place = case.document.stretch((*case.at, number))
    before = case.document.stretch((*case.at, number - 1))
    if place is None or before is None or before[:2] != place[:2]:
        return None
    end = before.column + before.length
    gap = before._replace(column=end, length=place.column + place.length - end)
    return Fix(_("Delete it"), (Edit(gap, ""),), is_safe=False)


def _empty(case: Case) -> Problem:
    place = case.document.place(case.at)
    line = case.document.line(place)
    comment = _COMMENT.search(line, max(place.column - 3, 0))
    if comment:
        help = _('"#" begins a comment. Put the text in quotes: {text}')
        help = help.format(text=quoted(comment["text"]))
        start = comment.start("text") + 1 - place.column
        message = _("Nothing stands here but a comment.")
        text = comment["text"].rstrip()
        fix = None
        if "string" in case.node.types:
            spot = place._replace(column=place.column + start, length=len(text))
            fix = mends.at(spot, quoted(text), is_safe=not re.match("#[ #!]", text))
        return case.problem_within("PB042", message, help, start, len(comment["text"]), fix)
    if case.at and isinstance(case.at[-1], int):
        message = _("This item is empty.")
        help = _("Write it after the hyphen, or delete the line.")
    else:
        message = _('"{key}" is empty.').format(key=case.key)
        if "array" in case.node.types:
            help = _('Write each item on its own line after "- "') + _first_item(case.node) + "."
        elif case.node.types == ("object",):
            help = _(
                "Write its keys on the lines below, two spaces further in, or delete the line."
            )
        else:
            help = _("Write a value after the colon, or delete the line.")
    return case.problem("PB042", message, help, key=True)


def _first_item(node: Node) -> str:
    """How an item of a list begins: ``: - id: …``."""
    item = node.step(0)
    if item is None or not item.required:
        return ""
    return f": - {item.required[0]}: …"


def _flag(case: Case) -> Problem:
    message = _('"{key}" is true or false.').format(key=case.key)
    instead = meant.flag(case.value)
    if instead is None:
        help = _("Write true or false.")
    else:
        help = _("Write {instead} instead of {value}.").format(
            instead=instead, value=bare(case.value)
        )
    fix = None
    if instead is not None:
        fix = mends.value(case, instead, is_safe=isinstance(case.value, str))
    return case.problem("PB042", message, help, fix)


def _number(case: Case) -> Problem:
    node, whole = case.node, "integer" in case.node.types
    percent = node.here.get("maximum") == 100 and node.here.get("minimum") == 0
    if percent:
        message = _('"{key}" is a whole number of percent, 0 to 100.')
    elif whole:
        message = _('"{key}" is a whole number.')
    else:
        message = _('"{key}" is a number.')
    instead, fix = meant.number(case.value, case.key, whole=whole, percent=percent), None
    if instead is None or float(instead) < node.here.get("minimum", float("-inf")):
        example = 2 if node.example is None else node.example
        help = _("For example: {key}: {example}").format(key=case.key, example=example)
    else:
        help = _("Write {instead}, without quotes and signs.").format(instead=instead)
        is_safe = meant.is_same_number(case.value, instead, percent=percent)
        fix = mends.value(case, instead, is_safe=is_safe)
    return case.problem("PB042", message.format(key=case.key), help, fix)
