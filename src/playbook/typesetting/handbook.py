"""The whole handbook as one PDF."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from playbook.brand import Brand
from playbook.manuscript import compose
from playbook.manuscript.blocks import Manuscript
from playbook.messages import _, speaking
from playbook.model import Playbook
from playbook.typesetting import encoding, pictures
from playbook.typesetting.letters import families, files
from playbook.typesetting.press import press

_SIGNS = 14
"""So many stages are shown on the cover."""


def handbook(playbooks: Sequence[Playbook], brand: Brand, templates: Sequence[Path]) -> bytes:
    """The PDF of one or several playbooks.

    Raises:
        PlaybookError: a font or a package is missing, or a user's template has a mistake.

    """
    books: list[dict[str, Any]] = []
    drawn: dict[str, bytes] = {}
    for number, playbook in enumerate(playbooks):
        manuscript = compose(playbook, others=playbooks)
        with speaking(playbook.language):
            book, sheets = _book(manuscript, number, offset=int(len(playbooks) > 1))
        books.append(book)
        drawn.update(sheets)
    first = playbooks[0]
    with speaking(first.language):
        data = {
            "title": first.name if len(playbooks) == 1 else brand.company or _("Playbooks"),
            "kind": _("Playbook"),
            "company": brand.company,
            "colours": brand.colours,
            "books": books,
        }
    words = "".join(encoding.texts(data)) + "".join(map(bytes.decode, drawn.values()))
    with press(files({each.language for each in playbooks}, words), brand, templates) as ready:
        for playbook, book in zip(playbooks, books, strict=True):
            book["families"] = families(playbook.language, words, ready.company_family)
        return ready.print("handbook.typ", {**data, "logo": ready.logo}, drawn)


def _book(
    manuscript: Manuscript, number: int, offset: int
) -> tuple[dict[str, Any], Mapping[str, bytes]]:
    """A playbook as data, and the pictures in it by their names."""
    drawn: dict[str, bytes] = {}
    chapters = list(encoding.chapters(manuscript))
    for each, chapter in zip(manuscript.chapters, chapters, strict=True):
        chapter["pictures"] = []
        for picture in encoding.pictures(each):
            for sheet in pictures.sheets(manuscript.playbook):
                name = f"picture-{number}-{len(drawn)}.svg"
                drawn[name] = sheet.svg.encode()
                chapter["pictures"].append(
                    {
                        "file": name,
                        "about": picture.about,
                        "width": sheet.width,
                        "height": sheet.height,
                        "is_flipped": sheet.is_flipped,
                    }
                )
    book = {
        "title": manuscript.title,
        "subtitle": manuscript.subtitle if len(manuscript.subtitle) <= _LONG else "",
        "language": manuscript.language,
        "mark": f"{number}.",
        "offset": offset,
        "facts": manuscript.facts,
        "signs": list(_signs(chapters)),
        "chapters": chapters,
        "words": {"contents": _("Contents"), "subject": _("Subject:")},
    }
    return book, drawn


_LONG = 320
"""What is longer is no subtitle."""


def _signs(chapters: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, int]]:
    """The numbers of the stages, for the cover; nothing if they are too many for a line."""
    numbered = [each for each in chapters if each["sign"].isdecimal()]
    if len(numbered) <= _SIGNS:
        yield from ((each["sign"], each["tone"]) for each in numbered)
