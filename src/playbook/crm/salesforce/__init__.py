"""Salesforce opportunities, as the files of a project for the sf command."""

from collections.abc import Iterator, Mapping

from playbook import wording
from playbook.crm import Export, Fate, Settings, Target
from playbook.crm.salesforce.part_fates import of_parts
from playbook.crm.salesforce.plan import Plan, plan
from playbook.crm.salesforce.reading import read
from playbook.crm.salesforce.setup import page
from playbook.crm.salesforce.source import files
from playbook.crm.salesforce.stage_fates import Tell, of_stages, rule_of
from playbook.crm.salesforce.surface import SURFACE
from playbook.crm.salesforce.translations import left_out, translations
from playbook.messages import _, closest, speaking
from playbook.model import Playbook
from playbook.rollout import Told
from playbook.rollout.compiling import Rollout
from playbook.rollout.inventory import Item, told_of
from playbook.rollout.telling import known, tell


def export(playbook: Playbook, settings: Settings) -> Export:
    """The project, and the fate of every part.

    Raises:
        Refused: the file to merge with is no list of stages.

    """
    with speaking(closest(playbook.language)):
        worked_out = plan(Rollout(playbook, settings, SURFACE))
        made = files(worked_out)
        made["SETUP.md"] = page(worked_out, _told(worked_out))
    worked_out = plan(Rollout(playbook, settings, SURFACE))
    told = [Fate(item.at, each.outcome, item.whole, each.how) for item, each in _told(worked_out)]
    return Export(made, (*_as_a_whole(worked_out), *told))


def _as_a_whole(worked_out: Plan) -> Iterator[Fate]:
    """What is told of the playbook itself and of its moves, which are no single piece."""
    how = _("sales process, record type and Path “{name}”").format(name=worked_out.title)
    yield Fate(("name",), "written", worked_out.playbook.name, how)
    for at in (("stages",), ("stages", "moves")):
        what = _("Where deals begin") if at == ("stages",) else _("Moves between the stages")
        told = rule_of(worked_out, at, "moves")
        yield Fate(("stages",), told.outcome, what, told.how)
    if worked_out.is_out_of_order:
        how = _("put the stages in order; those that were there stand before those that are new")
        yield Fate(("stages",), "by hand", _("Order of the stages"), how)
    yield from _of_languages(worked_out)


def _of_languages(worked_out: Plan) -> Iterator[Fate]:
    """What of the translations there is no place for."""
    unknown = left_out(worked_out.rollout)
    if unknown:
        how = _("{title} has no place for it; see the handbook").format(title=SURFACE.title)
        yield Fate(("languages",), "dropped", wording.listed(unknown), how)
    for each in translations(worked_out):
        for column in each.too_long:
            how = _(
                "the label is too long for Salesforce, and stays in the playbook's own language"
            )
            yield Fate(column.at, "dropped", f"{each.tag}: {column.name}", how)


def tellers() -> Mapping[str, Tell]:
    """For each kind of piece, what is told of it: our own word, or the table's."""
    common = dict.fromkeys(known(), lambda worked_out, item: tell(worked_out.rollout, item))
    return {**common, **of_stages(), **of_parts()}


def _told(worked_out: Plan) -> Iterator[tuple[Item, Told]]:
    said = tellers()
    return told_of(worked_out.playbook, lambda item: said[item.kind](worked_out, item))


SALESFORCE = Target(
    name="salesforce",
    about="A project for the sf command: sales process, Path, fields and validation rules.",
    surface=SURFACE,
    takes_base=True,
    export=export,
    read=read,
    dump="sf project retrieve start: force-app/**",
)
