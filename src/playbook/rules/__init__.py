"""What a rule is.

A rule is one small function in the module of its topic. It looks at a built
playbook and yields where something is wrong and what; who runs it adds the
code, the severity, the file and the line. Its docstring is its page: what,
why, wrong, right; the examples are run as tests.

Some codes are found earlier, while a file is read or its shape is checked.
They have pages here too, and no function of their own.

One cause, one finding: what a rule says of a stage whose kind another finding
doubts is left out until that is settled (``Context.is_in_doubt``), and the
flow takes a stage that is referred to and not there as not named.
"""

import inspect
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from playbook.findings import At, Place, Remark, Severity
from playbook.flow import Flow
from playbook.messages import _
from playbook.model import (
    ALL,
    BUILT_IN_BUYER_ROLES,
    BUILT_IN_FIELDS,
    BUILT_IN_ROLES,
    AssetId,
    BuyerRoleId,
    BuyerStepId,
    CompetitorId,
    FieldId,
    Metrics,
    ObjectionId,
    PartId,
    Playbook,
    QuestionId,
    QuestionnaireId,
    ReasonId,
    RoleId,
    SegmentId,
    Stage,
    StageId,
    TaskId,
    TrackId,
)
from playbook.model.walk import Leaf
from playbook.suggest import nearest
from playbook.words import words

if TYPE_CHECKING:
    from playbook.translate import Catalogue, Entry

__all__ = ["Base", "Context", "Remark", "Rule", "Severity", "called", "page", "rule"]


@dataclass(frozen=True)
class Base:
    """What a variant extends, and what the variant itself says."""

    playbook: Playbook
    """The playbook that is extended, built."""
    data: Mapping[str, Any]
    """The same as it was written and put together."""
    over: Mapping[str, Any]
    """What the variant says, as it was written."""
    place: Callable[[At], Place]
    """Where in the variant something was written."""


@dataclass(frozen=True, kw_only=True)
class Context:
    """What a rule may look at."""

    playbook: Playbook
    flow: Flow
    today: date
    is_shared: Callable[[At], bool] = lambda at: False
    """Whether something was written in a library, for others to use as well."""
    neighbours: Mapping[str, frozenset[str] | None] | None = None
    """The other playbooks beside this one, with the ids of their stages; None if unknown."""
    catalogues: Mapping[str, "Catalogue"] = field(default_factory=dict)
    """The translations, by language."""
    context_of: Callable[[Leaf], str] = lambda leaf: ""
    """The context that a text has in a catalogue."""
    targets: Mapping[str, Place] = field(default_factory=dict)
    """The CRMs that crm.yaml names, and where."""
    fates: Callable[[str], Counter[str]] = lambda target: Counter()
    """How many parts of the playbook are written to a CRM, done by hand, and dropped."""
    misfits: "Callable[[str], Iterable[Remark]]" = lambda target: ()
    """What does not fit into a CRM as it is."""
    refusal: Callable[[At, str], str | None] = lambda at, name: None
    """Why a file cannot be used, by where it is named and how; None if it can."""
    base: Base | None = None
    """What this playbook extends, if it is a variant."""

    @cached_property
    def translated(self) -> "Mapping[str, tuple[tuple[Leaf, Entry], ...]]":
        """By language, the texts that are translated, also those that have changed since."""
        return {
            language: tuple(self._translated(catalogue))
            for language, catalogue in self.catalogues.items()
        }

    def _translated(self, catalogue: "Catalogue") -> "Iterator[tuple[Leaf, Entry]]":
        for leaf in self.playbook.texts:
            where = self.context_of(leaf)
            entry = catalogue.entry(where, leaf.value)
            if entry is not None and entry.text:
                yield leaf, entry

    @property
    def is_sketch(self) -> bool:
        """Whether the playbook is still nothing but stages, tasks and criteria.

        In a first sketch what is missing is not yet a mistake.
        """
        playbook = self.playbook
        return not (
            playbook.roles
            or playbook.fields
            or playbook.questionnaires
            or playbook.buyer_steps
            or playbook.metrics not in (None, Metrics(at=()))
            or any(stage.probability for stage in playbook.stages if stage.is_before_the_sale)
        )

    @property
    def is_grown(self) -> bool:
        """Whether so much is written that what is missing was probably forgotten."""
        playbook = self.playbook
        sections = (
            playbook.roles,
            playbook.fields,
            playbook.questionnaires,
            playbook.buyer_steps,
            playbook.reasons,
            playbook.reviews,
            playbook.objections,
            playbook.tracks,
            playbook.metrics not in (None, Metrics(at=())),
            any(stage.probability for stage in playbook.stages if stage.is_before_the_sale),
        )
        return sum(map(bool, sections)) >= _GROWN

    @cached_property
    def defined(self) -> Mapping[type[str], tuple[str, ...]]:
        """The ids of each kind that can be referred to from anywhere."""
        playbook = self.playbook
        return {
            StageId: tuple(playbook.stage),
            RoleId: (*playbook.roles, *BUILT_IN_ROLES),
            SegmentId: tuple(playbook.segments),
            FieldId: (*playbook.fields, *BUILT_IN_FIELDS),
            QuestionnaireId: tuple(playbook.questionnaires),
            QuestionId: tuple(playbook.question),
            TaskId: tuple(task.id for _holder, task in playbook.tasks() if task.id),
            TrackId: tuple(playbook.tracks),
            BuyerStepId: tuple(playbook.buyer_step),
            BuyerRoleId: (*playbook.buyer_roles, *BUILT_IN_BUYER_ROLES),
            ReasonId: tuple(playbook.reasons),
            ObjectionId: tuple(playbook.objections),
            CompetitorId: tuple(playbook.competitors),
            AssetId: tuple(playbook.assets),
        }

    @cached_property
    def guesses(self) -> Mapping[type[str], frozenset[str | None]]:
        """What references to nothing have probably meant, by kind; None where nothing is like it."""
        found: dict[type[str], set[str | None]] = defaultdict(set)
        known = {kind: frozenset(ids) for kind, ids in self.defined.items()}
        for leaf in self.playbook.references:
            if leaf.kind in known and leaf.value not in known[leaf.kind]:
                found[leaf.kind].add(nearest(leaf.value, self.defined[leaf.kind]))
        return {kind: frozenset(guesses) for kind, guesses in found.items()}

    @cached_property
    def doubled(self) -> frozenset[type[str]]:
        """The kinds of which two things have one id, so that one of them is never meant."""
        playbook = self.playbook
        questions = [q for each in playbook.questionnaires.values() for q in each.questions]
        counts: tuple[tuple[type[str], int, int], ...] = (
            (StageId, len(playbook.stages), len(playbook.stage)),
            (BuyerStepId, len(playbook.buyer_steps), len(playbook.buyer_step)),
            (QuestionId, len(questions), len(playbook.question)),
        )
        return frozenset(kind for kind, written, known in counts if written != known)

    def may_be_meant(self, kind: type[str], id: str) -> bool:
        """Whether a reference to nothing may have meant this."""
        return not self.guesses.get(kind, frozenset()).isdisjoint((id, None))

    def may_be_asked(self, id: QuestionId) -> bool:
        """Whether a slip may hide where a question is asked: in its own element, or in what asks it."""
        playbook = self.playbook
        if self.doubled:
            return True
        for questionnaire in playbook.questionnaires.values():
            for question in questionnaire.questions:
                if question.id == id:
                    is_lost = question.element not in (None, *questionnaire.element_ids)
                    known = (*questionnaire.element_ids, *(q.id for q in questionnaire.questions))
                    slips = {
                        nearest(leaf.value, known)
                        for leaf in playbook.references
                        if leaf.kind is PartId and leaf.at[-2] == questionnaire.id
                        if leaf.value not in (ALL, *known)
                    }
                    return (
                        is_lost
                        or self.may_be_meant(QuestionnaireId, questionnaire.id)
                        or not slips.isdisjoint((id, question.element, None))
                    )
        return False

    def may_be_filled(self, id: FieldId) -> bool:
        """Whether a slip may hide where a field is filled."""
        return (
            bool(self.doubled)
            or self.may_be_meant(FieldId, id)
            or any(
                question.field == id and self.may_be_asked(question.id)
                for question in self.playbook.question.values()
            )
        )

    @cached_property
    def misnamed(self) -> Mapping[At, str]:
        """The stages whose names say another kind than they have, and which kind they say."""
        return {
            stage.at: said
            for stage in self.playbook.stages
            if (said := _said(stage)) is not None and said != stage.kind
        }

    def is_in_doubt(self, at: At) -> bool:
        """Whether what is said of a stage, or of one of its keys, depends on a kind in doubt."""
        stage, key = at[:2], at[2:]
        return stage in self.misnamed and (not key or (len(key) == 1 and key[0] not in _NAMING))


