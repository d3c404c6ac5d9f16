"""Names and clauses one after the other."""

from collections.abc import Iterable

from playbook.messages import _, p_

_FULL_WIDTH = "：。？！"
"""Signs that bring the space after them along."""


def gap(text: str) -> str:
    """The space after a text, but for one whose last sign brings its own."""
    return "" if text[-1:] in _FULL_WIDTH else " "


def headed(head: str, said: str) -> str:
    """What is said of something, after its name and a colon."""
    return _("{what}: {said}").format(what=head, said=said)


def listed(names: Iterable[str]) -> str:
    """Names one after the other."""
    return p_("list", ", ").join(names)


def together(clauses: Iterable[str]) -> str:
    """Clauses one after the other; what says nothing is left out."""
    return p_("list", "; ").join(filter(None, clauses))
