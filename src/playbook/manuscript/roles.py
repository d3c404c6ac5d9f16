"""Everything that one role does, in one place."""

from collections.abc import Iterable, Iterator, Sequence

from playbook import wording
from playbook.duties import Approval, Duties, Duty, Holder, takers
from playbook.manuscript import work as parts
from playbook.manuscript.blocks import (
    Block,
    Checklist,
    Facts,
    Heading,
    Items,
    Paragraph,
    Words,
)
from playbook.manuscript.draft import Draft
from playbook.manuscript.prose import lead
from playbook.manuscript.words import joined, plain, sentence, soft
from playbook.messages import _, n_
from playbook.model import Review, RoleId, Route, Task


def blocks(draft: Draft, id: RoleId) -> Iterator[Block]:
    """What a role owns, does, decides on and passes on."""
    role, own = draft.playbook.roles.get(id), draft.duties.get(id, Duties())
    yield from lead(role.about if role else None)
    facts = tuple(_facts(own))
    if facts:
        yield Facts(facts)
    yield from _owned(draft, _("Stages"), own.owns)
    yield from _named(_("Alongside the stages"), draft.linked("track", own.tracks))
    yield from _owned(draft, _("Phases"), own.phases)
    yield from _tasks(draft, id, own)
    note = _("Somebody else does it.")
    yield from _duties(draft, _("Answers for"), own.answers_for, note)
    yield from _duties(draft, _("Approvals"), own.approves)
    back = draft.linked("stage", own.allows_back)
    yield from _named(_("Decides whether a deal goes back from"), back)
    yield from _named(_("Brings deals to"), draft.linked("stage", own.enters))
    yield from _handovers(draft, own)
    yield from _duties(draft, _("Is asked for advice"), own.consulted)
    yield from _listed(_("Helps in"), (_where(draft, holder) for holder in own.helps))
    yield from _duties(draft, _("Is told"), own.informed)
    yield from _listed(_("Leads the meetings"), map(_meeting, own.reviews))
    yield from _listed(_("Gets new deals"), (_route(draft, each) for each in own.routes))
    yield from _named(_("Helps with objections"), draft.linked("objection", own.objections))
    yield from _named(_("Keeps up to date"), draft.linked("asset", own.assets))


def _facts(own: Duties) -> Iterator[tuple[str, Words]]:
    owns, does, approves = len(own.owns), len(own.does), len(own.approves)
    if owns:
        yield _("Owns"), plain(n_("{count} stage", "{count} stages", owns).format(count=owns))
    if does:
        yield _("Does"), plain(n_("{count} task", "{count} tasks", does).format(count=does))
    if approves:
        criteria = n_("{count} criterion", "{count} criteria", approves)
        yield _("Approves"), plain(criteria.format(count=approves))


def _where(draft: Draft, holder: Holder) -> Words:
    return draft.link(holder.kind, holder.key)


def _owned(draft: Draft, title: str, holders: Sequence[Holder]) -> Iterator[Block]:
    def line(holder: Holder) -> Words:
        goal = soft(f"\n{holder.work.goal}") if holder.work.goal else ()
        return (*_where(draft, holder), *goal)

    yield from _listed(title, map(line, holders))


def _listed(title: str, lines: Iterable[Words]) -> Iterator[Block]:
    items = tuple((Paragraph(line),) for line in lines)
    if items:
        yield Heading(plain(title))
        yield Items(items)


def _named(title: str, names: Words) -> Iterator[Block]:
    if names:
        yield Heading(plain(title))
        yield Paragraph(names)


def _tasks(draft: Draft, id: RoleId, own: Duties) -> Iterator[Block]:
    if own.does:
        yield Heading(plain(_("Tasks")))
    for holder, tasks in own.by_holder:
        yield Heading(_where(draft, holder), 3)
        yield Checklist(
            tuple(parts.task(draft, each, holder.work.owner if each.by else id) for each in tasks)
        )


def _duties(
    draft: Draft, title: str, duties: Sequence[Duty | Approval], note: str = ""
) -> Iterator[Block]:
    if not duties:
        return
    yield Heading(plain(title))
    if note:
        yield Paragraph(soft(note))
    lines = []
    for holder, part in duties:
        words = part.do if isinstance(part, Task) else wording.criterion(draft.playbook, part)
        due = plain(wording.moment(draft.playbook, part.due)) if part.due else ()
        lines.append((*plain(words), *soft("\n"), *joined((_where(draft, holder), due), " · ")))
    yield Items(tuple((Paragraph(line),) for line in lines))


def _handovers(draft: Draft, own: Duties) -> Iterator[Block]:
    if not (own.takes_over or own.hands_over):
        return
    yield Heading(plain(_("Handovers")))
    for text, stages, is_giver in (
        (_("Takes over after {stage}"), own.takes_over, False),
        (_("Hands over after {stage}"), own.hands_over, True),
    ):
        for stage in stages:
            yield Heading(sentence(text, stage=draft.link("stage", stage.id)), 3)
            if stage.handover:
                to = takers(stage, draft.flow) if is_giver else ()
                yield from parts.passed_on(draft, stage.handover, to)


def _meeting(review: Review) -> Words:
    return (
        *plain(review.name),
        *soft(f" · {wording.interval(review.every)}"),
    )


def _route(draft: Draft, route: Route) -> Words:
    due = wording.moment(draft.playbook, route.due) if route.due else ""
    within = soft(f" {_('within {time}').format(time=due)}") if due else ()
    words = draft.only_for(route.for_) or plain(_("All that nobody else gets"))
    return (*words, *within)
