"""Words put together: names into sentences, sentences one after the other."""

from collections.abc import Iterable
from dataclasses import replace
from string import Formatter

from playbook.manuscript.blocks import Paragraph, Run, Words
from playbook.messages import p_
from playbook.wording import gap

_BETWEEN = " · "


def plain(text: object) -> Words:
    """A text as it is."""
    return (Run(str(text)),) if text not in (None, "") else ()


def soft(text: str) -> Words:
    """A text that is said in passing."""
    return (Run(text, soft=True),)


def softly(words: Words) -> Words:
    """Words that are said in passing."""
    return tuple(replace(run, soft=True) for run in words)


def tag(text: str) -> Words:
    """A remark of its own."""
    return (Run(text, tag=True),)


def paragraph(*words: Words) -> Paragraph:
    """A paragraph of words one after the other."""
    return Paragraph(tuple(run for part in words for run in part))


def sentence(text: str, /, **values: object) -> Words:
    """A sentence of ours with values put in: words stay words, everything else is text."""
    made: list[Run] = []
    for literal, name, _format, _conversion in Formatter().parse(text):
        made += plain(literal)
        if name is not None:
            value = values[name]
            made += value if isinstance(value, tuple) else plain(value)
    return tuple(made)


def joined(parts: Iterable[Words], between: str | None = None) -> Words:
    """Words one after the other, as a list of names is."""
    sign = plain(p_("list", ", ") if between is None else between)
    made: list[Run] = []
    for part in filter(None, parts):
        made += (*sign, *part) if made else part
    return tuple(made)


def pair(label: str, value: Words | str) -> Words:
    """A label such as ``Owner:`` and its value; nothing without a value."""
    words = plain(value) if isinstance(value, str) else value
    return (Run(f"{label}{gap(label)}", strong=True), *words) if words else ()


def pairs(*found: Words) -> Words:
    """Pairs in a row; what says nothing is left out."""
    return joined(found, _BETWEEN)


def text(words: Words) -> str:
    """Words without their styles."""
    return "".join(run.text for run in words)
