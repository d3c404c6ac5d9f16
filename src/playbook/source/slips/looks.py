"""Every way of looking for a slip, in the order in which they are tried."""

from playbook.source.slips.anatomy import Look
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
from playbook.source.slips.lists import bullet, joined_key
from playbook.source.slips.quotes import bad_escape, too_early, unclosed
from playbook.source.slips.signs import (
    conflict,
    document_end,
    tab,
    tab_of_usual_width,
    wide_colon,
    wide_in_flow,
    wide_space,
)
from playbook.source.slips.texts import colon, first_sign

LOOKS: tuple[tuple[Look, ...], ...] = (
    (conflict, tab, tab_of_usual_width, wide_space, wide_colon, wide_in_flow, document_end),
    (bullet, item_beside_key, comma_at_the_end, unclosed, too_early, bad_escape, bracket, comma),
    (first_sign, tight, other_sign, id_as_key, forgotten_hyphen, missing),
    (pair_in_quotes, foreign_note, braces_missing, pairs_in_a_row, colon, joined_key),
    (text_not_indented,),
    (column, list_without_key, stray),
)
"""The ways of looking, the most telling first."""
