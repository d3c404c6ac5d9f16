"""HubSpot's deal pipelines, as requests to its API that are ready to be sent."""

import json
from collections.abc import Iterator, Mapping
from typing import Final

from playbook.crm import Export, Fate, Settings, Target
from playbook.crm.hubspot.part_fates import of_parts
from playbook.crm.hubspot.plan import Plan, Request
from playbook.crm.hubspot.setup import guidance, page
from playbook.crm.hubspot.stage_fates import Tell, of_stages
from playbook.messages import _, closest, speaking
from playbook.model import Playbook
from playbook.rollout import Told, dropped, written
from playbook.rollout.inventory import Item, told_of
from playbook.rollout.surface import Capability, Limits, Support, Surface


def export(playbook: Playbook, settings: Settings) -> Export:
    """The requests, and the fate of every part."""
    with speaking(closest(playbook.language)):
        plan = Plan(playbook, settings)
        made = {
            f"requests/{number:02}-{request.name}.json": _text(request)
            for number, request in enumerate(plan.requests, start=1)
        }
        made["guidance.md"] = guidance(plan)
        made["SETUP.md"] = page(plan, _told(plan))
    plan = Plan(playbook, settings)
    fates = [Fate(item.at, told.outcome, item.whole, told.how) for item, told in _told(plan)]
    return Export(made, (*_as_a_whole(plan), *fates))


def _text(request: Request) -> str:
    whole = {"method": request.method, "path": request.path, "body": request.body}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _as_a_whole(plan: Plan) -> Iterator[Fate]:
    """What is told of the playbook itself and of its moves, which are no single piece."""
    yield Fate(("name",), "written", plan.playbook.name, _("pipeline and group of properties"))
    told = written(_("pipeline rules")) if plan.has_rules else dropped(_no_rules())
    yield Fate(("stages",), told.outcome, _("Moves between the stages"), told.how)


def _no_rules() -> str:
    return _("this version of the API knows no pipeline rules; set version: 2026-09 in crm.yaml")


def tellers() -> Mapping[str, Tell]:
    """For each kind of piece, what is told of it."""
    return {**of_stages(), **of_parts()}


def _told(plan: Plan) -> Iterator[tuple[Item, Told]]:
    known = tellers()
    return told_of(plan.playbook, lambda item: known[item.kind](plan, item))


_SUPPORTS: Final[Mapping[Capability, Support]] = {
    "pipelines": "write",
    "stages": "write",
    "order": "write",
    "probability": "write",
    "ends": "write",
    "ageing": "manual",
    "gates": "manual",
    "guidance": "manual",
    "tasks": "manual",
    "fields": "write",
    "reasons": "write",
    "forecast": "manual",
    "moves": "write",
    "translations": "none",
}
HUBSPOT = Target(
    name="hubspot",
    about="Requests for HubSpot's API: a deal pipeline, its properties and its rules.",
    surface=Surface(
        title="HubSpot",
        supports=_SUPPORTS,
        limits=Limits(step=10, lowest=10, highest=90, stages=100),
        versions=("2026-09", "2026-03", "v3"),
        source="https://developers.hubspot.com/docs/api-reference/crm-pipelines-v3/guide",
        verified=("types",),
    ),
    export=export,
)
