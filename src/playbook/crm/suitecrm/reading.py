"""What SuiteCRM gives of its own set-up: language files, packages, and the list of fields."""

import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from playbook.crm.suitecrm import php
from playbook.messages import _
from playbook.model import StageKind
from playbook.rollout.reading import Dump, Found, Note, unreadable
from playbook.rollout.setup import Choice, FieldSetup, Setup, StageSetup

_WHAT: Final = "custom/application/Ext/Language/*.php, GET /Api/V8/meta/fields/Opportunities"
_TYPES: Final = {
    "varchar": "text",
    "text": "long-text",
    "float": "number",
    "decimal": "number",
    "int": "number",
    "currency": "money",
    "date": "date",
    "enum": "choice",
    "dynamicenum": "choice",
    "radioenum": "choice",
    "multienum": "choices",
    "url": "link",
    "bool": "flag",
}
_LINKED: Final = {"Users": "user", "Contacts": "contact", "Accounts": "company"}
_ENDS: Final[Mapping[str, StageKind]] = {"Closed Won": "won", "Closed Lost": "lost"}
_ODDS: Final[Mapping[int | None, StageKind]] = {100: "won", 0: "lost"}
_LANGUAGE: Final = re.compile(r"(?:^|/)([a-z]{2,3}_[A-Za-z]{2})\b[^/]*\.php$")
_NAMES: Final = ("app_list_strings", "mod_strings", "installdefs", "dictionary")

Texts = dict[str, dict[str, php.Value]]


@dataclass
class _Pieces:
    """What has been found so far, file by file."""

    lists: Texts = field(default_factory=dict)
    """For each language the lists by their names."""
    labels: Texts = field(default_factory=dict)
    columns: dict[str, Mapping[str, php.Value]] = field(default_factory=dict)
    logic: dict[str, php.Value] = field(default_factory=dict)


def read(dump: Dump) -> Found:
    """The stages, which there are once for all deals, and the custom fields.

    Raises:
        Refused: a file holds something else.

    """
    pieces, notes = _Pieces(), list[Note]()
    for name, content in dump.items():
        fits = _fields(content, pieces) if name.endswith(".json") else _php(name, content, pieces)
        if not fits:
            raise unreadable(name, _WHAT)
    stages = tuple(_stages(pieces))
    if not (stages or pieces.columns):
        raise unreadable(next(iter(dump), "…"), _WHAT)
    columns = tuple(_columns(pieces, notes))
    return Found((Setup(id="", name="SuiteCRM", stages=stages, fields=columns),), tuple(notes))


def _php(name: str, content: bytes, pieces: _Pieces) -> bool:
    found = False
    language = _LANGUAGE.search(name)
    tag = language[1] if language else "en_us"
    for variable, keys, value in php.assignments(content.decode("utf-8", "replace")):
        found = found or variable in (*_NAMES, "manifest", "exemptDropdowns")
        if variable == "app_list_strings":
            _into(pieces.lists.setdefault(tag, {}), keys, value)
        elif variable == "mod_strings":
            _into(pieces.labels.setdefault(tag, {}), keys, value)
        elif variable == "installdefs" and not keys:
            for each in _map(_map(value).get("custom_fields")).values():
                pieces.columns[str(_map(each).get("name"))] = _map(each)
        elif variable == "dictionary" and keys[1:2] == ("fields",) and keys[3:] == ("logic",):
            pieces.logic[keys[2]] = value
    return found


def _into(lists: dict[str, php.Value], keys: tuple[str, ...], value: php.Value) -> None:
    """Put a whole list, one entry of it, or several lists, where they belong."""
    match keys:
        case ():
            lists.update(_map(value))
        case (name,):
            lists[name] = value
        case (name, key):
            lists[name] = {**_map(lists.get(name)), key: value}


