"""The process as a Mermaid flowchart, which GitHub, GitLab, Feishu and many wikis draw themselves.

In a label every sign that could mean something is written as its number: quotes,
braces, backticks, comments, directives, Markdown, icons and HTML stay text.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final

from playbook.drawing.chart import Chart, Item, chart
from playbook.drawing.markup import plain
from playbook.drawing.palette import DARK, LIGHT
from playbook.files import Files
from playbook.messages import speaking
from playbook.model import Playbook
from playbook.renderers import Choices, Renderer

_MOST: Final = 45_000
"""Mermaid draws nothing of more than 50,000 signs."""
_PLAIN: Final = frozenset(" ,\x7f")
_EDGES: Final = re.compile(r"\A([\s\ufeff]*)(.*?)([\s\ufeff]*)\Z", re.DOTALL)
"""The spaces around a text, which would be cut off, and what is between them."""
_MARKS: Final = "ﬂ¶"
"""The signs by which Mermaid marks our numbers while it works."""
_UNDONE: Final = re.compile(
    r"(?<=\bfa:)(?=fa-)|(?<=\bfa[bklrs]:)(?=fa-)|(?<=\$)(?=\$)|(?<=\\)(?=n)|(?<=[ﬂ¶])"
)
"""Where Mermaid, when it has read everything, finds icons, formulas, lines and its marks after all."""
_JOINER: Final = "\u2060"
"""Parts them, and is not seen."""
_SHAPES: Final[Mapping[str, tuple[str, str]]] = {
    "gate": ("{{", "}}"),
    "entry-gate": ("{{", "}}"),
    "won": ("([", "])"),
    "lost": ("([", "])"),
    "disqualified": ("([", "])"),
    "not-counted": ("([", "])"),
    "parked": ("[/", "/]"),
    "playbook": ("[[", "]]"),
    "phase": ("[", "]"),
}
"""What is put around a box of a kind; the others are round."""
_CLASSES: Final[Mapping[str, tuple[str, str, str]]] = {
    "stage": ("card", "seller", "ink"),
    "gate": ("gate-fill", "gate-edge", "gate"),
    "won": ("won-fill", "won-edge", "won"),
    "lost": ("end-fill", "end-edge", "end"),
    "parked": ("park-fill", "park-edge", "park"),
    "playbook": ("other-fill", "other-edge", "other"),
    "step": ("card", "buyer-edge", "ink"),
    "phase": ("card", "track-edge", "ink"),
}
"""The classes: what they are filled with, the line around them, and their letters."""
_CLASS_OF: Final[Mapping[str, str]] = {
    "lead": "stage",
    "open": "stage",
    "after-sale": "stage",
    "entry-gate": "gate",
    "disqualified": "lost",
    "not-counted": "lost",
}
_LINES: Final[Mapping[str, str]] = {
    "next": "-->",
    "again": "-->",
    "buyer": "-->",
    "map": "-.-",
    "beside": "-.-",
}
"""How an arrow of a kind is written; the others are dashed."""


def _render(playbooks: Sequence[Playbook], choices: Choices) -> Files:
    [playbook] = playbooks
    with speaking(playbook.language):
        drawn = chart(playbook)
    text = _text(drawn, choices, with_notes=True)
    if len(text) > _MOST:
        text = _text(drawn, choices, with_notes=False)
    return {f"{playbook.id}.mmd": text}


def _text(drawn: Chart, choices: Choices, *, with_notes: bool) -> str:
    colours = DARK if choices.theme == "dark" else LIGHT
    lines = (
        *(['%%{init: {"theme": "dark"}}%%'] if choices.theme == "dark" else ()),
        f"flowchart {'LR' if choices.direction == 'right' else 'TB'}",
        *_boxes(drawn, with_notes=with_notes),
        *_arrows(drawn),
        *_classes(drawn, colours),
    )
    return "\n".join(lines) + "\n"


def _boxes(drawn: Chart, *, with_notes: bool) -> Iterator[str]:
    for group in drawn.groups:
        yield f'    subgraph {group.key}["{_escaped(group.title)}"]'
        yield from (f"        {_box(item, with_notes=with_notes)}" for item in group.items)
        yield "    end"
    yield from (f"    {_box(item, with_notes=with_notes)}" for item in drawn.aside)


def _box(item: Item, *, with_notes: bool) -> str:
    begin, end = _SHAPES.get(item.kind, ("(", ")"))
    words = (item.title, *item.notes) if with_notes else (item.title,)
    return f'{_key(item.key)}{begin}"{"<br/>".join(map(_escaped, words))}"{end}'


def _key(key: str) -> str:
    """A name without a hyphen: that may be read as the beginning of an arrow."""
    return key.replace("-", "_")


def _arrows(drawn: Chart) -> Iterator[str]:
    for arrow in drawn.arrows:
        line = _LINES.get(arrow.kind, "-.->")
        label = f'|"{_escaped(arrow.label)}"|' if arrow.label else ""
        yield f"    {_key(arrow.source)} {line}{label} {_key(arrow.target)}"


def _classes(drawn: Chart, colours: Mapping[str, str]) -> Iterator[str]:
    named = sorted((_CLASS_OF.get(item.kind, item.kind), _key(item.key)) for item in drawn.items)
    for name, pairs in groupby(named, key=lambda pair: pair[0]):
        fill, line, ink = (colours[each] for each in _CLASSES[name])
        yield f"    classDef {name} fill:{fill},stroke:{line},color:{ink}"
        yield f"    class {','.join(key for _name, key in pairs)} {name}"
    for group in drawn.groups:
        fill, line = colours[f"{group.tone}-lane"], colours[f"{group.tone}-line"]
        yield f"    style {group.key} fill:{fill},stroke:{line},color:{colours[group.tone]}"


def _escaped(text: str) -> str:
    """A text in which no sign means anything but itself.

    A line with ``direction LR`` in it means that to Mermaid even within quotes.
    """
    before, inner, after = _EDGES.findall(_UNDONE.sub(_JOINER, plain(text)))[0]
    written = "".join(map(_sign, inner)).replace("direction", f"{_number('d')}irection")
    return "".join((*map(_number, before), written, *map(_number, after))) or " "


def _sign(sign: str) -> str:
    is_plain = (sign.isascii() and sign.isalnum()) or sign in _PLAIN
    if is_plain or not (sign.isascii() or sign in _MARKS):
        return sign
    return _number(sign)


def _number(sign: str) -> str:
    return f"#{ord(sign)};"


MERMAID = Renderer(
    name="mmd",
    kind="picture",
    about="The process as a Mermaid diagram, for GitHub, GitLab, Feishu and other wikis",
    render=_render,
    views=("flow",),
)
