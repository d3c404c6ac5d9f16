"""The chapters of stages, ends and tracks: the work in each, and the way on from it."""

from collections.abc import Iterator

from playbook import wording
from playbook.facts import wake_up
from playbook.manuscript import work as parts
from playbook.manuscript.blocks import (
    Block,
    Box,
    Chapter,
    Facts,
    Heading,
    Items,
    Paragraph,
    Row,
    Words,
)
from playbook.manuscript.draft import Draft, anchor
from playbook.manuscript.objections import objection
from playbook.manuscript.prose import lead
from playbook.manuscript.rows import row, rows
from playbook.manuscript.words import pair, pairs, paragraph, plain, sentence, soft, softly, tag
from playbook.messages import _, n_
from playbook.model import FAILED, BuyerStepId, Continuation, Phase, Stage, Track


def chapter(draft: Draft, stage: Stage) -> Chapter:
    """A stage: what is true in it, what is done, and what must be true to leave it."""
    if stage.is_worked:
        group = _("Stages") if stage.is_before_the_sale else _("After the sale")
    else:
        group = _("Ends and waiting")
    has_note = stage.is_before_the_sale and stage.probability is not None
    return Chapter(
        anchor("stage", stage.id),
        stage.name,
        group,
        tuple(_stage(draft, stage)),
        ("stage", stage.id),
        draft.sign(stage),
        draft.tone(stage),
        draft.local.percent(stage.probability or 0) if has_note else "",
        is_short=not stage.is_worked,
    )


def _stage(draft: Draft, stage: Stage) -> Iterator[Block]:
    if stage.goal:
        yield Paragraph(plain(stage.goal), is_lead=True)
    if stage.for_:
        yield Paragraph(draft.only_for(stage.for_))
    facts = tuple(_facts(draft, stage))
    if facts:
        yield Facts(facts)
    yield from parts.gate(draft, "entry", _("Before a deal gets here"), stage.entry, 2)
    yield from parts.tasks(draft, stage.tasks, stage.owner, 2)
    yield from parts.gate(draft, "gate", _("Exit criteria"), stage.exit, 2)
    yield from parts.to_fill(draft, stage, 2)
    yield from _reasons(draft, stage)
    yield from _buyer(draft, stage)
    yield from parts.questions(draft, stage, 2)
    yield from parts.guidance(stage, 2)
    yield from parts.material(draft, stage, 2)
    yield from _heard(draft, stage)
    if stage.handover:
        yield from parts.handover(draft, stage.handover, parts.takers_of(draft, stage), 2)
    yield from moves(draft, stage)
    yield from parts.behind(draft, stage, 2)
    yield from _continuations(draft, stage)


def _facts(draft: Draft, stage: Stage) -> Iterator[tuple[str, Words]]:
    is_open = not stage.is_end and stage.kind not in ("parked", "after-sale")
    if stage.probability is not None and is_open:
        yield _("Probability of winning"), plain(draft.local.percent(stage.probability))
    if stage.expected_days:
        most = wording.days(stage.max_days) if stage.max_days else ""
        note = soft(f"\n{_('at most {days}').format(days=most)}") if most else ()
        yield _("Expected time"), (*plain(wording.days(stage.expected_days)), *note)
    elif stage.max_days:
        yield _("At most"), plain(wording.days(stage.max_days))
    if stage.is_worked:
        helpers = [role for role in stage.consult if role != stage.owner]
        text = _("with {roles}")
        names = draft.linked("role", helpers)
        note = softly((*plain("\n"), *sentence(text, roles=names))) if helpers else ()
        yield _("Owner"), (*draft.link("role", stage.owner), *note)
    if stage.is_before_the_sale or stage.kind == "won":
        yield _("Forecast"), plain(wording.forecast_name(draft.playbook, stage.forecast))
    if stage.entered_by:
        yield _("Who may bring deals here"), draft.linked("role", stage.entered_by)
    if stage.can_start and draft.sign(stage) != "1":
        yield _("Deals may start here"), plain(_("Yes"))
    if stage.optional:
        yield _("May be skipped"), plain(_("Yes"))
    if stage.locked:
        yield _("Changes to the deal"), plain(_("Locked"))
    if stage.kind in FAILED:
        back = {
            "never": _("No"),
            "same-deal": _("As the same deal"),
            "new-deal": _("As a new deal"),
        }
        yield _("May come back"), plain(back[stage.reopen])


