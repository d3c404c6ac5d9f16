"""The picture of a process, from a playbook to SVG."""

from collections.abc import Mapping

from playbook.drawing import captions
from playbook.drawing.layout import MARGIN, arrange
from playbook.drawing.lines import draw
from playbook.drawing.links import links as links_of
from playbook.drawing.scene import Scene, compose
from playbook.drawing.svg import Picture, write
from playbook.drawing.theme import Theme
from playbook.messages import speaking
from playbook.model import Playbook


def svg(
    playbook: Playbook,
    *,
    theme: Theme = "auto",
    links: Mapping[str, str] | None = None,
    embed_font: bool = True,
    heading: bool = True,
) -> str:
    """The process drawn as SVG, in the playbook's language.

    ``links`` gives addresses to the ids of stages and buyer steps. Without a
    heading the picture has neither a title nor a page behind it: it stands on
    a page that has both.

    Raises:
        EngineFailed: there is no graphviz, or it did not do its work.

    """
    with speaking(playbook.language):
        return write(picture(playbook, heading=heading), theme, links or {}, embed_font=embed_font)


def picture(playbook: Playbook, *, heading: bool = True) -> Picture:
    """Everything that is on the picture, with its place."""
    scene = compose(playbook)
    joined = links_of(scene)
    layout = arrange(scene, joined)
    width = layout.right + MARGIN
    words, top = captions.heading(scene, width) if heading else ([], 4.0)
    layout = layout.moved(top)
    lines = draw(scene, layout, joined)
    legend, samples, bottom = captions.legend(scene, lines, width, layout.bottom + 34)
    return Picture(
        id=playbook.id,
        name=playbook.name,
        about=_in_words(scene),
        language=playbook.language,
        width=width,
        height=bottom + (24 if heading else 10),
        stages=len(scene.desk.numbers),
        has_page=heading,
        nodes=[(node, layout.places[node.key]) for node in scene.nodes],
        lanes=layout.lanes,
        lines=lines,
        words=[*words, *captions.on_lanes(scene, layout), *legend],
        samples=samples,
    )


def _in_words(scene: Scene) -> str:
    """The process for those who cannot see it: the straight way, and what stands beside it."""
    way = [scene.playbook.stage[id].name for id in scene.spine]
    others = [stage.name for stage in scene.playbook.stages if stage.id not in scene.spine]
    return ". ".join(filter(None, (" → ".join(way), ", ".join(others))))
