"""Catalogues in the form of gettext, read by Babel and written always alike.

What people have put into a file, its head, their translations and comments,
is kept as it is. There is no date in what we write, and no line is folded, so
that a catalogue changes only where its words do.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from playbook.messages import _

_OBSOLETE = "#~ "
_OLDER = re.compile(rb"^#~\|", re.MULTILINE)
"""The source of an obsolete entry before that, as msgmerge writes it; Babel does not know it."""
_CHARSET = re.compile(r"(?<=charset=)[^\\\s;]+")
_LINE = re.compile(r"""(?:#.*|(?:msg[a-z_]+(?:\[\d+\])?\s*)?"(?:[^"\\]|\\.)*")?""")
"""A line as it must be; Babel would take the first and the last letter for missing quotes."""
_FUZZY = "fuzzy"


class Unreadable(Exception):
    """A catalogue that is none; the message says in Babel's words what is wrong with it."""

    def __init__(self, words: str, line: int) -> None:
        super().__init__(words)
        self.line = line


@dataclass(frozen=True, kw_only=True)
class Unit:
    """One entry of a catalogue."""

    context: str
    source: str
    text: str = ""
    comments: tuple[str, ...] = ()
    """What translators have noted."""
    notes: tuple[str, ...] = ()
    """What we tell them: where the text is used."""
    files: tuple[str, ...] = ()
    flags: frozenset[str] = frozenset()
    previous: str = ""
    """Of a fuzzy entry: the source that the translation is of."""
    line: int = 1

    @property
    def key(self) -> tuple[str, str]:
        """What the entry is known by."""
        return self.context, self.source

    @property
    def is_fuzzy(self) -> bool:
        """Whether somebody must look at it again."""
        return _FUZZY in self.flags


@dataclass(frozen=True)
class Po:
    """A catalogue: its head as it is written, its entries, and those that nobody needs any more."""

    head: str = ""
    units: tuple[Unit, ...] = ()
    obsolete: tuple[Unit, ...] = ()


def read(raw: bytes) -> Po:
    """The catalogue in a file's bytes; there is nothing in an empty one.

    Raises:
        Unreadable: they are no gettext catalogue, or not in the encoding they name.

    """
    raw = raw.removeprefix(b"\xef\xbb\xbf")
    if not raw.strip():
        return Po()
    from babel.messages.pofile import PoFileError, read_po

    try:
        # As a comment that nobody has written, it leaves the lines their numbers.
        catalogue = read_po(BytesIO(_OLDER.sub(b"#|", raw)), abort_invalid=True)
        text = raw.decode(catalogue.charset)
    except PoFileError as error:
        raise Unreadable(str(error), error.lineno + 1) from error
    except UnicodeDecodeError as error:
        begin = max(raw.find(error.object), 0)  # Babel decodes line by line
        line = raw.count(b"\n", 0, begin + error.start) + 1
        raise Unreadable(str(error), line) from error
    except (LookupError, ValueError) as error:  # an unknown charset, or a date that is none
        raise Unreadable(str(error), 1) from error
    for number, each in enumerate(text.split("\n"), 1):
        if not _LINE.fullmatch(each.strip()):
            raise Unreadable(_("what is said is not in quotes"), number)
    return Po(
        _head(text),
        tuple(_unit(each) for each in catalogue if each.id and isinstance(each.id, str)),
        tuple(_unit(each) for each in catalogue.obsolete.values() if isinstance(each.id, str)),
    )


def _head(text: str) -> str:
    """The first block of a catalogue if it is its head, which has an empty source."""
    first = re.split(r"\n\s*\n", text.replace("\r\n", "\n").lstrip(), maxsplit=1)[0]
    is_head = re.search(r'^msgid ""\nmsgstr', first, re.MULTILINE) is not None
    return _CHARSET.sub("UTF-8", first.rstrip()) if is_head else ""


_BABELS = frozenset({"python-format", "python-brace-format"})
"""What Babel puts to an entry that looks like a text of a program; an author's is none."""


def _unit(message: object) -> Unit:
    """An entry as Babel has read it."""
    said = vars(message)
    comments = tuple(each for each in said["user_comments"] if not each.startswith("|"))
    text = said["string"] if isinstance(said["string"], str) else ""
    flags = frozenset(said["flags"]) - _BABELS - (set() if text else {_FUZZY})
    return Unit(
        context=said["context"] or "",
        source=said["id"],
        text=text,
        comments=comments,
        notes=tuple(said["auto_comments"]),
        files=tuple(file for file, _line in said["locations"]),
        flags=flags,
        previous=_previous(said["user_comments"]) if _FUZZY in flags else "",
        line=said["lineno"] or 1,
    )


def _previous(comments: list[str]) -> str:
    """The source before the present one; Babel takes the lines with it for comments."""
    from babel.messages.pofile import unescape

    found: list[str] = []
    is_source = False
    for comment in comments:
        line = comment.removeprefix("|").strip()
        if comment.startswith("|") and (line.startswith(("msg", '"'))):
            is_source = line.startswith("msgid ") or (is_source and line.startswith('"'))
            quoted = line.removeprefix("msgid ").strip()
            if is_source and len(quoted) > 1 and quoted[-1] == '"':
                found.append(unescape(quoted))
    return "".join(found)


def written(po: Po) -> str:
    """A catalogue as text."""
    blocks = [po.head, *("\n".join(_lines(unit)) for unit in po.units)]
    blocks += ("\n".join(_lines(unit, _OBSOLETE)) for unit in po.obsolete)
    return "\n\n".join(filter(None, blocks)) + "\n"


def _lines(unit: Unit, prefix: str = "") -> Iterator[str]:
    yield from (f"# {comment}".rstrip() for comment in unit.comments)
    if not prefix:
        yield from (f"#. {note}" for note in unit.notes)
        if unit.files:
            yield f"#: {' '.join(map(_file, unit.files))}"
    if unit.flags:
        yield f"#, {', '.join(sorted(unit.flags))}"
    if unit.previous and not prefix:
        yield from _field("msgid", unit.previous, "#| ")
    if unit.context:
        yield from _field("msgctxt", unit.context, prefix)
    yield from _field("msgid", unit.source, prefix)
    yield from _field("msgstr", unit.text, prefix)


def _file(name: str) -> str:
    """A file's name; one with spaces stands between the marks that gettext puts there."""
    return f"\u2068{name}\u2069" if re.search(r"\s", name) else name


def _field(name: str, text: str, prefix: str) -> Iterator[str]:
    from babel.messages.pofile import normalize

    for line in f"{name} {normalize(text, width=0)}".split("\n"):
        yield f"{prefix}{line}"


def new_head(project: str, tag: str) -> str:
    """The head of a new catalogue."""
    from babel.messages.catalog import Catalog

    fields = {
        "Project-Id-Version": project,
        "Language": tag.replace("-", "_"),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    locale = _locale(tag)
    if locale is not None:
        fields["Plural-Forms"] = Catalog(locale=locale).plural_forms
    lines = [f'"{name}: {value}\\n"' for name, value in fields.items()]
    return "\n".join(['msgid ""', 'msgstr ""', *lines])


def _locale(tag: str) -> str | None:
    """What Babel calls a language, if it knows it."""
    from babel import Locale, UnknownLocaleError

    for known in (tag, tag.partition("-")[0]):
        try:
            return str(Locale.parse(known, sep="-"))
        except (UnknownLocaleError, ValueError):
            continue
    return None
