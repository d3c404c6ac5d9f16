"""SETUP.md: the few commands, and the steps that no file can do."""

from collections.abc import Iterable, Iterator
from typing import Final

from playbook import wording
from playbook.crm.salesforce.plan import Plan
from playbook.crm.salesforce.surface import SURFACE
from playbook.crm.salesforce.translations import languages
from playbook.messages import _
from playbook.rollout import Told
from playbook.rollout.checklist import Step, markdown, safe
from playbook.rollout.inventory import Item
from playbook.rollout.page import by_topic, look, point, topics

_LIST: Final = "standardValueSets/OpportunityStage.standardValueSet-meta.xml"
_OWN: Final = frozenset({"stages", "guidance"})
"""The steps that are something else here than with other CRMs."""


def page(plan: Plan, told: Iterable[tuple[Item, Told]]) -> str:
    """The page, in the language in use."""
    pieces = list(told)
    introduction = (
        _("This folder sets up the sales process “{name}” in Salesforce.").format(
            name=safe(plan.title)
        ),
        _(
            "Try it in a sandbox first. You need the Salesforce CLI (`sf`) and the permission "
            "to customise the application. Tick off the steps as you go."
        ),
    )
    steps = [
        *_first(plan, _points(pieces, "stages")),
        *_deploy(plan),
        *_guidance(_points(pieces, "guidance")),
        *by_topic((each for each in pieces if each[1].topic not in _OWN), SURFACE.where),
        look("App Launcher → Opportunities"),
    ]
    return markdown(_("Setting up Salesforce"), introduction, steps)


def _points(pieces: Iterable[tuple[Item, Told]], topic: str) -> tuple[str, ...]:
    return tuple(
        point(item, each)
        for item, each in pieces
        if each.outcome == "by hand" and each.topic == topic
    )


def _first(plan: Plan, stages: tuple[str, ...]) -> Iterator[Step]:
    yield Step(
        _("Log in"),
        _("Open a terminal in this folder. A browser opens for the login."),
        (),
        ("sf org login web --alias crm",),
    )
    if plan.base is None:
        yield _get_the_stages_in(stages)
    codes = languages(plan.rollout).values()
    if codes:
        how = _(
            "Switch on these languages before you deploy, or Salesforce refuses the files: "
            "{languages}."
        )
        path = f"**{SURFACE.where['translations']}**"
        said = how.format(languages=wording.listed(codes))
        yield Step(topics()["translations"][0], f"{path}\n\n{said}")


def _get_the_stages_in(stages: tuple[str, ...]) -> Step:
    why = _(
        "The list of stages is not in this folder. Salesforce has one list for all teams, and "
        "switches off every stage that a file does not name; so it is only written together "
        "with the list as it stands. Fetch that list with the first command. Then go to where "
        "you made this folder, and make it again with the second: PLAYBOOK is your playbook, "
        "FOLDER this folder. Or add the stages by hand under Setup → Object Manager → "
        "Opportunity → Fields & Relationships → Stage → New. Deploy nothing before the stages "
        "are there."
    )
    commands = (
        'sf project retrieve start --metadata "StandardValueSet:OpportunityStage" --target-org crm',
        f"playbook export salesforce PLAYBOOK -o FOLDER --base FOLDER/force-app/main/default/{_LIST}",
    )
    return Step(_("Get the stages in"), why, stages, commands)


def _deploy(plan: Plan) -> Iterator[Step]:
    yield Step(
        _("Check, then deploy"),
        _(
            "The first command checks everything, formulas too, and changes nothing. The second "
            "does it. Both send {number} validation rules; see that your edition has room for them."
        ).format(number=len(plan.rules)),
        (),
        (
            "sf project deploy start --dry-run --source-dir force-app --target-org crm",
            "sf project deploy start --source-dir force-app --target-org crm",
        ),
    )
    if plan.is_out_of_order:
        yield _order(plan)
    yield Step(
        _("Let people in"),
        _(
            "Nobody sees new fields before this, not even administrators. Give the permission "
            "set to everyone who sells, and make the record type the default of their profiles "
            "(Setup → Profiles → Object Settings → Opportunities). The permission set {bypass} "
            "lets data loads pass the rules; take it away again afterwards."
        ).format(bypass=plan.bypass),
        tuple(f"**{safe(team)}**" for team in plan.rollout.setup.teams),
        (f"sf org assign permset --name {plan.name} --target-org crm",),
    )
    yield Step(
        _("Put the fields on the page"),
        _(
            "Setup → Object Manager → Opportunity → Lightning Record Pages (or Page Layouts): "
            "add the fields whose names begin with {prefix}, and the Path component."
        ).format(prefix=plan.bypass.removesuffix("Bypass")),
    )


def _order(plan: Plan) -> Step:
    return Step(
        _("Put the stages in order"),
        _(
            "Setup → Object Manager → Opportunity → Fields & Relationships → Stage → Reorder. The "
            "stages that were there stand before those that are new; other teams see the order, too."
        ),
        (wording.listed(safe(value.stage.name) for value in plan.values if not value.closed),),
    )


def _guidance(points: tuple[str, ...]) -> Iterator[Step]:
    if points:
        how = _("A step of the Path holds 1000 characters. Shorten the texts, and export again.")
        yield Step(topics()["guidance"][0], how, points)
