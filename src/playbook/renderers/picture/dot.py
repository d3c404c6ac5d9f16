"""The process in the language of Graphviz, for those who lay it out and style it themselves.

Boxes are measured here, so that every engine gives them the room that their
text takes, with and without fonts. The whole text of a box is its tooltip.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from playbook.drawing import text
from playbook.drawing.chart import Arrow, Chart, Item, chart
from playbook.drawing.markup import plain
from playbook.drawing.palette import DARK, LIGHT
from playbook.drawing.text import Style
from playbook.drawing.theme import families
from playbook.files import Files
from playbook.messages import speaking
from playbook.model import Playbook
from playbook.renderers import Choices, Renderer

_POINTS_PER_INCH: Final = 72
_LIMIT: Final = 230.0
"""How wide a text may become before it is broken."""
_NAME, _NOTE = Style(13, bold=True), Style(13)
_LEADING: Final = 1.25
_PAD: Final[Mapping[str, tuple[float, float]]] = {"gate": (42, 26), "won": (44, 20)}
"""The room around the text of a box of a kind, across and along."""
_LOOKS: Final[Mapping[str, tuple[str, str, str, str]]] = {
    "gate": ("octagon", "gate-fill", "gate-edge", "gate"),
    "won": ("box", "won-fill", "won-edge", "won"),
    "lost": ("box", "end-fill", "end-edge", "end"),
    "parked": ("box", "park-fill", "park-edge", "park"),
    "playbook": ("box", "other-fill", "other-edge", "other"),
    "step": ("box", "card", "buyer-edge", "ink"),
    "phase": ("box", "card", "track-edge", "ink"),
}
"""The shape of a kind, its filling, the line around it and its letters; the rest are stages."""
_STAGE: Final = ("box", "card", "seller", "ink")
_SAME: Final = {"entry-gate": "gate", "disqualified": "lost", "not-counted": "lost"}
_LINES: Final[Mapping[str, tuple[str, str]]] = {
    "next": ("next", "solid"),
    "skip": ("skip", "dotted"),
    "back": ("back", "dashed"),
    "again": ("again", "solid"),
    "end": ("end-edge", "dashed"),
    "park": ("park-edge", "dashed"),
    "wake": ("park-edge", "solid"),
    "continue": ("other-edge", "dashed"),
    "buyer": ("buyer-edge", "solid"),
    "map": ("buyer-edge", "dotted"),
    "beside": ("track-edge", "dotted"),
}
_HEAVY: Final = frozenset({"next", "buyer"})
"""The kinds of arrow that the layout follows."""
_SIGNS: Final = str.maketrans({"\\": "\\\\", '"': '\\"', "&": "&amp;"})


def _render(playbooks: Sequence[Playbook], choices: Choices) -> Files:
    [playbook] = playbooks
    with speaking(playbook.language):
        drawn = chart(playbook)
    return {f"{playbook.id}.dot": "\n".join(_lines(drawn, choices)) + "\n"}


def _lines(drawn: Chart, choices: Choices) -> Iterator[str]:
    colours = DARK if choices.theme == "dark" else LIGHT
    language = drawn.playbook.language
    yield "digraph playbook {"
    yield "  " + _said("graph", _page(drawn, colours, choices))
    letters: dict[str, str | float] = {
        "fontname": families(language).replace('"', ""),
        "fontsize": 13,
    }
    yield "  " + _said("node", {"style": "rounded,filled", "penwidth": 1.25, **letters})
    yield "  " + _said("edge", {"arrowsize": 0.7, **letters, "fontsize": 11})
    for group in drawn.groups:
        fill, line = colours[f"{group.tone}-lane"], colours[f"{group.tone}-line"]
        name = {"label": _escaped(group.title), "fontcolor": colours[group.tone], "labeljust": "l"}
        yield f"  subgraph cluster_{group.key} {{"
        yield "    " + _said(
            "graph", {**name, "style": "rounded,filled", "fillcolor": fill, "color": line}
        )
        yield from (f"    {_box(item, colours, language)}" for item in group.items)
        yield "  }"
    yield from (f"  {_box(item, colours, language)}" for item in drawn.aside)
    yield from (f"  {_arrow(drawn, arrow, colours)}" for arrow in drawn.arrows)
    yield from (f'  {{rank=same; "{one}"; "{other}"}}' for one, other in _level(drawn))
    yield "}"


def _level(drawn: Chart) -> Iterator[tuple[str, str]]:
    """What stands on one height: a stage and the first step or phase that goes with it, in order."""
    order = {item.key: place for place, item in enumerate(drawn.items)}
    for group in drawn.groups[1:]:
        last = -1, -1
        keys = {item.key for item in group.items}
        joined = (arrow for arrow in drawn.arrows if arrow.kind in ("map", "beside"))
        pairs = ((arrow.source, arrow.target) for arrow in joined if arrow.target in keys)
        for stage, other in sorted(pairs, key=lambda pair: (order[pair[0]], order[pair[1]])):
            here = order[stage], order[other]
            if here[0] > last[0] and here[1] > last[1]:
                yield stage, other
                last = here


def _page(drawn: Chart, colours: Mapping[str, str], choices: Choices) -> dict[str, str | float]:
    return {
        "label": _escaped(drawn.playbook.name),
        "tooltip": _escaped(drawn.playbook.name),
        "labelloc": "t",
        "fontname": families(drawn.playbook.language).replace('"', ""),
        "fontsize": 18,
        "fontcolor": colours["ink"],
        "bgcolor": colours["page"],
        "rankdir": "LR" if choices.direction == "right" else "TB",
        "compound": "true",
        "newrank": "true",
        "nodesep": 0.35,
        "ranksep": 0.4,
    }


def _box(item: Item, colours: Mapping[str, str], language: str) -> str:
    kind = _SAME.get(item.kind, item.kind)
    shape, fill, line, ink = _LOOKS.get(kind, _STAGE)
    name = text.wrap(plain(item.title), _LIMIT, _NAME, language)
    notes = [
        part for note in item.notes for part in text.wrap(plain(note), _LIMIT, _NOTE, language)
    ]
    lines = [*name, *notes]
    across, along = _PAD.get(kind, (28, 16))
    width = max(text.width(each, _NAME, language) for each in lines) + across
    height = len(lines) * _NOTE.size * _LEADING + along
    attributes: dict[str, str | float] = {
        "label": "\\n".join(map(_escaped, lines)),
        "tooltip": _escaped(item.name),
        "shape": shape,
        "width": width / _POINTS_PER_INCH,
        "height": height / _POINTS_PER_INCH,
        "fillcolor": colours[fill],
        "color": colours[line],
        "fontcolor": colours[ink],
    }
    if shape != "box":
        attributes["style"] = "filled"
    return _said(_quoted(item.key), attributes)


def _arrow(drawn: Chart, arrow: Arrow, colours: Mapping[str, str]) -> str:
    colour, style = _LINES[arrow.kind]
    attributes: dict[str, str | float] = {"color": colours[colour], "style": style}
    source = arrow.source
    group = next((group for group in drawn.groups if group.key == source), None)
    if group is not None:
        source = group.items[0].key
        attributes |= {"ltail": f"cluster_{group.key}", "constraint": "false"}
    if arrow.label:
        attributes |= {"label": _escaped(arrow.label), "fontcolor": colours["soft"]}
    if arrow.kind not in _HEAVY:
        attributes["constraint"] = "false"
    else:
        attributes["weight"] = 20
    if arrow.kind in ("map", "beside"):
        attributes["arrowhead"] = "none"
    return _said(f"{_quoted(source)} -> {_quoted(arrow.target)}", attributes)


def _said(what: str, attributes: Mapping[str, str | float]) -> str:
    listed = ", ".join(
        f"{name}={_quoted(value) if isinstance(value, str) else f'{value:.4g}'}"
        for name, value in attributes.items()
    )
    return f"{what} [{listed}]"


def _quoted(words: str) -> str:
    return f'"{words}"'


def _escaped(words: str) -> str:
    """A text in which no sign means anything but itself."""
    return plain(words).translate(_SIGNS)


DOT = Renderer(
    name="dot",
    kind="picture",
    about="The process in the language of Graphviz, to be laid out and styled by yourself",
    render=_render,
    views=("flow",),
)
GV = replace(DOT, name="gv")
