"""Values that are not what their key takes."""

import re
from typing import Any

from playbook.findings import Problem
from playbook.messages import _
from playbook.schema import meant
from playbook.schema.case import Case, bare, shown
from playbook.schema.keys import bad_id, colon_in_text, is_id
from playbook.schema.node import Node
from playbook.source import WIDE_BRACKETS, about_bullet, bullet_in, quoted
from playbook.suggest import VALUE_WORDS, nearest, without_look_alikes

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
        return _list(case)
    if case.node.here.get("format") == "date" and isinstance(value, int):
        return bad_date(case)
    if is_id(case.node) and isinstance(value, int | float):
        return bad_id(case, str(value))
    if is_id(case.node) and isinstance(value, list) and isinstance(case.at[-1], str):
        message = _('"{key}" is one id, and this is a list.').format(key=case.key)
        return case.problem("PB042", message, _("Write: {text}").format(text=_one_of(case)))
    if "string" in types:
        return _text(case)
    if "object" in types:
        return _block(case)
    message = _('"{key}" cannot be {value}.').format(key=case.key, value=shown(value))
    return case.problem("PB042", message)


def not_a_choice(case: Case, options: list[Any]) -> Problem:
    """A value that is none of the words to choose from."""
    value = case.value
    message = _('"{key}" cannot be {value}.').format(key=case.key, value=shown(value))
    listed = ", ".join(bare(option) for option in options)
    help = _("Possible: {options}.").format(options=listed)
    guess = nearest(value, [str(option) for option in options]) if isinstance(value, str) else None
    if guess is not None:
        help = _('Did you mean "{guess}"?').format(guess=guess) + " " + help
    elif "array" in case.node.types and isinstance(value, str):
        help = _("Write {one}, or a list: [{other}]").format(one=listed, other=bare(value))
    return case.problem("PB043", message, help)


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
    return case.problem("PB042", message, help)


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
        help = _("Did you mean {readings}?").format(readings=_(" or ").join(readings))
    return case.problem("PB045", message, help)


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
    return again.problem("PB044", message, _("Delete one of the two."))


def _empty(case: Case) -> Problem:
    place = case.document.place(case.at)
    line = case.document.line(place)
    comment = _COMMENT.search(line, max(place.column - 3, 0))
    if comment:
        help = _('"#" begins a comment. Put the text in quotes: {text}')
        help = help.format(text=quoted(comment["text"]))
        start = comment.start("text") + 1 - place.column
        message = _("Nothing stands here but a comment.")
        return case.problem_within("PB042", message, help, start, len(comment["text"]))
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
    return case.problem("PB042", message, help)


def _number(case: Case) -> Problem:
    node, whole = case.node, "integer" in case.node.types
    percent = node.here.get("maximum") == 100 and node.here.get("minimum") == 0
    if percent:
        message = _('"{key}" is a whole number of percent, 0 to 100.')
    elif whole:
        message = _('"{key}" is a whole number.')
    else:
        message = _('"{key}" is a number.')
    instead = meant.number(case.value, case.key, whole=whole, percent=percent)
    if instead is None or float(instead) < node.here.get("minimum", float("-inf")):
        example = 2 if node.example is None else node.example
        help = _("For example: {key}: {example}").format(key=case.key, example=example)
    else:
        help = _("Write {instead}, without quotes and signs.").format(instead=instead)
    return case.problem("PB042", message.format(key=case.key), help)


def _list(case: Case) -> Problem:
    key, value = case.key, case.value
    bullet = bullet_in(value) if isinstance(value, str) else None
    if bullet is not None:
        text = bullet[1].split(f" {bullet[0]} ")[0]
        help = _("Write: - {text}").format(text=text)
        return case.problem("PB009", about_bullet(bullet[0]), help)
    if isinstance(value, str) and value[:1] in WIDE_BRACKETS:
        return _wide(case)
    message = _('"{key}" is a list.').format(key=key)
    item = case.node.step(0)
    if isinstance(value, dict):
        if item is not None and value.keys() & set(item.keys):
            help = _('Put "- " before its first key: - {key}: …').format(key=next(iter(value)))
        else:
            help = _('Begin each of its items with "- "')
            help += f": - id: {next(iter(value), 'qualified')}" if item and item.required else ""
    elif item is not None and "object" in item.types:
        help = _('Write each item on its own line after "- ": - {value}').format(value=bare(value))
    else:
        parts = [each for each in re.split(r"[\s,，、;；()（）\[\]]+", bare(value)) if each]
        help = _('Write [{value}], or each item on its own line after "- ".')
        help = help.format(value=", ".join(parts))
    return case.problem("PB042", message, help)


