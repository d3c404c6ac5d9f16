"""A playbook in other languages: gettext catalogues beside it.

An entry's context is the path of the text (``stages.qualified.goal``), its
source is the text in the playbook's own language. A text in a list has its
list's path. Any translation editor opens the files. Long prose that has a
Markdown file of its own is translated in a file beside that: ``trial.bg.md``.

``po`` reads and writes catalogues, ``updating`` brings them up to date,
``turning`` puts them to use.
"""

from playbook.translate.catalogue import Catalogue, Entry, catalogues
from playbook.translate.completeness import Completeness
from playbook.translate.contexts import context_of
from playbook.translate.listing import with_languages
from playbook.translate.making import Read, Translation, is_tag, translation
from playbook.translate.turning import translated

__all__ = [
    "Catalogue",
    "Completeness",
    "Entry",
    "Read",
    "Translation",
    "catalogues",
    "context_of",
    "is_tag",
    "translated",
    "translation",
    "with_languages",
]
