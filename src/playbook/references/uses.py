"""Where the things of a playbook are used: which stages, tracks and other parts speak of them."""

from collections import defaultdict
from collections.abc import Mapping

from playbook.findings import At
from playbook.model import Playbook

Used = Mapping[tuple[str, str], tuple[tuple[str, str], ...]]
"""For each kind of reference and id: the kinds and ids of the parts it is used in, in order."""

_CATALOGUES = {
    "tracks": "track",
    "questionnaires": "questionnaire",
    "objections": "objection",
    "competitors": "competitor",
    "assets": "asset",
    "buyer_roles": "buyer_role",
    "reasons": "reason",
}
_LISTS = {"stages": "stage", "buyer_steps": "buyer_step"}


def used(playbook: Playbook) -> Used:
    """Every reference, turned round."""
    found: dict[tuple[str, str], dict[tuple[str, str], None]] = defaultdict(dict)
    for leaf in playbook.references:
        place = _place(playbook, leaf.at)
        if place is not None:
            found[leaf.kind.__name__.removesuffix("Id").lower(), leaf.value][place] = None
    return {key: tuple(places) for key, places in found.items()}


def _place(playbook: Playbook, at: At) -> tuple[str, str] | None:
    """The part of a playbook that a place is in, if it can be linked to."""
    section, key = str(at[0]), at[1] if len(at) > 1 else ""
    if section in _CATALOGUES:
        return _CATALOGUES[section], str(key)
    if section in _LISTS and isinstance(key, int):
        return _LISTS[section], str(getattr(playbook, section)[key].id)
    return None
