"""What a picture can show of a playbook, one module for each view; this draws any of them."""

from collections.abc import Mapping
from typing import Final, Literal

from playbook.brand import FIRST, LAST
from playbook.drawing import flow
from playbook.drawing.desk import desk_for
from playbook.drawing.theme import Theme
from playbook.drawing.views.board import BOARD
from playbook.drawing.views.buyer import BUYER
from playbook.drawing.views.page import Page, Plan, compose, write
from playbook.drawing.views.questionnaire import QUESTIONNAIRE
from playbook.drawing.views.raci import RACI
from playbook.messages import speaking
from playbook.model import Playbook

__all__ = ["Direction", "View", "svg"]

View = Literal["flow", "buyer", "raci", "questionnaire", "board"]
Direction = Literal["down", "right"]

_PLANS: Final[Mapping[str, Plan]] = {
    "buyer": BUYER,
    "raci": RACI,
    "questionnaire": QUESTIONNAIRE,
    "board": BOARD,
}
"""The views but the flow, which graphviz lays out."""


def svg(
    playbook: Playbook,
    view: View = "flow",
    *,
    direction: Direction = "down",
    theme: Theme = "auto",
    links: Mapping[str, str] | None = None,
    embed_font: bool = True,
    heading: bool = True,
    colours: tuple[str, str] = (FIRST, LAST),
) -> str:
    """A view of a playbook drawn as SVG, in the playbook's language.

    ``links`` gives addresses: to the ids of stages and buyer steps, and to
    other parts by kind and id, such as ``role/manager``, ``buyer_role/champion``,
    ``questionnaire/bant``, ``question/budget`` and ``track/trial``. Without a
    heading the picture stands on a page that has one. ``colours`` are those of
    the first and the last stage.

    Raises:
        PlaybookError: the playbook has nothing that this view could show.
        EngineFailed: the flow could not be laid out.

    """
    if view == "flow":
        return flow.svg(
            playbook,
            direction=direction,
            theme=theme,
            links=links,
            embed_font=embed_font,
            heading=heading,
            colours=colours,
        )
    with speaking(playbook.language):
        page = draw(playbook, view, direction, heading=heading)
        return write(page, theme, links or {}, embed_font=embed_font, colours=colours)


def draw(playbook: Playbook, view: View, direction: Direction, *, heading: bool) -> Page:
    """Everything that is on a view but the flow, with its place."""
    plan = _PLANS[view]
    return compose(desk_for(playbook), view, plan, direction, with_heading=heading)
