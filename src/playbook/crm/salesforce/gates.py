"""Validation rules: what must be true before a deal moves on.

Every rule looks only at deals of its own record type, and only when their
stage changes, so that old deals stay editable. Whoever has the bypass
permission, such as a data load, is let through.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from typing import Final

from playbook import wording
from playbook.crm.salesforce.answers import filled
from playbook.crm.salesforce.columns import Column
from playbook.crm.salesforce.conditions import Conditions
from playbook.crm.salesforce.formulas import (
    LONGEST,
    Unsayable,
    both,
    either,
    none_of,
    one_of,
    opposite,
    quoted,
)
from playbook.crm.salesforce.moments import BEFORE, CHANGED, Moments
from playbook.crm.salesforce.names import api_name
from playbook.findings import At
from playbook.messages import _
from playbook.model import Criterion, FieldId, Playbook, Reason, SegmentId, Stage
from playbook.rollout.records import LOSS_REASON

_LONGEST_MESSAGE: Final = 255


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A validation rule: what must not be, and what people then read; where it comes from."""

    at: At
    name: str
    formula: str
    message: str
    description: str
    field: str


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """A piece that asked for a rule and cannot have one, and why."""

    at: At
    why: str


@dataclass(frozen=True, kw_only=True)
class _Demand:
    """A rule that is wanted; what may prove unsayable is asked for last."""

    at: At
    ids: tuple[str, ...]
    when: Callable[[], str]
    fails: Callable[[], str]
    message: str
    only: tuple[tuple[SegmentId, ...], ...] = ()
    column: Column | None = None


