"""Which chapters a handbook has, in the order in which people read it."""

from collections.abc import Iterable, Iterator

from playbook import wording
from playbook.manuscript import (
    buyer,
    material,
    numbers,
    objections,
    overview,
    questions,
    reference,
    roles,
    stages,
)
from playbook.manuscript.blocks import Chapter, Manuscript, Paragraph
from playbook.manuscript.draft import Draft
from playbook.manuscript.prose import prose
from playbook.manuscript.words import text
from playbook.messages import _, speaking
from playbook.model import Playbook


def compose(playbook: Playbook, *, others: Iterable[Playbook] = ()) -> Manuscript:
    """The handbook of a playbook, in the playbook's language.

    ``others`` are the playbooks that stand in the same handbook, so that those
    in which a deal goes on are called by their names.
    """
    known: dict[str, Playbook] = {}
    for each in sorted(others, key=lambda each: each.language != playbook.language):
        known.setdefault(each.id, each)
    with speaking(playbook.language):
        draft = Draft(playbook, known)
        return Manuscript(
            playbook=playbook,
            title=playbook.name,
            subtitle=_subtitle(playbook),
            language=playbook.language,
            facts=tuple(reference.cover(draft)),
            chapters=tuple(_chapters(draft)),
        )


def _subtitle(playbook: Playbook) -> str:
    """The first paragraph of what the author says of the playbook."""
    for block in prose(playbook.about):
        if isinstance(block, Paragraph):
            return " ".join(text(block.words).split())
    return ""


def _chapters(draft: Draft) -> Iterator[Chapter]:
    playbook = draft.playbook
    yield overview.chapter(draft)
    yield from _stages(draft)
    if playbook.buyer_steps or playbook.buyer_roles:
        yield buyer.chapter(draft)
    for each in playbook.questionnaires.values():
        yield questions.chapter(draft, each)
    if playbook.objections:
        yield objections.chapter(draft)
    if playbook.competitors:
        yield objections.competitors(draft)
    for id in draft.described_roles:
        name = wording.role_name(playbook, id)
        blocks = tuple(roles.blocks(draft, id))
        yield Chapter(f"role-{id}", name, _("Roles"), blocks, ("role", id))
    yield from numbers.chapters(draft)
    yield from reference.chapters(draft)
    if playbook.assets:
        yield material.chapter(draft)
    yield from reference.about(draft)
    yield from map(reference.page, playbook.pages)


def _stages(draft: Draft) -> Iterator[Chapter]:
    """The stages before and after the sale, the work alongside, then the ends."""
    for stage in sorted(draft.worked, key=lambda each: not each.is_before_the_sale):
        yield stages.chapter(draft, stage)
    for track in draft.playbook.tracks.values():
        yield stages.track(draft, track)
    for stage in draft.playbook.stages:
        if not stage.is_worked:
            yield stages.chapter(draft, stage)
