"""What Trello gives of a board, as a set-up."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from playbook.messages import _
from playbook.rollout import answers
from playbook.rollout.reading import Dump, Found, Note, unreadable
from playbook.rollout.setup import Choice, FieldSetup, Setup, StageSetup, TaskSetup
from playbook.wording import headed

TITLE: Final = "Trello"
GIVEN: Final = (
    "GET /1/boards/{id}?lists=all&cards=visible&checklists=all&customFields=true&fields=name"
)
_READ: Final = {
    "text": "text",
    "number": "number",
    "date": "date",
    "list": "choice",
    "checkbox": "flag",
}
_ESCAPED: Final = re.compile(r"\\([\\`*\[\]<>#|~_+=.)-])|&amp;")


def card_name(stage: str) -> str:
    """What the card with the guidance of a stage is called."""
    return headed(_("Guidance"), stage)


def read(dump: Dump) -> Found:
    """The boards in the answers to GET /1/boards/{id}, or in what a board's menu exports as JSON.

    Raises:
        Refused: a file holds something else.

    """
    notes: list[Note] = []
    setups = tuple(_board(_whole(name, content), notes) for name, content in dump.items())
    return Found(setups, tuple(notes))


def _whole(name: str, content: bytes) -> Mapping[str, Any]:
    whole = answers.parsed(name, content, GIVEN)
    if not isinstance(whole, dict) or not isinstance(whole.get("name"), str):
        raise unreadable(name, GIVEN)
    if not isinstance(whole.get("lists"), list):
        raise unreadable(name, GIVEN)
    return whole


def _board(board: Mapping[str, Any], notes: list[Note]) -> Setup:
    lists = sorted(_of(board, "lists"), key=_place)
    for row in lists:
        if row.get("closed") is True:
            why = _("it is archived")
            notes.append(Note("left out", row["name"], "", why))
    stages = tuple(_stage(board, row) for row in lists if row.get("closed") is not True)
    why = _("{title} does not know which stages mean won and lost; say it with kind")
    names = ", ".join(stage.name for stage in stages)
    notes.append(Note("question", board["name"], names, why.format(title=TITLE)))
    return Setup(
        id="",
        key=str(board.get("id", "")),
        name=board["name"],
        stages=stages,
        fields=tuple(_fields(board, notes)),
    )


def _of(row: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    """The named things in a part of an answer."""
    found = row.get(key)
    return [
        each
        for each in (found if isinstance(found, list) else ())
        if isinstance(each, dict) and isinstance(each.get("name"), str)
    ]


def _place(row: Mapping[str, Any]) -> float:
    place = row.get("pos")
    return float(place) if isinstance(place, int | float) else 0.0


def _stage(board: Mapping[str, Any], row: Mapping[str, Any]) -> StageSetup:
    """A list, with the work on its template or on the card that we have put there."""
    own = card_name(row["name"])
    cards = [
        card
        for card in _of(board, "cards")
        if card.get("idList") == row.get("id")
        if card.get("isTemplate") is True or card["name"] == own
    ]
    found: dict[bool, list[str]] = {False: [], True: []}
    for checklist in sorted(_of(board, "checklists"), key=_place):
        if any(card.get("id") == checklist.get("idCard") for card in cards):
            is_gate = checklist["name"] == _("Exit criteria")
            items = sorted(_of(checklist, "checkItems"), key=_place)
            found[is_gate] += [_plain(item["name"]) for item in items]
    return StageSetup(
        id="",
        key=str(row.get("id", "")),
        name=row["name"],
        guidance="\n".join(_plain(str(card.get("desc") or "")) for card in cards),
        tasks=tuple(TaskSetup(name=each) for each in found[False]),
        criteria=tuple(found[True]),
    )


def _plain(text: str) -> str:
    return _ESCAPED.sub(lambda match: match[1] or "&", text)


def _fields(board: Mapping[str, Any], notes: list[Note]) -> Iterator[FieldSetup]:
    for row in sorted(_of(board, "customFields"), key=_place):
        kind = _READ.get(str(row.get("type")))
        if kind is None:
            why = _("a playbook has no fields of this type")
            notes.append(Note("left out", row["name"], str(row.get("type")), why))
            continue
        options = row.get("options")
        yield FieldSetup(
            ids=(),
            key=str(row.get("id", "")),
            name=row["name"],
            type=kind,
            options=tuple(_choices(options if isinstance(options, list) else [])),
        )


def _choices(rows: Sequence[Any]) -> Iterator[Choice]:
    named = [row for row in rows if isinstance(row, dict) and isinstance(row.get("value"), dict)]
    for row in sorted(named, key=_place):
        if isinstance(row["value"].get("text"), str):
            yield Choice(str(row.get("id") or row.get("_id") or ""), row["value"]["text"])
