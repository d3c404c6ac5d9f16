"""The first week of a new colleague in a role: what to read and to do, day by day, from the playbook."""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup

from playbook import wording
from playbook.duties import Duties, Holder, takers
from playbook.messages import _, n_
from playbook.model import Asset, AssetId, Criterion, Objection, ObjectionId, RoleId, Stage
from playbook.templating import sentence

if TYPE_CHECKING:
    from playbook.renderers.handbook.html.book import Book

_ENOUGH = 6
"""So many scripts or objections are practised in one day; the others come by themselves."""


class Step(NamedTuple):
    """One thing to do on a day. A browser remembers by its key whether it is done."""

    key: str
    words: Markup
    note: Markup | str = ""


class Day(NamedTuple):
    """A day: its number, what it is about, and its steps."""

    number: int
    title: str
    steps: tuple[Step, ...]


def address(book: "Book", role: RoleId) -> str:
    """The page with the first week of a role."""
    return f"first-week-{role}.html" if len(book.people) > 1 else "first-week.html"


def plan(book: "Book", role: RoleId) -> tuple[Day, ...]:
    """The days of the first week; a day with nothing to do is left out."""
    duties = book.duties.get(role, Duties())
    days: tuple[tuple[str, Callable[[Book, Duties], Iterator[Step]]], ...] = (
        (_("The process"), _process),
        (_("Your stages"), _stages),
        (_("Your tasks"), _tasks),
        (_("The buyer"), _buyer),
        (_("The people around you"), lambda *both: chain(_people(*both), _practice(book, role))),
    )
    found = ((title, tuple(steps(book, duties))) for title, steps in days)
    kept = [(title, steps) for title, steps in found if steps]
    return tuple(Day(number, *day) for number, day in enumerate(kept, start=1))


def _read(book: "Book", kind: str, id: str, note: str = "") -> Step:
    return Step(f"read-{kind}-{id}", sentence(_("Read {page}"), page=book.link(kind, id)), note)


def _page(key: str, name: str, title: str, note: str = "") -> Step:
    link = Markup('<a href="{}">{}</a>').format(name, title)
    return Step(f"read-{key}", sentence(_("Read {page}"), page=link), note)


def _process(book: "Book", _duties: Duties) -> Iterator[Step]:
    playbook = book.playbook
    count = sum(stage.is_worked for stage in playbook.stages)
    note = n_("{count} stage", "{count} stages", count).format(count=count)
    yield _page("overview", "index.html", _("Overview"), note)
    for page in playbook.pages:
        yield _read(book, "page", page.id)
    if playbook.rules:
        yield _page("rules", "index.html#rules", _("Rules of the house"))
    if playbook.glossary:
        note = _("So that you and your colleagues mean the same by the same word.")
        yield _page("glossary", "glossary.html", _("Glossary"), note)
    if playbook.metrics:
        yield _page("numbers", "numbers.html", _("The numbers we plan with"))


def _stages(book: "Book", duties: Duties) -> Iterator[Step]:
    for holder in chain(duties.owns, duties.phases):
        words = _("Read {page}")
        if holder.work.exit:
            words = _("Read {page}, then say without looking what must be true to leave it")
        link = book.link(holder.kind, holder.key)
        yield Step(f"read-{holder.key}", sentence(words, page=link), holder.work.goal or "")
    own = {holder.key for holder in chain(duties.owns, duties.phases)}
    for holder in _elsewhere(duties):
        if holder.key not in own:
            own.add(holder.key)
            yield _read(book, holder.kind, holder.key, _("You help there."))


def _elsewhere(duties: Duties) -> Iterator[Holder]:
    """The stages and phases of others in which the role has something to do."""
    yield from duties.helps
    for duty in chain(duties.does, duties.consulted):
        yield duty.holder
    for approval in duties.approves:
        yield approval.holder


def _tasks(book: "Book", duties: Duties) -> Iterator[Step]:
    for holder, tasks in duties.by_holder:
        words = _("Go through your tasks in {stage}, one by one")
        link = book.link(holder.kind, holder.key)
        note = wording.together(task.do for task in tasks)
        yield Step(f"tasks-{holder.key}", sentence(words, stage=link), note)
    for holder, criterion in duties.approves:
        words = _("Know what you need to see before you approve: {criterion}")
        said = wording.criterion(book.playbook, criterion)
        note = book.link(holder.kind, holder.key)
        yield Step(
            f"approve-{holder.key}-{criterion.id or ''}", sentence(words, criterion=said), note
        )
    for asset in _texts(book, duties):
        link = book.link("asset", asset.id)
        if asset.kind in ("email", "message"):
            words = _("Write {asset} for a customer you know")
        else:
            words = _("Read {asset} aloud, then say it in your own words")
        yield Step(f"say-{asset.id}", sentence(words, asset=link))
    for asset_id in duties.assets:
        words = _("Look through {asset}: you keep it up to date")
        yield Step(f"keep-{asset_id}", sentence(words, asset=book.link("asset", asset_id)))


