"""A playbook while a handbook is made of it: what is called how, and where it is described."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from playbook import wording
from playbook.duties import Duties, duties
from playbook.flow import Flow
from playbook.local import Local
from playbook.manuscript.blocks import Run, Words
from playbook.manuscript.words import joined, pair, plain, sentence, tag
from playbook.messages import _
from playbook.model import (
    DEAL_OWNER,
    Asks,
    AssetId,
    Playbook,
    RoleId,
    SegmentId,
    Stage,
    StageId,
    Work,
)
from playbook.references.uses import Used, used

_TONES: Final = 9
"""The colours of the stages go from the first to the last in so many steps."""


@dataclass(frozen=True)
class Draft:
    """A playbook with all that is worked out from it, and the other playbooks of the handbook."""

    playbook: Playbook
    others: Mapping[str, Playbook] = field(default_factory=dict)

    @cached_property
    def flow(self) -> Flow:
        """How deals move."""
        return Flow(self.playbook)

    @cached_property
    def local(self) -> Local:
        """How the playbook's language writes numbers and dates."""
        return Local(self.playbook.language, self.playbook.currency)

    def text(self, words: str) -> Words:
        """A text as it is."""
        return plain(words)

    def sentence(self, text: str, /, **values: Words | str | float) -> Words:
        """A sentence of ours with values put in."""
        return sentence(text, **values)

    def joined(self, parts: Iterable[Words]) -> Words:
        """Names one after the other."""
        return joined(parts)

    def lines(self, parts: Iterable[Words]) -> Words:
        """Sentences, each in a line of its own."""
        return joined(parts, "\n")

    @cached_property
    def duties(self) -> Mapping[RoleId, Duties]:
        """What each role does, for the roles that do something."""
        return duties(self.playbook, self.flow)

    @cached_property
    def described_roles(self) -> tuple[RoleId, ...]:
        """The roles that have a chapter, the deal's owner first.

        Where no roles are named, everybody does everything, and nobody needs one.
        """
        roles = self.playbook.roles
        return tuple(
            id
            for id in (dict.fromkeys((DEAL_OWNER, *roles)) if roles else ())
            if id in self.duties or (id in roles and roles[id].about)
        )

    @cached_property
    def worked(self) -> tuple[Stage, ...]:
        """The stages in which somebody works."""
        return tuple(stage for stage in self.playbook.stages if stage.is_worked)

    def sign(self, stage: Stage) -> str:
        """A stage's number; for one in which nobody works its kind."""
        return str(self.worked.index(stage) + 1) if stage.is_worked else stage.kind

    def tone(self, stage: Stage) -> int:
        """Which of the colours from the first stage's to the last's a stage has."""
        if not stage.is_worked:
            return 0
        share = self.worked.index(stage) / max(1, len(self.worked) - 1)
        return round((_TONES - 1) * share)

    @cached_property
    def shown(self) -> Mapping[AssetId, StageId]:
        """The scripts, e-mails and messages that stand in a stage whole, and in which: the first."""
        found: dict[AssetId, StageId] = {}
        for stage in self.worked:
            for id in self.needed(stage):
                asset = self.playbook.assets.get(id)
                if asset and asset.text and asset.kind in ("script", "email", "message"):
                    found.setdefault(id, stage.id)
        return found

    def is_shown(self, id: AssetId, work: Work) -> bool:
        """Whether a text stands whole in a stage."""
        return isinstance(work, Stage) and self.shown.get(id) == work.id

    def needed(self, work: Work) -> tuple[AssetId, ...]:
        """The material of a stage or phase, its own and that of its tasks."""
        found = [*work.assets]
        for task in work.tasks:
            found += task.assets
            found += (id for item in task.agenda for id in item.assets)
        return tuple(dict.fromkeys(found))

    @cached_property
    def _places(self) -> Mapping[tuple[str, str], tuple[str, str]]:
        """For each part that is described: its anchor and its name."""
        playbook = self.playbook
        found = {
            ("phase", f"{track.id}.{phase.id}"): (f"phase-{track.id}.{phase.id}", str(phase.name))
            for track in playbook.tracks.values()
            for phase in track.phases
        }
        for id in self.described_roles:
            found["role", id] = (f"role-{id}", wording.role_name(playbook, id))
        for each in playbook.questionnaires.values():
            name = wording.questionnaire_name(each)
            found["questionnaire", each.id] = (f"questionnaire-{each.id}", name)
        for question in playbook.question.values():
            found["question", question.id] = (f"question-{question.id}", question.ask)
        catalogues: tuple[tuple[str, Mapping[Any, Any]], ...] = (
            ("stage", playbook.stage),
            ("track", playbook.tracks),
            ("buyer_step", playbook.buyer_step),
            ("buyer_role", playbook.buyer_roles),
            ("objection", playbook.objections),
            ("competitor", playbook.competitors),
            ("asset", playbook.assets),
            ("field", playbook.fields),
            ("segment", playbook.segments),
            ("reason", playbook.reasons),
        )
        for kind, parts in catalogues:
            for id, part in parts.items():
                found[kind, id] = (anchor(kind, id), part.name)
        return found

    def link(self, kind: str, id: str) -> Words:
        """A part's name, leading to where it is described if it is described anywhere."""
        if (kind, id) not in self._places:
            return plain(self._built_in_name(kind, id))
        place, name = self._places[kind, id]
        return (Run(name, link=f"#{place}"),)

    def _built_in_name(self, kind: str, id: Any) -> str:
        """The name of a part that is not described: one of those that are built in, or its id."""
        names: Mapping[str, Callable[[Playbook, Any], str]] = {
            "role": wording.role_name,
            "buyer_role": wording.buyer_role_name,
            "field": wording.field_name,
        }
        return names[kind](self.playbook, id) if kind in names else str(id)

    def linked(self, kind: str, ids: Iterable[str]) -> Words:
        """The names of several parts, with links."""
        return self.linked_parts((kind, id) for id in ids)

    def linked_parts(self, parts: Iterable[tuple[str, str]]) -> Words:
        """The names of parts of several kinds, with links."""
        return joined(self._in_a_row(kind, id) for kind, id in parts)

    def _in_a_row(self, kind: str, id: str) -> Words:
        """A name among others; what somebody says stands in quotes, for it has commas of its own."""
        name = self.link(kind, id)
        return sentence(_("“{text}”"), text=name) if kind in ("objection", "question") else name

    def only_for(self, ids: Iterable[SegmentId]) -> Words:
        """Says for which deals something is, as a remark; nothing if it is for all."""
        known = self.playbook.segments
        names = wording.listed(known[id].name if id in known else id for id in ids)
        return tag(_("only for {segments}").format(segments=names)) if names else ()

    def asked(self, asks: Asks) -> Words:
        """The questionnaires that are asked, and which parts of them."""
        questionnaires = self.playbook.questionnaires
        found = []
        for id, parts in asks.items():
            if id not in questionnaires:
                continue
            name, it = self.link("questionnaire", id), questionnaires[id]
            chosen = joined(
                plain(wording.element_name(it, part))
                if part in it.element_ids
                else self.linked("question", (part,))
                for part in parts
            )
            text = _("{questionnaire} ({parts})")
            found.append(
                name if "all" in parts else sentence(text, questionnaire=name, parts=chosen)
            )
        return joined(found)

    def used_in(self, kind: str, id: str) -> Words:
        """Where a thing is used, as a pair."""
        return pair(_("Used in:"), self.linked_parts(self._used.get((kind, id), ())))

    @cached_property
    def _used(self) -> Used:
        return used(self.playbook)


def anchor(kind: str, id: str) -> str:
    """The anchor of a part: ``buyer-step-compares``."""
    return f"{kind.replace('_', '-')}-{id}"
