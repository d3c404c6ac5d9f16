"""The slips that people make in YAML, and for each the lines that put it right.

Whoever looks for the cause of a syntax error tries the repairs: the slip
whose repair lets the parser read on is the cause. So a way of looking may
guess freely; a wrong guess is never said.
"""

from playbook.source.slips.anatomy import Look, Slip, Trust, quoted, repaired
from playbook.source.slips.anatomy import short as shortened
from playbook.source.slips.brackets import bracket, comma
from playbook.source.slips.colons import missing, other_sign, tight
from playbook.source.slips.columns import column, stray, text_not_indented
from playbook.source.slips.habits import (
    braces_missing,
    comma_at_the_end,
    foreign_note,
    item_beside_key,
    list_without_key,
    pair_in_quotes,
    pairs_in_a_row,
)
from playbook.source.slips.hyphens import forgotten_hyphen, id_as_key
from playbook.source.slips.lists import SHORTHANDS, about_bullet, bullet, bullet_in, joined_key
from playbook.source.slips.quotes import bad_escape, too_early, unclosed
from playbook.source.slips.signs import (
    WIDE_BRACKETS,
    WIDE_COLONS,
    WIDE_SPACES,
    about_wide_space,
    conflict,
    document_end,
    plain_enough,
    tab,
    tab_of_usual_width,
    wide_colon,
    wide_in_flow,
    wide_space,
)
from playbook.source.slips.texts import colon, first_sign

__all__ = [
    "LOOKS",
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

LOOKS: tuple[tuple[Look, ...], ...] = (
    (conflict, tab, tab_of_usual_width, wide_space, wide_colon, wide_in_flow, document_end),
    (bullet, item_beside_key, comma_at_the_end, unclosed, too_early, bad_escape, bracket, comma),
    (first_sign, tight, other_sign, id_as_key, forgotten_hyphen, missing),
    (pair_in_quotes, foreign_note, braces_missing, pairs_in_a_row, colon, joined_key),
    (text_not_indented,),
    (column, list_without_key, stray),
)
"""The ways of looking, the most telling first."""
