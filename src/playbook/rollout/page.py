"""SETUP.md and guidance.md: what people do by hand in a CRM, and what they paste there."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from playbook.messages import _
from playbook.model import Playbook
from playbook.rollout import Told
from playbook.rollout.checklist import Step, markdown, safe
from playbook.rollout.compiling import Rollout
from playbook.rollout.guidance import sections
from playbook.rollout.inventory import Item
from playbook.rollout.surface import TOPICS, Topic
from playbook.wording import headed

Pieces = Iterable[tuple[Item, Told]]


def page(rollout: Rollout, first: Sequence[Step], told: Pieces) -> str:
    """The page of steps, in the language in use: those that bring the files in come first."""
    title = rollout.surface.title
    introduction = [
        _("This folder sets up the sales process “{name}” in {title}.").format(
            name=safe(rollout.setup.name), title=title
        ),
        _("Try it first where no real deals are. Tick off the steps as you go."),
    ]
    steps = [step for step in first if not step.is_last]
    steps += [*by_topic(told, rollout.surface.where), *(step for step in first if step.is_last)]
    return markdown(_("Setting up {title}").format(title=title), introduction, steps)


def by_topic(told: Pieces, where: Mapping[Topic, str]) -> Iterator[Step]:
    """A step for every topic in which there is something to do by hand."""
    points: dict[str, list[str]] = {}
    for item, each in told:
        if each.outcome == "by hand" and each.topic:
            points.setdefault(each.topic, []).append(point(item, each))
    titles = topics()
    for topic in TOPICS:
        if topic in points:
            title, how = titles[topic]
            path = f"**{where[topic]}**" if topic in where else ""
            said = "\n\n".join(part for part in (path, how) if part)
            yield Step(title, said, tuple(points[topic]))


def point(item: Item, told: Told) -> str:
    """One thing to do."""
    what = f"**{safe(item.what)}**"
    said = headed(what, safe(item.said)) if item.said else what
    # That people decide is what the whole step says.
    how = "" if told.topic == "gates" and told.how in left_to_people() else told.how
    return f"{said} – {safe(how)}" if how else said


def left_to_people() -> frozenset[str]:
    """What is said of a gate that no CRM keeps."""
    return frozenset(
        {
            _("people decide; look at it before a move"),
            _("people decide; it stands in the guidance of the stage"),
        }
    )


def guidance(playbook: Playbook) -> str:
    """What sellers want to see beside a deal, stage by stage, to be pasted where there is room."""
    blocks = [f"# {safe(playbook.name)}"]
    for stage in playbook.stages:
        found = sections(playbook, stage)
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


def topics() -> Mapping[Topic, tuple[str, str]]:
    """For each step by hand a title, and what there is to know."""
    return {
        "names": (
            _("Choose other names"),
            _("There is something of that name already. Change the ids, and export again."),
        ),
        "stages": (
            _("Add the stages"),
            _("Add them in this order, one below the other."),
        ),
        "fields": (
            _("The fields"),
            _("Add them to deals; fields.csv has their types and their options."),
        ),
        "reasons": (_("Reasons for lost deals"), ""),
        "required": (
            _("Required fields"),
            _("Where a field is required, nobody moves a deal on without it."),
        ),
        "gates": (
            _("Gates that people judge"),
            _("Nothing to set up. Agree in the team who looks at these before a deal moves on."),
        ),
        "guidance": (_("Guidance"), _("The texts are in guidance.md, stage by stage.")),
        "moves": (_("Moves between stages"), ""),
        "approvals": (_("Approvals"), ""),
        "tasks": (_("Tasks"), ""),
        "ageing": (_("Deals that stay too long"), ""),
        "forecast": (_("Forecast categories"), ""),
        "automation": (
            _("Automation"),
            _("For a number of days let the workflow wait, and look at the stage again after it."),
        ),
        "score": (_("Scores"), _("Or count by hand with the handbook.")),
        "record": (_("The deal's page"), ""),
        "access": (_("Who may do what"), ""),
        "reports": (_("Reports and forecast"), ""),
        "data": (_("Personal data"), ""),
        "deals": (_("Deals and their contacts"), ""),
        "translations": (_("Other languages"), ""),
        "account": (_("The account"), ""),
    }


def look(path: str) -> Step:
    """The last step of every roll-out that is more than a sheet: see whether it works."""
    how = _("Move a test deal to the next stage, and another one to lost.")
    return Step(_("Look at the pipeline"), f"**{path}**\n\n{how}", is_last=True)
