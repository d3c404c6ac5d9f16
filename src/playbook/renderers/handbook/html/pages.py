"""The pages of one playbook: which there are, in which order, and what the contents call them.

A chapter is a function that gives pages; whoever adds one puts it into ``CHAPTERS``.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal

from playbook import wording
from playbook.drawing.views import View
from playbook.duties import Duties, matrix
from playbook.messages import _
from playbook.model import Playbook, Stage
from playbook.renderers.handbook.html import practice, week

if TYPE_CHECKING:
    from playbook.renderers.handbook.html.book import Book

Group = Literal[
    "overview", "start", "stages", "after", "ends", "beside", "buyer", "roles", "more", "pages"
]

_TONES = 9
"""The colours of the stages go from the first to the last in so many steps."""


@dataclass(frozen=True)
class Page:
    """One page: its file, the template that makes it, and how the contents show it."""

    name: str
    template: str
    title: str
    group: Group
    part: tuple[str, str] | None = None
    """The kind and the id of what the page is about, if it is about one thing."""
    values: Mapping[str, Any] = field(default_factory=dict)
    sign: str = ""
    """A stage's number, or its kind if nobody works in it."""
    tone: str = ""
    note: str = ""
    under: str = ""
    """The page of the contents that it belongs to, if it is not in the contents itself."""
    picture: View | None = None
    """What the page shows as a picture, if it shows one."""
    is_searched: bool = True
    """Whether the search looks through its words; what repeats other pages is found by its title."""


def pages(book: "Book") -> tuple[Page, ...]:
    """The pages, in the order they are read in; what has no content has no page."""
    return tuple(page for chapter in CHAPTERS for page in chapter(book))


def badge(playbook: Playbook, stage: Stage) -> tuple[str, str]:
    """A stage's number and its colour; for one in which nobody works its kind, twice."""
    if not stage.is_worked:
        return stage.kind, stage.kind
    worked = [each.id for each in playbook.stages if each.is_worked]
    at = worked.index(stage.id)
    return str(at + 1), f"tone-{round((_TONES - 1) * at / max(1, len(worked) - 1))}"


def _start(book: "Book") -> Iterator[Page]:
    yield Page("index.html", "overview.html", _("Overview"), "overview", picture="flow")
    roles = book.people
    title = _("Your first week")
    if len(roles) > 1:
        yield Page("first-week.html", "first-weeks.html", title, "start")
    for id in roles:
        yield Page(
            week.address(book, id),
            "first-week.html",
            _of_a_role(title, wording.role_name(book.playbook, id)) if len(roles) > 1 else title,
            "start",
            values={"id": id, "plan": week.plan},
            under="first-week.html" if len(roles) > 1 else "",
            is_searched=False,
        )
    if book.changes:
        yield Page("changes.html", "changes.html", _("What has changed"), "start")


def _of_a_role(title: str, role: str) -> str:
    """The title of a page that each role has its own of."""
    return _("{title}: {role}").format(title=title, role=role)


def _stages(book: "Book") -> Iterator[Page]:
    groups: dict[Group, list[Stage]] = {"stages": [], "after": [], "ends": []}
    for stage in book.playbook.stages:
        before_or_after: Group = "stages" if stage.is_before_the_sale else "after"
        groups[before_or_after if stage.is_worked else "ends"].append(stage)
    for group, stages in groups.items():
        for stage in stages:
            sign, tone = badge(book.playbook, stage)
            has_note = group == "stages" and stage.probability is not None
            yield Page(
                f"stage-{stage.id}.html",
                "stage.html",
                stage.name,
                group,
                ("stage", stage.id),
                {"it": stage},
                sign,
                tone,
                book.local.percent(stage.probability or 0) if has_note else "",
            )


def _tracks(book: "Book") -> Iterator[Page]:
    for each in book.playbook.tracks.values():
        part = ("track", each.id)
        yield Page(f"track-{each.id}.html", "track.html", each.name, "beside", part, {"it": each})


def _buyer(book: "Book") -> Iterator[Page]:
    playbook = book.playbook
    if playbook.buyer_steps or playbook.buyer_roles:
        picture: View | None = "buyer" if playbook.buyer_steps else None
        yield Page("buyer.html", "buyer.html", _("Buyer journey"), "buyer", picture=picture)
    for each in playbook.questionnaires.values():
        file, name = f"questionnaire-{each.id}.html", wording.questionnaire_name(each)
        part = ("questionnaire", each.id)
        yield Page(file, "questionnaire.html", name, "buyer", part, {"it": each})
    if playbook.objections:
        yield Page("objections.html", "objections.html", _("Objections"), "buyer")
    if playbook.competitors:
        yield Page("competitors.html", "competitors.html", _("Competitors"), "buyer")


def _roles(book: "Book") -> Iterator[Page]:
    """A page for each role that does something or is described, the deal's owner first.

    Where no roles are named, everybody does everything, and nobody needs a page.
    """
    if not book.playbook.roles:
        return
    if any(band.lines for band in matrix(book.playbook)):
        title = _("Who does what")
        yield Page("roles.html", "roles.html", title, "roles", is_searched=False)
    for id in book.people:
        values = {"id": id, "duties": book.duties.get(id, Duties())}
        name = wording.role_name(book.playbook, id)
        yield Page(f"role-{id}.html", "role.html", name, "roles", ("role", id), values)


def _reference(book: "Book") -> Iterator[Page]:
    playbook = book.playbook
    if playbook.metrics or playbook.forecast:
        yield Page("numbers.html", "numbers.html", _("Numbers"), "more")
    if playbook.assets:
        yield Page("assets.html", "assets.html", _("Material"), "more")
    if playbook.fields:
        yield Page("fields.html", "fields.html", _("Fields"), "more")
    if playbook.glossary:
        yield Page("glossary.html", "glossary.html", _("Glossary"), "more")


def _further(book: "Book") -> Iterator[Page]:
    for each in book.playbook.pages:
        part = ("page", each.id)
        yield Page(f"page-{each.id}.html", "page.html", each.name, "pages", part, {"it": each})


def _practice(book: "Book") -> Iterator[Page]:
    """The list of the quizzes, if there is anything to ask."""
    if book.course.quizzes:
        values = practice.words(book)
        yield Page(
            practice.OVERVIEW,
            "practice.html",
            _("Practice"),
            "start",
            values=values,
            is_searched=False,
        )


def _quizzes(book: "Book") -> Iterator[Page]:
    """A page for each quiz; whoever has read everything comes here last."""
    for quiz in book.course.quizzes:
        yield Page(
            practice.address(quiz),
            "practice-quiz.html",
            practice.title(quiz),
            "start",
            values={**practice.words(book), "it": quiz},
            under=practice.OVERVIEW,
            is_searched=False,
        )


Chapter = Callable[["Book"], Iterator[Page]]
"""A function that gives pages of a playbook, or none if it has nothing for them."""
CHAPTERS: Final[tuple[Chapter, ...]] = (
    _start,
    _practice,
    _stages,
    _tracks,
    _buyer,
    _roles,
    _reference,
    _further,
    _quizzes,
)