def _reasons(draft: Draft, stage: Stage) -> Iterator[Block]:
    known = draft.playbook.reasons
    reasons = stage.reasons or (tuple(known) if stage.kind in FAILED else ())
    if reasons:
        lines = (
            (
                *draft.link("reason", id),
                *(tag(_("may come back")) if id in known and known[id].may_return else ()),
            )
            for id in reasons
        )
        box = Items(tuple((Paragraph(line),) for line in lines))
        yield Box("lost", plain(_("Reasons to choose from")), (box,))
    if stage.wake_up:
        words = Paragraph(wake_up(draft, stage.wake_up))
        yield Box("parked", plain(_("When the deal comes back")), (words,))


def _buyer(draft: Draft, stage: Stage) -> Iterator[Block]:
    blocks: list[Block] = []
    if stage.buyer_steps:
        blocks.append(Paragraph(plain(_("What the buyer does meanwhile, and how you can tell:"))))
        blocks.append(Items(tuple((_step(draft, id),) for id in stage.buyer_steps)))
    if stage.buyer_roles:
        blocks.append(Paragraph(plain(_("Whom you should know by the end of this stage:"))))
        people = n_("at least {count} person", "at least {count} people", 2)
        blocks.append(
            Items(
                tuple(
                    (
                        paragraph(
                            draft.link("buyer_role", id),
                            soft(f" {people.format(count=count)}") if count > 1 else (),
                        ),
                    )
                    for id, count in stage.buyer_roles.items()
                )
            )
        )
    if blocks:
        yield Box("buyer", plain(_("The buyer's side")), tuple(blocks))


def _step(draft: Draft, id: BuyerStepId) -> Paragraph:
    step = draft.playbook.buyer_step.get(id)
    shown = soft(f"\n{step.shown_by}") if step and step.shown_by else ()
    return paragraph(draft.link("buyer_step", id), shown)


def _heard(draft: Draft, stage: Stage) -> Iterator[Block]:
    """The objections and competitors that are met in a stage."""
    known = draft.playbook
    if stage.objections:
        yield Heading(plain(_("Objections you will hear")))
        for each in (known.objections[id] for id in stage.objections if id in known.objections):
            yield objection(draft, each, 3, title=draft.link("objection", each.id))
    if stage.competitors:
        yield Heading(plain(_("Competitors you will meet")))
        for id in stage.competitors:
            said = known.competitors[id].say if id in known.competitors else ()
            yield from rows(
                Row(draft.link("competitor", id), (parts.texts(said),) if said else (_NONE,))
            )


_NONE = Paragraph(plain("–"))


def moves(draft: Draft, stage: Stage) -> Iterator[Block]:
    """Where a deal comes from and where it goes."""
    to, came = draft.flow.leaving(stage), draft.flow.arriving(stage)
    kinds = ("end", "park", "forward") if not stage.is_before_the_sale else ()
    sources = [id for kind in kinds for id in came.get(kind, ())]
    from_anywhere = stage.from_ is None and stage.kind != "won" and not stage.is_worked
    found: list[Row] = []
    if sources:
        anywhere = plain(_("any stage before the sale"))
        words = anywhere if from_anywhere else draft.linked("stage", sources)
        found.append(row(_("Deals come from"), words))
    for kind, label in (
        ("forward", _("On to")),
        ("return", _("Back to where the deal was")),
        ("skip", _("Past a skipped stage")),
        ("back", _("Back to")),
        ("park", _("Aside, to wait")),
        ("end", _("To an end")),
        ("wake", _("Back from waiting")),
        ("reopen", _("Opened again")),
        ("jump", _("When overdue, refused or knocked out")),
    ):
        conditions = _back(draft, stage) if kind == "back" and to.get(kind) else ()
        found.append(row(label, draft.linked("stage", to.get(kind, ())), conditions))
    if to or sources:
        yield Heading(plain(_("Where deals go from here") if to else _("Where deals come from")))
        yield from rows(*found)