def _fields(content: bytes, pieces: _Pieces) -> bool:
    """The answer to GET /Api/V8/meta/fields/Opportunities."""
    try:
        whole = json.loads(content)
    except (ValueError, RecursionError):
        return False
    data = whole.get("data") if isinstance(whole, dict) else None
    rows = data.get("attributes") if isinstance(data, dict) else None
    if not isinstance(rows, dict) or not all(isinstance(row, dict) for row in rows.values()):
        return False
    for name, row in rows.items():
        if name.endswith("_c") and row.get("type") != "id":
            column = {"name": name, "label": f"LBL_{name.removesuffix('_c').upper()}"}
            own = {"ext1": f"{name.removesuffix('_c')}_list", "type": str(row.get("type"))}
            pieces.columns.setdefault(name, {**column, **own})
    return True


def _map(value: object) -> Mapping[str, php.Value]:
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str:
    return html.unescape(value) if isinstance(value, str) else ""


def _in_order(texts: Texts) -> Mapping[str, Mapping[str, php.Value]]:
    return dict(sorted(texts.items(), key=lambda each: (each[0] != "en_us", each[0])))


def _stages(pieces: _Pieces) -> Iterator[StageSetup]:
    lists = _in_order(pieces.lists)
    names = {tag: _map(each.get("sales_stage_dom")) for tag, each in lists.items()}
    odds: dict[str, php.Value] = {}
    for each in lists.values():
        odds = {**_map(each.get("sales_probability_dom")), **odds}
    keys = dict.fromkeys(key for each in names.values() for key in each if key)
    for key in keys:
        percent = _number(odds.get(key))
        called = {tag: _text(each.get(key)) for tag, each in names.items() if each.get(key)}
        first, *others = called
        yield StageSetup(
            id=key.rpartition("__")[2].replace("_", "-") if "__" in key else "",
            key=key,
            name=called[first],
            kind=_ENDS.get(key) or _ODDS.get(percent, "open"),
            probability=percent,
            names={tag.replace("_", "-"): called[tag] for tag in others},
        )


def _number(value: object) -> int | None:
    found = re.fullmatch(r"\s*(\d{1,3})\s*", str(value))
    return int(found[1]) if found else None


def _columns(pieces: _Pieces, notes: list[Note]) -> Iterator[FieldSetup]:
    for key, column in pieces.columns.items():
        kind = str(column.get("type"))
        type = _LINKED.get(str(column.get("ext2")), "") if kind == "relate" else _TYPES.get(kind)
        if kind == "id":
            continue
        if not type:
            why = _("SuiteCRM keeps it in a way of its own.")
            notes.append(Note("left out", key, kind, why))
            continue
        labels = [each.get(str(column.get("label"))) for each in _in_order(pieces.labels).values()]
        options = _options(pieces, str(column.get("ext1")))
        yield FieldSetup(
            ids=(),
            key=key,
            name=next((_text(each) for each in labels if each), key),
            type="yes-no" if {each.key for each in options} == {"yes", "no"} else type,
            options=options,
            required=tuple(_required(key, pieces, notes)),
        )


def _options(pieces: _Pieces, name: str) -> tuple[Choice, ...]:
    for lists in _in_order(pieces.lists).values():
        if found := _map(lists.get(name)):
            return tuple(Choice(key, _text(each)) for key, each in found.items() if key)
    return ()


def _required(key: str, pieces: _Pieces, notes: list[Note]) -> Iterator[str]:
    """The keys of the stages in which a field is required, if that is all that is wanted."""
    for rule in _map(pieces.logic.get(key)).values():
        parameters = _map(_map(rule).get("params"))
        active = _map(parameters.get("activeOnFields"))
        stages = list(_map(active.get("sales_stage")).values())
        plain = all(isinstance(each, str) for each in stages)
        if _map(rule).get("key") != "required" or {*active} != {"sales_stage"} or not plain:
            why = _("Only what asks for the stage, and for nothing else, is understood.")
            said = json.dumps(rule, ensure_ascii=False)
            notes.append(Note("left out", key, said, why))
        else:
            yield from map(str, stages)