def _wide(case: Case) -> Problem:
    """A list or a block in the brackets of a Chinese keyboard."""
    text = case.value
    message = _('"{sign}" is a full-width (Chinese) sign, which YAML takes for text.')
    plain = "".join(WIDE_BRACKETS.get(sign, sign) for sign in text)
    plain = re.sub(r"[，、]\s*", ", ", re.sub(r"：\s*", ": ", plain))
    help = _("Write: {text}").format(text=bare(plain))
    return case.problem_within("PB010", message.format(sign=text[0]), help, 0, len(text))


def _text(case: Case) -> Problem:
    value = case.value
    if isinstance(value, dict) and len(value) == 1 and "{" not in case.written[:1]:
        return colon_in_text(case)
    message = _('"{key}" is a text.').format(key=case.key)
    if isinstance(value, list) and len(value) == 1 and isinstance(value[0], str):
        help = _("Write it without brackets: {text}").format(text=bare(value[0]))
        return case.problem("PB042", message, help)
    if isinstance(value, dict | list):
        return case.problem("PB042", message, _("Write it on one line, or after |."))
    place = case.document.place(case.at)
    written = case.written[: place.length] or str(value)
    message = _("YAML reads {written} as a number or as true or false, and a text is needed here.")
    help = _('Put quotes around it: "{word}".').format(word=written)
    return case.problem("PB042", message.format(written=written), help)


def _block(case: Case) -> Problem:
    node, value, entries = case.node, case.value, case.node.entries
    if isinstance(value, str) and value[:1] in WIDE_BRACKETS:
        return _wide(case)
    message = _('"{key}" is a block with keys of its own.').format(key=case.key)
    if not case.at:
        message = _("A playbook is a block with keys, and this file does not begin with one.")
        help = _('Begin with "id:", "name:" and "stages:", each on a line of its own.')
    elif entries is not None and (text := _by_id(case, entries)):
        help = _("Write: {text}").format(text=text)
    elif isinstance(value, list):
        if re.match(r"[^#\[]*\[", case.written):
            help = _(
                'It is no list: leave the brackets out, and write "{id}:" with its keys below it.'
            )
        else:
            help = _(
                'It is no list: leave the hyphens out, and write "{id}:" with its keys below it.'
            )
        help = help.format(id=_first_id(value))
    elif "days" in node.keys and (span := meant.span(value, node.keys)):
        help = _("Write: {text}").format(text=f"{case.key}: {span}")
    elif node.required and isinstance(value, str):
        text = f"{case.key}: {{{node.required[0]}: {bare(value)}}}"
        help = _("Write: {text}").format(text=text)
    elif entries is not None:
        help = _('Write its entries on the lines below, each with its id: "{id}:".')
        help = help.format(id=next(iter(node.example or ()), "id"))
    else:
        help = _("Write them on the lines below, two spaces further in: {known}.")
        help = help.format(known=", ".join(node.keys[:12]))
    return case.problem("PB042", message, help)


def _by_id(case: Case, entries: Node) -> str | None:
    """Ids in braces, each with the word that is its usual value: ``asks: {bant: all}``."""
    ids = case.value if isinstance(case.value, list) else [case.value]
    word = entries.example
    if "object" in entries.types or not isinstance(word, str) or not 1 <= len(ids) <= 6:
        return None
    if not all(isinstance(id, str) and re.fullmatch(r"[a-z][a-z0-9-]{0,39}", id) for id in ids):
        return None
    return f"{case.key}: {{{', '.join(f'{id}: {word}' for id in ids)}}}"


def _one_of(case: Case) -> str:
    return f"{case.key}: {_first_id(case.value)}"


def _first_id(items: list[Any]) -> str:
    """The id of a list's first item, as far as there is one."""
    first = items[0] if items else None
    if isinstance(first, dict):
        first = first.get("id") or next(iter(first), None)
    return first[:40] if isinstance(first, str) else "id"
