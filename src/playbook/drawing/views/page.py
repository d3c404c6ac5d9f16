"""The page that a view is drawn on: boxes with their places, and how they become SVG."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final
from zlib import crc32

from playbook.brand import FIRST, LAST
from playbook.drawing import elements
from playbook.drawing.boxes import Box, Sheet, rect
from playbook.drawing.desk import Desk
from playbook.drawing.markup import element, escaped, number
from playbook.drawing.theme import Theme, style_sheet

MARGIN: Final = 32.0
_OWN_KEYS = ("stage", "step")
"""The kinds of part whose addresses are found by their ids alone."""


@dataclass(frozen=True)
class Placed:
    """A box with the place of its top left corner, and what it stands for.

    ``part`` is a kind and an id, ``("stage", "qualified")``. A box with a part
    leads to that part's page, if there is one. What only lies under others
    stands for nothing and says nothing.
    """

    box: Box
    x: float
    y: float
    part: tuple[str, str] | None = None

    def moved(self, right: float, down: float) -> "Placed":
        """The same box elsewhere."""
        return replace(self, x=self.x + right, y=self.y + down)


@dataclass(frozen=True)
class Plan:
    """A view: what it says under the playbook's name, and what draws its boxes.

    The boxes begin at the margin and at the top; the direction is ``down`` or ``right``.
    """

    subtitle: Callable[[Desk], str]
    boxes: Callable[[Desk, str], Iterable[Placed]]


@dataclass(frozen=True)
class Page:
    """A view that is ready to be written."""

    view: str
    desk: Desk
    about: str
    width: float
    height: float
    placed: tuple[Placed, ...]
    has_ground: bool = True
    """Whether a page lies behind it; without one it stands on a page of its own."""


def heading(desk: Desk, subtitle: str, width: float) -> Placed:
    """The name of the playbook, and what is drawn of it."""
    limit = width - 2 * MARGIN
    sheet = Sheet(width, desk.language, y=20)
    sheet.write(desk.playbook.name, "title", x=MARGIN, limit=limit, most=3)
    sheet.y += 3
    sheet.write(subtitle, "subtitle", x=MARGIN, limit=limit, tone="soft", most=2)
    return Placed(sheet.box(sheet.y + 18, (), ""), 0, 0)


def compose(desk: Desk, view: str, plan: Plan, direction: str, *, with_heading: bool) -> Page:
    """A view on a page, with a heading over it if wanted."""
    boxes = list(plan.boxes(desk, direction))
    subtitle = plan.subtitle(desk)
    width = max(each.x + each.box.width for each in boxes) + MARGIN
    bottom = max(each.y + each.box.height for each in boxes)
    above = [heading(desk, subtitle, width)] if with_heading else []
    top = above[0].box.height if above else 4.0
    moved = (each.moved(0, top) for each in boxes)
    height = top + bottom + (28 if with_heading else 6)
    return Page(view, desk, subtitle, width, height, (*above, *moved), with_heading)


def write(
    page: Page,
    theme: Theme,
    links: Mapping[str, str],
    *,
    embed_font: bool,
    colours: tuple[str, str] = (FIRST, LAST),
) -> str:
    """The page as SVG; ``colours`` are those of the first and the last stage."""
    playbook = page.desk.playbook
    mark = f"{page.view}-{crc32(f'{playbook.id} {playbook.language}'.encode()):08x}"
    attributes: dict[str, str | float] = {
        "xmlns": "http://www.w3.org/2000/svg",
        "class": f"playbook-flow playbook-{page.view}",
        "viewBox": f"0 0 {number(page.width)} {number(page.height)}",
        "width": page.width,
        "height": page.height,
        "xml:lang": playbook.language,
        "lang": playbook.language,
        "role": "graphics-document document",
        "aria-labelledby": f"{mark}-title {mark}-about",
    }
    stages = len(page.desk.numbers)
    font = elements.font() if embed_font else None
    sheet = style_sheet(theme, stages, playbook.language, font, colours)
    content = (
        element("title", {"id": f"{mark}-title"}, escaped(playbook.name)),
        element("desc", {"id": f"{mark}-about"}, escaped(page.about)),
        f"<style>{sheet}</style>",
        *_ground(page),
        *(_group(each, links) for each in page.placed),
    )
    return element("svg", attributes, "\n", "\n".join(content), "\n") + "\n"


def _ground(page: Page) -> Iterator[str]:
    if page.has_ground:
        yield elements.shape(rect(0, 0, page.width, page.height, "f-ink-page"))


def _group(placed: Placed, links: Mapping[str, str]) -> str:
    """A box as a group; as a link where its part has an address."""
    attributes: dict[str, str | float] = {}
    href = None
    if placed.part:
        kind, id = placed.part
        href = links.get(id if kind in _OWN_KEYS else f"{kind}/{id}")
        attributes |= {"class": "f-node", f"data-{kind.replace('_', '-')}": id}
        attributes |= {"href": href} if href else {"tabindex": "0"}
    if placed.x or placed.y:
        attributes["transform"] = f"translate({number(placed.x)} {number(placed.y)})"
    if placed.box.about:
        attributes |= elements.named(placed.box, is_link=bool(href))
    inner = elements.contents(placed.box)
    return element("a" if href else "g", attributes, *inner)
