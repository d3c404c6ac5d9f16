"""Scripts, e-mails, documents: what the work needs."""

from collections.abc import Iterator

from playbook import wording
from playbook.manuscript.blocks import (
    Block,
    Box,
    Chapter,
    Heading,
    Paragraph,
    Quote,
    Run,
    Sample,
    Words,
)
from playbook.manuscript.draft import Draft, anchor
from playbook.manuscript.prose import marked, prose
from playbook.manuscript.words import pair, pairs, plain, tag
from playbook.markdown import is_safe_link, placeholders
from playbook.messages import _
from playbook.model import BUILT_IN_FIELDS, Asset, AssetId


def chapter(draft: Draft) -> Chapter:
    """All the material, in one place."""
    about = _("What the work needs: scripts, e-mails, documents and links.")
    blocks: list[Block] = [Paragraph(plain(about), is_lead=True)]
    for each in draft.playbook.assets.values():
        blocks += _entry(draft, each)
    return Chapter("assets", _("Material"), _("Reference"), tuple(blocks))


def _entry(draft: Draft, each: Asset) -> Iterator[Block]:
    """What is known of a piece of material; its text stands here unless a stage shows it."""
    is_elsewhere = each.id in draft.shown
    if is_elsewhere:
        name = (*draft.link("asset", each.id), *_tags(each))
        yield Heading(name, 3)
    else:
        yield Heading((*plain(each.name), *_tags(each)), 3, anchor("asset", each.id))
        yield from _content(draft, each)
    yield from _facts(draft, each)


def asset_line(draft: Draft, id: AssetId) -> Words:
    """A piece of material in a list."""
    each = draft.playbook.assets.get(id)
    return (*draft.link("asset", id), *(_tags(each) if each else ()))


def asset_text(draft: Draft, each: Asset, level: int) -> Box:
    """The text of a piece of material where the work needs it."""
    name, content = (*plain(each.name), *_tags(each)), tuple(_content(draft, each))
    return Box("plain", name, content, level, anchor("asset", each.id))


def _tags(each: Asset) -> Words:
    kind = tag(wording.term(each.kind)) if each.kind else ()
    audience = _("for the buyer") if each.audience == "buyer" else _("for us only")
    return (*kind, *tag(audience))


def _content(draft: Draft, each: Asset) -> Iterator[Block]:
    yield from prose(each.about)
    language = each.language if each.language != draft.playbook.language else ""
    if each.kind in ("email", "message"):
        if each.text or each.subject:
            body = marked((each.text or "").strip())
            yield Sample(body, each.subject or "", language or "")
    elif each.text:
        if each.subject:
            yield Paragraph(pair(_("Subject:"), marked(each.subject)))
        said = prose(each.text, level=5, breaks=True, marks=True)
        yield from (Quote(said),) if each.kind == "script" else said
    words = f"{each.subject or ''} {each.text or ''}"
    known = {*draft.playbook.fields, *BUILT_IN_FIELDS}
    blanks = [id for id in placeholders(words) if id in known]
    if blanks:
        yield Paragraph(pair(_("To be filled in:"), draft.linked("field", blanks)))


def _facts(draft: Draft, each: Asset) -> Iterator[Block]:
    url = each.url or ""
    address = (Run(url, link=url if is_safe_link(url) else ""),) if url else ()
    found = pairs(
        pair(_("Address:"), address),
        pair(_("File:"), (Run(each.path, code=True),) if each.path else ()),
        pair(_("Kept by:"), draft.link("role", each.owner) if each.owner else ()),
        pair(_("To be reviewed by:"), draft.local.day(each.review_by) if each.review_by else ""),
    )
    used = draft.used_in("asset", each.id)
    for words in filter(None, (found, used)):
        yield Paragraph(words)
