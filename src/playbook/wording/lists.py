"""Names and clauses one after the other."""

from collections.abc import Iterable

from playbook.messages import p_


def listed(names: Iterable[str]) -> str:
    """Names one after the other."""
    return p_("list", ", ").join(names)


def together(clauses: Iterable[str]) -> str:
    """Clauses one after the other; what says nothing is left out."""
    return p_("list", "; ").join(filter(None, clauses))
