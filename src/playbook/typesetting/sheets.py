"""A page for the desk for each stage, and one for the whole process."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from playbook.brand import Brand
from playbook.manuscript import compose
from playbook.manuscript import sheets as composed
from playbook.messages import _, n_, speaking
from playbook.model import Playbook
from playbook.typesetting import encoding
from playbook.typesetting.letters import families, files
from playbook.typesetting.press import Press, press

_MOST: Final = 200
"""Of so many things at most it is said how many are left out."""


def sheets(playbook: Playbook, brand: Brand, templates: Sequence[Path]) -> dict[str, bytes]:
    """The PDF of each sheet, by its name.

    Raises:
        PlaybookError: a font or a package is missing, or a user's template has a mistake.

    """
    made = composed.sheets(playbook)
    with speaking(playbook.language):
        book = _book(playbook)
        lines = encoding.plain(made.lines, ())
        overview = {"lines": lines, "ends": encoding.plain(made.ends, ())}
        stages = {each.id: encoding.plain(each, ()) for each in made.stages}
    words = "".join(encoding.texts([book, overview, list(stages.values()), brand.company]))
    with press(files([playbook.language], words), brand, templates) as ready:
        book["families"] = families(playbook.language, words, ready.company_family)
        data = {"company": brand.company, "colours": brand.colours, "book": book}
        return {
            "overview.pdf": _page(ready, data, playbook.name, overview=overview),
            **{
                f"{id}.pdf": _page(ready, data, stage["title"], stage=stage)
                for id, stage in stages.items()
            },
        }


def _page(ready: Press, data: dict[str, Any], title: str, **what: object) -> bytes:
    content = {"stage": None, "overview": None, **what}
    return ready.print("sheets.typ", {**data, **content, "title": title}, {})


def _book(playbook: Playbook) -> dict[str, Any]:
    version = playbook.version
    return {
        "title": playbook.name,
        "subtitle": compose(playbook).subtitle,
        "version": _("Version {version}").format(version=version) if version else "",
        "language": playbook.language,
        "mark": "",
        "offset": 0,
        "words": {
            "tasks": _("Tasks"),
            "exit": _("Exit criteria"),
            "fields": _("Fields to fill in"),
            "time": _("Time"),
            "buyer": _("The buyer's side"),
            "questions": _("Questions to ask"),
            "objections": _("Objections you will hear"),
            "moves": _("Where deals go from here"),
            "subject": _("Subject:"),
            "more": {str(count): _more(count) for count in range(1, _MOST)},
        },
    }


def _more(count: int) -> str:
    """Says how much is left out."""
    text = n_("+ {count} more in the handbook", "+ {count} more in the handbook", count)
    return text.format(count=count)
