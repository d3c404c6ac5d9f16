"""SETUP.md and guidance.md: how to send the requests, and what people do by hand."""

from collections.abc import Iterable, Iterator, Mapping

from playbook import wording
from playbook.crm.hubspot.plan import Plan
from playbook.messages import _
from playbook.rollout import Told
from playbook.rollout.checklist import Step, markdown, safe
from playbook.rollout.guidance import sections
from playbook.rollout.inventory import Item


def page(plan: Plan, told: Iterable[tuple[Item, Told]]) -> str:
    """The page of steps, in the language in use."""
    points: dict[str, list[str]] = {}
    for item, each in told:
        if each.outcome == "by hand" and each.topic:
            points.setdefault(each.topic, []).append(_point(item, each))
    steps = [_send(plan), _check(plan)]
    steps += [
        Step(*said, tuple(points[topic])) for topic, said in _topics().items() if topic in points
    ]
    introduction = (
        _("This folder sets up the deal pipeline “{name}” in HubSpot.").format(
            name=safe(plan.playbook.name)
        ),
        _(
            "Try it in a sandbox account first. You need Super Admin rights. Tick off the steps "
            "as you go."
        ),
    )
    return markdown(_("Setting up HubSpot"), introduction, steps)


def guidance(plan: Plan) -> str:
    """What sellers want to see beside a deal, stage by stage, to be pasted into HubSpot."""
    blocks = [f"# {safe(plan.playbook.name)}"]
    for stage in plan.playbook.stages:
        found = sections(plan.playbook, stage)
        if found:
            blocks.append(f"## {safe(stage.name)}")
        for section in found:
            if section.heading:
                blocks.append(section.heading)
            mark = "- " if section.heading else ""
            blocks.append(
                ("\n" if mark else "\n\n").join(
                    f"{mark}{safe(line.text)}" for line in section.lines
                )
            )
    return "\n\n".join(blocks) + "\n"


def _point(item: Item, told: Told) -> str:
    what = f"**{safe(item.what)}**"
    said = _("{what}: {said}").format(what=what, said=safe(item.said)) if item.said else what
    return f"{said} – {safe(told.how)}" if told.how else said


def _send(plan: Plan) -> Step:
    scopes = ["crm.schemas.deals.write"]
    scopes += ["crm.schemas.contacts.write"] if plan.properties.labels else []
    scopes += ["crm.pipelines.governance.write"] if plan.has_rules else []
    where = _(
        "Settings → Integrations → Private apps → Create: give it the scopes {scopes}, and copy "
        "its token. Then run this in this folder (it needs curl and jq). Each file in requests/ "
        "is one request: method, path and body. What is there already is refused and stays as it "
        "is, so you can run it again."
    )
    listed = wording.listed(f"`{scope}`" for scope in scopes)
    return Step(_("Send the requests"), where.format(scopes=listed), (), tuple(_script()))


def _script() -> Iterator[str]:
    hint, failed = _("paste the token, then press Enter"), _("not done:")
    yield f"read -rs HUBSPOT_TOKEN    # {hint}"
    yield "for file in requests/*.json; do"
    yield '  jq .body "$file" | curl --fail-with-body -sS -X "$(jq -r .method "$file")" \\'
    yield '    "https://api.hubapi.com$(jq -r .path "$file")" --data @- \\'
    yield '    -H "Authorization: Bearer $HUBSPOT_TOKEN" -H "Content-Type: application/json" \\'
    yield f'    || echo "{failed} $file"'
    yield "done"


def _check(plan: Plan) -> Step:
    where = _(
        "Settings → Objects → Deals → Pipelines → {name}: look at the stages and their "
        "probabilities. Move a test deal to the next stage, and another one to lost."
    )
    if plan.has_rules:
        where += "\n\n" + _(
            "Pipeline rules need Sales Hub Professional, and do not hold for Super Admins, "
            "workflows and imports."
        )
    return Step(_("Look at the pipeline"), where.format(name=safe(plan.playbook.name)))


def _topics() -> Mapping[str, tuple[str, str]]:
    """The steps in their order: for each topic a title, and where to click."""
    pipelines = _("Settings → Objects → Deals → Pipelines")
    return {
        "names": (
            _("Choose other names"),
            _("HubSpot has something of that name. Change the ids, and export again."),
        ),
        "required": (
            _("Require properties"),
            _(
                "{pipelines}: rest the pointer on the stage → Conditional logic rules → Add rule → "
                "Add property → Required. HubSpot asks for them when a deal enters that stage. "
                "Change stages here from now on: an update of the stages through the API has "
                "been seen to lose these rules."
            ).format(pipelines=pipelines),
        ),
        "gates": (
            _("Gates that people judge"),
            _("Nothing to set up. Agree in the team who looks at these before a deal moves on."),
        ),
        "guidance": (
            _("Guidance"),
            _(
                "HubSpot has no text beside a stage. Library → Playbooks → Create playbook (Sales "
                "Hub Professional): one for each stage, with its text from guidance.md."
            ),
        ),
        "moves": (
            _("Moves between stages"),
            _("{pipelines} → Pipeline rules.").format(pipelines=pipelines),
        ),
        "approvals": (
            _("Approvals"),
            _("{pipelines} → Pipeline rules → approval (Sales Hub Enterprise).").format(
                pipelines=pipelines
            ),
        ),
        "tasks": (
            _("Tasks"),
            _(
                "Automation → Workflows → Create → Deal-based: “Deal stage is …”, then the action "
                "Create task."
            ),
        ),
        "automation": (
            _("Automation"),
            _(
                "Automation → Workflows → Create → Deal-based. For a number of days use the "
                "action Delay, and check the stage again after it."
            ),
        ),
        "score": (
            _("Scores"),
            _(
                "Settings → Properties → Create property → Score (Sales Hub Professional), "
                "or count by hand with the handbook."
            ),
        ),
        "record": (
            _("The deal's page"),
            _("Settings → Objects → Deals → Record customization: add a card, with conditions."),
        ),
        "access": (
            _("Who may do what"),
            _("Settings → Users & Teams, and {pipelines} → Pipeline rules.").format(
                pipelines=pipelines
            ),
        ),
        "reports": (
            _("Reports and forecast"),
            _("CRM → Segments (lists), Reports, and Settings → Objects → Forecast."),
        ),
        "data": (
            _("Personal data"),
            _("Settings → Properties → the property → Rules and data sensitivity."),
        ),
        "deals": (
            _("Deals and their contacts"),
            _("CRM → Deals: select, then Edit, or import a file with the deals' ids."),
        ),
        "account": (
            _("The account"),
            _("Settings → Account defaults."),
        ),
    }
