"""Hypothesis strategies for playbooks: as data, as YAML, and with accidents."""

import random

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from tests.hostile.mutations import mutated
from tests.hostile.playbooks import Data, playbook
from tests.hostile.writing import written

ROOM = 60
"""How many optional keys: enough to go wrong in, few enough to shrink."""


def chances() -> SearchStrategy[random.Random]:
    """A source of chance whose every decision Hypothesis makes, and can make simpler."""
    return st.randoms(use_true_random=False)


def playbooks() -> SearchStrategy[Data]:
    """Playbooks whose shape is right."""
    return chances().map(lambda chance: playbook(chance, room=ROOM))


def texts() -> SearchStrategy[str]:
    """Playbooks as somebody might write them."""
    return chances().map(lambda chance: written(playbook(chance, room=ROOM), chance))


def accidents() -> SearchStrategy[str]:
    """Texts of playbooks to which something has happened."""
    return chances().map(
        lambda chance: mutated(written(playbook(chance, room=ROOM), chance), chance)
    )
