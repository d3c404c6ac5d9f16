"""The names in other languages, as the catalogues that stand in a module's i18n folder."""

from collections.abc import Iterable, Mapping
from typing import Final

from babel.messages.pofile import normalize

from playbook.crm.odoo.records import Entry
from playbook.files import Files

_LOCALES: Final = {"zh": "zh_CN", "zh-Hans": "zh_CN", "zh-Hant": "zh_TW"}
"""Chinese is Odoo's only language that it names by the place alone."""


def locale(tag: str) -> str:
    """The name that a language has in Odoo.

    >>> locale("zh-CN")
    'zh_CN'
    """
    return _LOCALES.get(tag, tag.replace("-", "_"))


def catalogues(module: str, entries: Iterable[Entry]) -> Files:
    """A catalogue for each language in which any name is said."""
    found: dict[str, dict[tuple[str, str], list[str]]] = {}
    for entry in entries:
        for field, names in entry.names.items():
            source = str(entry.values[field])
            where = f"model:{entry.model},{field}:{module}.{entry.id}"
            for tag, text in names.items():
                if text and source:
                    places = found.setdefault(locale(tag), {}).setdefault((source, text), [])
                    places.append(where)
    return {f"i18n/{name}.po": _catalogue(module, name, found[name]) for name in sorted(found)}


def _catalogue(module: str, name: str, messages: Mapping[tuple[str, str], list[str]]) -> str:
    header = f"Language: {name}\nMIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n"
    blocks = [f'msgid ""\nmsgstr {normalize(header)}']
    seen: set[str] = set()
    for (source, text), places in messages.items():
        lines = [f"#. module: {module}", *(f"#: {place}" for place in places)]
        if source in seen:
            # One text with two meanings: gettext tells them apart by a context, Odoo by the place.
            lines.append(f"msgctxt {normalize(places[0])}")
        seen.add(source)
        lines += [f"msgid {normalize(source)}", f"msgstr {normalize(text)}"]
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n"
