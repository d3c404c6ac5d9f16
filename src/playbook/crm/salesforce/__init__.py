"""Salesforce opportunities, as the files of a project for the sf command."""

from collections.abc import Iterator, Mapping
from typing import Final

from playbook.crm import Export, Fate, Settings, Target
from playbook.crm.salesforce.names import title
from playbook.crm.salesforce.part_fates import of_parts
from playbook.crm.salesforce.plan import Plan, plan
from playbook.crm.salesforce.setup import page
from playbook.crm.salesforce.source import files
from playbook.crm.salesforce.stage_fates import Tell, of_stages, rule_of
from playbook.messages import _, closest, speaking
from playbook.model import Playbook
from playbook.rollout import Told
from playbook.rollout.inventory import Item, told_of
from playbook.rollout.surface import Capability, Limits, Support, Surface


def export(playbook: Playbook, settings: Settings) -> Export:
    """The project, and the fate of every part.

    Raises:
        Refused: the file to merge with is no list of stages.

    """
    with speaking(closest(playbook.language)):
        worked_out = plan(playbook, settings)
        made = files(worked_out)
        made["SETUP.md"] = page(worked_out, _told(worked_out))
    worked_out = plan(playbook, settings)
    told = [Fate(item.at, each.outcome, item.whole, each.how) for item, each in _told(worked_out)]
    return Export(made, (*_as_a_whole(worked_out), *told))


def _as_a_whole(worked_out: Plan) -> Iterator[Fate]:
    """What is told of the playbook itself and of its moves, which are no single piece."""
    name = title(worked_out.playbook)
    how = _("sales process, record type and Path “{name}”").format(name=name)
    yield Fate(("name",), "written", worked_out.playbook.name, how)
    for at in (("stages",), ("stages", "moves")):
        what = _("Where deals begin") if at == ("stages",) else _("Moves between the stages")
        told = rule_of(worked_out, at, "moves")
        yield Fate(("stages",), told.outcome, what, told.how)
    if worked_out.is_out_of_order:
        how = _("put the stages in order; those that were there stand before those that are new")
        yield Fate(("stages",), "by hand", _("Order of the stages"), how)


def tellers() -> Mapping[str, Tell]:
    """For each kind of piece, what is told of it."""
    return {**of_stages(), **of_parts()}


def _told(worked_out: Plan) -> Iterator[tuple[Item, Told]]:
    known = tellers()
    return told_of(worked_out.playbook, lambda item: known[item.kind](worked_out, item))


_SUPPORTS: Final[Mapping[Capability, Support]] = {
    "pipelines": "write",
    "stages": "write",
    "order": "manual",
    "probability": "write",
    "ends": "write",
    "ageing": "none",
    "gates": "write",
    "guidance": "write",
    "tasks": "manual",
    "fields": "write",
    "reasons": "write",
    "forecast": "write",
    "moves": "write",
    "translations": "manual",
}
SALESFORCE = Target(
    name="salesforce",
    about="A project for the sf command: sales process, Path, fields and validation rules.",
    surface=Surface(
        title="Salesforce",
        supports=_SUPPORTS,
        limits=Limits(guidance=1000, field_key=40, field_name=40),
        versions=("66.0",),
        prefix="PB",
        prefix_pattern="^[A-Z][A-Za-z0-9]{0,7}$",
        source="https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/",
        verified=("run", "types"),
    ),
    takes_base=True,
    export=export,
)
