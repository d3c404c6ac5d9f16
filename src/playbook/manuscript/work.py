"""What a stage and a phase both have: gates, tasks, questions, material, time and rules."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from playbook import wording
from playbook.duties import takers
from playbook.facts import minutes, overdue, write
from playbook.manuscript.blocks import (
    Block,
    Box,
    Checklist,
    Heading,
    Items,
    Paragraph,
    Row,
    Tick,
    Words,
)
from playbook.manuscript.draft import Draft
from playbook.manuscript.material import asset_line, asset_text
from playbook.manuscript.prose import prose
from playbook.manuscript.questions import question
from playbook.manuscript.rows import differing, row, rows
from playbook.manuscript.words import pair, pairs, paragraph, plain, sentence, soft, tag
from playbook.messages import _, p_
from playbook.model import (
    AgendaItem,
    Asks,
    Criterion,
    Handover,
    RoleId,
    Rule,
    Stage,
    Task,
    Work,
    Write,
)


def gate(
    draft: Draft,
    kind: Literal["gate", "entry"],
    title: str,
    criteria: Sequence[Criterion],
    level: int,
) -> Iterator[Box]:
    """Criteria to tick; nothing if there are none."""
    ticks = tuple(criterion(draft, each) for each in criteria)
    if ticks:
        yield Box(kind, plain(title), (Checklist(ticks),), level)


def criterion(draft: Draft, each: Criterion) -> Tick:
    """One criterion: what is true, and how anyone can tell."""
    words = (
        *plain(wording.criterion(draft.playbook, each)),
        *level_tag(each.level),
        *draft.only_for(each.for_),
    )
    return Tick(words, proof(draft, each), prose(each.about))


def proof(draft: Draft, each: Criterion) -> Words:
    """How anyone can tell that a criterion is met."""
    playbook = draft.playbook
    is_checked = each.check is not None and each.criterion
    return pairs(
        pair(_("Evidence:"), wording.term(each.evidence) if each.evidence else ""),
        pair(_("Given by:"), wording.term(each.given_by) if each.given_by else ""),
        pair(_("Kept in:"), draft.link("field", each.kept_in) if each.kept_in else ()),
        pair(
            _("The system checks:"),
            wording.test(playbook, each.check) if is_checked and each.check else "",
        ),
        pair(_("Approved by:"), draft.linked("role", each.verified_by)),
        pair(_("Approvals needed:"), draft.local.number(each.enough) if each.enough else ""),
        pair(_("Decision due:"), wording.moment(playbook, each.due) if each.due else ""),
        pair(_("If refused:"), _refused(draft, each)),
        pair(_("Valid for:"), wording.days(each.valid_days) if each.valid_days else ""),
        pair(_("Only on the way to:"), draft.linked("stage", each.to)),
    )


def _refused(draft: Draft, each: Criterion) -> Words:
    if each.if_rejected is None:
        return ()
    stage = draft.link("stage", each.if_rejected)
    if each.reason is None:
        return sentence(_("on to {stage}"), stage=stage)
    reason = draft.link("reason", each.reason)
    return sentence(_("on to {stage}, with the reason “{reason}”"), stage=stage, reason=reason)


def level_tag(level: str) -> Words:
    """How binding something is, if it is not a must."""
    return tag(wording.term(level)) if level != "must" else ()


def tasks(draft: Draft, items: Sequence[Task], owner: RoleId, level: int) -> Iterator[Box]:
    """Tasks to tick; nothing if there are none."""
    ticks = tuple(task(draft, each, owner) for each in items)
    if ticks:
        yield Box("work", plain(_("Tasks")), (Checklist(ticks),), level)


def task(draft: Draft, each: Task, owner: RoleId) -> Tick:
    """One task: what is done, who does it and when, and how."""
    words = (
        *plain(each.do),
        *(tag(wording.term(each.kind)) if each.kind else ()),
        *level_tag(each.level),
        *draft.only_for(each.for_),
    )
    return Tick(words, _task_facts(draft, each, owner), tuple(_task_more(draft, each)))


def _task_facts(draft: Draft, each: Task, owner: RoleId) -> Words:
    playbook = draft.playbook
    accountable = each.owner or owner
    responsible = each.by or (accountable,)
    return pairs(
        pair(_("Who:"), draft.linked("role", responsible) if responsible != (owner,) else ()),
        pair(
            _("Accountable:"),
            draft.link("role", accountable) if each.by and accountable not in each.by else (),
        ),
        pair(_("Consults:"), draft.linked("role", each.consult)),
        pair(_("Informs:"), draft.linked("role", each.inform)),
        pair(_("Due:"), wording.moment(playbook, each.due) if each.due else ""),
        pair(_("How often:"), wording.interval(each.every) if each.every else ""),
        pair(_("Until:"), draft.link("stage", each.until) if each.until else ()),
        pair(_("Takes:"), minutes(each.minutes) if each.minutes else ""),
        pair(_("Questions:"), draft.asked(each.asks)),
        pair(_("Confirms:"), draft.asked(each.confirms)),
        pair(_("Material:"), draft.linked("asset", each.assets)),
    )


def _task_more(draft: Draft, each: Task) -> Iterator[Block]:
    if each.goal:
        yield Paragraph(pair(_("Goal:"), each.goal))
    if each.agenda:
        yield Heading(plain(_("Agenda")), 4)
        yield agenda(draft, each.agenda)
    if each.steps:
        yield texts(each.steps, is_numbered=True)
    yield from prose(each.notes, level=4)
    if each.by_segment:
        yield differing(draft, each.by_segment)


def agenda(draft: Draft, items: Sequence[AgendaItem]) -> Items:
    """The topics of a meeting."""
    return Items(tuple(tuple(_topic(draft, each)) for each in items), is_numbered=True)


def _topic(draft: Draft, each: AgendaItem) -> Iterator[Block]:
    yield paragraph(plain(each.topic), soft(f" · {minutes(each.minutes)}") if each.minutes else ())
    found = pairs(
        pair(_("Led by:"), draft.link("role", each.owner) if each.owner else ()),
        pair(_("Questions:"), draft.asked(each.asks)),
        pair(_("Material:"), draft.linked("asset", each.assets)),
    )
    if found:
        yield Paragraph(found)


def texts(items: Iterable[str], *, is_numbered: bool = False) -> Items:
    """A list of plain texts."""
    return Items(tuple((Paragraph(plain(each)),) for each in items), is_numbered)


def questions(draft: Draft, work: Work, level: int) -> Iterator[Block]:
    """What is asked in a stage or phase, and what is confirmed again."""
    asked_here = draft.playbook.asked_in(work)
    if asked_here:
        yield Heading(plain(_("Questions to ask")), level)
    for questionnaire in draft.playbook.questionnaires.values():
        own = [each for each in questionnaire.questions if each in asked_here]
        if own:
            yield Heading(draft.link("questionnaire", questionnaire.id), level + 1)
            yield from (question(draft, each, questionnaire) for each in own)
    yield from confirmed(draft, work.confirms, level)


def confirmed(draft: Draft, confirms: Asks, level: int) -> Iterator[Block]:
    """The answers that are confirmed again."""
    if confirms:
        yield Heading(plain(_("To be confirmed again")), level)
        yield Paragraph(draft.asked(confirms))


def to_fill(draft: Draft, work: Work, level: int) -> Iterator[Block]:
    """The fields that are filled in before a deal goes on."""
    if not work.must_fill:
        return
    yield Heading(plain(_("Fields to fill in")), level)
    playbook = draft.playbook
    found = []
    for id in work.must_fill:
        field = playbook.fields.get(id)
        type = plain(wording.term(playbook.type_of_field(id) or "text"))
        only = draft.only_for(field.for_) if field else ()
        about = prose(field.about) if field else ()
        found.append(row(draft.link("field", id), (*type, *only), *about))
    yield from rows(*found)


def guidance(work: Work, level: int) -> Iterator[Block]:
    """How the work is done well."""
    found = [Paragraph(plain(work.guidance), is_lead=True)] if work.guidance else []
    blocks = (*found, *prose(work.notes, level=level + 1))
    if blocks:
        yield Box("tip", plain(_("How to do it well")), blocks, level)


def material(draft: Draft, work: Work, level: int) -> Iterator[Block]:
    """What the work needs; texts that stand here whole come after the list."""
    known = draft.playbook.assets
    whole = [known[id] for id in draft.needed(work) if draft.is_shown(id, work)]
    listed = [id for id in work.assets if not draft.is_shown(id, work)]
    if listed or whole:
        yield Heading(plain(_("Material")), level)
    if listed:
        yield Items(tuple((Paragraph(asset_line(draft, id)),) for id in listed))
    for each in whole:
        yield asset_text(draft, each, level + 1)


def handover(draft: Draft, each: Handover, to: Sequence[RoleId], level: int) -> Iterator[Block]:
    """What is passed on, and to whom."""
    yield Heading(plain(_("Handover")), level)
    yield from passed_on(draft, each, to)


def passed_on(draft: Draft, each: Handover, to: Sequence[RoleId]) -> Iterator[Block]:
    """What a handover consists of."""
    yield from rows(
        row(_("To"), draft.linked("role", to)),
        row(_("Fields"), draft.linked("field", each.fields)),
        row(_("Answers to"), draft.linked("questionnaire", each.questionnaires)),
        row(_("Material"), draft.linked("asset", each.assets)),
    )
    yield from prose(each.about)


def takers_of(draft: Draft, work: Work) -> tuple[RoleId, ...]:
    """Who takes a deal over from a stage or a phase."""
    if isinstance(work, Stage):
        return takers(work, draft.flow)
    to = work.handover.to if work.handover else None
    return (to,) if to else ()


def behind(draft: Draft, work: Work, level: int) -> Iterator[Block]:
    """How long a deal may stay, what differs by segment, what the system does, and the rules."""
    time = tuple(rows(*_time(draft, work)))
    if time:
        is_limit = work.max_days or work.leave_by or work.overdue
        yield Box("warning" if is_limit else "plain", plain(_("Time")), time, level)
    by_segment = getattr(work, "by_segment", {})
    if by_segment:
        yield Heading(plain(_("Different by segment")), level)
        yield differing(draft, by_segment)
    if work.on_enter or work.on_leave:
        yield Heading(plain(_("The system fills in")), level)
        yield from _writes(draft, _("When a deal gets here:"), work.on_enter)
        yield from _writes(draft, _("When a deal leaves:"), work.on_leave)
    if work.rules:
        yield Heading(plain(_("Rules")), level)
        yield rules(draft, work.rules)


def _time(draft: Draft, work: Work) -> Iterator[Row]:
    is_limited = work.expected_days or work.warn_days or work.max_days
    yield row(p_("time", "Expected"), _days(work.expected_days))
    yield row(_("Warning after"), _days(work.warn_days))
    yield row(_("At most"), _days(work.max_days))
    if work.clock == "last-activity" and is_limited:
        yield row(
            _("Counted"), plain(_("from the last activity, not from the day the deal got here"))
        )
    if work.leave_by:
        yield row(_("Leave by"), plain(wording.moment(draft.playbook, work.leave_by)))
    if work.overdue:
        yield row(_("When overdue"), overdue(draft, work.overdue))


def _days(count: int | None) -> Words:
    return plain(wording.days(count)) if count else ()


def _writes(draft: Draft, label: str, items: Sequence[Write]) -> Iterator[Block]:
    if items:
        yield Paragraph(plain(label))
        yield Items(tuple((Paragraph(write(draft, each)),) for each in items))


def rules(draft: Draft, items: Sequence[Rule]) -> Items:
    """Rules of the house."""
    return Items(tuple((paragraph(plain(each.rule), draft.only_for(each.for_)),) for each in items))
