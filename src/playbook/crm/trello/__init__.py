"""Trello: a board with a list for each stage, as requests to its API.

A list has a card with the guidance of its stage and with its work and its gate
as checklists. Trello shows such texts as Markdown, so signs of it are escaped.
Nothing there means won or lost; these are lists as well.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from playbook.crm import Target
from playbook.crm.trello.reading import GIVEN, TITLE, card_name, read
from playbook.crm.trello.telling import FIELDS, TELLS
from playbook.files import Files
from playbook.messages import _
from playbook.model import Stage
from playbook.rollout.checklist import Step, safe
from playbook.rollout.compiling import Rollout
from playbook.rollout.guidance import sections
from playbook.rollout.page import look
from playbook.rollout.requests import Request, Server, kept, sending, written
from playbook.rollout.rolling import Recipe
from playbook.rollout.setup import FieldSetup, Setup, TaskSetup
from playbook.rollout.surface import Limits, Surface

_SERVER: Final = Server(
    address="https://api.trello.com/1",
    headers={
        "Authorization": 'OAuth oauth_consumer_key="{{TRELLO_KEY}}", oauth_token="{{TRELLO_TOKEN}}"'
    },
    variables=("TRELLO_KEY", "TRELLO_TOKEN"),
)
_TYPES: Final = {
    "text": "text",
    "long-text": "text",
    "number": "number",
    "money": "number",
    "percent": "number",
    "rating": "number",
    "date": "date",
    "yes-no": "list",
    "choice": "list",
    "user": "text",
    "contact": "text",
    "company": "text",
    "link": "text",
    "flag": "checkbox",
}
_ROOM: Final = 16384
"""What a name and a description may have at most."""
_SURFACE: Final = Surface(
    title=TITLE,
    supports={
        "pipelines": "write",
        "stages": "write",
        "order": "write",
        "probability": "none",
        "ends": "none",
        "ageing": "none",
        "gates": "none",
        "guidance": "write",
        "tasks": "write",
        "fields": "write",
        "reasons": "write",
        "forecast": "none",
        "moves": "none",
        "translations": "none",
    },
    limits=Limits(
        pipeline_name=_ROOM,
        stage_name=_ROOM,
        guidance=_ROOM * 2 // 5,  # an escaped sign takes up to seven thirds of its room
    ),
    versions=("1",),
    types=_TYPES,
    built_in={"close-date": "due", "owner": "idMembers"},
    prefix="",
    stage_key=None,
    field_key=None,
    where={"automation": "Automation → Rules"},
    source="https://developer.atlassian.com/cloud/trello/rest/",
    verified=("read",),
)


def _write(rollout: Rollout) -> Files:
    return written(_requests(rollout), _SERVER)


def _requests(rollout: Rollout) -> Iterator[Request]:
    board = {"name": rollout.setup.name, "defaultLists": False}
    yield Request("board", "POST", "/boards", board, {"board": "id"})
    for place, stage in enumerate(rollout.stages, start=1):
        name = f"list-{stage.id}"
        body = {"name": stage.name, "idBoard": kept("board"), "pos": place * 1000}
        yield Request(name, "POST", "/lists", body, {name: "id"})
    for each in rollout.playbook.stages:
        yield from _card(rollout, each)
    for field in rollout.added[:FIELDS]:
        yield from _field(field)


def _card(rollout: Rollout, stage: Stage) -> Iterator[Request]:
    """The card of a stage, with a checklist of its work and one of its gate."""
    setup = rollout.setup.stage(stage.id)
    assert setup is not None
    tasks = [_in_brackets(task) for task in setup.tasks]
    text = _description(rollout, stage)
    if not (text or tasks or setup.criteria):
        return
    name = card_name(setup.name)
    card = f"card-{stage.id}"
    body = {"name": name, "desc": text, "idList": kept(f"list-{stage.id}"), "pos": "top"}
    yield Request(card, "POST", "/cards", body, {card: "id"})
    for title, lines in ((_("Tasks"), tasks), (_("Exit criteria"), list(setup.criteria))):
        if lines:
            kind = "tasks" if lines is tasks else "criteria"
            yield from _checklist(f"{kind}-{stage.id}", card, title, lines)


def _checklist(key: str, card: str, title: str, lines: Sequence[str]) -> Iterator[Request]:
    yield Request(key, "POST", "/checklists", {"idCard": kept(card), "name": title}, {key: "id"})
    for number, line in enumerate(lines, start=1):
        path = f"/checklists/{{{{{key}}}}}/checkItems"
        yield Request(f"{key}-{number}", "POST", path, {"name": safe(line), "pos": "bottom"})


def _in_brackets(task: TaskSetup) -> str:
    if not task.detail:
        return task.name
    return _("{text} ({more})").format(text=task.name, more=task.detail)


def _description(rollout: Rollout, stage: Stage) -> str:
    """The guidance of a stage, as far as there is room, as Markdown in which texts are texts."""
    left_out, blocks = rollout.left_out(stage), []
    for section in sections(rollout.playbook, stage):
        lines = [safe(line.text) for line in section.lines if line.at not in left_out]
        if lines and section.heading:
            blocks.append("\n".join((section.heading, "", *(f"- {line}" for line in lines))))
        elif lines:
            blocks.append("\n\n".join(lines))
    return "\n\n".join(blocks)


def _field(field: FieldSetup) -> Iterator[Request]:
    key = f"field-{'-'.join(field.ids)}"
    body = {
        "idModel": kept("board"),
        "modelType": "board",
        "name": field.name,
        "type": _TYPES[field.type],
        "pos": "bottom",
        "display_cardFront": False,
    }
    yield Request(key, "POST", "/customFields", body, {key: "id"})
    for number, option in enumerate(field.options, start=1):
        path = f"/customFields/{{{{{key}}}}}/options"
        value = {"value": {"text": option.name}, "pos": "bottom"}
        yield Request(f"{key}-{number}", "POST", path, value)


def _first(rollout: Rollout) -> Sequence[Step]:
    fields = _(
        "Fields need the Power-Up “Custom Fields”. Where the program stops at one, add the "
        "Power-Up to the new board, and run the program again."
    )
    return (
        sending(_SERVER, "https://trello.com/power-ups/admin → API Key"),
        *(
            (Step(_("The fields"), f"**Power-Ups → Custom Fields**\n\n{fields}"),)
            if rollout.added
            else ()
        ),
        look("Boards"),
    )


def _held(rollout: Rollout) -> Setup:
    """A board has room for so many fields."""
    return replace(rollout.held, fields=rollout.held.fields[:FIELDS])


TRELLO = Target(
    name="trello",
    about="Requests for Trello's API: a board, a list for each stage, and cards with checklists.",
    surface=_SURFACE,
    export=Recipe(
        surface=_SURFACE,
        write=_write,
        first=_first,
        tells=TELLS,
    ),
    read=read,
    held=_held,
    dump=GIVEN,
)
