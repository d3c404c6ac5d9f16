"""An adopted playbook as text: playbook.yaml with its comments, and crm.yaml."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import yaml

from playbook.adoption.naming import Ids, Labels
from playbook.adoption.placing import Placed, placed
from playbook.crm import Target
from playbook.messages import _
from playbook.model import BUILT_IN_FIELDS, FORECAST_ORDER
from playbook.rollout.plain import line, paragraph
from playbook.rollout.reading import Note
from playbook.rollout.records import LOSS_REASON
from playbook.rollout.setup import FieldSetup, Setup, StageSetup
from playbook.wording import headed

_FORECAST: Final = {"lead": "pipeline", "open": "pipeline", "won": "closed"}
_WIDTH: Final = 1_000_000
"""No text is broken: what begins the next line could be taken for something else."""


class _Dumper(yaml.SafeDumper):
    """Lists stand further in than what they belong to, as in all playbooks."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002 - as it is called
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - as it is called
        """Nothing is written as a reference to what was written before."""
        return True

    def represent_str(self, data: str) -> yaml.ScalarNode:
        """A text of several lines keeps them."""
        style = "|" if "\n" in data else None
        return self.represent_scalar("tag:yaml.org,2002:str", data, style=style)


_Dumper.add_representer(str, _Dumper.represent_str)


def playbook_file(setup: Setup, target: Target, notes: Sequence[Note]) -> Iterator[str]:
    """The file, block by block."""
    places = {each.ids[0]: placed(setup, each) for each in setup.fields}
    yield _comment(_("Brought from {title}.").format(title=target.title))
    questions = [each for each in notes if each.kind == "question"]
    left_out = [each for each in notes if each.kind == "left out"]
    if questions:
        yield _comment(_("To be answered by you; then delete the line:"))
        yield from (_noted(each) for each in questions)
    if left_out:
        yield _comment(_("Not taken over, with the reasons:"))
        yield from (_noted(each) for each in left_out)
    yield _block(_head(setup))
    if setup.reasons:
        yield "\n" + _block({"reasons": {each.id: {"name": each.name} for each in setup.reasons}})
    fields = [each for each in setup.fields if each.ids[0] not in BUILT_IN_FIELDS]
    if fields:
        yield "\n" + _block({"fields": {each.ids[0]: _field(each) for each in fields}})
    yield "\nstages:\n"
    for number, stage in enumerate(setup.stages):
        yield "\n" if number else ""
        made = _stage(stage, places)
        if stage.kind in ("lead", "open") and not {"must_fill", "exit"} & set(made):
            why = _("the CRM asks for nothing here; what has the buyer done by then?")
            yield f"  # playbook: ignore PB301 -- {line(why)}\n"
        if stage.kind == "parked":
            why = _("the CRM does not say what brings a deal back; when does it wake up?")
            yield f"  # playbook: ignore PB802 -- {line(why)}\n"
        yield _indented(_block([made]))


def _head(setup: Setup) -> dict[str, Any]:
    head: dict[str, Any] = {"id": setup.id, "name": setup.name, "language": setup.language}
    if setup.currency:
        head["currency"] = setup.currency
    return head


def _field(one: FieldSetup) -> dict[str, Any]:
    made: dict[str, Any] = {"name": one.name, "type": one.type}
    if paragraph(one.about):
        made["about"] = paragraph(one.about)
    if one.options and one.type in ("choice", "choices"):
        labels = Labels()
        made["options"] = [
            {"id": id, "name": labels.give(each.name, id)}
            for id, each in zip(_option_ids(one), one.options, strict=True)
        ]
    return made


def _option_ids(one: FieldSetup) -> list[str]:
    ids = Ids()
    return [ids.give(each.key, each.name, "option") for each in one.options]


def _options_there(one: FieldSetup) -> dict[str, str]:
    """The keys of a field's options where they are not the ids."""
    if one.type not in ("choice", "choices"):
        return {}
    pairs = zip(_option_ids(one), one.options, strict=True)
    return {id: each.key for id, each in pairs if each.key and each.key != id}


def _stage(stage: StageSetup, places: Mapping[str, Placed]) -> dict[str, Any]:
    made: dict[str, Any] = {"id": stage.id, "name": stage.name}
    if stage.kind != "open":
        made["kind"] = stage.kind
    if stage.probability is not None and stage.kind in ("lead", "open"):
        made["probability"] = min(max(stage.probability, 0), 100)
    if stage.forecast in FORECAST_ORDER and stage.forecast != _FORECAST.get(stage.kind, "omitted"):
        made["forecast"] = stage.forecast
    if stage.days:
        made["max_days"] = stage.days
    if paragraph(stage.guidance):
        made["guidance"] = paragraph(stage.guidance)
    fields = [id for id, place in places.items() if stage.id in place.before_leaving]
    if fields:
        made["must_fill"] = fields
    needed = [id for id, place in places.items() if place.to_begin == stage.id]
    if needed:
        made["entry"] = [{"check": {"field": id, "is": "filled"}} for id in needed]
    tasks = [line(task.name) for task in stage.tasks if line(task.name)]
    if tasks:
        made["tasks"] = tasks
    criteria = [line(each) for each in stage.criteria if line(each)]
    if criteria:
        made["exit"] = criteria
    return made


def settings_file(setup: Setup, target: Target) -> str:
    """What crm.yaml needs so that an export changes what is there, and makes nothing twice."""
    if not target.surface.types:
        return ""
    values: dict[str, Any] = {}
    fields = {
        each.ids[0]: each.key
        for each in setup.fields
        if each.key and (each.ids[0] not in BUILT_IN_FIELDS or _is_asked_for(setup, each))
    }
    if fields:
        values["fields"] = fields
    options = {each.ids[0]: _options_there(each) for each in setup.fields if each.ids[0] in fields}
    if any(options.values()):
        values["options"] = {id: found for id, found in options.items() if found}
    if setup.teams:
        values["teams"] = [line(each) for each in setup.teams]
    return _block({"targets": {target.name: values}})


def _is_asked_for(setup: Setup, one: FieldSetup) -> bool:
    """Whether a built-in field is one of those that we added, and the playbook speaks of it."""
    place = placed(setup, one)
    return one.is_ours and bool(
        place.before_leaving or place.to_begin or one.ids[0] == str(LOSS_REASON)
    )


def _noted(note: Note) -> str:
    return _comment(f"- {_said(note)}")


def _said(note: Note) -> str:
    where, what = line(note.where), line(note.what)
    if what:
        where = _("{text} ({more})").format(text=where, more=what)
    return headed(where, line(note.why))


def _comment(text: str) -> str:
    return f"# {line(text)}\n"


def _block(value: Any) -> str:
    written: str = yaml.dump(
        value,
        Dumper=_Dumper,
        sort_keys=False,
        allow_unicode=True,
        width=_WIDTH,
        default_flow_style=False,
    )
    return written


def _indented(block: str) -> str:
    return "".join(f"  {each}\n" if each.strip() else "\n" for each in block.splitlines())


def note_lines(notes: Iterable[Note]) -> Iterator[str]:
    """The notes as lines for the screen, questions first."""
    for kind in ("question", "left out"):
        title = _("To be answered by you:") if kind == "question" else _("Not taken over:")
        lines = [each for each in notes if each.kind == kind]
        if lines:
            yield title
        for each in lines:
            yield f"  {_said(each)}"