_GROWN = 4
"""Sections; a playbook with fewer is still being written."""
_NAMING = ("id", "name", "kind")


def _said(stage: Stage) -> str | None:
    """The kind that a stage's name says, where it says won or lost and nothing else."""
    if stage.kind not in ("open", "won", "lost"):
        return None
    name = re.sub(
        r"[\s\-–—_/|()（）]+", " ", unicodedata.normalize("NFKC", stage.name).casefold()
    ).strip()
    return next((kind for kind in ("won", "lost") if name in words("outcome", kind)), None)


Check = Callable[[Context], Iterable[Remark]]


@dataclass(frozen=True)
class Rule:
    """A rule with its page; without ``check`` it is found while reading."""

    code: str
    name: str
    severity: Severity
    raw: str
    """The page as it stands in the code, indented."""
    check: Check | None = None

    @property
    def doc(self) -> str:
        """The page as it was written, in English."""
        return inspect.cleandoc(self.raw)

    @property
    def can_be_silenced(self) -> bool:
        """Whether a playbook can still be built where this is found."""
        return self.check is not None or self.severity is not Severity.ERROR

    @property
    def summary(self) -> str:
        """The first line of the page, in the language in use."""
        return _in_language(self.doc.split("\n", 1)[0])

    @property
    def page(self) -> str:
        """The page in the language in use; ``doc`` is the page as it was written."""
        return _in_language(self.doc)


def _in_language(text: str) -> str:
    from playbook.messages.passages import in_language

    return in_language("rules", text)


def rule(code: str, severity: Severity) -> Callable[[Check], Rule]:
    """Make a rule of a function; what it says of a stage in doubt is left out."""

    def make(check: Check) -> Rule:
        def settled(context: Context) -> Iterable[Remark]:
            for remark in check(context):
                if isinstance(remark.at, Place) or not context.is_in_doubt(remark.at):
                    yield remark

        name = getattr(check, "__name__", code).replace("_", "-")
        return Rule(code, name, severity, check.__doc__ or "", settled)

    return make


def page(code: str, severity: Severity) -> Callable[[Callable[[], None]], Rule]:
    """Make a rule's page of a function that does nothing, for what is found while reading."""

    def make(described: Callable[[], None]) -> Rule:
        name = getattr(described, "__name__", code).replace("_", "-")
        return Rule(code, name, severity, described.__doc__ or "")

    return make


def called(name: str, id: str) -> str:
    """What to call a part in a message: its label, with its id where that says more."""
    is_plain = name.casefold().replace(" ", "-") == id
    return (_('"{name}"') if is_plain else _('"{name}" ({id})')).format(name=name, id=id)
