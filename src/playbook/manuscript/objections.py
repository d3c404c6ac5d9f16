"""What buyers object, and whom else they look at."""

from collections.abc import Iterator, Sequence

from playbook import wording
from playbook.manuscript.blocks import (
    Block,
    Box,
    Chapter,
    Heading,
    Items,
    Paragraph,
    Quote,
    Words,
)
from playbook.manuscript.draft import Draft, anchor
from playbook.manuscript.prose import prose
from playbook.manuscript.rows import row, rows
from playbook.manuscript.words import pair, pairs, paragraph, plain, tag
from playbook.messages import _
from playbook.model import Competitor, Objection, Response


def chapter(draft: Draft) -> Chapter:
    """All objections."""
    about = _("What buyers say, and what has worked as an answer.")
    blocks: list[Block] = [Paragraph(plain(about), is_lead=True)]
    blocks += (
        objection(draft, each, 2, anchor=anchor("objection", each.id))
        for each in draft.playbook.objections.values()
    )
    return Chapter("objections", _("Objections"), _("Buyer and questions"), tuple(blocks))


def objection(
    draft: Draft, each: Objection, level: int, *, title: Words = (), anchor: str = ""
) -> Box:
    """An objection and what to answer; where it is used, only in the list of all."""
    kind = tag(wording.term(each.kind)) if each.kind else ()
    blocks: list[Block] = [*prose(each.about, level=level + 1)]
    if each.responses:
        said = tuple(tuple(_response(draft, response)) for response in each.responses)
        blocks.append(Items(said, is_numbered=True))
    help = pairs(
        pair(_("Material:"), draft.linked("asset", each.assets)),
        pair(_("Ask for help:"), draft.link("role", each.ask_help) if each.ask_help else ()),
    )
    used = draft.used_in("objection", each.id) if anchor else ()
    blocks += (Paragraph(words) for words in (help, used) if words)
    return Box("objection", (*(title or plain(each.name)), *kind), tuple(blocks), level, anchor)


def _response(draft: Draft, each: Response) -> Iterator[Block]:
    step = tag(wording.term(each.step)) if each.step else ()
    yield paragraph(plain(each.say), step)
    if each.assets:
        yield Paragraph(pair(_("Material:"), draft.linked("asset", each.assets)))


def competitors(draft: Draft) -> Chapter:
    """Whom we meet in deals."""
    about = _("Whom we meet in deals, what they are good at, and what to say.")
    blocks: list[Block] = [Paragraph(plain(about), is_lead=True)]
    for each in draft.playbook.competitors.values():
        blocks += _competitor(draft, each)
    return Chapter("competitors", _("Competitors"), _("Buyer and questions"), tuple(blocks))


def _competitor(draft: Draft, each: Competitor) -> Iterator[Block]:
    yield Heading(plain(each.name), 2, anchor("competitor", each.id))
    yield from prose(each.about)
    yield from rows(
        row(_("Strengths"), *_texts(each.strengths)),
        row(_("Weaknesses"), *_texts(each.weaknesses)),
        row(_("They win when"), *_texts(each.we_lose_when)),
        row(_("We win when"), *_texts(each.we_win_when)),
    )
    if each.say:
        yield Heading(plain(_("Say")), 3)
        yield Quote(tuple(Paragraph(plain(words)) for words in each.say))
    found = pairs(
        pair(_("Objections:"), draft.linked("objection", each.objections)),
        pair(_("Material:"), draft.linked("asset", each.assets)),
        draft.used_in("competitor", each.id),
    )
    if found:
        yield Paragraph(found)


def _texts(items: Sequence[str]) -> Iterator[Items]:
    if items:
        yield Items(tuple((Paragraph(plain(each)),) for each in items))
