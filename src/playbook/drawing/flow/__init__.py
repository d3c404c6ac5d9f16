"""The picture of a process, from a playbook to SVG."""

from collections.abc import Mapping
from dataclasses import replace

from playbook.brand import FIRST, LAST
from playbook.drawing.flow import captions
from playbook.drawing.flow.bands import settle
from playbook.drawing.flow.format import FORMATS, Direction
from playbook.drawing.flow.layout import MARGIN, arrange
from playbook.drawing.flow.lines import draw
from playbook.drawing.flow.links import links as links_of
from playbook.drawing.flow.scene import Scene, compose
from playbook.drawing.svg import Picture, write
from playbook.drawing.theme import Theme
from playbook.messages import speaking
from playbook.model import Playbook


def svg(
    playbook: Playbook,
    *,
    direction: Direction = "down",
    theme: Theme = "auto",
    links: Mapping[str, str] | None = None,
    embed_font: bool = True,
    heading: bool = True,
    colours: tuple[str, str] = (FIRST, LAST),
) -> str:
    """The process drawn as SVG, in the playbook's language.

    ``links`` gives addresses to the ids of stages and buyer steps. Without a
    heading the picture has neither a title nor a page behind it: it stands on
    a page that has both. ``colours`` are those of the first and the last stage.

    Raises:
        EngineFailed: there is no graphviz, or it did not do its work.

    """
    with speaking(playbook.language):
        drawn = picture(playbook, direction=direction, heading=heading)
        drawn = replace(drawn, colours=colours)
        return write(drawn, theme, links or {}, embed_font=embed_font)


def picture(playbook: Playbook, *, direction: Direction = "down", heading: bool = True) -> Picture:
    """Everything that is on the picture, with its place."""
    scene = compose(playbook, FORMATS[direction])
    joined = links_of(scene)
    layout = arrange(scene, joined)
    drawing = settle(layout, draw(scene, layout, joined), direction, scene.format.head)
    width = drawing.right + MARGIN
    words, top = captions.heading(scene, width) if heading else ([], 4.0)
    drawing = drawing.moved(top)
    legend, samples, bottom = captions.legend(scene, drawing.lines, width, drawing.bottom + 34)
    return Picture(
        id=playbook.id,
        name=playbook.name,
        about=_in_words(scene),
        language=playbook.language,
        width=width,
        height=bottom + (24 if heading else 10),
        stages=len(scene.desk.numbers),
        has_page=heading,
        nodes=[(node, drawing.places[node.key]) for node in scene.nodes],
        lanes=drawing.lanes,
        lines=drawing.lines,
        words=[*words, *captions.on_lanes(scene, drawing), *legend],
        samples=samples,
    )


def _in_words(scene: Scene) -> str:
    """The process for those who cannot see it: the straight way, and what stands beside it."""
    way = [scene.playbook.stage[id].name for id in scene.spine]
    others = [stage.name for stage in scene.playbook.stages if stage.id not in scene.spine]
    return ". ".join(filter(None, (" → ".join(way), ", ".join(others))))
