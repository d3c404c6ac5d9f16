"""API names: letters, digits and single underscores, at most forty, and none of them twice."""

import re
from typing import Final

LONGEST: Final = 40
"""Characters in an API name, without the __c at its end."""
LONGEST_LABEL: Final = 40
"""Characters in the label of a field."""
LONGEST_TITLE: Final = 60
"""Characters in the label of a record type or a permission set, with room for a word before it."""

_AS_IS: Final = re.compile(r"[\w \-]")


def api_name(*ids: str) -> str:
    """An API name made of ids: ``first-call`` is ``First_Call``."""
    return "_".join(word.capitalize() for id in ids for word in id.split("-") if word)


def spoken(*ids: str) -> str:
    """Ids as words, for where an author's label is too long: ``po-number`` is ``Po number``."""
    return " ".join(word for id in ids for word in id.split("-") if word).capitalize()


def title(name: str, id: str) -> str:
    """What the process is called, or its id as words where that is too long."""
    return name if len(name) <= LONGEST_TITLE else spoken(id)


def encoded(name: str) -> str:
    """The name of a picklist value as sales processes and record types spell it.

    ``Negotiation/Review`` is ``Negotiation%2FReview`` there, and nowhere else.
    """
    return "".join(
        sign if _AS_IS.match(sign) else "".join(f"%{byte:02X}" for byte in sign.encode())
        for sign in name
    )
