"""Values that are a list, a block or a text where another of these is wanted."""

import re
from typing import Any

from playbook.findings import Edit, Fix, Problem
from playbook.messages import _
from playbook.schema import meant, mends
from playbook.schema.case import Case, bare
from playbook.schema.ids import ID
from playbook.schema.keys import colon_in_text
from playbook.schema.node import Node
from playbook.source import WIDE_BRACKETS, about_bullet, bullet_in, plain_enough, quoted


def no_list(case: Case) -> Problem:
    """Something else where a list is wanted."""
    key, value = case.key, case.value
    bullet = bullet_in(value) if isinstance(value, str) else None
    if bullet is not None:
        text = bullet[1].split(f" {bullet[0]} ")[0]
        help = _("Write: - {text}").format(text=text)
        return case.problem("PB009", about_bullet(bullet[0]), help, _with_hyphens(case, help))
    if isinstance(value, str) and value[:1] in WIDE_BRACKETS:
        return _wide(case)
    message = _('"{key}" is a list.').format(key=key)
    item = case.node.step(0)
    if isinstance(value, dict):
        if item is not None and value.keys() & set(item.keys):
            help = _('Put "- " before its first key: - {key}: …').format(key=next(iter(value)))
            fix = _as_only_item(case, help, is_safe=value.keys() <= set(item.keys))
        else:
            help = _('Begin each of its items with "- "')
            help += f": - id: {next(iter(value), 'qualified')}" if item and item.required else ""
            fix = _ids_as_items(case, help) if item and "id" in item.required else None
        return case.problem("PB042", message, help, fix)
    if item is not None and "object" in item.types:
        help = _('Write each item on its own line after "- ": - {value}').format(value=bare(value))
        is_text = isinstance(value, str) and "string" in item.types
        fix = mends.value(case, f"[{quoted(value)}]", is_safe=True) if is_text else None
        return case.problem("PB042", message, help, fix)
    parts = [each for each in re.split(r"[\s,，、;；()（）\[\]]+", bare(value)) if each]
    help = _('Write [{value}], or each item on its own line after "- ".')
    help = help.format(value=", ".join(parts))
    fix = None
    if isinstance(value, str) and all(ID.match(each) for each in parts):
        is_safe = all(ID.match(each) for each in re.split(r", ?|[，、]", value))
        fix = mends.value(case, f"[{', '.join(parts)}]", is_safe=is_safe)
    return case.problem("PB042", message, help, fix)


def _with_hyphens(case: Case, title: str) -> Fix | None:
    """Items that begin with another sign, where each stands on a line of its own."""
    place, edits = case.document.place(case.at), []
    if case.document.line(place)[: place.column - 1].strip():
        return None
    lines = case.document.lines(case.at)
    for number, line in lines:
        text = line.strip()
        bullet = bullet_in(text)
        if bullet is not None:
            start = len(line) - len(line.lstrip()) + 1
            marked = place._replace(line=number, column=start, length=len(text) - len(bullet[1]))
            edits.append(Edit(marked, "- "))
    return mends.in_lines(title, edits, is_safe=len(edits) == len(lines))


def _as_only_item(case: Case, title: str, *, is_safe: bool) -> Fix | None:
    """A block as the only item of the list that is wanted."""
    if text := mends.written(case):
        return mends.value(case, f"[{text}]", is_safe=is_safe)
    place = case.document.place((*case.at, next(iter(case.value))), key=True)
    edits: list[Edit] = []
    for number, line in case.document.lines(case.at):
        if line.strip() and len(line) - len(line.lstrip()) < place.column - 1:
            break
        if line.strip():
            before = "  " if edits else "- "
            edits.append(Edit(place._replace(line=number, length=0), before))
    return mends.in_lines(title, edits, is_safe=is_safe)


def _ids_as_items(case: Case, title: str) -> Fix | None:
    """A catalogue as a list: each of its keys becomes the id of an item."""
    edits = []
    for id, inner in case.value.items():
        place = case.document.place((*case.at, id), key=True)
        own = case.document.line(place)[place.column - 1 :].rstrip() == f"{id}:"
        if not own or not isinstance(inner, dict) or not ID.match(id) or "id" in inner:
            return None
        first = case.document.place((*case.at, id, next(iter(inner))), key=True)
        if first.column != place.column + 2:
            return None
        edits.append(Edit(place._replace(length=len(id) + 1), f"- id: {id}"))
    return mends.in_lines(title, edits, is_safe=False)


