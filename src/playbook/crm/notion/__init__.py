"""Notion: a database of deals on a board by stage, and a page for each stage, as requests.

Stages are the options of a select, which keep their order. A page has the
guidance of its stage, and its work and its gate as boxes to tick. Notion's
texts are no Markdown, so an author's text stays one.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from playbook.crm import Target
from playbook.crm.notion.reading import GIVEN, TITLE, read
from playbook.files import Files
from playbook.messages import _, p_
from playbook.model import Stage, StageKind
from playbook.rollout.checklist import Step
from playbook.rollout.compiling import Rollout
from playbook.rollout.guidance import sections
from playbook.rollout.page import look
from playbook.rollout.requests import Request, Server, kept, sending, written
from playbook.rollout.rolling import Recipe
from playbook.rollout.setup import FieldSetup
from playbook.rollout.surface import Limits, Surface
from playbook.wording import headed

_SERVER: Final = Server(
    address="https://api.notion.com/v1",
    headers={"Authorization": "Bearer {{NOTION_TOKEN}}", "Notion-Version": "2025-09-03"},
    variables=("NOTION_TOKEN", "NOTION_PAGE_ID"),
)
_TYPES: Final = {
    "text": "rich_text",
    "long-text": "rich_text",
    "number": "number",
    "money": "number",
    "percent": "number",
    "rating": "number",
    "date": "date",
    "yes-no": "select",
    "choice": "select",
    "choices": "multi_select",
    "user": "people",
    "contact": "rich_text",
    "company": "rich_text",
    "link": "url",
    "file": "files",
    "flag": "checkbox",
}
_COLOURS: Final[dict[StageKind, str]] = {
    "won": "green",
    "after-sale": "green",
    "lost": "red",
    "not-counted": "gray",
    "parked": "gray",
}
_MOST: Final = 100
"""Blocks in one request, options of a select, and characters of an option."""
_PIECE: Final = 2000
"""Characters in one piece of text."""
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
        pipeline_name=_PIECE,
        stages=_MOST,
        stage_name=_MOST,
        are_names_unique=True,
        field_name=_PIECE,
        options=_MOST,
        option_name=_MOST,
    ),
    versions=("2025-09-03",),
    are_field_names_unique=True,
    takes_commas=False,
    types=_TYPES,
    prefix="",
    stage_key=None,
    field_key=None,
    source="https://developers.notion.com/reference/create-database",
    verified=("types",),
)


def _write(rollout: Rollout) -> Files:
    return written(_requests(rollout), _SERVER)


def _requests(rollout: Rollout) -> Iterator[Request]:
    parent = {"type": "page_id", "page_id": kept("NOTION_PAGE_ID")}
    body = {
        "parent": parent,
        "title": _text(rollout.setup.name),
        "initial_data_source": {"properties": _properties(rollout)},
    }
    keep = {"database": "id", "source": "data_sources.0.id"}
    yield Request("database", "POST", "/databases", body, keep)
    for stage in rollout.playbook.stages:
        blocks = _blocks(rollout, stage)
        if blocks:
            yield from _page(rollout, stage, blocks)
    way = f"properties.{_stage_property()}.id"
    yield Request("source", "GET", "/data_sources/{{source}}", keep={"stage": way})
    yield Request("board", "POST", "/views", _board())


def _stage_property() -> str:
    return _("Stage")


def _properties(rollout: Rollout) -> dict[str, Any]:
    """The columns by their names: the deal, its stage, and the fields.

    A name that the deal and its stage have gets the field's id behind it. So does one that looks
    like a place to fill, because a name is a key here.
    """
    options = [
        {"name": stage.name, "color": _COLOURS.get(stage.kind, "blue")} for stage in rollout.stages
    ]
    found: dict[str, Any] = {
        p_("deal", "Name"): {"type": "title", "title": {}},
        _stage_property(): {"type": "select", "select": {"options": options}},
    }
    taken = {name.casefold() for name in found}
    for field in rollout.added:
        name = field.name
        if name.casefold() in taken or name.startswith("{{"):
            name = _("{text} ({more})").format(text=name, more=".".join(field.ids))
        found[name] = _property(field)
    return found


def _property(field: FieldSetup) -> dict[str, Any]:
    kind = _TYPES[field.type]
    options = [{"name": option.name} for option in field.options]
    body: dict[str, Any] = {"type": kind, kind: {"options": options} if options else {}}
    if field.type == "percent":
        body[kind] = {"format": "percent"}
    if field.about:
        body["description"] = field.about
    return body


def _page(rollout: Rollout, stage: Stage, blocks: Sequence[Any]) -> Iterator[Request]:
    """The page of a stage; what is too much for one request comes in the next."""
    setup = rollout.setup.stage(stage.id)
    assert setup is not None
    key = f"page-{stage.id}"
    name = headed(_("Guidance"), setup.name)
    body = {
        "parent": {"type": "page_id", "page_id": kept("NOTION_PAGE_ID")},
        "properties": {"title": {"type": "title", "title": _text(name)}},
        "children": blocks[:_MOST],
    }
    yield Request(key, "POST", "/pages", body, {key: "id"})
    for start in range(_MOST, len(blocks), _MOST):
        path = f"/blocks/{{{{{key}}}}}/children"
        more = {"children": blocks[start : start + _MOST]}
        yield Request(f"{key}-{start // _MOST}", "PATCH", path, more)


def _blocks(rollout: Rollout, stage: Stage) -> list[dict[str, Any]]:
    """The author's words, and what there is to do and to look at as boxes to tick."""
    blocks = []
    for section in sections(rollout.playbook, stage):
        if section.heading:
            blocks.append(_block("heading_3", section.heading))
        kind = "to_do" if section.heading else "paragraph"
        blocks += [_block(kind, line.text) for line in section.lines]
    return blocks


def _block(kind: str, text: str) -> dict[str, Any]:
    return {"object": "block", "type": kind, kind: {"rich_text": _text(text)}}


def _text(text: str) -> list[dict[str, Any]]:
    """A text in pieces of the size that is taken."""
    pieces = [text[start : start + _PIECE] for start in range(0, len(text), _PIECE)]
    return [{"type": "text", "text": {"content": piece}} for piece in pieces]


def _board() -> dict[str, Any]:
    stage = {"type": "select", "property_id": kept("stage"), "sort": {"type": "manual"}}
    return {
        "database_id": kept("database"),
        "data_source_id": kept("source"),
        "name": _stage_property(),
        "type": "board",
        "configuration": {"type": "board", "group_by": stage},
    }


def _first(_rollout: Rollout) -> Sequence[Step]:
    how = _(
        "Make a page for the deals, open it to the integration there, and set NOTION_PAGE_ID to "
        "the id at the end of its address."
    )
    return (
        Step(_("Make a page"), f"**••• → Connections**\n\n{how}"),
        sending(_SERVER, "https://www.notion.so/profile/integrations"),
        look(_stage_property()),
    )


NOTION = Target(
    name="notion",
    about="Requests for Notion's API: a database of deals, a board, and a page for each stage.",
    surface=_SURFACE,
    export=Recipe(surface=_SURFACE, write=_write, first=_first),
    read=read,
    dump=GIVEN,
)
