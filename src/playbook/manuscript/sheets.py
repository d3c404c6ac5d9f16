"""Sheets for the desk: what matters most of one stage, and the whole process on one page."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from playbook import wording
from playbook.facts import overdue
from playbook.manuscript import work as parts
from playbook.manuscript.blocks import Row, Tick, Words
from playbook.manuscript.draft import Draft
from playbook.manuscript.rows import row
from playbook.manuscript.words import joined, pair, pairs, plain, soft
from playbook.messages import _, speaking
from playbook.model import Playbook, Question, Stage


@dataclass(frozen=True)
class Sheet:
    """One stage on one page; a writer leaves out from the end of each list what has no room."""

    id: str
    title: str
    sign: str
    tone: int
    goal: str
    facts: tuple[tuple[str, Words], ...] = ()
    tasks: tuple[Tick, ...] = ()
    exit: tuple[Tick, ...] = ()
    buyer: tuple[Words, ...] = ()
    fields: Words = ()
    questions: tuple[Words, ...] = ()
    objections: tuple[tuple[Words, tuple[Words, ...]], ...] = ()
    """What the buyer may say, and what to answer."""
    limits: tuple[Row, ...] = ()
    moves: tuple[Row, ...] = ()


@dataclass(frozen=True)
class Line:
    """A stage in the overview: what is true in it, and what must be true to leave it."""

    title: str
    sign: str
    tone: int
    goal: str
    facts: Words
    exit: tuple[Words, ...]


@dataclass(frozen=True)
class Sheets:
    """The sheets of a playbook in one language."""

    playbook: Playbook
    lines: tuple[Line, ...]
    ends: tuple[tuple[str, str], ...]
    """The names and kinds of the ends and waiting stages."""
    stages: tuple[Sheet, ...] = field(default=())


def sheets(playbook: Playbook) -> Sheets:
    """The sheets for the stages in which somebody works, and the overview."""
    with speaking(playbook.language):
        draft = Draft(playbook)
        ends = (stage for stage in playbook.stages if not stage.is_worked)
        return Sheets(
            playbook,
            tuple(_line(draft, stage) for stage in draft.worked),
            tuple((str(stage.name), stage.kind) for stage in ends),
            tuple(_sheet(draft, stage) for stage in draft.worked),
        )


def _line(draft: Draft, stage: Stage) -> Line:
    musts = (each for each in stage.exit if each.level == "must")
    return Line(
        stage.name,
        draft.sign(stage),
        draft.tone(stage),
        stage.goal or "",
        joined((value for _label, value in _facts(draft, stage)), " · "),
        tuple(
            (*plain(wording.criterion(draft.playbook, each)), *draft.only_for(each.for_))
            for each in musts
        ),
    )


def _sheet(draft: Draft, stage: Stage) -> Sheet:
    playbook = draft.playbook
    known = playbook.objections
    return Sheet(
        f"stage-{stage.id}",
        stage.name,
        draft.sign(stage),
        draft.tone(stage),
        stage.goal or "",
        tuple(_facts(draft, stage)),
        tuple(_task(draft, stage)),
        tuple(Tick(parts.criterion(draft, each).words) for each in stage.exit),
        tuple(_buyer(draft, stage)),
        draft.linked("field", stage.must_fill),
        tuple(map(_question, playbook.asked_in(stage))),
        tuple(
            (plain(known[id].name), tuple(plain(each.say) for each in known[id].responses))
            for id in stage.objections
            if id in known
        ),
        tuple(each for each in _limits(draft, stage) if each.blocks),
        tuple(each for each in _moves(draft, stage) if each.blocks),
    )


def _facts(draft: Draft, stage: Stage) -> Iterator[tuple[str, Words]]:
    yield _("Owner"), draft.link("role", stage.owner)
    if stage.expected_days:
        yield _("Expected time"), plain(wording.days(stage.expected_days))
    elif stage.max_days:
        days = wording.days(stage.max_days)
        yield _("Time"), plain(_("at most {days}").format(days=days))
    if stage.probability is not None and stage.is_before_the_sale:
        yield _("Probability"), plain(draft.local.percent(stage.probability))


def _task(draft: Draft, stage: Stage) -> Iterator[Tick]:
    """The tasks, with who does them and when."""
    for each in stage.tasks:
        responsible = each.by or ((each.owner,) if each.owner else (stage.owner,))
        others = responsible if responsible != (stage.owner,) else ()
        due = wording.moment(draft.playbook, each.due) if each.due else ""
        often = wording.interval(each.every) if each.every else ""
        note = pairs(
            pair(_("Who:"), draft.linked("role", others)),
            pair(_("Due:"), due),
            pair(_("How often:"), often),
        )
        yield Tick(parts.task(draft, each, stage.owner).words, note)


def _buyer(draft: Draft, stage: Stage) -> Iterator[Words]:
    """What the buyer does meanwhile, and whom to know."""
    for id in stage.buyer_steps:
        step = draft.playbook.buyer_step.get(id)
        if step:
            shown = soft(f" · {step.shown_by}") if step.shown_by else ()
            yield (*plain(step.name), *shown)
    people = wording.listed(wording.buyer_role_name(draft.playbook, id) for id in stage.buyer_roles)
    if people:
        yield (*soft(f"{_('Whom you should know')} · "), *plain(people))


def _question(each: Question) -> Words:
    why = soft(f" · {each.listen_for}") if each.listen_for else ()
    return (*plain(each.ask), *why)


def _limits(draft: Draft, stage: Stage) -> Iterator[Row]:
    yield row(_("Warning after"), _days(stage.warn_days))
    yield row(_("At most"), _days(stage.max_days))
    if stage.leave_by:
        yield row(_("Leave by"), plain(wording.moment(draft.playbook, stage.leave_by)))
    if stage.overdue:
        yield row(_("When overdue"), overdue(draft, stage.overdue))


def _days(count: int | None) -> Words:
    return plain(wording.days(count)) if count else ()


def _moves(draft: Draft, stage: Stage) -> Iterator[Row]:
    to = draft.flow.leaving(stage)
    for kind, label in (
        ("forward", _("On to")),
        ("skip", _("Past a skipped stage")),
        ("back", _("Back to")),
        ("park", _("Aside, to wait")),
        ("end", _("To an end")),
    ):
        yield row(label, draft.linked("stage", to.get(kind, ())))
    takers = parts.takers_of(draft, stage) if stage.handover else ()
    yield row(_("Handover"), draft.linked("role", takers))
