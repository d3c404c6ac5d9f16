"""The pages of one playbook: which there are, in which order, and what the contents call them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, Literal

from playbook import wording
from playbook.duties import Duties
from playbook.local import Local
from playbook.messages import _
from playbook.model import DEAL_OWNER, Playbook, RoleId, Stage

Group = Literal["overview", "stages", "after", "ends", "beside", "buyer", "roles", "more", "pages"]

_TONES = 9
"""The colours of the stages go from the first to the last in so many steps."""


@dataclass(frozen=True)
class Page:
    """One page: its file, the template that makes it, and how the contents show it."""

    name: str
    template: str
    title: str
    group: Group
    part: tuple[str, str] | None = None
    """The kind and the id of what the page is about, if it is about one thing."""
    values: Mapping[str, Any] = field(default_factory=dict)
    sign: str = ""
    """A stage's number, or its kind if nobody works in it."""
    tone: str = ""
    note: str = ""


def pages(playbook: Playbook, duties: Mapping[RoleId, Duties]) -> tuple[Page, ...]:
    """The pages, in the order they are read in; what has no content has no page."""
    return tuple(
        chain(
            [Page("index.html", "overview.html", _("Overview"), "overview")],
            _stages(playbook),
            _tracks(playbook),
            _buyer(playbook),
            _roles(playbook, duties),
            _reference(playbook),
            _further(playbook),
        )
    )


def badge(playbook: Playbook, stage: Stage) -> tuple[str, str]:
    """A stage's number and its colour; for one in which nobody works its kind, twice."""
    if not stage.is_worked:
        return stage.kind, stage.kind
    worked = [each.id for each in playbook.stages if each.is_worked]
    at = worked.index(stage.id)
    return str(at + 1), f"tone-{round((_TONES - 1) * at / max(1, len(worked) - 1))}"


def _stages(playbook: Playbook) -> Iterator[Page]:
    local = Local(playbook.language)
    groups: dict[Group, list[Stage]] = {"stages": [], "after": [], "ends": []}
    for stage in playbook.stages:
        before_or_after: Group = "stages" if stage.is_before_the_sale else "after"
        groups[before_or_after if stage.is_worked else "ends"].append(stage)
    for group, stages in groups.items():
        for stage in stages:
            sign, tone = badge(playbook, stage)
            has_note = group == "stages" and stage.probability is not None
            yield Page(
                f"stage-{stage.id}.html",
                "stage.html",
                stage.name,
                group,
                ("stage", stage.id),
                {"it": stage},
                sign,
                tone,
                local.percent(stage.probability or 0) if has_note else "",
            )


def _tracks(playbook: Playbook) -> Iterator[Page]:
    for each in playbook.tracks.values():
        part = ("track", each.id)
        yield Page(f"track-{each.id}.html", "track.html", each.name, "beside", part, {"it": each})


def _buyer(playbook: Playbook) -> Iterator[Page]:
    if playbook.buyer_steps or playbook.buyer_roles:
        yield Page("buyer.html", "buyer.html", _("Buyer journey"), "buyer")
    for each in playbook.questionnaires.values():
        file, name = f"questionnaire-{each.id}.html", wording.questionnaire_name(each)
        part = ("questionnaire", each.id)
        yield Page(file, "questionnaire.html", name, "buyer", part, {"it": each})
    if playbook.objections:
        yield Page("objections.html", "objections.html", _("Objections"), "buyer")
    if playbook.competitors:
        yield Page("competitors.html", "competitors.html", _("Competitors"), "buyer")


def _roles(playbook: Playbook, duties: Mapping[RoleId, Duties]) -> Iterator[Page]:
    """A page for each role that does something or is described, the deal's owner first.

    Where no roles are named, everybody does everything, and nobody needs a page.
    """
    roles = playbook.roles
    for id in dict.fromkeys((DEAL_OWNER, *roles)) if roles else ():
        if id in duties or (id in roles and roles[id].about):
            values = {"id": id, "duties": duties.get(id, Duties())}
            name = wording.role_name(playbook, id)
            yield Page(f"role-{id}.html", "role.html", name, "roles", ("role", id), values)


def _reference(playbook: Playbook) -> Iterator[Page]:
    if playbook.assets:
        yield Page("assets.html", "assets.html", _("Material"), "more")
    if playbook.fields:
        yield Page("fields.html", "fields.html", _("Fields"), "more")
    if playbook.glossary:
        yield Page("glossary.html", "glossary.html", _("Glossary"), "more")


def _further(playbook: Playbook) -> Iterator[Page]:
    for each in playbook.pages:
        part = ("page", each.id)
        yield Page(f"page-{each.id}.html", "page.html", each.name, "pages", part, {"it": each})
