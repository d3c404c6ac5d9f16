"""The catalogues of the tool's own words: ``python scripts/catalogues.py [--check]``.

Collects every marked sentence of the code and the templates, brings the
catalogues of all languages up to date, and compiles them. With --check it
changes nothing and fails where they are not current or not complete.
"""

import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
LOCALES = ROOT / "src" / "playbook" / "locales"
LANGUAGES = ("zh_CN", "bg")
KEYWORDS = {"_": None, "n_": (1, 2), "p_": ((1, "c"), 2)}
SOURCES = (
    (ROOT / "src" / "playbook", [("**.py", "python")]),
    (ROOT / "templates", [("**.html", "jinja2")]),
)
COMPLETE = (
    "templates/",
    "playbook/crm/",
    "playbook/drawing/",
    "playbook/losses",
    "playbook/markdown",
    "playbook/model/",
    "playbook/renderers/",
    "playbook/rollout/",
    "playbook/starters",
    "playbook/templating",
    "playbook/wording",
)
"""What must be translated wholly: all that a handbook, a picture or a set-up sheet says."""


def collected() -> Catalog:
    """Every marked sentence, with where it stands."""
    catalogue = Catalog(project="playbook", charset="utf-8", fuzzy=False)
    for folder, methods in SOURCES:
        options = {pattern: {"trimmed": "true"} for pattern, _method in methods}
        found = extract_from_dir(
            str(folder), method_map=methods, options_map=options, keywords=KEYWORDS
        )
        for name, _line, message, _comments, context in found:
            place = (folder / name).relative_to(ROOT).as_posix()
            catalogue.add(message, locations=[(place, 0)], context=context)
    return catalogue


def updated(language: str, template: Catalog) -> Catalog:
    """A language's catalogue with the sentences there are now."""
    path = LOCALES / language / "LC_MESSAGES" / "playbook.po"
    if path.is_file():
        with path.open("rb") as file:
            catalogue = read_po(file, locale=language)
    else:
        catalogue = Catalog(locale=language, project="playbook", charset="utf-8", fuzzy=False)
    catalogue.update(template, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    return catalogue


def as_po(catalogue: Catalog) -> bytes:
    """The catalogue as text, without dates, so that it changes only with its words."""
    buffer = BytesIO()
    write_po(buffer, catalogue, width=100, omit_header=True, include_lineno=False, sort_output=True)
    head = (
        f'msgid ""\nmsgstr ""\n"Language: {catalogue.locale}\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n'
        f'"Plural-Forms: {catalogue.plural_forms}\\n"\n\n'
    )
    return head.encode() + buffer.getvalue().lstrip()


class _Compiled(Catalog):
    """A catalogue whose head says nothing of the day or of Babel, so that it is always the same."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """What a program needs to read the rest."""
        return [
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Plural-Forms", self.plural_forms),
        ]


def as_mo(catalogue: Catalog) -> bytes:
    """The catalogue as the program reads it: what is not translated stays English, whole."""
    compiled = _Compiled(locale=catalogue.locale)
    for message in catalogue:
        if message.id and _is_translated(message):
            compiled.add(message.id, message.string, context=message.context)
    buffer = BytesIO()
    write_mo(buffer, compiled)
    return buffer.getvalue()


def missing(catalogue: Catalog) -> list[str]:
    """The sentences that must be translated and are not."""
    return [
        str(message.id)
        for message in catalogue
        if message.id and _must(message) and not _is_translated(message)
    ]


def _must(message: Message) -> bool:
    return any(part in place for place, _line in message.locations for part in COMPLETE)


def _is_translated(message: Message) -> bool:
    strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return all(strings) and not message.fuzzy


def main() -> int:
    """Write or check the catalogues; 1 if something is not as it should be."""
    template, wrong = collected(), []
    for language in LANGUAGES:
        catalogue = updated(language, template)
        folder = LOCALES / language / "LC_MESSAGES"
        for name, content in (("playbook.po", as_po(catalogue)), ("playbook.mo", as_mo(catalogue))):
            path = folder / name
            if "--check" not in sys.argv:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
            elif not path.is_file() or path.read_bytes() != content:
                wrong.append(f"{path.relative_to(ROOT)} is not current")
        lacking = missing(catalogue)
        translated = sum(_is_translated(message) for message in catalogue if message.id)
        print(f"{language}: {translated} of {len(catalogue)} sentences, {len(lacking)} missing")
        wrong += [f"{language}: not translated: {sentence}" for sentence in lacking[:20]]
    for each in wrong:
        print(each)
    return 1 if wrong and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
