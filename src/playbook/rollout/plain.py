"""Texts that others wrote, as a playbook can hold them: without signs that nobody can see."""

import unicodedata
from typing import Final

_LINE: Final = 500
"""Characters of a name or a help text that are kept; a CRM's own limits are below."""


def line(text: str) -> str:
    """A text in one line without signs that nobody can see."""
    return _seen(text)[:_LINE].strip()


def paragraph(text: str) -> str:
    """A text in its lines, whole, without signs that nobody can see."""
    return "\n".join(filter(None, map(_seen, text.splitlines())))


def _seen(text: str) -> str:
    signs = (" " if _is_space(sign) else sign for sign in text if not _is_hidden(sign))
    return " ".join("".join(signs).split())


def _is_space(sign: str) -> bool:
    return unicodedata.category(sign) in ("Zs", "Zl", "Zp") or sign in "\t\n\r\x0b\x0c\x85"


def _is_hidden(sign: str) -> bool:
    return not _is_space(sign) and unicodedata.category(sign) in ("Cc", "Cf", "Co", "Cs", "Cn")
