"""What is looked up: rules, kinds of deal, fields, reasons, words, and what is known of the playbook."""

from collections.abc import Iterator

from playbook import wording
from playbook.facts import write
from playbook.manuscript.blocks import (
    Block,
    Chapter,
    Items,
    Paragraph,
    Row,
    Rows,
    Words,
)
from playbook.manuscript.draft import Draft, anchor
from playbook.manuscript.prose import prose
from playbook.manuscript.rows import differing, row, rows
from playbook.manuscript.stages import continuation_name
from playbook.manuscript.words import pair, pairs, paragraph, plain, tag
from playbook.manuscript.work import rules
from playbook.messages import _, n_, p_
from playbook.model import Continuation, Field, Page, Reason, Route, Segment, Term


def chapters(draft: Draft) -> Iterator[Chapter]:
    """The chapters to look things up in; what has no content has no chapter."""
    playbook = draft.playbook
    for id, title, blocks in (
        (
            "rules",
            _("Rules of the house"),
            (rules(draft, playbook.rules),) if playbook.rules else (),
        ),
        ("segments", _("Kinds of deal"), tuple(_segments(draft))),
        ("routing", _("Who gets a new deal"), tuple(_routing(draft))),
        ("reasons", _("Why deals end"), tuple(_reasons(draft))),
        ("continues", _("Goes on in other playbooks"), tuple(_continues(draft))),
        ("fields", _("Fields"), tuple(_fields(draft))),
        ("glossary", _("Glossary"), tuple(_glossary(draft))),
    ):
        if blocks:
            yield Chapter(id, title, _("Reference"), blocks, is_short=True)


def about(draft: Draft) -> Iterator[Chapter]:
    """What is known of the playbook itself."""
    found = tuple(row(label, plain(value)) for label, value in _about(draft))
    blocks: tuple[Block, ...] = tuple(rows(*found))
    if draft.playbook.by_segment:
        blocks = (*blocks, differing(draft, draft.playbook.by_segment))
    if blocks:
        yield Chapter("about", _("About this playbook"), _("Reference"), blocks, is_short=True)


def cover(draft: Draft) -> Iterator[tuple[str, str]]:
    """What stands on the cover."""
    playbook, local = draft.playbook, draft.local
    if playbook.version:
        yield _("Version"), playbook.version
    if playbook.effective_from:
        yield _("In force from"), local.day(playbook.effective_from)
    if playbook.owner:
        yield _("Kept by"), wording.role_name(playbook, playbook.owner)
    if playbook.review_by:
        yield _("To be reviewed by"), local.day(playbook.review_by)


def _about(draft: Draft) -> Iterator[tuple[str, str]]:
    playbook, local = draft.playbook, draft.local
    yield from cover(draft)
    if playbook.effective_from:
        moves = playbook.open_deals == "move"
        what = _("move to this version") if moves else _("end under the old version")
        yield _("Deals open on that day"), what
    if playbook.currency:
        yield _("Currency"), playbook.currency
    if playbook.deal_name:
        yield _("Name of a deal"), playbook.deal_name
    if playbook.record != "deal":
        through = {"lead": _("leads"), "account": _("customers"), "contract": _("contracts")}
        yield _("What goes through it"), through[playbook.record]
    if playbook.workdays != ("mon", "tue", "wed", "thu", "fri"):
        yield _("Workdays"), wording.listed(local.weekdays(playbook.workdays))
    if any(stage.clock == "last-activity" for stage in playbook.stages):
        yield _("Counts as activity"), wording.listed(map(wording.term, playbook.activity))


def page(each: Page) -> Chapter:
    """A further page in the author's own words."""
    blocks = prose(each.text, level=2)
    return Chapter(f"page-{each.id}", each.name, _("Further reading"), blocks, ("page", each.id))


def _segments(draft: Draft) -> Iterator[Rows]:
    yield from rows(*(_segment(draft, each) for each in draft.playbook.segments.values()))


def _segment(draft: Draft, each: Segment) -> Row:
    if each.when:
        condition = plain(wording.test(draft.playbook, each.when))
    else:
        condition = plain(_("Somebody says so by hand."))
    return row(each.name, *prose(each.about), condition, anchor=anchor("segment", each.id))


def _routing(draft: Draft) -> Iterator[Block]:
    if draft.playbook.routing:
        yield Paragraph(plain(_("The first line that fits decides.")), is_lead=True)
        items = (tuple(_route(draft, each)) for each in draft.playbook.routing)
        yield Items(tuple(items), is_numbered=True)


