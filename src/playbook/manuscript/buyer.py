"""The buyer's own way to a decision, and the people who take part in it."""

from collections.abc import Iterator

from playbook.manuscript.blocks import Block, Box, Chapter, Heading, Items, Paragraph
from playbook.manuscript.draft import Draft, anchor
from playbook.manuscript.prose import prose
from playbook.manuscript.words import pair, plain, tag
from playbook.messages import _
from playbook.model import BuyerRole, BuyerStep


def chapter(draft: Draft) -> Chapter:
    """The buyer's steps and people."""
    playbook = draft.playbook
    about = _("How the buyer comes to a decision, and where we help.")
    blocks: list[Block] = [Paragraph(plain(about), is_lead=True)]
    if playbook.buyer_steps:
        blocks.append(Heading(plain(_("The buyer's steps"))))
        blocks += (_step(draft, step) for step in playbook.buyer_steps)
    if playbook.buyer_roles:
        blocks.append(Heading(plain(_("The people who decide"))))
        blocks += (_person(draft, role) for role in playbook.buyer_roles.values())
    return Chapter("buyer", _("Buyer journey"), _("Buyer and questions"), tuple(blocks))


def _step(draft: Draft, step: BuyerStep) -> Box:
    title = (
        *plain(step.name),
        *(tag(_("after the purchase")) if step.after_purchase else ()),
        *(tag(_("all the time")) if step.always_on else ()),
    )
    stages = [each.id for each in draft.playbook.stages if step.id in each.buyer_steps]
    said = (
        pair(_("You can tell by:"), step.shown_by or ""),
        pair(_("Our stages:"), draft.linked("stage", stages)),
    )
    blocks = (*prose(step.about, level=4), *(Paragraph(words) for words in said if words))
    return Box("buyer", title, blocks, 3, anchor("buyer_step", step.id))


def _person(draft: Draft, role: BuyerRole) -> Box:
    return Box(
        "plain",
        plain(role.name),
        tuple(_cares(draft, role)),
        3,
        anchor("buyer_role", role.id),
    )


def _cares(draft: Draft, role: BuyerRole) -> Iterator[Block]:
    yield from prose(role.about, level=4)
    if role.cares_about:
        yield Heading(plain(_("Cares about")), 4)
        yield Items(tuple((Paragraph(plain(words)),) for words in role.cares_about))
    stages = [each.id for each in draft.playbook.stages if role.id in each.buyer_roles]
    for words in (
        pair(_("Known by the end of:"), draft.linked("stage", stages)),
        pair(_("Material:"), draft.linked("asset", role.assets)),
    ):
        if words:
            yield Paragraph(words)
