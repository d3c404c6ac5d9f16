"""Puts the sheets of a set-up workbook together."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any, Final

from playbook.files import Files
from playbook.messages import _, closest, speaking
from playbook.rollout import Told, csv_files, dropped
from playbook.rollout.checklist import Step
from playbook.rollout.compiling import Rollout
from playbook.rollout.inventory import Item, told_of
from playbook.rollout.surface import Surface, Topic
from playbook.rollout.telling import Tell, known, nowhere, tell
from playbook.rollout.workbook import index, pages
from playbook.rollout.workbook.shapes import TYPES, Table, categories, words
from playbook.rollout.workbook.tables import tables
from playbook.rollout.workbook.titles import COLUMNS, Titles, distinct, settings
from playbook.rollout.workbook.writing import Writer, area

NAME: Final = "set-up.xlsx"
SETTINGS: Final[Mapping[str, Mapping[str, Any]]] = settings()
"""What crm.yaml may say of the workbook of a target."""
More = Callable[[Writer, str, list[tuple[Table, str]]], None]
"""Writes one more sheet after the first, with its title and those of all tables."""


def first(_rollout: Rollout) -> Sequence[Step]:
    """The step with which people begin who have the workbook before them."""
    how = _(
        "Everything to enter stands in {name}, a sheet for each part; its last sheet lists every "
        "single step, to be ticked off. If the vendor has given you a template, say its titles "
        "in crm.yaml under sheets and columns, and export again."
    )
    return (Step(_("Open the workbook"), how.format(name=f"`{NAME}`")),)


def unsure(rollout: Rollout, item: Item) -> Told:
    """What becomes of a piece in a CRM of which little is known: a lack is not told as a fact."""
    told = tell(rollout, item)
    if told != dropped(nowhere(rollout)):
        return told
    how = _("whether {title} has a place for it is not known; ask there, or see the handbook")
    return dropped(how.format(title=rollout.surface.title))


UNSURE: Final[Mapping[str, Tell]] = dict.fromkeys(known(), unsure)
"""For a CRM about which nobody outside knows enough."""


def typed_in(title: str, *, where: Mapping[Topic, str], source: str = "") -> Surface:
    """What a CRM can do of which only the workbook is known: people type all of it in.

    ``where`` holds the sheets that it calls otherwise than our Chinese workbook does.
    """
    return Surface(
        title=title,
        supports={
            "pipelines": "manual",
            "stages": "manual",
            "order": "manual",
            "probability": "manual",
            "ends": "manual",
            "ageing": "none",
            "gates": "manual",
            "guidance": "manual",
            "tasks": "manual",
            "fields": "manual",
            "reasons": "manual",
            "forecast": "none",
            "moves": "none",
            "translations": "none",
        },
        prefix="",
        are_field_names_unique=True,
        types={type: type for type in TYPES},
        stage_key=None,
        field_key=None,
        where={
            "stages": f"{NAME} → 阶段",
            "fields": f"{NAME} → 字段",
            "reasons": f"{NAME} → 输单原因",
            "required": f"{NAME} → 必填字段",
            "guidance": f"{NAME} → 阶段 → 阶段指引",
            "tasks": f"{NAME} → 任务",
            **where,
        },
        settings=SETTINGS,
        source=source,
    )


def in_chinese(titles: Titles) -> Callable[[Rollout], Files]:
    """Writes the workbook of a CRM that speaks Chinese, and its fields as a table."""

    def write(rollout: Rollout) -> Files:
        book = workbook(rollout, titles, language="zh-CN", tells=UNSURE)
        return {NAME: book, csv_files.FIELDS: csv_files.fields(rollout.setup)}

    return write


def workbook(
    rollout: Rollout,
    titles: Titles | None = None,
    *,
    language: str = "",
    tells: Mapping[str, Tell] | None = None,
    more: More | None = None,
) -> bytes:
    """The workbook of a roll-out.

    Titles and the words of the format are in the language in use, or in
    ``language``; what an author wrote stays as it is.
    """
    setup, special = rollout.setup, tells or {}
    speaks: AbstractContextManager[Any] = speaking(closest(language)) if language else nullcontext()
    with speaks:
        told = told_of(rollout.playbook, lambda item: special.get(item.kind, tell)(rollout, item))
        made, used = list(tables(rollout, told)), (titles or Titles()).with_own(rollout.settings)
        first = ["process", "deals"] if more else ["process"]
        wanted = [used.sheet(key) for key in first]
        wanted += [used.sheet(each.key).replace("{name}", each.name) for each in made]
        names = distinct(wanted)
        sheets = list(zip(made, names[len(first) :], strict=True))
        writer = Writer(setup.name, language or setup.language, rollout.surface.title)
        lists = {**words(), "categories": categories(rollout.playbook)}
        for name, values in lists.items():
            writer.choice(name, values.values())
        for table, title in sheets:
            if table.key == "stages":
                place = table.place("stage")
                writer.lists["stages"] = area(title, (1, place, len(table.rows), place))
        pages.process(writer, names[0], rollout, sheets)
        if more:
            more(writer, names[1], sheets)
        heads = {key: used.column(key) for key in COLUMNS}
        for table, title in sheets:
            writer.table(table, title, heads, colours=len(rollout.stages))
        writer.write_lists()
        writer.write_index(index.written(setup, sheets, heads, lists))
    return writer.done()
