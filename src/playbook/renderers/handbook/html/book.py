"""One playbook in a handbook: its pages, and where on them each part of it is."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

from markupsafe import Markup, escape

from playbook import wording
from playbook.changes import Change, changes
from playbook.duties import Duties, duties
from playbook.flow import Flow
from playbook.learning import Course, course
from playbook.local import Local
from playbook.markdown import placeholders
from playbook.messages import _, p_, speaking
from playbook.model import (
    BUILT_IN_FIELDS,
    DEAL_OWNER,
    FORECAST_ORDER,
    Asset,
    AssetId,
    BuyerRole,
    BuyerStep,
    Continuation,
    ForecastCategory,
    Option,
    Playbook,
    Question,
    Questionnaire,
    RoleId,
    Stage,
    StageId,
    Work,
)
from playbook.renderers.handbook.html.pages import Page, pages
from playbook.templating import sentence


@dataclass(frozen=True)
class Book:
    """A playbook with its place in the handbook: the folder its pages are in."""

    playbook: Playbook
    folder: str = ""
    earlier: Playbook | None = None
    """The playbook as it was in the last version, in the same language, if that is known."""

    @cached_property
    def flow(self) -> Flow:
        """How deals move."""
        return Flow(self.playbook)

    @cached_property
    def local(self) -> Local:
        """How the playbook's language writes numbers and dates."""
        return Local(self.playbook.language, self.playbook.currency)

    @cached_property
    def course(self) -> Course:
        """The quizzes that can be made of it."""
        return course(self.playbook)

    @property
    def root(self) -> str:
        """The way from a page of this playbook to the handbook's own folder."""
        return "../" * (self.folder.count("/") + 1) if self.folder else ""

    @cached_property
    def duties(self) -> Mapping[RoleId, Duties]:
        """What each role does, for the roles that do something."""
        return duties(self.playbook, self.flow)

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        """The pages, in the order they are read in."""
        with speaking(self.playbook.language):
            return pages(self)

    @cached_property
    def people(self) -> tuple[RoleId, ...]:
        """The roles that do something or are described, the deal's owner first.

        Where no roles are named, everybody is a deal's owner.
        """
        roles = self.playbook.roles
        if not roles:
            return (DEAL_OWNER,)
        return tuple(
            id
            for id in dict.fromkeys((DEAL_OWNER, *roles))
            if id in self.duties or (id in roles and roles[id].about)
        )

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """What has changed since the last version."""
        return changes(self.earlier, self.playbook) if self.earlier else ()

    @cached_property
    def groups(self) -> tuple[tuple[str, tuple[Page, ...]], ...]:
        """The pages as the contents show them."""
        listed = (page for page in self.pages if not page.under)
        grouped = groupby(listed, lambda page: page.group)
        return tuple((group, tuple(members)) for group, members in grouped)

    @cached_property
    def page_of(self) -> Mapping[tuple[str, str], Page]:
        """The pages that are about one thing, by its kind and id."""
        return {page.part: page for page in self.pages if page.part}

    @cached_property
    def links(self) -> Mapping[tuple[str, str], tuple[str, str]]:
        """For each part that can be linked to: its address and its name."""
        playbook = self.playbook
        found: dict[tuple[str, str], tuple[str, str]] = {
            part: (page.name, page.title) for part, page in self.page_of.items()
        }
        for track in playbook.tracks.values():
            for phase in track.phases:
                address = f"track-{track.id}.html#phase-{phase.id}"
                found["phase", f"{track.id}.{phase.id}"] = (address, phase.name)
        for owner in playbook.questionnaires.values():
            for question in owner.questions:
                address = f"questionnaire-{owner.id}.html#q-{question.id}"
                found["question", question.id] = (address, question.ask)
        catalogues: tuple[tuple[str, str, Mapping[Any, Any]], ...] = (
            ("buyer_step", "buyer.html", playbook.buyer_step),
            ("buyer_role", "buyer.html", playbook.buyer_roles),
            ("objection", "objections.html", playbook.objections),
            ("competitor", "competitors.html", playbook.competitors),
            ("asset", "assets.html", playbook.assets),
            ("field", "fields.html", playbook.fields),
            ("segment", "index.html", playbook.segments),
            ("reason", "index.html", playbook.reasons),
        )
        for kind, page_name, parts in catalogues:
            for id, part in parts.items():
                found[kind, id] = (f"{page_name}#{kind}-{id}", part.name)
        return found

    @cached_property
    def addresses(self) -> Mapping[str, str]:
        """Where a picture's parts lead: stages and buyer steps by id, others by kind and id."""
        found = {f"{kind}/{id}": address for (kind, id), (address, _name) in self.links.items()}
        for kind in ("buyer_step", "stage"):
            own = (part for part in self.links if part[0] == kind)
            found |= {id: self.links[kind, id][0] for kind, id in own}
        return found

    def text(self, words: str) -> Markup:
        """A text as it is."""
        return escape(words)

    def sentence(self, text: str, /, **values: Markup | str | float) -> Markup:
        """A sentence of ours with values put in."""
        return sentence(text, **values)

    def joined(self, parts: Iterable[Markup]) -> Markup:
        """Names one after the other."""
        return escape(p_("list", ", ")).join(parts)

    def lines(self, parts: Iterable[Markup]) -> Markup:
        """Sentences, each in a line of its own."""
        return Markup("<br>").join(parts)

    def link(self, kind: str, id: str) -> Markup:
        """A part's name, leading to where it is described if it is described anywhere."""
        if (kind, id) not in self.links:
            return escape(self._plain_name(kind, id))
        address, name = self.links[kind, id]
        return Markup('<a href="{}">{}</a>').format(address, name)

    def _plain_name(self, kind: str, id: Any) -> str:
        """The name of a part that is not described: one of those that are built in, or its id."""
        names: Mapping[str, Callable[[Playbook, Any], str]] = {
            "role": wording.role_name,
            "buyer_role": wording.buyer_role_name,
            "field": wording.field_name,
        }
        return names[kind](self.playbook, id) if kind in names else str(id)

    def linked(self, kind: str, ids: Iterable[str]) -> Markup:
        """The names of several parts, with links."""
        return self.linked_parts((kind, id) for id in ids)

    def linked_parts(self, parts: Iterable[tuple[str, str]]) -> Markup:
        """The names of parts of several kinds, with links."""
        return self.joined(self._in_a_row(kind, id) for kind, id in parts)

    def _in_a_row(self, kind: str, id: str) -> Markup:
        """A name among others; what somebody says stands in quotes, for it has commas of its own."""
        name = self.link(kind, id)
        return (
            escape(_("“{text}”")).format(text=name) if kind in ("objection", "question") else name
        )

    @property
    def forecast(self) -> tuple[tuple[ForecastCategory, tuple[StageId, ...]], ...]:
        """The forecast categories that stages are in or that are described, with those stages."""
        stages = [each for each in self.playbook.stages if not each.is_end or each.kind == "won"]
        found = {
            id: tuple(stage.id for stage in stages if stage.forecast == id) for id in FORECAST_ORDER
        }
        return tuple((id, ids) for id, ids in found.items() if ids or id in self.playbook.forecast)

    def continuations(self, stage: Stage) -> tuple[Continuation, ...]:
        """What leads from a stage to another playbook; from a sale, if nothing else is said."""
        return tuple(
            each
            for each in self.playbook.continues.values()
            if (stage.kind == "won" if each.from_ is None else stage.id in each.from_)
        )

    def supporting(self, step: BuyerStep) -> tuple[StageId, ...]:
        """The stages that help the buyer to take a step."""
        return tuple(stage.id for stage in self.playbook.stages if step.id in stage.buyer_steps)

    def needing(self, role: BuyerRole) -> tuple[StageId, ...]:
        """The stages by whose end somebody in this role is known."""
        return tuple(stage.id for stage in self.playbook.stages if role.id in stage.buyer_roles)

    def asking(self, questionnaire: Questionnaire) -> tuple[StageId, ...]:
        """The stages in which questions of a questionnaire are asked."""
        ids = {question.id for question in questionnaire.questions}
        return tuple(
            stage.id
            for stage in self.playbook.stages
            if any(question.id in ids for question in self.playbook.asked_in(stage))
        )

    def options(self, question: Question) -> tuple[Option, ...]:
        """The values to choose from: the question's own, or those of its field."""
        field = self.playbook.fields.get(question.field) if question.field else None
        return field.options if field else question.options

    def texts_for(self, work: Work) -> tuple[Asset, ...]:
        """The scripts and letters that the work needs, in the order of the work."""
        ids: list[AssetId] = [*work.assets]
        for task in work.tasks:
            ids += task.assets
            for item in task.agenda:
                ids += item.assets
        assets = self.playbook.assets
        return tuple(assets[id] for id in dict.fromkeys(ids) if id in assets and assets[id].text)

    def blanks(self, asset: Asset) -> tuple[str, ...]:
        """The fields that an asset's text leaves open."""
        words = f"{asset.subject or ''} {asset.text or ''}"
        known = {*self.playbook.fields, *BUILT_IN_FIELDS}
        return tuple(id for id in placeholders(words) if id in known)
