"""SETUP.md: the few commands, and the steps that no file can do."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from playbook import wording
from playbook.crm.salesforce.names import title
from playbook.crm.salesforce.plan import Plan
from playbook.messages import _
from playbook.rollout import Told
from playbook.rollout.checklist import Step, markdown, safe
from playbook.rollout.inventory import Item

_LIST: Final = "standardValueSets/OpportunityStage.standardValueSet-meta.xml"


def page(plan: Plan, told: Iterable[tuple[Item, Told]]) -> str:
    """The page, in the language in use."""
    points: dict[str, list[str]] = {}
    for item, each in told:
        if each.outcome == "by hand" and each.topic:
            points.setdefault(each.topic, []).append(_point(item, each))
    steps = [*_first(plan, points.pop("stages", [])), *_deploy(plan)]
    steps += [
        Step(*said, tuple(points[topic])) for topic, said in _topics().items() if topic in points
    ]
    introduction = (
        _("This folder sets up the sales process “{name}” in Salesforce.").format(
            name=safe(title(plan.playbook))
        ),
        _(
            "Try it in a sandbox first. You need the Salesforce CLI (`sf`) and the permission "
            "to customise the application. Tick off the steps as you go."
        ),
    )
    return markdown(_("Setting up Salesforce"), introduction, steps)


def _point(item: Item, told: Told) -> str:
    what = f"**{safe(item.what)}**"
    said = _("{what}: {said}").format(what=what, said=safe(item.said)) if item.said else what
    return f"{said} – {safe(told.how)}" if told.how else said


def _first(plan: Plan, stages: list[str]) -> tuple[Step, ...]:
    log_in = Step(
        _("Log in"),
        _("Open a terminal in this folder. A browser opens for the login."),
        (),
        ("sf org login web --alias crm",),
    )
    if plan.base is not None:
        return (log_in,)
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
    return log_in, Step(_("Get the stages in"), why, tuple(stages), commands)


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
        (),
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


def _topics() -> Mapping[str, tuple[str, str]]:
    """The steps in their order: for each topic a title, and where to click."""
    return {
        "names": (
            _("Choose other names"),
            _("Salesforce has no room for these. Change the ids, and export again."),
        ),
        "layout": (
            _("Show fields where they belong"),
            _("On the same page: select the field, then Set Component Visibility."),
        ),
        "gates": (
            _("Gates that people judge"),
            _("Nothing to set up. Agree in the team who looks at these before a deal moves on."),
        ),
        "guidance": (
            _("Guidance without room"),
            _("A step of the Path holds 1000 characters. Shorten the texts, and export again."),
        ),
        "moves": (
            _("Moves between stages"),
            _("No rule could be written for these. Look at them in pipeline reviews."),
        ),
        "approvals": (
            _("Approvals"),
            _("Setup → Process Automation → Approval Processes → Opportunity → Create New."),
        ),
        "tasks": (
            _("Tasks"),
            _(
                "Setup → Flows → New Flow → Record-Triggered Flow: object Opportunity, when the "
                "stage changes; action Create Records: Task."
            ),
        ),
        "automation": (
            _("Automation"),
            _(
                "Setup → Flows → New Flow. Choose Record-Triggered for what follows a change, and "
                "Schedule-Triggered for what follows a number of days."
            ),
        ),
        "roles": (
            _("Contact roles"),
            _(
                "Setup → Object Manager → Opportunity Contact Role → Fields & Relationships → Role: "
                "add the values."
            ),
        ),
        "access": (
            _("Who may do what"),
            _("Setup → Users, Roles and Permission Sets."),
        ),
        "reports": (
            _("Reports and forecast"),
            _("App Launcher → Reports, and Setup → Forecasts Settings."),
        ),
        "data": (
            _("Personal data"),
            _(
                "Setup → Object Manager → Opportunity → Fields & Relationships → the field → Edit: "
                "Data Sensitivity Level and Compliance Categorization."
            ),
        ),
        "deals": (
            _("Deals that are open already"),
            _("Export them first (Reports), then change them with the Data Import Wizard."),
        ),
        "organisation": (
            _("The organisation"),
            _("Setup → Company Information, and Setup → Translation Workbench."),
        ),
    }