def _wide(case: Case) -> Problem:
    """A list or a block in the brackets of a Chinese keyboard."""
    text = case.value
    message = _('"{sign}" is a full-width (Chinese) sign, which YAML takes for text.')
    plain = "".join(WIDE_BRACKETS.get(sign, sign) for sign in text)
    plain = re.sub(r"[，、]\s*", ", ", re.sub(r"：\s*", ": ", plain))
    help = _("Write: {text}").format(text=bare(plain))
    fix = mends.value(case, plain, is_safe=plain_enough(text))
    return case.problem_within("PB010", message.format(sign=text[0]), help, 0, len(text), fix)


def no_text(case: Case) -> Problem:
    """Something else where a text is wanted."""
    value = case.value
    if isinstance(value, dict) and len(value) == 1 and "{" not in case.written[:1]:
        return colon_in_text(case)
    message = _('"{key}" is a text.').format(key=case.key)
    if isinstance(value, list) and len(value) == 1 and isinstance(value[0], str):
        help = _("Write it without brackets: {text}").format(text=bare(value[0]))
        text = mends.written(case, (0,))
        fix = mends.value(case, text, is_safe=True) if text else None
        return case.problem("PB042", message, help, fix)
    if isinstance(value, dict | list):
        return case.problem("PB042", message, _("Write it on one line, or after |."))
    place = case.document.place(case.at)
    written = case.written[: place.length] or str(value)
    message = _("YAML reads {written} as a number or as true or false, and a text is needed here.")
    help = _('Put quotes around it: "{word}".').format(word=written)
    fix = mends.value(case, quoted(written), is_safe=True)
    return case.problem("PB042", message.format(written=written), help, fix)


def no_block(case: Case) -> Problem:
    """Something else where a block with keys is wanted."""
    node, value, entries = case.node, case.value, case.node.entries
    if isinstance(value, str) and value[:1] in WIDE_BRACKETS:
        return _wide(case)
    message, instead = _('"{key}" is a block with keys of its own.').format(key=case.key), ""
    if not case.at:
        message = _("A playbook is a block with keys, and this file does not begin with one.")
        help = _('Begin with "id:", "name:" and "stages:", each on a line of its own.')
    elif entries is not None and (text := _by_id(case, entries)):
        help = _("Write: {text}").format(text=text)
        instead = text.removeprefix(f"{case.key}: ")
    elif isinstance(value, list):
        if re.match(r"[^#\[]*\[", case.written):
            help = _(
                'It is no list: leave the brackets out, and write "{id}:" with its keys below it.'
            )
        else:
            help = _(
                'It is no list: leave the hyphens out, and write "{id}:" with its keys below it.'
            )
        help = help.format(id=first_id(value))
    elif "days" in node.keys and (span := meant.span(value, node.keys)):
        help, instead = _("Write: {text}").format(text=f"{case.key}: {span}"), span
    elif node.required and isinstance(value, str):
        text = f"{case.key}: {{{node.required[0]}: {bare(value)}}}"
        help = _("Write: {text}").format(text=text)
        text = value if re.fullmatch(r"\w[\w .()/-]*", value) else quoted(value)
        instead = f"{{{node.required[0]}: {text}}}"
    elif entries is not None:
        help = _('Write its entries on the lines below, each with its id: "{id}:".')
        help = help.format(id=next(iter(node.example or ()), "id"))
    else:
        help = _("Write them on the lines below, two spaces further in: {known}.")
        help = help.format(known=", ".join(node.keys[:12]))
    fix = mends.value(case, instead, is_safe=False) if instead else None
    return case.problem("PB042", message, help, fix)


def _by_id(case: Case, entries: Node) -> str | None:
    """Ids in braces, each with the word that is its usual value: ``asks: {bant: all}``."""
    ids = case.value if isinstance(case.value, list) else [case.value]
    word = entries.example
    if "object" in entries.types or not isinstance(word, str) or not 1 <= len(ids) <= 6:
        return None
    if not all(isinstance(id, str) and re.fullmatch(r"[a-z][a-z0-9-]{0,39}", id) for id in ids):
        return None
    return f"{case.key}: {{{', '.join(f'{id}: {word}' for id in ids)}}}"


def first_id(items: list[Any]) -> str:
    """The id of a list's first item, as far as there is one."""
    first = items[0] if items else None
    if isinstance(first, dict):
        first = first.get("id") or next(iter(first), None)
    return first[:40] if isinstance(first, str) else "id"
