"""The catalogues of the tool's own words.

    python scripts/catalogues.py                           bring all of them up to date
    python scripts/catalogues.py --check                   say what is out of date, missing or wrong
    python scripts/catalogues.py --missing bg rules        print what is not translated, as JSON
    python scripts/catalogues.py --merge FILE bg rules     take translations from such a JSON

A new language begins with an empty folder, such as locales/pt_BR/LC_MESSAGES.

A JSON file has the English text as key and the translation as value, a list
of forms where there are several. A key ``context|text`` has its context first.
"""

import json
import re
import sys
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

sys.path.insert(0, str(Path(__file__).parent))

from sentences import ROOT, Sentence, domains

from playbook.messages.passages import EXAMPLE

LOCALES = ROOT / "src" / "playbook" / "locales"
LANGUAGES = tuple(sorted(folder.name for folder in LOCALES.iterdir() if folder.is_dir()))
_FIELD = re.compile(r"\{[^{}]*\}")
_CODE = re.compile(r"`[^`]+`")


def collected(sentences: Iterable[Sentence]) -> Catalog:
    """The sentences of a domain, with where they stand."""
    catalogue = Catalog(project="playbook", charset="utf-8", fuzzy=False)
    for message, place, context in sentences:
        catalogue.add(message, locations=[(place, 0)], context=context)
    return catalogue


def path_of(language: str, domain: str) -> Path:
    """Where the catalogue of a language and a domain is."""
    return LOCALES / language / "LC_MESSAGES" / f"{domain}.po"


def updated(language: str, domain: str, template: Catalog) -> Catalog:
    """A language's catalogue with the sentences there are now."""
    path = path_of(language, domain)
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
    for message in sentences_of(catalogue):
        if is_translated(message):
            compiled.add(message.id, message.string, context=message.context)
    buffer = BytesIO()
    write_mo(buffer, compiled)
    return buffer.getvalue()


def sentences_of(catalogue: Catalog) -> Iterator[Message]:
    """The entries of a catalogue without its head."""
    return (message for message in catalogue if message.id)


def is_needed(message: Message) -> bool:
    """Whether it must be translated; an English example will do."""
    return message.context != EXAMPLE


def is_translated(message: Message) -> bool:
    """Whether there is a word for every form."""
    return all(forms(message.string)) and not message.fuzzy


def forms(words: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    """The forms for numbers, or the only one."""
    return (words,) if isinstance(words, str) else tuple(words or ("",))


def faults(message: Message, plurals: int) -> Iterator[str]:
    """What is wrong with a translation: what is put in, code, line ends, and forms for numbers."""
    source, said = forms(message.id), forms(message.string)
    wanted = plurals if len(source) > 1 else 1
    if len(said) != wanted:
        yield f"{len(said)} forms, not {wanted}"
    for text in said:
        if is_needed(message):
            # The form for one may say "one" in words, so any English form is a measure.
            if not any(_fields(text) == _fields(each) for each in source):
                yield f"other fields: {_fields(text)}"
            if _codes(text) != _codes(source[-1]):
                yield f"other code: {sorted(_codes(text) ^ _codes(source[-1]))}"
        if text.startswith("\n") != source[0].startswith("\n"):
            yield "another beginning"
        if text.endswith("\n") != source[0].endswith("\n"):
            yield "another end"


def _fields(text: str) -> list[str]:
    """What is put in: braces, if they are no part of code."""
    return sorted(_FIELD.findall(_CODE.sub("", text.replace("{{", "").replace("}}", ""))))


def _codes(text: str) -> set[str]:
    return set(_CODE.findall(text))


def key_of(message: Message) -> str:
    """What stands for a sentence in JSON."""
    text = forms(message.id)[0]
    return f"{message.context}|{text}" if message.context else text


def missing(catalogue: Catalog) -> dict[str, str | list[str]]:
    """What is not translated, for a translator to fill in."""
    return {
        key_of(message): "" if isinstance(message.id, str) else [""] * catalogue.num_plurals
        for message in sentences_of(catalogue)
        if not is_translated(message)
    }


def merged(catalogue: Catalog, words: dict[str, str | list[str]]) -> Iterator[str]:
    """Put translations into a catalogue, and say which ones are not fit for it."""
    known = {key_of(message): message for message in sentences_of(catalogue)}
    for key, said in words.items():
        if key not in known:
            yield f"there is no such sentence: {key}"
            continue
        if not all(forms(said)):
            continue
        message, before = known[key], known[key].string
        message.string = said if isinstance(said, str) else tuple(said)
        if found := list(faults(message, catalogue.num_plurals)):
            message.string = before
            yield f"{key}: {'; '.join(found)}"


def wrong_with(catalogue: Catalog, language: str, domain: str) -> Iterator[str]:
    """What a check says of a catalogue."""
    po = path_of(language, domain)
    for path, content in ((po, as_po(catalogue)), (po.with_suffix(".mo"), as_mo(catalogue))):
        if not path.is_file() or path.read_bytes() != content:
            yield f"{path.relative_to(ROOT)} is not current"
    for message in sentences_of(catalogue):
        if is_translated(message):
            for fault in faults(message, catalogue.num_plurals):
                yield f"{language} {domain}: {fault}: {message.id}"
        elif is_needed(message):
            yield f"{language} {domain}: not translated: {message.id}"


def write(catalogue: Catalog, language: str, domain: str) -> None:
    """Put a catalogue where the program finds it."""
    path = path_of(language, domain)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(as_po(catalogue))
    path.with_suffix(".mo").write_bytes(as_mo(catalogue))


def report(catalogue: Catalog, language: str, domain: str) -> None:
    """One line on how far a catalogue is."""
    needed = [message for message in sentences_of(catalogue) if is_needed(message)]
    done = sum(is_translated(message) for message in needed)
    examples = [message for message in sentences_of(catalogue) if not is_needed(message)]
    more = f", {sum(map(is_translated, examples))} of {len(examples)} examples" if examples else ""
    print(f"{language} {domain}: {done} of {len(needed)} sentences{more}")


def main(words: list[str]) -> int:
    """Do what is asked; 1 if something is not as it should be."""
    if words[:1] == ["--missing"]:
        [language, domain] = words[1:]
        catalogue = updated(language, domain, collected(domains()[domain]()))
        print(json.dumps(missing(catalogue), ensure_ascii=False, indent=1))
        return 0
    if words[:1] == ["--merge"]:
        [file, language, domain] = words[1:]
        catalogue = updated(language, domain, collected(domains()[domain]()))
        wrong = list(merged(catalogue, json.loads(Path(file).read_text("utf-8"))))
        write(catalogue, language, domain)
        report(catalogue, language, domain)
    else:
        wrong = []
        for domain, sentences in domains().items():
            template = collected(sentences())
            for language in LANGUAGES:
                catalogue = updated(language, domain, template)
                if words == ["--check"]:
                    wrong += wrong_with(catalogue, language, domain)
                else:
                    write(catalogue, language, domain)
                report(catalogue, language, domain)
    for each in wrong:
        print(each)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