@dataclass(frozen=True, kw_only=True)
class Gates:
    """What the validation rules of a playbook are made of."""

    playbook: Playbook
    conditions: Conditions
    moments: Moments
    record_type: str
    bypass: str
    prefix: str

    def rules(self) -> Iterator[Rule | Refusal]:
        """A rule or a refusal for every piece that asks for a rule."""
        for demand in self._demands():
            try:
                yield self._rule(demand)
            except Unsayable as reason:
                yield Refusal(at=demand.at, why=str(reason))

    def _rule(self, demand: _Demand) -> Rule:
        formula = both(
            f"RecordType.DeveloperName = {quoted(self.record_type)}",
            opposite(f"$Permission.{self.bypass}"),
            demand.when(),
            *(self.conditions.applies(segments) for segments in demand.only),
            demand.fails(),
        )
        if len(formula) > LONGEST:
            message = _("The formula has {length} characters, and Salesforce has room for {most}.")
            raise Unsayable(message.format(length=len(formula), most=LONGEST))
        said = demand.message
        if len(said) > _LONGEST_MESSAGE:
            said = _("Something that the playbook asks for is missing. See the path of the deal.")
        column = demand.column
        return Rule(
            at=demand.at,
            name=self._name(demand.ids),
            formula=formula,
            message=said,
            description=_("From the playbook “{name}” ({path}).").format(
                name=self.playbook.id, path="/".join(demand.ids)
            ),
            field=column.api if column else "StageName",
        )

    def _name(self, ids: tuple[str, ...]) -> str:
        """A name that stays when stages are put in another order, and that no other playbook has."""
        digest = sha256("/".join((self.playbook.id, *ids)).encode()).hexdigest()[:6]
        return f"{self.prefix}_{api_name(ids[0])}_{digest}"

    def _demands(self) -> Iterator[_Demand]:
        yield from self._of_moves()
        for stage in self.playbook.stages:
            yield from self._of_gate(stage, stage.entry, "entry", self.moments.entering)
            yield from self._of_gate(stage, stage.exit, "exit", self.moments.leaving)
            yield from self._of_fields(stage)
        if self.playbook.reasons:
            yield from self._of_reasons()

    def _of_moves(self) -> Iterator[_Demand]:
        starts = [
            stage.id
            for stage in self.playbook.stages
            if stage.id in self.moments.passage.flow.starts
        ]
        names = wording.listed(self.playbook.stage[id].name for id in starts)
        yield _Demand(
            at=("stages",),
            ids=("start",),
            when=lambda: "ISNEW()",
            fails=lambda: none_of("StageName", self.moments.names(starts)),
            message=_("Deals begin in: {stages}.").format(stages=names),
        )
        yield _Demand(
            at=("stages", "moves"),
            ids=("moves",),
            when=lambda: both(CHANGED, one_of(BEFORE, self.moments.stage_names.values())),
            fails=lambda: opposite(either(*self._allowed())),
            message=_("The playbook does not allow this move. Choose the stage that follows."),
        )

    def _allowed(self) -> Iterator[str]:
        for stage in self.playbook.stages:
            targets = self.moments.names(self.moments.passage.targets(stage))
            if targets:
                yield both(self.moments.was(stage), one_of("StageName", targets))

    def _of_gate(
        self,
        stage: Stage,
        criteria: tuple[Criterion, ...],
        gate: str,
        moment: Callable[[Stage], str],
    ) -> Iterator[_Demand]:
        for number, each in enumerate(criteria):
            if each.level != "must":
                continue
            wanted = _Demand(
                at=each.at,
                ids=(stage.id, gate, each.id or str(number)),
                when=partial(self.moments.moving_to, stage, each.to)
                if each.to
                else partial(moment, stage),
                only=(stage.for_, each.for_),
                fails=partial(self._not_true, each),
                message=wording.headed(stage.name, wording.criterion(self.playbook, each)),
                column=self._looked_at(each),
            )
            if each.check:
                yield wanted
            if each.kept_in:
                yield replace(
                    wanted,
                    at=(*each.at, "kept_in"),
                    ids=(*wanted.ids, "kept-in"),
                    fails=partial(self._missing, each.kept_in),
                    column=self._column(each.kept_in),
                )

    def _of_fields(self, stage: Stage) -> Iterator[_Demand]:
        demanded = self.playbook.reasons and stage.kind == "lost"
        for number, id in enumerate(stage.must_fill):
            if id == LOSS_REASON and demanded:
                continue
            name = wording.field_name(self.playbook, id)
            template = (
                _("{stage}: fill in “{field}” first.")
                if stage.is_end
                else _("Fill in “{field}” before the deal leaves “{stage}”.")
            )
            field = self.playbook.fields.get(id)
            yield _Demand(
                at=(*stage.at, "must_fill", number),
                ids=(stage.id, "must-fill", id),
                when=partial(
                    self.moments.entering if stage.is_end else self.moments.leaving, stage
                ),
                only=(stage.for_, field.for_ if field else ()),
                fails=partial(self._missing, id),
                message=template.format(stage=stage.name, field=name),
                column=self._column(id),
            )

    def _of_reasons(self) -> Iterator[_Demand]:
        column = self.conditions.columns.reason
        for stage in self.playbook.stages:
            if stage.kind == "lost" or stage.reasons:
                yield _Demand(
                    at=(*stage.at, "loss-reason"),
                    ids=(stage.id, "loss-reason"),
                    when=partial(self.moments.entering, stage),
                    fails=partial(self._missing, LOSS_REASON),
                    message=_("{stage}: choose a reason.").format(stage=stage.name),
                    column=column,
                )
            if stage.reasons:
                yield _Demand(
                    at=(*stage.at, "reasons"),
                    ids=(stage.id, "reasons"),
                    when=partial(self.moments.entering, stage),
                    fails=partial(self._other_reason, stage.reasons),
                    message=_("{stage}: this reason cannot be chosen for this stage.").format(
                        stage=stage.name
                    ),
                    column=column,
                )
        for reason in self.playbook.reasons.values():
            yield from self._of_reason(reason, column)

    def _of_reason(self, reason: Reason, column: Column | None) -> Iterator[_Demand]:
        names = wording.listed(wording.field_name(self.playbook, id) for id in reason.must_fill)
        if reason.must_fill:
            yield _Demand(
                at=(*reason.at, "must_fill"),
                ids=("reason", reason.id, "must-fill"),
                when=partial(self._giving, reason),
                fails=lambda: either(*(self._missing(id) for id in reason.must_fill)),
                message=_("“{reason}”: fill in {fields} first.").format(
                    reason=reason.name, fields=names
                ),
                column=column,
            )
        if reason.for_:
            yield _Demand(
                at=(*reason.at, "for"),
                ids=("reason", reason.id, "for"),
                when=partial(self._giving, reason),
                fails=lambda: opposite(self.conditions.applies(reason.for_)),
                message=_("The reason “{reason}” is not for this deal.").format(reason=reason.name),
                column=column,
            )

    def _giving(self, reason: Reason) -> str:
        column = self._needed(LOSS_REASON)
        return both(
            either(CHANGED, f"ISCHANGED({column.api})"),
            f"ISPICKVAL({column.api}, {quoted(column.value(reason.id))})",
        )

    def _not_true(self, criterion: Criterion) -> str:
        return opposite(self.conditions.test(criterion.check)) if criterion.check else "FALSE"

    def _missing(self, id: FieldId) -> str:
        return opposite(filled(self._needed(id)))

    def _other_reason(self, allowed: Iterable[str]) -> str:
        column = self._needed(LOSS_REASON)
        return none_of(column.api, map(column.value, allowed))

    def _needed(self, id: FieldId) -> Column:
        column = self._column(id)
        if column is None:
            raise Unsayable(_("A field that it needs has no name in Salesforce."))
        return column

    def _column(self, id: FieldId) -> Column | None:
        return self.conditions.columns.of_field(id)

    def _looked_at(self, criterion: Criterion) -> Column | None:
        """The field that a message stands beside: the only one that a check looks at."""
        leaves = list(criterion.check.leaves()) if criterion.check else []
        ids = {leaf.field for leaf in leaves if leaf.field}
        return self._column(ids.pop()) if len(leaves) == len(ids) == 1 else None
