"""Texts that are still to be written."""

import re
import unicodedata
from collections.abc import Iterator

from playbook.messages import _
from playbook.rules import Context, Remark, Severity, rule
from playbook.words import words


@rule("PB222", Severity.WARNING)
def still_to_be_written(context: Context) -> Iterator[Remark]:
    """Every text is written.

    ## Why
    "TBD" reaches the handbook, the CRM and the new colleague's first day.
    Better no text than one that says nothing. An option to choose, such as
    "To be decided", is an answer and may stay.

    ## Wrong
    ```yaml
    stages:
      - {id: qualified, name: Qualified, guidance: TBD, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    stages:
      - {id: qualified, name: Qualified, guidance: Ask who signs before you talk about prices, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    for leaf in context.playbook.texts:
        if "options" in leaf.at or "glossary" in leaf.at:
            continue
        word = _placeholder(leaf.value, is_name=leaf.at[-1] == "name")
        if word is not None:
            message = _('"{word}" stands for a text that is still to be written.')
            help = _("Write it, or take the line away until you know.")
            yield Remark(leaf.at, message.format(word=word), help)


def _placeholder(text: str, *, is_name: bool) -> str | None:
    """What in a text only holds a place, or None. A name may be a word that a sentence may not."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    bare = re.sub(r"^[\W_]+|[\W_]+$", "", plain)
    if bare in words("to_be_written", "whole") or _is_filler(plain):
        return text.strip()
    if not is_name and bare in words("to_be_written", "sentence"):
        return text.strip()
    spaced = plain.replace("（", "(").replace("）", ")")
    return next((word for word in words("to_be_written", "anywhere") if word in spaced), None)


def _is_filler(plain: str) -> bool:
    """Whether a text is nothing but question marks, dots or crosses."""
    return bool(re.fullmatch(r"[?？.…\-–—_*]{2,}|[?？]|x{2,}", plain.strip()))