def _route(draft: Draft, each: Route) -> Iterator[Block]:
    how = {
        "round-robin": _("in turn"),
        "former-owner": _("whoever had the customer before"),
        "territory": _("by territory"),
        "by-hand": _("given out by hand"),
    }
    yield paragraph(
        pairs(
            pair(p_("role", "To:"), draft.link("role", each.owner) if each.owner else ()),
            pair(_("How:"), how[each.how] if each.how else ""),
            pair(_("Within:"), wording.moment(draft.playbook, each.due) if each.due else ""),
        ),
        draft.only_for(each.for_),
    )
    yield from prose(each.about)


def _reasons(draft: Draft) -> Iterator[Rows]:
    yield from rows(*(_reason(draft, each) for each in draft.playbook.reasons.values()))


def _reason(draft: Draft, each: Reason) -> Row:
    returns = tag(_("may come back")) if each.may_return else ()
    label = (*plain(each.name), *draft.only_for(each.for_), *returns)
    found = pairs(
        pair(_("Part of:"), draft.link("reason", each.under) if each.under else ()),
        pair(_("Fill in first:"), draft.linked("field", each.must_fill)),
    )
    used = draft.used_in("reason", each.id)
    said = (*prose(each.about), *(words for words in (found, used) if words))
    return row(label, *(said or (plain("–"),)), anchor=anchor("reason", each.id))


def _continues(draft: Draft) -> Iterator[Rows]:
    found = draft.playbook.continues.values()
    yield from rows(*(_continuation(draft, each) for each in found))


def _continuation(draft: Draft, each: Continuation) -> Row:
    other = draft.others.get(each.playbook)
    stages = {str(stage.id): str(stage.name) for stage in other.stages} if other else {}
    known_by = other.name if other else each.playbook
    start = wording.moment(draft.playbook, each.start) if each.start else ""
    said = pairs(
        pair(_("Playbook:"), known_by if other or each.name else ""),
        pair(
            _("From:"),
            draft.linked("stage", each.from_) if each.from_ else plain(_("a won deal")),
        ),
        pair(p_("stage", "To:"), stages.get(each.stage, each.stage) if each.stage else ""),
        pair(_("As:"), _("a new deal") if each.deal == "new" else _("the same deal")),
        pair(_("Starts:"), start),
        pair(_("Owner:"), draft.link("role", each.owner) if each.owner else ()),
        pair(_("Takes along:"), draft.linked("field", each.carry)),
    )
    writes = tuple((Paragraph(write(draft, one)),) for one in each.set)
    label = (*plain(continuation_name(draft, each)), *draft.only_for(each.for_))
    return row(label, *prose(each.about), said, *((Items(writes),) if writes else ()))


def _fields(draft: Draft) -> Iterator[Block]:
    if draft.playbook.fields:
        yield Paragraph(plain(_("What is recorded about a deal, and who does it.")), is_lead=True)
        yield from rows(*(_field(draft, each) for each in draft.playbook.fields.values()))


def _field(draft: Draft, each: Field) -> Row:
    tags = (
        *tag(wording.term(each.type)),
        *draft.only_for(each.for_),
        *(tag(_("filled in by the system")) if each.filled_by == "system" else ()),
        *(tag(_("personal data")) if each.personal else ()),
    )
    return row(
        plain(each.name),
        tags,
        *prose(each.about),
        pairs(*_field_facts(draft, each)),
        draft.used_in("field", each.id),
        anchor=anchor("field", each.id),
    )


def _field_facts(draft: Draft, each: Field) -> Iterator[Words]:
    yield pair(_("Values:"), wording.listed(option.name for option in each.options))
    if each.default is not None:
        yield pair(_("At first:"), wording.value_name(each, each.default))
    if each.buyer_role:
        yield pair(_("Who it is:"), draft.link("buyer_role", each.buyer_role))
    yield pair(_("What it is kept for:"), each.purpose or "")
    if each.keep_months:
        months = n_("{count} month", "{count} months", each.keep_months)
        yield pair(_("Kept for:"), months.format(count=each.keep_months))


def _glossary(draft: Draft) -> Iterator[Block]:
    if draft.playbook.glossary:
        yield Paragraph(plain(_("What our words mean.")), is_lead=True)
        yield from rows(*(_term(each) for each in draft.playbook.glossary.values()))


def _term(each: Term) -> Row:
    said = pairs(
        pair(_("Also called:"), wording.listed(each.also)),
        pair(_("Do not say:"), wording.listed(each.avoid)),
    )
    return row(each.name, *prose(each.means), said, anchor=anchor("term", each.id))
