"""The slips that people make in YAML, and for each the lines that put it right.

Whoever looks for the cause of a syntax error tries the repairs: the slip
whose repair lets the parser read on is the cause. So a way of looking may
guess freely; a wrong guess is never said. All of them are in ``looks``, which
only a file with a syntax error needs.
"""

from playbook.source.slips.anatomy import Look, Slip, Trust, quoted, repaired
from playbook.source.slips.anatomy import short as shortened
from playbook.source.slips.lists import SHORTHANDS, about_bullet, bullet_in
from playbook.source.slips.signs import (
    WIDE_BRACKETS,
    WIDE_COLONS,
    WIDE_SPACES,
    about_wide_space,
    plain_enough,
    wide_space,
)

__all__ = [
    "SHORTHANDS",
    "WIDE_BRACKETS",
    "WIDE_COLONS",
    "WIDE_SPACES",
    "Look",
    "Slip",
    "Trust",
    "about_bullet",
    "about_wide_space",
    "bullet_in",
    "plain_enough",
    "quoted",
    "repaired",
    "shortened",
    "wide_space",
]