def _texts(book: "Book", duties: Duties) -> Iterator[Asset]:
    """The first scripts and letters of the role's work, in the order of the work."""
    ids: list[AssetId] = []
    for holder, tasks in duties.by_holder:
        for task in tasks:
            ids += task.assets
            ids += chain.from_iterable(item.assets for item in task.agenda)
        if any(holder.key == own.key for own in duties.owns):
            ids += holder.work.assets
    assets = book.playbook.assets
    found = [assets[id] for id in dict.fromkeys(ids) if id in assets and assets[id].text]
    yield from found[:_ENOUGH]


def _buyer(book: "Book", duties: Duties) -> Iterator[Step]:
    playbook = book.playbook
    if playbook.buyer_steps or playbook.buyer_roles:
        yield _page("buyer", "buyer.html", _("Buyer journey"))
    holders = [*duties.owns, *duties.phases]
    asked = [question for holder in holders for question in playbook.asked_in(holder.work)]
    for questionnaire in playbook.questionnaires.values():
        if any(question in asked for question in questionnaire.questions):
            words = _("Fill in {questionnaire} for a customer you know")
            link = book.link("questionnaire", questionnaire.id)
            yield Step(f"fill-{questionnaire.id}", sentence(words, questionnaire=link))
    for objection in _heard(book, duties):
        words = _("Somebody says “{objection}”: answer aloud, then read what has worked")
        link = book.link("objection", objection.id)
        yield Step(f"answer-{objection.id}", sentence(words, objection=link))
    if playbook.competitors and any(
        isinstance(holder.work, Stage) and holder.work.competitors for holder in holders
    ):
        yield _page("competitors", "competitors.html", _("Competitors"))


def _heard(book: "Book", duties: Duties) -> Iterator[Objection]:
    """The first objections that the role hears or is asked to help with."""
    ids: list[ObjectionId] = []
    for holder in duties.owns:
        if isinstance(holder.work, Stage):
            ids += holder.work.objections
    ids += duties.objections
    known = book.playbook.objections
    yield from [known[id] for id in dict.fromkeys(ids) if id in known][:_ENOUGH]


def _people(book: "Book", duties: Duties) -> Iterator[Step]:
    for stage in duties.takes_over:
        words = _("Ask {role} what you are told when you take a deal over after {stage}")
        yield _about_stage(book, "takes", words, stage, [stage.owner])
    for stage in duties.hands_over:
        words = _("Ask {role} what they want to know when they take a deal over after {stage}")
        if roles := takers(stage, book.flow):
            yield _about_stage(book, "hands", words, stage, roles)
    for holder, criterion in _decided_by_others(duties):
        words = _("Ask {role} what they look at before they approve: {criterion}")
        said = wording.criterion(book.playbook, criterion)
        who = book.linked("role", criterion.verified_by)
        key = f"approval-{holder.key}-{criterion.id or ''}"
        where = book.link(holder.kind, holder.key)
        yield Step(key, sentence(words, role=who, criterion=said), where)
    for review in book.playbook.reviews.values():
        link = Markup('<a href="index.html#review-{}">{}</a>').format(review.id, review.name)
        note = wording.interval(review.every)
        yield Step(f"sit-in-{review.id}", sentence(_("Sit in on {meeting}"), meeting=link), note)
    first = next((holder for holder in duties.owns if holder.work.exit), None)
    if first is not None:
        words = _("Take an open deal in {stage}, and tick with its owner what is true of it")
        there = book.link(first.kind, first.key)
        yield Step("try", sentence(words, stage=there), _("What has no tick is your next step."))


def _practice(book: "Book", role: RoleId) -> Iterator[Step]:
    """The quiz of the role, or else all quizzes, where there are any."""
    titles = {page.name: page.title for page in book.pages}
    for name in (f"practice-role-{role}.html", "practice.html"):
        if name in titles:
            link = Markup('<a href="{}">{}</a>').format(name, titles[name])
            yield Step("practise", sentence(_("Find out what you know already: {page}"), page=link))
            return


def _about_stage(book: "Book", key: str, words: str, stage: Stage, roles: Iterable[RoleId]) -> Step:
    who = book.linked("role", roles)
    link = book.link("stage", stage.id)
    return Step(f"{key}-{stage.id}", sentence(words, role=who, stage=link))


def _decided_by_others(duties: Duties) -> Iterator[tuple[Holder, Criterion]]:
    for holder in chain(duties.owns, duties.phases):
        for criterion in holder.work.exit:
            if criterion.verified_by:
                yield holder, criterion