def _back(draft: Draft, stage: Stage) -> Words:
    """On what terms a deal moves back."""
    back = stage.back
    if back is None:
        return ()
    return pairs(
        pair(_("Who may:"), draft.linked("role", back.by)),
        pair(_("Approved by:"), draft.linked("role", back.approved_by)),
        pair(_("Reason:"), _("has to be given") if back.reason else ""),
        pair(_("Emptied again:"), draft.linked("field", back.clear)),
    )


def _continuations(draft: Draft, stage: Stage) -> Iterator[Block]:
    """What leads from a stage to another playbook; from a sale, if nothing else is said."""
    found = [
        each
        for each in draft.playbook.continues.values()
        if (stage.kind == "won" if each.from_ is None else stage.id in each.from_)
    ]
    if found:
        yield Heading(plain(_("Goes on in another playbook")))
        lines = (
            (*plain(continuation_name(draft, each)), *draft.only_for(each.for_)) for each in found
        )
        yield Items(tuple((Paragraph(line),) for line in lines))


def continuation_name(draft: Draft, each: Continuation) -> str:
    """What leads to another playbook: its own name, or that playbook's."""
    other = draft.others.get(each.playbook)
    return each.name or (other.name if other else each.playbook)


def track(draft: Draft, each: Track) -> Chapter:
    """Work of another team that runs beside the stages."""
    blocks: list[Block] = [*lead(each.about)]
    facts = (
        (_("Owner"), draft.link("role", each.owner)),
        (_("Phases"), plain(draft.local.number(len(each.phases)))),
        (_("Done by"), draft.linked("role", each.by)),
        (_("Asks for advice"), draft.linked("role", each.consult)),
        (_("Tells"), draft.linked("role", each.inform)),
    )
    blocks.append(Facts(tuple(fact for fact in facts if fact[1])))
    if each.for_:
        blocks.append(Paragraph(draft.only_for(each.for_)))
    for phase in each.phases:
        blocks += _phase(draft, each, phase)
    return Chapter(
        anchor("track", each.id), each.name, _("Alongside"), tuple(blocks), ("track", each.id)
    )


def _phase(draft: Draft, track: Track, phase: Phase) -> Iterator[Block]:
    yield Heading(plain(phase.name), 2, f"phase-{track.id}.{phase.id}")
    if phase.goal:
        yield Paragraph(plain(phase.goal), is_lead=True)
    helpers = draft.linked("role", phase.consult)
    facts = pairs(
        pair(_("During:"), draft.linked("stage", phase.during)),
        pair(_("Owner:"), draft.link("role", phase.owner)),
        pair(_("With:"), helpers),
    )
    yield paragraph(facts, draft.only_for(phase.for_))
    yield from parts.gate(draft, "entry", _("Before it starts"), phase.entry, 3)
    yield from parts.tasks(draft, phase.tasks, phase.owner, 3)
    yield from parts.gate(draft, "gate", _("Exit criteria"), phase.exit, 3)
    yield from parts.to_fill(draft, phase, 3)
    yield from parts.questions(draft, phase, 3)
    yield from parts.guidance(phase, 3)
    yield from parts.material(draft, phase, 3)
    if phase.handover:
        yield from parts.handover(draft, phase.handover, parts.takers_of(draft, phase), 3)
    yield from parts.behind(draft, phase, 3)
